// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/observation.h"

//! The recorded restarts of a job, and windows over them (lifecycle.md §7).
namespace headgate::restarts {

//! Records each restart once: at its own time, or, where only Flink's count tells of it, as a span.
//! \a lastLook is when they were read before, or the job began, by the cluster's clock.
void record(JobObservations &observed, const RestartsView &read, Instant lastLook);

//! How many restarts lie in the window of \a length that ends at \a now, edges included.
struct Count {
    int certain = 0;
    int possible = 0; //!< With those of spans that lie in the window only in part.

    bool operator==(const Count &) const = default;
};
[[nodiscard]] Count countWithin(const JobObservations &observed, Duration length, Instant now);

} // namespace headgate::restarts
