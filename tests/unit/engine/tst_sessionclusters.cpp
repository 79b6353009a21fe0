// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/sessionclusters.h"

#include "model/clusters/process.h"
#include "model/secrets/memorysecrets.h"
#include "tests/fakes/fakeinstallation.h"
#include "tests/fakes/manualclock.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 30'000;

//! The session clusters, on a store that refuses what it is told to refuse.
struct Scene {
    Scene()
    {
        cluster.metadata.id = u"here"_s;
        cluster.metadata.name = u"here"_s;
        cluster.spec = flink.spec();
        cluster.spec.state = SessionClusterDesiredState::Running;
        QObject::connect(&rest, &QTcpServer::newConnection, &rest, [this] {
            QTcpSocket *socket = rest.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                socket->disconnectFromHost();
            });
        });
    }

    Result<void> commit(const Transaction &transaction)
    {
        for (const SessionCluster &each : transaction.sessionClusters) {
            if (each.status.state == refused) {
                ++refusals;
                return failure(ErrorKind::Storage, u"The disk is full."_s);
            }
            stored = each;
        }
        events.append(transaction.events);
        return {};
    }

    [[nodiscard]] LocalCluster &local() { return *clusters.find(u"here"_s)->local; }
    [[nodiscard]] bool set(SessionClusterDesiredState state)
    {
        return clusters.setDesired(u"here"_s, state).has_value();
    }
    //! Flink's REST API answers, as soon as there is a JobManager other than \a before.
    [[nodiscard]] bool comeUp(const std::optional<ProcessRecord> &before = {})
    {
        const auto isThere = [&] {
            const LocalProcesses &now = local().processes();
            return now.jobManager && now.jobManager != before && now.restPort > 0;
        };
        rest.close();
        return QTest::qWaitFor(isThere, Patience)
            && rest.listen(QHostAddress::LocalHost, quint16(local().processes().restPort));
    }
    [[nodiscard]] QStringList eventNames() const
    {
        QStringList names;
        for (const Event &event : events)
            names.append(event.name);
        return names;
    }

    QTemporaryDir folder;
    FakeInstallation flink;
    QTcpServer rest;
    ManualClock clock;
    EngineTime time{clock};
    MemorySecrets secrets;
    SessionCluster cluster;
    std::optional<SessionClusterState> refused;
    int refusals = 0;
    SessionCluster stored;
    QList<Event> events;
    SessionClusters clusters{
        folder.path(), secrets, time,
        [this](const Transaction &transaction, QLatin1StringView) { return commit(transaction); },
        std::chrono::milliseconds(200)};
};

} // namespace

//! From a person's wish to the state that is written.
class SessionClustersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesUpAfterAStopDuringTheStart();
    void savedWhileItStartsIsStartedOnce();
    void startIsWrittenWhenTheDiskHasRoom_data();
    void startIsWrittenWhenTheDiskHasRoom();
    void stopIsWrittenWhenTheDiskHasRoom_data();
    void stopIsWrittenWhenTheDiskHasRoom();
    void remoteOneIsAttachedWhenTheDiskHasRoom();
    void deathIsWrittenWhenTheDiskHasRoom();
    void taskManagersThatEndAreToldOfOnceAMinute();
    void taskManagersThatCannotBeStartedAreToldOf();
};

void SessionClustersTest::comesUpAfterAStopDuringTheStart()
{
    Scene scene;
    QVERIFY(scene.clusters.save(scene.cluster));
    QTRY_VERIFY(scene.local().processes().jobManager);
    const auto first = scene.local().processes().jobManager;
    QVERIFY(scene.set(SessionClusterDesiredState::Stopped));
    QVERIFY(scene.set(SessionClusterDesiredState::Running));
    QVERIFY(scene.comeUp(first));
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    QCOMPARE(scene.eventNames(),
             QStringList({u"SessionClusterStarting"_s, u"SessionClusterStopping"_s,
                          u"SessionClusterStarting"_s, u"SessionClusterRunning"_s}));
    QCOMPARE(scene.stored.local, scene.local().processes());
}

void SessionClustersTest::savedWhileItStartsIsStartedOnce()
{
    Scene scene;
    QVERIFY(scene.clusters.save(scene.cluster));
    QTRY_VERIFY(scene.local().processes().jobManager);
    SessionCluster changed = scene.stored;
    QCOMPARE(changed.status.state, SessionClusterState::Starting);
    changed.metadata.displayName = u"Here"_s;
    changed.spec.numberOfTaskManagers = 1;
    QVERIFY(scene.clusters.save(changed));
    QTRY_COMPARE(scene.local().processes().taskManagers.size(), 1);
    QVERIFY(scene.comeUp());
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    QCOMPARE(scene.eventNames(),
             QStringList({u"SessionClusterStarting"_s, u"SessionClusterRunning"_s}));
    QCOMPARE(scene.stored.metadata.displayName, u"Here"_s);
}

void SessionClustersTest::startIsWrittenWhenTheDiskHasRoom_data()
{
    QTest::addColumn<SessionClusterState>("refused");
    QTest::newRow("its beginning") << SessionClusterState::Starting;
    QTest::newRow("its success") << SessionClusterState::Running;
}

