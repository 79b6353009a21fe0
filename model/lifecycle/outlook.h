// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

namespace headgate {

//! How long a job is looked for, of which it is not known whether its start arrived.
struct Outlook {
    std::optional<Instant> until; //!< Nothing while nobody can look.
    QString afterwards; //!< A sentence: what follows if it has not been seen by then.

    bool operator==(const Outlook &) const = default;
};

//! What lifecycle.md §3.4 comes to if nothing else is heard; nothing where no submission is
//! unresolved, where the answer to it is still awaited, or where only a person goes on.
[[nodiscard]] std::optional<Outlook> outlookOf(const DeploymentView &view);

} // namespace headgate
