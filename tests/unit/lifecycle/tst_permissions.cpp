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

    void contradictingDocumentIsNotStarted()
    {
        Scene scene;
        scene.stored.deployment.spec.state = DesiredState::Cancelled;
        scene.stored.deployment.spec.restoreStrategy = RestoreStrategy::None;
        QVERIFY(!refusalOf(DeploymentAction::Start, scene.view()).isEmpty());
    }

    void suspendNeedsADirectory()
    {
        Scene scene = running();
        scene.cluster.savepointDirectory.clear();
        QVERIFY(!refusalOf(DeploymentAction::Suspend, scene.view()).isEmpty());
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

    void upgradeFromCheckpointNeedsOneThatOutlivesACancel_data()
    {
        QTest::addColumn<bool>("isChanged");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<bool>("isDeleted"); // by a cancel
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("as it should be") << true << true << false << true;
        QTest::newRow("nothing changed") << false << true << false << false;
        QTest::newRow("no checkpoint") << true << false << false << false;
        QTest::newRow("deleted by a cancel") << true << true << true << false;
    }
    void upgradeFromCheckpointNeedsOneThatOutlivesACancel()
    {
        QFETCH(bool, isChanged);
        QFETCH(bool, isKnown);
        QFETCH(bool, isDeleted);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        scene.stored.deployment.spec.jobTemplate.parallelism = isChanged ? 2 : 1;
        JobObservations &observed = scene.newest().observed;
        observed.isExternalized = true;
        observed.isDeletedOnCancellation = isDeleted;
        if (isKnown)
            observed.newestCheckpoint = checkpoint(4, u"file:/cp/id/chk-4"_s);
        const QString refusal = refusalOf(DeploymentAction::UpgradeFromCheckpoint, scene.view());
        QCOMPARE(refusal.isEmpty(), isAllowed);
        scene.stored.deployment.status.state = DeploymentState::Failed; // it would wait for Retry
        QVERIFY(!refusalOf(DeploymentAction::UpgradeFromCheckpoint, scene.view()).isEmpty());
    }

    void forceCancellationNamesTheLiveJob_data()
    {
        QTest::addColumn<QString>("stored"); // null: the annotation is not there
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<bool>("isLive");
        QTest::addColumn<bool>("isAllowed");
        const QString live = job(JobState::Started).metadata.id;
        const QString other = u"aaaaaaaa-0000-4000-8000-000000000009"_s;
        QTest::newRow("not there") << QString() << QString() << true << true;
        QTest::newRow("the live job") << QString() << live << true << true;
        QTest::newRow("another job") << QString() << other << true << false;
        QTest::newRow("a word") << QString() << u"job"_s << true << false;
        QTest::newRow("nothing") << QString() << u""_s << true << false;
        QTest::newRow("a job that has ended") << QString() << live << false << false;
        QTest::newRow("as it was") << other << other << true << true;
    }
    void forceCancellationNamesTheLiveJob()
    {
        QFETCH(QString, stored);
        QFETCH(QString, wanted);
        QFETCH(bool, isLive);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        if (!isLive)
            scene.newest().status.state = JobState::Terminated;
        if (!stored.isNull())
            scene.stored.deployment.metadata.annotations[ForceCancellationAnnotation] = stored;
        Deployment document = scene.stored.deployment;
        if (!wanted.isNull())
            document.metadata.annotations[ForceCancellationAnnotation] = wanted;
        const DeploymentView view = scene.view();
        const auto errors = errorsInAnnotations(document, &view);
        QCOMPARE(errors.isEmpty(), isAllowed);
        if (!isAllowed)
            QCOMPARE(errors.first().path,
                     u"metadata.annotations.deployment.sessionmode.force-cancellation"_s);
        QCOMPARE(errorsInAnnotations(document, nullptr).isEmpty(), // a new one has no job
                 document.metadata.annotations.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
