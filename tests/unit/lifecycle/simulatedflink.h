// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

#include <QSet>

#include <map>

namespace headgate::simulation {

//! A job as Flink knows it, and what it has done.
struct FlinkSide {
    QString id;
    FlinkJobStatus status = FlinkJobStatus::Initializing;
    Instant startedAt;
    Instant runsAt;
    Instant nextCheckpointAt;
    bool isListed = false; //!< Not yet while main() runs.
    bool hasRun = false;
    bool isExternalized = true;
    qint64 lastId = 0; //!< Checkpoint ids go on after a restore.
    std::optional<CheckpointMark> completed;
    std::optional<CheckpointMark> savepoint;
    QString restoredPath;
    QString failure;
};

struct FlinkOperation {
    QString jobId;
    QString directory;
    bool isStop = false;
    OperationState state = OperationState::InProgress;
    QString location;
    QString failure;
    Instant doneAt;
};

//! What a stop or savepoint will come to.
enum class StopFate { Success, Declined, FailsAfterSavepoint };

//! One session cluster without HA, as little of it as the lifecycle can tell from the outside.
//! Shares no code with the decisions.
class SimulatedFlink {
public:
    Instant now;
    bool isUp = true; //!< False: connections are refused.
    bool isReachable = true; //!< False: requests time out.
    Duration mainTime = std::chrono::seconds(1); //!< How long main() and initialisation take.
    Duration checkpointInterval = std::chrono::seconds(60);
    Duration failsAfter{}; //!< Jobs fail so long after they began to run; 0: never.
    bool isExternalized = true; //!< Checkpoints outlive FAILED and CANCELED.
    StopFate stopFate = StopFate::Success;
    std::map<QString, FlinkSide> jobs;
    std::map<QString, FlinkOperation> operations; //!< By trigger id.
    QMap<QString, qint64> files; //!< Snapshots on disk, with when they were made: a running number.
    QSet<QString> jars;
    QStringList doubled; //!< Triggers that came while another was under way for the same job.
    QStringList twins; //!< What the law "at most one live job" saw broken.

    [[nodiscard]] QString incarnation() const { return QString::number(m_incarnation); }
    [[nodiscard]] Instant incarnationSince() const { return m_since; }
    [[nodiscard]] int liveJobs() const;
    [[nodiscard]] qint64 newestFile() const { return m_files; }

    Outcome run(const RunJob &request);
    Outcome cancel(const QString &jobId);
    Outcome stop(const QString &jobId, const QString &triggerId, const QString &directory,
                 bool isStop);
    [[nodiscard]] OperationView operation(const QString &savepointId) const;
    [[nodiscard]] StateView state(const QString &jobId) const;
    [[nodiscard]] QString newestCheckpointOf(const QString &jobId) const;

    //! Time goes on to \a instant: jobs start, write checkpoints, end.
    void advance(Instant instant);
    //! The JobManager dies with its jobs, operations and jars; the files stay.
    void die();
    void comeBack();
    void failJob(const QString &jobId, const QString &failure);
    void finishJob(const QString &jobId);

private:
    QString write(FlinkSide &job, const QString &path, bool isSavepoint);
    void advance(FlinkSide &job);
    void advance(FlinkOperation &operation);
    void end(FlinkSide &job, FlinkJobStatus status);

    int m_incarnation = 1;
    Instant m_since;
    qint64 m_files = 0;
    QSet<QString> m_used; //!< Ids that this JobManager has seen.
};

} // namespace headgate::simulation
