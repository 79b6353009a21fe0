// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QDir>
#include <QProcess>

#include <map>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! Programs, jars, slots and directories that are not as they should be, on a real Flink: a clear
//! error at its place, and nothing lost.
class TroublesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init();
    void cleanup() { m_desk.reset(); }
    void cleanupTestCase() { m_clusters.clear(); }

    void programThatSubmitsNothing_data();
    void programThatSubmitsNothing();
    void slowProgramStartsOneJob();
    void deletedJarRunsFromItsStoredCopy();
    void lostCopyOfADeletedJarRefusesTheStart();
    void largeJarIsBrought();
    void tooFewSlotsAreSaid();
    void noSavepointDirectoryRefusesTheSuspend();
    void savepointDirectoryThatCannotBeMadeLosesNothing();
    void upgradeReplacesTheJob_data();
    void upgradeReplacesTheJob();

private:
    //! By the word of the session cluster, from now on; empty: it has none.
    [[nodiscard]] bool putSavepointsInto(const QString &directory);
    [[nodiscard]] QString freeName() { return u"job-%1"_s.arg(++m_number); }
    [[nodiscard]] QString copyOfTheJar(const QString &name);
    void startAndRun(const QString &id);
    void cancelAndCompare(const QString &id);

    std::map<FlinkVersion, FlinkCluster> m_clusters;
    FlinkCluster *m_flink = nullptr;
    QTemporaryDir m_files;
    std::unique_ptr<EngineDesk> m_desk;
    int m_number = 0;
};

void TroublesTest::initTestCase_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void TroublesTest::initTestCase()
{
    QVERIFY2(QFile::exists(sampleJob()), qPrintable(sampleJob()));
}

void TroublesTest::init()
{
    QFETCH_GLOBAL(FlinkVersion, version);
    if (!m_clusters.contains(version)) {
        // Where savepoints go is what the session cluster of each test says.
        const FlinkClusterOptions options{.version = version,
                                          .configuration = {{u"state.savepoints.dir"_s, {}}}};
        m_flink = &m_clusters.try_emplace(version, options).first->second;
        QVERIFY2(m_flink->start(), qPrintable(m_flink->failure()));
    }
    m_flink = &m_clusters.at(version);
    m_desk = std::make_unique<EngineDesk>();
    QVERIFY2(m_desk->hasBegun(), qPrintable(m_desk->failure()));
    QCOMPARE(m_desk->attach(u"prod"_s, m_flink->url(), m_flink->savepointDirectory()), QString());
    EVENTUALLY(m_desk->cluster(u"prod"_s).isReachable);
}

bool TroublesTest::putSavepointsInto(const QString &directory)
{
    SessionCluster changed = m_desk->cluster(u"prod"_s).cluster;
    changed.spec.savepointDirectory = directory;
    return await(m_desk->ask().saveSessionCluster(changed)).has_value();
}

QString TroublesTest::copyOfTheJar(const QString &name)
{
    const QString path = m_files.filePath(name);
    QFile::remove(path);
    return QFile::copy(sampleJob(), path) ? path : QString();
}

