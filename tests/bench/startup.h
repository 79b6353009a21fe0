// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! From the start of the program to its painted list, against an empty window; nothing where that
//! failed.
[[nodiscard]] std::optional<QList<Row>> measureStartup();

} // namespace headgate::bench
