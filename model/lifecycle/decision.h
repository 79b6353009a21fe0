// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/ids.h"
#include "model/lifecycle/observation.h"
#include "model/resources/transaction.h"

#include <variant>

namespace headgate {

//! Everything a decision is made from.
struct DeploymentView {
    const StoredDeployment &stored;
    const QList<Job> &jobs; //!< All of the Deployment, by their running number.
    const QList<Savepoint> &savepoints; //!< All of the Deployment.
    const ClusterView *target = nullptr; //!< That `spec.sessionClusterName` names; null: none.
    const ClusterView *current = nullptr; //!< That the newest Job records; null: no Job, or gone.
    QList<const ClusterView *> former = {}; //!< Others, that older Jobs record.
    const Facts &facts;
    const Memory &memory;
    bool isJarChanged = false; //!< The jar's file no longer has the content that is recorded.
};

// Actions: what changes Flink. At most one a decision, after its records are durable.

struct NoAction {
    bool operator==(const NoAction &) const = default;
};

//! Bring the jar of this content to the cluster, once (POST /jars/upload).
struct BringJar {
    QString jobId;
    QString clusterId;
    QString sha256;

    bool operator==(const BringJar &) const = default;
};

//! POST /jars/:jarid/run
struct RunJob {
    QString jobId;
    QString clusterId;
    QString flinkJobId;
    QString jarId;
    QString entryClass;
    QStringList programArguments;
    int parallelism = 1;
    QString savepointPath; //!< Empty: none.
    bool allowNonRestoredState = false;
    QMap<QString, QString> flinkConfiguration;
    Duration timeout = std::chrono::seconds(300);

    bool operator==(const RunJob &) const = default;
};

//! PATCH /jobs/:jobid
struct CancelJob {
    QString jobId; //!< Empty where it is cancelled on sight.
    QString clusterId;
    QString flinkJobId;

    bool operator==(const CancelJob &) const = default;
};

//! POST /jobs/:jobid/stop
struct StopJob {
    QString savepointId;
    QString clusterId;
    QString flinkJobId;
    QString triggerId;
    QString directory;
    bool isDrained = false;

    bool operator==(const StopJob &) const = default;
};

//! POST /jobs/:jobid/savepoints
struct TriggerSavepoint {
    QString savepointId;
    QString clusterId;
    QString flinkJobId;
    QString triggerId;
    QString directory;

    bool operator==(const TriggerSavepoint &) const = default;
};

//! POST /savepoint-disposal
struct DisposeSavepoint {
    QString savepointId;
    QString clusterId;
    QString location;

    bool operator==(const DisposeSavepoint &) const = default;
};

using Action = std::variant<NoAction, BringJar, RunJob, CancelJob, StopJob, TriggerSavepoint,
                            DisposeSavepoint>;

// Reads: what the decision would like to know. They change nothing and may be asked again.

struct ReadOperation {
    QString clusterId;
    QString flinkJobId;
    QString savepointId;

    bool operator==(const ReadOperation &) const = default;
};

//! The final read, or the one that looks for a stop of somebody else.
struct ReadState {
    QString clusterId;
    QString flinkJobId;
    Instant notBefore;

    bool operator==(const ReadState &) const = default;
};

struct ReadDisk {
    QString clusterId;
    QString jobId;
    //! Where the Job would write its checkpoints; empty: above the newest that is known of it.
    QString checkpoints = {};

    bool operator==(const ReadDisk &) const = default;
};

struct ReadFailureCause {
    QString clusterId;
    QString flinkJobId;

    bool operator==(const ReadFailureCause &) const = default;
};

//! Which live jobs without record bear the stamp of this Deployment.
struct ReadStamps {
    QString clusterId;
    QString deploymentId;

    bool operator==(const ReadStamps &) const = default;
};

using Read = std::variant<ReadOperation, ReadState, ReadDisk, ReadFailureCause, ReadStamps>;

//! The next step of one Deployment: what to record, what to do, what to look at.
struct Decision {
    Transaction records; //!< Only what changed; empty where nothing did.
    Action action;
    QList<Read> reads;
    Memory memory;
    std::optional<Instant> decideAgainAt; //!< Even if nothing else happens until then.
    //! Looks that are asked for before this, and show the same but for times, need no decision;
    //! nothing: each look does.
    std::optional<Instant> restsUntil;
    bool isTransitioning = false; //!< Something is under way: look often.
    QLatin1StringView purpose; //!< Names the commit: `run`, `stop`, `cancel`, `end` …

    bool operator==(const Decision &) const = default;
};

} // namespace headgate
