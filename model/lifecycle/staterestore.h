// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! A start that failed at the state that it was to restore (lifecycle.md §3.1): no attempt is spent
//! on it, for only a person can choose another.
namespace headgate::staterestore {

enum class Trouble { None, Unreadable, Unfitting };

//! What kept Flink from restoring the state of \a job, by what it says in \a failure.
[[nodiscard]] Trouble troubleOf(const Job &job, const JobFailure &failure);

//! Recorded, and where RUNNING is desired the Deployment has FAILED; the choice is kept.
void fail(Deliberation &d, Job &job, const JobFailure &failure, Trouble trouble);

//! The cluster could not read the state that \a job was to restore, or it did not fit.
[[nodiscard]] bool hasFailed(const Job &job);

} // namespace headgate::staterestore
