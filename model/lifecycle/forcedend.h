// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What became of the newest Job that a person let go of by force (lifecycle.md §6), once Flink
//! lists it as ended.
namespace headgate::forcedend {

//! How it ended, and what it left, is read and recorded.
void goOn(Deliberation &d);

//! That is under way: a start waits for it, for a minute at the most.
[[nodiscard]] bool isBeingRead(const Deliberation &d);

} // namespace headgate::forcedend
