// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/plan.h"
#include "tests/simulation/trial.h"

namespace headgate::simulation {

//! Lets the trouble of \a step happen, now.
void inflict(Trial &trial, const Step &step);

} // namespace headgate::simulation
