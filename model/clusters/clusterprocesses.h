// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/localcluster.h"
#include "model/clusters/restprobe.h"
#include "model/clusters/seat.h"

#include <QPromise>

#include <vector>

namespace headgate {

//! A TaskManager's seat, and when it is filled again.
struct TaskPlace {
    std::unique_ptr<Seat> seat;
    QTimer again;
    std::chrono::milliseconds backOff{0};
    bool isEnding = false; //!< By us.
};

class LocalCluster::Private {
public:
    using Promise = std::shared_ptr<QPromise<Result<LocalProcesses>>>;
    enum class Phase {
        Idle,
        Preparing, //!< Java is looked for.
        Clearing, //!< What an earlier start left is ended.
        AwaitingRest,
        Running,
        Stopping,
    };

    Private(LocalCluster *cluster, ClusterFiles clusterFiles, LocalClusterSettings clusterSettings);

    [[nodiscard]] QFuture<Result<LocalProcesses>> start(const SessionClusterSpec &newSpec);
    void begin(const SessionClusterSpec &newSpec, const Promise &promise);
    [[nodiscard]] QFuture<Result<LocalProcesses>> awaitFound();
    [[nodiscard]] QFuture<Result<LocalProcesses>> stop();
    [[nodiscard]] QFuture<Result<LocalProcesses>> setTaskManagers(int count);
    void adopt(const SessionClusterSpec &newSpec, const LocalProcesses &recorded);

    // The way up, and down again.
    void advance();
    void clearAway();
    void bringUp();
    void takeUp();
    void finishStart();
    void fail(const Error &error);
    void beginStopping(const Error &errorOfStart);
    void finishStopping();
    void onJobManagerKnown();
    void onJobManagerGone();
    [[nodiscard]] bool portsWereTaken(const QString &lines) const;

    // TaskManagers.
    void addTaskPlace();
    void prepareOrder(); //!< For a cluster that was found, when a TaskManager is missing.
    void fillPlaces();
    void fill(TaskPlace &place);
    void trimPlaces(std::chrono::milliseconds patience);
    void onTaskManagerGone(TaskPlace &place);
    void settleCounts();
    [[nodiscard]] bool isManaging() const; //!< Task managers are wanted now.
    [[nodiscard]] bool isWanted(const TaskPlace &place) const;

    void findAll(const LocalProcesses &recorded = {});
    [[nodiscard]] bool isEmpty() const;
    void publish();

    LocalCluster *const q;
    const ClusterFiles files;
    const LocalClusterSettings settings;
    LocalProcesses processes;
    SessionClusterSpec spec;
    int wanted = 0;
    std::optional<LaunchOrder> order;
    ClusterPorts ports;
    Phase phase = Phase::Idle;
    int attempt = 0;
    bool hasAnswered = false; //!< The JobManager that runs.
    bool isPreparingOrder = false;
    bool isLooking = false; //!< In findAll(): published once, afterwards.
    quint64 generation = 0; //!< Answers of an older one are dropped.
    Promise starting;
    std::optional<Error> startError;
    std::optional<SessionClusterSpec> next; //!< To be started when all has ended.
    Promise nextStarting;
    QList<Promise> stopping;
    QList<Promise> counting;
    Seat jobManager;
    std::vector<std::unique_ptr<TaskPlace>> places;
    RestProbe probe;
    QTimer deadline; //!< Of a start.
    QTimer retry;
};

} // namespace headgate
