// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! A clock that was set back (lifecycle.md §9, law 7).
namespace headgate::clockset {

//! What is recorded as done after now was done now: windows, absences and back-offs begin anew
//! instead of waiting until the clock has caught up.
void settle(Deliberation &d);

} // namespace headgate::clockset
