// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! One round of the engine over 10,000 deployments of which 100 change: decide, write, act, report.
[[nodiscard]] std::optional<QList<Row>> measureTick();

} // namespace headgate::bench
