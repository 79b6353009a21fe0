// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/items/deploymentsmodel.h"
#include "model/items/eventsmodel.h"
#include "model/items/jobsmodel.h"
#include "model/items/orphansmodel.h"
#include "model/items/savepointsmodel.h"
#include "model/items/sessionclustersmodel.h"

#include <QTimer>

namespace headgate {

//! How many there are of what, for the sidebar and the status bar.
struct DeskCounts {
    int deployments = 0;
    int needAttention = 0; //!< Deployments.
    int changing = 0; //!< Deployments.
    int clustersNeedAttention = 0;
    int clustersChanging = 0;
    int clustersStarting = 0; //!< Of those that should run: nothing is known of them yet.
    int clustersReachable = 0;
    int clustersUnreachable = 0; //!< Of those that should run.

    bool operator==(const DeskCounts &) const = default;
};

//! What lies open before the person: all item models, kept up to date by batches of changes.
class Desk : public QObject {
    Q_OBJECT

public:
    //! \a clock says how old things are; ages grow by themselves.
    explicit Desk(const Clock &clock, QObject *parent = nullptr);

    void apply(const Changes &changes);
    //! True once the first batch, which holds everything, has come.
    [[nodiscard]] bool isFilled() const { return m_isFilled; }
    [[nodiscard]] DeskCounts counts() const;
    [[nodiscard]] Instant now() const { return m_clock.now(); }

    DeploymentsModel &deployments() { return m_deployments; }
    JobsModel &jobs() { return m_jobs; }
    SavepointsModel &savepoints() { return m_savepoints; }
    EventsModel &events() { return m_events; }
    SessionClustersModel &sessionClusters() { return m_sessionClusters; }
    OrphansModel &orphans() { return m_orphans; }

Q_SIGNALS:
    //! All models show the batch.
    void applied(const headgate::Changes &changes);
    //! Once a second: ages are others now.
    void aged();

private:
    void setNow();
    void forgetRemoved(const Changes &changes);
    [[nodiscard]] QList<NamedEvent> named(const QList<Event> &events);
    [[nodiscard]] QString deploymentNameOf(const Event &event) const;

    const Clock &m_clock;
    DeploymentsModel m_deployments;
    SessionClustersModel m_sessionClusters;
    JobsModel m_jobs;
    SavepointsModel m_savepoints;
    EventsModel m_events;
    QHash<QString, QString> m_deletedDeployments; //!< Their names, as their last event tells them.
    OrphansModel m_orphans;
    QTimer m_ticks;
    bool m_isFilled = false;
};

} // namespace headgate
