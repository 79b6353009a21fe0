// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/sessionclusters.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::minutes WarningPause{1};
} // namespace

SessionClusters::SessionClusters(QString directory, Secrets &secrets, const EngineTime &time,
                                 Commit commit, std::chrono::milliseconds writePause,
                                 QObject *parent)
    : QObject(parent)
    , m_directory(std::move(directory))
    , m_secrets(secrets)
    , m_time(time)
    , m_commit(std::move(commit))
{
    m_again.setSingleShot(true);
    m_again.setInterval(writePause);
    connect(&m_again, &QTimer::timeout, this, &SessionClusters::pursueMarked);
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
        connect(held.watch.get(), &ClusterWatch::identified, this, [this, id] { recognize(id); });
    }
    if (cluster.spec.kind == SessionClusterKind::Local && !held.local)
        held.local = makeLocal(id);
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
    held.areProcessesUnwritten = false;
    const bool isUp = cluster.status.state == SessionClusterState::Running
        || held.goal == SessionClusterState::Running;
    if (held.local && isUp && taskManagers != cluster.spec.numberOfTaskManagers)
        setTaskManagers(held);
    pursue(held);
    Q_EMIT changed(cluster.metadata.id);
    return {};
}

//! Who answers is recorded, or doubted.
void SessionClusters::recognize(const QString &id)
{
    HeldCluster *held = find(id);
    if (!held || held->local)
        return;
    const ClusterView &view = held->watch->view();
    if (!view.isPerhapsAnother) {
        (void)recordIdentity(*held, {});
    } else if (held->doubted != view.incarnation) {
        const Event event{.time = m_time.now(),
                          .sessionClusterId = id,
                          .name = u"PerhapsAnotherCluster"_s,
                          .severity = Severity::Warning,
                          .message = tr("Behind the URL of “%1” is perhaps another cluster. Say "
                                        "that it is the same, or change the URL.")
                                         .arg(titleOf(held->cluster.metadata))};
        if (m_commit(Transaction{.events = {event}}, "session-cluster"_L1))
            held->doubted = view.incarnation;
    }
}

Result<void> SessionClusters::recordIdentity(HeldCluster &held, const QList<Event> &events)
{
    SessionCluster next = held.cluster;
    next.incarnation = held.watch->view().incarnation;
    next.knownDirectories = held.watch->directories();
    if (next == held.cluster)
        return {};
    const auto written =
        m_commit(Transaction{.sessionClusters = {next}, .events = events}, "session-cluster"_L1);
    if (!written)
        return written;
    held.cluster = next;
    held.watch->setCluster(next);
    return {};
}

Result<void> SessionClusters::confirmSame(const QString &id)
{
    HeldCluster *held = find(id);
    if (!held)
        return failure(ErrorKind::NotFound, tr("This session cluster no longer exists."));
    if (!held->watch->view().isPerhapsAnother)
        return failure(ErrorKind::NotPermitted, tr("Nobody doubts that it is the same."));
    const Event event{.time = m_time.now(),
                      .sessionClusterId = id,
                      .name = u"SameClusterConfirmed"_s,
                      .message = tr("“%1” was said to be the same cluster as before.")
                                     .arg(titleOf(held->cluster.metadata))};
    if (const auto recorded = recordIdentity(*held, {event}); !recorded)
        return recorded;
    held->watch->lookNow();
    Q_EMIT changed(id);
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
    if (held.reached) {
        if (!write(held, *held.reached))
            return;
        held.reached.reset();
    }
    if (held.areProcessesUnwritten && !writeProcesses(held))
        return;
    if (held.local)
        pursueLocal(held);
    else
        pursueRemote(held);
}

void SessionClusters::pursueRemote(HeldCluster &held)
{
    const bool isWanted = held.cluster.spec.state == SessionClusterDesiredState::Running;
    const SessionClusterState wanted =
        isWanted ? SessionClusterState::Running : SessionClusterState::Stopped;
    if (held.cluster.status.state == wanted)
        return;
    (void)write(held,
                {.state = wanted,
                 .eventName = isWanted ? "SessionClusterAttached" : "SessionClusterDetached"});
}

void SessionClusters::pursueLater(HeldCluster &held)
{
    held.isToPursue = true;
    if (!m_again.isActive())
        m_again.start();
}

void SessionClusters::pursueMarked()
{
    for (auto &[id, held] : m_clusters) {
        if (std::exchange(held.isToPursue, false))
            pursue(held);
    }
}

void SessionClusters::warn(HeldCluster &held, const QString &message, const QString &detail)
{
    const Duration now = m_time.elapsed();
    if (held.warnedAt && now - *held.warnedAt < WarningPause)
        return;
    const Event event{.time = m_time.now(),
                      .sessionClusterId = held.cluster.metadata.id,
                      .name = u"SessionClusterTaskManagerMissing"_s,
                      .severity = Severity::Warning,
                      .message = message,
                      .detail = detail};
    if (m_commit(Transaction{.events = {event}}, "session-cluster"_L1))
        held.warnedAt = now;
}

bool SessionClusters::write(HeldCluster &held, const ClusterStep &step)
{
    SessionCluster next = held.cluster;
    next.status.state = step.state;
    next.status.message = step.message;
    const Event event{.time = m_time.now(),
                      .sessionClusterId = next.metadata.id,
                      .name = QString::fromLatin1(step.eventName),
                      .severity = step.severity,
                      .message = step.message.isEmpty()
                          ? tr("The session cluster “%1” is %2 now.")
                                .arg(titleOf(next.metadata), wireName(step.state))
                          : step.message,
                      .detail = step.detail};
    if (!m_commit(Transaction{.sessionClusters = {next}, .events = {event}},
                  "session-cluster"_L1)) {
        pursueLater(held);
        return false;
    }
    held.cluster = next;
    held.areProcessesUnwritten = false;
    held.watch->setCluster(next);
    Q_EMIT changed(next.metadata.id);
    return true;
}

} // namespace headgate
