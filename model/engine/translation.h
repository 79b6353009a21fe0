// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/clustersecrets.h"
#include "model/flink/checkpointvalues.h"
#include "model/flink/connection.h"
#include "model/flink/dated.h"
#include "model/flink/jobvalues.h"
#include "model/lifecycle/observation.h"
#include "model/resources/sessioncluster.h"

//! From the words of the REST client to those of the decisions.
namespace headgate::translation {

[[nodiscard]] FlinkJobStatus jobStatus(flink::JobStatus status);
[[nodiscard]] FlinkJob job(const flink::JobSummary &summary);
[[nodiscard]] std::optional<CheckpointMark> mark(const std::optional<flink::Checkpoint> &found);
[[nodiscard]] OperationView operation(const QString &savepointId,
                                      const flink::Dated<flink::SavepointStatus> &status);

//! How a changing request ended that failed; \a at is when its answer, or its time-out, came.
[[nodiscard]] Outcome outcome(const Error &error, Instant at);
[[nodiscard]] Outcome accepted(Instant at);

//! Three reads of one job together; a job that Flink does not know is a value.
[[nodiscard]] Result<StateView> state(const Result<flink::Dated<flink::Checkpoints>> &checkpoints,
                                      const Result<flink::Dated<flink::CheckpointsConfig>> &config,
                                      const Result<flink::Dated<flink::JobDetail>> &detail,
                                      const QString &incarnation);

//! `/checkpoints` alone, of a job of which \a known says what does not change while it runs.
[[nodiscard]] Result<StateView> state(const Result<flink::Dated<flink::Checkpoints>> &checkpoints,
                                      const StateView &known);

//! Nothing while it is under way, or could not be read.
[[nodiscard]] std::optional<Outcome>
outcomeOfDisposal(const Result<flink::Dated<flink::DisposalStatus>> &answer, Instant at);

//! `/jobs/:id/exceptions` and `/jobs/:id`, and Flink's own count where it named one.
[[nodiscard]] RestartsView restarts(const flink::JobExceptions &exceptions,
                                    const flink::JobDetail &detail, std::optional<qint64> counted);

//! Where and how to reach \a cluster, with the values of its secrets.
[[nodiscard]] flink::Connection connection(const SessionCluster &cluster,
                                           const ClusterSecrets &secrets);

} // namespace headgate::translation
