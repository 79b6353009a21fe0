// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>
#include <optional>

namespace headgate::flink {

struct Version {
    int major = 0;
    int minor = 0;

    auto operator<=>(const Version &) const = default;
};

//! Reads `1.20.1`, `2.1-SNAPSHOT`, `1.15.2-vvr-1`; nothing for `<unknown>`.
[[nodiscard]] std::optional<Version> versionFrom(const QString &text);

//! What a version of Flink understands. Fields that it does not know are never sent.
struct Capabilities {
    bool triggerId = false; //!< 1.15: savepoints and stops take an id of ours, and a format.
    bool restoreMode = false; //!< 1.15 to 1.19, the old name of claimMode.
    bool claimMode = false; //!< 1.20
    bool flinkConfiguration = false; //!< 1.17: of a job, in the run request.
    bool isManaged = false; //!< 1.17: Headgate starts jobs there; older ones are only shown.

    bool operator==(const Capabilities &) const = default;
};

//! Nothing known counts as the oldest version.
[[nodiscard]] Capabilities capabilitiesOf(std::optional<Version> version);

} // namespace headgate::flink
