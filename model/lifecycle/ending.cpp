// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/ending.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/submission.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace headgate::ending {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Ending", text);
}

void noteCheckpoint(Job &job, const CheckpointMark &mark)
{
    job.observed.hasCompletedCheckpoint = true;
    if (!job.observed.newestCheckpoint || mark.id > job.observed.newestCheckpoint->id)
        job.observed.newestCheckpoint = mark;
}

//! A snapshot becomes a Savepoint document, unless it is one already.
void recordSnapshot(Deliberation &d, const Job &job, const CheckpointMark &mark,
                    SavepointOrigin origin)
{
    for (Savepoint &each : d.savepoints) {
        if (suspension::isAt(each, mark.path)) {
            suspension::complete(d, each, mark.path);
            each.spec.flinkSavepointId = mark.id; // "filled in later" (§3.9)
            each.spec.stateSize = mark.stateSize;
            return;
        }
    }
    Savepoint savepoint;
    savepoint.metadata.id = d.ids.next();
    savepoint.metadata.name = u"%1-%2-%3"_s.arg(job.spec.deploymentName)
                                  .arg(job.spec.number)
                                  .arg(mark.id);
    savepoint.metadata.createdAt = savepoint.metadata.modifiedAt = d.now;
    savepoint.spec = SavepointSpec{.deploymentId = job.spec.deploymentId,
                                   .jobId = job.metadata.id,
                                   .jobNumber = job.spec.number,
                                   .savepointLocation = mark.path,
                                   .flinkSavepointId = mark.id,
                                   .origin = origin,
                                   .stateSize = mark.stateSize};
    savepoint.status = {.state = SavepointState::Completed, .completedAt = mark.triggeredAt};
    d.savepoints.append(savepoint);
    d.note("SnapshotRecorded", Severity::Info,
           tr("The state at the end of job %1 is kept: %2.").arg(job.spec.number).arg(mark.path));
}

void absorbState(Deliberation &d, Job &job, const StateView &state)
{
    job.observed.isCheckpointingOn = state.isCheckpointingOn;
    job.observed.isExternalized = state.isExternalized;
    job.observed.isDeletedOnCancellation = state.isDeletedOnCancellation;
    if (state.interval)
        job.observed.checkpointInterval = state.interval;
    if (state.restored)
        job.observed.restoredPath = state.restored->path;
    if (state.completed)
        noteCheckpoint(job, *state.completed);
    if (state.savepoint) {
        noteCheckpoint(job, *state.savepoint);
        // A savepoint whose checkpoint id was not known finds its place in the order.
        for (Savepoint &each : d.savepoints) {
            if (each.spec.savepointLocation == state.savepoint->path)
                each.spec.flinkSavepointId = state.savepoint->id;
        }
    }
}

bool isFinalStateSettled(const Deliberation &d, const Job &job)
{
    const StateView *state = d.view.facts.state ? &*d.view.facts.state : nullptr;
    const ClusterView *cluster = d.observedCluster();
    return state && cluster && state->isJobKnown
        && state->requestedAt >= finalReadNotBefore(job, *cluster);
}

//! Makes the Job's last state known, or gives up on it; false while neither is possible yet.
bool readFinalState(Deliberation &d, Job &job)
{
    if (job.ending.isFinalStateRead || job.ending.isFinalStateUnread)
        return true;
    const ClusterView *cluster = d.observedCluster();
    if (!cluster)
        return false;
    const std::optional<StateView> &state = d.view.facts.state;
    const bool hasVanished = state && !state->isJobKnown
        && state->requestedAt >= *job.ending.terminalSeenAt;
    if (hasVanished || (d.isAbsent(job) && judgeAbsence(d, job) != Absence::Open)) {
        job.ending.isFinalStateUnread = true;
        d.note("FinalStateUnread", Severity::Warning,
               tr("Job %1 was forgotten by Flink before its last state could be read.")
                   .arg(job.spec.number));
        return true;
    }
    if (!isFinalStateSettled(d, job)) {
        const Instant notBefore = finalReadNotBefore(job, *cluster);
        d.wakeAt(notBefore);
        if (d.now >= notBefore)
            d.ask(ReadState{cluster->id, flinkJobIdOf(job), notBefore});
        d.wait(tr("Reading the last state of the job."));
        return false;
    }
    job.ending.isFinalStateRead = true;
    const bool isOtherIncarnation = state->incarnation != job.submission.incarnation
        && !job.submission.incarnation.isEmpty();
    const auto mark = survivingSnapshot(*state, *job.ending.terminalStatus);
    if (mark)
        recordSnapshot(d, job, *mark,
                       mark->isSyncSavepoint ? SavepointOrigin::Suspend
                           : mark->isSavepoint ? SavepointOrigin::UserRequest
                                               : SavepointOrigin::RetainedCheckpoint);
    else if (isOtherIncarnation && !state->completed && !state->savepoint)
        job.ending.isFinalStateUnread = true; // "none" is verified by the first incarnation only
    return true;
}

