// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/transaction.h"
#include "model/store/store.h"

namespace headgate {

// Documents in which no field has its default value, so that a field that is not stored is missed.

[[nodiscard]] StoredDeployment sampleDeployment(const QString &id, const QString &name);
[[nodiscard]] Job sampleJob(const QString &id, const QString &deploymentId);
[[nodiscard]] JobSighting sampleSighting(const QString &deploymentId, const QString &incarnation);
[[nodiscard]] Savepoint sampleSavepoint(const QString &id, const QString &deploymentId);
[[nodiscard]] SessionCluster sampleCluster(const QString &id, const QString &name);
[[nodiscard]] PossibleOrphan sampleOrphan(const QString &flinkJobId);
[[nodiscard]] Event sampleEvent(const QString &deploymentId, const QString &message);

//! One document of each kind; its Job was seen again.
[[nodiscard]] Transaction sampleTransaction();

[[nodiscard]] Json sampleDefaults();

//! The shipped migrations and one that changes tables and documents.
[[nodiscard]] Migrations nextMigrations();

//! A SQL statement by SQLite itself, past the store, which must be closed.
[[nodiscard]] bool runSql(const QString &databasePath, const QString &sql);
[[nodiscard]] QVariant sqlValue(const QString &databasePath, const QString &sql);

//! The names of the files in \a folder, sorted.
[[nodiscard]] QStringList filesIn(const QString &folder);
[[nodiscard]] QByteArray contentOf(const QString &path);

} // namespace headgate
