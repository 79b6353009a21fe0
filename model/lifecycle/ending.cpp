// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/ending.h"

#include "model/lifecycle/absence.h"
#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/restore.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepointfiles.h"
#include "model/lifecycle/staterestore.h"
#include "model/lifecycle/suspension.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::ending {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds PatienceForCause{10};

//! It ended unseen, and the JobManager that had it is gone: its tasks may still run (§3.2).
bool isJobManagerReplaced(const Deliberation &d, const Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    if (!cluster || job.ending.terminalStatus || job.submission.requestsSent == 0)
        return false;
    const auto &sighting = job.observed.lastSighting;
    return cluster->incarnation != (sighting ? sighting->incarnation : job.submission.incarnation);
}

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::ending", text);
}

//! A job that Flink let run, as against one that failed while it was set up.
bool hasRun(const Deliberation &d, const Job &job)
{
    return job.status.started || (d.view.facts.state && d.view.facts.state->hasRun);
}

//! The savepoint that a stop, ours or somebody else's, ended \a job with; null for none.
const Savepoint *stopSavepoint(const Deliberation &d, const Job &job)
{
    const StateView *state = finalread::settledState(d, job);
    const QString last = state ? finalread::pathOfStop(*state) : QString();
    const Savepoint *newest = d.newestStopOf(job); // an earlier one has not ended the job
    const bool isOurs = job.ending.reason != TerminationReason::None
        && !(newest && suspension::mayBeOutrun(d, job, *newest)); // then only the final read tells
    const auto &all = d.savepoints();
    const auto it = std::ranges::find_if(all, [&](const Savepoint &each) {
        const bool isOfOurStop = isOurs && !each.spec.directory.isEmpty()
            && (&each == newest || !rule("5.3 the last stop ends the job"))
            && each.status.failure.isEmpty();
        // Flink said so itself; what it has only forgotten may have stopped the job.
        const bool isOutlived = !each.status.failure.isEmpty() && !each.operation.isExpired
            && rule("5.6 what a failed stop wrote ends no job");
        return each.spec.jobId == job.metadata.id && each.spec.origin == SavepointOrigin::Suspend
            && each.status.state == SavepointState::Completed && !isOutlived
            && (isOfOurStop || savepointfiles::isAt(each, last));
    });
    return it == all.end() ? nullptr : &*it;
}

void concludeStopped(Deliberation &d, Job &job, const QString &savepointId, const QString &location)
{
    d.edit(savepointId)->status.failure.clear(); // it has stopped the job after all
    endJob(d, job, JobState::Finished);
    if (job.ending.reason == TerminationReason::Upgrade && rule("4 an upgrade is pinned"))
        d.record.edit().pinnedSavepointId = savepointId;
    if (rule("5.5 a stop that succeeds resets its counter"))
        d.record.edit().savepointAttempts = 0;
    d.record.edit().lastSavepointFailureAt.reset();
    d.record.edit().isDrainRequested = false;
    d.note("JobStopped", Severity::Info,
           tr("Job %1 was stopped with savepoint %2.").arg(job.spec.number).arg(location));
}

void concludeStoppedOutside(Deliberation &d, Job &job, const QString &location)
{
    job.ending.reason = TerminationReason::Suspend; // by somebody else's hand
    if (d.desired() == DesiredState::Running && rule("3.7 stopped outside is not restarted"))
        d.fail(FailureReason::StoppedOutside,
               tr("The job was stopped outside Headgate; its savepoint is %1.").arg(location));
}

