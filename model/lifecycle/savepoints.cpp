// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/savepoints.h"

#include "model/core/pause.h"
#include "model/lifecycle/attempts.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace headgate::savepoints {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds FirstPollPause{5};
constexpr std::chrono::milliseconds LongestPollPause{2000};
constexpr int QuickPolls = 60;

//! As the looks at a cluster: close for a moment, then less and less.
Duration pauseAfter(int polls)
{
    return doubledPause(FirstPollPause, polls - QuickPolls, LongestPollPause);
}

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::savepoints", text);
}

const Job *jobOf(const Deliberation &d, const Savepoint &savepoint)
{
    const Job *job = d.live();
    return job && job->metadata.id == savepoint.spec.jobId ? job : nullptr;
}

bool isOfStopUnderWay(const Deliberation &d, const Savepoint &savepoint)
{
    const Job *job = jobOf(d, savepoint);
    if (!job || !suspension::isStopping(*job))
        return false;
    const Savepoint *stop = d.stopOf(*job);
    return stop && stop->metadata.id == savepoint.metadata.id;
}

//! A look that is younger than \a since shows the job alive.
bool runsOnSince(const Deliberation &d, const Job &job, Instant since)
{
    const FlinkJob *row = d.seen(job);
    return row && !isTerminal(row->status) && d.observedCluster()->requestedAt > since;
}

void setFailed(Deliberation &d, const QString &savepointId, const QString &failure)
{
    Savepoint *savepoint = d.edit(savepointId);
    savepoint->status.state = SavepointState::Failed;
    savepoint->status.failure = failure;
}

void noteFailure(Deliberation &d, const QString &failure, const QString &detail)
{
    d.note("SavepointFailed", Severity::Warning,
           tr("The savepoint could not be taken: %1").arg(failure), detail);
}

void absorbFailed(Deliberation &d, const Savepoint &savepoint, const OperationView &operation)
{
    const QString id = savepoint.metadata.id;
    const Job *job = jobOf(d, savepoint);
    const bool isOfThisStop = isOfStopUnderWay(d, savepoint);
    if (!operation.location.isEmpty() && rule("5.5 written although stopping failed")) {
        // Written although stopping failed: the job is dealt with by its real state.
        complete(d, id, operation.location);
        d.edit(id)->status.failure = operation.failure;
        return;
    }
    const bool isAfterEnd = job && job->ending.terminalStatus
        && operation.requestedAt >= job->ending.terminalSeenAt.value_or(Instant());
    // Whether the job runs on must be known first: somebody else's stop may have won (§5.6).
    if (isOfThisStop && !isAfterEnd && !runsOnSince(d, *job, operation.requestedAt)
        && rule("5.6 whether the job runs on is known first")) {
        d.memory.stopAnswer = operation;
        return;
    }
    setFailed(d, id, operation.failure);
    if (isOfThisStop && !isAfterEnd)
        suspension::returnToStarted(d, d.editJob(), operation.failure, operation.detail);
    else
        noteFailure(d, operation.failure, operation.detail);
}

//! 404: it was never there, or has expired, or went with its JobManager.
void absorbNotFound(Deliberation &d, const Savepoint &savepoint, const OperationView &operation)
{
    const Job *job = jobOf(d, savepoint);
    const SavepointOperation &sent = savepoint.operation;
    if (!job || !sent.lastSentAt || operation.requestedAt <= *sent.lastSentAt)
        return;
    // A question that left before the sighting may have overtaken the request itself.
    const bool isGone = sent.seenAt
        && (operation.requestedAt > *sent.seenAt || !rule("5.4 asked after the sighting"));
    const bool isAfterEnd = job->ending.terminalStatus
        && operation.requestedAt >= job->ending.terminalSeenAt.value_or(Instant());
    const bool hasExpired = (isGone || !rule("5.4 it was seen before it expired"))
        && (runsOnSince(d, *job, operation.requestedAt) || !rule("5.4 the job runs on"));
    if (!isAfterEnd && !hasExpired) {
        if (isGone && isOfStopUnderWay(d, savepoint))
            d.memory.stopAnswer = operation;
        return;
    }
    const QString id = savepoint.metadata.id;
    const bool isByRequest = savepoint.spec.origin == SavepointOrigin::UserRequest;
    d.edit(id)->operation.isExpired = true;
    if (isByRequest && !isAfterEnd)
        setFailed(d, id, tr("Flink has forgotten the operation before it could be read."));
}

