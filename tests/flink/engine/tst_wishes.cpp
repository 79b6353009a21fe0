// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/ids.h"
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QDir>

#include <algorithm>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! Another jar that does the same: a comment at its end differs.
[[nodiscard]] bool changeJar(const QString &path)
{
    QFile file(path);
    const QByteArray comment = "changed";
    return file.open(QIODevice::ReadWrite) && file.seek(file.size() - 2)
        && file.write(QByteArray(1, char(comment.size())) + QByteArray(1, '\0') + comment) > 0;
}

} // namespace

//! A job that runs on a real Flink: a savepoint, a stop with drain, the new content of its jar;
//! what is said of one that fails again and again; and one that somebody else has started.
class WishesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<FlinkVersion>("version");
        QTest::newRow("2.3.0") << FlinkVersion::V2;
        QTest::newRow("1.20.5") << FlinkVersion::V1;
    }
    void aRunningJobObeys();

private:
    void start();
    void savepointOfARunningJob();
    void changedJarUpgradesByASavepoint();
    void savepointIsDeletedWithItsFiles();
    void drainedStopIsRestoredByChoiceAlone();
    void restartsAreCountedOnce();
    void jobWithoutRecordIsAdopted();
    void jobWithoutRecordIsCancelled();
    void allJobsWithoutRecordAreCancelled();

    //! Somebody runs a job that bears the stamp of the Deployment: its id; empty where that failed.
    [[nodiscard]] QString runStray(const QString &deploymentId);
    //! Waits until there is one more that is COMPLETED, and answers with it.
    [[nodiscard]] Savepoint takeSavepoint();
    [[nodiscard]] bool isTrue(const QString &id, ConditionType type) const;
    //! That the stop of this Flink job has made.
    [[nodiscard]] Savepoint stopOf(const QString &flinkJob) const;

    std::unique_ptr<FlinkCluster> m_flink;
    std::unique_ptr<EngineDesk> m_desk;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_id; //!< Of the Deployment that runs.
};

void WishesTest::start()
{
    QFETCH_GLOBAL(FlinkVersion, version);
    m_flink = std::make_unique<FlinkCluster>(FlinkClusterOptions{.version = version});
    QVERIFY2(m_flink->start(), qPrintable(m_flink->failure()));
    m_desk = std::make_unique<EngineDesk>();
    QVERIFY2(m_desk->hasBegun(), qPrintable(m_desk->failure()));
    QCOMPARE(m_desk->attach(u"prod"_s, m_flink->url(), m_flink->savepointDirectory()), QString());
    m_folder = std::make_unique<QTemporaryDir>();
    Deployment deployment = EngineDesk::sample(u"clicks"_s, u"prod"_s);
    QString &jar = deployment.spec.jobTemplate.artifact.jarUri;
    const QString own = m_folder->filePath(u"job.jar"_s);
    QVERIFY(QFile::copy(jar, own));
    jar = own;
    m_id = m_desk->save(deployment);
    QVERIFY(!m_id.isEmpty());
    QVERIFY(await(m_desk->ask().start(m_id, {})));
    TRY_STATE(*m_desk, m_id, DeploymentState::Running);
    EVENTUALLY(m_flink->bare().isRunningWholly(m_desk->report(m_id).flinkJobId));
}

//! One after the other, for a Flink takes its time to start.
void WishesTest::aRunningJobObeys()
{
    for (void (WishesTest::*step)() :
         {&WishesTest::start, &WishesTest::savepointOfARunningJob,
          &WishesTest::changedJarUpgradesByASavepoint, &WishesTest::savepointIsDeletedWithItsFiles,
          &WishesTest::drainedStopIsRestoredByChoiceAlone, &WishesTest::restartsAreCountedOnce,
          &WishesTest::jobWithoutRecordIsAdopted, &WishesTest::jobWithoutRecordIsCancelled,
          &WishesTest::allJobsWithoutRecordAreCancelled}) {
        (this->*step)();
        if (QTest::currentTestFailed())
            break;
    }
    m_desk.reset();
    m_flink.reset();
}

Savepoint WishesTest::stopOf(const QString &flinkJob) const
{
    for (const Savepoint &each : m_desk->savepoints(m_id)) {
        const bool isOfIt = flinkId(each.spec.jobId) == flinkJob;
        if (isOfIt && each.spec.origin == SavepointOrigin::Suspend)
            return each;
    }
    return {};
}