//! A job that Flink let run, as against one that failed while it was set up.
bool hasRun(const Deliberation &d, const Job &job)
{
    return job.status.started || (d.view.facts.state && d.view.facts.state->hasRun)
        || job.ending.terminalStatus == FlinkJobStatus::Finished;
}

void markAsRun(Deliberation &d, Job &job)
{
    if (job.status.started)
        return;
    job.status.started
        = StartedStatus{.flinkJobId = flinkJobIdOf(job), .startedAt = d.now, .lastUpdateTime = d.now};
    d.record.startAttempts = 0;
    d.record.chosen.reset();
}

//! The savepoint that a stop, ours or somebody else's, ended this job with; null for none.
const Savepoint *stopSavepoint(const Deliberation &d, const Job &job)
{
    const bool isOurs = job.ending.reason != TerminationReason::None;
    const auto &state = d.view.facts.state;
    const QString last = state && state->savepoint && state->savepoint->isSyncSavepoint
        ? state->savepoint->path
        : QString();
    const Savepoint *found = nullptr;
    for (const Savepoint &each : d.savepoints) {
        const bool isStop = each.spec.jobId == job.metadata.id
            && each.spec.origin == SavepointOrigin::Suspend
            && each.status.state == SavepointState::Completed;
        if (isStop && ((isOurs && !each.spec.directory.isEmpty()) || suspension::isAt(each, last)))
            found = &each;
    }
    return found;
}

void concludeFinished(Deliberation &d, Job &job)
{
    const TerminationReason reason = job.ending.reason;
    const bool isOurStop = reason == TerminationReason::Suspend
        || (reason == TerminationReason::Upgrade && !cancellation::isCancelling(job));
    const Savepoint *stopped = stopSavepoint(d, job);
    suspension::resolveOpen(d, job);
    if (isOurStop && stopped) {
        endJob(d, job, JobState::Finished);
        if (reason == TerminationReason::Upgrade)
            d.record.pinnedSavepointId = stopped->metadata.id;
        d.record.savepointAttempts = 0;
        d.record.isDrainRequested = false;
        d.note("JobStopped", Severity::Info,
               tr("Job %1 was stopped with savepoint %2.")
                   .arg(job.spec.number)
                   .arg(stopped->spec.savepointLocation));
        return;
    }
    // It finished by itself where no stop of anybody took a savepoint.
    if (!stopped)
        job.ending.reason = TerminationReason::None;
    endJob(d, job, JobState::Finished);
    d.note("JobFinished", Severity::Info, tr("Job %1 has finished.").arg(job.spec.number));
    if (stopped && d.desired() != DesiredState::Cancelled && reason == TerminationReason::None) {
        job.ending.reason = TerminationReason::Suspend; // by somebody else's hand
        if (d.desired() == DesiredState::Running)
            d.fail(FailureReason::StoppedOutside,
                   tr("The job was stopped outside Headgate; its savepoint is %1.")
                       .arg(stopped->spec.savepointLocation));
    }
}

void concludeFailed(Deliberation &d, Job &job)
{
    const QString message
        = d.view.facts.failureCause.value_or(job.submission.rejection.isEmpty()
                                                 ? tr("Flink reports that the job failed.")
                                                 : job.submission.rejection);
    const QString detail = d.view.facts.failureDetail.value_or(job.submission.rejectionDetail);
    const JobFailure failure{
        .message = message, .reason = u"JobFailed"_s, .detail = detail, .failedAt = d.now};
    const TerminationReason reason = job.ending.reason;
    if (!hasRun(d, job) && reason == TerminationReason::None)
        return endFailedStart(d, job, failure);
    markAsRun(d, job);
    const bool isStopping = (reason == TerminationReason::Suspend
                             || reason == TerminationReason::Upgrade)
        && !cancellation::isCancelling(job);
    const Savepoint *stopped = stopSavepoint(d, job);
    suspension::resolveOpen(d, job);
    endJob(d, job, JobState::Failed, failure);
    d.note("JobFailed", Severity::Error, tr("Job %1 failed: %2").arg(job.spec.number).arg(message),
           detail);
    if (isStopping && stopped && reason == TerminationReason::Upgrade)
        d.record.pinnedSavepointId = stopped->metadata.id; // §4: the upgrade starts from it
    else if (isStopping && d.desired() != DesiredState::Cancelled && !stopped)
        d.fail(FailureReason::FailedDuringStop,
               tr("The job failed while it was stopped: %1").arg(message), detail);
    else if (!isStopping)
        attempts::countRunFailure(d, message, detail);
}

