// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <algorithm>
#include <chrono>
#include <optional>

namespace headgate {

using Duration = std::chrono::microseconds;

//! A point in time, UTC, with microseconds.
using Instant = std::chrono::sys_time<Duration>;

//! The first and the last moment that ISO 8601 spells with four digits of year.
inline constexpr Instant EarliestInstant{std::chrono::milliseconds(-62'135'596'800'000)};
inline constexpr Instant LatestInstant{std::chrono::microseconds(253'402'300'799'999'999)};

//! ISO 8601 with microseconds and `Z`, as all our documents have it.
[[nodiscard]] QString toIso(Instant instant);

//! Reads ISO 8601 with any offset (none: UTC), cut to six decimals; nothing if it is none.
[[nodiscard]] std::optional<Instant> instantFromIso(QStringView text);

//! From milliseconds since 1970, as Flink gives them. Whatever lies beyond the years 1 to 9999
//! (Flink says "never" as the greatest of all numbers) becomes their first or last moment.
[[nodiscard]] constexpr Instant instantFromEpochMs(qint64 ms)
{
    constexpr qint64 earliest = EarliestInstant.time_since_epoch().count() / 1000;
    constexpr qint64 latest = LatestInstant.time_since_epoch().count() / 1000;
    return Instant(std::chrono::milliseconds(std::clamp(ms, earliest, latest)));
}

} // namespace headgate