void WishesTest::savepointOfARunningJob()
{
    const QString flinkJob = m_desk->report(m_id).flinkJobId;
    QVERIFY(await(m_desk->ask().triggerSavepoint(m_id)));
    const auto isWritten = [&] {
        const QList<Savepoint> all = m_desk->savepoints(m_id);
        return all.size() == 1 && all.first().status.state == SavepointState::Completed;
    };
    EVENTUALLY_OR(isWritten(), m_desk->describe(m_id).constData());
    const Savepoint savepoint = m_desk->savepoints(m_id).first();
    QCOMPARE(savepoint.spec.origin, SavepointOrigin::UserRequest);
    const QString path = QUrl(savepoint.spec.savepointLocation).path();
    QVERIFY2(QFile::exists(path + u"/_metadata"_s), qPrintable(path));
    QCOMPARE(m_flink->bare().stateOf(flinkJob), u"RUNNING"_s);
    QCOMPARE(m_desk->state(m_id), DeploymentState::Running);
}

Savepoint WishesTest::takeSavepoint()
{
    QStringList before;
    for (const Savepoint &each : m_desk->savepoints(m_id))
        before.append(each.metadata.id);
    Savepoint taken;
    if (!await(m_desk->ask().triggerSavepoint(m_id)))
        return taken;
    const auto isTaken = [&] {
        for (const Savepoint &each : m_desk->savepoints(m_id)) {
            const bool isPlaced = each.spec.flinkSavepointId > 0; // which one is the newest
            if (!before.contains(each.metadata.id) && isPlaced
                && each.status.state == SavepointState::Completed)
                taken = each;
        }
        return !taken.metadata.id.isEmpty();
    };
    (void)QTest::qWaitFor(isTaken, Patience);
    return taken;
}

//! lifecycle.md §5, "Disposal"; one whose files are gone already is not said to be deleted.
void WishesTest::savepointIsDeletedWithItsFiles()
{
    EVENTUALLY(m_flink->bare().isRunningWholly(m_desk->report(m_id).flinkJobId));
    const Savepoint first = takeSavepoint();
    const Savepoint second = takeSavepoint();
    const Savepoint newest = takeSavepoint();
    const auto folderOf = [](const Savepoint &savepoint) {
        return QDir(QUrl(savepoint.spec.savepointLocation).path());
    };
    const auto isListed = [&](const Savepoint &savepoint) {
        return std::ranges::any_of(m_desk->savepoints(m_id), [&](const Savepoint &each) {
            return each.metadata.id == savepoint.metadata.id;
        });
    };
    QVERIFY(folderOf(first).exists(u"_metadata"_s));
    const auto deleted = await(m_desk->ask().deleteSavepoint(first.metadata.id, false));
    QVERIFY2(deleted, qPrintable(deleted ? QString() : deleted.error().message));
    EVENTUALLY(!isListed(first));
    QVERIFY(!folderOf(first).exists(u"_metadata"_s));

    QVERIFY(folderOf(second).removeRecursively());
    QVERIFY(await(m_desk->ask().deleteSavepoint(second.metadata.id, false)));
    const auto hasFailed = [&] {
        return std::ranges::any_of(m_desk->savepoints(m_id), [&](const Savepoint &each) {
            return each.metadata.id == second.metadata.id
                && each.status.state == SavepointState::FailedDeletion
                && !each.status.failure.isEmpty();
        });
    };
    EVENTUALLY_OR(hasFailed(), m_desk->describe(m_id).constData());
    QVERIFY(await(m_desk->ask().deleteSavepoint(second.metadata.id, true)));
    EVENTUALLY(!isListed(second));

    const auto refused = await(m_desk->ask().deleteSavepoint(newest.metadata.id, false));
    QVERIFY(!refused);
    QVERIFY(folderOf(newest).exists(u"_metadata"_s));
    QCOMPARE(m_desk->state(m_id), DeploymentState::Running);
}