void SessionClustersTest::startIsWrittenWhenTheDiskHasRoom()
{
    QFETCH(SessionClusterState, refused);
    Scene scene;
    scene.refused = refused;
    QVERIFY(scene.clusters.save(scene.cluster));
    const bool isSuccess = refused == SessionClusterState::Running;
    QVERIFY(!isSuccess || scene.comeUp());
    QTRY_VERIFY_WITH_TIMEOUT(scene.refusals > 0, Patience);
    QVERIFY(scene.stored.status.state != refused);
    QCOMPARE(scene.local().processes().jobManager.has_value(), isSuccess); // nothing unwritten
    scene.refused.reset();
    QVERIFY(isSuccess || scene.comeUp());
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    QVERIFY(scene.clusters.find(u"here"_s)->watch->api());
    QCOMPARE(scene.eventNames(),
             QStringList({u"SessionClusterStarting"_s, u"SessionClusterRunning"_s}));
}

void SessionClustersTest::stopIsWrittenWhenTheDiskHasRoom_data()
{
    QTest::addColumn<SessionClusterState>("refused");
    QTest::newRow("its beginning") << SessionClusterState::Stopping;
    QTest::newRow("its success") << SessionClusterState::Stopped;
}

void SessionClustersTest::stopIsWrittenWhenTheDiskHasRoom()
{
    QFETCH(SessionClusterState, refused);
    Scene scene;
    QVERIFY(scene.clusters.save(scene.cluster));
    QVERIFY(scene.comeUp());
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    scene.events.clear();
    scene.refused = refused;
    QVERIFY(scene.set(SessionClusterDesiredState::Stopped));
    QTRY_VERIFY_WITH_TIMEOUT(scene.refusals > 0, Patience);
    scene.refused.reset();
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Stopped, Patience);
    QCOMPARE(scene.stored.local, LocalProcesses());
    QCOMPARE(scene.eventNames(),
             QStringList({u"SessionClusterStopping"_s, u"SessionClusterStopped"_s}));
}

void SessionClustersTest::remoteOneIsAttachedWhenTheDiskHasRoom()
{
    Scene scene;
    scene.cluster.spec = {.state = SessionClusterDesiredState::Running,
                          .url = u"http://127.0.0.1:1"_s};
    scene.refused = SessionClusterState::Running;
    QVERIFY(scene.clusters.save(scene.cluster));
    QCOMPARE(scene.refusals, 1);
    QCOMPARE(scene.stored.status.state, SessionClusterState::Stopped);
    scene.refused.reset();
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    QCOMPARE(scene.eventNames(), QStringList(u"SessionClusterAttached"_s));
}

//! It is not started again, as if nobody had been here when it died.
void SessionClustersTest::deathIsWrittenWhenTheDiskHasRoom()
{
    Scene scene;
    QVERIFY(scene.clusters.save(scene.cluster));
    QVERIFY(scene.comeUp());
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    scene.events.clear();
    scene.refused = SessionClusterState::Failed;
    QVERIFY(sendSignal(*scene.local().processes().jobManager, SIGKILL));
    QTRY_VERIFY_WITH_TIMEOUT(scene.refusals > 1, Patience); // it is tried more than once
    scene.refused.reset();
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Failed, Patience);
    QCOMPARE(scene.eventNames(), QStringList(u"SessionClusterFailed"_s));
    QCOMPARE(scene.events.first().detail, FakeInstallation::greeting());
    QVERIFY(!scene.local().processes().jobManager);
}

void SessionClustersTest::taskManagersThatEndAreToldOfOnceAMinute()
{
    Scene scene;
    scene.flink.letTaskManagersEnd("Exception in thread \"main\" java.lang.OutOfMemoryError: Heap");
    scene.cluster.spec.numberOfTaskManagers = 1;
    QVERIFY(scene.clusters.save(scene.cluster));
    QSignalSpy ended(&scene.local(), &LocalCluster::taskManagerEnded);
    QTRY_VERIFY_WITH_TIMEOUT(ended.size() >= 2, Patience);
    QCOMPARE(scene.eventNames(),
             QStringList({u"SessionClusterStarting"_s, u"SessionClusterTaskManagerMissing"_s}));
    const Event &event = scene.events.last();
    QCOMPARE(event.severity, Severity::Warning);
    QCOMPARE(event.sessionClusterId, u"here"_s);
    QVERIFY2(event.message.contains(u"“here”"_s), qPrintable(event.message));
    QVERIFY2(event.message.endsWith(u"OutOfMemoryError: Heap"_s), qPrintable(event.message));
    QVERIFY2(event.detail.startsWith(u"Exception in thread"_s), qPrintable(event.detail));

    scene.clock.advance(std::chrono::minutes(1));
    QTRY_COMPARE_WITH_TIMEOUT(scene.events.size(), 3, Patience);
}

//! A cluster that was found again needs its Java for each task manager that is missing.
void SessionClustersTest::taskManagersThatCannotBeStartedAreToldOf()
{
    Scene scene;
    QVERIFY(scene.clusters.save(scene.cluster));
    QVERIFY(scene.comeUp());
    QTRY_COMPARE_WITH_TIMEOUT(scene.stored.status.state, SessionClusterState::Running, Patience);
    scene.clusters.clear();
    scene.events.clear();
    SessionCluster changed = scene.stored;
    changed.spec.flinkConfiguration[u"env.java.home"_s] = scene.folder.path();
    scene.clusters.fill({changed});
    changed.spec.numberOfTaskManagers = 1;
    QVERIFY(scene.clusters.save(changed));
    QTRY_COMPARE(scene.eventNames(), QStringList(u"SessionClusterTaskManagerMissing"_s));
    QVERIFY2(scene.events.first().message.contains(u"No Java was found"_s),
             qPrintable(scene.events.first().message));
}

QTEST_GUILESS_MAIN(SessionClustersTest)
#include "tst_sessionclusters.moc"
