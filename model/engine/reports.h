// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"
#include "model/engine/sessionclusters.h"

//! What is shown of what the engine knows.
namespace headgate::reports {

//! \a cluster is the one of which the Deployment's record has the id; null where it is gone.
[[nodiscard]] DeploymentReport deployment(const DeploymentView &view,
                                          std::optional<int> uploadPercent,
                                          const SessionCluster *cluster);

//! When what is shown of it was asked for; nothing: never.
[[nodiscard]] std::optional<Instant> lastSeen(const ClusterView &view);

[[nodiscard]] SessionClusterReport sessionCluster(const HeldCluster &held, Holdings &holdings);

//! The titles of the Deployments that have a live or unresolved Job on the cluster.
[[nodiscard]] QStringList deploymentsOn(const QString &clusterId, Holdings &holdings);
//! The sentence that names \a users, which are such Deployments.
[[nodiscard]] QString jobsRunThere(const QStringList &users);
//! What a stop of the session cluster would end, or leave unobserved; empty: nothing. A local one
//! ends all jobs, whosever they are.
[[nodiscard]] QString refusalOfStop(const HeldCluster &held, Holdings &holdings);

//! Once a second: while something is under way looks follow each other faster than anybody reads.
[[nodiscard]] bool isWorthShowing(std::optional<Instant> seen, std::optional<Instant> shown);

//! Whether \a now is worth showing after \a shown, or was only looked at once more. Leaves \a now
//! as it was.
template <typename Report>
[[nodiscard]] bool isNews(const std::optional<Report> &shown, Report &now)
{
    if (!shown)
        return true;
    const std::optional<Instant> seen = std::exchange(now.lastSeen, shown->lastSeen);
    const bool isOnlySeenAgain = now == *shown;
    now.lastSeen = seen;
    return !isOnlySeenAgain || isWorthShowing(seen, shown->lastSeen);
}

} // namespace headgate::reports
