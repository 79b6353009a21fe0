// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

#include <QList>
#include <QString>

namespace headgate::simulation {

//! What happens to a Deployment from outside.
enum class Trouble {
    WantRunning,
    WantSuspended,
    WantCancelled,
    Retry,
    ChangeTemplate,
    ChangeStrategies,
    Move,
    Force,
    RequestSavepoint,
    Drain,
    StartEmpty,
    StartConfirmed,
    Crash,
    LongCrash,
    ClusterDies,
    ClusterComesBack,
    Failover,
    Unreachable,
    Reachable,
    JobFails,
    JobFinishes,
    JobRestarts,
    CancelOutside,
    StopOutside,
    ForeignJob,
    ForeignEnds,
    MainTime,
    TasksTime,
    CancelTime,
    StopTime,
    StopFails,
    StopsSucceed,
    FailsAfter,
    Externalized,
    DiskReadable,
    StateDeleted,
    JarsLost,
    JarsKept,
    RunsRejected,
    RunsAnsweredWithError,
    RunsTaken,
    StoreTime,
    OperationTime,
    DeleteSavepoint,
    Nothing,
};
constexpr int TroubleKinds = int(Trouble::Nothing) + 1;

struct Step {
    Duration pause{}; //!< Before it.
    Trouble trouble = Trouble::Nothing;
    int number = 0; //!< Drawn for it: how long, which.
};

//! Towards which of the rare a schedule steers.
enum class Profile {
    Mixed,
    Failovers,
    Outages,
    SlowMains,
    ShortMemory,
    Outsiders,
    ChangesOfMind,
    Crashes,
    Stops,
    Losses,
    EveryCommit,
};
constexpr int ProfileCount = int(Profile::EveryCommit) + 1;

//! A whole schedule, drawn from its seed alone.
struct Plan {
    quint32 seed = 0;
    Profile profile = Profile::Mixed;
    bool isHighlyAvailable = false;
    int faultPercent = 30;
    int lostLookPercent = 0;
    int killPercent = 3; //!< After a commit.
    int killAtCommit = -1; //!< Once, after just this one.
    bool isNetworkEven = false; //!< Each way takes the same time.
    QList<Step> steps;
};

[[nodiscard]] Plan planFor(quint32 seed);
//! The same, but that nobody deletes a savepoint.
[[nodiscard]] Plan planWithoutDeletions(quint32 seed);
[[nodiscard]] QString nameOf(Profile profile);
[[nodiscard]] QString describe(const Step &step);
[[nodiscard]] QString describe(const Plan &plan);

} // namespace headgate::simulation