void concludeCanceled(Deliberation &d, Job &job)
{
    const bool isOurs = cancellation::isCancelling(job);
    suspension::resolveOpen(d, job);
    endJob(d, job, JobState::Terminated);
    d.note("JobCancelled", Severity::Info, tr("Job %1 is cancelled.").arg(job.spec.number));
    if (!isOurs && d.desired() != DesiredState::Cancelled)
        d.fail(FailureReason::CancelledOutside, tr("The job was cancelled outside Headgate."));
}

void concludeEnd(Deliberation &d, Job &job)
{
    const FlinkJobStatus status = *job.ending.terminalStatus;
    if (status == FlinkJobStatus::Finished) {
        markAsRun(d, job);
        concludeFinished(d, job);
    } else if (status == FlinkJobStatus::Canceled) {
        if (hasRun(d, job))
            markAsRun(d, job);
        concludeCanceled(d, job);
    } else {
        concludeFailed(d, job);
    }
    if (job.ending.isFinalStateUnread && d.desired() != DesiredState::Cancelled && !d.isFailed()
        && !stopSavepoint(d, job))
        d.fail(FailureReason::FinalStateUnread,
               tr("The last state of the job could not be read before Flink forgot it; only you "
                  "can choose what to start from."));
}

void absorbTerminal(Deliberation &d, Job &job, const FlinkJob &row)
{
    if (job.ending.terminalStatus)
        return;
    job.ending.terminalStatus = row.status;
    job.ending.terminalSeenAt = d.observedCluster()->answeredAt;
    d.purpose = "terminal"_L1;
}

void finishIfTerminal(Deliberation &d, Job &job)
{
    if (!job.ending.terminalStatus)
        return;
    const bool isFailedUnexplained = job.ending.terminalStatus == FlinkJobStatus::Failed
        && !d.view.facts.failureCause && d.observedCluster();
    if (isFailedUnexplained && d.seen(job))
        d.ask(ReadFailureCause{job.spec.sessionClusterId, flinkJobIdOf(job)});
    if (suspension::isWaitingForLocation(d, job))
        return;
    const Savepoint *stopped = stopSavepoint(d, job);
    const bool isStoppedAsWanted = stopped && !stopped->spec.directory.isEmpty()
        && job.ending.terminalStatus == FlinkJobStatus::Finished;
    if (!isStoppedAsWanted && !readFinalState(d, job)) {
        job.status.state = JobState::Terminating;
        return;
    }
    if (isFailedUnexplained && d.seen(job) && !job.ending.isFinalStateUnread)
        return d.wait(tr("Reading why the job failed."));
    d.purpose = "end"_L1;
    concludeEnd(d, job);
}

bool isDiskNeeded(const Deliberation &d, const Job &job)
{
    return !d.view.facts.disk
        && (job.observed.newestCheckpoint || job.ending.reason != TerminationReason::None);
}

//! The snapshot that a lost Job verifiably left (lifecycle.md §3.8).
std::optional<CheckpointMark> snapshotOfLost(const Deliberation &d, const Job &job)
{
    const auto &last = job.observed.newestCheckpoint;
    const DiskView &disk = *d.view.facts.disk;
    if (disk.isReadable && disk.newest)
        return last && last->id > disk.newest->id ? last : disk.newest;
    const auto &sign = d.observedCluster()->endSign;
    if (!last || !sign || !job.observed.checkpointInterval)
        return std::nullopt;
    const bool isStillNewest
        = sign->at < last->triggeredAt + milliseconds(*job.observed.checkpointInterval);
    return isStillNewest ? last : std::nullopt;
}

