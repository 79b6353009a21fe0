// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! Counters of attempts and the time between them (lifecycle.md §3.6).
namespace headgate::attempts {

//! The time before the attempt after \a failed ones: 2 s, doubling to 60 s; nothing before the
//! first.
[[nodiscard]] Duration backOff(int failed);

//! All counters return to 0 with a new generation; those of starts with a changed template too.
void renew(Deliberation &d);

//! Counts a failed start; FAILED where that was the last one.
void countFailedStart(Deliberation &d, const QString &reason, const QString &detail);

//! Another start attempt may follow the one that is under way.
[[nodiscard]] bool isAnotherLeft(const DeploymentRecord &record, const Deployment &deployment);

//! Counts an attempt that goes on under the same id because its outcome is unknown (§3.4).
void countRepeat(Deliberation &d);

//! The repeat that was counted last never left.
void takeBackRepeat(Deliberation &d);

//! Counts a Job that failed after it had run; FAILED where there were too many of late.
void countRunFailure(Deliberation &d, const QString &reason, const QString &detail);

//! Counts a stop that failed in passing; false where it was the last that may be made (§5.5).
[[nodiscard]] bool countFailedStop(Deliberation &d);

//! When the next attempt may begin. There was one.
[[nodiscard]] Instant nextAttemptAt(const Deliberation &d);

//! Number of the attempt that is under way or comes next, from 1.
[[nodiscard]] int currentAttempt(const DeploymentRecord &record);

} // namespace headgate::attempts
