// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/localcluster.h"
#include "model/engine/clusterwatch.h"
#include "model/resources/report.h"
#include "model/resources/transaction.h"

#include <QTimer>

#include <functional>
#include <map>

namespace headgate {

//! A state of a session cluster, and the event that tells of it.
struct ClusterStep {
    SessionClusterState state;
    QString message; //!< Why; may be empty.
    const char *eventName;
    Severity severity = Severity::Info;
    QString detail;
};

//! A session cluster in memory: its document, who watches it, and its processes if it has some.
struct HeldCluster {
    SessionCluster cluster;
    std::unique_ptr<ClusterWatch> watch;
    std::unique_ptr<LocalCluster> local; //!< Only of a `local` one.
    QHash<QString, QString> jars; //!< By SHA-256: how this incarnation names an uploaded jar.
    QString jarsIncarnation;
    std::optional<SessionClusterReport> reported;
    ClusterView traits; //!< Of which all Deployments on it have been told.
    std::optional<SessionClusterState> goal; //!< Of the start or stop that is under way.
    quint64 order = 0; //!< The newest start or stop; answers to older ones are dropped.
    std::optional<ClusterStep> reached; //!< Came about, and could not be written yet.
    bool areProcessesUnwritten = false;
    bool isToPursue = false; //!< Something could not be written.
    QString doubted; //!< The incarnation that was said to be perhaps of another cluster.
    std::optional<Duration> warnedAt; //!< Of the clock that never jumps.
};

//! All session clusters: brings each to its desired state, and watches it (lifecycle.md §8).
class SessionClusters : public QObject {
    Q_OBJECT

public:
    //! Writes a Transaction and answers when it is durable.
    using Commit = std::function<Result<void>(Transaction, QLatin1StringView purpose)>;

    //! What could not be written is tried again after \a writePause.
    SessionClusters(QString directory, Secrets &secrets, const EngineTime &time, Commit commit,
                    std::chrono::milliseconds writePause = std::chrono::seconds(5),
                    QObject *parent = nullptr);

    //! Takes up what is stored: watches what runs, finds the processes of local ones again.
    void fill(const QList<SessionCluster> &clusters);

    [[nodiscard]] HeldCluster *find(const QString &id);
    [[nodiscard]] HeldCluster *findByName(const QString &name);
    [[nodiscard]] std::map<QString, HeldCluster> &all() { return m_clusters; }
    [[nodiscard]] const ClusterView *view(const QString &id);

    //! Writes the document, and acts on what changed in it.
    [[nodiscard]] Result<void> save(const SessionCluster &cluster);
    //! Writes the desired state, and acts on it.
    [[nodiscard]] Result<void> setDesired(const QString &id, SessionClusterDesiredState state);
    //! A person says that what answers now is the same cluster as before.
    [[nodiscard]] Result<void> confirmSame(const QString &id);
    [[nodiscard]] Result<void> remove(const QString &id);
    //! Forgets all of them; processes of local ones go on.
    void clear() { m_clusters.clear(); }

Q_SIGNALS:
    void looked(const QString &id);
    void changed(const QString &id);

private:
    HeldCluster &hold(const SessionCluster &cluster);
    std::unique_ptr<LocalCluster> makeLocal(const QString &id);
    void recognize(const QString &id);
    [[nodiscard]] Result<void> recordIdentity(HeldCluster &held, const QList<Event> &events);
    void pursue(HeldCluster &held);
    void pursueLocal(HeldCluster &held);
    void pursueRemote(HeldCluster &held);
    //! Something could not be written.
    void pursueLater(HeldCluster &held);
    void pursueMarked();
    void startLocal(HeldCluster &held);
    void stopLocal(HeldCluster &held);
    void await(HeldCluster &held, const QFuture<Result<LocalProcesses>> &answer,
               SessionClusterState goal);
    void finishLocal(const QString &id, quint64 order, const Result<LocalProcesses> &answer);
    void setTaskManagers(HeldCluster &held);
    void recordProcesses(const QString &id, const LocalProcesses &processes);
    [[nodiscard]] bool writeProcesses(HeldCluster &held);
    void loseJobManager(const QString &id, const QString &reason, const QString &lines);
    void missTaskManager(const QString &id, int number, const QString &reason,
                         const QString &lines);
    //! At most once a minute for each session cluster: what crashes in a loop fills no store.
    void warn(HeldCluster &held, const QString &message, const QString &detail);
    //! Commits the held document with the state of \a step, and tells the watch; false where that
    //! must be tried again.
    [[nodiscard]] bool write(HeldCluster &held, const ClusterStep &step);

    const QString m_directory;
    Secrets &m_secrets;
    const EngineTime &m_time;
    const Commit m_commit;
    std::map<QString, HeldCluster> m_clusters;
    QTimer m_again;
};

} // namespace headgate
