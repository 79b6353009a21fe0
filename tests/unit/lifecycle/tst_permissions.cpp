// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/permissions.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

//! What a person may ask for, lifecycle.md §2.
class TestPermissions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusal_data()
    {
        QTest::addColumn<DeploymentAction>("action");
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<bool>("isLive");
        QTest::addColumn<DeploymentState>("state");
        QTest::addColumn<bool>("isRefused");
        using A = DeploymentAction;
        using D = DesiredState;
        using S = DeploymentState;
        const auto row = [](const char *name, A action, D desired, bool live, S state,
                            bool refused) {
            QTest::newRow(name) << action << desired << live << state << refused;
        };
        row("start what is cancelled", A::Start, D::Cancelled, false, S::Cancelled, false);
        row("start what runs", A::Start, D::Running, true, S::Running, true);
        row("choose a state", A::ChooseState, D::Cancelled, false, S::Cancelled, false);
        row("choose a state of what runs", A::ChooseState, D::Running, true, S::Running, true);
        row("suspend what runs", A::Suspend, D::Running, true, S::Running, false);
        row("suspend what is cancelled", A::Suspend, D::Cancelled, false, S::Cancelled, true);
        row("suspend twice", A::Suspend, D::Suspended, true, S::Transitioning, true);
        row("cancel what runs", A::Cancel, D::Running, true, S::Running, false);
        row("cancel twice", A::Cancel, D::Cancelled, true, S::Transitioning, true);
        row("retry what failed", A::Retry, D::Running, false, S::Failed, false);
        row("retry what runs", A::Retry, D::Running, true, S::Running, true);
        row("run again", A::RunAgain, D::Running, false, S::Finished, false);
        row("run again what runs", A::RunAgain, D::Running, true, S::Running, true);
        row("force without cancelling", A::ForceCancel, D::Running, true, S::Running, true);
        row("force", A::ForceCancel, D::Cancelled, true, S::Transitioning, false);
        row("savepoint", A::TriggerSavepoint, D::Running, true, S::Running, false);
        row("savepoint of what failed", A::TriggerSavepoint, D::Running, true, S::Failed, true);
        row("savepoint of nothing", A::TriggerSavepoint, D::Cancelled, false, S::Cancelled, true);
        row("delete", A::Delete, D::Cancelled, false, S::Cancelled, false);
        row("delete what lives", A::Delete, D::Cancelled, true, S::Transitioning, true);
        row("adopt nothing", A::AdoptJob, D::Running, false, S::Failed, true);
        row("edit", A::Edit, D::Running, true, S::Running, false);
    }
    void refusal()
    {
        QFETCH(DeploymentAction, action);
        QFETCH(DesiredState, desired);
        QFETCH(bool, isLive);
        QFETCH(DeploymentState, state);
        QFETCH(bool, isRefused);
        Scene scene = isLive ? running() : Scene();
        scene.stored.deployment.spec.state = desired;
        scene.stored.deployment.status.state = state;
        QCOMPARE(!refusalOf(action, scene.view()).isEmpty(), isRefused);
    }

    void startOfWhatIsToRunNamesTheWayOut_data()
    {
        QTest::addColumn<DeploymentState>("state");
        QTest::addColumn<DeploymentAction>("wayOut");
        QTest::addColumn<QString>("name");
        QTest::newRow("failed") << DeploymentState::Failed << DeploymentAction::Retry << u"Retry"_s;
        QTest::newRow("finished") << DeploymentState::Finished << DeploymentAction::RunAgain
                                  << u"Run Again"_s;
    }
    void startOfWhatIsToRunNamesTheWayOut()
    {
        QFETCH(DeploymentState, state);
        QFETCH(DeploymentAction, wayOut);
        QFETCH(QString, name);
        Scene scene;
        scene.stored.deployment.status.state = state;
        QVERIFY(refusalOf(DeploymentAction::Start, scene.view()).contains(name));
        QVERIFY(refusalOf(wayOut, scene.view()).isEmpty());
    }

    void contradictingDocumentIsNotStarted()
    {
        Scene scene;
        scene.stored.deployment.spec.state = DesiredState::Cancelled;
        scene.stored.deployment.spec.restoreStrategy = RestoreStrategy::None;
        QVERIFY(!refusalOf(DeploymentAction::Start, scene.view()).isEmpty());
    }

    void suspendNeedsADirectory_data()
    {
        QTest::addColumn<QString>("cluster"); // "gone", "silent", else it answers
        QTest::addColumn<QString>("directory");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("there is one") << QString() << u"file:/sp"_s << true;
        QTest::newRow("there is none") << QString() << QString() << false;
        QTest::newRow("nobody can look now") << u"silent"_s << QString() << true;
        QTest::newRow("its cluster is gone") << u"gone"_s << QString() << true;
    }
    void suspendNeedsADirectory()
    {
        QFETCH(QString, cluster);
        QFETCH(QString, directory);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        scene.cluster.savepointDirectory = directory;
        scene.cluster.isObserved = cluster != "silent"_L1;
        DeploymentView view = scene.view();
        if (cluster == "gone"_L1)
            view.current = nullptr;
        QCOMPARE(refusalOf(DeploymentAction::Suspend, view).isEmpty(), isAllowed);
        QCOMPARE(refusalOf(DeploymentAction::TriggerSavepoint, view).isEmpty(), isAllowed);
    }

    void savepointNeedsTasksThatRun()
    {
        Scene scene = running();
        scene.step();
        scene.cluster.jobs[flinkJobIdOf(scene.newest())].tasksRunning = 0;
        scene.step(); // it may have just been started
        QVERIFY(refusalOf(DeploymentAction::TriggerSavepoint, scene.view()).isEmpty());
        scene.pass(11);
        scene.step();
        QVERIFY(refusalOf(DeploymentAction::TriggerSavepoint, scene.view())
                    .contains(u"tasks running"_s));
    }

    void unresolvedSubmissionIsNotDeleted()
    {
        Scene scene = running();
        scene.jobs.prepend(job(JobState::Starting)); // sent, and no answer came
        scene.newest().status.state = JobState::Terminated;
        QVERIFY(!refusalOf(DeploymentAction::Delete, scene.view()).isEmpty());
        scene.jobs.first().status.state = JobState::Failed;
        QVERIFY(refusalOf(DeploymentAction::Delete, scene.view()).isEmpty());
    }

    void changedJarIsTakenByWhatRuns_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<bool>("isJarChanged");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("changed") << DesiredState::Running << true << true;
        QTest::newRow("as it was taken") << DesiredState::Running << false << false;
        QTest::newRow("the next start takes it") << DesiredState::Suspended << true << false;
    }
    void changedJarIsTakenByWhatRuns()
    {
        QFETCH(DesiredState, desired);
        QFETCH(bool, isJarChanged);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        scene.stored.deployment.spec.state = desired;
        DeploymentView view = scene.view();
        view.isJarChanged = isJarChanged;
        QCOMPARE(refusalOf(DeploymentAction::UpgradeToChangedJar, view).isEmpty(), isAllowed);
    }

    //! §3.2
    void oneLiveJobWithoutRecordCanBeAdopted_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("as it should be") << QString();
        QTest::newRow("of an earlier generation") << u"generation"_s;
        QTest::newRow("failed otherwise") << u"reason"_s;
        QTest::newRow("a job of its own runs") << u"live"_s;
        QTest::newRow("two of them") << u"two"_s;
        QTest::newRow("no session cluster") << u"gone"_s;
        QTest::newRow("nobody can look") << u"silent"_s;
        QTest::newRow("perhaps another cluster") << u"another"_s;
        QTest::newRow("it is not listed") << u"absent"_s;
        QTest::newRow("it has ended") << u"ended"_s;
    }
    void oneLiveJobWithoutRecordCanBeAdopted()
    {
        QFETCH(QString, what);
        Scene scene = running();
        const QString found = flinkJobIdOf(scene.newest());
        DeploymentFailure failure{.reason = FailureReason::JobWithoutRecord,
                                  .generation = scene.stored.record.generation,
                                  .flinkJobs = {found}};
        if (what != "live"_L1)
            scene.jobs.clear();
        if (what == "generation"_L1)
            --failure.generation;
        if (what == "reason"_L1)
            failure.flinkJobs.clear();
        if (what == "two"_L1)
            failure.flinkJobs.append(u"another"_s);
        scene.stored.record.failure = failure;
        scene.cluster.isObserved = what != "silent"_L1;
        scene.cluster.isPerhapsAnother = what == "another"_L1;
        if (what == "absent"_L1)
            scene.cluster.jobs.clear();
        if (what == "ended"_L1)
            scene.cluster.jobs[found].status = FlinkJobStatus::Failed;
        DeploymentView view = scene.view();
        if (what == "gone"_L1)
            view.target = nullptr;
        QCOMPARE(refusalOf(DeploymentAction::AdoptJob, view).isEmpty(), what.isEmpty());
    }

    void previewShowsWhatAStartWouldRestore()
    {
        Scene scene = running();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::Suspend, 5)};
        scene.stored.record.order.choice = StateChoiceKind::Empty; // of an older start
        const StatePreview preview = previewOfNextState(scene.view());
        QCOMPARE(preview.savepointId, scene.savepoints.last().metadata.id);
        QVERIFY(preview.refusal.isEmpty());
    }

    void newestIsShownBesideWhatIsKept_data()
    {
        QTest::addColumn<QString>("kept"); // "", "path", "older", "newest"
        QTest::addColumn<bool>("isUnreadable");
        QTest::addColumn<bool>("isShown");
        QTest::newRow("nothing was chosen") << QString() << true << false;
        QTest::newRow("a path") << u"path"_s << true << true;
        QTest::newRow("a path that was read") << u"path"_s << false << false;
        QTest::newRow("an older savepoint") << u"older"_s << true << true;
        QTest::newRow("the newest itself") << u"newest"_s << true << false;
        QTest::newRow("a path, and there is none") << u"none"_s << true << false;
    }
    void newestIsShownBesideWhatIsKept()
    {
        QFETCH(QString, kept);
        QFETCH(bool, isUnreadable);
        QFETCH(bool, isShown);
        Scene scene = running();
        Job &former = scene.newest();
        former.status.state = JobState::Failed;
        if (isUnreadable)
            former.status.failure = JobFailure{.reason = u"StateUnreadable"_s};
        if (kept != "none"_L1)
            scene.savepoints = {savepoint(former, SavepointOrigin::UserRequest, 5),
                                savepoint(former, SavepointOrigin::UserRequest, 9)};
        const QString newest = kept == "none"_L1 ? QString() : scene.savepoints[1].metadata.id;
        if (!kept.isEmpty())
            scene.stored.record.chosen =
                ChosenState{.savepointId = kept == "older"_L1 ? scene.savepoints[0].metadata.id
                                : kept == "newest"_L1         ? newest
                                                              : QString(),
                            .path = u"file:/kept"_s,
                            .generation = scene.stored.record.generation};
        const StatePreview next = previewOfNextState(scene.view());
        QCOMPARE(next.location == "file:/kept"_L1, !kept.isEmpty() && isUnreadable);
        const auto beside = previewOfNewestState(scene.view(), next);
        QCOMPARE(beside.has_value(), isShown);
        QCOMPARE(beside ? beside->savepointId : newest, newest);
    }

    void previewSaysWhatAStartPassesOver_data()
    {
        QTest::addColumn<RestoreStrategy>("strategy");
        QTest::addColumn<bool>("isRead"); // the end of the second job, and nothing in it
        QTest::addColumn<bool>("isOwn"); // the newest savepoint is of the second job
        QTest::addColumn<bool>("isSaid");
        const auto newest = RestoreStrategy::LatestState;
        QTest::newRow("let go of by force") << newest << false << false << true;
        QTest::newRow("read, there was none") << newest << true << false << false;
        QTest::newRow("it left the newest one") << newest << false << true << false;
        QTest::newRow("savepoints alone")
            << RestoreStrategy::LatestSavepoint << false << false << false;
    }
    void previewSaysWhatAStartPassesOver()
    {
        QFETCH(RestoreStrategy, strategy);
        QFETCH(bool, isRead);
        QFETCH(bool, isOwn);
        QFETCH(bool, isSaid);
        Scene scene = running();
        scene.stored.deployment.spec.restoreStrategy = strategy;
        Job second = scene.newest();
        scene.newest().status.state = JobState::Finished;
        second.metadata.id = u"bbbbbbbb-0000-4000-8000-000000000002"_s;
        second.spec.number = 2;
        second.status.state = JobState::Terminated;
        second.ending.isFinalStateRead = isRead;
        if (!isRead)
            second.observed.newestCheckpoint = checkpoint(13, u"file:///c/chk-13"_s);
        scene.jobs.append(second);
        scene.savepoints = {savepoint(scene.jobs[isOwn ? 1 : 0], SavepointOrigin::Suspend, 5)};
        const StatePreview preview = previewOfNextState(scene.view());
        QCOMPARE(preview.savepointId, scene.savepoints.last().metadata.id);
        QCOMPARE(!preview.caution.isEmpty(), isSaid);
        QCOMPARE(preview.passedOver, isSaid ? u"file:///c/chk-13"_s : QString());
    }

    //! §3.9: another incarnation has answered, or a checkpoint had been known.
    void whatWasReadButNotVerifiedIsStillOffered()
    {
        Scene scene = running();
        Job &former = scene.newest();
        former.status.state = JobState::Failed;
        former.ending.isFinalStateRead = former.ending.isFinalStateUnread = true;
        former.observed.hasCompletedCheckpoint = true;
        former.observed.newestCheckpoint = checkpoint(5, u"file:///c/chk-5"_s);
        QCOMPARE(previewOfNextState(scene.view()).passedOver, u"file:///c/chk-5"_s);
        former.ending.isFinalStateUnread = false; // verified: it is gone
        QVERIFY(previewOfNextState(scene.view()).passedOver.isEmpty());
    }

    //! As after a Retry from a path that nobody could read, which is kept.
    void newerStateThatIsRecordedIsNamed()
    {
        Scene scene = running();
        Job &former = scene.newest();
        former.status.state = JobState::Terminated;
        former.ending.isFinalStateRead = true;
        former.observed.hasCompletedCheckpoint = true;
        scene.savepoints = {savepoint(former, SavepointOrigin::RetainedCheckpoint, 5)};
        scene.stored.record.chosen = ChosenState{.path = u"file:/elsewhere"_s,
                                                 .generation = scene.stored.record.generation + 1};
        const StatePreview preview = previewOfNextState(scene.view());
        QCOMPARE(preview.location, u"file:/elsewhere"_s);
        QCOMPARE(preview.passedOver, scene.savepoints.first().spec.savepointLocation);
        QVERIFY(preview.caution.contains("left newer state"_L1));
    }

    //! It went on from there, and what it completed since is not known.
    void whatAJobWasStartedFromIsNotWhatItLeft()
    {
        Scene scene = running();
        Job &former = scene.newest();
        former.status.state = JobState::Terminated;
        former.spec.savepointLocation = u"file:///c/chk-13"_s;
        former.observed.newestCheckpoint = checkpoint(13, former.spec.savepointLocation);
        const StatePreview preview = previewOfNextState(scene.view());
        QVERIFY(!preview.caution.isEmpty());
        QVERIFY(preview.passedOver.isEmpty());
        QVERIFY(preview.location.isEmpty());
        QVERIFY(!preview.caution.contains("after that"_L1)); // after what?
    }

    void previewSaysHowTheJobBehindItEnded_data()
    {
        QTest::addColumn<bool>("isJobKnown"); // one that was added by hand is of none
        QTest::addColumn<TerminationReason>("ending");
        QTest::newRow("suspended") << true << TerminationReason::Suspend;
        QTest::newRow("added by hand") << false << TerminationReason::None;
    }
    void previewSaysHowTheJobBehindItEnded()
    {
        QFETCH(bool, isJobKnown);
        QFETCH(TerminationReason, ending);
        Scene scene = running();
        scene.newest().status.state = JobState::Finished;
        scene.newest().ending.reason = TerminationReason::Suspend;
        Savepoint newest = savepoint(scene.newest(), SavepointOrigin::Suspend, 5);
        if (!isJobKnown) {
            newest.spec.origin = SavepointOrigin::Copied;
            newest.spec.jobId.clear();
        }
        scene.savepoints = {newest};
        const StatePreview preview = previewOfNextState(scene.view());
        QCOMPARE(preview.savepointId, newest.metadata.id);
        QCOMPARE(preview.ending, ending);
    }

    void upgradeFromCheckpointNeedsOneThatOutlivesACancel_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("as it should be") << QString() << true;
        QTest::newRow("a savepoint, whatever is deleted") << u"savepoint"_s << true;
        QTest::newRow("no job") << u"gone"_s << false;
        QTest::newRow("it is being stopped") << u"stopping"_s << false;
        QTest::newRow("it is to be suspended") << u"suspended"_s << false;
        QTest::newRow("it would wait for Retry") << u"failed"_s << false;
        QTest::newRow("nothing changed") << u"same"_s << false;
        QTest::newRow("the running job keeps its template") << u"none"_s << false;
        QTest::newRow("no checkpoint") << u"unknown"_s << false;
        QTest::newRow("nobody knows where it lies") << u"path"_s << false;
        QTest::newRow("deleted by a cancel") << u"deleted"_s << false;
        QTest::newRow("deleted with its job") << u"internal"_s << false;
    }
    void upgradeFromCheckpointNeedsOneThatOutlivesACancel()
    {
        QFETCH(QString, what);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        Deployment &document = scene.stored.deployment;
        document.spec.jobTemplate.parallelism = what == "same"_L1 ? 1 : 2;
        Job &job = scene.newest();
        const bool isSavepoint = what == "savepoint"_L1;
        job.observed.isExternalized = what != "internal"_L1 && !isSavepoint;
        job.observed.isDeletedOnCancellation = what == "deleted"_L1;
        const QString path = what == "path"_L1 ? QString() : u"file:/cp/id/chk-4"_s;
        if (what != "unknown"_L1)
            job.observed.newestCheckpoint = checkpoint(4, path);
        if (isSavepoint)
            job.observed.newestCheckpoint->isSavepoint = true;
        if (what == "stopping"_L1)
            job.status.state = JobState::Terminating;
        if (what == "suspended"_L1)
            document.spec.state = DesiredState::Suspended;
        if (what == "failed"_L1)
            document.status.state = DeploymentState::Failed;
        if (what == "none"_L1)
            document.spec.upgradeStrategy = UpgradeStrategy::None;
        if (what == "gone"_L1)
            scene.jobs.clear();
        const QString refusal = refusalOf(DeploymentAction::UpgradeFromCheckpoint, scene.view());
        QCOMPARE(refusal.isEmpty(), isAllowed);
    }
};

QTEST_APPLESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
