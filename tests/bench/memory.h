// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! The memory of the program with 100 running deployments in its list; nothing where that failed.
[[nodiscard]] std::optional<QList<Row>> measureMemory();

} // namespace headgate::bench
