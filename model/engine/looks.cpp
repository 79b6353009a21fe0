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
    const bool isAsBefore = !noteTraits(*cluster);
    const Instant askedAt = cluster->watch->view().requestedAt;
    for (const QString &id : m_holdings.on(clusterId)) {
        const HeldDeployment &held = *m_holdings.find(id);
        showLook(held, changed);
        const bool rests =
            isAsBefore && rest::outlasts(held.restsUntil, held.jobs, askedAt, changed);
        if (!rests && !isFirstLookAwaited(held))
            m_agenda.decide(id);
    }
    goOnAfterLook(clusterId);
}

void Engine::takeChange(const QString &clusterId)
{
    if (HeldCluster *cluster = m_clusters.find(clusterId))
        noteTraits(*cluster);
    for (const QString &id : m_holdings.on(clusterId)) {
        m_agenda.show(id);
        if (!isFirstLookAwaited(*m_holdings.find(id)))
            m_agenda.decide(id);
    }
    goOnAfterLook(clusterId);
}

bool Engine::noteTraits(HeldCluster &cluster)
{
    ClusterView traits = rest::traitsOf(cluster.watch->view());
    if (traits == cluster.seen)
        return false;
    cluster.seen = std::move(traits);
    return true;
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
    else
        m_agenda.showAge(held.id());
}

void Engine::goOnAfterLook(const QString &clusterId)
{
    m_clustersToReport.insert(clusterId);
    m_reader.readRunning(clusterId);
    pursueOrphans(clusterId);
    queuePump();
}

} // namespace headgate
