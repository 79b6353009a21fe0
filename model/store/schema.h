// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"
#include "model/store/migrations.h"

namespace headgate {

class Database;

//! How many migrations a store has behind it.
[[nodiscard]] Result<int> versionOf(Database &database);

//! Kind Damaged where it is no store of Headgate or SQLite finds it inconsistent, Newer where a
//! newer Headgate wrote it.
[[nodiscard]] Result<void> check(Database &database, const Migrations &migrations);

//! Brings the store up to date: all pending steps or none.
[[nodiscard]] Result<void> migrate(Database &database, const Migrations &migrations);

} // namespace headgate
