// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/suspension.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace headgate::suspension {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds RepeatPause{2};

QString tr(const char *text)
{
    return QCoreApplication::translate("Suspension", text);
}

bool isStopping(const Job &job)
{
    return (job.ending.reason == TerminationReason::Suspend
            || job.ending.reason == TerminationReason::Upgrade)
        && !cancellation::isCancelling(job);
}

//! The job runs on: STARTED again, and another trigger after a back-off, or FAILED (§5.5).
void returnToStarted(Deliberation &d, Job &job, const QString &failure, const QString &detail)
{
    job.status.state = JobState::Started;
    job.ending.reason = TerminationReason::None;
    ++d.record.savepointAttempts;
    d.record.lastSavepointFailureAt = d.now;
    d.note("SavepointFailed", Severity::Warning,
           tr("The job could not be stopped with a savepoint: %1").arg(failure), detail);
    const int most = d.deployment.spec.maxSavepointCreationAttempts;
    if (!isPermanent(failure + detail) && d.record.savepointAttempts < most)
        return;
    d.record.savepointAttempts = 0;
    if (d.desired() != DesiredState::Cancelled)
        d.fail(FailureReason::SuspendFailed,
               tr("The job could not be stopped with a savepoint, and runs on: %1").arg(failure),
               detail);
}

void absorbFailedOperation(Deliberation &d, Savepoint &savepoint, const OperationView &operation)
{
    Job *job = d.live();
    const bool isOfThisStop = job && d.stopOf(*job) == &savepoint && isStopping(*job);
    if (!operation.location.isEmpty()) {
        // Written although stopping failed: the job is dealt with by its real state.
        complete(d, savepoint, operation.location);
        return;
    }
    const FlinkJob *row = job ? d.seen(*job) : nullptr;
    const bool isAtEnd = !row || isTerminal(row->status);
    if (isOfThisStop && isAtEnd)
        return; // by evidence, once its end is known (§5.6)
    savepoint.status.state = SavepointState::Failed;
    savepoint.status.failure = operation.failure;
    if (isOfThisStop)
        returnToStarted(d, *job, operation.failure, operation.detail);
    else
        d.note("SavepointFailed", Severity::Warning,
               tr("The savepoint could not be taken: %1").arg(operation.failure),
               operation.detail);
}

void absorbOperation(Deliberation &d, Savepoint &savepoint, const OperationView &operation)
{
    switch (operation.state) {
    case OperationState::InProgress:
        savepoint.operation.isSeen = true;
        return;
    case OperationState::Completed:
        savepoint.operation.isSeen = true;
        return complete(d, savepoint, operation.location);
    case OperationState::Failed:
        savepoint.operation.isSeen = true;
        return absorbFailedOperation(d, savepoint, operation);
    case OperationState::NotFound:
        // Only an answer that was asked for after the request can say that it is gone.
        if (savepoint.operation.isSeen && savepoint.operation.lastSentAt
            && operation.requestedAt > *savepoint.operation.lastSentAt)
            savepoint.operation.isExpired = true;
        return;
    }
}

void absorbTriggerOutcome(Deliberation &d, Savepoint &savepoint, const Outcome &outcome)
{
    SavepointOperation &operation = savepoint.operation;
    switch (outcome.kind) {
    case OutcomeKind::Accepted:
    case OutcomeKind::Duplicate:
        operation.isSeen = true;
        return;
    case OutcomeKind::NotSent:
        operation.requestsSent = std::max(0, operation.requestsSent - 1);
        return;
    case OutcomeKind::Unknown:
    case OutcomeKind::NotFound:
    case OutcomeKind::AlreadyTerminal:
    case OutcomeKind::JarMissing:
        return; // the operation, or the job's end, will tell
    case OutcomeKind::Rejected:
        break;
    }
    savepoint.status.state = SavepointState::Failed;
    savepoint.status.failure = outcome.message;
    if (Job *job = d.live(); job && isStopping(*job) && savepoint.spec.jobId == job->metadata.id
        && savepoint.spec.origin == SavepointOrigin::Suspend)
        returnToStarted(d, *job, outcome.message, outcome.detail);
}

