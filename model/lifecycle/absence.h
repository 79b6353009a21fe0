// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! A job that was there and no longer is: lost, or missing (lifecycle.md §3.7, §3.8).
namespace headgate::absence {

//! Remembers since when the job is absent.
void note(Deliberation &d, const Job &job);

//! Draws the conclusion, once there is one, from the absence of a job that was there.
void absorb(Deliberation &d, const Job &job);

enum class Verdict {
    None, //!< It is there, or nobody could look.
    Open, //!< It is not there; what that means is not settled.
    Lost, //!< It ended with its JobManager.
    Missing, //!< It is not there, and nobody knows why.
};
//! What is known by now; only after note().
[[nodiscard]] Verdict judge(const Deliberation &d, const Job &job);

//! The snapshot that a lost Job verifiably left as its newest; nothing where that is not known.
[[nodiscard]] std::optional<CheckpointMark> snapshotOfLost(const Deliberation &d, const Job &job);

} // namespace headgate::absence
