// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace headgate {
class Json;
}

namespace headgate::flink {

//! Flink's JobStatus. Unknown is a word that this version of Headgate has not met.
enum class JobStatus {
    Initializing,
    Created,
    Running,
    Failing,
    Failed,
    Cancelling,
    Canceled,
    Finished,
    Restarting,
    Suspended,
    Reconciling,
    Unknown,
};
[[nodiscard]] JobStatus jobStatusFrom(const QString &word);
[[nodiscard]] QString toWord(JobStatus status); //!< `RUNNING`; `UNKNOWN` for Unknown.
//! FINISHED, FAILED or CANCELED: the job never runs again.
[[nodiscard]] bool isTerminal(JobStatus status);

struct TaskCounts {
    int total = 0;
    int created = 0;
    int scheduled = 0;
    int deploying = 0;
    int initializing = 0;
    int running = 0;
    int finished = 0;
    int canceling = 0;
    int canceled = 0;
    int failed = 0;
    int reconciling = 0;

    bool operator==(const TaskCounts &) const = default;
};

//! One of `GET /jobs/overview`: running and ended jobs, never from a cache.
struct JobSummary {
    QString id;
    QString name;
    JobStatus status = JobStatus::Unknown;
    Instant startTime;
    std::optional<Instant> endTime;
    Instant lastModification; //!< Moves with every change of a task.
    TaskCounts tasks;

    bool operator==(const JobSummary &) const = default;
};
[[nodiscard]] std::optional<QList<JobSummary>> jobsFromJson(const Json &json);

//! `GET /jobs/:id`
struct JobDetail {
    QString id;
    QString name;
    JobStatus status = JobStatus::Unknown;
    Instant startTime;
    std::optional<Instant> endTime;
    Instant now; //!< The cluster's own clock.
    QMap<JobStatus, Instant> timestamps; //!< When each status was last reached; absent: never.

    [[nodiscard]] static std::optional<JobDetail> fromJson(const Json &json);
    bool operator==(const JobDetail &) const = default;
};

//! `GET /jobs/:id/config`
struct JobConfig {
    QMap<QString, QString> userConfig; //!< The job's global parameters, where our stamp is.
    QString restartStrategy; //!< A text for people.
    int parallelism = 0;

    [[nodiscard]] static std::optional<JobConfig> fromJson(const Json &json);
    bool operator==(const JobConfig &) const = default;
};

//! A failure of a job, or of one of its tasks. Concurrent ones are counted, not listed.
struct JobException {
    QString name; //!< The exception's class.
    QString message; //!< Its innermost cause in one line.
    QString stackTrace;
    Instant time;
    QString taskName; //!< Empty for a failure of the whole job.
    int concurrent = 0;

    bool operator==(const JobException &) const = default;
};

//! `GET /jobs/:id/exceptions`, newest first
struct JobExceptions {
    QList<JobException> entries;
    bool isTruncated = false; //!< There are older ones that were not listed.

    [[nodiscard]] static std::optional<JobExceptions> fromJson(const Json &json);
    bool operator==(const JobExceptions &) const = default;
};

//! `GET /jobs/:id/metrics`: empty for an unknown job, and at the first look at any job.
struct JobMetrics {
    QMap<QString, QString> values;

    //! `numRestarts` without `numRescales` (2.0 and newer), which the adaptive scheduler counts
    //! among them. Nothing where the first is missing, or the second although \a isAdaptive.
    [[nodiscard]] std::optional<qint64> restarts(bool isAdaptive) const;
    [[nodiscard]] static std::optional<JobMetrics> fromJson(const Json &json);
    bool operator==(const JobMetrics &) const = default;
};

} // namespace headgate::flink
