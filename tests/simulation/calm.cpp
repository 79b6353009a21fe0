// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/calm.h"

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

bool reach(Trial &trial, DesiredState desired, DeploymentState state, Duration patience)
{
    trial.want(desired);
    const auto isThere = [&] { return trial.has(state); };
    const auto isSettled = [&] { return isThere() || trial.has(DeploymentState::Failed); };
    (void)trial.runUntil(isSettled, patience);
    // What only a person can choose is chosen: an empty start, and the end of what was forced.
    if (trial.has(DeploymentState::Failed) && desired == DesiredState::Running) {
        trial.runFor(minutes(2)); // until what is late has come
        trial.cancelPossibleOrphans();
        trial.runFor(seconds(30)); // until a look has shown it
        trial.retry({.choice = StateChoiceKind::Empty});
    }
    return trial.runUntil(isThere, patience);
}

} // namespace

void calmDown(Trial &trial)
{
    trial.startProgram();
    trial.change(UpgradeStrategy::Stateful, RestoreStrategy::LatestState);
    for (SimulatedFlink &flink : trial.clusters) {
        flink.isReachable = true;
        flink.comeBack();
        flink.endForeign();
        flink.rejectsRuns = flink.answersRunsWithError = false;
        flink.stopFate = StopFate::Success;
        flink.disposalFate = DisposalFate::Success;
        flink.failsAfter = flink.tasksTime = flink.cancelTime = {};
        flink.stopTime = seconds(2);
        flink.storeTime = hours(1);
        flink.operationTime = minutes(5);
        flink.mainTime = seconds(1);
    }
}

QString converge(Trial &trial)
{
    // A fence may have to run out before all is calm.
    if (!reach(trial, DesiredState::Cancelled, DeploymentState::Cancelled, minutes(15)))
        return u"CANCELLED is reached within 15 minutes"_s;
    const std::pair<DesiredState, DeploymentState> ways[] = {
        {DesiredState::Running, DeploymentState::Running},
        {DesiredState::Suspended, DeploymentState::Suspended},
        {DesiredState::Running, DeploymentState::Running},
        {DesiredState::Cancelled, DeploymentState::Cancelled}};
    for (const auto &[desired, state] : ways) {
        trial.runFor(seconds(20));
        if (!reach(trial, desired, state, minutes(5)))
            return u"%1 is reached, once all is calm"_s.arg(wireName(desired));
        if (trial.liveFlinkJobs().size() != (state == DeploymentState::Running ? 1 : 0))
            return u"%1 is what Flink shows"_s.arg(wireName(desired));
    }
    trial.checkSavepoints();
    return {};
}

} // namespace headgate::simulation
