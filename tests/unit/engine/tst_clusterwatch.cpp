// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clusterwatch.h"
#include "model/engine/translation.h"
#include "model/secrets/memorysecrets.h"
#include "tests/fakes/fakeflink.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

//! A keychain that is locked until somebody unlocks it.
class LockedSecrets : public MemorySecrets {
public:
    QFuture<Result<QString>> read(const QString &name) override
    {
        ++reads;
        return isLocked ? QtFuture::makeReadyFuture(Result<QString>(failure(
                              ErrorKind::NotPermitted, u"The keychain does not give access."_s)))
                        : MemorySecrets::read(name);
    }

    bool isLocked = true;
    int reads = 0;
};

SessionCluster clusterAt(const QString &url)
{
    SessionCluster cluster;
    cluster.metadata.id = u"cluster"_s;
    cluster.metadata.resourceVersion = 1;
    cluster.spec.url = url;
    cluster.status.state = SessionClusterState::Running;
    cluster.spec.connection.userName = u"me"_s;
    cluster.spec.connection.passwordSecret = u"flink-password"_s;
    return cluster;
}

} // namespace

//! What stands between a session cluster's document and the first request to it.
class ClusterWatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void passwordIsSent_data();
    void passwordIsSent();
    void missingPasswordIsSaid();
    void lockedKeychainIsSaidAndAskedAgain();
    void nothingIsAskedForWithoutAName();
    void keyPasswordIsPassedOn();
    void slotsAreReadAnewWhereJobsChange_data();
    void slotsAreReadAnewWhereJobsChange();
    void attentionBringsTheNextLookNearer_data();
    void attentionBringsTheNextLookNearer();
    void lookThatIsAskedForBringsNoOthers();
    void tasksThatAreComingAreLookedFor();

private:
    [[nodiscard]] QByteArray authorization() const
    {
        return m_server->requests().value(0).headers.value("authorization");
    }

    std::unique_ptr<FakeServer> m_server;
    ManualClock m_clock;
    EngineTime m_time{m_clock};
};

void ClusterWatchTest::init()
{
    m_server = std::make_unique<FakeServer>();
    m_server->answer(200, "{}");
}

void ClusterWatchTest::passwordIsSent_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("basic") << u"me"_s << "Basic " + QByteArray("me:s3cret").toBase64();
    QTest::newRow("bearer") << QString() << QByteArray("Bearer s3cret");
}

void ClusterWatchTest::passwordIsSent()
{
    QFETCH(QString, user);
    QFETCH(QByteArray, header);
    MemorySecrets secrets;
    (void)secrets.write(u"flink-password"_s, u"s3cret"_s);
    SessionCluster cluster = clusterAt(m_server->url());
    cluster.spec.connection.userName = user;
    const ClusterWatch watch(cluster, secrets, m_time);
    QTRY_VERIFY(!m_server->requests().isEmpty());
    QCOMPARE(authorization(), header);
}

void ClusterWatchTest::missingPasswordIsSaid()
{
    MemorySecrets secrets;
    ClusterWatch watch(clusterAt(m_server->url()), secrets, m_time);
    QSignalSpy looked(&watch, &ClusterWatch::looked);
    QVERIFY(watch.view().trouble.contains(u"keychain"_s));
    QVERIFY(looked.wait());
    QVERIFY2(watch.view().trouble.contains(u"flink-password"_s), qPrintable(watch.view().trouble));
    QVERIFY(!watch.view().isObserved);
    QVERIFY(!watch.api());
    QCOMPARE(m_server->connections(), 0); // never without the password
}

void ClusterWatchTest::lockedKeychainIsSaidAndAskedAgain()
{
    LockedSecrets secrets;
    (void)secrets.write(u"flink-password"_s, u"s3cret"_s);
    SessionCluster cluster = clusterAt(m_server->url());
    ClusterWatch watch(cluster, secrets, m_time);
    QTRY_COMPARE(watch.view().trouble, u"The keychain does not give access."_s);
    QCOMPARE(m_server->connections(), 0);

    secrets.isLocked = false;
    ++cluster.metadata.resourceVersion; // saved once more
    watch.setCluster(cluster);
    QTRY_VERIFY(!m_server->requests().isEmpty());
    QCOMPARE(authorization(), "Basic " + QByteArray("me:s3cret").toBase64());

    watch.setCluster(cluster); // not written anew
    QCOMPARE(secrets.reads, 2);
}

void ClusterWatchTest::nothingIsAskedForWithoutAName()
{
    LockedSecrets secrets;
    SessionCluster cluster = clusterAt(m_server->url());
    cluster.spec.connection = {};
    const ClusterWatch watch(cluster, secrets, m_time);
    QTRY_VERIFY(!m_server->requests().isEmpty());
    QCOMPARE(secrets.reads, 0);
    QVERIFY(!m_server->requests().first().headers.contains("authorization"));
}

