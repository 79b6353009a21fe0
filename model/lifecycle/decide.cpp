// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/clockset.h"
#include "model/lifecycle/conditions.h"
#include "model/lifecycle/deliberation.h"
#include "model/lifecycle/disposal.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/forcedend.h"
#include "model/lifecycle/rest.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepoints.h"
#include "model/lifecycle/start.h"
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

//! Nobody is known to have stopped or cancelled it.
bool hasFinished(const Job &job)
{
    return rule("2 what has finished is not run again") && job.status.state == JobState::Finished
        && job.ending.reason == TerminationReason::None;
}

bool hasFinishedByItself(const Job *job, qint64 sinceGeneration)
{
    return job && hasFinished(*job) && job->ending.generation >= sinceGeneration
        && (job->ending.isFinalStateRead || !job->ending.isFinalStateUnread
            || !rule("2 what ended unread has not finished by itself"));
}

//! Nothing of \a job came after \a savepoint.
bool isLastOf(const Savepoint &savepoint, const Job &job)
{
    if (hasFinished(job)) // it went on after that, to whatever end
        return false;
    if (!savepoint.status.failure.isEmpty())
        return false; // it stopped nothing
    const auto &newest = job.observed.newestCheckpoint;
    return savepoint.spec.flinkSavepointId == 0 || !newest
        || newest->id <= savepoint.spec.flinkSavepointId;
}

//! No Job has run since the last COMPLETED SUSPEND savepoint.
bool isSuspended(const Deliberation &d)
{
    const Job *ran = d.lastThatRan();
    return std::ranges::any_of(d.savepoints(), [&](const Savepoint &s) {
        if (s.spec.origin != SavepointOrigin::Suspend
            || s.status.state != SavepointState::Completed)
            return false;
        return !ran || s.spec.jobNumber > ran->spec.number || !rule("2 no Job has run since")
            || (s.spec.jobNumber == ran->spec.number && isLastOf(s, *ran));
    });
}

QString noJobText(const Job *last)
{
    if (!last || last->status.state != JobState::Failed || !last->status.failure)
        return tr("There is no job to suspend.");
    return tr("There is no job to suspend: job %1 has failed. %2")
        .arg(last->spec.number)
        .arg(last->status.failure->message);
}

void wantSuspendedWithoutJob(Deliberation &d)
{
    if (isSuspended(d))
        d.status.state = DeploymentState::Suspended;
    else if (hasFinishedByItself(d.newest(), d.record->generation - 1))
        d.status.state = DeploymentState::Finished;
    else
        d.fail(FailureReason::NoJobToSuspend, noJobText(d.newest()));
}

void wantRunningWithoutJob(Deliberation &d)
{
    if (hasFinishedByItself(d.newest(), d.record->generation))
        d.status.state = DeploymentState::Finished;
    else if (!d.isFailed())
        start::begin(d);
}

//! The column "no live job" of the table in lifecycle.md §2.
void decideWithoutJob(Deliberation &d)
{
    d.status.state = DeploymentState::Transitioning;
    switch (d.desired()) {
    case DesiredState::Running:
        return wantRunningWithoutJob(d);
    case DesiredState::Suspended:
        return wantSuspendedWithoutJob(d);
    case DesiredState::Cancelled:
        d.status.state = DeploymentState::Cancelled;
        return;
    }
}

void decideStarting(Deliberation &d)
{
    if (d.desired() == DesiredState::Cancelled && rule("2 CANCELLED interrupts a start"))
        return cancellation::begin(d, d.editJob(), TerminationReason::Cancel);
    submission::goOn(d, d.editJob());
}

void decideStarted(Deliberation &d, const Job &job)
{
    switch (d.desired()) {
    case DesiredState::Running:
        // Since a Retry nobody has seen whether it is there: it is not called RUNNING (§9.3).
        if (job.ending.isMissing && rule("3.7 what is missing does not run"))
            return d.wait(tr("Looking whether the job that was missing is there."));
        return upgrade::considerTemplate(d, job);
    case DesiredState::Suspended:
        return suspension::begin(d, d.editJob(), TerminationReason::Suspend);
    case DesiredState::Cancelled:
        return cancellation::begin(d, d.editJob(), TerminationReason::Cancel);
    }
}

void decideTerminating(Deliberation &d)
{
    Job &job = d.editJob();
    // CANCELLED is the one change of mind that interrupts a step (lifecycle.md §2).
    if (d.desired() == DesiredState::Cancelled && !cancellation::isCancelling(job)
        && rule("2 CANCELLED interrupts a stop"))
        return cancellation::begin(d, job, TerminationReason::Cancel);
    if (cancellation::isCancelling(job))
        cancellation::goOn(d, job);
    else
        suspension::goOn(d, job);
}