Savepoint &createSavepoint(Deliberation &d, const Job &job, SavepointOrigin origin)
{
    const QString directory
        = savepointDirectory(job.spec.jobTemplate, *d.observedCluster());
    Savepoint savepoint;
    savepoint.metadata.id = d.ids.next();
    savepoint.metadata.name = u"%1-%2-stop"_s.arg(job.spec.deploymentName).arg(job.spec.number);
    savepoint.metadata.createdAt = savepoint.metadata.modifiedAt = d.now;
    savepoint.spec = SavepointSpec{.deploymentId = job.spec.deploymentId,
                                   .jobId = job.metadata.id,
                                   .jobNumber = job.spec.number,
                                   .directory = directory + (directory.endsWith(u'/') ? u""_s : u"/"_s)
                                       + savepoint.metadata.id,
                                   .origin = origin,
                                   .isDrained = d.record.isDrainRequested};
    d.savepoints.append(savepoint);
    return d.savepoints.last();
}

void sendStop(Deliberation &d, const Job &job, Savepoint &savepoint)
{
    ++savepoint.operation.requestsSent;
    savepoint.operation.lastSentAt = d.now;
    d.act(StopJob{.savepointId = savepoint.metadata.id,
                  .clusterId = job.spec.sessionClusterId,
                  .flinkJobId = flinkJobIdOf(job),
                  .triggerId = flinkId(savepoint.metadata.id),
                  .directory = savepoint.spec.directory,
                  .isDrained = savepoint.spec.isDrained},
          "stop"_L1);
}

Instant nextTryAt(const Deliberation &d)
{
    return d.record.lastSavepointFailureAt
        ? *d.record.lastSavepointFailureAt + attempts::backOff(d.record.savepointAttempts)
        : Instant();
}

bool isSavepointByRequestUnderWay(const Deliberation &d, const Job &job)
{
    return std::ranges::any_of(d.savepoints, [&](const Savepoint &each) {
        return each.spec.jobId == job.metadata.id
            && each.spec.origin == SavepointOrigin::UserRequest
            && each.status.state == SavepointState::Started && !each.operation.isExpired;
    });
}

} // namespace

void absorb(Deliberation &d)
{
    const Facts &facts = d.view.facts;
    for (const OperationView &operation : facts.operations) {
        Savepoint *savepoint = d.savepoint(operation.savepointId);
        if (savepoint && savepoint->status.state == SavepointState::Started)
            absorbOperation(d, *savepoint, operation);
    }
    Savepoint *triggered = facts.trigger ? d.savepoint(facts.triggerSavepointId) : nullptr;
    if (triggered && triggered->status.state == SavepointState::Started)
        absorbTriggerOutcome(d, *triggered, *facts.trigger);
}

void begin(Deliberation &d, Job &job, TerminationReason reason)
{
    if (const ClusterView *cluster = d.observedCluster();
        cluster && savepointDirectory(job.spec.jobTemplate, *cluster).isEmpty())
        return d.fail(FailureReason::SuspendFailed,
                      tr("No savepoint directory is set: not in the deployment's Flink "
                         "configuration, nor for the session cluster, nor in Flink itself."));
    if (const QString unmet = unmetPreCheck(d, job); !unmet.isEmpty())
        return d.wait(unmet);
    if (const Instant next = nextTryAt(d); d.now < next) {
        d.wakeAt(next);
        return d.wait(tr("Waiting before the savepoint is tried again."));
    }
    job.status.state = JobState::Terminating;
    job.ending.reason = reason;
    Savepoint &savepoint = createSavepoint(d, job, SavepointOrigin::Suspend);
    d.wait(tr("The job is stopped with a savepoint."));
    d.note("SuspensionStarted", Severity::Info,
           tr("Job %1 is stopped with a savepoint.").arg(job.spec.number));
    sendStop(d, job, savepoint);
}

void goOn(Deliberation &d, Job &job)
{
    d.wait(tr("The job is stopped with a savepoint."));
    Savepoint *stop = d.stopOf(job);
    const FlinkJob *row = d.seen(job);
    if (!stop) {
        // Its operation was seen, has expired, and the job runs on: a new trigger (§5.4).
        if (row && row->areAllTasksRunning()) {
            const TerminationReason reason = job.ending.reason;
            begin(d, job, reason);
        }
        return;
    }
    const bool isRepeatDue = stop->status.state == SavepointState::Started
        && !stop->operation.isSeen && !d.view.facts.isTriggerRequestOpen && d.observedCluster();
    if (!isRepeatDue || !row || isTerminal(row->status))
        return;
    const Instant due = stop->operation.lastSentAt.value_or(Instant()) + RepeatPause;
    if (d.now < due)
        return d.wakeAt(due);
    sendStop(d, job, *stop);
}

