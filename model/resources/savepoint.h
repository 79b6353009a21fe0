// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/metadata.h"

namespace headgate {

struct SavepointSpec {
    QString deploymentId;
    QString jobId; //!< Empty for one that was added by hand.
    qint64 jobNumber = 0; //!< Running number of its Job; the first half of its place in the order.
    QString savepointLocation; //!< Empty until known.
    QString directory; //!< The target that was asked for: `<directory>/<savepoint id>`.
    qint64 flinkSavepointId = 0; //!< Flink's checkpoint id, the second half; 0: not known yet.
    SavepointOrigin origin = SavepointOrigin::Suspend;
    bool isDrained = false;
    qint64 stateSize = 0; //!< Bytes; 0: not known.

    bool operator==(const SavepointSpec &) const = default;
};

struct SavepointStatus {
    SavepointState state = SavepointState::Started;
    QString failure; //!< Why it is FAILED.
    std::optional<Instant> completedAt;

    bool operator==(const SavepointStatus &) const = default;
};

//! The stop or savepoint operation behind it (lifecycle.md §5, §10).
struct SavepointOperation {
    int requestsSent = 0;
    std::optional<Instant> lastSentAt;
    std::optional<Instant> seenAt; //!< A 202 was read, or the operation found, for the first time.
    bool isExpired = false; //!< A request made after seenAt was answered with 404.

    bool operator==(const SavepointOperation &) const = default;
};

//! A snapshot that a Deployment can be started from. Its id without dashes is the trigger id.
struct Savepoint {
    Metadata metadata;
    SavepointSpec spec;
    SavepointStatus status;
    SavepointOperation operation;

    bool operator==(const Savepoint &) const = default;
};

void describe(Archive &archive, Savepoint &savepoint);

} // namespace headgate
