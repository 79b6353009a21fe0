// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/report.h"

namespace headgate {

//! Made-up reports in which every state, mark and note occurs, told as of \a now.
[[nodiscard]] Changes sampleChanges(Instant now);

//! One RUNNING deployment `clicks-agg` of id `d1`, on session cluster `c1`, with Start refused.
[[nodiscard]] DeploymentReport runningReport(Instant now);

//! A reachable, remote session cluster.
[[nodiscard]] SessionClusterReport clusterReport(const QString &id, const QString &name,
                                                 Instant now);

//! A COMPLETED savepoint of \a deploymentId.
[[nodiscard]] Savepoint completedSavepoint(const QString &id, const QString &deploymentId,
                                           qint64 jobNumber, Instant when);

//! A STARTED Job with a checkpoint.
[[nodiscard]] Job startedJob(const QString &id, const QString &deploymentId, Instant startedAt);

} // namespace headgate
