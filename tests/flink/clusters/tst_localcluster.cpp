// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/jobarchive.h"
#include "model/clusters/localcluster.h"
#include "model/clusters/process.h"
#include "model/clusters/statefiles.h"
#include "tests/flink/clusters/processes.h"
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace headgate::test {

class TestLocalCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // No JVM lives long here.
        qputenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto");
    }
    void init();
    void cleanup();
    void livesItsLife_data();
    void livesItsLife();
    void deathIsReported();
    void isStoppedWhileItStarts_data();
    void isStoppedWhileItStarts();
    void isStoppedWhileItsScriptsRunHelpers();
    void findsOtherPortsWhenTheyAreTaken();
    void saysWhatFlinkSaid();
    void refusesWhatCannotWork();
    void isKilledWhenItDoesNotListen();

private:
    [[nodiscard]] static SessionClusterSpec spec(FlinkVersion version = FlinkVersion::V2)
    {
        SessionClusterSpec spec;
        spec.kind = SessionClusterKind::Local;
        spec.flinkHome = flinkHome(version);
        spec.slotsPerTaskManager = 2;
        spec.flinkConfiguration = {
            {u"jobmanager.memory.process.size"_s, u"768m"_s},
            {u"taskmanager.memory.process.size"_s, u"1024m"_s},
            {u"execution.checkpointing.interval"_s, u"500"_s},
        };
        return spec;
    }
    void make(const LocalClusterSettings &settings = {})
    {
        m_cluster = std::make_unique<LocalCluster>(m_files, settings);
    }
    [[nodiscard]] Result<LocalProcesses> wait(const QFuture<Result<LocalProcesses>> &future) const
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 150'000))
            return failure(ErrorKind::TimedOut, u"nothing in 150 s"_s);
        return future.result();
    }
    [[nodiscard]] BareFlink bare() const
    {
        return BareFlink(QUrl(u"http://127.0.0.1:%1"_s.arg(m_cluster->processes().restPort)));
    }

    std::unique_ptr<QTemporaryDir> m_place;
    ClusterFiles m_files;
    std::unique_ptr<LocalCluster> m_cluster;
};

#define VERIFY_SUCCESS(expression)                                                                 \
    do {                                                                                           \
        const auto &answer = expression;                                                           \
        QVERIFY2(answer,                                                                           \
                 qPrintable(answer ? QString()                                                     \
                                   : answer.error().message + u'\n' + answer.error().detail));     \
    } while (false)

void TestLocalCluster::init()
{
    m_place = std::make_unique<QTemporaryDir>();
    m_files.root = m_place->filePath(u"Ann's \"data\" ü/session-clusters/4f1c"_s);
}

void TestLocalCluster::cleanup()
{
    m_cluster.reset();
    killFlinksIn(m_files.root);
}

void TestLocalCluster::livesItsLife_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("1.20") << FlinkVersion::V1;
    QTest::newRow("2.3") << FlinkVersion::V2;
}

//! Start, task managers, a job with its savepoint and its archive, more and fewer task managers,
//! and the end of all processes.
void TestLocalCluster::livesItsLife()
{
    QFETCH(FlinkVersion, version);
    make();
    QSignalSpy changed(m_cluster.get(), &LocalCluster::changed);
    const auto started = wait(m_cluster->start(spec(version)));
    VERIFY_SUCCESS(started);
    QCOMPARE(bare().get(u"/overview"_s).status, 200);
    EVENTUALLY_EQUAL(bare().freeSlots(), 2);
    QVERIFY(isRunning(*started->jobManager));
    QVERIFY(!changed.isEmpty());

    const LocalProcesses processes = m_cluster->processes();
    QCOMPARE(processes.taskManagers.size(), 1);
    for (const ProcessRecord &each : {*processes.jobManager, processes.taskManagers[0]}) {
        const QStringList addresses = listeningAddresses(each.pid);
        QVERIFY2(addresses.size() >= 2, qPrintable(addresses.join(u' ')));
        for (const QString &address : addresses)
            QVERIFY2(isLoopback(address), qPrintable(address));
    }

    const QString jar = bare().upload(sampleJob());
    const QString job(32, u'a');
    QCOMPARE(bare().run(jar, {{u"jobId"_s, job}}).status, 200);
    EVENTUALLY(bare().isRunningWholly(job));
    const QString location = bare().stop(job, "file://"_L1 + m_files.savepoints() + "/id"_L1);
    QVERIFY(!location.isEmpty());
    const auto savepoint = savepointBelow(m_files.savepoints(), u"id"_s).value();
    QVERIFY(savepoint);
    QCOMPARE(savepoint->location, localPathOf(location));
    QVERIFY(savepoint->id > 0);
    const auto archivedEnd = [&] {
        return archivedJob(m_files.archive(), job).value_or(std::nullopt);
    };
    EVENTUALLY(archivedEnd());
    const std::optional<ArchivedJob> archived = archivedEnd();
    QCOMPARE(archived->status, FlinkJobStatus::Finished);
    QVERIFY(archived->newestSnapshot->isOfStop);
    QCOMPARE(archived->newestSnapshot->location, location);

    const auto two = wait(m_cluster->setTaskManagers(2));
    VERIFY_SUCCESS(two);
    QCOMPARE(two->taskManagers.size(), 2);
    EVENTUALLY_EQUAL(bare().taskManagers(), 2);
    const auto one = wait(m_cluster->setTaskManagers(1));
    VERIFY_SUCCESS(one);
    QCOMPARE(one->taskManagers, processes.taskManagers);
    EVENTUALLY_EQUAL(bare().taskManagers(), 1);

    const auto stopped = wait(m_cluster->stop());
    VERIFY_SUCCESS(stopped);
    QCOMPARE(*stopped, LocalProcesses());
    QCOMPARE(flinkClassesIn(m_files.root), QStringList());
    QVERIFY(!isRunning(*processes.jobManager));
    QVERIFY(QFile::exists(*localPathOf(location) + "/_metadata"_L1));
}