void absorbOperation(Deliberation &d, const Savepoint &savepoint, const OperationView &operation)
{
    const QString id = savepoint.metadata.id;
    if (operation.state == OperationState::NotFound)
        return absorbNotFound(d, savepoint, operation);
    const bool isDone = operation.state == OperationState::Completed;
    if (!savepoint.operation.seenAt)
        d.edit(id)->operation.seenAt = d.now;
    if (isDone && !operation.location.isEmpty())
        complete(d, id, operation.location);
    else if (isDone || operation.state == OperationState::Failed)
        absorbFailed(d, *d.edit(id), operation);
}

//! Flink's no to the request itself; an earlier request with this id may still have arrived.
void absorbRejection(Deliberation &d, const Savepoint &savepoint, const Outcome &outcome)
{
    if (savepoint.operation.requestsSent > 1 || savepoint.operation.seenAt)
        return;
    const Job *job = isOfStopUnderWay(d, savepoint) ? jobOf(d, savepoint) : nullptr;
    setFailed(d, savepoint.metadata.id, outcome.message);
    if (job && !job->ending.terminalStatus)
        suspension::returnToStarted(d, d.editJob(), outcome.message, outcome.detail);
    else
        noteFailure(d, outcome.message, outcome.detail);
}

void absorbTrigger(Deliberation &d, Savepoint &savepoint, const Outcome &outcome)
{
    SavepointOperation &operation = savepoint.operation;
    switch (outcome.kind) {
    case OutcomeKind::Accepted:
    case OutcomeKind::Duplicate:
        if (!operation.seenAt)
            operation.seenAt = d.now;
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
        return absorbRejection(d, savepoint, outcome);
    }
}

} // namespace

void absorb(Deliberation &d)
{
    const Facts &facts = d.view.facts;
    const auto started = [&](const QString &id) {
        Savepoint *savepoint = d.edit(id);
        return savepoint && savepoint->status.state == SavepointState::Started ? savepoint
                                                                               : nullptr;
    };
    if (facts.trigger) {
        if (Savepoint *savepoint = started(facts.triggerSavepointId))
            absorbTrigger(d, *savepoint, *facts.trigger);
    }
    if (facts.operations.isEmpty() && !d.memory.stopAnswer)
        return;
    QList<OperationView> operations = facts.operations;
    if (const auto kept = std::exchange(d.memory.stopAnswer, std::nullopt))
        operations.append(*kept); // a newer answer has been taken in before it
    for (const OperationView &operation : operations) {
        if (const Savepoint *savepoint = started(operation.savepointId))
            absorbOperation(d, *savepoint, operation);
    }
}

void pollOpen(Deliberation &d)
{
    const Job *job = d.newest();
    if (!job || job->ending.endedAt)
        return;
    QStringList open;
    for (const Savepoint &each : d.savepoints()) {
        if (each.status.state == SavepointState::Started && !each.operation.isExpired
            && each.operation.requestsSent > 0 && each.spec.jobId == job->metadata.id)
            open.append(each.metadata.id);
    }
    Memory &memory = d.memory;
    if (open.isEmpty() || d.hasActed())
        memory.operationPolls = 0;
    if (open.isEmpty())
        return memory.operationsAskedAt.reset();
    if (d.hasActed()) // there is nothing to ask for before the request has arrived
        memory.operationsAskedAt = d.now;
    if (const auto last = memory.operationsAskedAt;
        last && d.now < *last + pauseAfter(memory.operationPolls))
        return d.wakeAt(*last + pauseAfter(memory.operationPolls));
    memory.operationsAskedAt = d.now;
    ++memory.operationPolls;
    for (const QString &id : std::as_const(open))
        d.ask(ReadOperation{job->spec.sessionClusterId, flinkJobIdOf(*job), id});
}

