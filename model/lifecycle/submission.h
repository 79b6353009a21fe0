// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! The run request and its unknown outcomes (lifecycle.md §3.3, §3.4).
namespace headgate::submission {

//! Sightings are made durable now and then: often enough for "at most 60 s before" (§3.7).
inline constexpr std::chrono::seconds SightingPause{20};

//! Takes in the answer of a run request, and the sight of the job.
void absorb(Deliberation &d);

//! The next step of a STARTING Job: jar, request, repeat, or how its outcome is resolved.
void goOn(Deliberation &d, Job &job);

//! In FAILED nothing is done; facts are still taken in: a submission may yet be resolved.
void watchWhileFailed(Deliberation &d, Job &job);

//! A request was sent, and whether Flink has or will have the job is not known.
[[nodiscard]] bool isUnresolved(const Job &job);

//! How the outcome of an unresolved submission stands.
enum class Resolution {
    Open,
    Rejected, //!< Way (b): every request was turned down.
    Unseen, //!< Ways (c) and (d): nobody has it, and this engine watched all the time.
    Missing, //!< (c) or (d) held, but nobody watched all the time.
};
[[nodiscard]] Resolution resolve(const Deliberation &d, const Job &job);

//! How long after the last request a proxy, or a slow main(), may still bring the job.
[[nodiscard]] Duration fenceOf(const Deployment &deployment);

//! When that is over; after a gap it counts from the first look.
[[nodiscard]] Instant fenceEndsAt(const Deployment &deployment, const Job &job,
                                  const ClusterView &cluster);

//! When the time of the attempt is up; what nobody could watch of it does not count.
[[nodiscard]] Instant attemptEndsAt(const Deployment &deployment, const Job &job,
                                    const ClusterView &cluster, const Memory &memory);

//! The attempt ended by way (c) or (d): the job may have run between two looks (§3.8).
[[nodiscard]] bool endedUnseen(const Job &job);

//! An ended Job whose request may still arrive is watched, beyond the Deployment too (§10).
void keepFence(Deliberation &d, Job &job);

} // namespace headgate::submission
