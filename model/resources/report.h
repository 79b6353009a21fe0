// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/event.h"
#include "model/resources/job.h"
#include "model/resources/records.h"
#include "model/resources/savepoint.h"
#include "model/resources/sessioncluster.h"

namespace headgate {

//! What the next start of a Deployment would restore (lifecycle.md §3.1).
struct StatePreview {
    QString savepointId; //!< Empty: it would start empty, or cannot start.
    QString location;
    SavepointOrigin origin = SavepointOrigin::Suspend;
    bool isDrained = false;
    TerminationReason ending = TerminationReason::None; //!< Why the Job that left it was ended.
    std::optional<Instant> createdAt;
    qint64 stateSize = 0; //!< Bytes; 0: not known.
    QString refusal; //!< Why no state can be chosen without a person; empty where it can.
    QString caution; //!< Later state that it leaves out, a sentence; empty where there is none.
    QString passedOver; //!< The path of the newest of that; empty: not known.

    bool operator==(const StatePreview &) const = default;
};

//! What somebody should know, and no condition of Flink's job says.
enum class Concern {
    ClusterStopped, //!< By force, while it runs there.
    ClusterDetached,
    JobMayRun, //!< Let go of by force, and not seen since.
    JobStillRuns, //!< Let go of by force, and seen.
};

//! Everything that the engine knows of a Deployment at this moment, for showing.
struct DeploymentReport {
    Deployment deployment;
    DeploymentRecord record;
    std::optional<Instant>
        desiredSince; //!< When `spec.state` was last written; nothing: not known.
    QString flinkJobId; //!< Of the live Job; empty where there is none.
    qint64 jobNumber = 0; //!< Of the newest Job; 0: none yet.
    QString waitingFor; //!< While TRANSITIONING: a sentence.
    std::optional<Instant> waitingSince;
    //! While it is not known whether a start arrived: how long the job is looked for at most;
    //! nothing: the time stands still.
    std::optional<Instant> lookedForUntil;
    QString afterwards; //!< What follows then; a sentence, empty where nothing is looked for.
    bool isJarChanged = false; //!< Its file no longer has the content that is recorded.
    std::optional<int> uploadPercent; //!< While the jar is brought to the cluster.
    int attempt = 0; //!< Of `spec.maxJobCreationAttempts`, while starting.
    int restartsIn10Minutes = 0;
    int restartsIn60Minutes = 0;
    std::optional<Instant> lastSeen; //!< When what is shown was asked for; nothing: never.
    bool isClusterSilent = false; //!< Of what it waits for or runs on, nothing is to be heard.
    QList<Concern> concerns;
    bool isStale = false; //!< Older than it should be: shown grey, with its age.
    QString tasks; //!< "4 of 4", while a job runs.
    bool areTasksMissing = false; //!< Fewer run, or have finished, than there are.
    StatePreview nextState;
    //! Where a choice that is kept through Retry comes next: what is newest; nothing: that, or
    //! none.
    std::optional<StatePreview> newestState;
    QMap<DeploymentAction, QString> refusals; //!< Why an action is not possible; absent: it is.
    QHash<QString, QString>
        keptSavepoints; //!< Why they cannot be deleted, by id; absent: they can.

    bool operator==(const DeploymentReport &) const = default;
};

//! Nothing else that is shown of the Deployment has changed.
struct SeenAgain {
    QString deploymentId;
    Instant at; //!< When that was asked for.

    bool operator==(const SeenAgain &) const = default;
};

//! Everything that the engine knows of a session cluster at this moment, for showing.
struct SessionClusterReport {
    SessionCluster cluster;
    bool isReachable = false;
    QString trouble; //!< Why it cannot be reached or managed; a sentence.
    std::optional<Instant> lastSeen;
    bool areSlotsRead = false; //!< Else the next three say nothing.
    int taskManagers = 0;
    int slotsTotal = 0;
    int slotsFree = 0;
    int jobsRunning = 0;
    bool isManaged = true; //!< False for a Flink before 1.17: only shown.
    bool isPerhapsAnother = false; //!< Nothing is done there until a person says which it is.
    QString startRefusal; //!< Why it cannot be started; empty where it can.
    QString stopRefusal;
    QString deleteRefusal;

    bool operator==(const SessionClusterReport &) const = default;
};

//! A Flink job that may run although we let go of it, and whether it was seen to.
struct OrphanReport {
    PossibleOrphan orphan;
    bool isRunning = false; //!< The newest look at its session cluster has shown it.

    bool operator==(const OrphanReport &) const = default;
};

//! What changed since the last batch. The first batch after start holds everything.
struct Changes {
    QList<DeploymentReport> deployments;
    QList<SeenAgain> seen;
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    QList<SessionClusterReport> sessionClusters;
    QList<Event> events; //!< New ones, oldest first.
    QList<OrphanReport> orphans; //!< All of them, if `haveOrphansChanged`.
    bool haveOrphansChanged = false;
    QList<QString> removedDeployments; //!< Their Jobs and Savepoints go with them.
    QList<QString> removedJobs;
    QList<QString> removedSavepoints;
    QList<QString> removedSessionClusters;

    bool operator==(const Changes &) const = default;
};

} // namespace headgate

Q_DECLARE_METATYPE(headgate::Changes)
