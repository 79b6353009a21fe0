// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/resources/enums.h"

#include <QHash>

#include <optional>

namespace headgate {

// What looks at a session cluster show, in the words of the decisions. Every value is dated by when
// its request was sent (lifecycle.md, "Words used below").

//! A row of Flink's overview.
struct FlinkJob {
    QString id;
    QString name;
    FlinkJobStatus status = FlinkJobStatus::Unknown;
    Instant startTime; //!< The cluster's clock.
    Instant endTime; //!< The cluster's clock; the epoch while it runs.
    Instant lastModification; //!< The cluster's clock.
    int tasksTotal = 0;
    int tasksRunning = 0;
    int tasksFinished = 0;

    [[nodiscard]] bool areAllTasksRunning() const
    {
        return status == FlinkJobStatus::Running && tasksTotal > 0
            && tasksRunning + tasksFinished == tasksTotal;
    }

    bool operator==(const FlinkJob &) const = default;
};

//! The first sign that an incarnation has ended (lifecycle.md §3.7, "lost").
struct EndSign {
    QString incarnation; //!< That ended.
    Instant at;
    bool isBlurred = false; //!< A look between its last answer and this sign failed otherwise.

    bool operator==(const EndSign &) const = default;
};

//! A session cluster as it is known at this moment.
struct ClusterView {
    QString id;
    QString name;
    QString url;
    SessionClusterState state = SessionClusterState::Stopped;
    bool isLocal = false;
    bool isDead = false; //!< A local one whose JobManager is known to have ended by itself.
    QString trouble; //!< Why it cannot be observed, a sentence; empty where it can.
    bool isObserved = false; //!< The newest look was answered whole, by one incarnation.
    bool isManaged = true; //!< Flink 1.17 or newer.
    bool canSubmit = true; //!< `features.web-submit`
    bool isPerhapsAnother = false; //!< lifecycle.md §8
    bool hasHighAvailability = false;
    bool hasAdaptiveScheduler = false; //!< It rescales jobs, and counts that among their restarts.

    Instant requestedAt; //!< Of the overview that `jobs` is from.
    Instant answeredAt;
    Instant identifiedAt; //!< When the incarnation was last asked for, or told by its jobs.
    Instant observedSince; //!< No gap of over 60 s since then, and watched by this engine.
    QString incarnation;
    Instant incarnationSeenAt; //!< First seen by this engine.
    std::optional<EndSign> endSign; //!< Of the incarnation before.
    QHash<QString, FlinkJob> jobs;

    int taskManagers = 0;
    int slotsTotal = 0;
    int slotsFree = 0;
    Instant slotsReadAt; //!< When `/overview` was last asked and answered; the epoch: never.
    Duration heartbeatTimeout = std::chrono::seconds(50);
    Duration statisticsCacheTime = std::chrono::seconds(3);
    QString
        savepointDirectory; //!< Of Flink's configuration, or of the session cluster; may be empty.
    QString checkpointDirectory; //!< Of Flink's configuration; may be empty.
    int openRunRequests = 0;

    bool operator==(const ClusterView &) const = default;
};

} // namespace headgate
