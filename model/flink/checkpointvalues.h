// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

#include <QList>
#include <QString>

#include <optional>

namespace headgate {
class Json;
}

namespace headgate::flink {

//! A checkpoint or savepoint in `GET /jobs/:id/checkpoints`.
struct Checkpoint {
    qint64 id = 0; //!< Grows over all checkpoints and savepoints of a job, also after a restore.
    QString status; //!< COMPLETED, IN_PROGRESS or FAILED
    QString type; //!< CHECKPOINT, UNALIGNED_CHECKPOINT, SAVEPOINT, SYNC_SAVEPOINT; may be empty
    bool isSavepoint = false;
    bool isDiscarded = false;
    Instant triggeredAt;
    QString path; //!< Empty where none can be restored from outside the job.
    qint64 stateSize = 0; //!< Bytes
    QString failureMessage;

    //! Whether a job could be started from it, as far as this listing knows.
    [[nodiscard]] bool isRestorable() const;
    //! The savepoint of a stop.
    [[nodiscard]] bool isOfStop() const;
    bool operator==(const Checkpoint &) const = default;
};

//! `latest.restored`: what the job, or its last failover, went back to.
struct RestoredCheckpoint {
    qint64 id = 0;
    Instant restoredAt;
    bool isSavepoint = false; //!< True for anything the job was started from.
    QString path;

    bool operator==(const RestoredCheckpoint &) const = default;
};

//! `GET /jobs/:id/checkpoints`. May come from a cache of the cluster.
struct Checkpoints {
    bool isEnabled = true; //!< False: "Checkpointing has not been enabled.", and the rest is empty.
    qint64 completedCount = 0;
    qint64 failedCount = 0;
    qint64 restoredCount = 0;
    std::optional<Checkpoint> latestCompleted; //!< Never a savepoint.
    std::optional<Checkpoint> latestSavepoint;
    std::optional<Checkpoint> latestFailed;
    std::optional<RestoredCheckpoint> latestRestored;
    QList<Checkpoint> history; //!< Newest first, also those under way.

    [[nodiscard]] static std::optional<Checkpoints> fromJson(const Json &json);
    bool operator==(const Checkpoints &) const = default;
};

//! `GET /jobs/:id/checkpoints/config`
struct CheckpointsConfig {
    bool isEnabled = true; //!< False: checkpointing is off, and the rest means nothing.
    std::optional<Duration> interval; //!< Absent: only when somebody asks for one.
    Duration timeout{};
    bool isExternalized = false; //!< Checkpoints outlive a FAILED job.
    bool isDeletedOnCancellation = true; //!< … and a CANCELED one only if this is false.
    bool isUnaligned = false;

    [[nodiscard]] static std::optional<CheckpointsConfig> fromJson(const Json &json);
    bool operator==(const CheckpointsConfig &) const = default;
};

//! `GET /jobs/:id/savepoints/:triggerid`, for savepoints and stops alike
struct SavepointStatus {
    enum class Phase {
        InProgress,
        Completed, //!< The savepoint is at `location`.
        Failed, //!< COMPLETED in Flink's words, with a failure-cause.
        NotFound, //!< Never asked for, or over for longer than Flink remembers.
    };
    Phase phase = Phase::NotFound;
    QString location;
    QString failure; //!< The innermost cause in one line.
    QString failureClass; //!< The outermost exception's class.
    QString stackTrace;
    QString rescuedLocation; //!< The savepoint that a failed stop left behind; mostly empty.

    [[nodiscard]] static std::optional<SavepointStatus> fromJson(const Json &json);
    bool operator==(const SavepointStatus &) const = default;
};

//! `GET /savepoint-disposal/:triggerid`
struct DisposalStatus {
    enum class Phase {
        InProgress,
        Completed, //!< The files are deleted.
        Failed, //!< COMPLETED in Flink's words, with a failure-cause.
        NotFound, //!< Of another JobManager, or over for longer than Flink remembers.
    };
    Phase phase = Phase::NotFound;
    QString failure; //!< The innermost cause in one line.

    [[nodiscard]] static std::optional<DisposalStatus> fromJson(const Json &json);
    bool operator==(const DisposalStatus &) const = default;
};

} // namespace headgate::flink