//! lifecycle.md §5.7 and §3.1.
void WishesTest::drainedStopIsRestoredByChoiceAlone()
{
    const QString flinkJob = m_desk->report(m_id).flinkJobId;
    QVERIFY(await(m_desk->ask().suspend(m_id, true)));
    TRY_STATE(*m_desk, m_id, DeploymentState::Suspended);
    QCOMPARE(m_flink->bare().stateOf(flinkJob), u"FINISHED"_s);
    const Savepoint drained = stopOf(flinkJob);
    QVERIFY(drained.spec.isDrained);
    QCOMPARE(drained.status.state, SavepointState::Completed);
    QVERIFY(!drained.spec.savepointLocation.isEmpty());
    VERIFY_AGREES(*m_desk, m_id, m_flink->bare());

    const qsizetype jobsOfFlink = m_flink->bare().jobs()->size();
    QVERIFY(await(m_desk->ask().start(m_id, {})));
    TRY_STATE(*m_desk, m_id, DeploymentState::Failed);
    QCOMPARE(m_flink->bare().jobs()->size(), jobsOfFlink); // nothing was sent
    QCOMPARE(m_desk->report(m_id).record.failure->reason, FailureReason::StateUnavailable);
    QCOMPARE(m_desk->jobs(m_id).size(), 2);

    const StartOrder chosen{.choice = StateChoiceKind::Savepoint,
                            .savepointId = drained.metadata.id};
    QVERIFY(await(m_desk->ask().retry(m_id, chosen)));
    TRY_STATE(*m_desk, m_id, DeploymentState::Running);
    QCOMPARE(m_desk->jobs(m_id).last().spec.savepointLocation, drained.spec.savepointLocation);
    VERIFY_AGREES(*m_desk, m_id, m_flink->bare());
}

void WishesTest::changedJarUpgradesByASavepoint()
{
    const auto action = DeploymentAction::UpgradeToChangedJar;
    const DeploymentReport before = m_desk->report(m_id);
    QVERIFY(before.refusals.contains(action));
    QVERIFY(changeJar(m_folder->filePath(u"job.jar"_s)));
    EVENTUALLY(!m_desk->report(m_id).refusals.contains(action));
    QCOMPARE(m_desk->report(m_id).flinkJobId, before.flinkJobId); // restarts nothing by itself

    QVERIFY(await(m_desk->ask().upgradeToChangedJar(m_id, {})));
    const auto isUpgraded = [&] {
        return m_desk->state(m_id) == DeploymentState::Running && m_desk->jobs(m_id).size() == 2;
    };
    EVENTUALLY_OR(isUpgraded(), m_desk->describe(m_id).constData());
    QCOMPARE(m_flink->bare().stateOf(before.flinkJobId), u"FINISHED"_s);
    const Job upgraded = m_desk->jobs(m_id).last();
    QVERIFY(upgraded.spec.artifactSha256 != before.record.artifactSha256);
    QCOMPARE(m_desk->savepoints(m_id).size(), 2); // and the one that was asked for before
    QCOMPARE(upgraded.spec.savepointLocation, stopOf(before.flinkJobId).spec.savepointLocation);
    QVERIFY(m_desk->report(m_id).refusals.contains(action));
    VERIFY_AGREES(*m_desk, m_id, m_flink->bare());
}

bool WishesTest::isTrue(const QString &id, ConditionType type) const
{
    const auto running = m_desk->report(id).deployment.status.running;
    return running && std::ranges::any_of(running->conditions, [&](const Condition &condition) {
               return condition.type == type && condition.status == ConditionStatus::True;
           });
}

