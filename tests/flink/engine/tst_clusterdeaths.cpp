// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! A cluster with one Deployment in each transition.
struct Site {
    explicit Site(FlinkVersion version, const QString &siteName)
        : name(siteName)
        , flink({.version = version})
    {
    }

    const QString name;
    FlinkCluster flink;
    QString starting;
    QString suspending;
    QString cancelling;
    QString running;
    QString lastCheckpoint; //!< Of `suspending`, when its cluster died.
};

} // namespace

//! The JobManager dies, or hangs, while it is asked for something: one job, no lost savepoint, no
//! false claim. Both versions at once, for most of the time is spent in waiting.
class ClusterDeathsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void hangingClusterDelaysAllTransitions();
    void forcedEndIsReadWhenTheClusterIsBack();
    void deadClusterLosesNothingButItsJobs();

private:
    [[nodiscard]] std::array<Site *, 2> sites() { return {&m_old, &m_new}; }
    [[nodiscard]] QString deploy(const Site &site, const QString &what, const QString &arguments);
    void run(Site &site, const QString &id);
    void askForTransitions(const Site &site);
    void verifyNoClaim(const Site &site);
    [[nodiscard]] qsizetype completedStops(const QString &id) const;
    void bringIntoTransitions(Site &site);
    [[nodiscard]] bool isEndUnseen(const QString &id) const;
    void verifySuccessor(const Site &site);
    void verifySecondAttempt(const Site &site);
    void verifyLostStop(const Site &site);
    void cancel(const Site &site, const QString &id);

    Site m_old{FlinkVersion::V1, u"old"_s};
    Site m_new{FlinkVersion::V2, u"new"_s};
    EngineDesk m_desk;
};

void ClusterDeathsTest::initTestCase()
{
    QVERIFY2(QFile::exists(sampleJob()), qPrintable(sampleJob()));
    QVERIFY2(m_desk.hasBegun(), qPrintable(m_desk.failure()));
    for (Site *site : sites()) {
        QVERIFY2(site->flink.start(), qPrintable(site->flink.failure()));
        QCOMPARE(m_desk.attach(site->name, site->flink.url(), site->flink.savepointDirectory()),
                 QString());
    }
}

void ClusterDeathsTest::cleanupTestCase()
{
    for (Site *site : sites())
        site->flink.killJobManager();
}

QString ClusterDeathsTest::deploy(const Site &site, const QString &what, const QString &arguments)
{
    Deployment deployment = EngineDesk::sample(site.name + u'-' + what, site.name, arguments);
    // Longer than any gap between two looks: a start that nobody saw has then left no state.
    if (what == u"starting"_s)
        deployment.spec.jobTemplate.flinkConfiguration.insert(u"execution.checkpointing.interval"_s,
                                                              u"1 min"_s);
    return m_desk.save(deployment);
}

void ClusterDeathsTest::run(Site &site, const QString &id)
{
    QVERIFY(await(m_desk.ask().start(id, {})));
    TRY_STATE(m_desk, id, DeploymentState::Running);
    EVENTUALLY(site.flink.bare().isRunningWholly(m_desk.report(id).flinkJobId));
}

void ClusterDeathsTest::askForTransitions(const Site &site)
{
    QVERIFY(await(m_desk.ask().start(site.starting, {})));
    QVERIFY(await(m_desk.ask().suspend(site.suspending, false)));
    QVERIFY(await(m_desk.ask().cancel(site.cancelling)));
}

//! While nobody answers, nothing is said to have been reached, and each says what it waits for.
void ClusterDeathsTest::verifyNoClaim(const Site &site)
{
    EVENTUALLY(!m_desk.cluster(site.name).isReachable);
    QVERIFY(!m_desk.cluster(site.name).trouble.isEmpty());
    for (const QString &id : {site.starting, site.suspending, site.cancelling}) {
        QVERIFY2(m_desk.state(id) == DeploymentState::Transitioning, m_desk.describe(id));
        QVERIFY2(!m_desk.report(id).waitingFor.isEmpty(), m_desk.describe(id));
    }
    QVERIFY2(m_desk.state(site.running) == DeploymentState::Running, m_desk.describe(site.running));
    EVENTUALLY(m_desk.report(site.running).isStale);
}

//! Those that failed with the tasks, whose heartbeats nobody answered, are not counted.
qsizetype ClusterDeathsTest::completedStops(const QString &id) const
{
    return std::ranges::count_if(m_desk.savepoints(id), [](const Savepoint &each) {
        return each.status.state == SavepointState::Completed
            && each.spec.origin == SavepointOrigin::Suspend;
    });
}

void ClusterDeathsTest::cancel(const Site &site, const QString &id)
{
    QVERIFY(await(m_desk.ask().cancel(id)));
    TRY_STATE(m_desk, id, DeploymentState::Cancelled);
    VERIFY_AGREES(m_desk, id, site.flink.bare());
}