//! FAILED during a stop: the snapshot that is kept is named, or starts the upgrade (§4, §5.6).
void concludeFailedStop(Deliberation &d, const Job &job, const Savepoint *written,
                        const QString &message, const QString &detail)
{
    if (written && job.ending.reason == TerminationReason::Upgrade
        && rule("4 what a failed stop wrote starts the upgrade")) {
        const bool isPlaced = written->spec.flinkSavepointId > 0; // else nothing compares with it
        const Savepoint *newest = isPlaced ? restore::newestOfJob(job, d.savepoints()) : written;
        d.record.edit().pinnedSavepointId = newest->metadata.id;
        return;
    }
    if (d.desired() == DesiredState::Cancelled)
        return;
    const auto &newest = job.observed.newestCheckpoint;
    const QString kept = written ? written->spec.savepointLocation
        : newest                 ? newest->path
                                 : tr("none");
    d.fail(FailureReason::FailedDuringStop,
           tr("The job failed while it was stopped: %1 The newest state that is known is %2.")
               .arg(message, kept),
           detail);
}

JobFailure failureOf(const Deliberation &d, const Job &job)
{
    if (job.status.failure)
        return *job.status.failure;
    const bool isTurnedDown = !job.submission.rejection.isEmpty();
    return JobFailure{.message = isTurnedDown ? job.submission.rejection
                                              : tr("Flink reports that the job failed."),
                      .reason = u"JobFailed"_s,
                      .detail = job.submission.rejectionDetail,
                      .failedAt = d.now};
}

void concludeFailed(Deliberation &d, Job &job)
{
    const JobFailure failure = failureOf(d, job);
    if (!hasRun(d, job) && job.ending.reason == TerminationReason::None)
        return endFailedStart(d, job, failure);
    if (hasRun(d, job))
        markAsRun(d, job);
    const bool isStopping = suspension::isStopping(job);
    const Savepoint *stop = d.stopOf(job);
    const bool isPlaced = stop && stop->spec.flinkSavepointId > 0 && !job.ending.isFinalStateUnread;
    const bool isComparable = stop && (isPlaced || !suspension::mayBeOutrun(d, job, *stop));
    const bool isWritten = isComparable && stop->status.state == SavepointState::Completed;
    const QString stopId = isWritten ? stop->metadata.id : QString();
    savepointfiles::resolveOpen(d, job);
    endJob(d, job, JobState::Failed, failure);
    d.note("JobFailed", Severity::Error,
           tr("Job %1 failed: %2").arg(job.spec.number).arg(failure.message), failure.detail);
    if (isStopping)
        concludeFailedStop(d, job, d.edit(stopId), failure.message, failure.detail);
    else if (rule("3 failures of runs are counted"))
        attempts::countRunFailure(d, failure.message, failure.detail);
}

void concludeCanceled(Deliberation &d, Job &job)
{
    if (hasRun(d, job))
        markAsRun(d, job);
    const bool isOurs = cancellation::isCancelling(job);
    savepointfiles::resolveOpen(d, job);
    endJob(d, job, JobState::Terminated);
    d.note("JobCancelled", Severity::Info, tr("Job %1 is cancelled.").arg(job.spec.number));
    if (job.ending.reason == TerminationReason::Upgrade && upgrade::isFromCheckpoint(d)
        && d.desired() == DesiredState::Running)
        upgrade::concludeFromCheckpoint(d, job);
    if (!isOurs && d.desired() != DesiredState::Cancelled
        && rule("3.7 cancelled outside is not restarted"))
        d.fail(FailureReason::CancelledOutside, tr("The job was cancelled outside Headgate."));
}

void concludeEnd(Deliberation &d, Job &job)
{
    const bool isStopKnown = stopSavepoint(d, job);
    switch (*job.ending.terminalStatus) {
    case FlinkJobStatus::Finished:
        concludeFinished(d, job);
        break;
    case FlinkJobStatus::Canceled:
        concludeCanceled(d, job);
        break;
    case FlinkJobStatus::Failed:
    case FlinkJobStatus::Unknown:
    case FlinkJobStatus::Initializing:
    case FlinkJobStatus::Created:
    case FlinkJobStatus::Running:
    case FlinkJobStatus::Failing:
    case FlinkJobStatus::Cancelling:
    case FlinkJobStatus::Restarting:
    case FlinkJobStatus::Suspended:
    case FlinkJobStatus::Reconciling:
        concludeFailed(d, job);
        break;
    }
    const bool hasVanished = job.ending.isFinalStateUnread && !job.ending.isFinalStateRead;
    if (hasVanished && !isStopKnown && d.desired() != DesiredState::Cancelled)
        d.fail(FailureReason::FinalStateUnread,
               tr("The last state of the job could not be read before Flink forgot it; only you "
                  "can choose what to start from."));
}

