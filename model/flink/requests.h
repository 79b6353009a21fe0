// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/json.h"
#include "model/flink/capabilities.h"

#include <QMap>
#include <QStringList>

namespace headgate::flink {

//! What becomes of a snapshot that a job is started from.
enum class ClaimMode { NoClaim, Claim, Legacy };

//! The body of `POST /jars/:jarid/run`
struct RunRequest {
    QString jobId; //!< Chosen by us, 32 hexadecimal digits.
    QString entryClass; //!< Empty: the manifest's.
    QStringList programArguments;
    int parallelism = 1; //!< Always sent: without it Flink takes 1, not the cluster's default.
    QString savepointPath; //!< Empty: start without state.
    bool allowNonRestoredState = false;
    ClaimMode claimMode = ClaimMode::NoClaim;
    QMap<QString, QString> flinkConfiguration;

    bool operator==(const RunRequest &) const = default;
};

//! The body of `POST /jobs/:id/stop`
struct StopRequest {
    QString triggerId; //!< Chosen by us, 32 hexadecimal digits; not that of a savepoint.
    QString targetDirectory; //!< Empty: the cluster's own.
    bool drain = false;

    bool operator==(const StopRequest &) const = default;
};

//! The body of `POST /jobs/:id/savepoints`
struct SavepointRequest {
    QString triggerId;
    QString targetDirectory;

    bool operator==(const SavepointRequest &) const = default;
};

// Only the fields that a version with these capabilities knows.
[[nodiscard]] Json toJson(const RunRequest &request, const Capabilities &capabilities);
[[nodiscard]] Json toJson(const StopRequest &request, const Capabilities &capabilities);
[[nodiscard]] Json toJson(const SavepointRequest &request, const Capabilities &capabilities);

} // namespace headgate::flink
