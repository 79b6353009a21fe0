// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/localcluster.h"
#include "model/clusters/process.h"
#include "tests/flink/clusters/processes.h"
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace headgate::test {

//! A Headgate is killed with -9, and the next one finds what it left: never two JobManagers.
class TestClusterFoundAgain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // No JVM lives long here.
        qputenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto");
    }
    void init();
    void cleanup();
    void killedWhileItStarted_data();
    void killedWhileItStarted();
    void killedWhileItRan();
    void killedWhileItStopped();
    void twoStartsAtOnce();
    void foundDeadIsSaid();

private:
    [[nodiscard]] static SessionClusterSpec spec()
    {
        SessionClusterSpec spec;
        spec.kind = SessionClusterKind::Local;
        spec.flinkHome = flinkHome(FlinkVersion::V2);
        spec.numberOfTaskManagers = 1;
        return spec;
    }
    //! Another Headgate; with a \a failPoint it is killed there.
    [[nodiscard]] std::unique_ptr<QProcess> drive(const QString &what,
                                                  const QString &failPoint = {})
    {
        auto driver = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!failPoint.isEmpty())
            environment.insert(u"HEADGATE_FAIL_POINT"_s, failPoint);
        driver->setProcessEnvironment(environment);
        driver->start(QStringLiteral(HEADGATE_CLUSTER_DRIVER),
                      {m_files.root, spec().flinkHome, u"1"_s, what});
        return driver;
    }
    [[nodiscard]] static bool isDone(QProcess &driver)
    {
        QByteArray said;
        return QTest::qWaitFor([&] { return (said += driver.readAll()).contains("done"); },
                               120'000);
    }
    [[nodiscard]] Result<LocalProcesses> wait(const QFuture<Result<LocalProcesses>> &future) const
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 150'000))
            return failure(ErrorKind::TimedOut, u"nothing in 150 s"_s);
        return future.result();
    }
    [[nodiscard]] qsizetype jobManagers() const
    {
        return flinkClassesIn(m_files.root).count(u"StandaloneSessionClusterEntrypoint"_s);
    }
    [[nodiscard]] qsizetype taskManagers() const
    {
        return flinkClassesIn(m_files.root).count(u"TaskManagerRunner"_s);
    }

    std::unique_ptr<QTemporaryDir> m_place;
    ClusterFiles m_files;
};

#define VERIFY_SUCCESS(expression)                                                                 \
    do {                                                                                           \
        const auto &answer = expression;                                                           \
        QVERIFY2(answer,                                                                           \
                 qPrintable(answer ? QString()                                                     \
                                   : answer.error().message + u'\n' + answer.error().detail));     \
    } while (false)

void TestClusterFoundAgain::init()
{
    m_place = std::make_unique<QTemporaryDir>();
    m_files.root = m_place->filePath(u"session-clusters/4f1c"_s);
}

void TestClusterFoundAgain::cleanup()
{
    LocalCluster cluster(m_files);
    std::ignore = wait(cluster.stop());
    killFlinksIn(m_files.root);
}

void TestClusterFoundAgain::killedWhileItStarted_data()
{
    QTest::addColumn<QString>("moment");
    for (const auto &moment :
         {"cluster-files-written", "cluster-launched-jobmanager", "cluster-known-jobmanager",
          "cluster-launched-taskmanager-1", "cluster-known-taskmanager-1", "cluster-answers"})
        QTest::newRow(moment) << QString::fromLatin1(moment);
}

void TestClusterFoundAgain::killedWhileItStarted()
{
    QFETCH(QString, moment);
    const auto driver = drive(u"start"_s, moment);
    EVENTUALLY_EQUAL(driver->state(), QProcess::NotRunning);
    QCOMPARE(driver->exitStatus(), QProcess::CrashExit);

    LocalCluster cluster(m_files); // with nothing recorded
    QSignalSpy ended(&cluster, &LocalCluster::jobManagerEnded);
    const LocalProcesses found = cluster.adopt(spec(), {});
    if (moment == "cluster-answers"_L1 || moment.startsWith("cluster-known"_L1))
        QVERIFY(found.jobManager);
    const auto started = wait(cluster.start(spec()));
    VERIFY_SUCCESS(started);
    QVERIFY(!found.jobManager || found.jobManager == started->jobManager);
    const BareFlink bare(QUrl(u"http://127.0.0.1:%1"_s.arg(started->restPort)));
    QVERIFY(bare.taskManagers() >= 0);
    EVENTUALLY_EQUAL(bare.taskManagers(), 1);
    QCOMPARE(jobManagers(), 1);
    QCOMPARE(taskManagers(), 1);

    VERIFY_SUCCESS(wait(cluster.stop()));
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
    QCOMPARE(ended.size(), 0);
}

