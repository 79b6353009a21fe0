// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/conditions.h"
#include "model/lifecycle/deliberation.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/start.h"
#include "model/lifecycle/submission.h"
#include "model/lifecycle/suspension.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>

namespace headgate {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Lifecycle", text);
}

//! The newest Job that Flink has run, before any that only tried.
const Job *lastThatRan(const Deliberation &d)
{
    for (auto it = d.jobs.crbegin(); it != d.jobs.crend(); ++it) {
        if (it->status.started)
            return &*it;
    }
    return nullptr;
}

bool hasFinishedByItself(const Job *job, qint64 sinceGeneration)
{
    return job && job->status.state == JobState::Finished
        && job->ending.reason == TerminationReason::None && job->spec.generation >= sinceGeneration;
}

bool isSuspended(const Deliberation &d)
{
    const Job *ran = lastThatRan(d);
    return std::ranges::any_of(d.savepoints, [&](const Savepoint &s) {
        return s.spec.origin == SavepointOrigin::Suspend
            && s.status.state == SavepointState::Completed
            && (!ran || s.spec.jobNumber >= ran->spec.number);
    });
}

void wantSuspendedWithoutJob(Deliberation &d)
{
    if (isSuspended(d))
        d.deployment.status.state = DeploymentState::Suspended;
    else if (hasFinishedByItself(d.newest(), d.record.generation - 1))
        d.deployment.status.state = DeploymentState::Finished;
    else if (!d.isFailed())
        d.fail(FailureReason::NoJobToSuspend, tr("There is no job to suspend."));
}

void wantRunningWithoutJob(Deliberation &d)
{
    if (hasFinishedByItself(d.newest(), d.record.generation))
        d.deployment.status.state = DeploymentState::Finished;
    else if (!d.isFailed())
        start::begin(d);
}

//! The column "no live job" of the table in lifecycle.md §2.
void decideWithoutJob(Deliberation &d)
{
    d.deployment.status.state = DeploymentState::Transitioning;
    switch (d.desired()) {
    case DesiredState::Running:
        return wantRunningWithoutJob(d);
    case DesiredState::Suspended:
        return wantSuspendedWithoutJob(d);
    case DesiredState::Cancelled:
        d.deployment.status.state = DeploymentState::Cancelled;
        return;
    }
}

void decideStarting(Deliberation &d, Job &job)
{
    if (d.desired() == DesiredState::Cancelled)
        return cancellation::begin(d, job, TerminationReason::Cancel);
    submission::goOn(d, job);
}

void decideStarted(Deliberation &d, Job &job)
{
    switch (d.desired()) {
    case DesiredState::Running:
        return upgrade::considerTemplate(d, job);
    case DesiredState::Suspended:
        return suspension::begin(d, job, TerminationReason::Suspend);
    case DesiredState::Cancelled:
        return cancellation::begin(d, job, TerminationReason::Cancel);
    }
}

void decideTerminating(Deliberation &d, Job &job)
{
    // CANCELLED is the one change of mind that interrupts a step (lifecycle.md §2).
    if (d.desired() == DesiredState::Cancelled && !cancellation::isCancelling(job))
        return cancellation::begin(d, job, TerminationReason::Cancel);
    if (cancellation::isCancelling(job))
        cancellation::goOn(d, job);
    else
        suspension::goOn(d, job);
}

//! The other columns: a Job is STARTING, STARTED or TERMINATING.
void decideWithJob(Deliberation &d, Job &job)
{
    d.deployment.status.state = DeploymentState::Transitioning;
    if (job.ending.terminalStatus)
        return; // its end is being read
    if (d.isFailed() && d.desired() != DesiredState::Cancelled)
        return submission::watchWhileFailed(d, job);
    switch (job.status.state) {
    case JobState::Starting:
        return decideStarting(d, job);
    case JobState::Started:
        return decideStarted(d, job);
    case JobState::Terminating:
        return decideTerminating(d, job);
    case JobState::Terminated:
    case JobState::Finished:
    case JobState::Failed:
        return;
    }
}

//! FAILED is left when the facts come to equal the desired state after all (lifecycle.md §2).
void settleFailure(Deliberation &d)
{
    if (d.record.failure && d.record.failure->generation != d.record.generation)
        d.record.failure.reset();
    if (!d.record.failure || d.record.failure->reason == FailureReason::RestoredFromCopy)
        return;
    const Job *job = d.newest();
    const FlinkJob *seen = job ? d.seen(*job) : nullptr;
    const bool runsAsSaved = d.desired() == DesiredState::Running && job
        && job->status.state == JobState::Started && seen
        && seen->status == FlinkJobStatus::Running && !job->spec.isTemplateUnknown
        && !upgrade::differsFromSaved(d, *job);
    const bool isSuspendedAfterAll = d.desired() == DesiredState::Suspended
        && !d.live() && isSuspended(d);
    const bool isCancelledAfterAll = d.desired() == DesiredState::Cancelled && !d.live();
    if (!runsAsSaved && !isSuspendedAfterAll && !isCancelledAfterAll)
        return;
    d.note("FailureEnded", Severity::Info, tr("The desired state was reached after all."));
    d.record.failure.reset();
}

void concludeState(Deliberation &d)
{
    settleFailure(d);
    if (d.isFailed())
        d.deployment.status.state = DeploymentState::Failed;
    const bool isRunning = d.deployment.status.state == DeploymentState::Running;
    if (isRunning)
        conditions::update(d);
    else
        d.deployment.status.running.reset();
    if (d.deployment.status.state != d.view.stored.deployment.status.state) {
        d.record.stateSince = d.now;
        d.note("StateChanged", Severity::Info,
               tr("The state is %1 now.").arg(wireName(d.deployment.status.state)));
    }
}

} // namespace

Decision decide(const DeploymentView &view, IdSource &ids, Instant now)
{
    Deliberation d(view, ids, now);
    attempts::renew(d);
    settleFailure(d);
    submission::absorb(d);
    suspension::absorb(d);
    ending::absorb(d);
    if (Job *job = d.live())
        decideWithJob(d, *job);
    if (!d.live())
        decideWithoutJob(d);
    cancellation::cancelOnSight(d);
    suspension::pollOpenOperations(d);
    concludeState(d);
    return std::move(d).conclude();
}

} // namespace headgate
