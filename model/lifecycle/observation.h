// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/clusterview.h"
#include "model/resources/job.h"
#include "model/resources/savepoint.h"

#include <QStringList>

namespace headgate {

// What the engine saw, in the words of the decisions. Every value is dated by when its request was
// sent (lifecycle.md, "Words used below").

enum class OutcomeKind {
    Accepted, //!< Flink's yes.
    Duplicate,
    Rejected,
    JarMissing,
    NotSent, //!< It never left, or was turned away unread (503): as if never tried.
    Unknown, //!< It left; whether it took effect is not known.
    NotFound,
    AlreadyTerminal, //!< 409
};

//! How a request of ours ended.
struct Outcome {
    OutcomeKind kind = OutcomeKind::Unknown;
    QString message; //!< Flink's innermost reason, or what went wrong.
    QString detail;
    Instant at; //!< When the answer, or the time-out, came.

    bool operator==(const Outcome &) const = default;
};

enum class OperationState { InProgress, Completed, Failed, NotFound };

//! What Flink says of a stop or savepoint operation.
struct OperationView {
    QString savepointId;
    OperationState state = OperationState::InProgress;
    QString location; //!< Completed; or Failed, with the path that its text names.
    QString failure; //!< The innermost reason.
    QString detail;
    Instant requestedAt;

    bool operator==(const OperationView &) const = default;
};

//! `/checkpoints` and `/checkpoints/config` of a job, read together.
struct StateView {
    bool isJobKnown = true; //!< False: 404, Flink has forgotten it.
    bool hasRun = false; //!< `timestamps.RUNNING` is set.
    bool isCheckpointingOn = true;
    std::optional<CheckpointMark> completed;
    bool isNewestDiscarded = false; //!< A newer one than `completed` took its place meanwhile.
    std::optional<CheckpointMark> savepoint; //!< The newest.
    QList<CheckpointMark> savepoints; //!< All that Flink still lists.
    std::optional<CheckpointMark> restored;
    bool isExternalized = false;
    bool isDeletedOnCancellation = true;
    std::optional<qint64> interval; //!< Milliseconds.
    //! Milliseconds, at the most, that the cluster's clock is ahead of ours; nothing: not measured.
    std::optional<qint64> clusterAhead;
    Instant requestedAt;
    QString incarnation;

    bool operator==(const StateView &) const = default;
};

//! What the disk of this machine says of a Job's state.
struct DiskView {
    Instant requestedAt; //!< The epoch: not said, taken for fresh.
    //! The directory of its checkpoints could be listed; or could not be there, for the one in
    //! which it would have been made could.
    bool isReadable = false;
    std::optional<CheckpointMark> newest; //!< The greatest `chk-N` with `_metadata`.
    //! Of the Job's Savepoints of which Flink has not told, those whose `_metadata` stands in their
    //! directory; id 0: their place in the order cannot be told.
    QList<CheckpointMark> savepoints;
    QStringList unreadable; //!< Ids of those whose directory cannot be read from here.
    bool hasArchive = false; //!< A local cluster whose archive could be read.
    std::optional<FlinkJobStatus> archivedStatus;

    bool operator==(const DiskView &) const = default;
};

//! Restarts of a job, read from its exception history (lifecycle.md §7).
struct RestartsView {
    QList<Instant> times; //!< The cluster's clock.
    QString cause; //!< Flink's innermost reason of the newest; empty: there is none.
    Instant now; //!< The cluster's clock at that moment.
    bool isTruncated = false; //!< There were older ones that are not listed.
    std::optional<Instant> startedAt; //!< The cluster's clock: when its JobMaster began.
    std::optional<int> numRestarts; //!< Flink's own count, where it was read.

    bool operator==(const RestartsView &) const = default;
};

//! What came in about one Deployment, beside the overview, and what is under way for it.
//!
//! Outcomes, operations, restarts and stamps are given to one decision, once. `state`, `disk` and
//! `failureCause` may stay while the Job lives: they are judged by when they were asked for.
struct Facts {
    std::optional<Outcome> run;
    std::optional<Outcome> trigger; //!< Of a stop or savepoint request.
    std::optional<Outcome> upload; //!< Of bringing the jar, where that failed.
    std::optional<Outcome> disposal; //!< Accepted: the files are deleted.
    QString disposalSavepointId; //!< The Savepoint that `disposal` belongs to.
    QString triggerSavepointId; //!< The Savepoint that `trigger` belongs to.
    QString uploadedJarId; //!< The jar of the live Job, as the cluster names it; empty: not there.
    bool isRunRequestOpen = false;
    bool isUploadOpen = false;
    bool isCancelRequestOpen = false;
    bool isTriggerRequestOpen = false;
    bool isDisposalOpen = false;
    QList<OperationView> operations;
    std::optional<StateView> state;
    std::optional<DiskView> disk;
    std::optional<RestartsView> restarts;
    std::optional<QString> failureCause; //!< Flink's innermost reason for FAILED.
    std::optional<QString> failureDetail;
    std::optional<QStringList> stampedJobs; //!< Live jobs without record that bear our stamp.
    QString stampedClusterId; //!< Where they were looked for.
    QString unreadableReason; //!< Why the artifact cannot be read here; empty: it can.

    bool operator==(const Facts &) const = default;
};

//! What is remembered between two decisions and not durable: it begins anew with the engine.
struct Memory {
    std::optional<Instant> absentSince; //!< Request time of the first overview without the job.
    QString absentIncarnation;
    std::optional<Instant> retryAt; //!< No request that changes something before this.
    int retries = 0; //!< Requests in a row that never left, or found no jar.
    QHash<QString, Instant> cancelledOnSight; //!< By Flink job id: when last.
    std::optional<Instant> unseenAt; //!< When a submission was first found to be over, unseen.
    //! While its cluster is silent, with a submission unresolved: its last look before that.
    std::optional<Instant> silentSince;
    Duration silence{}; //!< Since the last run request: time in which nobody could look (§3.3).
    //! Of the stop under way: it failed or is gone, and no look since then has shown the job.
    std::optional<OperationView> stopAnswer;
    //! When last, or since when there is one to ask for; nothing: there is none.
    std::optional<Instant> operationsAskedAt;
    int operationPolls = 0; //!< In a row, for the trigger that is the newest.
    std::optional<Instant> lookedForSince; //!< Since when savepoints of a Job that is gone are.
    Instant tasksNotRunningSince; //!< The epoch: they run, or nothing is known.
    std::optional<Instant> restartsReadUpTo; //!< The cluster's clock, when last read.
    std::optional<Instant> disposalRetryAt; //!< No disposal is sent before this.

    Instant decidedAt; //!< When the last decision was made; the epoch: none was.

    bool operator==(const Memory &) const = default;
};

} // namespace headgate
