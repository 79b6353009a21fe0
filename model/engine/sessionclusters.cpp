// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/sessionclusters.h"

#include "model/core/whendone.h"

#include <QDir>

namespace headgate {

using namespace Qt::StringLiterals;

SessionClusters::SessionClusters(QString directory, Secrets &secrets, const EngineTime &time,
                                 Commit commit, QObject *parent)
    : QObject(parent)
    , m_directory(std::move(directory))
    , m_secrets(secrets)
    , m_time(time)
    , m_commit(std::move(commit))
{
}

void SessionClusters::fill(const QList<SessionCluster> &clusters)
{
    for (const SessionCluster &cluster : clusters) {
        HeldCluster &held = hold(cluster);
        if (held.local && cluster.spec.state == SessionClusterDesiredState::Running)
            recordProcesses(cluster.metadata.id, held.local->adopt(cluster.spec, cluster.local));
        pursue(held);
    }
}

HeldCluster *SessionClusters::find(const QString &id)
{
    const auto it = m_clusters.find(id);
    return it == m_clusters.end() ? nullptr : &it->second;
}

HeldCluster *SessionClusters::findByName(const QString &name)
{
    for (auto &[id, held] : m_clusters) {
        if (held.cluster.metadata.name == name)
            return &held;
    }
    return nullptr;
}

const ClusterView *SessionClusters::view(const QString &id)
{
    const HeldCluster *held = find(id);
    return held ? &held->watch->view() : nullptr;
}

HeldCluster &SessionClusters::hold(const SessionCluster &cluster)
{
    const QString id = cluster.metadata.id;
    HeldCluster &held = m_clusters[id];
    held.cluster = cluster;
    if (!held.watch) {
        held.watch = std::make_unique<ClusterWatch>(cluster, m_secrets, m_time);
        connect(held.watch.get(), &ClusterWatch::looked, this, [this, id] { Q_EMIT looked(id); });
    }
    if (cluster.spec.kind == SessionClusterKind::Local && !held.local) {
        held.local = std::make_unique<LocalCluster>(
            ClusterFiles{QDir(m_directory).filePath(u"session-clusters/" + id)});
        connect(held.local.get(), &LocalCluster::changed, this,
                [this, id](const LocalProcesses &processes) { recordProcesses(id, processes); });
        connect(held.local.get(), &LocalCluster::jobManagerEnded, this,
                [this, id](const QString &lastWords) { loseJobManager(id, lastWords); });
    }
    return held;
}

Result<void> SessionClusters::save(const SessionCluster &cluster)
{
    Transaction transaction{.sessionClusters = {cluster}};
    if (const auto written = m_commit(transaction, "session-cluster"_L1); !written)
        return written;
    const HeldCluster *before = find(cluster.metadata.id);
    const int taskManagers = before ? before->cluster.spec.numberOfTaskManagers : 0;
    HeldCluster &held = hold(cluster);
    held.watch->setCluster(cluster);
    const bool isRunning = cluster.status.state == SessionClusterState::Running;
    if (held.local && isRunning && taskManagers != cluster.spec.numberOfTaskManagers)
        (void)held.local->setTaskManagers(cluster.spec.numberOfTaskManagers);
    pursue(held);
    Q_EMIT changed(cluster.metadata.id);
    return {};
}

Result<void> SessionClusters::setDesired(const QString &id, SessionClusterDesiredState state)
{
    HeldCluster *held = find(id);
    if (!held)
        return failure(ErrorKind::NotFound, tr("This session cluster no longer exists."));
    SessionCluster cluster = held->cluster;
    cluster.spec.state = state;
    ++cluster.metadata.resourceVersion;
    cluster.metadata.modifiedAt = m_time.now();
    if (cluster.status.state == SessionClusterState::Failed)
        cluster.status = {.state = SessionClusterState::Stopped,
                          .flinkVersion = cluster.status.flinkVersion};
    return save(cluster);
}

Result<void> SessionClusters::remove(const QString &id)
{
    Transaction transaction{.removedSessionClusters = {id}};
    if (const auto written = m_commit(transaction, "session-cluster"_L1); !written)
        return written;
    m_clusters.erase(id);
    Q_EMIT changed(id);
    return {};
}

void SessionClusters::pursue(HeldCluster &held)
{
    const bool isWanted = held.cluster.spec.state == SessionClusterDesiredState::Running;
    const SessionClusterState state = held.cluster.status.state;
    const bool isUp = state == SessionClusterState::Running;
    if (held.local) {
        const bool isJobManagerThere = held.local->processes().jobManager.has_value();
        if (isWanted && state != SessionClusterState::Failed && !(isUp && isJobManagerThere))
            startLocal(held);
        else if (!isWanted && (state != SessionClusterState::Stopped || isJobManagerThere))
            stopLocal(held);
        return;
    }
    if (isWanted && !isUp)
        (void)setState(held, SessionClusterState::Running, {}, "SessionClusterAttached");
    else if (!isWanted && state != SessionClusterState::Stopped)
        (void)setState(held, SessionClusterState::Stopped, {}, "SessionClusterDetached");
}

void SessionClusters::startLocal(HeldCluster &held)
{
    // What runs already is taken up; it was lost sight of while nobody was here.
    if (!setState(held, SessionClusterState::Starting, tr("Flink is being started."),
                  "SessionClusterStarting"))
        return;
    const QString id = held.cluster.metadata.id;
    whenDone(this, held.local->start(held.cluster.spec),
             [this, id](const Result<LocalProcesses> &answer) {
                 finishLocal(id, answer, SessionClusterState::Running);
             });
}

void SessionClusters::stopLocal(HeldCluster &held)
{
    if (!setState(held, SessionClusterState::Stopping, tr("Flink is being stopped."),
                  "SessionClusterStopping"))
        return;
    const QString id = held.cluster.metadata.id;
    whenDone(this, held.local->stop(), [this, id](const Result<LocalProcesses> &answer) {
        finishLocal(id, answer, SessionClusterState::Stopped);
    });
}

void SessionClusters::finishLocal(const QString &id, const Result<LocalProcesses> &answer,
                                  SessionClusterState reached)
{
    HeldCluster *held = find(id);
    if (!held)
        return;
    const bool isStillWanted = (reached == SessionClusterState::Running)
        == (held->cluster.spec.state == SessionClusterDesiredState::Running);
    if (!isStillWanted)
        return; // somebody changed their mind; the later step reports
    if (!answer) {
        (void)setState(*held, SessionClusterState::Failed, answer.error().message,
                       "SessionClusterFailed", Severity::Error);
        return;
    }
    held->cluster.local = *answer;
    (void)setState(*held, reached, {},
                   reached == SessionClusterState::Running ? "SessionClusterRunning"
                                                           : "SessionClusterStopped");
}

void SessionClusters::recordProcesses(const QString &id, const LocalProcesses &processes)
{
    HeldCluster *held = find(id);
    if (!held || held->cluster.local == processes)
        return;
    held->cluster.local = processes;
    (void)m_commit(Transaction{.sessionClusters = {held->cluster}}, "processes"_L1);
    held->watch->setCluster(held->cluster);
}

void SessionClusters::loseJobManager(const QString &id, const QString &lastWords)
{
    HeldCluster *held = find(id);
    if (!held)
        return;
    const QString message = lastWords.isEmpty()
        ? tr("Its JobManager has ended.")
        : tr("Its JobManager has ended. Its log ends with: %1").arg(lastWords);
    (void)setState(*held, SessionClusterState::Failed, message, "SessionClusterFailed",
                   Severity::Error);
}

Result<void> SessionClusters::setState(HeldCluster &held, SessionClusterState state,
                                       const QString &message, const char *eventName,
                                       Severity severity)
{
    SessionCluster next = held.cluster;
    next.status.state = state;
    next.status.message = message;
    const Event event{
        .time = m_time.now(),
        .sessionClusterId = next.metadata.id,
        .name = QString::fromLatin1(eventName),
        .severity = severity,
        .message = message.isEmpty()
            ? tr("The session cluster “%1” is %2 now.").arg(titleOf(next.metadata), wireName(state))
            : message};
    const auto written =
        m_commit(Transaction{.sessionClusters = {next}, .events = {event}}, "session-cluster"_L1);
    if (!written)
        return written;
    held.cluster = next;
    held.watch->setCluster(next);
    Q_EMIT changed(next.metadata.id);
    return {};
}

} // namespace headgate
