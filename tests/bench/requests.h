// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! What a cluster is asked for with 1 and with 100 running jobs; nothing where that failed.
[[nodiscard]] std::optional<QList<Row>> measureRequests();

} // namespace headgate::bench
