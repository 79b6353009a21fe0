// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/deliberation.h"

#include "model/lifecycle/rule.h"

#include <algorithm>
#include <utility>

namespace headgate {

namespace {

//! Metadata and snapshot of a Job never change; the rest is what a decision may have written.
bool isUnchanged(const Job &one, const Job &other)
{
    return one.status == other.status && one.submission == other.submission
        && one.cancels == other.cancels && one.ending == other.ending
        && one.observed == other.observed;
}

//! Mostly a Job has only been seen again.
void put(Transaction &records, Job job, const Job &before)
{
    if (isUnchanged(job, before))
        return;
    const auto seen = std::exchange(job.observed.lastSighting, before.observed.lastSighting);
    if (seen && isUnchanged(job, before)) {
        records.sightings.insert(job.metadata.id, {job.spec.deploymentId, *seen});
        return;
    }
    job.observed.lastSighting = seen;
    records.jobs.append(std::move(job));
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
}

Job &Deliberation::editJob()
{
    if (m_newJob)
        return *m_newJob;
    return m_editedJob ? *m_editedJob : m_editedJob.emplace(view.jobs.last());
}

const Job *Deliberation::lastThatRan() const
{
    if (m_editedJob && m_editedJob->status.started)
        return &*m_editedJob;
    const auto ran = std::find_if(view.jobs.crbegin() + (m_editedJob ? 1 : 0), view.jobs.crend(),
                                  [](const Job &job) { return job.status.started.has_value(); });
    return ran == view.jobs.crend() ? nullptr : &*ran;
}

void Deliberation::add(Job job)
{
    Q_ASSERT(!m_newJob);
    m_newJob = std::move(job);
}

Savepoint *Deliberation::edit(const QString &savepointId)
{
    if (!findById(std::as_const(m_savepoints), savepointId))
        return nullptr; // the list is still one with that of the view
    return findById(m_savepoints, savepointId);
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
        if (each.status.state == SavepointState::Failed && !rule("5.4 the newest trigger counts"))
            continue;
        // Only a stop of ours has a directory of its own.
        if (each.spec.jobId == job.metadata.id && each.spec.origin == SavepointOrigin::Suspend
            && !each.spec.directory.isEmpty()
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
    const bool isOfView = (m_editedJob && &job == &*m_editedJob)
        || (!view.jobs.isEmpty() && &job == &view.jobs.last());
    if (!isOfView)
        return find(job);
    if (!m_row)
        m_row = find(job);
    return *m_row;
}

const FlinkJob *Deliberation::find(const Job &job) const
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
    return record->failure && record->failure->generation == record->generation;
}

void Deliberation::note(const char *name, Severity severity, const QString &message,
                        const QString &detail)
{
    const Job *job = newest();
    const QString clusterId = job ? job->spec.sessionClusterId : record->sessionClusterId;
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
    record.edit().failure = DeploymentFailure{.reason = reason,
                                              .message = message,
                                              .detail = detail,
                                              .generation = record->generation,
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
    if (m_waitingFor.isEmpty() || isFailed()) {
        if (before)
            record.edit().waiting.reset();
    } else if (!before || before->what != m_waitingFor) {
        record.edit().waiting = Waiting{.what = m_waitingFor, .since = now};
    }
}

Transaction Deliberation::changes()
{
    Transaction records;
    if (status != deployment.status || record.isChanged()) {
        records.deployments.append({deployment, *record});
        records.deployments.last().deployment.status = status;
    }
    if (m_editedJob)
        put(records, std::move(*m_editedJob), view.jobs.last());
    if (m_newJob)
        records.jobs.append(std::move(*m_newJob));
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
    return Decision{.records = changes(),
                    .action = std::move(action),
                    .reads = std::move(reads),
                    .memory = std::move(memory),
                    .decideAgainAt = decideAgainAt,
                    .isTransitioning = status.state == DeploymentState::Transitioning,
                    .purpose = purpose.isEmpty() ? QLatin1StringView("facts") : purpose};
}

} // namespace headgate