void TestLocalCluster::deathIsReported()
{
    make({.backOff = 100ms});
    QSignalSpy jobManagerEnded(m_cluster.get(), &LocalCluster::jobManagerEnded);
    QSignalSpy taskManagerEnded(m_cluster.get(), &LocalCluster::taskManagerEnded);
    VERIFY_SUCCESS(wait(m_cluster->start(spec())));
    EVENTUALLY_EQUAL(bare().taskManagers(), 1);
    const int restPort = m_cluster->processes().restPort;

    const ProcessRecord lost = m_cluster->processes().taskManagers.constFirst();
    QVERIFY(sendSignal(lost, SIGKILL));
    EVENTUALLY_EQUAL(taskManagerEnded.size(), 1);
    QCOMPARE(taskManagerEnded.constFirst().constFirst().toInt(), 1);
    EVENTUALLY_EQUAL(m_cluster->processes().taskManagers.size(), 1); // another one
    QVERIFY(m_cluster->processes().taskManagers.constFirst() != lost);

    QVERIFY(sendSignal(*m_cluster->processes().jobManager, SIGKILL));
    EVENTUALLY_EQUAL(jobManagerEnded.size(), 1);
    QVERIFY(!m_cluster->processes().jobManager);
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());

    VERIFY_SUCCESS(wait(m_cluster->start(spec()))); // as good as new, and where it was
    QCOMPARE(m_cluster->processes().restPort, restPort);
    const auto stopped = m_cluster->stop();
    const auto unwanted = m_cluster->start(spec()); // follows the stop …
    const auto stoppedAgain = m_cluster->stop(); // … unless there is another
    VERIFY_SUCCESS(wait(stopped));
    VERIFY_SUCCESS(wait(stoppedAgain));
    QCOMPARE(wait(unwanted).error().kind, ErrorKind::NotPermitted);
    QVERIFY(!m_cluster->processes().jobManager);
    QCOMPARE(jobManagerEnded.size(), 1);
    QCOMPARE(taskManagerEnded.size(), 1);
}

void TestLocalCluster::isStoppedWhileItStarts_data()
{
    QTest::addColumn<int>("processes");
    QTest::newRow("at once") << 0;
    QTest::newRow("with a JobManager on its way") << 1;
    QTest::newRow("with all on their way") << 2;
}

void TestLocalCluster::isStoppedWhileItStarts()
{
    QFETCH(int, processes);
    make();
    const auto start = m_cluster->start(spec());
    const auto known = [this] {
        const LocalProcesses &now = m_cluster->processes();
        return int(now.taskManagers.size()) + (now.jobManager ? 1 : 0);
    };
    EVENTUALLY(known() >= processes);
    QVERIFY(!start.isFinished());
    VERIFY_SUCCESS(wait(m_cluster->stop()));
    QVERIFY(start.isFinished());
    QCOMPARE(start.result().error().kind, ErrorKind::NotPermitted);
    QCOMPARE(m_cluster->processes(), LocalProcesses());
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
}

void TestLocalCluster::isStoppedWhileItsScriptsRunHelpers()
{
    make();
    const auto start = m_cluster->start(spec());
    EVENTUALLY(flinkClassesIn(m_files.root).contains("BashJavaUtils"_L1));
    VERIFY_SUCCESS(wait(m_cluster->stop()));
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
}

