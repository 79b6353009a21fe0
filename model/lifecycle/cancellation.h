// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! Cancelling, by force too, and what may be left of it (lifecycle.md §6).
namespace headgate::cancellation {

//! Job TERMINATING with \a reason, and the first cancel request; a Job that was never sent ends.
void begin(Deliberation &d, Job &job, TerminationReason reason);

//! Sends the request again where an observation shows no progress; ends a Job that was never seen
//! once its submission is resolved.
void goOn(Deliberation &d, Job &job);

//! It ends by cancelling, not by a stop with savepoint.
[[nodiscard]] bool isCancelling(const Job &job);

//! A person lets go of \a job by the annotation that names it, and CANCELLED is desired.
[[nodiscard]] bool isForced(const Deliberation &d, const Job &job);

//! It ended so (§6): whether, and how, it ended at Flink is not known.
[[nodiscard]] bool wasForced(const Job &job);

//! A live Flink job stands behind a Job of this Deployment that has ended here: no twin is started.
//! One that was let go of by force fails the start, for only a person may cancel it (§6).
[[nodiscard]] bool holdsBackStart(Deliberation &d);

//! A live Flink job under the id of an ended Job is cancelled (§3.4).
void cancelOnSight(Deliberation &d);

//! The job may still run, or still come: it goes on the list of possible orphans.
void listOrphan(Deliberation &d, const Job &job, bool isCancelledOnSight);

} // namespace headgate::cancellation