//! A terminal state is committed when it is first seen, and stands.
void absorbTerminal(Deliberation &d, const Job &job)
{
    if (job.ending.terminalStatus)
        return;
    const auto take = [&](FlinkJobStatus status, Instant seenAt) {
        Ending &ending = d.editJob().ending;
        ending.terminalStatus = status;
        ending.terminalSeenAt = seenAt;
        d.purpose = "terminal"_L1;
    };
    const FlinkJob *row = d.seen(job);
    const auto &disk = d.view.facts.disk;
    if (row && isTerminal(row->status))
        take(row->status, d.observedCluster()->answeredAt);
    else if (!row && disk && disk->archivedStatus && isTerminal(*disk->archivedStatus))
        take(*disk->archivedStatus, d.now);
}

//! Why it FAILED is worth a moment; not more, for somebody may wait for its successor.
bool isCauseSettled(Deliberation &d, Job &job)
{
    const Facts &facts = d.view.facts;
    if (job.ending.terminalStatus != FlinkJobStatus::Failed || job.status.failure)
        return true;
    if (facts.failureCause) {
        job.status.failure = JobFailure{.message = *facts.failureCause,
                                        .reason = u"JobFailed"_s,
                                        .detail = facts.failureDetail.value_or(QString()),
                                        .failedAt = d.now};
        return true;
    }
    const Instant until = job.ending.terminalSeenAt.value_or(Instant()) + PatienceForCause;
    if (!d.seen(job) || d.now >= until || !job.submission.rejection.isEmpty())
        return true;
    d.ask(ReadFailureCause{job.spec.sessionClusterId, flinkJobIdOf(job)});
    d.wakeAt(until);
    d.wait(tr("Reading why the job failed."));
    return false;
}

//! What a trigger of this job wrote, the leader of its end need not know. Before the final read,
//! which is not durable: with it the end is recorded at once.
bool isLookingForSavepoints(Deliberation &d, const Job &job, savepointfiles::Lacking lacking)
{
    return rule("5.4 an earlier savepoint is looked for")
        && savepointfiles::isWaitingFor(d, job, job.ending.terminalSeenAt.value_or(Instant()),
                                        lacking);
}

//! The end is read to the end before it is recorded.
void finish(Deliberation &d, Job &job)
{
    const bool isCauseKnown = isCauseSettled(d, job);
    if (suspension::isWaitingForLocation(d, job))
        return;
    // A stop of ours that succeeded has nothing left to be read.
    const Savepoint *stopped = stopSavepoint(d, job);
    const bool isStoppedAsWanted = stopped && !stopped->spec.directory.isEmpty()
        && job.ending.terminalStatus == FlinkJobStatus::Finished;
    job.status.state = JobState::Terminating;
    const bool isRead = isStoppedAsWanted || !rule("3.9 the final read");
    // It comes last in the order, wherever the others of its Job stand.
    const auto lacking = isStoppedAsWanted ? savepointfiles::Lacking::Location
                                           : savepointfiles::Lacking::LocationOrPlace;
    if (!isCauseKnown || isLookingForSavepoints(d, job, lacking)
        || (!isRead && !finalread::settle(d, job)))
        return;
    noteOutrunStop(d, job);
    savepointfiles::take(d, job);
    d.purpose = "end"_L1;
    concludeEnd(d, job);
}

} // namespace

