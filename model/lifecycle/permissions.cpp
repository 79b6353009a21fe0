// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/permissions.h"

#include "model/lifecycle/restore.h"
#include "model/lifecycle/submission.h"
#include "model/lifecycle/suspension.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

const Job *liveJob(const DeploymentView &view)
{
    const Job *job = view.jobs.isEmpty() ? nullptr : &view.jobs.last();
    return job && isLive(job->status.state) ? job : nullptr;
}

QString refusalOfStart(const DeploymentView &view)
{
    const Deployment &deployment = view.stored.deployment;
    if (deployment.spec.state == DesiredState::Running)
        return deployment.status.state == DeploymentState::Failed
            ? tr("It is to be running already; use Retry.")
            : deployment.status.state == DeploymentState::Finished
            ? tr("It has finished; use Run Again.")
            : tr("It is to be running already.");
    const auto refusals = refusalsOfStart(deployment);
    return refusals.isEmpty() ? QString() : refusals.first().message;
}

//! There is nowhere that a savepoint of \a job could go.
QString lackOfDirectory(const DeploymentView &view, const Job &job)
{
    if (!view.current || !view.current->isObserved
        || !suspension::savepointDirectory(job.spec.jobTemplate, *view.current).isEmpty())
        return {};
    return tr("No savepoint directory is set: not in the deployment's Flink configuration, nor for "
              "the session cluster, nor in Flink itself.");
}

QString refusalOfSuspend(const DeploymentView &view)
{
    const Deployment &deployment = view.stored.deployment;
    if (deployment.spec.state == DesiredState::Suspended)
        return tr("It is to be suspended already.");
    const Job *job = liveJob(view);
    if (!job)
        return tr("There is no job to suspend.");
    if (job->ending.reason == TerminationReason::Cancel)
        return tr("It is being cancelled.");
    return lackOfDirectory(view, *job);
}

QString refusalOfCancel(const DeploymentView &view)
{
    return view.stored.deployment.spec.state == DesiredState::Cancelled
        ? tr("It is to be cancelled already.")
        : QString();
}

QString refusalOfRetry(const DeploymentView &view)
{
    return view.stored.deployment.status.state == DeploymentState::Failed
        ? QString()
        : tr("Only what is FAILED can be retried.");
}

QString refusalOfRunAgain(const DeploymentView &view)
{
    return view.stored.deployment.status.state == DeploymentState::Finished
        ? QString()
        : tr("Only what is FINISHED can be run again.");
}

QString refusalOfForceCancel(const DeploymentView &view)
{
    if (view.stored.deployment.spec.state != DesiredState::Cancelled)
        return tr("Cancel it first; force is for a cancellation that does not end.");
    return liveJob(view) ? QString() : tr("There is no live job.");
}

//! They have not run for a while; a job that has just been started is only waited for.
const Condition *lackOfTasks(const DeploymentStatus &status)
{
    if (!status.running)
        return nullptr;
    const QList<Condition> &all = status.running->conditions;
    const auto found = std::ranges::find(all, ConditionType::TasksNotRunning, &Condition::type);
    const bool isTrue = found != all.end() && found->status == ConditionStatus::True;
    return isTrue ? &*found : nullptr;
}

QString refusalOfSavepoint(const DeploymentView &view)
{
    const Job *job = liveJob(view);
    if (!job || job->status.state != JobState::Started)
        return tr("There is no running job.");
    if (view.stored.deployment.status.state == DeploymentState::Failed)
        return tr("It has failed: nothing is sent before you retry or cancel it.");
    const bool isUnderWay = std::ranges::any_of(view.savepoints, [&](const Savepoint &each) {
        return each.spec.jobId == job->metadata.id
            && each.spec.origin == SavepointOrigin::UserRequest
            && each.status.state == SavepointState::Started;
    });
    if (isUnderWay)
        return tr("A savepoint is under way.");
    if (const QString lack = lackOfDirectory(view, *job); !lack.isEmpty())
        return lack;
    if (const Condition *lack = lackOfTasks(view.stored.deployment.status))
        return tr("Flink takes a savepoint only while all tasks run. %1").arg(lack->message);
    return {};
}

