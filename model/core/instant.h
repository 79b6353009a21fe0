// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace headgate {

using Duration = std::chrono::microseconds;

//! A point in time, UTC, with microseconds.
using Instant = std::chrono::sys_time<Duration>;

//! ISO 8601 with microseconds and `Z`, as all our documents have it.
[[nodiscard]] QString toIso(Instant instant);

//! Reads ISO 8601 with any offset and up to six decimals; nothing if it is none.
[[nodiscard]] std::optional<Instant> instantFromIso(QStringView text);

//! From milliseconds since 1970, as Flink gives them.
[[nodiscard]] constexpr Instant instantFromEpochMs(qint64 ms)
{
    return Instant(std::chrono::milliseconds(ms));
}

} // namespace headgate
