// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

#include <algorithm>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

//! RUNNING is wanted again, and Flink lists no job.
Scene startedAfterForce(Instant endedAt)
{
    Scene scene = running();
    letGo(scene, endedAt);
    scene.stored.record.generation = 2;
    scene.cluster.jobs.clear();
    return scene;
}

} // namespace

//! lifecycle.md §6, and "cancelled on sight" of §3.4.
class TestCancellation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cancelIsWrittenAndSentAgain()
    {
        Scene scene = running();
        scene.setDesired(DesiredState::Cancelled);
        const Decision decision = scene.step();
        QVERIFY(as<CancelJob>(decision));
        QCOMPARE(decision.records.jobs.last().cancels.sent, 1);
        QCOMPARE(decision.records.jobs.last().status.state, JobState::Terminating);
        scene.pass(4.9);
        QVERIFY(!as<CancelJob>(scene.step()));
        scene.pass(0.1);
        QVERIFY(as<CancelJob>(scene.step())); // a leader that took over has forgotten it
        scene.pass(5);
        QVERIFY(!as<CancelJob>(scene.step())); // backing off
        scene.list(scene.newest(), FlinkJobStatus::Cancelling);
        scene.pass(100);
        QVERIFY(!as<CancelJob>(scene.step()));
    }

    void end_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<JobState>("state");
        QTest::newRow("canceled") << FlinkJobStatus::Canceled << JobState::Terminated;
        QTest::newRow("finished") << FlinkJobStatus::Finished << JobState::Finished;
        QTest::newRow("failed") << FlinkJobStatus::Failed << JobState::Failed;
    }
    void end()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(JobState, state);
        Scene scene = running();
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        scene.list(scene.newest(), status);
        scene.pass(1);
        scene.step();
        scene.pass(4);
        scene.facts.state = emptyState(scene.now);
        scene.facts.failureCause = u"it broke"_s;
        scene.step();
        QCOMPARE(scene.newest().status.state, state);
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
    }

    void nothingSentEndsAtOnce()
    {
        Scene scene;
        scene.jobs = {job(JobState::Starting)};
        scene.newest().submission = {};
        scene.setDesired(DesiredState::Cancelled);
        const Decision decision = scene.step();
        QVERIFY(std::holds_alternative<NoAction>(decision.action));
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
    }

    void requestThatNeverLeftEndsItToo()
    {
        Scene scene;
        scene.jobs = {job(JobState::Starting)};
        scene.facts.isRunRequestOpen = true;
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        scene.facts.isRunRequestOpen = false;
        scene.facts.run = Outcome{.kind = OutcomeKind::JarMissing, .at = at(1)};
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
    }

    void neverSeenWaitsForTheFence_data()
    {
        QTest::addColumn<bool>("hasHa");
        QTest::addColumn<int>("orphans");
        QTest::newRow("no HA") << false << 0;
        QTest::newRow("HA") << true << 1;
    }
    void neverSeenWaitsForTheFence()
    {
        QFETCH(bool, hasHa);
        QFETCH(int, orphans);
        Scene scene;
        scene.cluster.hasHighAvailability = hasHa;
        scene.jobs = {job(JobState::Starting)};
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        scene.pass(499);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QCOMPARE(scene.orphans.size(), orphans);
    }

    void unreachableClusterKeepsItTransitioning()
    {
        Scene scene = running();
        scene.cluster.isObserved = false;
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        scene.pass(10000);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        QVERIFY(scene.stored.record.waiting);
    }

    void force_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<QString>("named");
        QTest::addColumn<bool>("isForced");
        const QString live = job(JobState::Started).metadata.id;
        QTest::newRow("the live Job") << DesiredState::Cancelled << live << true;
        QTest::newRow("another Job") << DesiredState::Cancelled << u"other"_s << false;
        QTest::newRow("not to be cancelled") << DesiredState::Running << live << false;
    }
    void force()
    {
        QFETCH(DesiredState, desired);
        QFETCH(QString, named);
        QFETCH(bool, isForced);
        Scene scene = running();
        scene.cluster.isObserved = false;
        scene.setDesired(desired);
        scene.stored.deployment.metadata.annotations[ForceCancellationAnnotation] = named;
        QCOMPARE(as<CancelJob>(scene.step()) != nullptr, desired == DesiredState::Cancelled);
        const Decision decision = scene.step();
        QCOMPARE(scene.state() == DeploymentState::Cancelled, isForced);
        QCOMPARE(decision.records.orphans.size(), isForced ? 1 : 0);
        if (!isForced)
            return;
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QVERIFY(!decision.records.orphans.last().isCancelledOnSight);
        scene.cluster.isObserved = true; // it is offered, not cancelled
        scene.stored.deployment.metadata.annotations.clear();
        scene.pass(10);
        QVERIFY(!as<CancelJob>(scene.step()));
    }

    //! The answer said that it never left; the job was seen to run, and that counts.
    void jobThatWasSeenIsThereWhateverWasAnswered_data()
    {
        QTest::addColumn<bool>("isForced");
        QTest::newRow("cancelled") << false;
        QTest::newRow("let go of") << true;
    }
    void jobThatWasSeenIsThereWhateverWasAnswered()
    {
        QFETCH(bool, isForced);
        Scene scene = running();
        scene.newest().submission = {.isSighted = true};
        scene.setDesired(DesiredState::Cancelled);
        QVERIFY(as<CancelJob>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        if (isForced)
            scene.stored.deployment.metadata.annotations[ForceCancellationAnnotation] =
                scene.newest().metadata.id;
        scene.step();
        QCOMPARE(scene.state() == DeploymentState::Cancelled, isForced);
        QCOMPARE(scene.orphans.size(), isForced ? 1 : 0);
    }

    void endedJobIsCancelledOnSight()
    {
        Scene scene = running();
        scene.newest().status.state = JobState::Failed;
        scene.newest().ending.endedAt = at(-10);
        scene.setDesired(DesiredState::Cancelled);
        const Decision decision = scene.step();
        QVERIFY(as<CancelJob>(decision));
        QVERIFY(as<CancelJob>(decision)->jobId.isEmpty());
        scene.pass(4);
        QVERIFY(!as<CancelJob>(scene.step()));
        scene.pass(1);
        QVERIFY(as<CancelJob>(scene.step()));
        QCOMPARE(std::ranges::count(scene.events, "CancelledOnSight"_L1, &Event::name), 1);
    }

    //! A look that may be older than the end says nothing of it.
    void jobWhoseEndIsNotDatedIsLeftAlone()
    {
        Scene scene = running();
        scene.newest().status.state = JobState::Failed;
        scene.setDesired(DesiredState::Cancelled);
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
    }

    void endedJobIsCancelledWithoutASessionClusterForTheNextOne()
    {
        Scene scene = running();
        scene.newest().status.state = JobState::Failed;
        scene.newest().ending.endedAt = at(-10);
        scene.setDesired(DesiredState::Cancelled);
        DeploymentView view = scene.view();
        view.target = nullptr;
        const Decision decision = decide(view, scene.ids, scene.now);
        QVERIFY(as<CancelJob>(decision));
        QCOMPARE(as<CancelJob>(decision)->clusterId, u"cluster"_s);
    }

    void liveJobBehindAnEndedOneHoldsBackTheStart_data()
    {
        QTest::addColumn<bool>("isForced");
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::newRow("it is cancelled on sight") << false << FlinkJobStatus::Running;
        QTest::newRow("let go of by force") << true << FlinkJobStatus::Running;
        QTest::newRow("let go of by force, and ending") << true << FlinkJobStatus::Cancelling;
    }
    void liveJobBehindAnEndedOneHoldsBackTheStart()
    {
        QFETCH(bool, isForced);
        QFETCH(FlinkJobStatus, status);
        const bool isRefused = isForced && status == FlinkJobStatus::Running;
        Scene scene = running();
        scene.list(scene.newest(), status);
        scene.newest().status.state = JobState::Terminated;
        scene.newest().ending.endedAt = at(-10);
        if (isForced)
            scene.newest().status.failure = JobFailure{.reason = u"ForceCancelled"_s};
        scene.newest().ending.isFinalStateRead = true;
        scene.stored.record.generation = 2;
        const Decision decision = scene.step();
        QCOMPARE(scene.jobs.size(), 1);
        QCOMPARE(as<CancelJob>(decision) != nullptr, !isForced);
        QCOMPARE(scene.failure(),
                 isRefused ? std::optional(FailureReason::JobWithoutRecord) : std::nullopt);
        QCOMPARE(scene.orphans.size(), isRefused ? 1 : 0); // a person may have had it forgotten
        scene.list(scene.newest(), FlinkJobStatus::Canceled);
        scene.stored.record.generation = 3;
        scene.pass(1);
        QVERIFY(asks<ReadStamps>(scene.step())); // it goes on
    }

    //! It may not have reached Flink yet.
    void startAfterForceWaitsForAnOpenRequest()
    {
        Scene scene = startedAfterForce(at(-10));
        scene.facts.isRunRequestOpen = true;
        QVERIFY(!asks<ReadStamps>(scene.step()));
        scene.facts.isRunRequestOpen = false;
        QVERIFY(asks<ReadStamps>(scene.step()));
    }

    //! Before it answers `/overview` it may not have recovered its jobs.
    void startAfterForceWaitsForTheLeader()
    {
        Scene scene = startedAfterForce(at(-10));
        scene.cluster.hasHighAvailability = true;
        scene.cluster.slotsReadAt = at(-20);
        QVERIFY(!asks<ReadStamps>(scene.step()));
        scene.cluster.slotsReadAt = at(0);
        QVERIFY(asks<ReadStamps>(scene.step()));
    }

    //! A person has said so, but nobody has looked since.
    void startAfterForceWaitsForALook()
    {
        Scene scene = startedAfterForce(at(0));
        scene.cluster.requestedAt = scene.now;
        QVERIFY(!asks<ReadStamps>(scene.step()));
        scene.pass(1);
        QVERIFY(asks<ReadStamps>(scene.step()));
    }

    void cancelInterruptsAStop()
    {
        Scene scene = running();
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        scene.setDesired(DesiredState::Cancelled);
        scene.pass(1);
        QVERIFY(as<CancelJob>(scene.step()));
        QCOMPARE(scene.newest().ending.reason, TerminationReason::Cancel);
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Started);
        scene.cluster.jobs.clear(); // missing
        scene.pass(1);
        scene.step();
        scene.pass(10);
        QVERIFY(asks<ReadDisk>(scene.step())); // the stop may have written its savepoint
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Failed);
    }

    void olderJobsClustersAreLookedAtToo()
    {
        Scene scene = running();
        Job older = scene.newest();
        older.metadata.id = u"aaaaaaaa-0000-4000-8000-000000000007"_s;
        older.spec.number = 0;
        older.spec.sessionClusterId = u"former"_s;
        older.status.started.reset();
        older.status.state = JobState::Failed;
        older.ending.endedAt = at(-50);
        scene.jobs.prepend(older);
        ClusterView former = scene.cluster;
        former.id = u"former"_s;
        former.jobs.clear();
        former.jobs.insert(flinkJobIdOf(older), row(older, FlinkJobStatus::Running));
        DeploymentView view = scene.view();
        QVERIFY(!as<CancelJob>(decide(view, scene.ids, scene.now)));
        view.former = {&former};
        const Decision decision = decide(view, scene.ids, scene.now);
        QVERIFY(as<CancelJob>(decision));
        QCOMPARE(as<CancelJob>(decision)->clusterId, u"former"_s);
        QCOMPARE(as<CancelJob>(decision)->flinkJobId, flinkJobIdOf(older));
    }

    //! An older Job ran on the cluster that the next one is to run on.
    void clusterOfTheNextJobIsLookedAtToo_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::newRow("nothing is to start") << DesiredState::Cancelled;
        QTest::newRow("the start waits") << DesiredState::Running;
    }
    void clusterOfTheNextJobIsLookedAtToo()
    {
        QFETCH(DesiredState, desired);
        Scene scene = running();
        scene.newest().status.state = JobState::Failed;
        scene.newest().ending.endedAt = at(-10);
        scene.newest().ending.isFinalStateRead = true;
        Job older = scene.newest();
        older.metadata.id = u"aaaaaaaa-0000-4000-8000-000000000007"_s;
        older.spec.number = 0;
        older.spec.sessionClusterId = u"target"_s;
        older.status.started.reset();
        scene.jobs.prepend(older);
        scene.cluster.jobs.clear();
        ClusterView target = scene.cluster;
        target.id = u"target"_s;
        target.jobs.insert(flinkJobIdOf(older), row(older, FlinkJobStatus::Running));
        scene.setDesired(desired);
        scene.facts.stampedJobs = QStringList();
        scene.facts.stampedClusterId = target.id;
        DeploymentView view = scene.view();
        view.target = &target;
        const Decision decision = decide(view, scene.ids, scene.now);
        QVERIFY(as<CancelJob>(decision));
        QCOMPARE(as<CancelJob>(decision)->clusterId, target.id);
        QCOMPARE(as<CancelJob>(decision)->flinkJobId, flinkJobIdOf(older));
        QVERIFY(decision.records.jobs.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestCancellation)
#include "tst_cancellation.moc"
