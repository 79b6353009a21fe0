// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"

//! What is kept of the past: a store that grows for ever becomes slow.
namespace headgate::retention {

inline constexpr int KeptJobs = 50; // ended ones of a Deployment
inline constexpr int KeptEvents = 10'000;
inline constexpr int KeptEventsOfEach = 500; // of a Deployment

//! Ids of the ended Jobs that nothing refers to, but the newest \a kept. What a Savepoint belongs
//! to stays, and so do the last Job that ran and one that may run unattended, of \a orphans: a
//! later decision looks at them.
[[nodiscard]] QStringList surplusJobs(const HeldDeployment &held,
                                      const QList<PossibleOrphan> &orphans, int kept = KeptJobs);

} // namespace headgate::retention
