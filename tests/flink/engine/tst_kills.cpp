// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/witness.h"

#include <QProcess>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! What is asked of the Headgate that is killed, and the commits that follow from it.
struct Change {
    QString intention; //!< A word of headgate_child.
    QStringList commits; //!< `a|b`: the first of these two, for both may be one.
    DeploymentState from;
    DeploymentState to;
    QString arguments = u"--rate 50"_s; //!< Of the program, in the state that it starts from.
    int attempts = 4;
};

const QList<Change> AllChanges{
    {u"start"_s,
     {u"wish"_s, u"job"_s, u"upload"_s, u"run"_s},
     DeploymentState::Cancelled,
     DeploymentState::Running},
    {u"start"_s,
     {u"end"_s}, // of the last attempt, with FAILED
     DeploymentState::Cancelled,
     DeploymentState::Failed,
     u"--throw-in-main broken"_s,
     1},
    {u"watch"_s, {u"facts"_s}, DeploymentState::Running, DeploymentState::Running},
    {u"suspend"_s,
     {u"wish"_s, u"stop"_s, u"location|end"_s, u"end"_s},
     DeploymentState::Running,
     DeploymentState::Suspended},
    {u"cancel"_s,
     {u"wish"_s, u"cancel"_s, u"terminal"_s, u"end"_s},
     DeploymentState::Running,
     DeploymentState::Cancelled},
    {u"force"_s,
     {u"wish"_s, u"force"_s},
     DeploymentState::Transitioning,
     DeploymentState::Cancelled,
     u"--ignore-cancel 10"_s},
    {u"upgrade"_s,
     {u"save"_s, u"stop"_s, u"location|end"_s, u"end"_s, u"job"_s, u"run"_s},
     DeploymentState::Running,
     DeploymentState::Running},
    {u"savepoint"_s,
     {u"wish"_s, u"savepoint"_s, u"location"_s},
     DeploymentState::Running,
     DeploymentState::Running},
    {u"retry"_s,
     {u"wish"_s},
     DeploymentState::Failed,
     DeploymentState::Running,
     u"--throw-in-main broken"_s,
     1},
    {u"run-again"_s,
     {u"wish"_s},
     DeploymentState::Finished,
     DeploymentState::Running,
     u"--end-after 10"_s},
};

//! Grows with each write of a person.
std::tuple<qint64, qint64, qsizetype> writesOf(const EngineDesk &desk, const QString &id)
{
    const DeploymentReport report = desk.report(id);
    qsizetype requested = 0;
    for (const Savepoint &each : desk.savepoints(id))
        requested += each.spec.origin == SavepointOrigin::UserRequest ? 1 : 0;
    return {report.deployment.metadata.resourceVersion, report.record.generation, requested};
}

} // namespace

//! Headgate is killed before and after each commit, at a named fail point, and started again: it
//! goes on from what it wrote, with one job and no lost savepoint (lifecycle.md §10).
class KillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void cleanup();
    void cleanupTestCase() { m_flink.reset(); }
    void goesOnFromWhatItWrote_data();
    void goesOnFromWhatItWrote();

private:
    void useFlink(FlinkVersion version);
    void prepare(EngineDesk &desk, const Change &change);
    void bringTo(EngineDesk &desk, DeploymentState state);
    [[nodiscard]] bool killAt(const QString &point, const QString &directory,
                              const QString &intention) const;
    [[nodiscard]] qsizetype liveJobs() const;
    void compareWithFlinkAndDisk(EngineDesk &desk);
    void verifyEnd(EngineDesk &desk, const Change &change, bool isWritten);
    void verifyWritten(EngineDesk &desk, const Change &change);
    [[nodiscard]] QList<Savepoint> completed(const EngineDesk &desk) const;

    std::unique_ptr<FlinkCluster> m_flink;
    std::optional<FlinkVersion> m_version;
    int m_number = 0;
    QString m_savepoints; //!< Where those of this row are written.
    QString m_id;
};

