// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/store.h"

namespace headgate {

class Database;

//! The copies of the store, newest first.
[[nodiscard]] QList<StoreCopy> copiesIn(const DataDirectory &directory);

//! Makes a copy, whole or not at all, named by \a now; then only the last 7 remain,
//! and those that are dated later than it.
[[nodiscard]] Result<void> makeCopy(Database &database, const DataDirectory &directory, Instant now,
                                    const QString &suffix = {});

} // namespace headgate
