// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

#include <QSet>

//! Most looks show what the look before has shown: they need no decision.
namespace headgate::rest {

//! A look that is asked for before this, and shows the same but for times, changes nothing; for a
//! decision with which nothing but a sighting was recorded, and nothing done or asked. Nothing: the
//! next look may change something, if only by its time.
[[nodiscard]] std::optional<Instant> endsAt(const Deliberation &d);

//! All of a session cluster but its jobs, the times of looks, and how much is asked of it.
[[nodiscard]] ClusterView traitsOf(const ClusterView &cluster);

//! What rests \a until goes on to rest after a look that was asked for \a at, changed the rows of
//! \a changedFlinkJobs and no trait. \a jobs are all of the Deployment.
[[nodiscard]] bool outlasts(std::optional<Instant> until, const QList<Job> &jobs, Instant at,
                            const QSet<QString> &changedFlinkJobs);

} // namespace headgate::rest
