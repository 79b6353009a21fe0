// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/localcluster.h"
#include "model/engine/clusterwatch.h"
#include "model/resources/report.h"
#include "model/resources/transaction.h"

#include <functional>
#include <map>

namespace headgate {

//! A session cluster in memory: its document, who watches it, and its processes if it has some.
struct HeldCluster {
    SessionCluster cluster;
    std::unique_ptr<ClusterWatch> watch;
    std::unique_ptr<LocalCluster> local; //!< Only of a `local` one.
    QHash<QString, QString> jars; //!< By SHA-256: how this incarnation names an uploaded jar.
    QString jarsIncarnation;
    std::optional<SessionClusterReport> reported;
};

//! All session clusters: brings each to its desired state, and watches it (lifecycle.md §8).
class SessionClusters : public QObject {
    Q_OBJECT

public:
    //! Writes a Transaction and answers when it is durable.
    using Commit = std::function<Result<void>(Transaction, QLatin1StringView purpose)>;

    SessionClusters(QString directory, Secrets &secrets, const EngineTime &time, Commit commit,
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
    [[nodiscard]] Result<void> remove(const QString &id);
    //! Forgets all of them; processes of local ones go on.
    void clear() { m_clusters.clear(); }

Q_SIGNALS:
    void looked(const QString &id);
    void changed(const QString &id);

private:
    HeldCluster &hold(const SessionCluster &cluster);
    void pursue(HeldCluster &held);
    void startLocal(HeldCluster &held);
    void stopLocal(HeldCluster &held);
    void finishLocal(const QString &id, const Result<LocalProcesses> &answer,
                     SessionClusterState reached);
    void recordProcesses(const QString &id, const LocalProcesses &processes);
    void loseJobManager(const QString &id, const QString &lastWords);
    //! Commits the held document with \a state, and tells the watch.
    [[nodiscard]] Result<void> setState(HeldCluster &held, SessionClusterState state,
                                        const QString &message, const char *eventName,
                                        Severity severity = Severity::Info);

    const QString m_directory;
    Secrets &m_secrets;
    const EngineTime &m_time;
    const Commit m_commit;
    std::map<QString, HeldCluster> m_clusters;
};

} // namespace headgate
