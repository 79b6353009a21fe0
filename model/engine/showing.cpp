// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/engine.h"

#include "model/engine/reports.h"

// What goes to the window: what has changed, and no more often than it can be read.
namespace headgate {

//! To be shown by the next pump.
void Engine::announce(const Transaction &transaction, const QList<Event> &events)
{
    for (const StoredDeployment &stored : transaction.deployments)
        m_agenda.show(stored.deployment.metadata.id);
    for (const Job &job : transaction.jobs)
        m_agenda.show(job.spec.deploymentId);
    for (const Savepoint &savepoint : transaction.savepoints)
        m_agenda.show(savepoint.spec.deploymentId);
    for (const QString &id : transaction.removedDeployments) {
        m_agenda.forget(id);
        m_transitioning.remove(id);
    }
    showClustersOf(transaction);
    m_pending.jobs.append(transaction.jobs);
    m_pending.savepoints.append(transaction.savepoints);
    m_pending.events.append(events);
    m_pending.removedDeployments.append(transaction.removedDeployments);
    m_pending.removedJobs.append(transaction.removedJobs);
    m_pending.removedSavepoints.append(transaction.removedSavepoints);
    m_pending.removedSessionClusters.append(transaction.removedSessionClusters);
    for (const QString &id : transaction.removedOrphans)
        m_runningOrphans.remove(id);
    if (!transaction.orphans.isEmpty() || !transaction.removedOrphans.isEmpty())
        showOrphans();
}

//! What keeps a session cluster from being stopped or deleted may have come, or be over.
void Engine::showClustersOf(const Transaction &transaction)
{
    for (const SessionCluster &cluster : transaction.sessionClusters)
        m_clustersToReport.insert(cluster.metadata.id);
    for (const Job &job : transaction.jobs)
        m_clustersToReport.insert(job.spec.sessionClusterId);
    for (const PossibleOrphan &orphan : transaction.orphans)
        m_clustersToReport.insert(orphan.sessionClusterId);
    for (const StoredDeployment &stored : transaction.deployments) {
        const HeldDeployment *held = m_holdings.find(stored.deployment.metadata.id);
        if (held && held->reported) // the one that it was on before
            m_clustersToReport.insert(held->reported->record.sessionClusterId);
        m_clustersToReport.insert(stored.record.sessionClusterId);
        for (const Job &job : held ? held->jobs : QList<Job>()) // they are told by its title
            m_clustersToReport.insert(job.spec.sessionClusterId);
    }
    const bool isAnythingGone = !transaction.removedDeployments.isEmpty()
        || !transaction.removedJobs.isEmpty() || !transaction.removedOrphans.isEmpty();
    if (!isAnythingGone)
        return;
    for (const auto &[id, cluster] : m_clusters.all())
        m_clustersToReport.insert(id);
}

void Engine::showAgain(const QString &deploymentId)
{
    m_agenda.show(deploymentId);
    queuePump();
}

void Engine::publish()
{
    const QSet<QString> unshown = m_agenda.takeUnshown();
    m_pending.deployments.reserve(m_pending.deployments.size() + unshown.size());
    for (const QString &id : unshown) {
        if (HeldDeployment *held = m_holdings.find(id))
            describe(*held);
    }
    const QSet<QString> looked = std::exchange(m_looked, {});
    for (const QString &clusterId : looked) {
        for (HeldDeployment *held : m_holdings.on(clusterId))
            showAge(*held);
    }
    publishClusters();
    if (m_pending == Changes())
        return;
    Q_EMIT changed(std::exchange(m_pending, {}));
}

DeploymentReport Engine::reportOf(HeldDeployment &held)
{
    m_performer.refreshFacts(held); // a request may have left since it was decided on
    const HeldCluster *cluster = m_clusters.find(held.stored.record.sessionClusterId);
    DeploymentReport report = reports::deployment(viewOf(held), held.uploadPercent,
                                                  cluster ? &cluster->cluster : nullptr);
    report.concerns.append(concernsOfOrphans(held.id()));
    return report;
}

void Engine::describe(HeldDeployment &held)
{
    DeploymentReport report = reportOf(held);
    if (!reports::isNews(held.reported, report))
        return;
    held.reported = report;
    m_pending.deployments.append(std::move(report));
}

void Engine::showAge(HeldDeployment &held)
{
    const Job *job = held.newestJob();
    const ClusterView *cluster =
        m_clusters.view(job ? job->spec.sessionClusterId : held.stored.record.sessionClusterId);
    const auto seen = cluster ? reports::lastSeen(*cluster) : std::nullopt;
    if (!seen || !held.reported || !reports::isWorthShowing(seen, held.reported->lastSeen))
        return;
    held.reported->lastSeen = seen;
    m_pending.seen.append({held.id(), *seen});
}

void Engine::publishClusters()
{
    const QSet<QString> unshown = std::exchange(m_clustersToReport, {});
    for (const QString &id : unshown) {
        HeldCluster *held = m_clusters.find(id);
        if (!held)
            continue;
        SessionClusterReport report = reports::sessionCluster(*held, m_holdings);
        if (!reports::isNews(held->reported, report))
            continue;
        held->reported = report;
        m_pending.sessionClusters.append(std::move(report));
    }
}

} // namespace headgate
