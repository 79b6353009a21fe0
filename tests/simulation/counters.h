// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStringList>

namespace headgate::simulation {

//! What schedules have met, and how often.
using Counters = QMap<QString, qint64>;

constexpr int DesiredKinds = 3; //!< The rows of the table in lifecycle.md §2.
constexpr int FoundKinds = 6; //!< Its columns.

void add(Counters &sum, const Counters &more);

//! What every run of some size has to meet: each kind of fault, each cell of lifecycle.md §2, each
//! end of §3.7, each way of §3.4, and the reasons of FAILED.
[[nodiscard]] QStringList wantedCounters();

//! That many schedules meet all of it.
inline constexpr quint32 EnoughForAllCounters = 10'000;

//! What of it is zero.
[[nodiscard]] QStringList unmetCounters(const Counters &counters);

} // namespace headgate::simulation
