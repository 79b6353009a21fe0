// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/deliberation.h"

#include "model/lifecycle/rule.h"

#include <algorithm>

namespace headgate {

namespace {

//! Metadata and snapshot of a Job never change; the rest is what a decision may have written.
bool isUnchanged(const Job &one, const Job &other)
{
    return one.status == other.status && one.submission == other.submission
        && one.cancels == other.cancels && one.ending == other.ending
        && one.observed == other.observed;
}

} // namespace

Deliberation::Deliberation(const DeploymentView &from, IdSource &idSource, Instant at)
    : view(from)
    , now(at)
    , ids(idSource)
    , deployment(from.stored.deployment)
    , status(from.stored.deployment.status)
    , record(from.stored.record)
    , memory(from.memory)
    , m_savepoints(from.savepoints)
{
    m_jobs.reserve(2); // pointers to the first survive the second
    if (!from.jobs.isEmpty())
        m_jobs.push_back(from.jobs.last());
}

Job *Deliberation::newest()
{
    return m_jobs.empty() ? nullptr : &m_jobs.back();
}

const Job *Deliberation::newest() const
{
    return m_jobs.empty() ? nullptr : &m_jobs.back();
}

Job *Deliberation::live()
{
    Job *job = newest();
    return job && isLive(job->status.state) ? job : nullptr;
}

const Job *Deliberation::lastThatRan() const
{
    const auto hasRun = [](const Job &job) { return job.status.started.has_value(); };
    const auto own = std::find_if(m_jobs.crbegin(), m_jobs.crend(), hasRun);
    if (own != m_jobs.crend())
        return &*own;
    const auto earlier = std::find_if(view.jobs.crbegin(), view.jobs.crend(), [&](const Job &job) {
        return hasRun(job) && job.metadata.id != m_jobs.front().metadata.id;
    });
    return earlier == view.jobs.crend() ? nullptr : &*earlier;
}

void Deliberation::add(Job job)
{
    Q_ASSERT(m_jobs.size() < m_jobs.capacity()); // one new Job a decision
    m_jobs.push_back(std::move(job));
}

Savepoint *Deliberation::edit(const QString &savepointId)
{
    for (qsizetype i = 0; i < m_savepoints.size(); ++i) {
        if (m_savepoints.at(i).metadata.id == savepointId)
            return &m_savepoints[i];
    }
    return nullptr;
}

Savepoint &Deliberation::add(Savepoint savepoint)
{
    m_savepoints.append(std::move(savepoint));
    return m_savepoints.last();
}

const Savepoint *Deliberation::newestStopOf(const Job &job) const
{
    const Savepoint *newest = nullptr;
    for (const Savepoint &each : m_savepoints) {
        const bool isOver =
            each.status.state == SavepointState::Failed && !rule("5.4 the newest trigger counts");
        // Only a stop of ours has a directory of its own.
        if (!isOver && each.spec.jobId == job.metadata.id
            && each.spec.origin == SavepointOrigin::Suspend && !each.spec.directory.isEmpty()
            && (!newest || each.metadata.createdAt >= newest->metadata.createdAt))
            newest = &each;
    }
    return newest;
}

const Savepoint *Deliberation::stopOf(const Job &job) const
{
    const bool isInStop = job.ending.reason == TerminationReason::Suspend
        || job.ending.reason == TerminationReason::Upgrade;
    const Savepoint *newest = isInStop ? newestStopOf(job) : nullptr;
    const bool isOpen = newest
        && (newest->status.state == SavepointState::Completed
            || (newest->status.state == SavepointState::Started && !newest->operation.isExpired));
    return isOpen ? newest : nullptr;
}

const ClusterView *Deliberation::observedCluster() const
{
    return view.current && view.current->isObserved
            && (!view.current->isPerhapsAnother || !rule("8 perhaps another cluster"))
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
    return cluster->requestedAt > lastRequest || !rule("1 only a later look says anything");
}

const DiskView *Deliberation::diskSince(Instant since) const
{
    const auto &disk = view.facts.disk;
    const bool isFresh = disk && (disk->requestedAt == Instant() || disk->requestedAt >= since);
    return isFresh ? &*disk : nullptr;
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
    if (isFailed())
        return;
    record.failure = DeploymentFailure{.reason = reason,
                                       .message = message,
                                       .detail = detail,
                                       .generation = record.generation,
                                       .failedAt = now};
    note("DeploymentFailed", Severity::Error, message, detail);
}

void Deliberation::wakeAt(Instant instant)
{
    if (instant <= now)
        return;
    decideAgainAt = decideAgainAt ? std::min(*decideAgainAt, instant) : instant;
}

void Deliberation::ask(const Read &read)
{
    if (!reads.contains(read))
        reads.append(read);
}

void Deliberation::act(Action next, QLatin1StringView why)
{
    Q_ASSERT(!hasActed()); // one action a decision
    action = std::move(next);
    purpose = why;
}

//! The same wait goes on from when it began.
void Deliberation::concludeWaiting()
{
    const auto &before = view.stored.record.waiting;
    if (m_waitingFor.isEmpty() || isFailed())
        record.waiting.reset();
    else if (!before || before->what != m_waitingFor)
        record.waiting = Waiting{.what = m_waitingFor, .since = now};
}

Transaction Deliberation::changes()
{
    Transaction records;
    if (status != deployment.status || record != view.stored.record) {
        records.deployments.append({deployment, std::move(record)});
        records.deployments.last().deployment.status = status;
    }
    for (Job &job : m_jobs) {
        const bool isNew = view.jobs.isEmpty() || view.jobs.last().metadata.id != job.metadata.id;
        if (isNew || !isUnchanged(job, view.jobs.last()))
            records.jobs.append(std::move(job));
    }
    const bool isShared = m_savepoints.isSharedWith(view.savepoints);
    for (qsizetype i = 0; !isShared && i < m_savepoints.size(); ++i) {
        const bool isRemoved = m_removedSavepoints.contains(m_savepoints.at(i).metadata.id);
        if (!isRemoved
            && (i >= view.savepoints.size() || m_savepoints.at(i) != view.savepoints.at(i)))
            records.savepoints.append(m_savepoints.at(i));
    }
    records.removedSavepoints = std::move(m_removedSavepoints);
    records.orphans = std::move(newOrphans);
    records.events = std::move(events);
    return records;
}

Decision Deliberation::conclude() &&
{
    concludeWaiting();
    Decision decision;
    decision.records = changes();
    decision.action = std::move(action);
    decision.reads = std::move(reads);
    decision.memory = std::move(memory);
    decision.decideAgainAt = decideAgainAt;
    decision.isTransitioning = status.state == DeploymentState::Transitioning;
    decision.purpose = purpose.isEmpty() ? QLatin1StringView("facts") : purpose;
    return decision;
}

} // namespace headgate