//! A start that nobody confirmed would find nothing of \a job's state once it is cancelled (§3.8).
bool losesState(const DeploymentView &view, const Job &job)
{
    const RestoreStrategy strategy = view.stored.deployment.spec.restoreStrategy;
    const bool mayHaveState = job.observed.hasCompletedCheckpoint || job.observed.isCheckpointingOn;
    switch (strategy) {
    case RestoreStrategy::LatestState:
        return mayHaveState && !outlivesCancel(job) && !restore::newestOfJob(job, view.savepoints);
    case RestoreStrategy::LatestSavepoint:
        return mayHaveState && !restore::newestFor(strategy, view.savepoints);
    case RestoreStrategy::None:
        return false;
    }
    return false;
}

QString refusalOfUpgradeFromCheckpoint(const DeploymentView &view)
{
    const StoredDeployment &stored = view.stored;
    const Job *job = liveJob(view);
    if (!job || job->status.state != JobState::Started
        || stored.deployment.spec.state != DesiredState::Running)
        return tr("There is no running job.");
    if (stored.deployment.status.state == DeploymentState::Failed)
        return tr("It has failed; use Retry, or save it anew.");
    if (stored.deployment.spec.upgradeStrategy == UpgradeStrategy::None
        || !upgrade::isChanged(stored, *job))
        return tr("Nothing waits to be upgraded: what runs is what is saved.");
    const auto &newest = job->observed.newestCheckpoint;
    if (!newest || newest->path.isEmpty())
        return tr("No completed checkpoint of the job is known.");
    return outlivesCancel(*job) ? QString()
                                : tr("Flink deletes the job's checkpoints when it is cancelled.");
}

QString refusalOfChangedJar(const DeploymentView &view)
{
    if (view.stored.deployment.spec.state != DesiredState::Running)
        return tr("It does not run; the next start takes the jar as it is then.");
    return view.isJarChanged ? QString() : tr("Its jar has not changed since it was taken.");
}

QString refusalOfAdopt(const DeploymentView &view)
{
    const auto &failure = view.stored.record.failure;
    const bool isFound = failure && failure->generation == view.stored.record.generation
        && !failure->flinkJobs.isEmpty();
    if (!isFound || liveJob(view))
        return tr(
            "No job without record was found that says it is its own; a start looks for one.");
    if (failure->flinkJobs.size() > 1)
        return tr(
            "Several jobs say that they are its own: cancel all but one at Flink, and retry.");
    const ClusterView *cluster = view.target;
    if (!cluster || !cluster->isObserved || cluster->isPerhapsAnother)
        return tr("Its session cluster does not answer.");
    const auto row = cluster->jobs.constFind(failure->flinkJobs.first());
    return row == cluster->jobs.constEnd() || isTerminal(row->status)
        ? tr("The job that was found has ended; use Retry.")
        : QString();
}

void addCaution(StatePreview &preview, const Job &job, const QList<Savepoint> &savepoints)
{
    const bool isVerified = job.ending.isFinalStateRead && !job.ending.isFinalStateUnread;
    if (const Savepoint *left = isVerified ? restore::newestOfJob(job, savepoints) : nullptr) {
        preview.passedOver = left->spec.savepointLocation;
        preview.caution =
            tr("Job %1 went on after that, and left newer state; that would be passed over.")
                .arg(job.spec.number);
        return;
    }
    if (isVerified) {
        preview.caution =
            tr("There is no state of job %1 that could be restored; what it did after "
               "that would be lost.")
                .arg(job.spec.number);
        return;
    }
    const auto &newest = job.observed.newestCheckpoint;
    if (newest && newest->path != job.spec.savepointLocation)
        preview.passedOver = newest->path;
    if (preview.passedOver.isEmpty() && preview.location.isEmpty()) {
        preview.caution = tr("Job %1 may have completed a checkpoint that is not known here; it "
                             "would be lost.")
                              .arg(job.spec.number);
        return;
    }
    preview.caution =
        (preview.passedOver.isEmpty()
             ? tr("Job %1 may have gone on after that, and completed a checkpoint that is not "
                  "known here; it would be lost.")
             : tr("Job %1 went on after that, and how it ended was not seen; what it wrote would "
                  "be lost."))
            .arg(job.spec.number);
}