void TestClusterFoundAgain::killedWhileItRan()
{
    const auto driver = drive(u"start"_s);
    QVERIFY(isDone(*driver));
    EVENTUALLY_EQUAL(taskManagers(), 1);
    driver->kill();
    QVERIFY(driver->waitForFinished());

    LocalCluster cluster(m_files);
    QSignalSpy changed(&cluster, &LocalCluster::changed);
    QSignalSpy ended(&cluster, &LocalCluster::jobManagerEnded);
    const LocalProcesses found = cluster.adopt(spec(), {});
    QVERIFY(found.jobManager && found.restPort > 0 && found.rpcPort > 0);
    QCOMPARE(found.taskManagers.size(), 1);
    LocalCluster third(m_files); // what was recorded is still so: nothing to record
    QSignalSpy news(&third, &LocalCluster::changed);
    QCOMPARE(third.adopt(spec(), found), found);
    QVERIFY(news.isEmpty());

    SessionClusterSpec two = spec();
    two.numberOfTaskManagers = 2;
    VERIFY_SUCCESS(wait(cluster.setTaskManagers(2))); // Java is looked for first
    EVENTUALLY_EQUAL(taskManagers(), 2);
    QVERIFY(sendSignal(*found.jobManager, SIGKILL));
    EVENTUALLY_EQUAL(ended.size(), 1);
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
}

void TestClusterFoundAgain::killedWhileItStopped()
{
    const auto driver = drive(u"start"_s);
    QVERIFY(isDone(*driver));
    driver->kill();
    QVERIFY(driver->waitForFinished());
    const auto stopper = drive(u"stop"_s, u"cluster-stop-signalled"_s);
    EVENTUALLY_EQUAL(stopper->state(), QProcess::NotRunning);
    QCOMPARE(stopper->exitStatus(), QProcess::CrashExit);

    LocalCluster cluster(m_files);
    VERIFY_SUCCESS(wait(cluster.stop()));
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
}

void TestClusterFoundAgain::twoStartsAtOnce()
{
    LocalCluster one(m_files);
    LocalCluster other(m_files);
    const auto first = one.start(spec());
    const auto second = other.start(spec());
    const auto firstResult = wait(first);
    const auto secondResult = wait(second);
    // Each may have moved the files of the other, so that neither came up: then the next one does.
    if (!firstResult && !secondResult)
        VERIFY_SUCCESS(wait(one.start(spec())));
    QCOMPARE(jobManagers(), 1);
    QVERIFY(taskManagers() <= 1);
    if (firstResult && secondResult)
        QCOMPARE(firstResult->jobManager, secondResult->jobManager);
}

void TestClusterFoundAgain::foundDeadIsSaid()
{
    const auto driver = drive(u"start"_s);
    QVERIFY(isDone(*driver));
    EVENTUALLY_EQUAL(taskManagers(), 1);
    driver->kill();
    QVERIFY(driver->waitForFinished());
    LocalCluster cluster(m_files);
    LocalProcesses recorded;
    {
        LocalCluster before(m_files);
        recorded = before.adopt(spec(), {});
    }
    QVERIFY(sendSignal(*recorded.jobManager, SIGKILL));
    EVENTUALLY(!isRunning(*recorded.jobManager));
    QSignalSpy ended(&cluster, &LocalCluster::jobManagerEnded);
    QVERIFY(!cluster.adopt(spec(), recorded).jobManager);
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
    QCOMPARE(ended.size(), 0); // the answer of adopt() has said it
}

} // namespace headgate::test

QTEST_GUILESS_MAIN(headgate::test::TestClusterFoundAgain)
#include "tst_clusterfoundagain.moc"
