// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

namespace headgate {

//! From now on the rule of this name does not hold; empty: all do. HEADGATE_MUTANT says it for a
//! whole program.
void switchOff(const std::string &name);

//! The rules that a thread has come by, while they are noted.
void noteRules(bool areNoted);
[[nodiscard]] std::set<std::string> notedRules();

} // namespace headgate
