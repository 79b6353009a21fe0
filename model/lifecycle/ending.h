// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What an end means, and what is read before it is recorded (lifecycle.md §3.7, §3.9, §5.6, §6).
namespace headgate::ending {

//! Takes in a terminal state, the final read, and the absence of a job that was there.
void absorb(Deliberation &d);

//! Records the end of \a job as it stands; for an attempt that failed, \a failure says why.
void endJob(Deliberation &d, Job &job, JobState state,
            const std::optional<JobFailure> &failure = std::nullopt);

//! An attempt that never ran: counted, unless the cluster could not read the state (§3.1).
void endFailedStart(Deliberation &d, Job &job, const JobFailure &failure);

//! What became of a job that was there and no longer is.
enum class Absence {
    None, //!< It is there, or nobody could look.
    Open, //!< It is not there; what that means is not settled.
    Lost, //!< It ended with its JobManager.
    Missing, //!< It is not there, and nobody knows why.
};
[[nodiscard]] Absence judgeAbsence(const Deliberation &d, const Job &job);

//! The request time from which on a final read counts (§3.9: Flink answers from a cache).
[[nodiscard]] Instant finalReadNotBefore(const Job &job, const ClusterView &cluster);

//! The newest snapshot of \a state that outlives a job that ended as \a status.
[[nodiscard]] std::optional<CheckpointMark> survivingSnapshot(const StateView &state,
                                                              FlinkJobStatus status);

} // namespace headgate::ending
