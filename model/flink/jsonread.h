// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/json.h"

#include <QMap>

#include <algorithm>
#include <limits>
#include <optional>

// How the parsers of this folder read: what is missing or of another type counts as 0 or absent,
// and no number, however large, overflows.
namespace headgate::flink {

//! The largest number of milliseconds that an Instant can hold, roughly.
inline constexpr qint64 MaxMilliseconds = std::numeric_limits<qint64>::max() / 1000;

[[nodiscard]] inline qint64 numberIn(const Json &json)
{
    return json.toInteger().value_or(0);
}

[[nodiscard]] inline int countIn(const Json &json)
{
    constexpr qint64 max = std::numeric_limits<int>::max();
    return int(std::clamp(numberIn(json), -max, max));
}

[[nodiscard]] inline Instant instantIn(const Json &json)
{
    return instantFromEpochMs(std::clamp(numberIn(json), -MaxMilliseconds, MaxMilliseconds));
}

//! Flink says 0 or -1 for what has not happened.
[[nodiscard]] inline std::optional<Instant> pastInstantIn(const Json &json)
{
    return numberIn(json) > 0 ? std::optional(instantIn(json)) : std::nullopt;
}

//! Flink says its largest number for "never".
[[nodiscard]] inline std::optional<Duration> durationIn(const Json &json)
{
    const qint64 ms = numberIn(json);
    return ms > 0 && ms < MaxMilliseconds ? std::optional<Duration>(std::chrono::milliseconds(ms))
                                          : std::nullopt;
}

//! The string members of an object.
[[nodiscard]] inline QMap<QString, QString> stringsIn(const Json &json)
{
    QMap<QString, QString> result;
    for (const Json::Member &member : json.members())
        result.insert(member.name, member.value.toString());
    return result;
}

} // namespace headgate::flink