void ClusterDeathsTest::hangingClusterDelaysAllTransitions()
{
    for (Site *site : sites()) {
        site->starting = deploy(*site, u"hanging-start"_s, {});
        site->suspending = deploy(*site, u"hanging-suspend"_s, {});
        site->cancelling = deploy(*site, u"hanging-cancel"_s, {});
        site->running = deploy(*site, u"hanging"_s, {});
        for (const QString &id : {site->suspending, site->cancelling, site->running})
            run(*site, id);
    }
    if (QTest::currentTestFailed())
        return;
    for (Site *site : sites()) {
        site->flink.pauseJobManager();
        askForTransitions(*site);
    }
    for (Site *site : sites())
        verifyNoClaim(*site);
    for (Site *site : sites())
        site->flink.resumeJobManager();
    for (Site *site : sites()) {
        TRY_STATE(m_desk, site->starting, DeploymentState::Running);
        TRY_STATE(m_desk, site->suspending, DeploymentState::Suspended);
        TRY_STATE(m_desk, site->cancelling, DeploymentState::Cancelled);
        TRY_STATE(m_desk, site->running, DeploymentState::Running);
        for (const QString &id :
             {site->starting, site->suspending, site->cancelling, site->running}) {
            QCOMPARE(m_desk.jobs(id).size(), 1);
            VERIFY_AGREES(m_desk, id, site->flink.bare());
        }
        QCOMPARE(completedStops(site->suspending), 1);
        EVENTUALLY(!m_desk.report(site->running).isStale);
        cancel(*site, site->starting);
        cancel(*site, site->running);
    }
}

//! What the job left that was let go of meanwhile is what the next start restores.
void ClusterDeathsTest::forcedEndIsReadWhenTheClusterIsBack()
{
    for (Site *site : sites()) {
        Deployment deployment = EngineDesk::sample(site->name + u"-forced"_s, site->name);
        deployment.spec.jobTemplate.flinkConfiguration.insert(
            u"execution.checkpointing.externalized-checkpoint-retention"_s,
            u"RETAIN_ON_CANCELLATION"_s);
        site->cancelling = m_desk.save(deployment);
        run(*site, site->cancelling);
    }
    for (Site *site : sites()) {
        const QString &id = site->cancelling;
        EVENTUALLY_OR(m_desk.jobs(id).first().observed.newestCheckpoint, m_desk.describe(id));
        site->flink.pauseJobManager();
        QVERIFY(await(m_desk.ask().cancel(id)));
        EVENTUALLY_OR(m_desk.jobs(id).first().cancels.sent > 0, m_desk.describe(id));
        QVERIFY(await(m_desk.ask().forceCancel(id)));
        TRY_STATE(m_desk, id, DeploymentState::Cancelled);
        QVERIFY(!m_desk.jobs(id).first().ending.terminalStatus);
    }
    for (Site *site : sites())
        site->flink.resumeJobManager();
    for (Site *site : sites()) {
        const QString &id = site->cancelling;
        EVENTUALLY_OR(m_desk.jobs(id).first().ending.terminalStatus, m_desk.describe(id));
        QVERIFY(await(m_desk.ask().start(id, {})));
        TRY_STATE(m_desk, id, DeploymentState::Running);
        const QList<Job> jobs = m_desk.jobs(id);
        QCOMPARE(jobs.size(), 2);
        QCOMPARE(jobs.first().ending.terminalStatus, FlinkJobStatus::Canceled);
        QVERIFY(jobs.first().ending.isFinalStateRead);
        QVERIFY(jobs.last().spec.savepointLocation.contains(flinkJobIdOf(jobs.first())));
        VERIFY_AGREES(m_desk, id, site->flink.bare());
        cancel(*site, id);
    }
}

//! Each request has reached Flink, and none is done.
void ClusterDeathsTest::bringIntoTransitions(Site &site)
{
    const auto newest = [&](const QString &id) {
        return m_desk.jobs(id).first().observed.newestCheckpoint;
    };
    for (const QString &id : {site.suspending, site.running})
        EVENTUALLY_OR(newest(id), m_desk.describe(id));
    askForTransitions(site);
    const auto isStopSeen = [&] {
        const QList<Savepoint> savepoints = m_desk.savepoints(site.suspending);
        return savepoints.size() == 1 && savepoints.first().operation.seenAt;
    };
    EVENTUALLY_OR(m_desk.jobs(site.starting).size() == 1
                      && m_desk.jobs(site.starting).first().submission.requestsSent == 1,
                  m_desk.describe(site.starting));
    EVENTUALLY_OR(isStopSeen(), m_desk.describe(site.suspending));
    const QString cancelled = flinkJobIdOf(m_desk.jobs(site.cancelling).first());
    EVENTUALLY_EQUAL(site.flink.bare().stateOf(cancelled), u"CANCELLING"_s);
    site.lastCheckpoint = newest(site.suspending)->path;
}

