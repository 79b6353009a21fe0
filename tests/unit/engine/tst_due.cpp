// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/engine.h"
#include "model/engine/reports.h"
#include "tests/unit/engine/scene.h"

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr int Patience = 60'000;

//! An engine in this thread.
struct House {
    //! False where it could not begin. Nobody answers for a session cluster that is \a stopped:
    //! no look makes anything due.
    [[nodiscard]] bool begin(bool isStopped)
    {
        if (isStopped) {
            SessionCluster &cluster = contents.sessionClusters.first();
            cluster.spec.state = SessionClusterDesiredState::Stopped;
            cluster.status.state = SessionClusterState::Stopped;
        }
        auto store = Store::open(*directory, clock);
        if (!store || !(*store)->write(contents, "test"_L1))
            return false;
        engine = std::make_unique<Engine>(*directory, std::move(*store), secrets, clock);
        QObject::connect(engine.get(), &Engine::troubled, engine.get(),
                         [this](const QString &said) { trouble = said; });
        return engine->begin().has_value();
    }
    ~House()
    {
        if (engine)
            engine->end();
    }

    [[nodiscard]] HeldDeployment &held()
    {
        return *engine->holdings().find(contents.deployments.first().deployment.metadata.id);
    }
    [[nodiscard]] bool isDecidedOn() { return held().memory.decidedAt != Instant(); }
    //! What is known of the Deployment and of its session cluster.
    [[nodiscard]] bool isShown()
    {
        HeldCluster &cluster =
            *engine->clusters().find(contents.sessionClusters.first().metadata.id);
        DeploymentReport deployment =
            reports::deployment(engine->viewOf(held()), held().uploadPercent, &cluster.cluster);
        SessionClusterReport ofCluster = reports::sessionCluster(cluster, engine->holdings());
        return held().reported && !reports::isNews(held().reported, deployment) && cluster.reported
            && !reports::isNews(cluster.reported, ofCluster);
    }
    [[nodiscard]] bool execute(const QString &sql)
    {
        const auto database = Database::open(storePath(*directory));
        return database && (*database)->execute(sql);
    }

    QTemporaryDir temporary;
    SettableClock clock;
    MemorySecrets secrets;
    Result<DataDirectory> directory = DataDirectory::own(temporary.filePath(u"data"_s));
    FakeFlink flink{runningJobIds(1)};
    Transaction contents = runningDeployments(flink.url(), 1);
    std::unique_ptr<Engine> engine;
    QString trouble;
};

} // namespace

