// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What a Job has written, and the read of it that counts (lifecycle.md §3.9).
namespace headgate::finalread {

//! Takes in what /checkpoints says of a Job that is live.
void absorb(Deliberation &d);

//! What \a state adds to what is known of the newest Job and its savepoints.
void takeIn(Deliberation &d, const StateView &state);

//! The place of a stop's savepoint, and its size, which its Job did not wait for.
void fillInStop(Deliberation &d);

//! Makes the last state of a Job that has ended at Flink known, or gives up on it; false while
//! neither is possible yet.
[[nodiscard]] bool settle(Deliberation &d, Job &job);

//! The read that counts, if there is one: asked for when Flink's cache could no longer be older
//! than the end.
[[nodiscard]] const StateView *settledState(const Deliberation &d, const Job &job);

//! The request time from which on a final read counts (Flink answers from a cache).
[[nodiscard]] Instant notBefore(const Job &job, const ClusterView &cluster);

//! The newest snapshot of \a state that outlives a job that ended as \a status.
[[nodiscard]] std::optional<CheckpointMark>
survivingSnapshot(const StateView &state, FlinkJobStatus status, const QString &flinkJobId);

//! The path of the newest snapshot, if that was taken by a stop; else empty.
[[nodiscard]] QString pathOfStop(const StateView &state);

//! \a mark becomes a COMPLETED Savepoint, unless it is one already.
void recordSnapshot(Deliberation &d, const Job &job, const CheckpointMark &mark);

} // namespace headgate::finalread