void TroublesTest::startAndRun(const QString &id)
{
    const auto started = await(m_desk->ask().start(id, {}));
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    EVENTUALLY(m_flink->bare().isRunningWholly(m_desk->report(id).flinkJobId));
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

void TroublesTest::cancelAndCompare(const QString &id)
{
    QVERIFY(await(m_desk->ask().cancel(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Cancelled);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

void TroublesTest::programThatSubmitsNothing_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("entryClass");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("detail");

    QTest::newRow("main() throws")
        << u"--throw-in-main 'the table is gone'"_s << QString() << u"the table is gone"_s
        << u"at org.headgate.sample.SampleJob.main"_s;
    QTest::newRow("main() submits nothing")
        << u"--no-job"_s << QString() << u"job"_s << u"Exception"_s;
    QTest::newRow("no such class")
        << QString() << u"org.example.Missing"_s << u"org.example.Missing"_s << u"Caused by"_s;
}

void TroublesTest::programThatSubmitsNothing()
{
    QFETCH(QString, arguments);
    QFETCH(QString, entryClass);
    QFETCH(QString, message);
    QFETCH(QString, detail);
    Deployment deployment = EngineDesk::sample(freeName(), u"prod"_s, arguments);
    deployment.spec.jobTemplate.artifact.entryClass = entryClass;
    deployment.spec.maxJobCreationAttempts = 1;
    const QString id = m_desk->save(deployment);
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Failed);

    const auto failure = m_desk->report(id).record.failure;
    QVERIFY(failure);
    QCOMPARE(failure->reason, FailureReason::AttemptsExhausted);
    QVERIFY2(failure->message.contains(message), qPrintable(failure->message));
    QVERIFY2(!failure->message.contains(u'\n'), qPrintable(failure->message));
    QVERIFY2(failure->detail.contains(detail), qPrintable(failure->detail));
    QCOMPARE(m_desk->jobs(id).size(), 1);
    for (const Job &job : m_desk->jobs(id)) {
        QCOMPARE(job.status.state, JobState::Failed);
        QCOMPARE(job.submission.requestsSent, 1); // a clear no is not asked for again
        QCOMPARE(m_flink->bare().stateOf(flinkJobIdOf(job)), QString());
    }
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

void TroublesTest::slowProgramStartsOneJob()
{
    const QString id = m_desk->deploy(freeName(), u"prod"_s, u"--sleep-in-main 5"_s,
                                      {{SubmissionTimeoutAnnotation, u"2"_s}});
    startAndRun(id);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_desk->jobs(id).size(), 1);
    QVERIFY(m_desk->jobs(id).first().submission.requestsSent > 1);
    cancelAndCompare(id);
    QCOMPARE(m_desk->jobs(id).size(), 1);
}

void TroublesTest::deletedJarRunsFromItsStoredCopy()
{
    Deployment deployment = EngineDesk::sample(freeName(), u"prod"_s);
    const QString jar = copyOfTheJar(u"deleted.jar"_s);
    deployment.spec.jobTemplate.artifact.jarUri = jar;
    const QString id = m_desk->save(deployment);
    const QString content = m_desk->report(id).record.artifactSha256;
    QVERIFY(!content.isEmpty());
    QVERIFY(QFile::remove(jar));

    startAndRun(id);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_desk->jobs(id).last().spec.artifactSha256, content);
    cancelAndCompare(id);
}

void TroublesTest::lostCopyOfADeletedJarRefusesTheStart()
{
    Deployment deployment = EngineDesk::sample(freeName(), u"prod"_s);
    const QString jar = copyOfTheJar(u"lost.jar"_s);
    deployment.spec.jobTemplate.artifact.jarUri = jar;
    const QString id = m_desk->save(deployment);
    QVERIFY(QFile::remove(jar));
    QVERIFY(QDir(m_desk->directory() + u"/artifacts"_s).removeRecursively());

    const auto started = await(m_desk->ask().start(id, {}));
    QVERIFY(!started);
    QVERIFY2(started.error().message.contains(jar), qPrintable(started.error().message));
    QCOMPARE(started.error().fields.size(), 1);
    QCOMPARE(started.error().fields.first().path, u"spec.template.spec.artifact.jarUri"_s);
    QCOMPARE(m_desk->state(id), DeploymentState::Cancelled);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

void TroublesTest::largeJarIsBrought()
{
    constexpr qint64 size = 300 * 1024 * 1024;
    const QString jar = copyOfTheJar(u"large.jar"_s);
    QFile ballast(m_files.filePath(u"ballast"_s));
    QVERIFY(ballast.open(QIODevice::WriteOnly) && ballast.resize(size));
    ballast.close();
    QCOMPARE(QProcess::execute(
                 u"jar"_s, {u"uf0"_s, jar, u"-C"_s, m_files.path(), QFileInfo(ballast).fileName()}),
             0);
    QVERIFY(QFileInfo(jar).size() > size);
    Deployment deployment = EngineDesk::sample(freeName(), u"prod"_s);
    deployment.spec.jobTemplate.artifact.jarUri = jar;
    const QString id = m_desk->save(deployment);

    startAndRun(id);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_desk->jobs(id).size(), 1);
    cancelAndCompare(id);
}

void TroublesTest::tooFewSlotsAreSaid()
{
    Deployment deployment = EngineDesk::sample(freeName(), u"prod"_s);
    deployment.spec.jobTemplate.parallelism = 5; // of 4 slots
    const QString id = m_desk->save(deployment);
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    const auto shortage = [&]() -> std::optional<Condition> {
        const auto running = m_desk->report(id).deployment.status.running;
        for (const Condition &each : running ? running->conditions : QList<Condition>()) {
            if (each.type == ConditionType::TasksNotRunning && each.status == ConditionStatus::True)
                return each;
        }
        return std::nullopt;
    };
    EVENTUALLY_OR(shortage(), m_desk->describe(id).constData());
    QVERIFY2(shortage()->message.contains(u"4 slots"_s), qPrintable(shortage()->message));
    QVERIFY(!m_flink->bare().isRunningWholly(m_desk->report(id).flinkJobId));

    // A savepoint needs all tasks: it waits, and says so.
    QVERIFY(await(m_desk->ask().suspend(id, false)));
    EVENTUALLY_OR(m_desk->report(id).waitingFor.contains(u"tasks"_s),
                  m_desk->describe(id).constData());
    QCOMPARE(m_desk->state(id), DeploymentState::Transitioning);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
    cancelAndCompare(id);
}

void TroublesTest::noSavepointDirectoryRefusesTheSuspend()
{
    QVERIFY(putSavepointsInto({}));
    const QString id = m_desk->deploy(freeName(), u"prod"_s);
    startAndRun(id);
    if (QTest::currentTestFailed())
        return;
    const auto suspended = await(m_desk->ask().suspend(id, false));
    QVERIFY(!suspended);
    QCOMPARE(suspended.error().kind, ErrorKind::NotPermitted);
    QVERIFY2(suspended.error().message.contains(u"savepoint directory"_s),
             qPrintable(suspended.error().message));
    QCOMPARE(m_desk->state(id), DeploymentState::Running);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
    cancelAndCompare(id);
}

void TroublesTest::savepointDirectoryThatCannotBeMadeLosesNothing()
{
    // A file, so that no directory can be below it.
    QFile obstacle(m_files.filePath(u"obstacle-"_s + freeName()));
    QVERIFY(obstacle.open(QIODevice::WriteOnly));
    const QString directory = u"file://"_s + obstacle.fileName() + u"/savepoints"_s;
    QVERIFY(putSavepointsInto(directory));
    const QString id = m_desk->deploy(freeName(), u"prod"_s);
    startAndRun(id);
    if (QTest::currentTestFailed())
        return;
    const QString running = m_desk->report(id).flinkJobId;

    QVERIFY(await(m_desk->ask().suspend(id, false)));
    TRY_STATE(*m_desk, id, DeploymentState::Failed);
    const auto failure = m_desk->report(id).record.failure;
    QCOMPARE(failure->reason, FailureReason::SuspendFailed);
    QVERIFY2(failure->message.contains(obstacle.fileName()), qPrintable(failure->message));
    QCOMPARE(m_desk->savepoints(id).size(), 1); // no second try: it would end in the same way
    QCOMPARE(m_desk->savepoints(id).first().status.state, SavepointState::Failed);
    QVERIFY(m_flink->bare().isRunningWholly(running));
    VERIFY_AGREES(*m_desk, id, m_flink->bare());

    obstacle.remove();
    QVERIFY(await(m_desk->ask().retry(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Suspended);
    QCOMPARE(m_flink->bare().stateOf(running), u"FINISHED"_s);
    VERIFY_AGREES(*m_desk, id, m_flink->bare());
}

void TroublesTest::upgradeReplacesTheJob_data()
{
    QTest::addColumn<UpgradeStrategy>("strategy");
    QTest::addColumn<SavepointOrigin>("origin");
    QTest::addColumn<QString>("end");

    QTest::newRow("stateful") << UpgradeStrategy::Stateful << SavepointOrigin::Suspend
                              << u"FINISHED"_s;
    QTest::newRow("stateless") << UpgradeStrategy::Stateless << SavepointOrigin::RetainedCheckpoint
                               << u"CANCELED"_s;
}

void TroublesTest::upgradeReplacesTheJob()
{
    QFETCH(UpgradeStrategy, strategy);
    QFETCH(SavepointOrigin, origin);
    QFETCH(QString, end);
    Deployment deployment = EngineDesk::sample(freeName(), u"prod"_s);
    deployment.spec.upgradeStrategy = strategy;
    const QString id = m_desk->save(deployment);
    startAndRun(id);
    if (QTest::currentTestFailed())
        return;
    const QString before = m_desk->report(id).flinkJobId;
    EVENTUALLY_OR(m_desk->jobs(id).first().observed.newestCheckpoint,
                  m_desk->describe(id).constData());

    Deployment edited = m_desk->report(id).deployment;
    edited.spec.jobTemplate.parallelism = 2;
    QVERIFY(!m_desk->save(edited).isEmpty());
    EVENTUALLY_OR(m_desk->jobs(id).size() == 2, m_desk->describe(id).constData());
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    const QString after = m_desk->report(id).flinkJobId;
    QVERIFY(after != before);
    QCOMPARE(m_flink->bare().stateOf(before), end);
    EVENTUALLY(m_flink->bare().isRunningWholly(after));
    VERIFY_AGREES(*m_desk, id, m_flink->bare());

    QCOMPARE(m_desk->savepoints(id).size(), 1);
    const Savepoint kept = m_desk->savepoints(id).first();
    QCOMPARE(kept.spec.origin, origin);
    QCOMPARE(m_desk->jobs(id).last().spec.jobTemplate.parallelism, 2);
    QCOMPARE(m_desk->jobs(id).last().spec.savepointLocation, kept.spec.savepointLocation);
    const QJsonObject checkpoints =
        m_flink->bare().get(u"/jobs/%1/checkpoints"_s.arg(after)).json();
    QCOMPARE(checkpoints[u"latest"_s][u"restored"_s][u"external_path"_s].toString(),
             kept.spec.savepointLocation);
    cancelAndCompare(id);
}

QTEST_GUILESS_MAIN(TroublesTest)
#include "tst_troubles.moc"
