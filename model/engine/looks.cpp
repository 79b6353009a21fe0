// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/engine.h"

#include "model/lifecycle/rest.h"

// What a look, or a change of a session cluster, makes due.
namespace headgate {

void Engine::takeLook(const QString &clusterId)
{
    HeldCluster *cluster = m_clusters.find(clusterId);
    if (!cluster)
        return;
    const QSet<QString> changed = cluster->watch->takeChangedJobs();
    const Instant askedAt = cluster->watch->view().requestedAt;
    noteTraits(clusterId, *cluster);
    for (const HeldDeployment *held : m_holdings.on(clusterId)) {
        showLook(*held, changed);
        const bool rests = rest::outlasts(held->restsUntil, held->jobs, askedAt, changed);
        if (!rests && !isFirstLookAwaited(*held))
            m_agenda.decide(held->id());
    }
    m_looked.insert(clusterId);
    goOnAfterLook(clusterId);
}

void Engine::takeChange(const QString &clusterId)
{
    concernAll(clusterId);
    goOnAfterLook(clusterId);
}

//! It has other traits than when they were last noted.
void Engine::noteTraits(const QString &clusterId, HeldCluster &cluster)
{
    ClusterView traits = rest::traitsOf(cluster.watch->view());
    if (traits == cluster.traits)
        return;
    cluster.traits = std::move(traits);
    m_clustersToReport.insert(clusterId);
    concernAll(clusterId);
}

void Engine::noteTraits()
{
    for (auto &[id, cluster] : m_clusters.all())
        noteTraits(id, cluster);
}

//! All that are on it are to be decided on and shown.
void Engine::concernAll(const QString &clusterId)
{
    for (const HeldDeployment *held : m_holdings.on(clusterId)) {
        m_agenda.show(held->id());
        if (!isFirstLookAwaited(*held))
            m_agenda.decide(held->id());
    }
}

void Engine::showLook(const HeldDeployment &held, const QSet<QString> &changedFlinkJobs)
{
    const Job *job = held.newestJob();
    const auto &failure = held.stored.record.failure;
    const bool isToAdopt = failure && !failure->flinkJobs.isEmpty();
    const bool isChanged =
        !changedFlinkJobs.isEmpty() && job && changedFlinkJobs.contains(flinkJobIdOf(*job));
    if (isChanged || isToAdopt)
        m_agenda.show(held.id());
}

void Engine::goOnAfterLook(const QString &clusterId)
{
    m_clustersToReport.insert(clusterId);
    m_reader.readRunning(clusterId);
    pursueOrphans(clusterId);
    queuePump();
}

} // namespace headgate