void endLostDuringStop(Deliberation &d, Job &job, const JobFailure &failure)
{
    Savepoint *stop = d.stopOf(job);
    const QString found = d.view.facts.disk ? d.view.facts.disk->stopLocation : QString();
    if (stop && stop->spec.savepointLocation.isEmpty() && !found.isEmpty()) {
        suspension::complete(d, *stop, found);
    }
    if (stop && !stop->spec.savepointLocation.isEmpty()) {
        job.ending.terminalStatus = FlinkJobStatus::Finished;
        return concludeFinished(d, job); // as if COMPLETED and FINISHED (§5.6)
    }
    suspension::resolveOpen(d, job);
    endJob(d, job, JobState::Failed, failure);
    const auto &newest = job.observed.newestCheckpoint;
    d.fail(FailureReason::ClusterLostDuringStop,
           tr("The cluster was lost while the job was stopped; the newest state that is known is "
              "%1.")
               .arg(newest ? newest->path : tr("none")));
}

void endLost(Deliberation &d, Job &job)
{
    if (isDiskNeeded(d, job)) {
        d.ask(ReadDisk{job.spec.sessionClusterId, job.metadata.id});
        return d.wait(tr("Looking for the state that the lost job left."));
    }
    const JobFailure failure{.message = tr("The job was lost with its JobManager."),
                             .reason = u"Lost"_s,
                             .failedAt = d.now};
    job.ending.endedWithJobManager = true;
    d.purpose = "end"_L1;
    d.note("JobLost", Severity::Error, failure.message);
    const bool isStopping = job.ending.reason == TerminationReason::Suspend
        || (job.ending.reason == TerminationReason::Upgrade && !cancellation::isCancelling(job));
    if (isStopping && d.desired() != DesiredState::Cancelled)
        return endLostDuringStop(d, job, failure);
    if (job.observed.newestCheckpoint) {
        if (const auto mark = snapshotOfLost(d, job))
            recordSnapshot(d, job, *mark, SavepointOrigin::RetainedCheckpoint);
        else
            job.ending.isFinalStateUnread = true;
    } else if (job.status.started) {
        job.ending.isFinalStateUnread = job.observed.isCheckpointingOn;
    }
    suspension::resolveOpen(d, job);
    if (d.desired() == DesiredState::Cancelled)
        return endJob(d, job, JobState::Terminated);
    markAsRun(d, job);
    endJob(d, job, JobState::Failed, failure);
    attempts::countRunFailure(d, failure.message, {});
}

void endMissing(Deliberation &d, Job &job)
{
    if (d.desired() == DesiredState::Cancelled) {
        suspension::resolveOpen(d, job);
        if (d.observedCluster()->hasHighAvailability)
            cancellation::listOrphan(d, job, true);
        job.ending.isFinalStateUnread = true;
        return endJob(d, job, JobState::Terminated);
    }
    // A person's Retry is a new generation, in which it was missing from the beginning.
    if (job.ending.isMissing && !d.isFailed()) {
        job.ending.isFinalStateUnread = true;
        suspension::resolveOpen(d, job);
        return endJob(d, job, JobState::Failed,
                      JobFailure{.message = tr("The job ended while nobody looked."),
                                 .reason = u"Missing"_s,
                                 .failedAt = d.now});
    }
    if (job.ending.isMissing)
        return;
    job.ending.isMissing = true;
    const bool isHa = d.observedCluster()->hasHighAvailability;
    d.fail(isHa ? FailureReason::MissingAfterFailover : FailureReason::EndedUnseen,
           isHa ? tr("The job is missing after a failover of the JobManager.")
                : tr("The job ended while nobody looked; how it ended is not known."));
}

void considerAbsence(Deliberation &d, Job &job)
{
    if (d.isAbsent(job) && (!d.memory.absentSince
                            || d.memory.absentIncarnation != d.observedCluster()->incarnation)) {
        d.memory.absentSince = d.observedCluster()->requestedAt;
        d.memory.absentIncarnation = d.observedCluster()->incarnation;
    }
    // A location that was seen stands, whatever became of the job (§5.3).
    const Savepoint *stop = d.stopOf(job);
    const bool haveLocation = stop && stop->status.state == SavepointState::Completed;
    switch (judgeAbsence(d, job)) {
    case Absence::None:
    case Absence::Open:
        return;
    case Absence::Lost:
        return endLost(d, job);
    case Absence::Missing:
        if (!haveLocation || d.desired() == DesiredState::Cancelled)
            return endMissing(d, job);
        job.ending.terminalStatus = FlinkJobStatus::Finished;
        return concludeFinished(d, job);
    }
}

} // namespace

