// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"

namespace headgate {

//! The immutable snapshot that a Job was created from (lifecycle.md §1).
struct JobSpec {
    QString deploymentId;
    QString deploymentName;
    qint64 number = 0; //!< Runs from 1 in its Deployment.
    qint64 generation = 0;
    QString sessionClusterId;
    QString sessionClusterUrl;
    JobTemplate jobTemplate;
    bool isTemplateUnknown = false; //!< Adopted: nobody here knows what it runs.
    QString artifactSha256;
    QString savepointLocation; //!< What it restores; empty: nothing.
    QString savepointId; //!< The document of that state, where there is one.
    bool allowNonRestoredState = false;
    bool isAutomatic = false;

    bool operator==(const JobSpec &) const = default;
};

struct StartedStatus {
    QString flinkJobId;
    Instant startedAt;
    Instant lastUpdateTime;
    FlinkJobStatus observedFlinkJobStatus = FlinkJobStatus::Unknown;
    int observedFlinkJobRestarts = 0;

    bool operator==(const StartedStatus &) const = default;
};

struct JobFailure {
    QString message;
    QString reason; //!< A machine-readable name, or Flink's exception class.
    QString detail; //!< The whole trace; may be empty.
    Instant failedAt;

    bool operator==(const JobFailure &) const = default;
};

struct JobStatus {
    JobState state = JobState::Starting;
    std::optional<StartedStatus> started;
    std::optional<JobFailure> failure;

    bool operator==(const JobStatus &) const = default;
};

//! The run requests sent for a Job, and what is known of them (lifecycle.md §3.4, §10).
struct Submission {
    int requestsSent = 0;
    std::optional<Instant> firstSentAt;
    std::optional<Instant> previousSentAt; //!< Of the request before the last one.
    std::optional<Instant> lastSentAt;
    QString incarnation; //!< That answered when the first request was sent.
    int rejections = 0; //!< Requests answered by a rejection other than Duplicate.
    std::optional<Instant> lastAnswerAt;
    QString rejection; //!< Flink's innermost reason of the last one.
    QString rejectionDetail;
    bool isSighted = false; //!< A 200, a Duplicate, or seen in an overview.
    bool wasWatchedWithGap = false; //!< This engine looked away for over 60 s since the first one.

    bool operator==(const Submission &) const = default;
};

struct CancelRequests {
    int sent = 0;
    std::optional<Instant> lastSentAt;

    bool operator==(const CancelRequests &) const = default;
};

struct Sighting {
    Instant at; //!< When the request for it was sent.
    QString incarnation;

    bool operator==(const Sighting &) const = default;
};

//! A completed snapshot as Flink's /checkpoints names it.
struct CheckpointMark {
    qint64 id = 0;
    QString path;
    bool isSavepoint = false;
    bool isSyncSavepoint = false;
    Instant
        triggeredAt; //!< The cluster's clock; where only the disk told of it, when it was written.
    qint64 stateSize = 0; //!< Bytes.

    bool operator==(const CheckpointMark &) const = default;
};

//! What is recorded of a Job's end, and of the way to it (lifecycle.md §3.7, §3.9).
struct Ending {
    TerminationReason reason = TerminationReason::None;
    std::optional<FlinkJobStatus> terminalStatus; //!< Committed at first sight, and stands.
    std::optional<Instant> terminalSeenAt; //!< When the answer that first showed it arrived.
    bool isFinalStateRead = false;
    bool isFinalStateUnread = false; //!< Gave up: nobody can read it any more.
    bool endedWithJobManager = false;
    std::optional<Instant> endedAt;
    qint64 generation = 0; //!< The Deployment's, when it ended; 0: it has not.
    bool isMissing = false; //!< Absent, and neither lost nor ended: §3.7.

    bool operator==(const Ending &) const = default;
};

//! Restarts that only a count tells of: some time between two looks, by the cluster's clock.
struct RestartSpan {
    Instant from;
    Instant to;
    int count = 0;

    bool operator==(const RestartSpan &) const = default;
};

//! What was learned while it ran (lifecycle.md §10 "while running").
struct JobObservations {
    std::optional<Sighting> lastSighting;
    std::optional<CheckpointMark> newestCheckpoint; //!< Or savepoint.
    std::optional<CheckpointMark> newestPeriodic; //!< No savepoint: what the interval has made.
    bool hasCompletedCheckpoint = false;
    bool isCheckpointingOn = true; //!< Unknown counts as on.
    std::optional<qint64> checkpointInterval; //!< Milliseconds.
    //! Milliseconds, at the most, that the cluster's clock is ahead of ours; nothing: not measured.
    std::optional<qint64> clusterAhead;
    bool isExternalized = false;
    bool isDeletedOnCancellation = true;
    QList<Instant> restarts; //!< Each once, at its own time, the cluster's clock.
    QList<RestartSpan> restartSpans;
    std::optional<Instant> lastRestartAt; //!< The newest that was ever listed, the cluster's clock.
    int restartsAccounted = 0; //!< Recorded, of those that the JobMaster of now has counted.
    int numRestarts = 0; //!< As last read; a smaller value is a new JobMaster.
    std::optional<Instant> countedSince; //!< When the JobMaster that counts began, its own clock.
    QString lastRestartCause; //!< Flink's innermost reason of the newest; empty: none is known.
    std::optional<Instant> restartsReadUpTo;
    QString restoredPath; //!< `latest.restored.external_path`, once known.

    bool operator==(const JobObservations &) const = default;
};

//! One run of a Deployment. Its Flink job id is its own id without dashes.
struct Job {
    Metadata metadata;
    JobSpec spec;
    JobStatus status;
    Submission submission;
    CancelRequests cancels;
    Ending ending;
    JobObservations observed;

    bool operator==(const Job &) const = default;
};

void describe(Archive &archive, Job &job);

//! The Flink job id: the Job's own id without dashes, or that of the adopted job.
[[nodiscard]] QString flinkJobIdOf(const Job &job);

//! The newest snapshot of \a job that is known can be restored when it has been cancelled: Flink
//! keeps it, and it has a place.
[[nodiscard]] bool outlivesCancel(const Job &job);

} // namespace headgate
