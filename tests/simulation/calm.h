// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/trial.h"

namespace headgate::simulation {

//! Ends all troubles that a plan may have begun.
void calmDown(Trial &trial);

//! Once all is calm: CANCELLED, and then each state in turn. What was not reached; empty where all
//! was.
[[nodiscard]] QString converge(Trial &trial);

} // namespace headgate::simulation
