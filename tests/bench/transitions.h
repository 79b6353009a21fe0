// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/table.h"

#include <optional>

namespace headgate::bench {

//! Start and suspend in the real window, against the bare requests and the `flink` command on the
//! same cluster; nothing where that failed.
[[nodiscard]] std::optional<QList<Row>> measureTransitions();

} // namespace headgate::bench
