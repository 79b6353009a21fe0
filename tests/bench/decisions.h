// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! The decisions of one tick in which nothing has changed, on 100 clusters; nothing where one of
//! them would have changed something.
[[nodiscard]] std::optional<QList<Row>> measureDecisions();

} // namespace headgate::bench