void KillsTest::initTestCase_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void KillsTest::goesOnFromWhatItWrote_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<QString>("point");
    for (int i = 0; i < AllChanges.size(); ++i) {
        for (const QString &commit : AllChanges[i].commits) {
            for (const QString &when : {u"before"_s, u"after"_s}) {
                QStringList points = commit.split(u'|');
                for (QString &point : points)
                    point.prepend(when + u"-commit-"_s);
                const QString point = points.join(u',');
                QTest::addRow("%s: %s", qPrintable(AllChanges[i].intention), qPrintable(point))
                    << i << point;
            }
        }
    }
}

//! What a failed row has left behind is nobody else's trouble.
void KillsTest::cleanup()
{
    if (QTest::currentTestFailed())
        m_version.reset();
}

void KillsTest::useFlink(FlinkVersion version)
{
    if (m_version == version)
        return;
    m_flink.reset();
    m_flink = std::make_unique<FlinkCluster>(FlinkClusterOptions{.version = version});
    QVERIFY2(m_flink->start(), qPrintable(m_flink->failure()));
    m_version = version;
}

void KillsTest::prepare(EngineDesk &desk, const Change &change)
{
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    m_savepoints = m_flink->savepointDirectory() + u"/%1"_s.arg(++m_number);
    QCOMPARE(desk.attach(u"prod"_s, m_flink->url(), m_savepoints), QString());
    Deployment deployment = EngineDesk::sample(u"clicks"_s, u"prod"_s, change.arguments);
    deployment.spec.maxJobCreationAttempts = change.attempts;
    // An answer that the dead one would have had is given up after 3 s instead of 300 s.
    deployment.metadata.annotations = {{SubmissionTimeoutAnnotation, u"3"_s}};
    m_id = desk.save(deployment);
    QVERIFY(!m_id.isEmpty());
    if (change.from != DeploymentState::Cancelled)
        bringTo(desk, change.from);
}

void KillsTest::bringTo(EngineDesk &desk, DeploymentState state)
{
    QVERIFY(await(desk.ask().start(m_id, {})));
    if (state == DeploymentState::Failed || state == DeploymentState::Finished) {
        TRY_STATE(desk, m_id, state);
        Deployment endless = desk.report(m_id).deployment;
        endless.spec.jobTemplate.artifact.mainArgs.clear();
        QCOMPARE(desk.save(endless), m_id);
        return;
    }
    TRY_STATE(desk, m_id, DeploymentState::Running);
    const QString flinkJob = desk.report(m_id).flinkJobId;
    EVENTUALLY(m_flink->bare().isRunningWholly(flinkJob));
    if (state != DeploymentState::Transitioning)
        return;
    QVERIFY(await(desk.ask().cancel(m_id)));
    EVENTUALLY_EQUAL(m_flink->bare().stateOf(flinkJob), u"CANCELLING"_s);
}

//! True if the child ended there, by the kill.
bool KillsTest::killAt(const QString &point, const QString &directory,
                       const QString &intention) const
{
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HEADGATE_FAIL_POINT"_s, point);
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationDirPath() + u"/headgate_child"_s,
                {directory, intention, m_id});
    const bool hasEnded =
        QTest::qWaitFor([&] { return child.state() == QProcess::NotRunning; }, 60'000);
    if (!hasEnded) {
        child.kill();
        child.waitForFinished();
    }
    return hasEnded && child.exitStatus() == QProcess::CrashExit;
}

qsizetype KillsTest::liveJobs() const
{
    const QList<BareJob> jobs = m_flink->bare().jobs().value_or(QList<BareJob>());
    return std::ranges::count_if(jobs, [](const BareJob &job) {
        return job.state != u"FINISHED"_s && job.state != u"CANCELED"_s;
    });
}

