// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QMap>

#include <functional>

namespace headgate {

class Database;
struct EventQuery;

//! The texts of one row, by column. Its digest is added when it is written, and compared when it is
//! read: a row that does not fit is an error of kind Damaged.
using Row = QMap<QString, QString>;
using StoredRow = QMap<QString, QByteArray>; //!< The same as it is stored, in UTF-8.
using RowVisitor = std::function<Result<void>(const StoredRow &row)>;
using EventVisitor = std::function<Result<void>(const StoredRow &row, qint64 number)>;

inline constexpr auto DeploymentTable = QLatin1StringView("deployments");
inline constexpr auto JobTable = QLatin1StringView("jobs");
inline constexpr auto SightingTable = QLatin1StringView("sightings");
inline constexpr auto SavepointTable = QLatin1StringView("savepoints");
inline constexpr auto SessionClusterTable = QLatin1StringView("sessionClusters");
inline constexpr auto OrphanTable = QLatin1StringView("possibleOrphans");
inline constexpr auto EventTable = QLatin1StringView("events");
inline constexpr auto SettingTable = QLatin1StringView("settings");

//! Writes \a row in the place of the one with the same `id`.
[[nodiscard]] Result<void> putRow(Database &database, QLatin1StringView table, const Row &row);
[[nodiscard]] Result<void> insertRow(Database &database, QLatin1StringView table, const Row &row);
[[nodiscard]] Result<void> removeRow(Database &database, QLatin1StringView table,
                                     const QString &id);

//! In the order of creation.
[[nodiscard]] Result<void> readRows(Database &database, const QString &table,
                                    const RowVisitor &visitor);
//! Newest first.
[[nodiscard]] Result<void> readEventRows(Database &database, const EventQuery &query,
                                         const EventVisitor &visitor);

//! All but the newest, in one statement.
[[nodiscard]] Result<void> removeOldEvents(Database &database, int ofAll, int ofEachDeployment);

//! Every row of every table that has a digest.
[[nodiscard]] Result<void> checkDigests(Database &database);
//! The same, written anew: after a migration that changed rows by SQL.
[[nodiscard]] Result<void> renewDigests(Database &database);

} // namespace headgate
