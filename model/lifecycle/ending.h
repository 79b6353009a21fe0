// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What an end means (lifecycle.md §3.7, §5.6, §6).
namespace headgate::ending {

//! Takes in a terminal state, the final read, and the absence of a job that was there.
void absorb(Deliberation &d);

//! Records the end of \a job as it stands; for an attempt that failed, \a failure says why.
void endJob(Deliberation &d, Job &job, JobState state,
            const std::optional<JobFailure> &failure = std::nullopt);

//! An attempt that never ran: counted, unless the cluster could not read the state (§3.1).
void endFailedStart(Deliberation &d, Job &job, const JobFailure &failure);

//! A person lets go of a Job of which nobody knows what became (§3.4, §3.7 "missing").
void endMissing(Deliberation &d, Job &job, const QString &message);

//! \a job is FINISHED: stopped by us, by somebody else, or by itself.
void concludeFinished(Deliberation &d, Job &job);

//! Another leader has run \a job on, past what its last stop wrote: that is not the last of it.
void noteOutrunStop(Deliberation &d, const Job &job);

//! Flink has run \a job, also where nobody saw it RUNNING.
void markAsRun(Deliberation &d, Job &job);

} // namespace headgate::ending
