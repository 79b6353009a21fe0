// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/sessionclusters.h"

#include "model/core/whendone.h"

#include <QDir>

// Those that run on this machine: their processes are started, watched and ended.
namespace headgate {

using namespace Qt::StringLiterals;

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

} // namespace headgate