void absorb(Deliberation &d)
{
    if (!d.live())
        return;
    finalread::absorb(d);
    absorbTerminal(d, *d.live());
    const Job &job = *d.live();
    absence::note(d, job);
    if (job.ending.terminalStatus)
        return finish(d, d.editJob());
    const bool wasThere = job.submission.isSighted || job.status.started;
    if (wasThere)
        absence::absorb(d, job);
}

void concludeFinished(Deliberation &d, Job &job)
{
    markAsRun(d, job);
    const Savepoint *found = stopSavepoint(d, job);
    const bool isStopped = found;
    const QString savepointId = found ? found->metadata.id : QString();
    const QString location = found ? found->spec.savepointLocation : QString();
    const bool isOurStop = suspension::isStopping(job);
    savepointfiles::resolveOpen(d, job);
    if (isStopped && isOurStop)
        return concludeStopped(d, job, savepointId, location);
    const bool isBySomebodyElse = isStopped && job.ending.reason == TerminationReason::None;
    // It finished by itself where no stop of anybody took a savepoint.
    if (!isStopped)
        job.ending.reason = TerminationReason::None;
    endJob(d, job, JobState::Finished);
    d.note("JobFinished", Severity::Info, tr("Job %1 has finished.").arg(job.spec.number));
    if (isBySomebodyElse)
        concludeStoppedOutside(d, job, location);
}

void markAsRun(Deliberation &d, Job &job)
{
    if (job.status.started)
        return;
    job.status.started =
        StartedStatus{.flinkJobId = flinkJobIdOf(job), .startedAt = d.now, .lastUpdateTime = d.now};
    restore::conclude(d.view.stored, d.record.edit(), job);
}

void endJob(Deliberation &d, Job &job, JobState state, const std::optional<JobFailure> &failure)
{
    job.status.state = state;
    job.status.failure = failure;
    job.ending.endedAt = d.now;
    job.ending.generation =
        rule("2 it ends in a generation") ? d.record->generation : job.spec.generation;
    job.ending.endedWithJobManager = job.ending.endedWithJobManager || isJobManagerReplaced(d, job);
    job.ending.isMissing = false;
    d.memory = Memory{.cancelledOnSight = d.memory.cancelledOnSight}; // the rest was about this Job
    if (job.ending.terminalStatus && job.status.started)
        job.status.started->observedFlinkJobStatus = *job.ending.terminalStatus;
    d.purpose = "end"_L1;
}

void endFailedStart(Deliberation &d, Job &job, const JobFailure &failure)
{
    endJob(d, job, JobState::Failed, failure);
    const auto trouble = staterestore::troubleOf(job, failure);
    if (trouble != staterestore::Trouble::None)
        return staterestore::fail(d, job, failure, trouble);
    d.note(
        "AttemptFailed", Severity::Warning,
        tr("Attempt %1 failed: %2").arg(attempts::currentAttempt(*d.record)).arg(failure.message),
        failure.detail);
    attempts::countFailedStart(d, failure.message, failure.detail);
}

void endMissing(Deliberation &d, Job &job, const QString &message)
{
    job.ending.isFinalStateUnread = true;
    savepointfiles::resolveOpen(d, job);
    if (job.submission.isSighted)
        markAsRun(d, job);
    endJob(d, job, JobState::Failed,
           JobFailure{.message = message, .reason = u"Missing"_s, .failedAt = d.now});
    d.note("JobMissing", Severity::Warning, message);
}

void noteOutrunStop(Deliberation &d, const Job &job)
{
    const Savepoint *stop = d.newestStopOf(job);
    const bool isOutrun = stop && job.ending.isFinalStateRead
        && stop->status.state == SavepointState::Completed && suspension::mayBeOutrun(d, job, *stop)
        && stop != stopSavepoint(d, job);
    if (isOutrun && stop->status.failure.isEmpty())
        d.edit(stop->metadata.id)->status.failure = tr("The job ran on after it.");
}

} // namespace headgate::ending