void absorb(Deliberation &d)
{
    Job *job = d.live();
    if (!job)
        return;
    if (const auto &state = d.view.facts.state; state && state->isJobKnown)
        absorbState(d, *job, *state);
    if (const FlinkJob *row = d.seen(*job); row && isTerminal(row->status))
        absorbTerminal(d, *job, *row);
    if (const auto &disk = d.view.facts.disk;
        disk && disk->archivedStatus && !job->ending.terminalStatus) {
        job->ending.terminalStatus = disk->archivedStatus;
        job->ending.terminalSeenAt = d.now;
    }
    if (job->ending.terminalStatus)
        return finishIfTerminal(d, *job);
    const bool wasThere = job->submission.isSighted || job->status.started;
    if (wasThere && d.observedCluster())
        considerAbsence(d, *job);
}

void endJob(Deliberation &d, Job &job, JobState state, const std::optional<JobFailure> &failure)
{
    job.status.state = state;
    job.status.failure = failure;
    job.ending.endedAt = d.now;
    job.ending.isMissing = false;
    d.memory.absentSince.reset();
    d.memory.retryAt.reset();
    if (job.ending.terminalStatus && job.status.started)
        job.status.started->observedFlinkJobStatus = *job.ending.terminalStatus;
}

void endFailedStart(Deliberation &d, Job &job, const JobFailure &failure)
{
    static const QRegularExpression unreadable(
        u"Cannot find checkpoint or savepoint file/directory|"
        "Could not find checkpoint or savepoint|"
        "Cannot find meta data file|Failed to load (check|save)point|"
        "UnsupportedFileSystemSchemeException|CheckpointException: Could not load"_s);
    endJob(d, job, JobState::Failed, failure);
    d.purpose = "end"_L1;
    const bool isAboutState = !job.spec.savepointLocation.isEmpty()
        && unreadable.match(failure.message + u'\n' + failure.detail).hasMatch();
    if (isAboutState && d.desired() == DesiredState::Running)
        return d.fail(FailureReason::StateUnreadable,
                      tr("The cluster cannot read the state %1: %2")
                          .arg(job.spec.savepointLocation, failure.message),
                      failure.detail);
    d.note("AttemptFailed", Severity::Warning,
           tr("Attempt %1 failed: %2")
               .arg(attempts::currentAttempt(d.record))
               .arg(failure.message),
           failure.detail);
    attempts::countFailedStart(d, failure.message, failure.detail);
}

Absence judgeAbsence(const Deliberation &d, const Job &job)
{
    if (!d.isAbsent(job))
        return Absence::None;
    const ClusterView &cluster = *d.observedCluster();
    const auto &sighting = job.observed.lastSighting;
    const Duration gone
        = d.memory.absentSince ? cluster.requestedAt - *d.memory.absentSince : Duration::zero();
    if (cluster.hasHighAvailability)
        return gone >= seconds(120) ? Absence::Missing : Absence::Open;
    const auto &sign = cluster.endSign;
    const bool isOtherIncarnation = sighting && sighting->incarnation != cluster.incarnation;
    const bool isEndClear = isOtherIncarnation && sign && !sign->isBlurred
        && sign->incarnation == sighting->incarnation && sign->at - sighting->at <= seconds(60);
    const auto &disk = d.view.facts.disk;
    const bool isArchiveSilent = cluster.isLocal && isOtherIncarnation && disk
        && disk->hasArchive && !disk->archivedStatus;
    if (isEndClear || isArchiveSilent)
        return Absence::Lost;
    return gone >= seconds(10) ? Absence::Missing : Absence::Open;
}

Instant finalReadNotBefore(const Job &job, const ClusterView &cluster)
{
    return job.ending.terminalSeenAt.value_or(cluster.answeredAt) + cluster.statisticsCacheTime;
}

std::optional<CheckpointMark> survivingSnapshot(const StateView &state, FlinkJobStatus status)
{
    std::optional<CheckpointMark> best = state.savepoint;
    const bool survives = state.isExternalized
        && (status == FlinkJobStatus::Failed
            || (status == FlinkJobStatus::Canceled && !state.isDeletedOnCancellation));
    const auto consider = [&](const std::optional<CheckpointMark> &mark) {
        if (mark && !mark->path.isEmpty() && (!best || mark->id > best->id))
            best = mark;
    };
    if (survives)
        consider(state.completed);
    return best;
}

} // namespace headgate::ending
