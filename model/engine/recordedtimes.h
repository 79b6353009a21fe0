// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"

//! After the wall clock was set back, in this run or before it, what is recorded may lie in the
//! future (lifecycle.md §9, law 7). Decisions let their own waits begin anew; this is the rest.
namespace headgate::recordedtimes {

//! What is only shown: since when it is as it is.
void bringBack(DeploymentRecord &record, Instant now);
//! A sighting out of the future says nothing of how long ago it was, and counts as old. False
//! where nothing was in the future.
bool bringBack(Job &job, Instant now);
//! The fence keeps its length.
void bringBack(PossibleOrphan &orphan, Instant now);
//! What was read of the state or the disk is dropped, and read again.
void bringBack(Facts &facts, Instant now);

} // namespace headgate::recordedtimes
