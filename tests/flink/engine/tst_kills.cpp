// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QProcess>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! Headgate is killed before and after each commit, at a named fail point, and started again: it
//! goes on from what it wrote, with one job and no lost savepoint (lifecycle.md §10).
class KillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void cleanupTestCase() { m_flink.reset(); }
    void goesOnFromWhatItWrote_data();
    void goesOnFromWhatItWrote();

private:
    [[nodiscard]] bool killAt(const QString &point, const QString &directory,
                              const QString &intention, const QString &id);
    void compareWithFlink(EngineDesk &desk, const QString &id, int liveJobs);

    std::unique_ptr<FlinkCluster> m_flink;
    std::optional<FlinkVersion> m_version;
};

void KillsTest::initTestCase_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void KillsTest::goesOnFromWhatItWrote_data()
{
    QTest::addColumn<QString>("intention");
    QTest::addColumn<QString>("point");
    const QMap<QString, QStringList> commits{
        {u"start"_s, {u"wish"_s, u"job"_s, u"upload"_s, u"run"_s}},
        {u"suspend"_s, {u"wish"_s, u"stop"_s, u"end"_s}},
        {u"cancel"_s, {u"wish"_s, u"cancel"_s, u"terminal"_s, u"end"_s}},
    };
    for (const auto &[intention, purposes] : commits.asKeyValueRange()) {
        for (const QString &purpose : purposes) {
            for (const QString &when : {u"before"_s, u"after"_s}) {
                const QString point = when + u"-commit-"_s + purpose;
                QTest::addRow("%s: %s", qPrintable(intention), qPrintable(point))
                    << intention << point;
            }
        }
    }
}

//! True if the child ended there, by the kill.
bool KillsTest::killAt(const QString &point, const QString &directory, const QString &intention,
                       const QString &id)
{
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HEADGATE_FAIL_POINT"_s, point);
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationDirPath() + u"/headgate_child"_s,
                {directory, intention, id});
    const bool hasEnded =
        QTest::qWaitFor([&] { return child.state() == QProcess::NotRunning; }, 60'000);
    if (!hasEnded) {
        child.kill();
        child.waitForFinished();
    }
    return hasEnded && child.exitStatus() == QProcess::CrashExit;
}

void KillsTest::compareWithFlink(EngineDesk &desk, const QString &id, int liveJobs)
{
    int live = 0;
    const auto jobs = m_flink->bare().jobs();
    QVERIFY(jobs);
    for (const BareJob &job : *jobs)
        live += job.state == u"FINISHED"_s || job.state == u"CANCELED"_s ? 0 : 1;
    QVERIFY2(live == liveJobs, desk.describe(id).constData());
}

void KillsTest::goesOnFromWhatItWrote()
{
    QFETCH_GLOBAL(FlinkVersion, version);
    QFETCH(QString, intention);
    QFETCH(QString, point);
    if (m_version != version) {
        m_flink.reset();
        m_flink = std::make_unique<FlinkCluster>(FlinkClusterOptions{.version = version});
        QVERIFY2(m_flink->start(), qPrintable(m_flink->failure()));
        m_version = version;
    }
    const QTemporaryDir directory;
    QString id;
    {
        EngineDesk desk(directory.path());
        QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
        QCOMPARE(desk.attach(u"prod"_s, m_flink->url(), m_flink->savepointDirectory()), QString());
        // An answer that the dead one would have had is given up after 3 s instead of 300 s.
        id = desk.deploy(u"clicks"_s, u"prod"_s, {}, {{SubmissionTimeoutAnnotation, u"3"_s}});
        if (intention != u"start"_s) {
            QVERIFY(await(desk.ask().start(id, {})));
            EVENTUALLY_OR(desk.state(id) == DeploymentState::Running,
                          desk.describe(id).constData());
            EVENTUALLY(m_flink->bare().isRunningWholly(desk.report(id).flinkJobId));
        }
    }
    QVERIFY2(killAt(point, directory.path(), intention, id), "the fail point was not passed");

    EngineDesk desk(directory.path());
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    QTRY_COMPARE_WITH_TIMEOUT(desk.report(id).deployment.metadata.id, id, 60'000);
    // A wish becomes durable together with the first steps that follow from it.
    const bool wasWritten = desk.report(id).deployment.spec.state
        == (intention == u"start"_s         ? DesiredState::Running
                : intention == u"suspend"_s ? DesiredState::Suspended
                                            : DesiredState::Cancelled);
    QVERIFY(wasWritten || point.startsWith(u"before"_s));
    QVERIFY(!wasWritten || point != u"before-commit-wish"_s);
    const auto isReached = [&] {
        const DeploymentState state = desk.state(id);
        if (!wasWritten)
            return state
                == (intention == u"start"_s ? DeploymentState::Cancelled
                                            : DeploymentState::Running);
        return state
            == (intention == u"start"_s         ? DeploymentState::Running
                    : intention == u"suspend"_s ? DeploymentState::Suspended
                                                : DeploymentState::Cancelled);
    };
    EVENTUALLY_OR(isReached(), desk.describe(id).constData());
    compareWithFlink(desk, id, desk.state(id) == DeploymentState::Running ? 1 : 0);
    if (desk.state(id) == DeploymentState::Suspended) {
        // Flink may decline the first one, where a task is not ready yet.
        QList<Savepoint> savepoints = desk.savepoints(id);
        savepoints.removeIf(
            [](const Savepoint &each) { return each.status.state == SavepointState::Failed; });
        QVERIFY2(savepoints.size() == 1, desk.describe(id).constData());
        const QString path = QUrl(savepoints.first().spec.savepointLocation).path();
        QVERIFY2(QFile::exists(path + u"/_metadata"_s), qPrintable(path));
    }
    if (desk.report(id).deployment.spec.state != DesiredState::Cancelled)
        QVERIFY(await(desk.ask().cancel(id)));
    EVENTUALLY_OR(desk.state(id) == DeploymentState::Cancelled, desk.describe(id).constData());
    compareWithFlink(desk, id, 0);
}

QTEST_GUILESS_MAIN(KillsTest)
#include "tst_kills.moc"
