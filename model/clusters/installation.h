// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QProcessEnvironment>

#include <compare>
#include <optional>

namespace headgate {

//! The part of a Flink version that decides what it can do.
struct FlinkRelease {
    int major = 0;
    int minor = 0;

    auto operator<=>(const FlinkRelease &) const = default;
};

//! Reads `2.3.0`, `1.20.5` or `2.1-SNAPSHOT`; nothing for anything else.
[[nodiscard]] std::optional<FlinkRelease> flinkReleaseOf(QStringView version);

//! A Flink installation found on this machine.
struct FlinkInstallation {
    QString home;
    QString version; //!< As in the name of its `flink-dist` jar.

    bool operator==(const FlinkInstallation &) const = default;
};

//! What is installed in \a home, or one sentence on why no cluster can be started from it (kind
//! Environment). Looks at files only; read-only ones will do.
[[nodiscard]] Result<FlinkInstallation> inspectInstallation(const QString &home);

//! The usable ones among FLINK_HOME, the cache that `./dev flink` fills, and /opt; newest first.
[[nodiscard]] QList<FlinkInstallation> findInstallations(
    const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

} // namespace headgate