QString refusalOfDelete(const DeploymentView &view)
{
    if (liveJob(view))
        return tr("It has a live job; cancel it first.");
    const bool isUnresolved = std::ranges::any_of(view.jobs, submission::isUnresolved);
    return isUnresolved ? tr("The outcome of a submission is not known yet.") : QString();
}

} // namespace

QString refusalOf(DeploymentAction action, const DeploymentView &view)
{
    switch (action) {
    case DeploymentAction::Start:
    case DeploymentAction::ChooseState:
        return refusalOfStart(view);
    case DeploymentAction::Suspend:
    case DeploymentAction::StopWithDrain:
        return refusalOfSuspend(view);
    case DeploymentAction::Cancel:
        return refusalOfCancel(view);
    case DeploymentAction::Retry:
        return refusalOfRetry(view);
    case DeploymentAction::RunAgain:
        return refusalOfRunAgain(view);
    case DeploymentAction::ForceCancel:
        return refusalOfForceCancel(view);
    case DeploymentAction::TriggerSavepoint:
        return refusalOfSavepoint(view);
    case DeploymentAction::UpgradeFromCheckpoint:
        return refusalOfUpgradeFromCheckpoint(view);
    case DeploymentAction::UpgradeToChangedJar:
        return refusalOfChangedJar(view);
    case DeploymentAction::AdoptJob:
        return refusalOfAdopt(view);
    case DeploymentAction::Edit:
        return {};
    case DeploymentAction::Delete:
        return refusalOfDelete(view);
    }
    return {};
}

QString refusalOfUpgrade(const DeploymentView &view, const StartOrder &shown)
{
    const Job *job = liveJob(view);
    if (!job || job->status.state != JobState::Started
        || view.stored.deployment.spec.upgradeStrategy != UpgradeStrategy::Stateless
        || shown.choice != StateChoiceKind::Newest)
        return {};
    if (!shown.isConfirmed)
        return losesState(view, *job)
            ? tr("Cancelling the job would lose its state: no checkpoint of it stays. Only you can "
                 "choose to go on from older state, or empty.")
            : QString();
    const StatePreview next = previewOfNextState(view);
    if (!next.refusal.isEmpty())
        return next.refusal;
    return restore::agreesWithShown(shown, next.savepointId, view.savepoints)
        ? QString()
        : tr("The state that would be restored is not the one that was confirmed; choose again.");
}

static TerminationReason endingOf(const DeploymentView &view, const QString &jobId)
{
    const Job *job = findById(view.jobs, jobId);
    return job ? job->ending.reason : TerminationReason::None;
}

//! What a start now would take: a person's, by the strategy, with nothing chosen since \a record.
static StatePreview previewOf(const DeploymentView &view, DeploymentRecord record)
{
    record.order = {};
    ++record.generation;
    const restore::Past past{.deployment = view.stored.deployment,
                             .record = record,
                             .last = view.jobs.isEmpty() ? nullptr : &view.jobs.last(),
                             .savepoints = view.savepoints};
    const restore::Choice choice = restore::choose(past);
    StatePreview preview{.savepointId = choice.state.savepointId,
                         .location = choice.state.path,
                         .refusal = choice.refusal ? choice.message : QString()};
    if (const Savepoint *next = findById(view.savepoints, choice.state.savepointId)) {
        preview.origin = next->spec.origin;
        preview.isDrained = next->spec.isDrained;
        preview.ending = endingOf(view, next->spec.jobId);
        preview.createdAt = next->status.completedAt;
        preview.stateSize = next->spec.stateSize;
    }
    if (const Job *job = restore::passedOver(view.jobs, past, choice.state))
        addCaution(preview, *job, view.savepoints);
    return preview;
}

StatePreview previewOfNextState(const DeploymentView &view)
{
    return previewOf(view, view.stored.record);
}

std::optional<StatePreview> previewOfNewestState(const DeploymentView &view,
                                                 const StatePreview &next)
{
    if (!view.stored.record.chosen)
        return std::nullopt;
    DeploymentRecord record = view.stored.record;
    record.chosen.reset();
    const StatePreview newest = previewOf(view, record);
    const bool isAnother = !newest.location.isEmpty() && newest.savepointId != next.savepointId;
    return isAnother ? std::optional(newest) : std::nullopt;
}

} // namespace headgate
