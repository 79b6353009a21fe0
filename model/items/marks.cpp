// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/marks.h"

#include <algorithm>
#include <iterator>

namespace headgate {

Mark markOf(DesiredState state)
{
    switch (state) {
    case DesiredState::Running:
        return Mark::Running;
    case DesiredState::Suspended:
        return Mark::Suspended;
    case DesiredState::Cancelled:
        return Mark::Stopped;
    }
    return Mark::None;
}

Mark markOf(DeploymentState state)
{
    switch (state) {
    case DeploymentState::Cancelled:
        return Mark::Stopped;
    case DeploymentState::Running:
        return Mark::Running;
    case DeploymentState::Suspended:
        return Mark::Suspended;
    case DeploymentState::Finished:
        return Mark::Finished;
    case DeploymentState::Transitioning:
        return Mark::Changing;
    case DeploymentState::Failed:
        return Mark::Failed;
    }
    return Mark::None;
}

Mark markOf(JobState state)
{
    switch (state) {
    case JobState::Starting:
    case JobState::Terminating:
        return Mark::Changing;
    case JobState::Started:
        return Mark::Running;
    case JobState::Terminated:
        return Mark::Stopped;
    case JobState::Finished:
        return Mark::Finished;
    case JobState::Failed:
        return Mark::Failed;
    }
    return Mark::None;
}

Mark markOf(SavepointState state)
{
    switch (state) {
    case SavepointState::Started:
    case SavepointState::PendingDeletion:
    case SavepointState::Deleting:
        return Mark::Changing;
    case SavepointState::Completed:
        return Mark::Finished;
    case SavepointState::Failed:
        return Mark::Failed;
    case SavepointState::FailedDeletion:
        return Mark::Warning;
    }
    return Mark::None;
}

Mark markOf(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return Mark::None;
    case Severity::Warning:
        return Mark::Warning;
    case Severity::Error:
        return Mark::Failed;
    }
    return Mark::None;
}

Mark markOf(ConditionStatus status)
{
    switch (status) {
    case ConditionStatus::True:
        return Mark::Warning;
    case ConditionStatus::False:
        return Mark::Finished;
    case ConditionStatus::Unknown:
        return Mark::Unknown;
    }
    return Mark::None;
}

Mark markOf(const SessionClusterReport &report)
{
    switch (report.cluster.status.state) {
    case SessionClusterState::Stopped:
        return Mark::Stopped;
    case SessionClusterState::Running:
        if (report.isReachable)
            return Mark::Running;
        return isChanging(report) ? Mark::Changing : Mark::Unknown;
    case SessionClusterState::Starting:
    case SessionClusterState::Updating:
    case SessionClusterState::Stopping:
        return Mark::Changing;
    case SessionClusterState::Failed:
        return Mark::Failed;
    }
    return Mark::None;
}

bool needsAttention(const DeploymentReport &report)
{
    return report.deployment.status.state == DeploymentState::Failed
        || (isChanging(report) && report.isClusterSilent)
        || std::ranges::any_of(report.concerns,
                               [](Concern each) { return each != Concern::JobMayRun; })
        || !trueConditions(report.deployment).isEmpty();
}

bool needsAttention(const SessionClusterReport &report)
{
    const SessionClusterState state = report.cluster.status.state;
    return state == SessionClusterState::Failed
        || (state == SessionClusterState::Running && !report.isReachable && !isChanging(report));
}

bool isChanging(const DeploymentReport &report)
{
    return report.deployment.status.state == DeploymentState::Transitioning;
}

bool isChanging(const SessionClusterReport &report)
{
    switch (report.cluster.status.state) {
    case SessionClusterState::Starting:
    case SessionClusterState::Updating:
    case SessionClusterState::Stopping:
        return true;
    case SessionClusterState::Running: // the first answer is on its way
        return !report.isReachable && report.trouble.isEmpty();
    case SessionClusterState::Stopped:
    case SessionClusterState::Failed:
        break;
    }
    return false;
}

QList<Condition> trueConditions(const Deployment &deployment)
{
    QList<Condition> result;
    if (deployment.status.running) {
        std::ranges::copy_if(
            deployment.status.running->conditions, std::back_inserter(result),
            [](const Condition &condition) { return condition.status == ConditionStatus::True; });
    }
    return result;
}

} // namespace headgate