void ClusterWatchTest::keyPasswordIsPassedOn()
{
    MemorySecrets secrets;
    (void)secrets.write(u"key"_s, u"k3y"_s);
    SessionCluster cluster = clusterAt(u"https://flink.example"_s);
    cluster.spec.connection = {.clientKeyFile = u"/key.pem"_s, .clientKeySecret = u"key"_s};
    std::optional<ClusterSecrets> found;
    readSecrets(this, secrets, cluster,
                [&](const Result<ClusterSecrets> &answer) { found = answer.value(); });
    QTRY_VERIFY(found);
    const flink::Connection connection = translation::connection(cluster, *found);
    QCOMPARE(connection.tls.keyPassword, u"k3y"_s);
    QCOMPARE(connection.credentials, flink::Credentials());
}

void ClusterWatchTest::slotsAreReadAnewWhereJobsChange_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QList<int>>("reads"); // after each of the looks that follow
    QTest::newRow("nothing happens") << QString() << QList<int>{1, 1, 1, 1};
    QTest::newRow("a job ends") << u"end"_s << QList<int>{2, 3, 3, 3};
    QTest::newRow("a job comes") << u"come"_s << QList<int>{2, 3, 3, 3};
}

//! Once where it is seen, and once more where it has surely taken its slots, or given them back.
void ClusterWatchTest::slotsAreReadAnewWhereJobsChange()
{
    QFETCH(QString, what);
    QFETCH(QList<int>, reads);
    FakeFlink flink(runningJobIds(1));
    MemorySecrets secrets;
    ClusterWatch watch(runningDeployments(flink.url(), 1).sessionClusters.first(), secrets, m_time);
    const auto isSeen = [&] {
        return watch.view().isObserved && watch.view().requestedAt == m_time.now();
    };
    QTRY_VERIFY(isSeen());
    QTRY_COMPARE(watch.view().slotsTotal, 400);
    if (what == "end"_L1)
        flink.end(runningJobIds(1).first());
    if (what == "come"_L1)
        flink.touch(runningJobIds(2).last());
    for (const int expected : std::as_const(reads)) {
        m_clock.advance(5s);
        watch.lookNow();
        QTRY_VERIFY(isSeen());
        QTRY_COMPARE(flink.count(u"/overview"_s), expected);
    }
}

void ClusterWatchTest::attentionBringsTheNextLookNearer_data()
{
    QTest::addColumn<Attention>("attention");
    QTest::newRow("at once") << Attention::Close;
    QTest::newRow("soon") << Attention::Patient;
}

void ClusterWatchTest::attentionBringsTheNextLookNearer()
{
    QFETCH(Attention, attention);
    FakeFlink flink(runningJobIds(1));
    MemorySecrets secrets;
    ClusterWatch watch(runningDeployments(flink.url(), 1).sessionClusters.first(), secrets, m_time);
    QTRY_VERIFY(watch.view().isObserved);
    const int before = flink.count(u"/jobs/overview"_s);
    watch.setAttention(attention);
    QTRY_VERIFY(flink.count(u"/jobs/overview"_s) >= before + 3); // none in 5 s of calm but one
}

void ClusterWatchTest::lookThatIsAskedForBringsNoOthers()
{
    FakeFlink flink(runningJobIds(1));
    MemorySecrets secrets;
    ClusterWatch watch(runningDeployments(flink.url(), 1).sessionClusters.first(), secrets, m_time);
    const auto looks = [&] { return flink.count(u"/jobs/overview"_s); };
    watch.setAttention(Attention::Close);
    QTRY_VERIFY_WITH_TIMEOUT(looks() >= 66, 60'000); // the next pause is of some 100 ms
    const int before = looks();
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 5; ++i)
        QVERIFY(watch.lookOnce()); // now, and once more after that
    QTRY_VERIFY_WITH_TIMEOUT(looks() >= before + 4, 60'000);
    QVERIFY(timer.elapsed() >= 200);
}

void ClusterWatchTest::tasksThatAreComingAreLookedFor()
{
    FakeFlink flink(runningJobIds(1));
    flink.setRunningTasks(1);
    MemorySecrets secrets;
    ClusterWatch watch(runningDeployments(flink.url(), 1).sessionClusters.first(), secrets, m_time);
    watch.expect({runningJobIds(1).first()});
    QTRY_VERIFY(flink.count(u"/jobs/overview"_s) >= 10);
    flink.setRunningTasks(2);
    QTRY_VERIFY(watch.view().jobs.value(runningJobIds(1).first()).areAllTasksRunning());
}

QTEST_GUILESS_MAIN(ClusterWatchTest)
#include "tst_clusterwatch.moc"
