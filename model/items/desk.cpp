// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/desk.h"

#include "model/items/marks.h"

#include <QSet>

namespace headgate {

Desk::Desk(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_savepoints(m_deployments, m_jobs)
    , m_orphans(m_sessionClusters)
{
    connect(&m_ticks, &QTimer::timeout, this, [this] {
        setNow();
        Q_EMIT aged();
    });
    m_ticks.start(std::chrono::seconds(1));
    setNow();
}

void Desk::apply(const Changes &changes)
{
    setNow();
    m_sessionClusters.merge(changes.sessionClusters);
    m_deployments.merge(changes.deployments);
    m_deployments.setSeen(changes.seen);
    m_jobs.merge(changes.jobs);
    m_savepoints.merge(changes.savepoints);
    m_events.append(named(changes.events));
    if (changes.haveOrphansChanged)
        m_orphans.setAll(changes.orphans);
    forgetRemoved(changes);
    m_isFilled = true;
    Q_EMIT applied(changes);
}

DeskCounts Desk::counts() const
{
    DeskCounts counts;
    counts.deployments = m_deployments.rowCount();
    for (const DeploymentReport &report : m_deployments.values()) {
        counts.needAttention += needsAttention(report) ? 1 : 0;
        counts.changing += isChanging(report) ? 1 : 0;
    }
    for (const SessionClusterReport &report : m_sessionClusters.values()) {
        counts.clustersNeedAttention += needsAttention(report) ? 1 : 0;
        counts.clustersChanging += isChanging(report) ? 1 : 0;
        if (report.cluster.spec.state == SessionClusterDesiredState::Stopped)
            continue;
        if (report.isReachable)
            ++counts.clustersReachable;
        else if (report.cluster.status.state == SessionClusterState::Starting)
            ++counts.clustersStarting;
        else if (!isChanging(report)) // else the first answer may be on its way
            ++counts.clustersUnreachable;
    }
    return counts;
}

void Desk::setNow()
{
    const Instant now = m_clock.now();
    m_deployments.setNow(now);
    m_sessionClusters.setNow(now);
    m_jobs.setNow(now);
    m_savepoints.setNow(now);
    m_events.setNow(now);
    m_orphans.setNow(now);
}

void Desk::forgetRemoved(const Changes &changes)
{
    if (!changes.removedDeployments.isEmpty()) {
        const QSet<QString> gone(changes.removedDeployments.begin(),
                                 changes.removedDeployments.end());
        m_jobs.removeIf([&](const Job &job) { return gone.contains(job.spec.deploymentId); });
        m_savepoints.removeIf(
            [&](const Savepoint &savepoint) { return gone.contains(savepoint.spec.deploymentId); });
        m_deployments.remove(changes.removedDeployments);
    }
    m_jobs.remove(changes.removedJobs);
    m_savepoints.remove(changes.removedSavepoints);
    m_sessionClusters.remove(changes.removedSessionClusters);
}

QList<NamedEvent> Desk::named(const QList<Event> &events)
{
    for (const Event &event : events) {
        if (!event.deploymentName.isEmpty())
            m_deletedDeployments.insert(event.deploymentId, event.deploymentName);
    }
    QList<NamedEvent> result;
    result.reserve(events.size());
    for (const Event &event : events) {
        result.append({.event = event,
                       .deploymentName = deploymentNameOf(event),
                       .sessionClusterName = m_sessionClusters.nameOf(event.sessionClusterId)});
    }
    return result;
}

QString Desk::deploymentNameOf(const Event &event) const
{
    const QString name = m_deployments.nameOf(event.deploymentId);
    return name.isEmpty() ? m_deletedDeployments.value(event.deploymentId) : name;
}

} // namespace headgate
