// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/clusters/processes.h"
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <csignal>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! A local session cluster whose JobManager was killed holds up nobody: its jobs are lost.
class LocalDeathTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { killFlinksIn(m_desk.directory()); }

    void jobsOfADeadClusterAreLost();

private:
    [[nodiscard]] SessionClusterReport cluster() const { return m_desk.cluster(u"here"_s); }
    [[nodiscard]] QString run(const QString &name);

    EngineDesk m_desk;
};

void LocalDeathTest::initTestCase()
{
    qputenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto");
    QVERIFY2(QFile::exists(sampleJob()), qPrintable(sampleJob()));
    QVERIFY2(m_desk.hasBegun(), qPrintable(m_desk.failure()));
    SessionCluster wanted;
    wanted.metadata.name = u"here"_s;
    wanted.spec.kind = SessionClusterKind::Local;
    wanted.spec.flinkHome = flinkHome(FlinkVersion::V2);
    wanted.spec.flinkConfiguration = {{u"jobmanager.memory.process.size"_s, u"768m"_s},
                                      {u"taskmanager.memory.process.size"_s, u"1024m"_s}};
    wanted.spec.state = SessionClusterDesiredState::Running;
    QVERIFY(await(m_desk.ask().saveSessionCluster(wanted)));
    EVENTUALLY_OR(cluster().isReachable, qPrintable(cluster().trouble));
}

//! The id of a Deployment that runs, and has a checkpoint.
QString LocalDeathTest::run(const QString &name)
{
    const QString id = m_desk.deploy(name, u"here"_s);
    const auto hasCheckpoint = [&] {
        return m_desk.state(id) == DeploymentState::Running
            && m_desk.jobs(id).first().observed.newestCheckpoint;
    };
    return await(m_desk.ask().start(id, {})) && QTest::qWaitFor(hasCheckpoint, 120'000) ? id
                                                                                        : QString();
}

void LocalDeathTest::jobsOfADeadClusterAreLost()
{
    const QString cancelled = run(u"cancelled"_s);
    const QString running = run(u"running"_s);
    QVERIFY2(!cancelled.isEmpty() && !running.isEmpty(), m_desk.describe(running).constData());
    const auto jobManager = cluster().cluster.local.jobManager;
    QVERIFY(jobManager);
    QCOMPARE(::kill(pid_t(jobManager->pid), SIGKILL), 0);
    EVENTUALLY_EQUAL(cluster().cluster.status.state, SessionClusterState::Failed);

    QVERIFY(await(m_desk.ask().cancel(cancelled)));
    TRY_STATE(m_desk, cancelled, DeploymentState::Cancelled);
    QVERIFY(!isLive(m_desk.jobs(cancelled).first().status.state));
    EVENTUALLY_EQUAL(m_desk.jobs(running).first().status.state, JobState::Failed);
    EVENTUALLY_OR(m_desk.report(running).waitingFor.contains(u"here"_s),
                  m_desk.describe(running).constData());
    QCOMPARE(cluster().cluster.status.state, SessionClusterState::Failed);

    QVERIFY(await(m_desk.ask().startSessionCluster(cluster().cluster.metadata.id)));
    EVENTUALLY_OR(m_desk.jobs(running).size() == 2, m_desk.describe(running).constData());
    TRY_STATE(m_desk, running, DeploymentState::Running);
    const QString restored = m_desk.jobs(running).last().spec.savepointLocation;
    QVERIFY2(restored.contains(u"/chk-"_s), qPrintable(restored));
    const BareFlink flink(QUrl(u"http://127.0.0.1:%1"_s.arg(cluster().cluster.local.restPort)));
    VERIFY_AGREES(m_desk, running, flink);
    VERIFY_AGREES(m_desk, cancelled, flink);
}

QTEST_GUILESS_MAIN(LocalDeathTest)
#include "tst_localdeath.moc"