void KillsTest::compareWithFlinkAndDisk(EngineDesk &desk)
{
    // What was let go of by force ends a little later.
    const qsizetype expected = desk.state(m_id) == DeploymentState::Running ? 1 : 0;
    EVENTUALLY_OR(liveJobs() == expected, desk.describe(m_id).constData());
    VERIFY_AGREES(desk, m_id, m_flink->bare());
    EVENTUALLY_EQUAL(lostSavepoints(m_savepoints, desk, m_id), QStringList());
}

//! Flink may decline the first one, where a task is not ready yet.
QList<Savepoint> KillsTest::completed(const EngineDesk &desk) const
{
    QList<Savepoint> savepoints = desk.savepoints(m_id);
    savepoints.removeIf(
        [](const Savepoint &each) { return each.status.state != SavepointState::Completed; });
    return savepoints;
}

//! What was asked for is done once.
void KillsTest::verifyWritten(EngineDesk &desk, const Change &change)
{
    const QList<Savepoint> savepoints = completed(desk);
    if (change.intention == u"suspend"_s || change.intention == u"upgrade"_s)
        QVERIFY2(savepoints.size() == 1, desk.describe(m_id).constData());
    if (change.intention == u"upgrade"_s) {
        QCOMPARE(desk.jobs(m_id).size(), 2);
        QCOMPARE(desk.jobs(m_id).last().spec.savepointLocation,
                 savepoints.first().spec.savepointLocation);
    }
    if (change.intention == u"savepoint"_s)
        EVENTUALLY_OR(completed(desk).size() == 1, desk.describe(m_id).constData());
}

void KillsTest::verifyEnd(EngineDesk &desk, const Change &change, bool isWritten)
{
    const bool isUnderWay = change.from == DeploymentState::Transitioning;
    const DeploymentState end = isWritten || isUnderWay ? change.to : change.from;
    const auto isReached = [&] {
        return desk.state(m_id) == end
            && (end != DeploymentState::Running || desk.isFulfilled(m_id, m_flink->bare()));
    };
    EVENTUALLY_OR(isReached(), desk.describe(m_id).constData());
    compareWithFlinkAndDisk(desk);
    if (isWritten)
        verifyWritten(desk, change);
    const bool isAtRest = end == DeploymentState::Cancelled || end == DeploymentState::Failed;
    if (QTest::currentTestFailed() || isAtRest)
        return;
    QVERIFY(await(desk.ask().cancel(m_id))); // leaves the slots to the next row
    TRY_STATE(desk, m_id, DeploymentState::Cancelled);
    compareWithFlinkAndDisk(desk);
}

void KillsTest::goesOnFromWhatItWrote()
{
    QFETCH_GLOBAL(FlinkVersion, version);
    QFETCH(int, change);
    QFETCH(QString, point);
    const Change &asked = AllChanges[change];
    useFlink(version);
    const QTemporaryDir directory;
    std::tuple<qint64, qint64, qsizetype> before;
    {
        EngineDesk desk(directory.path());
        prepare(desk, asked);
        if (QTest::currentTestFailed())
            return;
        before = writesOf(desk, m_id);
    }
    QVERIFY2(killAt(point, directory.path(), asked.intention), "the fail point was not passed");

    EngineDesk desk(directory.path());
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    EVENTUALLY_EQUAL(desk.report(m_id).deployment.metadata.id, m_id);
    // A wish becomes durable together with the first steps that follow from it.
    const bool isWritten = writesOf(desk, m_id) != before;
    const bool isToBeWritten = asked.intention != u"watch"_s && point.startsWith(u"after"_s);
    QVERIFY(isWritten || !isToBeWritten);
    QVERIFY(!isWritten || (point != u"before-commit-wish"_s && point != u"before-commit-save"_s));
    verifyEnd(desk, asked, isWritten);
}

QTEST_GUILESS_MAIN(KillsTest)
#include "tst_kills.moc"
