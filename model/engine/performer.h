// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"
#include "model/engine/sessionclusters.h"

#include <functional>

namespace headgate {

class ArtifactStore;

//! Carries out actions whose intent is durable, and brings their outcomes home as facts.
class Performer : public QObject {
    Q_OBJECT

public:
    Performer(Holdings &holdings, SessionClusters &clusters, const ArtifactStore &artifacts,
              const EngineTime &time, QObject *parent = nullptr);

    void perform(const QString &deploymentId, const Action &action);
    //! A job that belongs to no Deployment any more (lifecycle.md §6, possible orphans).
    QFuture<Result<flink::Dated<flink::CancelAnswer>>> cancel(const QString &clusterId,
                                                              const QString &flinkJobId);

    //! Sets what depends on requests under way, before a decision.
    void refreshFacts(HeldDeployment &held);
    [[nodiscard]] int openRunRequests(const QString &clusterId) const;

Q_SIGNALS:
    //! An outcome came in: decide again.
    void outcomeArrived(const QString &deploymentId);
    void progressed(const QString &deploymentId);

private:
    struct Upload {
        QString clusterId;
        QString sha256;
        QSet<QString> deployments; //!< That wait for it.
    };

    void bring(const QString &deploymentId, const BringJar &action);
    void findOrUpload(const QString &key);
    void upload(const QString &key);
    void finishUpload(const QString &key, const Result<QString> &jarId);
    void run(const QString &deploymentId, const RunJob &action);
    void cancelJob(const QString &deploymentId, const CancelJob &action);
    void stop(const QString &deploymentId, const StopJob &action);
    void trigger(const QString &deploymentId, const TriggerSavepoint &action);
    void dispose(const QString &deploymentId, const DisposeSavepoint &action);
    //! Asks until Flink says how it ended, or until \a patience, of m_time's other clock, is over.
    void awaitDisposal(const QString &deploymentId, const DisposeSavepoint &action,
                       const QString &triggerId, Duration patience);
    void endDisposal(const QString &deploymentId, const DisposeSavepoint &action,
                     const Outcome &outcome);
    void takeRunAnswer(const QString &deploymentId, const RunJob &action,
                       const Result<flink::Dated<QString>> &answer);
    void takeTriggerAnswer(const QString &deploymentId, const QString &savepointId,
                           const Result<flink::Dated<QString>> &answer);
    void arrive(const QString &deploymentId, const QString &clusterId);
    [[nodiscard]] bool isSettled(const HeldDeployment &held);
    [[nodiscard]] flink::Api *api(const QString &clusterId);
    [[nodiscard]] QString jarOf(const QString &clusterId, const QString &sha256);

    Holdings &m_holdings;
    SessionClusters &m_clusters;
    const ArtifactStore &m_artifacts;
    const EngineTime &m_time;
    QHash<QString, Upload> m_uploads; //!< By cluster and content.
    QHash<QString, int> m_openRuns; //!< By cluster.
};

} // namespace headgate