//! The other columns: a Job is STARTING, STARTED or TERMINATING.
void decideWithJob(Deliberation &d, const Job &job)
{
    d.status.state = DeploymentState::Transitioning;
    if (job.ending.terminalStatus)
        return; // its end is being read
    if (d.isFailed() && d.desired() != DesiredState::Cancelled && rule("2 FAILED is sticky"))
        return submission::watchWhileFailed(d, d.editJob());
    switch (job.status.state) {
    case JobState::Starting:
        return decideStarting(d);
    case JobState::Started:
        return decideStarted(d, job);
    case JobState::Terminating:
        return decideTerminating(d);
    case JobState::Terminated:
    case JobState::Finished:
    case JobState::Failed:
        return;
    }
}

//! A job that was missing is there again.
bool hasReappeared(const Deliberation &d)
{
    const FailureReason reason = d.record->failure->reason;
    const Job *job = d.newest();
    return (reason == FailureReason::EndedUnseen || reason == FailureReason::MissingAfterFailover)
        && job && d.seen(*job);
}

bool hasBeenReached(const Deliberation &d)
{
    const Job *job = d.newest();
    const bool isLiveJob = job && isLive(job->status.state);
    switch (d.desired()) {
    case DesiredState::Running: {
        const FlinkJob *row = job ? d.seen(*job) : nullptr;
        return row && row->status == FlinkJobStatus::Running
            && job->status.state == JobState::Started && !job->spec.isTemplateUnknown
            && !upgrade::differsFromSaved(d, *job);
    }
    case DesiredState::Suspended: {
        const Job *ran = d.lastThatRan();
        return !isLiveJob && ran && ran->status.state == JobState::Finished && isSuspended(d);
    }
    case DesiredState::Cancelled:
        return !isLiveJob;
    }
    return false;
}

//! FAILED is left with its generation, or when the facts come to equal the desired state after all.
void settleFailure(Deliberation &d)
{
    if (!d.record->failure || d.record->failure->reason == FailureReason::RestoredFromCopy)
        return;
    if (!hasReappeared(d) && !(hasBeenReached(d) && rule("2 FAILED ends when it comes right")))
        return;
    d.note("FailureEnded", Severity::Info,
           tr("What had failed has come right: %1").arg(d.record->failure->message));
    d.record.edit().failure.reset();
}

//! Nothing is sent for a Deployment out of a copy of the store until a person confirms it.
bool isHeldBack(const Deliberation &d)
{
    return d.isFailed() && d.record->failure->reason == FailureReason::RestoredFromCopy;
}

void act(Deliberation &d)
{
    if (const Job *job = d.live())
        decideWithJob(d, *job);
    if (!d.live())
        decideWithoutJob(d);
    cancellation::cancelOnSight(d);
}

void concludeState(Deliberation &d)
{
    if (d.isFailed())
        d.status.state = DeploymentState::Failed;
    if (d.status.state == DeploymentState::Running)
        conditions::update(d);
    else
        d.status.running.reset();
    if (d.status.state == d.deployment.status.state)
        return;
    d.record.edit().stateSince = d.now;
    d.note("StateChanged", d.isFailed() ? Severity::Error : Severity::Info,
           tr("The state is %1 now.").arg(wireName(d.status.state)));
}

} // namespace

Decision decide(const DeploymentView &view, IdSource &ids, Instant now)
{
    Deliberation d(view, ids, now);
    clockset::settle(d);
    attempts::renew(d);
    if (d.record->failure && !d.isFailed() && rule("2 a generation leaves FAILED"))
        d.record.edit().failure.reset();
    submission::absorb(d);
    savepoints::absorb(d);
    ending::absorb(d);
    forcedend::goOn(d);
    settleFailure(d);
    if (!isHeldBack(d))
        act(d);
    savepoints::pollOpen(d);
    finalread::fillInStop(d);
    if (!isHeldBack(d))
        disposal::goOn(d);
    concludeState(d);
    const auto restsUntil = rest::endsAt(d);
    Decision decision = std::move(d).conclude();
    const bool isRecorded = !decision.records.hasSightingsOnly();
    if (!isRecorded && decision.action == Action() && decision.reads.isEmpty())
        decision.restsUntil = restsUntil;
    return decision;
}

} // namespace headgate
