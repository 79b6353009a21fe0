// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/holdings.h"

#include "model/engine/recordedtimes.h"

#include <algorithm>
#include <utility>

namespace headgate {

const Job *HeldDeployment::liveJob() const
{
    const Job *job = newestJob();
    return job && isLive(job->status.state) ? job : nullptr;
}

void Holdings::fill(const StoreContents &contents)
{
    apply(Transaction{.deployments = contents.deployments,
                      .jobs = contents.jobs,
                      .savepoints = contents.savepoints,
                      .orphans = contents.orphans});
}

void Holdings::apply(const Transaction &transaction)
{
    for (const QString &id : transaction.removedDeployments)
        remove(id);
    for (const QString &id : transaction.removedOrphans)
        m_orphans.remove(id);
    for (const StoredDeployment &stored : transaction.deployments) {
        HeldDeployment &held = m_deployments[stored.deployment.metadata.id];
        if (held.stored.record.artifactSha256 != stored.record.artifactSha256)
            held.isJarChanged = false; // until it is looked at again
        held.stored = stored;
        m_on[stored.record.sessionClusterId].insert(&held);
        share(held);
    }
    for (const Job &job : transaction.jobs)
        replaceJob(job);
    for (const auto &[jobId, seen] : transaction.sightings.asKeyValueRange())
        noteSighting(jobId, seen);
    removeAll(transaction);
    for (const Savepoint &savepoint : transaction.savepoints)
        replaceSavepoint(savepoint);
    for (const PossibleOrphan &orphan : transaction.orphans)
        m_orphans.insert(orphan.flinkJobId, orphan);
}

void Holdings::remove(const QString &deploymentId)
{
    HeldDeployment *held = find(deploymentId);
    if (!held)
        return;
    for (const Job &job : std::as_const(held->jobs))
        expectNoMore(job);
    for (QSet<HeldDeployment *> &there : m_on)
        there.remove(held);
    m_deployments.erase(deploymentId);
}

void Holdings::putBack(const HeldDeployment &before)
{
    HeldDeployment &held = *find(before.id());
    for (const Job &job : std::as_const(held.jobs))
        expectNoMore(job);
    held = before;
    for (const Job &job : std::as_const(held.jobs))
        expect(job);
}

void Holdings::expect(const Job &job)
{
    if (isLive(job.status.state) && (job.submission.requestsSent > 0 || job.status.started))
        m_expected[job.spec.sessionClusterId].insert(flinkJobIdOf(job));
}

void Holdings::expectNoMore(const Job &job)
{
    const auto there = m_expected.find(job.spec.sessionClusterId);
    if (there != m_expected.end())
        there->remove(flinkJobIdOf(job));
}

void Holdings::removeAll(const Transaction &transaction)
{
    const QSet<QString> jobs(transaction.removedJobs.begin(), transaction.removedJobs.end());
    const QSet<QString> savepoints(transaction.removedSavepoints.begin(),
                                   transaction.removedSavepoints.end());
    if (jobs.isEmpty() && savepoints.isEmpty())
        return;
    for (auto &[id, held] : m_deployments) {
        for (const Job &job : held.jobs) {
            if (!jobs.contains(job.metadata.id))
                continue;
            m_flinkJobs.remove({flinkJobIdOf(job),
                                job.spec.sessionClusterId}); // one that rises again has no record
            expectNoMore(job);
        }
        held.jobs.removeIf([&](const Job &job) { return jobs.contains(job.metadata.id); });
        held.savepoints.removeIf(
            [&](const Savepoint &savepoint) { return savepoints.contains(savepoint.metadata.id); });
    }
}

QList<Job> Holdings::bringBackTimes(Instant now)
{
    QList<Job> changed;
    for (auto &[id, held] : m_deployments) {
        recordedtimes::bringBack(held.stored.record, now);
        for (Job &job : held.jobs) {
            if (recordedtimes::bringBack(job, now) && isLive(job.status.state))
                changed.append(job); // those that have ended keep what the store says of them
        }
        recordedtimes::bringBack(held.facts, now);
    }
    for (PossibleOrphan &orphan : m_orphans)
        recordedtimes::bringBack(orphan, now);
    return changed;
}

QList<Job> Holdings::forgetClusterClocks()
{
    QList<Job> changed;
    for (auto &[id, held] : m_deployments) {
        if (held.facts.state)
            held.facts.state->clusterAhead.reset();
        for (Job &job : held.jobs) {
            if (std::exchange(job.observed.clusterAhead, std::nullopt) && isLive(job.status.state))
                changed.append(job);
        }
    }
    return changed;
}

void Holdings::replaceJob(const Job &job)
{
    m_flinkJobs.insert({flinkJobIdOf(job), job.spec.sessionClusterId});
    HeldDeployment *held = find(job.spec.deploymentId);
    if (!held)
        return;
    m_on[job.spec.sessionClusterId].insert(held);
    if (Job *known = findById(held->jobs, job.metadata.id)) {
        expectNoMore(*known);
        *known = job;
        expect(job);
        return share(*held);
    }
    expect(job);
    const auto place = std::ranges::upper_bound(held->jobs, job.spec.number, {},
                                                [](const Job &each) { return each.spec.number; });
    held->jobs.insert(place, job);
    share(*held);
}

void Holdings::noteSighting(const QString &jobId, const JobSighting &seen)
{
    HeldDeployment *held = find(seen.deploymentId);
    if (Job *job = held ? findById(held->jobs, jobId) : nullptr)
        job->observed.lastSighting = seen.sighting;
}

//! What the newest Job has as it is saved is one in memory: each decision compares it.
void Holdings::share(HeldDeployment &held)
{
    if (held.jobs.isEmpty())
        return;
    const StoredDeployment &stored = held.stored;
    JobSpec &spec = held.jobs.last().spec;
    if (spec.jobTemplate == stored.deployment.spec.jobTemplate)
        spec.jobTemplate = stored.deployment.spec.jobTemplate;
    if (spec.artifactSha256 == stored.record.artifactSha256)
        spec.artifactSha256 = stored.record.artifactSha256;
    if (spec.sessionClusterId == stored.record.sessionClusterId)
        spec.sessionClusterId = stored.record.sessionClusterId;
    if (auto &running = held.stored.deployment.status.running;
        running && running->jobId == held.jobs.last().metadata.id)
        running->jobId = held.jobs.last().metadata.id;
}

void Holdings::replaceSavepoint(const Savepoint &savepoint)
{
    HeldDeployment *held = find(savepoint.spec.deploymentId);
    if (!held)
        return;
    if (Savepoint *known = findById(held->savepoints, savepoint.metadata.id))
        *known = savepoint;
    else
        held->savepoints.append(savepoint);
}

HeldDeployment *Holdings::find(const QString &deploymentId)
{
    const auto it = m_deployments.find(deploymentId);
    return it == m_deployments.end() ? nullptr : &it->second;
}

HeldDeployment *Holdings::findByName(const QString &nameSpace, const QString &name)
{
    for (auto &[id, held] : m_deployments) {
        const Metadata &metadata = held.stored.deployment.metadata;
        if (metadata.name == name && metadata.nameSpace == nameSpace)
            return &held;
    }
    return nullptr;
}

HeldDeployment *Holdings::findBySavepoint(const QString &savepointId)
{
    for (auto &[id, held] : m_deployments) {
        if (findById(std::as_const(held.savepoints), savepointId))
            return &held;
    }
    return nullptr;
}

const PossibleOrphan *Holdings::findOrphan(const QString &flinkJobId) const
{
    const auto it = m_orphans.constFind(flinkJobId);
    return it == m_orphans.constEnd() ? nullptr : &*it;
}

const QSet<HeldDeployment *> &Holdings::on(const QString &clusterId) const
{
    static const QSet<HeldDeployment *> none;
    const auto found = m_on.constFind(clusterId);
    return found == m_on.constEnd() ? none : *found;
}

QSet<QString> Holdings::usedArtifacts() const
{
    QSet<QString> used;
    for (const auto &[id, held] : m_deployments) {
        used.insert(held.stored.record.artifactSha256);
        for (const Job &job : held.jobs)
            used.insert(job.spec.artifactSha256);
    }
    return used;
}

} // namespace headgate