void sendRequested(Deliberation &d, const Job &job)
{
    const auto &all = d.savepoints();
    const auto it = std::ranges::find_if(all, [&](const Savepoint &each) {
        return each.status.state == SavepointState::Started
            && each.spec.origin == SavepointOrigin::UserRequest
            && each.spec.jobId == job.metadata.id;
    });
    const FlinkJob *row = d.seen(job);
    if (it == all.end() || !row || row->status != FlinkJobStatus::Running)
        return;
    const auto at = sendableAt(d, *it);
    if (!at || d.now < *at)
        return at ? d.wakeAt(*at) : void();
    Savepoint *savepoint = d.edit(it->metadata.id);
    ++savepoint->operation.requestsSent;
    savepoint->operation.lastSentAt = d.now;
    d.act(TriggerSavepoint{.savepointId = savepoint->metadata.id,
                           .clusterId = job.spec.sessionClusterId,
                           .flinkJobId = flinkJobIdOf(job),
                           .triggerId = flinkId(savepoint->metadata.id),
                           .directory = savepoint->spec.directory},
          "savepoint"_L1);
}

bool isRequestUnderWay(const Deliberation &d, const Job &job)
{
    return std::ranges::any_of(d.savepoints(), [&](const Savepoint &each) {
        return each.status.state == SavepointState::Started && !each.operation.isExpired
            && each.spec.origin == SavepointOrigin::UserRequest
            && each.spec.jobId == job.metadata.id;
    });
}

Savepoint newSavepoint(Deliberation &d, const Job &job, SavepointOrigin origin)
{
    QString directory = suspension::savepointDirectory(job.spec.jobTemplate, *d.observedCluster());
    if (!directory.endsWith(u'/'))
        directory += u'/';
    Savepoint savepoint;
    savepoint.metadata.id = d.ids.next();
    savepoint.metadata.name = u"%1-%2-%3"_s.arg(job.spec.deploymentName)
                                  .arg(job.spec.number)
                                  .arg(savepoint.metadata.id.first(8));
    savepoint.metadata.nameSpace = d.deployment.metadata.nameSpace;
    savepoint.metadata.createdAt = savepoint.metadata.modifiedAt = d.now;
    savepoint.spec =
        SavepointSpec{.deploymentId = job.spec.deploymentId,
                      .jobId = job.metadata.id,
                      .jobNumber = job.spec.number,
                      .directory = directory + savepoint.metadata.id,
                      .origin = origin,
                      .isDrained = origin == SavepointOrigin::Suspend && d.record->isDrainRequested
                          && d.desired() == DesiredState::Suspended};
    return savepoint;
}

std::optional<Instant> sendableAt(const Deliberation &d, const Savepoint &savepoint)
{
    const SavepointOperation &operation = savepoint.operation;
    if (operation.seenAt || d.view.facts.isTriggerRequestOpen || !d.observedCluster())
        return std::nullopt;
    if (!operation.lastSentAt)
        return d.now;
    return *operation.lastSentAt + attempts::backOff(std::max(1, operation.requestsSent));
}

void complete(Deliberation &d, const QString &savepointId, const QString &location)
{
    Savepoint *savepoint = d.edit(savepointId);
    const SavepointState state = savepoint->status.state;
    const bool isToBeDeleted = state != SavepointState::Started && state != SavepointState::Failed;
    if (state == SavepointState::Completed
        || (isToBeDeleted && rule("5 what was to be deleted is never COMPLETED again")))
        return;
    savepoint->spec.savepointLocation = location;
    savepoint->status = {.state = SavepointState::Completed, .completedAt = d.now};
    d.purpose = "location"_L1;
    d.note("SavepointCompleted", Severity::Info, tr("The savepoint is at %1.").arg(location));
}

void complete(Deliberation &d, const QString &savepointId, const CheckpointMark &written)
{
    complete(d, savepointId, written.path);
    Savepoint *savepoint = d.edit(savepointId);
    if (savepoint->status.state != SavepointState::Completed)
        return;
    if (written.id > 0) // else filled in later (§3.9)
        savepoint->spec.flinkSavepointId = written.id;
    if (written.stateSize > 0)
        savepoint->spec.stateSize = written.stateSize;
}

} // namespace headgate::savepoints