void TestLocalCluster::findsOtherPortsWhenTheyAreTaken()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    int asked = 0;
    make({.freePorts = [&](const ClusterPorts &) -> Result<ClusterPorts> {
        QTcpServer rest;
        QTcpServer rpc;
        rest.listen(QHostAddress::LocalHost);
        rpc.listen(QHostAddress::LocalHost);
        // Somebody was quicker: with the REST port first, then with the other one.
        ++asked;
        return ClusterPorts{.rest = asked == 1 ? taken.serverPort() : rest.serverPort(),
                            .rpc = asked == 2 ? taken.serverPort() : rpc.serverPort()};
    }});
    SessionClusterSpec with = spec();
    with.numberOfTaskManagers = 0;
    VERIFY_SUCCESS(wait(m_cluster->start(with)));
    QCOMPARE(asked, 3);
    QVERIFY(m_cluster->processes().restPort != taken.serverPort());
    QCOMPARE(bare().get(u"/overview"_s).status, 200);
    VERIFY_SUCCESS(wait(m_cluster->stop()));
}

void TestLocalCluster::saysWhatFlinkSaid()
{
    make();
    SessionClusterSpec odd = spec();
    odd.flinkConfiguration[u"jobmanager.memory.process.size"_s] = u"10m"_s;
    const auto tooSmall = wait(m_cluster->start(odd));
    QVERIFY(!tooSmall);
    QCOMPARE(tooSmall.error().kind, ErrorKind::Rejected);
    QVERIFY2(tooSmall.error().message.contains(u"10"_s), qPrintable(tooSmall.error().message));
    QVERIFY(!tooSmall.error().detail.isEmpty());
    QCOMPARE(m_cluster->processes(), LocalProcesses());

    odd = spec();
    odd.flinkConfiguration[u"rest.server.numThreads"_s] = u"many"_s;
    const auto noNumber = wait(m_cluster->start(odd));
    QVERIFY(!noNumber);
    QVERIFY2(noNumber.error().message.contains(u"many"_s), qPrintable(noNumber.error().message));
    EVENTUALLY_EQUAL(flinkClassesIn(m_files.root), QStringList());
}

void TestLocalCluster::refusesWhatCannotWork()
{
    make();
    SessionClusterSpec odd = spec();
    odd.flinkConfiguration[u"rest.bind-address"_s] = u"0.0.0.0"_s;
    const auto open = wait(m_cluster->start(odd));
    QCOMPARE(open.error().kind, ErrorKind::Invalid);
    QCOMPARE(open.error().fields.constFirst().path, u"spec.flinkConfiguration.rest.bind-address"_s);

    odd = spec();
    odd.flinkHome = m_place->path();
    QCOMPARE(wait(m_cluster->start(odd)).error().kind, ErrorKind::Environment);
    odd = spec();
    odd.flinkConfiguration[u"env.java.home"_s] = m_place->path();
    QCOMPARE(wait(m_cluster->start(odd)).error().kind, ErrorKind::Environment);
    QCOMPARE(wait(m_cluster->setTaskManagers(2)).error().kind, ErrorKind::NotPermitted);

    QFile file(m_place->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    LocalCluster nowhere({.root = file.fileName() + "/below"_L1});
    QCOMPARE(wait(nowhere.start(spec())).error().kind, ErrorKind::Storage);
    VERIFY_SUCCESS(wait(nowhere.stop()));
    QCOMPARE(flinkClassesIn(m_files.root), QStringList());
}

void TestLocalCluster::isKilledWhenItDoesNotListen()
{
    make({.stopTime = 500ms});
    SessionClusterSpec with = spec();
    with.numberOfTaskManagers = 0;
    VERIFY_SUCCESS(wait(m_cluster->start(with)));
    const ProcessRecord jobManager = *m_cluster->processes().jobManager;
    QVERIFY(sendSignal(jobManager, SIGSTOP)); // SIGTERM has to wait for SIGCONT
    const auto stopped = m_cluster->stop();
    const auto startedAgain = m_cluster->start(with); // a person in a hurry
    VERIFY_SUCCESS(wait(stopped));
    QVERIFY(!isRunning(jobManager));
    VERIFY_SUCCESS(wait(startedAgain));
    VERIFY_SUCCESS(wait(m_cluster->stop()));
}

} // namespace headgate::test

QTEST_GUILESS_MAIN(headgate::test::TestLocalCluster)
#include "tst_localcluster.moc"
