// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/rest.h"

#include "model/lifecycle/submission.h"

#include <algorithm>

namespace headgate::rest {

using namespace std::chrono;

namespace {

constexpr seconds LongestRest{60};

//! It is being taken or deleted, or its place in the order is still asked for (§3.9).
bool isUnderWay(const Savepoint &savepoint)
{
    switch (savepoint.status.state) {
    case SavepointState::Started:
    case SavepointState::PendingDeletion:
    case SavepointState::Deleting:
        return true;
    case SavepointState::Completed:
        return savepoint.spec.origin == SavepointOrigin::Suspend
            && savepoint.spec.flinkSavepointId == 0;
    case SavepointState::Failed:
    case SavepointState::FailedDeletion:
        return false;
    }
    return true;
}

//! Only a look that was asked for after its end says that an ended Job has risen (§3.4).
bool isEndSeen(const Job &job, const ClusterView &cluster)
{
    return isLive(job.status.state)
        || (job.ending.endedAt && *job.ending.endedAt < cluster.requestedAt);
}

bool isQuiet(const Deliberation &d, const ClusterView &cluster)
{
    if (d.isFailed() || d.isWaiting())
        return false;
    return std::ranges::none_of(d.savepoints(), isUnderWay)
        && std::ranges::all_of(d.view.jobs,
                               [&](const Job &job) { return isEndSeen(job, cluster); });
}

//! Restarts that are known leave the windows of the conditions as time goes on (§7).
bool runsQuietly(const Deliberation &d, const Job &job)
{
    const FlinkJob *row = d.seen(job);
    const JobObservations &observed = job.observed;
    return d.status.state == DeploymentState::Running && job.status.state == JobState::Started
        && !job.ending.terminalStatus && row && row->areAllTasksRunning()
        && observed.restarts.isEmpty() && observed.restartSpans.isEmpty() && observed.lastSighting;
}

bool isOver(DeploymentState state)
{
    return state == DeploymentState::Suspended || state == DeploymentState::Cancelled
        || state == DeploymentState::Finished;
}

} // namespace

std::optional<Instant> endsAt(const Deliberation &d)
{
    const DeploymentView &view = d.view;
    const bool isOnOneCluster =
        view.target && (!view.current || view.current == view.target) && view.former.isEmpty();
    if (!isOnOneCluster || !isQuiet(d, *view.target))
        return std::nullopt;
    if (const Job *job = d.live()) {
        return runsQuietly(d, *job)
            ? std::optional(job->observed.lastSighting->at + submission::SightingPause)
            : std::nullopt;
    }
    return isOver(d.status.state) ? std::optional(view.target->requestedAt + LongestRest)
                                  : std::nullopt;
}

ClusterView traitsOf(const ClusterView &cluster)
{
    ClusterView traits = cluster;
    traits.jobs.clear();
    traits.requestedAt = traits.answeredAt = traits.identifiedAt = Instant();
    traits.slotsReadAt = Instant();
    traits.openRunRequests = 0;
    return traits;
}

bool outlasts(std::optional<Instant> until, const QList<Job> &jobs, Instant at,
              const QSet<QString> &changedFlinkJobs)
{
    if (!until || at >= *until)
        return false;
    // Also that of a Job that has ended: it may rise again.
    return changedFlinkJobs.isEmpty() || std::ranges::none_of(jobs, [&](const Job &job) {
               return changedFlinkJobs.contains(flinkJobIdOf(job));
           });
}

} // namespace headgate::rest
