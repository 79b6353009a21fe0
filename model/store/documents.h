// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/transaction.h"
#include "model/store/store.h"

namespace headgate {

class Database;

// The documents as rows. A row that does not fit its digest, or whose document cannot be read, is
// an error of kind Damaged.

//! Within a transaction of the caller's; answers with the events and their numbers.
[[nodiscard]] Result<QList<Event>> writeDocuments(Database &database,
                                                  const Transaction &transaction);
[[nodiscard]] Result<StoreContents> readDocuments(Database &database);
[[nodiscard]] Result<QList<Event>> readEvents(Database &database, const EventQuery &query);

//! Within a transaction of the caller's.
[[nodiscard]] Result<void> writeDefaults(Database &database, const Json &defaults);

} // namespace headgate
