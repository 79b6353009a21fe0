// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/flink/capabilities.h"

#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace headgate {
class Json;
}

namespace headgate::flink {

//! `GET /config`
struct ClusterConfig {
    QString versionText; //!< As Flink gives it, for people.
    std::optional<Version> version;
    Capabilities capabilities;
    bool canSubmit = true; //!< `web-submit`; false also on an application cluster.
    bool isHistoryServer = false;

    [[nodiscard]] static std::optional<ClusterConfig> fromJson(const Json &json);
    bool operator==(const ClusterConfig &) const = default;
};

//! `GET /overview`
struct ClusterOverview {
    int taskManagers = 0;
    int slotsTotal = 0;
    int slotsAvailable = 0;
    int jobsRunning = 0; //!< Every job that is not terminal.
    QString versionText;

    [[nodiscard]] static std::optional<ClusterOverview> fromJson(const Json &json);
    bool operator==(const ClusterOverview &) const = default;
};

//! `GET /jobmanager/config`: what was configured; Flink lists no defaults.
struct JobManagerConfig {
    QMap<QString, QString> values;

    //! Differs in each JobManager process: `web.tmpdir`. Empty where it is not listed.
    [[nodiscard]] QString incarnation() const;
    [[nodiscard]] bool isHighlyAvailable() const;
    //! Its jobs are rescaled: `jobmanager.scheduler: adaptive`, or `scheduler-mode: reactive`.
    [[nodiscard]] bool hasAdaptiveScheduler() const;
    [[nodiscard]] QString savepointDirectory() const; //!< Empty: none configured.
    [[nodiscard]] QString checkpointDirectory() const; //!< Empty: none configured.
    [[nodiscard]] QString highAvailabilityDirectory() const;
    [[nodiscard]] std::optional<Duration> heartbeatTimeout() const;
    //! How old an answer of `/checkpoints` can be; Flink's own 3 s where nothing is configured.
    [[nodiscard]] Duration checkpointCacheTime() const;
    //! How long the result of a savepoint or stop can be asked for; 0: always.
    [[nodiscard]] Duration operationStoreDuration() const;

    [[nodiscard]] static std::optional<JobManagerConfig> fromJson(const Json &json);
    bool operator==(const JobManagerConfig &) const = default;
};

//! One of `GET /taskmanagers`
struct TaskManager {
    QString id;
    QString path;
    int slotsNumber = 0;
    int freeSlots = 0;
    std::optional<Instant> lastHeartbeat;

    bool operator==(const TaskManager &) const = default;
};
[[nodiscard]] std::optional<QList<TaskManager>> taskManagersFromJson(const Json &json);

//! One of `GET /jars`
struct Jar {
    QString id; //!< What a run request names.
    QString name; //!< The name under which it was uploaded.
    Instant uploadedAt;
    QList<QString> entryClasses;

    bool operator==(const Jar &) const = default;
};
[[nodiscard]] std::optional<QList<Jar>> jarsFromJson(const Json &json);

//! Reads `50 s`, `10min`, `3000` (milliseconds), as Flink's configuration has them.
[[nodiscard]] std::optional<Duration> durationFrom(const QString &text);

} // namespace headgate::flink
