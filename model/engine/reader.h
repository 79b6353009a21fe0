// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"
#include "model/engine/rota.h"
#include "model/engine/sessionclusters.h"
#include "model/engine/stampsearch.h"

#include <map>

namespace headgate {

//! Carries out what a decision would like to know, and what running Jobs are asked regularly.
class Reader : public QObject {
    Q_OBJECT

public:
    Reader(Holdings &holdings, SessionClusters &clusters, const EngineTime &time,
           QObject *parent = nullptr);

    //! Does nothing while the same read is under way.
    void read(const QString &deploymentId, const Read &wanted);
    //! After a look: checkpoints and restarts of the running Jobs there, each in its turn.
    void readRunning(const QString &clusterId);
    //! The regular reads that are due by now.
    void takeTurns();
    //! An answer is still to come.
    [[nodiscard]] bool isReading() const { return !m_underWay.isEmpty() || m_stamps.isUnderWay(); }
    //! After sleep or a jump of the clock: what was read before does not count.
    void beginAnew();

Q_SIGNALS:
    void factArrived(const QString &deploymentId);

private:
    void readOperation(const QString &deploymentId, const ReadOperation &wanted);
    void readState(const QString &deploymentId, const QString &clusterId,
                   const QString &flinkJobId);
    void takeState(const QString &deploymentId, const QString &flinkJobId, Instant requestedAt,
                   Result<StateView> state);
    //! /checkpoints alone, where \a known holds what does not change while the Job runs.
    void readCheckpoints(const QString &deploymentId, const QString &clusterId,
                         const QString &flinkJobId, const StateView &known);
    void readFailureCause(const QString &deploymentId, const ReadFailureCause &wanted);
    void readRestarts(const QString &deploymentId, const QString &clusterId,
                      const QString &flinkJobId);
    //! \a counted is Flink's own count; nothing: it named none.
    void readRestartTimes(const QString &deploymentId, const QString &clusterId,
                          const QString &flinkJobId, std::optional<qint64> counted);
    void readDisk(const QString &deploymentId, const ReadDisk &wanted);
    //! The one that is due there, if any; wakes when the next one is.
    void takeTurnOn(const QString &clusterId, Rota &rota);
    void takeTurn(const QString &clusterId, const Turn &turn);
    //! Runs \a deliver on the held Deployment whose newest Job is that Flink job, and tells.
    template <typename Deliver>
    void arrive(const QString &deploymentId, const QString &flinkJobId, Deliver deliver);
    [[nodiscard]] QList<RunningJob> runningJobs(const ClusterView &cluster) const;
    [[nodiscard]] bool begin(const QString &key);
    //! It was asked for before the clock was set back, and would count as younger than it is.
    [[nodiscard]] bool isOutOfTime(Instant requestedAt) const;
    [[nodiscard]] flink::Api *api(const QString &clusterId);

    Holdings &m_holdings;
    SessionClusters &m_clusters;
    const EngineTime &m_time;
    QSet<QString> m_underWay;
    std::map<QString, Rota> m_rotas; //!< By cluster.
    QTimer m_nextTurn;
    StampSearch m_stamps;
};

} // namespace headgate
