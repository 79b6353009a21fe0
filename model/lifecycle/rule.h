// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace headgate {

//! True: the rule of lifecycle.md that stands here holds. One build for tests alone switches rules
//! off, one at a time, to see that somebody notices (./dev soak mutants).
#ifdef HEADGATE_MUTANTS
[[nodiscard]] bool rule(const char *name);
#else
consteval bool rule(const char *)
{
    return true;
}
#endif

} // namespace headgate
