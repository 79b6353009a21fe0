// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! From the start of the program to its painted list, against an empty window; nothing where that
//! failed.
[[nodiscard]] std::optional<QList<Row>> measureStartup();

//! What the measured program does: opens the window on \a dataDirectory and says when the list is
//! painted.
[[nodiscard]] int runUntilPainted(const QString &dataDirectory);

} // namespace headgate::bench
