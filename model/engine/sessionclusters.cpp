// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/sessionclusters.h"

#include "model/core/whendone.h"

#include <QDir>

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

std::unique_ptr<LocalCluster> SessionClusters::makeLocal(const QString &id)
{
    auto local = std::make_unique<LocalCluster>(
        ClusterFiles{QDir(m_directory).filePath(u"session-clusters/" + id)});
    connect(local.get(), &LocalCluster::changed, this,
            [this, id](const LocalProcesses &processes) { recordProcesses(id, processes); });
    connect(local.get(), &LocalCluster::jobManagerEnded, this,
            [this, id](const QString &reason, const QString &lines) {
                loseJobManager(id, reason, lines);
            });
    connect(local.get(), &LocalCluster::taskManagerEnded, this,
            [this, id](int number, const QString &reason, const QString &lines) {
                missTaskManager(id, number, reason, lines);
            });
    return local;
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

void SessionClusters::pursueLocal(HeldCluster &held)
{
    const bool isWanted = held.cluster.spec.state == SessionClusterDesiredState::Running;
    if (held.goal == (isWanted ? SessionClusterState::Running : SessionClusterState::Stopped))
        return; // it is on its way there; its answer brings us back
    const SessionClusterState state = held.cluster.status.state;
    const bool isJobManagerThere = held.local->processes().jobManager.has_value();
    const bool isUp = state == SessionClusterState::Running && isJobManagerThere;
    if (isWanted && state != SessionClusterState::Failed && !isUp)
        startLocal(held);
    else if (!isWanted && (state != SessionClusterState::Stopped || isJobManagerThere))
        stopLocal(held);
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

void SessionClusters::startLocal(HeldCluster &held)
{
    // What runs already is taken up; it was lost sight of while nobody was here.
    if (write(held,
              {.state = SessionClusterState::Starting,
               .message = tr("Flink is being started."),
               .eventName = "SessionClusterStarting"}))
        await(held, held.local->start(held.cluster.spec), SessionClusterState::Running);
}

void SessionClusters::stopLocal(HeldCluster &held)
{
    if (write(held,
              {.state = SessionClusterState::Stopping,
               .message = tr("Flink is being stopped."),
               .eventName = "SessionClusterStopping"}))
        await(held, held.local->stop(), SessionClusterState::Stopped);
}

void SessionClusters::await(HeldCluster &held, const QFuture<Result<LocalProcesses>> &answer,
                            SessionClusterState goal)
{
    held.goal = goal;
    const QString id = held.cluster.metadata.id;
    whenDone(this, answer,
             [this, id, order = ++held.order](const Result<LocalProcesses> &processes) {
                 finishLocal(id, order, processes);
             });
}

void SessionClusters::finishLocal(const QString &id, quint64 order,
                                  const Result<LocalProcesses> &answer)
{
    HeldCluster *held = find(id);
    if (!held || order != held->order)
        return; // somebody changed their mind, and the later order reports; or all is lost already
    const bool isStart = std::exchange(held->goal, {}) == SessionClusterState::Running;
    held->cluster.local = held->local->processes(); // the answer may be a moment old
    if (!answer) {
        held->reached = ClusterStep{.state = SessionClusterState::Failed,
                                    .message = answer.error().message,
                                    .eventName = "SessionClusterFailed",
                                    .severity = Severity::Error,
                                    .detail = answer.error().detail};
    } else {
        held->reached = ClusterStep{
            .state = isStart ? SessionClusterState::Running : SessionClusterState::Stopped,
            .eventName = isStart ? "SessionClusterRunning" : "SessionClusterStopped"};
    }
    pursue(*held);
}

void SessionClusters::setTaskManagers(HeldCluster &held)
{
    const QString id = held.cluster.metadata.id;
    whenDone(this, held.local->setTaskManagers(held.cluster.spec.numberOfTaskManagers),
             [this, id](const Result<LocalProcesses> &answer) {
                 HeldCluster *found = find(id);
                 // Where it is no longer permitted, it has stopped: the state says so.
                 if (!found || answer || answer.error().kind == ErrorKind::NotPermitted)
                     return;
                 warn(*found,
                      tr("The session cluster “%1” does not have as many task managers as it "
                         "should: %2")
                          .arg(titleOf(found->cluster.metadata), answer.error().message),
                      answer.error().detail);
             });
}

void SessionClusters::recordProcesses(const QString &id, const LocalProcesses &processes)
{
    HeldCluster *held = find(id);
    if (!held || held->cluster.local == processes)
        return;
    held->cluster.local = processes;
    held->watch->setCluster(held->cluster);
    (void)writeProcesses(*held);
}

bool SessionClusters::writeProcesses(HeldCluster &held)
{
    const auto written = m_commit(Transaction{.sessionClusters = {held.cluster}}, "processes"_L1);
    held.areProcessesUnwritten = !written;
    if (!written)
        pursueLater(held);
    return written.has_value();
}

void SessionClusters::loseJobManager(const QString &id, const QString &reason, const QString &lines)
{
    HeldCluster *held = find(id);
    if (!held)
        return;
    ++held->order; // a start that had come up may not have reported yet
    held->goal.reset();
    held->reached =
        ClusterStep{.state = SessionClusterState::Failed,
                    .message = reason.isEmpty()
                        ? tr("Its JobManager has ended.")
                        : tr("Its JobManager has ended. Its log ends with: %1").arg(reason),
                    .eventName = "SessionClusterFailed",
                    .severity = Severity::Error,
                    .detail = lines};
    pursue(*held);
}

void SessionClusters::missTaskManager(const QString &id, int number, const QString &reason,
                                      const QString &lines)
{
    HeldCluster *held = find(id);
    if (!held)
        return;
    const QString title = titleOf(held->cluster.metadata);
    warn(
        *held,
        reason.isEmpty()
            ? tr("Task manager %1 of the session cluster “%2” does not run.").arg(number).arg(title)
            : tr("Task manager %1 of the session cluster “%2” does not run: %3")
                  .arg(number)
                  .arg(title, reason),
        lines);
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