//! A look that was cut off by the death leaves open whether the job ended before it (§3.7,
//! missing).
bool ClusterDeathsTest::isEndUnseen(const QString &id) const
{
    const auto failure = m_desk.report(id).record.failure;
    return failure && failure->reason == FailureReason::EndedUnseen;
}

//! The job that ran through the death is followed by one that goes on where it was; at once, or
//! by a person's hand where its end was not seen.
void ClusterDeathsTest::verifySuccessor(const Site &site)
{
    const QString &id = site.running;
    EVENTUALLY_OR(m_desk.jobs(id).size() == 2 || isEndUnseen(id), m_desk.describe(id));
    const bool isUnseen = isEndUnseen(id);
    if (isUnseen)
        QVERIFY(await(m_desk.ask().retry(id, {})));
    TRY_STATE(m_desk, id, DeploymentState::Running);
    const QList<Job> jobs = m_desk.jobs(id);
    QCOMPARE(jobs.size(), 2);
    QCOMPARE(jobs.first().status.state, JobState::Failed);
    QVERIFY(isUnseen || jobs.last().spec.savepointLocation.contains(u"/chk-"_s));
    VERIFY_AGREES(m_desk, id, site.flink.bare());
}

//! What was sent to the dead JobManager is not sent again before it cannot arrive any more.
void ClusterDeathsTest::verifySecondAttempt(const Site &site)
{
    TRY_STATE(m_desk, site.starting, DeploymentState::Running);
    const QList<Job> jobs = m_desk.jobs(site.starting);
    QCOMPARE(jobs.size(), 2);
    QCOMPARE(jobs.first().status.state, JobState::Failed);
    QCOMPARE(jobs.first().submission.requestsSent, 1);
    QCOMPARE(jobs.last().spec.savepointLocation, QString());
    VERIFY_AGREES(m_desk, site.starting, site.flink.bare());
}

//! The stop that died with its cluster: said, and the state before it can be started from.
void ClusterDeathsTest::verifyLostStop(const Site &site)
{
    const QString &id = site.suspending;
    TRY_STATE(m_desk, id, DeploymentState::Failed);
    const DeploymentFailure failure = m_desk.report(id).record.failure.value();
    VERIFY_AGREES(m_desk, id, site.flink.bare());
    QCOMPARE(completedStops(id), 0);
    const bool isUnseen = isEndUnseen(id);
    const QString folder = site.lastCheckpoint.section(u'/', 0, -2);
    QVERIFY2(isUnseen || failure.reason == FailureReason::ClusterLostDuringStop,
             qPrintable(failure.message));
    QVERIFY2(isUnseen || failure.message.contains(folder), qPrintable(failure.message));

    cancel(site, id);
    EVENTUALLY(isUnseen || m_desk.report(id).nextState.location.contains(folder));
    const QString shown = m_desk.report(id).nextState.location;
    QVERIFY(await(m_desk.ask().start(id, {})));
    TRY_STATE(m_desk, id, DeploymentState::Running);
    QCOMPARE(m_desk.jobs(id).last().spec.savepointLocation, shown);
    VERIFY_AGREES(m_desk, id, site.flink.bare());
}

void ClusterDeathsTest::deadClusterLosesNothingButItsJobs()
{
    for (Site *site : sites()) {
        site->starting = deploy(*site, u"starting"_s, u"--sleep-in-main 10"_s);
        site->suspending = deploy(*site, u"suspending"_s, u"--block-savepoint 8"_s);
        site->cancelling = deploy(*site, u"cancelling"_s, u"--ignore-cancel 20"_s);
        site->running = deploy(*site, u"running"_s, {});
        for (const QString &id : {site->suspending, site->cancelling, site->running})
            run(*site, id);
    }
    if (QTest::currentTestFailed())
        return;
    for (Site *site : sites()) {
        bringIntoTransitions(*site);
        site->flink.killJobManager();
    }
    for (Site *site : sites())
        verifyNoClaim(*site);
    for (Site *site : sites())
        QVERIFY2(site->flink.restartJobManager(), qPrintable(site->flink.failure()));
    for (Site *site : sites()) {
        TRY_STATE(m_desk, site->cancelling, DeploymentState::Cancelled);
        QCOMPARE(m_desk.jobs(site->cancelling).size(), 1);
        VERIFY_AGREES(m_desk, site->cancelling, site->flink.bare());
        verifyLostStop(*site);
        verifySuccessor(*site);
        verifySecondAttempt(*site);
    }
}

QTEST_GUILESS_MAIN(ClusterDeathsTest)
#include "tst_clusterdeaths.moc"
