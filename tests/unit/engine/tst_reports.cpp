// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/reports.h"
#include "model/secrets/memorysecrets.h"
#include "tests/fakes/fakeflink.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

DeploymentReport seenAt(Duration sinceEpoch, const QString &tasks = {})
{
    return DeploymentReport{.lastSeen = Instant(sinceEpoch), .tasks = tasks};
}

} // namespace

//! What is shown, and when.
class tst_Reports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLookAloneIsShownOnceASecond_data()
    {
        QTest::addColumn<DeploymentReport>("now");
        QTest::addColumn<bool>("isNews");
        QTest::newRow("nothing") << seenAt(10s) << false;
        QTest::newRow("seen again, soon") << seenAt(10'999ms) << false;
        QTest::newRow("seen again, a second later") << seenAt(11s) << true;
        QTest::newRow("seen before, for the clock was set back") << seenAt(9s) << true;
        QTest::newRow("another look, with news") << seenAt(10'001ms, u"1 of 2"_s) << true;
        QTest::newRow("the same look, with news") << seenAt(10s, u"1 of 2"_s) << true;
        QTest::newRow("not seen any more") << DeploymentReport() << true;
    }

    void aLookAloneIsShownOnceASecond()
    {
        QFETCH(DeploymentReport, now);
        QFETCH(bool, isNews);
        const DeploymentReport before = now;
        QCOMPARE(reports::isNews(std::optional(seenAt(10s)), now), isNews);
        QCOMPARE(now, before);
    }

    //! Its processes end, and with them whatever runs there.
    void stopOfALocalClusterNamesJobsOfOthers_data()
    {
        QTest::addColumn<SessionClusterKind>("kind");
        QTest::addColumn<int>("jobs"); // that run there, one of them a Deployment's
        QTest::addColumn<bool>("areOthersNamed");
        QTest::newRow("local") << SessionClusterKind::Local << 2 << true;
        QTest::newRow("local, with no other") << SessionClusterKind::Local << 1 << false;
        QTest::newRow("remote, which goes on") << SessionClusterKind::Remote << 2 << false;
    }
    void stopOfALocalClusterNamesJobsOfOthers()
    {
        QFETCH(SessionClusterKind, kind);
        QFETCH(int, jobs);
        QFETCH(bool, areOthersNamed);
        const ManualClock clock;
        const EngineTime time{clock};
        MemorySecrets secrets;
        const test::FakeFlink flink(test::runningJobIds(jobs));
        const Transaction contents = test::runningDeployments(flink.url(), 1);
        SessionCluster cluster = contents.sessionClusters.first();
        cluster.spec.kind = kind;
        cluster.local.restPort = QUrl(flink.url()).port();
        Holdings holdings;
        holdings.apply({.deployments = contents.deployments, .jobs = contents.jobs});
        const HeldCluster held{.cluster = cluster,
                               .watch = std::make_unique<ClusterWatch>(cluster, secrets, time)};
        QTRY_COMPARE(held.watch->view().jobs.size(), jobs);
        const QString refusal = reports::refusalOfStop(held, holdings);
        QVERIFY(refusal.contains(u"counting-1"_s));
        QCOMPARE(refusal.contains(u"none of its deployments"_s), areOthersNamed);
    }

    void savepointThatHasToStaySaysWhy()
    {
        samples::Scene scene;
        scene.jobs = {samples::job(JobState::Finished)};
        scene.stored.deployment.spec.state = DesiredState::Suspended;
        scene.stored.deployment.status.state = DeploymentState::Suspended;
        const Savepoint older = samples::savepoint(scene.newest(), SavepointOrigin::Suspend, 3);
        const Savepoint last = samples::savepoint(scene.newest(), SavepointOrigin::Suspend, 5);
        scene.savepoints = {older, last};
        const DeploymentReport report = reports::deployment(scene.view(), {}, nullptr);
        QCOMPARE(report.keptSavepoints.keys(), QStringList{last.metadata.id});
        QVERIFY(report.keptSavepoints.value(last.metadata.id).contains(u"suspended"_s));
    }

    void unresolvedSubmissionSaysUntilWhen()
    {
        samples::Scene scene;
        scene.jobs = {samples::job(JobState::Starting)};
        scene.cluster.observedSince = samples::at(-10); // killed and started again
        const DeploymentReport report = reports::deployment(scene.view(), {}, nullptr);
        QCOMPARE(report.lookedForUntil, samples::at(290));
        QVERIFY(report.afterwards.contains(u"sent again under the same id"_s));
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.step();
        const DeploymentReport seen = reports::deployment(scene.view(), {}, nullptr);
        QVERIFY(!seen.lookedForUntil);
        QCOMPARE(seen.afterwards, QString());
    }

    void silentClusterIsSaid_data()
    {
        QTest::addColumn<bool>("isObserved");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<SessionClusterState>("state");
        QTest::addColumn<bool>("isSilent");
        using enum SessionClusterState;
        QTest::newRow("it answers") << true << QString() << Running << false;
        QTest::newRow("the first answer is on its way") << false << QString() << Running << false;
        QTest::newRow("it is started") << false << QString() << Starting << false;
        QTest::newRow("it refuses") << false << u"Connection refused."_s << Running << true;
        QTest::newRow("it is stopped") << false << QString() << Stopped << true;
        QTest::newRow("it has failed") << false << QString() << Failed << true;
    }
    void silentClusterIsSaid()
    {
        QFETCH(QString, trouble);
        QFETCH(SessionClusterState, state);
        QFETCH(bool, isObserved);
        samples::Scene scene = samples::running();
        scene.cluster.isObserved = isObserved;
        scene.cluster.trouble = trouble;
        scene.cluster.state = state;
        QTEST(reports::deployment(scene.view(), {}, nullptr).isClusterSilent, "isSilent");
    }

    void clusterStoppedByForceIsAConcern_data()
    {
        QTest::addColumn<SessionClusterState>("state");
        QTest::addColumn<bool>("isLocal");
        QTest::addColumn<QList<Concern>>("concerns");
        using enum SessionClusterState;
        QTest::newRow("it runs") << Running << true << QList<Concern>();
        QTest::newRow("it is stopped") << Stopped << true << QList{Concern::ClusterStopped};
        QTest::newRow("it is detached") << Stopped << false << QList{Concern::ClusterDetached};
    }
    void clusterStoppedByForceIsAConcern()
    {
        QFETCH(SessionClusterState, state);
        QFETCH(bool, isLocal);
        samples::Scene scene = samples::running();
        scene.stored.deployment.status.state = DeploymentState::Running;
        scene.cluster.isLocal = isLocal;
        scene.cluster.isObserved = state == SessionClusterState::Running;
        scene.cluster.state = state;
        QTEST(reports::deployment(scene.view(), {}, nullptr).concerns, "concerns");
        scene.jobs.last().status.state = JobState::Terminated; // nothing was left there
        QCOMPARE(reports::deployment(scene.view(), {}, nullptr).concerns, QList<Concern>());
    }

    //! Headgate was started again, and the cluster is silent.
    void whatWasSeenBeforeIsKnown()
    {
        const ManualClock clock;
        const EngineTime time{clock};
        MemorySecrets secrets;
        samples::Scene scene = samples::running();
        scene.cluster.isObserved = false;
        scene.cluster.requestedAt = Instant();
        scene.newest().observed.lastSighting = Sighting{.at = samples::at(-600)};
        const DeploymentReport report = reports::deployment(scene.view(), {}, nullptr);
        QCOMPARE(report.lastSeen, samples::at(-600));
        QVERIFY(report.isStale);

        SessionCluster cluster;
        cluster.metadata.id = scene.newest().spec.sessionClusterId;
        Holdings holdings;
        holdings.apply({.deployments = {scene.stored}, .jobs = scene.jobs});
        const HeldCluster held{.cluster = cluster,
                               .watch = std::make_unique<ClusterWatch>(cluster, secrets, time)};
        QCOMPARE(reports::sessionCluster(held, holdings).lastSeen, samples::at(-600));
        scene.newest().observed.lastSighting->at = Instant(); // of a clock that was wrong
        holdings.apply({.jobs = scene.jobs});
        QVERIFY(!reports::sessionCluster(held, holdings).lastSeen);
    }

    void previewNamesWhatTheSavepointCameBy()
    {
        samples::Scene scene;
        scene.jobs = {samples::job(JobState::Finished)};
        scene.newest().ending.reason = TerminationReason::Upgrade;
        scene.savepoints = {samples::savepoint(scene.newest(), SavepointOrigin::Suspend, 5)};
        const StatePreview preview = reports::deployment(scene.view(), {}, nullptr).nextState;
        QCOMPARE(preview.savepointId, scene.savepoints.first().metadata.id);
        QCOMPARE(preview.ending, TerminationReason::Upgrade);
    }

    void theFirstIsNews()
    {
        DeploymentReport first = seenAt(10s);
        QVERIFY(reports::isNews(std::optional<DeploymentReport>(), first));
    }
};

QTEST_GUILESS_MAIN(tst_Reports)

#include "tst_reports.moc"
