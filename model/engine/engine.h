// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/artifacts/artifactstore.h"
#include "model/engine/agenda.h"
#include "model/engine/jarwatch.h"
#include "model/engine/performer.h"
#include "model/engine/reader.h"
#include "model/engine/unwrittenrecords.h"
#include "model/store/store.h"

#include <QTimer>

#include <memory>

namespace headgate {

//! Observe, decide, record, act: the only writer of the store. Lives in one thread.
//!
//! Whatever comes in marks a Deployment; pump() decides on the marked ones, makes all records of
//! the round durable in one transaction, and only then acts.
class Engine : public QObject {
    Q_OBJECT

public:
    //! All references must outlive the engine. \a store was opened in this thread, where \a secrets
    //! lives, too.
    Engine(const DataDirectory &directory, std::unique_ptr<Store> store, Secrets &secrets,
           const Clock &clock);
    ~Engine() override;

    //! Takes up everything that is stored, and begins to look.
    [[nodiscard]] Result<void> begin();
    //! Gives up all requests while everybody who waits for them is still there.
    void end();

    [[nodiscard]] const EngineTime &time() const { return m_time; }
    [[nodiscard]] Holdings &holdings() { return m_holdings; }
    [[nodiscard]] SessionClusters &clusters() { return m_clusters; }
    [[nodiscard]] ArtifactStore &artifacts() { return m_artifacts; }
    [[nodiscard]] Performer &performer() { return m_performer; }
    [[nodiscard]] Store &store() { return *m_store; }
    [[nodiscard]] Secrets &secrets() { return m_secrets; }
    [[nodiscard]] IdSource &ids() { return m_ids; }
    [[nodiscard]] const Json &deploymentDefaults() const { return m_defaults; }

    //! Durable when it returns, then taken up and shown.
    [[nodiscard]] Result<void> commit(const Transaction &transaction, QLatin1StringView purpose);
    //! As commit(), with what is decided in consequence: all of it is durable, or nothing.
    [[nodiscard]] Result<void> fulfil(HeldDeployment &held, const Transaction &wish,
                                      QLatin1StringView purpose);
    //! What a decision on \a held would be made from.
    [[nodiscard]] DeploymentView viewOf(const HeldDeployment &held);
    //! All that is known of it at this moment, for showing.
    [[nodiscard]] DeploymentReport reportOf(HeldDeployment &held);
    //! Decide on it, and show it, by the next pump. What was committed of the Deployment itself
    //! needs no such call; what was committed of its Jobs and Savepoints does.
    void wake(const QString &deploymentId);

Q_SIGNALS:
    void changed(const headgate::Changes &changes);
    //! The store could not be written: nothing is decided until it can; empty when that is over.
    //! Or its daily copy could not be made.
    void troubled(const QString &trouble);

private:
    //! Decisions with which something is to be done.
    using Batch = std::vector<std::pair<HeldDeployment *, Decision>>;

    [[nodiscard]] bool isFirstLookAwaited(const HeldDeployment &held);
    void showAgain(const QString &deploymentId);
    void queuePump();
    void pump();
    [[nodiscard]] bool decideAndAct();
    [[nodiscard]] Batch decideDue();
    void takeUp(Batch &batch);
    [[nodiscard]] bool record();
    void takeBack(const UnwrittenRecords &unwritten);
    void endTrouble();
    void announce(const Transaction &transaction, const QList<Event> &events);
    //! Leaves \a decision without its memory.
    void settle(HeldDeployment &held, Decision &decision);
    void carryOut(const Batch &batch);
    void scheduleWake();
    void updateAttention();
    void takeLook(const QString &clusterId);
    void takeChange(const QString &clusterId);
    void noteTraits();
    void noteTraits(const QString &clusterId, HeldCluster &cluster);
    void concernAll(const QString &clusterId);
    void showLook(const HeldDeployment &held, const QSet<QString> &changedFlinkJobs);
    void goOnAfterLook(const QString &clusterId);
    void noteTransition(const HeldDeployment &held);
    void pursueOrphans(const QString &clusterId);
    void pursueOrphan(const PossibleOrphan &orphan, const ClusterView &view);
    void noteOrphan(const PossibleOrphan &orphan, bool isRunning);
    void showOrphans();
    [[nodiscard]] QList<Concern> concernsOfOrphans(const QString &deploymentId) const;
    void sweepArtifacts();
    void beat();
    void checkClock();
    void writeChanged(const QList<Job> &jobs);
    void tendStore();
    void prune();
    void showClustersOf(const Transaction &transaction);
    void publish();
    void describe(HeldDeployment &held);
    void showAge(HeldDeployment &held);
    void publishClusters();

    const DataDirectory &m_directory;
    std::unique_ptr<Store> m_store;
    Secrets &m_secrets;
    EngineTime m_time;
    IdSource m_ids;
    Json m_defaults;
    ArtifactStore m_artifacts;
    Holdings m_holdings;
    SessionClusters m_clusters;
    Performer m_performer;
    Reader m_reader;
    JarWatch m_jars;

    QTimer m_wake;
    QTimer m_pulse;
    Instant m_lastPulse;
    std::optional<Duration> m_copiedAt; //!< When a copy was last thought of; no jump changes it.
    bool m_isPumpQueued = false;
    qint64 m_writes = 0; //!< Transactions of decisions, that became durable.
    QString m_trouble;
    Changes m_pending;
    UnwrittenRecords m_unwritten;
    Agenda m_agenda;
    QSet<QString> m_transitioning; //!< Deployments.
    QSet<QString> m_looked; //!< Session clusters, of which the ages are to be shown.
    QSet<QString> m_clustersToReport;
    QHash<QString, Instant> m_orphanCancels;
    QSet<QString> m_runningOrphans; //!< By Flink job id: seen by the newest look.
};

} // namespace headgate
