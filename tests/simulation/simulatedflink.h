// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/world.h"

#include <map>

namespace headgate::simulation {

//! One session cluster, as little of it as the lifecycle can tell from the outside. Shares no code
//! with the decisions.
class SimulatedFlink {
public:
    SimulatedFlink(World &world, const QString &clusterId);

    [[nodiscard]] const QString &id() const { return m_id; } //!< Of the session cluster.

    Instant now;
    bool isUp = true; //!< False: connections are refused.
    bool isReachable = true; //!< False: requests time out.
    bool isHighlyAvailable = false;
    bool isExternalized = true; //!< Checkpoints outlive FAILED and CANCELED.
    bool keepsJars = false; //!< The directory of uploads outlives the JobManager.
    bool rejectsRuns = false;
    bool answersRunsWithError = false; //!< Although the job is there.
    Duration mainTime = std::chrono::seconds(1); //!< How long main() and initialisation take.
    Duration tasksTime{}; //!< How long until all tasks run.
    Duration cancelTime{}; //!< How long it is CANCELLING.
    Duration stopTime = std::chrono::seconds(2);
    Duration storeTime = std::chrono::hours(1); //!< How long an ended job is remembered.
    Duration operationTime = std::chrono::minutes(5); //!< How long an operation is remembered.
    Duration recoveryTime = std::chrono::seconds(5); //!< Of the jobs, by a new leader.
    Duration checkpointInterval = std::chrono::seconds(60);
    Duration failsAfter{}; //!< Jobs fail so long after they began to run; 0: never.
    StopFate stopFate = StopFate::Success;
    DisposalFate disposalFate = DisposalFate::Success;
    std::map<QString, FlinkSide> jobs;
    std::map<QString, FlinkOperation> operations; //!< By trigger id.
    QSet<QString> jars;

    [[nodiscard]] QString incarnation() const { return m_incarnation; }
    [[nodiscard]] static bool isLiveOwn(const FlinkSide &job);
    //! Of ours, forced ones included.
    [[nodiscard]] QStringList liveJobs() const;
    //! Its main() took longer than anybody waits, or the network brought its request a second time
    //! after the rejection; and nobody has watched it for long.
    [[nodiscard]] static bool isBelated(const FlinkSide &job);
    //! Long enough for it to be seen and cancelled.
    [[nodiscard]] static bool isWatchedLong(const FlinkSide &job);
    [[nodiscard]] QStringList foreignJobs() const; //!< Live ones.
    [[nodiscard]] ClusterView overview();

    Outcome run(const RunJob &request);
    Outcome cancel(const QString &jobId);
    Outcome stop(const QString &jobId, const QString &triggerId, const QString &directory,
                 bool isStop, bool isForeign = false);
    //! The id of the operation, which Flink chooses.
    QString dispose(const QString &path);
    [[nodiscard]] OperationState disposal(const QString &operationId) const;
    [[nodiscard]] OperationView operation(const QString &savepointId);
    [[nodiscard]] StateView state(const QString &jobId);
    [[nodiscard]] QString newestCheckpointOf(const QString &jobId) const;

    //! Time goes on to \a instant: jobs start, write checkpoints, end.
    void advance(Instant instant);
    //! The JobManager dies; with HA its jobs wait for a leader, else they are gone. Files stay.
    void die();
    void comeBack();
    void failJob(const QString &jobId, const QString &failure);
    void finishJob(const QString &jobId);
    void restartJob(const QString &jobId);
    void submitForeign(); //!< A job of somebody else that bears our stamp.
    void endForeign();

private:
    struct Cached {
        Instant at;
        StateView view;
    };

    QString write(FlinkSide &job, const QString &path, bool isSavepoint, bool isOfStop);
    void advance(FlinkSide &job);
    void advance(FlinkOperation &operation);
    void advance(FlinkDisposal &disposal);
    void end(FlinkSide &job, FlinkJobStatus status, HowEnded how);
    void forget();
    void forget(const QString &triggerId, const FlinkOperation &operation);
    [[nodiscard]] bool isEndStored(const FlinkSide &job) const;
    void recover(FlinkSide &job);
    [[nodiscard]] bool isIdUsed(const QString &jobId) const;
    [[nodiscard]] StateView freshState(const FlinkSide &job) const;
    [[nodiscard]] bool areOldTasksLeft() const { return now < m_oldTasksUntil; }

    World &m_world;
    QString m_id;
    QString m_incarnation;
    int m_incarnations = 1;
    Instant m_taskManagersAt; //!< When they have found the JobManager.
    Instant m_oldTasksUntil; //!< Tasks of lost jobs run on.
    QSet<QString> m_used; //!< Ids that this JobManager has seen.
    QSet<QString> m_turnedDown; //!< Ids whose run was rejected.
    QSet<QString> m_forgotten; //!< Triggers whose operation has expired.
    QHash<QString, Cached> m_statistics;
    std::map<QString, FlinkDisposal> m_disposals; //!< By the id of their operation.
    int m_disposalCount = 0;
};

} // namespace headgate::simulation