//! Whatever makes a decision due, or what is shown old, is not missed. Looks make everything due
//! that is on their session cluster: where they would hide that something is missed, there are
//! none.
class tst_Due : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatIsThereAtTheBeginningIsDecidedOn()
    {
        House house;
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
    }

    void whatIsNewIsDecidedOn()
    {
        House house;
        const Transaction later = std::exchange(
            house.contents, Transaction{.sessionClusters = house.contents.sessionClusters});
        QVERIFY(house.begin(true));
        house.contents.deployments = later.deployments;
        QVERIFY(house.engine->commit({.deployments = later.deployments, .jobs = later.jobs},
                                     "test"_L1));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
    }

    void aWishIsDecidedOn()
    {
        House house;
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        house.held().memory = {};
        StoredDeployment stored = house.held().stored;
        stored.deployment.spec.state = DesiredState::Cancelled;
        ++stored.record.generation;
        QVERIFY(house.engine->fulfil(house.held(), {.deployments = {stored}}, "wish"_L1));
        QVERIFY(house.isDecidedOn());
        QVERIFY(house.isShown());
        QCOMPARE(house.held().liveJob()->status.state, JobState::Terminating);
    }

    void attentionFollowsWhatIsUnderWay()
    {
        House house;
        house.contents.sessionClusters.first().spec.savepointDirectory = u"file:///savepoints"_s;
        QVERIFY(house.begin(false));
        const ClusterWatch &watch = *house.engine->clusters()
                                         .find(house.contents.sessionClusters.first().metadata.id)
                                         ->watch;
        const auto want = [&](DesiredState state) {
            StoredDeployment stored = house.held().stored;
            stored.deployment.spec.state = state;
            ++stored.record.generation;
            return house.engine->fulfil(house.held(), {.deployments = {stored}}, "wish"_L1);
        };
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn() && watch.view().isObserved, Patience);
        QCOMPARE(watch.attention(), Attention::Calm);
        QVERIFY(want(DesiredState::Suspended));
        QVERIFY(house.held().facts.isTriggerRequestOpen);
        QCOMPARE(watch.attention(), Attention::Patient); // the stop itself will tell
        QVERIFY(want(DesiredState::Cancelled));
        QCOMPARE(watch.attention(), Attention::Close); // only a look shows its end
    }

    void anOutcomeIsDecidedOn()
    {
        House house;
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        house.held().memory = {};
        Q_EMIT house.engine->performer().outcomeArrived(house.held().id());
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
    }

    void progressIsShown()
    {
        House house;
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
        house.held().uploadPercent = 7;
        QVERIFY(!house.isShown());
        Q_EMIT house.engine->performer().progressed(house.held().id());
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
    }

    void whatASessionClusterChangesIsDecidedOnAndShown()
    {
        House house;
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        house.held().memory = {};
        QVERIFY(
            house.engine->clusters().setDesired(house.contents.sessionClusters.first().metadata.id,
                                                SessionClusterDesiredState::Running));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.held().reported->tasks == u"2 of 2"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
        house.held().memory = {};
        house.flink.setRunningTasks(1);
        QTRY_VERIFY_WITH_TIMEOUT(house.held().reported->tasks == u"1 of 2"_s, Patience);
        QVERIFY(house.isDecidedOn());
    }

    void aLookThatShowsTheSameIsNotDecidedOn()
    {
        House house;
        QVERIFY(house.begin(false));
        QTRY_VERIFY_WITH_TIMEOUT(house.held().restsUntil, Patience);
        const Instant decidedAt = house.held().memory.decidedAt;
        SessionClusters &clusters = house.engine->clusters();
        const QString cluster = house.contents.sessionClusters.first().metadata.id;
        Q_EMIT clusters.looked(cluster);
        QCoreApplication::processEvents(); // the queued pump
        QCOMPARE(house.held().memory.decidedAt, decidedAt);
        house.flink.setRunningTasks(1);
        QTRY_VERIFY_WITH_TIMEOUT(house.held().memory.decidedAt > decidedAt, Patience);
    }

    //! And is no news to the window.
    void aJobThatIsOnlySeenAgainIsNotWrittenWhole()
    {
        House house;
        for (const auto &path : {u"/jobs/:id"_s, u"/jobs/:id/checkpoints"_s,
                                 u"/jobs/:id/exceptions"_s, u"/jobs/:id/metrics"_s})
            house.flink.answerWith(path, 500);
        const Job &job = house.contents.jobs.first();
        house.contents.jobs.first().observed.lastSighting =
            Sighting{house.clock.now() - seconds(30), job.submission.incarnation};
        QVERIFY(house.begin(false));
        QList<Job> told;
        QObject::connect(house.engine.get(), &Engine::changed, house.engine.get(),
                         [&](const Changes &changes) { told.append(changes.jobs); });
        const auto database = Database::open(storePath(*house.directory));
        QVERIFY(database);
        const auto document = (*database)->value(u"SELECT document FROM jobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            (*database)->value(u"SELECT incarnation FROM sightings"_s)->toString(),
            job.submission.incarnation, Patience);
        QCOMPARE(*(*database)->value(u"SELECT document FROM jobs"_s), *document);
        const Instant seenAt = house.held().liveJob()->observed.lastSighting->at;
        QCOMPARE((*database)->value(u"SELECT at FROM sightings"_s)->toString(), toIso(seenAt));
        QVERIFY(seenAt > job.observed.lastSighting->at);
        QVERIFY(house.held().restsUntil);
        QVERIFY(told.isEmpty());
    }

    void aClusterThatFallsSilentIsShown()
    {
        House house;
        QVERIFY(house.begin(false));
        QTRY_VERIFY_WITH_TIMEOUT(house.held().reported && house.held().reported->lastSeen,
                                 Patience);
        QVERIFY(!house.held().reported->isStale);
        house.flink.answerWith(u"/jobs/overview"_s, 503);
        QTRY_VERIFY_WITH_TIMEOUT(house.held().reported->isStale, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
    }

    //! Also after sleep, which is seen by the same beat.
    void everythingIsDecidedOnAfterAJumpOfTheClock()
    {
        House house;
        house.contents.deployments.first().record.stateSince = house.clock.now();
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
        house.clock.setBackBy(hours(24));
        QTRY_VERIFY_WITH_TIMEOUT(!house.isDecidedOn(), Patience); // its memory is gone
        QVERIFY(house.engine->commit({.events = {{.name = u"Any"_s, .message = u"thing"_s}}},
                                     "test"_L1));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(house.isShown(), Patience);
    }

    void whatCouldNotBeWrittenIsDecidedOnAgain()
    {
        House house;
        house.contents.deployments.first().deployment.spec.state = DesiredState::Cancelled;
        QVERIFY(house.begin(true));
        QVERIFY(house.execute(u"CREATE TRIGGER noRoom BEFORE INSERT ON jobs "
                              "BEGIN SELECT RAISE(ABORT, 'there is no room'); END"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!house.trouble.isEmpty(), Patience);
        QCOMPARE(house.held().liveJob()->status.state, JobState::Started);
        QVERIFY(house.execute(u"DROP TRIGGER noRoom"_s));
        QTRY_VERIFY_WITH_TIMEOUT(house.trouble.isEmpty(), Patience);
        QCOMPARE(house.held().liveJob()->status.state, JobState::Terminating);
        QVERIFY(house.isShown());
    }

    void whatIsRemovedIsNeverDue()
    {
        House house;
        house.contents.jobs.clear();
        QVERIFY(house.begin(true));
        QTRY_VERIFY_WITH_TIMEOUT(house.isDecidedOn(), Patience);
        const QString id = house.held().id();
        QVERIFY(house.engine->commit({.removedDeployments = {id}}, "test"_L1));
        house.engine->wake(id);
        QTRY_VERIFY_WITH_TIMEOUT(house.engine->clusters()
                                     .find(house.contents.sessionClusters.first().metadata.id)
                                     ->reported->deleteRefusal.isEmpty(),
                                 Patience);
    }
};

QTEST_GUILESS_MAIN(tst_Due)

#include "tst_due.moc"