//! lifecycle.md §7: by the history and by Flink's own count, also after Headgate began anew.
void WishesTest::restartsAreCountedOnce()
{
    Deployment deployment =
        EngineDesk::sample(u"restless"_s, u"prod"_s, u"--fail-every 1 --fail-times 4"_s);
    auto &configuration = deployment.spec.jobTemplate.flinkConfiguration;
    configuration.insert(u"restart-strategy.type"_s, u"fixed-delay"_s);
    configuration.insert(u"restart-strategy.fixed-delay.attempts"_s, u"100"_s);
    configuration.insert(u"restart-strategy.fixed-delay.delay"_s, u"100 ms"_s);
    const QString id = m_desk->save(deployment);
    QVERIFY(!id.isEmpty());
    QVERIFY(await(m_desk->ask().start(id, {})));
    EVENTUALLY_OR(isTrue(id, ConditionType::JobFailing) && isTrue(id, ConditionType::JobUnstable),
                  m_desk->describe(id).constData());
    EVENTUALLY_OR(m_desk->report(id).restartsIn10Minutes == 4, m_desk->describe(id).constData());
    const QString counts = u"/jobs/%1/metrics?get=numRestarts"_s.arg(m_desk->report(id).flinkJobId);
    EVENTUALLY(m_flink->bare().get(counts).body.contains("\"4\""));

    QVERIFY(m_desk->restart());
    EVENTUALLY(m_desk->cluster(u"prod"_s).isReachable);
    EVENTUALLY_OR(isTrue(id, ConditionType::JobFailing), m_desk->describe(id).constData());
    EVENTUALLY(m_desk->jobs(id).last().observed.numRestarts == 4);
    QCOMPARE(m_desk->report(id).restartsIn10Minutes, 4);
    QVERIFY(await(m_desk->ask().cancel(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Cancelled);
}

QString WishesTest::runStray(const QString &deploymentId)
{
    const QString stray = flinkId(IdSource().next());
    const QJsonObject configuration{
        {u"pipeline.global-job-parameters"_s, QString(u"headgate.deployment:"_s + deploymentId)},
        {u"execution.checkpointing.interval"_s, u"500 ms"_s}};
    const QString jar = m_flink->bare().upload(sampleJob());
    const HttpAnswer answer = m_flink->bare().run(
        jar,
        {{u"jobId"_s, stray}, {u"parallelism"_s, 1}, {u"flinkConfiguration"_s, configuration}});
    const bool isThere = answer.status == 200
        && QTest::qWaitFor([&] { return m_flink->bare().isRunningWholly(stray); }, Patience);
    return isThere ? stray : QString();
}

//! lifecycle.md §3.2: one that bears the stamp of a Deployment, and that nobody here has started.
void WishesTest::jobWithoutRecordIsAdopted()
{
    const QString id = m_desk->save(EngineDesk::sample(u"stray"_s, u"prod"_s));
    QVERIFY(!id.isEmpty());
    const QString stray = runStray(id);
    QVERIFY(!stray.isEmpty());
    const qsizetype jobsOfFlink = m_flink->bare().jobs()->size();

    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Failed);
    QCOMPARE(m_desk->report(id).record.failure->reason, FailureReason::JobWithoutRecord);
    EVENTUALLY(!m_desk->report(id).refusals.contains(DeploymentAction::AdoptJob));
    QVERIFY(await(m_desk->ask().adoptJob(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    QCOMPARE(m_desk->report(id).flinkJobId, stray);
    QCOMPARE(m_flink->bare().jobs()->size(), jobsOfFlink);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());

    QVERIFY(await(m_desk->ask().suspend(id, false)));
    TRY_STATE(*m_desk, id, DeploymentState::Suspended);
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    QCOMPARE(m_desk->jobs(id).last().spec.savepointLocation,
             m_desk->savepoints(id).last().spec.savepointLocation);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

//! CANCELLED is said when Flink has confirmed it, also of that one.
void WishesTest::jobWithoutRecordIsCancelled()
{
    const QString id = m_desk->save(EngineDesk::sample(u"stray-too"_s, u"prod"_s));
    QVERIFY(!id.isEmpty());
    const QString stray = runStray(id);
    QVERIFY(!stray.isEmpty());
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Failed);
    QVERIFY(await(m_desk->ask().cancel(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Cancelled);
    QCOMPARE(m_flink->bare().stateOf(stray), u"CANCELED"_s);
    QCOMPARE(flinkJobIdOf(m_desk->jobs(id).last()), stray);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

//! Of two that bear the stamp one gets a Job, and the other is cancelled as a possible orphan: no
//! start goes beside it.
void WishesTest::allJobsWithoutRecordAreCancelled()
{
    const QString id = m_desk->save(EngineDesk::sample(u"stray-twins"_s, u"prod"_s));
    QVERIFY(!id.isEmpty());
    const QStringList strays{runStray(id), runStray(id)};
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Failed);
    QCOMPARE(m_desk->report(id).record.failure->flinkJobs.size(), 2);
    QVERIFY(await(m_desk->ask().cancel(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Cancelled);
    for (const QString &stray : strays)
        EVENTUALLY_EQUAL(m_flink->bare().stateOf(stray), u"CANCELED"_s);
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    QVERIFY(await(m_desk->ask().cancel(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Cancelled);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

QTEST_GUILESS_MAIN(WishesTest)
#include "tst_wishes.moc"
