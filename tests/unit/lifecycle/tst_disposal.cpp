// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"
#include "model/lifecycle/disposal.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

//! CANCELLED, with two savepoints of the Job that ran; a person wants the first one deleted.
Scene deleting()
{
    Scene scene = running();
    scene.setDesired(DesiredState::Cancelled);
    scene.newest().status.state = JobState::Terminated;
    scene.newest().ending.endedAt = at(-10);
    scene.stored.deployment.status.state = DeploymentState::Cancelled;
    scene.cluster.jobs.clear();
    scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3),
                        savepoint(scene.newest(), SavepointOrigin::UserRequest, 4)};
    scene.savepoints.first().status.state = SavepointState::PendingDeletion;
    return scene;
}

SavepointState firstState(const Scene &scene)
{
    return scene.savepoints.first().status.state;
}

} // namespace

//! lifecycle.md §5, "Disposal", and §1.
class TestDisposal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deletingIsWrittenWithTheRequest()
    {
        Scene scene = deleting();
        const Decision decision = scene.step();
        const auto *disposal = as<DisposeSavepoint>(decision);
        QVERIFY(disposal);
        QCOMPARE(disposal->location, scene.savepoints.first().spec.savepointLocation);
        QCOMPARE(disposal->clusterId, u"cluster"_s);
        QCOMPARE(firstState(scene), SavepointState::Deleting);
        scene.facts.isDisposalOpen = true;
        scene.pass(60);
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action)); // however long it takes
        QCOMPARE(firstState(scene), SavepointState::Deleting);
    }

    void outcome_data()
    {
        QTest::addColumn<OutcomeKind>("kind");
        QTest::addColumn<QString>("state"); // empty: the document is gone
        QTest::newRow("deleted") << OutcomeKind::Accepted << QString();
        QTest::newRow("refused") << OutcomeKind::Rejected << u"FAILED_DELETION"_s;
        QTest::newRow("no such file") << OutcomeKind::NotFound << u"FAILED_DELETION"_s;
        QTest::newRow("unknown") << OutcomeKind::Unknown << u"FAILED_DELETION"_s;
        QTest::newRow("asked twice") << OutcomeKind::Duplicate << u"FAILED_DELETION"_s;
        QTest::newRow("an answer to something else")
            << OutcomeKind::JarMissing << u"FAILED_DELETION"_s;
        QTest::newRow("too late") << OutcomeKind::AlreadyTerminal << u"FAILED_DELETION"_s;
        QTest::newRow("it never left") << OutcomeKind::NotSent << u"PENDING_DELETION"_s;
    }
    void outcome()
    {
        QFETCH(OutcomeKind, kind);
        QFETCH(QString, state);
        Scene scene = deleting();
        const QString id = scene.savepoints.first().metadata.id;
        scene.step();
        scene.facts.disposal = Outcome{.kind = kind, .message = u"no such file"_s, .at = at(0)};
        scene.facts.disposalSavepointId = id;
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        QCOMPARE(scene.savepoints.size(), state.isEmpty() ? 1 : 2);
        QCOMPARE(scene.hasEvent("SavepointDeleted"_L1), state.isEmpty());
        if (!state.isEmpty())
            QCOMPARE(wireName(firstState(scene)), state);
        scene.pass(5);
        const bool isSentAgain = kind == OutcomeKind::NotSent;
        QCOMPARE(as<DisposeSavepoint>(scene.step()) != nullptr, isSentAgain);
    }

    //! Killed after the commit, or before the answer: nobody knows what became of the files.
    void disposalThatNobodySawTheEndOfHasFailed()
    {
        Scene scene = deleting();
        scene.step();
        scene.facts = {};
        scene.memory = {};
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        QCOMPARE(firstState(scene), SavepointState::FailedDeletion);
        QVERIFY(!scene.savepoints.first().status.failure.isEmpty());
        QVERIFY(scene.hasEvent("SavepointDeletionFailed"_L1));
    }

    //! The answer is of a disposal before this one; nobody waits for one of this.
    void answerOfAnotherDisposalSaysNothing()
    {
        Scene scene = deleting();
        scene.step();
        scene.facts.disposal = Outcome{.kind = OutcomeKind::Accepted, .at = at(0)};
        scene.facts.disposalSavepointId = scene.savepoints.last().metadata.id;
        scene.step();
        QCOMPARE(scene.savepoints.size(), 2);
        QCOMPARE(firstState(scene), SavepointState::FailedDeletion);
    }

    void itWaitsForItsCluster_data()
    {
        QTest::addColumn<bool>("isObserved");
        QTest::addColumn<bool>("isPerhapsAnother");
        QTest::newRow("that does not answer") << false << false;
        QTest::newRow("that is perhaps another") << true << true;
    }
    void itWaitsForItsCluster()
    {
        QFETCH(bool, isObserved);
        QFETCH(bool, isPerhapsAnother);
        Scene scene = deleting();
        scene.cluster.isObserved = isObserved;
        scene.cluster.isPerhapsAnother = isPerhapsAnother;
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        QCOMPARE(firstState(scene), SavepointState::PendingDeletion);
        scene.cluster.isObserved = true;
        scene.cluster.isPerhapsAnother = false;
        QVERIFY(as<DisposeSavepoint>(scene.step()));
    }

    //! One request a decision, and what the Job needs goes first.
    void itWaitsForWhatTheJobNeeds()
    {
        Scene scene = running();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3)};
        scene.savepoints.first().status.state = SavepointState::PendingDeletion;
        scene.setDesired(DesiredState::Cancelled);
        QVERIFY(as<CancelJob>(scene.step()));
        QCOMPARE(firstState(scene), SavepointState::PendingDeletion);
        QVERIFY(as<DisposeSavepoint>(scene.step()));
    }

    //! The cluster that wrote the files reaches them; where it is gone, the one of the next Job.
    void filesAreDeletedWhereTheyWereWritten_data()
    {
        QTest::addColumn<QString>("writer"); // where the Job ran; null: of no Job
        QTest::addColumn<bool>("isTargetKnown");
        QTest::addColumn<QString>("asked"); // empty: it waits
        QTest::newRow("of the newest job") << u"cluster"_s << true << u"cluster"_s;
        QTest::newRow("of an older job") << u"former"_s << true << u"former"_s;
        QTest::newRow("its cluster is gone") << u"gone"_s << true << u"target"_s;
        QTest::newRow("added by hand") << QString() << true << u"target"_s;
        QTest::newRow("nobody is left to do it") << u"gone"_s << false << QString();
    }
    void filesAreDeletedWhereTheyWereWritten()
    {
        QFETCH(QString, writer);
        QFETCH(bool, isTargetKnown);
        QFETCH(QString, asked);
        Scene scene = deleting();
        Job older = scene.newest();
        older.metadata.id = u"older"_s;
        older.spec.sessionClusterId = writer;
        scene.jobs.prepend(older);
        scene.savepoints.first().spec.jobId = writer.isNull() ? QString() : u"older"_s;
        ClusterView former = scene.cluster;
        former.id = u"former"_s;
        ClusterView target = scene.cluster;
        target.id = u"target"_s;
        DeploymentView view = scene.view();
        view.target = isTargetKnown ? &target : nullptr;
        view.former = {&former};
        const Decision decision = decide(view, scene.ids, scene.now);
        const auto *disposal = as<DisposeSavepoint>(decision);
        QCOMPARE(disposal ? disposal->clusterId : QString(), asked);
    }

    void whatNoJobWroteIsDeletedByTheClusterOfTheNextOne()
    {
        Scene scene = deleting();
        scene.jobs.clear();
        const Decision decision = scene.step();
        QVERIFY(as<DisposeSavepoint>(decision));
        QCOMPARE(as<DisposeSavepoint>(decision)->clusterId, u"cluster"_s);
    }

    void oneAfterTheOther()
    {
        Scene scene = deleting();
        scene.savepoints.last().status.state = SavepointState::PendingDeletion;
        const QString first = scene.savepoints.first().metadata.id;
        scene.step();
        scene.facts.isDisposalOpen = true;
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        scene.facts.isDisposalOpen = false;
        scene.facts.disposal = Outcome{.kind = OutcomeKind::Accepted, .at = at(0)};
        scene.facts.disposalSavepointId = first;
        const Decision accepted = scene.step();
        QCOMPARE(accepted.records.removedSavepoints, QStringList{first});
        QVERIFY(accepted.records.savepoints.isEmpty());
        QCOMPARE(accepted.decideAgainAt, scene.now);
        QVERIFY(as<DisposeSavepoint>(scene.step()));
    }

    void whatWasToBeDeletedIsNeverCompletedAgain()
    {
        Scene scene = running();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3)};
        scene.savepoints.first().status.state = SavepointState::FailedDeletion;
        scene.list(scene.newest(), FlinkJobStatus::Failed);
        scene.step();
        scene.pass(10);
        StateView state = emptyState(scene.now);
        state.savepoint = checkpoint(3, scene.savepoints.first().spec.savepointLocation);
        state.savepoint->isSavepoint = true;
        scene.facts.state = state; // Flink names it still
        scene.facts.failureCause = u"NullPointerException"_s;
        scene.step();
        QCOMPARE(scene.jobs.first().status.state, JobState::Failed);
        QCOMPARE(scene.savepoints.size(), 1);
        QCOMPARE(firstState(scene), SavepointState::FailedDeletion);
    }

    void refusal_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("an old one") << QString() << false;
        QTest::newRow("being taken") << u"started"_s << true;
        QTest::newRow("being deleted") << u"deleting"_s << true;
        QTest::newRow("to be deleted") << u"pending"_s << true;
        QTest::newRow("that was never written") << u"unwritten"_s << false;
        QTest::newRow("that could not be deleted") << u"failed"_s << false;
        QTest::newRow("the last one of a suspended deployment") << u"suspended"_s << true;
        QTest::newRow("the stop of a suspended deployment") << u"stop"_s << true;
        QTest::newRow("an older one of a suspended deployment") << u"older"_s << false;
        QTest::newRow("the last one while the start is to come") << u"starting"_s << true;
        QTest::newRow("pinned") << u"pinned"_s << true;
        QTest::newRow("chosen for the start under way") << u"chosen"_s << true;
        QTest::newRow("another is chosen for it") << u"otherChosen"_s << false;
        QTest::newRow("restored, and nothing completed since") << u"restored"_s << true;
        QTest::newRow("restored by its path") << u"path"_s << true;
        QTest::newRow("restored, and a checkpoint completed since") << u"completed"_s << false;
        QTest::newRow("restored, and what completed since has no place") << u"memory"_s << true;
        QTest::newRow("the newest of the job that runs") << u"live"_s << true;
        QTest::newRow("the newest of the job that is cancelled") << u"cancelling"_s << true;
        QTest::newRow("the newest of the job to be restarted") << u"restarting"_s << true;
        QTest::newRow("an older one of the job that runs") << u"olderOfLive"_s << false;
        QTest::newRow("of the job that runs, without a place yet") << u"unplaced"_s << true;
        QTest::newRow("the newest savepoint by strategy") << u"strategy"_s << true;
        QTest::newRow("an older savepoint by strategy") << u"olderByStrategy"_s << false;
        QTest::newRow("the newest of one that failed for good") << u"failedJob"_s << false;
        QTest::newRow("the newest of one that has finished") << u"finishedJob"_s << false;
        QTest::newRow("of a deployment that never ran") << u"noJob"_s << false;
    }
    void refusal()
    {
        QFETCH(QString, what);
        QFETCH(bool, isRefused);
        Scene scene = deleting();
        Savepoint &wanted = scene.savepoints.last(); // the newest
        DeploymentRecord &record = scene.stored.record;
        Deployment &deployment = scene.stored.deployment;
        scene.savepoints.first().status.state = SavepointState::Completed;
        Job &job = scene.newest();
        if (what == "started"_L1)
            wanted.status.state = SavepointState::Started;
        if (what == "deleting"_L1)
            wanted.status.state = SavepointState::Deleting;
        if (what == "pending"_L1)
            wanted.status.state = SavepointState::PendingDeletion;
        if (what == "unwritten"_L1)
            wanted.status.state = SavepointState::Failed;
        if (what == "failed"_L1)
            wanted.status.state = SavepointState::FailedDeletion;
        if (what == "suspended"_L1 || what == "stop"_L1 || what == "older"_L1)
            deployment.spec.state = DesiredState::Suspended;
        if (what == "stop"_L1)
            scene.savepoints.first().spec.origin = SavepointOrigin::Suspend;
        if (what == "pinned"_L1)
            record.pinnedSavepointId = wanted.metadata.id;
        if (what == "chosen"_L1)
            record.chosen = ChosenState{.savepointId = wanted.metadata.id};
        if (what == "otherChosen"_L1)
            record.chosen = ChosenState{.savepointId = scene.savepoints.first().metadata.id};
        if (what == "starting"_L1)
            deployment.status.state = DeploymentState::Suspended;
        if (what == "cancelling"_L1)
            job.status.state = JobState::Terminating;
        if (what == "restarting"_L1) {
            deployment.spec.state = DesiredState::Running;
            deployment.status.state = DeploymentState::Transitioning;
        }
        const bool hasCompleted = what == "completed"_L1 || what == "memory"_L1;
        if (what == "restored"_L1 || hasCompleted)
            job.spec.savepointId = wanted.metadata.id;
        if (what == "path"_L1)
            job.spec.savepointLocation = wanted.spec.savepointLocation;
        job.observed.hasCompletedCheckpoint = hasCompleted;
        if (hasCompleted)
            job.observed.newestCheckpoint =
                checkpoint(4, what == "memory"_L1 ? QString() : u"file:/cp/chk-4"_s);
        const bool isOlder = what == "olderOfLive"_L1 || what == "unplaced"_L1;
        if (what == "unplaced"_L1)
            scene.savepoints.first().spec.flinkSavepointId = 0;
        const bool isByStrategy = what == "strategy"_L1 || what == "olderByStrategy"_L1;
        if (what == "live"_L1 || isByStrategy || isOlder) {
            job.status.state = JobState::Started;
            deployment.spec.state = DesiredState::Running;
        }
        if (isByStrategy) {
            deployment.spec.restoreStrategy = RestoreStrategy::LatestSavepoint;
            wanted.spec.jobId = u"another"_s;
        }
        if (what == "olderByStrategy"_L1)
            scene.savepoints.first().spec.jobId = u"another"_s;
        if (what == "failedJob"_L1 || what == "finishedJob"_L1) {
            deployment.spec.state = DesiredState::Running;
            deployment.status.state =
                what == "failedJob"_L1 ? DeploymentState::Failed : DeploymentState::Finished;
        }
        if (what == "noJob"_L1)
            scene.jobs.clear();
        const bool isFirstAsked =
            what == "older"_L1 || what == "stop"_L1 || what == "olderByStrategy"_L1 || isOlder;
        const Savepoint &asked = isFirstAsked ? scene.savepoints.first() : wanted;
        const QString why = disposal::refusal(asked, scene.view());
        QCOMPARE(!why.isEmpty(), isRefused);
        QCOMPARE(disposal::refusals(scene.view()).value(asked.metadata.id), why);
    }
};

QTEST_APPLESS_MAIN(TestDisposal)
#include "tst_disposal.moc"
