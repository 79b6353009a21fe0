// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/event.h"
#include "model/resources/job.h"
#include "model/resources/records.h"
#include "model/resources/savepoint.h"
#include "model/resources/sessioncluster.h"

namespace headgate {

struct StoredDeployment {
    Deployment deployment;
    DeploymentRecord record;

    bool operator==(const StoredDeployment &) const = default;
};

//! A Job was seen again, and nothing else of it has changed.
struct JobSighting {
    QString deploymentId;
    Sighting sighting;

    bool operator==(const JobSighting &) const = default;
};

//! What is written at once: all of it becomes durable, or nothing.
//! A document replaces the stored one of the same id.
struct Transaction {
    QList<StoredDeployment> deployments;
    QList<Job> jobs;
    QMap<QString, JobSighting> sightings; //!< By Job: newer than what `jobs` says of it.
    QList<Savepoint> savepoints;
    QList<SessionCluster> sessionClusters;
    QList<PossibleOrphan> orphans; //!< By their Flink job id.
    QList<Event> events;
    QList<QString> removedDeployments; //!< With their Jobs and Savepoints, never with orphans.
    QList<QString> removedJobs;
    QList<QString> removedSavepoints;
    QList<QString> removedSessionClusters;
    QList<QString> removedOrphans;

    bool operator==(const Transaction &) const = default;
    [[nodiscard]] bool isEmpty() const { return *this == Transaction(); }
    //! Nothing but sightings, from which nothing follows, or not even these.
    [[nodiscard]] bool hasSightingsOnly() const
    {
        return *this == Transaction{.sightings = sightings};
    }
};

//! Everything that is stored, but the events.
struct StoreContents {
    QList<StoredDeployment> deployments;
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    QList<SessionCluster> sessionClusters;
    QList<PossibleOrphan> orphans;
    Json deploymentDefaults;

    bool operator==(const StoreContents &) const = default;
};

} // namespace headgate
