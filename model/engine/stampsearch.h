// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"
#include "model/engine/sessionclusters.h"

namespace headgate {

//! Looks for live jobs without record that bear the stamp of a Deployment (lifecycle.md §3.2): an
//! overview of its own, and one `/jobs/:id/config` for each job there that is not known.
class StampSearch : public QObject {
    Q_OBJECT

public:
    StampSearch(Holdings &holdings, SessionClusters &clusters, const EngineTime &time);

    //! Does nothing while the same search is under way, or soon after it failed.
    void begin(const QString &deploymentId, const QString &clusterId);
    [[nodiscard]] bool isUnderWay() const { return !m_searches.isEmpty(); }
    //! After sleep or a jump of the clock: no search counts as having just failed.
    void beginAnew() { m_failedAt.clear(); }

Q_SIGNALS:
    //! What was found is among the facts of that Deployment.
    void ended(const QString &deploymentId);

private:
    struct Search {
        QString deploymentId;
        QString clusterId;
        int open = 0;
        bool isWhole = true; //!< Nobody failed to answer.
        QStringList found;
    };

    void askEach(const QString &key, const Result<flink::Dated<QList<flink::JobSummary>>> &answer);
    void take(const QString &key, const QString &flinkJobId,
              const Result<flink::Dated<flink::JobConfig>> &answer);
    void endOne(const QString &key);

    Holdings &m_holdings;
    SessionClusters &m_clusters;
    const EngineTime &m_time;
    QHash<QString, Search> m_searches;
    QHash<QString, Instant> m_failedAt; //!< When each ended without a result.
};

} // namespace headgate
