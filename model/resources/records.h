// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"

namespace headgate {

// What Headgate remembers of a Deployment between two looks, beside the document: lifecycle.md §10.

//! Which state a start was told to restore, and what was shown when that was said.
struct StartOrder {
    StateChoiceKind choice = StateChoiceKind::Newest;
    QString savepointId; //!< With choice Savepoint.
    QString path; //!< With choice Path.
    bool allowNonRestoredState = false;
    bool isConfirmed = false; //!< A person saw `shownSavepointId`; otherwise "newest" was meant.
    QString shownSavepointId; //!< Empty: an empty start was shown.

    bool operator==(const StartOrder &) const = default;
};

//! The state of one start, chosen once and kept for all its attempts (lifecycle.md §3.1).
struct ChosenState {
    QString savepointId; //!< Empty for an empty start and for a path without document.
    QString path; //!< Empty: start empty.
    bool allowNonRestoredState = false;
    bool isAutomatic = false; //!< No person asked for this start: §3.8 binds it.
    qint64 generation = 0; //!< It holds for this one; a person's next start chooses anew.

    bool operator==(const ChosenState &) const = default;
};

struct DeploymentFailure {
    FailureReason reason = FailureReason::StartRefused;
    QString message; //!< Translated, for a person.
    QString detail; //!< Flink's whole trace; may be empty.
    qint64 generation = 0;
    Instant failedAt;
    QStringList flinkJobs; //!< With JobWithoutRecord: those that bear its stamp.

    bool operator==(const DeploymentFailure &) const = default;
};

//! What a TRANSITIONING Deployment waits for.
struct Waiting {
    QString what; //!< A sentence.
    Instant since;

    bool operator==(const Waiting &) const = default;
};

struct DeploymentRecord {
    qint64 generation = 1;
    QString sessionClusterId; //!< Of `spec.sessionClusterName`, resolved when it was saved.
    QString artifactSha256; //!< The content that the saved template runs; empty: none stored yet.
    StartOrder order; //!< Of this generation.
    std::optional<ChosenState> chosen; //!< Of the start under way.
    qint64 fulfilledGeneration = 0; //!< Has been RUNNING: what starts in it now, nobody ordered.
    QString pinnedSavepointId; //!< lifecycle.md §4
    //! Of a Save that upgrades: what was shown or chosen; until the Job that it starts is STARTED.
    std::optional<StartOrder> upgradeOrder;
    //! In this one a person asked to upgrade from the newest checkpoint, by cancelling (§4).
    qint64 checkpointUpgradeGeneration = 0;
    bool isDrainRequested = false;

    qint64 lastJobNumber = 0;
    int startAttempts = 0; //!< Never expire; 0 again when a Job is STARTED.
    QList<Instant> runFailures; //!< Count while younger than `jobFailureExpirationTime`.
    qint64 countersGeneration = 0;
    QString countersTemplate; //!< SHA-256 of the canonical template that the counters belong to.
    int savepointAttempts = 0;
    std::optional<Instant> lastSavepointFailureAt;

    std::optional<DeploymentFailure> failure;
    std::optional<Waiting> waiting;
    Instant stateSince; //!< When `status.state` became what it is.

    bool operator==(const DeploymentRecord &) const = default;
};

void describe(Archive &archive, StartOrder &order);
void describe(Archive &archive, ChosenState &state);
void describe(Archive &archive, DeploymentFailure &failure);
void describe(Archive &archive, Waiting &waiting);
void describe(Archive &archive, DeploymentRecord &record);

//! A Flink job that may run although we let go of it (lifecycle.md §6), or that must be cancelled
//! on sight while its submission could still arrive (§3.4, §10 last row).
struct PossibleOrphan {
    QString flinkJobId;
    QString sessionClusterId;
    QString deploymentId;
    QString deploymentName;
    QString jobId;
    bool isCancelledOnSight = true; //!< False where a person forced: then it is only offered.
    Instant listedAt;
    std::optional<Instant> fenceUntil; //!< Nothing: watched for ever.

    bool operator==(const PossibleOrphan &) const = default;
};

void describe(Archive &archive, PossibleOrphan &orphan);

} // namespace headgate