void pollOpenOperations(Deliberation &d)
{
    for (const Savepoint &each : d.savepoints) {
        if (each.status.state != SavepointState::Started || each.operation.isExpired
            || each.operation.requestsSent == 0)
            continue;
        const auto job = std::ranges::find_if(
            d.jobs, [&](const Job &j) { return j.metadata.id == each.spec.jobId; });
        if (job != d.jobs.end() && !job->ending.endedAt)
            d.ask(ReadOperation{job->spec.sessionClusterId, flinkJobIdOf(*job), each.metadata.id});
    }
}

void resolveOpen(Deliberation &d, const Job &job)
{
    for (Savepoint &each : d.savepoints) {
        if (each.spec.jobId != job.metadata.id || each.status.state != SavepointState::Started)
            continue;
        each.status.state = SavepointState::Failed;
        each.status.failure = tr("The job ended, and no savepoint of this request is known.");
    }
}

bool isWaitingForLocation(Deliberation &d, const Job &job)
{
    if (job.ending.terminalStatus != FlinkJobStatus::Finished || !isStopping(job))
        return false;
    const Savepoint *stop = d.stopOf(job);
    if (!stop || stop->status.state == SavepointState::Completed || !d.observedCluster())
        return false;
    // Once more after the end: only what was asked for since then has the last word.
    const auto answered = std::ranges::find_if(
        d.view.facts.operations, [&](const OperationView &operation) {
            return operation.savepointId == stop->metadata.id
                && operation.state != OperationState::InProgress
                && operation.requestedAt >= job.ending.terminalSeenAt.value_or(Instant());
        });
    if (answered != d.view.facts.operations.end())
        return false;
    d.wait(tr("Reading where the savepoint is."));
    return true;
}

bool isAt(const Savepoint &savepoint, const QString &path)
{
    if (path.isEmpty())
        return false;
    return savepoint.spec.savepointLocation == path
        || (!savepoint.spec.directory.isEmpty()
            && path.contains(u'/' + savepoint.metadata.id + u'/'));
}

void complete(Deliberation &d, Savepoint &savepoint, const QString &location)
{
    if (savepoint.status.state == SavepointState::Completed)
        return;
    savepoint.spec.savepointLocation = location;
    savepoint.status = {.state = SavepointState::Completed, .completedAt = d.now};
    d.purpose = "location"_L1;
    d.note("SavepointCompleted", Severity::Info, tr("The savepoint is at %1.").arg(location));
}

QString savepointDirectory(const JobTemplate &jobTemplate, const ClusterView &cluster)
{
    const auto &configuration = jobTemplate.flinkConfiguration;
    const QString own = configuration.value(u"execution.checkpointing.savepoint-dir"_s,
                                            configuration.value(u"state.savepoints.dir"_s));
    return own.isEmpty() ? cluster.savepointDirectory : own;
}

bool isPermanent(const QString &failure)
{
    static const QRegularExpression permanent(
        u"Failed to create savepoint directory|UnsupportedFileSystemSchemeException|"
        "Could not find a file system implementation|not a streaming job|Blocking output edge"_s);
    return permanent.match(failure).hasMatch();
}

QString unmetPreCheck(const Deliberation &d, const Job &job)
{
    if (!d.observedCluster())
        return tr("Waiting for the session cluster.");
    const FlinkJob *row = d.seen(job);
    if (!row)
        return tr("Waiting until the job is seen again.");
    if (isSavepointByRequestUnderWay(d, job))
        return tr("Waiting for the savepoint that is under way.");
    if (row->status != FlinkJobStatus::Running)
        return tr("Waiting until the job runs: Flink says %1.").arg(wireName(row->status));
    if (!row->areAllTasksRunning())
        return tr("Waiting until all tasks run: %1 of %2 do.")
            .arg(row->tasksRunning + row->tasksFinished)
            .arg(row->tasksTotal);
    return {};
}

} // namespace headgate::suspension
