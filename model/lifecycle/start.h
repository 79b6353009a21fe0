// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! From "no live job" to a Job in STARTING (lifecycle.md §3.1 to §3.3).
namespace headgate::start {

//! Creates the Job once nothing stands in its way; else waits, or fails with the reason.
void begin(Deliberation &d);

//! A Job for the one that was found without record (lifecycle.md §3.2): STARTED, its template
//! unknown. Only where AdoptJob is not refused.
[[nodiscard]] Job adopted(const DeploymentView &view, IdSource &ids, Instant now);

//! What a Cancel makes of the jobs without record for which it is FAILED: one becomes a Job, to be
//! cancelled as such; others are listed, to be cancelled on sight until they are gone.
struct Found {
    QList<Job> jobs; //!< One at the most.
    QList<PossibleOrphan> others;
};
[[nodiscard]] Found foundToCancel(const DeploymentView &view, IdSource &ids, Instant now);

//! Why nothing can be started on \a cluster now; empty where it can. No attempt is spent on it.
[[nodiscard]] QString obstacle(const ClusterView &cluster);

//! Why the saved document is not started, whatever the cluster does; empty where it would be.
[[nodiscard]] QString refusal(const Deliberation &d);

//! Tasks of \a ended, a Job that ended with its JobManager, may still run on the TaskManagers of
//! \a cluster.
[[nodiscard]] bool mayTasksBeLeft(const ClusterView &cluster, const Job &ended, Instant now);

} // namespace headgate::start
