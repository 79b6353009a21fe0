// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
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
        QTest::newRow("unknown") << OutcomeKind::Unknown << u"FAILED_DELETION"_s;
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

    void itWaitsForItsCluster()
    {
        Scene scene = deleting();
        scene.cluster.isObserved = false;
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        QCOMPARE(firstState(scene), SavepointState::PendingDeletion);
        scene.cluster.isObserved = true;
        QVERIFY(as<DisposeSavepoint>(scene.step()));
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
        QTest::newRow("that could not be deleted") << u"failed"_s << false;
        QTest::newRow("the last one of a suspended deployment") << u"suspended"_s << true;
        QTest::newRow("the stop of a suspended deployment") << u"stop"_s << true;
        QTest::newRow("an older one of a suspended deployment") << u"older"_s << false;
        QTest::newRow("pinned") << u"pinned"_s << true;
        QTest::newRow("chosen for the start under way") << u"chosen"_s << true;
        QTest::newRow("restored, and nothing completed since") << u"restored"_s << true;
        QTest::newRow("restored by its path") << u"path"_s << true;
        QTest::newRow("restored, and a checkpoint completed since") << u"completed"_s << false;
        QTest::newRow("restored, and what completed since has no place") << u"memory"_s << true;
        QTest::newRow("the newest of the job that runs") << u"live"_s << true;
        QTest::newRow("an older one of the job that runs") << u"olderOfLive"_s << false;
        QTest::newRow("of the job that runs, without a place yet") << u"unplaced"_s << true;
        QTest::newRow("the newest savepoint by strategy") << u"strategy"_s << true;
        QTest::newRow("the newest of one that failed for good") << u"failedJob"_s << false;
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
        if (what == "live"_L1 || what == "strategy"_L1 || isOlder) {
            job.status.state = JobState::Started;
            deployment.spec.state = DesiredState::Running;
        }
        if (what == "strategy"_L1) {
            deployment.spec.restoreStrategy = RestoreStrategy::LatestSavepoint;
            wanted.spec.jobId = u"another"_s;
        }
        if (what == "failedJob"_L1) {
            deployment.spec.state = DesiredState::Running;
            deployment.status.state = DeploymentState::Failed;
        }
        const bool isFirstAsked = what == "older"_L1 || what == "stop"_L1 || isOlder;
        const Savepoint &asked = isFirstAsked ? scene.savepoints.first() : wanted;
        QCOMPARE(!disposal::refusal(asked, scene.view()).isEmpty(), isRefused);
    }
};

QTEST_APPLESS_MAIN(TestDisposal)
#include "tst_disposal.moc"
