// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/deliberation.h"

#include <algorithm>

namespace headgate {

Deliberation::Deliberation(const DeploymentView &from, IdSource &idSource, Instant at)
    : view(from)
    , now(at)
    , ids(idSource)
    , deployment(from.stored.deployment)
    , record(from.stored.record)
    , jobs(from.jobs)
    , savepoints(from.savepoints)
    , memory(from.memory)
{
}

Job *Deliberation::newest()
{
    return jobs.isEmpty() ? nullptr : &jobs.last();
}

const Job *Deliberation::newest() const
{
    return jobs.isEmpty() ? nullptr : &jobs.last();
}

Job *Deliberation::live()
{
    Job *job = newest();
    return job && isLive(job->status.state) ? job : nullptr;
}

Savepoint *Deliberation::savepoint(const QString &id)
{
    const auto it
        = std::ranges::find_if(savepoints, [&](const Savepoint &s) { return s.metadata.id == id; });
    return it == savepoints.end() ? nullptr : &*it;
}

Savepoint *Deliberation::stopOf(const Job &job)
{
    Savepoint *found = nullptr;
    for (Savepoint &each : savepoints) {
        const bool isOpen = each.status.state == SavepointState::Started
            || each.status.state == SavepointState::Completed;
        // Only a stop of ours has a directory of its own; the newest trigger has the word.
        if (each.spec.jobId == job.metadata.id && each.spec.origin == SavepointOrigin::Suspend
            && !each.spec.directory.isEmpty() && isOpen && !each.operation.isExpired)
            found = &each;
    }
    return found;
}

const ClusterView *Deliberation::observedCluster() const
{
    return view.current && view.current->isObserved && !view.current->isPerhapsAnother
        ? view.current
        : nullptr;
}

const FlinkJob *Deliberation::seen(const Job &job) const
{
    const ClusterView *cluster = observedCluster();
    if (!cluster)
        return nullptr;
    const auto it = cluster->jobs.constFind(flinkJobIdOf(job));
    return it == cluster->jobs.constEnd() ? nullptr : &*it;
}

bool Deliberation::isAbsent(const Job &job) const
{
    const ClusterView *cluster = observedCluster();
    if (!cluster || seen(job))
        return false;
    const Instant lastRequest = std::max({job.submission.lastSentAt.value_or(Instant()),
                                          job.submission.lastAnswerAt.value_or(Instant()),
                                          job.cancels.lastSentAt.value_or(Instant())});
    return cluster->requestedAt > lastRequest;
}

bool Deliberation::isFailed() const
{
    return record.failure && record.failure->generation == record.generation;
}

void Deliberation::note(const char *name, Severity severity, const QString &message,
                        const QString &detail)
{
    const Job *job = newest();
    const QString clusterId = job ? job->spec.sessionClusterId : record.sessionClusterId;
    events.append(Event{.time = now,
                        .deploymentId = deployment.metadata.id,
                        .jobId = job ? job->metadata.id : QString(),
                        .sessionClusterId = clusterId,
                        .name = QString::fromLatin1(name),
                        .severity = severity,
                        .message = message,
                        .detail = detail});
}

void Deliberation::fail(FailureReason reason, const QString &message, const QString &detail)
{
    record.failure = DeploymentFailure{.reason = reason,
                                       .message = message,
                                       .detail = detail,
                                       .generation = record.generation,
                                       .failedAt = now};
    note("DeploymentFailed", Severity::Error, message, detail);
}

void Deliberation::wait(const QString &forWhat)
{
    // The same wait goes on from when it began.
    if (!record.waiting || record.waiting->what != forWhat)
        record.waiting = Waiting{.what = forWhat, .since = now};
    m_isWaiting = true;
}

void Deliberation::wakeAt(Instant instant)
{
    decideAgainAt = decideAgainAt ? std::min(*decideAgainAt, instant) : instant;
}

void Deliberation::ask(const Read &read)
{
    if (!reads.contains(read))
        reads.append(read);
}

void Deliberation::act(Action next, QLatin1StringView why)
{
    Q_ASSERT(std::holds_alternative<NoAction>(action)); // one action a decision
    action = std::move(next);
    purpose = why;
}

Decision Deliberation::conclude() &&
{
    if (!m_isWaiting)
        record.waiting.reset();
    Decision decision;
    if (deployment != view.stored.deployment || record != view.stored.record)
        decision.records.deployments.append({deployment, record});
    for (qsizetype i = 0; i < jobs.size(); ++i) {
        if (i >= view.jobs.size() || jobs[i] != view.jobs[i])
            decision.records.jobs.append(jobs[i]);
    }
    for (qsizetype i = 0; i < savepoints.size(); ++i) {
        if (i >= view.savepoints.size() || savepoints[i] != view.savepoints[i])
            decision.records.savepoints.append(savepoints[i]);
    }
    decision.records.orphans = std::move(newOrphans);
    decision.records.events = std::move(events);
    decision.action = std::move(action);
    decision.reads = std::move(reads);
    decision.memory = std::move(memory);
    decision.decideAgainAt = decideAgainAt;
    decision.isTransitioning = deployment.status.state == DeploymentState::Transitioning;
    decision.purpose = purpose.isEmpty() ? QLatin1StringView("facts") : purpose;
    return decision;
}

} // namespace headgate
