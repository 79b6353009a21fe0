// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace headgate {

//! One step of the schema: its SQL statements, in order.
struct Migration {
    QList<QString> statements;
};

//! Append-only: the version of a store is the number of steps that it has behind it.
using Migrations = QList<Migration>;

[[nodiscard]] const Migrations &shippedMigrations();

} // namespace headgate
