// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! The conditions of a RUNNING Deployment (lifecycle.md §7).
namespace headgate::conditions {

//! Evaluates every condition and writes what changed; takes in newly read restarts.
void update(Deliberation &d);
} // namespace headgate::conditions
