// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/schedule.h"

#include "tests/simulation/troubles.h"

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

Schedule::Schedule(const Plan &plan)
    : m_plan(plan)
    , m_random(plan.seed + 1)
    , m_driver(plan.seed)
{
    for (Site &site : m_driver.sites)
        site.flink.isHighlyAvailable = site.view.hasHighAvailability = plan.isHighlyAvailable;
    m_driver.faultOf = [this](const Action &) { return fault(); };
    m_driver.delay = [this] { return delay(); };
    m_driver.isLookLost = [this] { return m_isFaulty && chance(m_plan.lostLookPercent); };
    m_driver.isKilledAfter = [this](const Decision &decision) { return isKilledAfter(decision); };
}

//! Mostly short; now and then so long that a later answer overtakes.
Duration Schedule::delay()
{
    if (m_plan.isNetworkEven)
        return milliseconds(10);
    const int percent = int(m_random.bounded(100));
    return milliseconds(percent < 85       ? 2 + m_random.bounded(40)
                            : percent < 97 ? m_random.bounded(1500)
                                           : m_random.bounded(8000));
}

Fault Schedule::fault()
{
    if (!m_isFaulty || !chance(m_plan.faultPercent))
        return Fault::None;
    return Fault(1 + m_random.bounded(FaultKinds - 1));
}

bool Schedule::isKilledAfter(const Decision &decision)
{
    if (!m_isFaulty || decision.records.isEmpty())
        return false;
    return m_commits++ == m_plan.killAtCommit || chance(m_plan.killPercent);
}

void Schedule::calmDown()
{
    m_isFaulty = false;
    m_driver.startProgram();
    m_driver.change(UpgradeStrategy::Stateful, RestoreStrategy::LatestState);
    for (Site &site : m_driver.sites) {
        SimulatedFlink &flink = site.flink;
        flink.isReachable = true;
        flink.comeBack();
        flink.endForeign();
        flink.rejectsRuns = flink.answersRunsWithError = false;
        flink.stopFate = StopFate::Success;
        flink.failsAfter = flink.tasksTime = flink.cancelTime = {};
        flink.stopTime = seconds(2);
        flink.storeTime = hours(1);
        flink.operationTime = minutes(5);
        flink.mainTime = seconds(1);
    }
}

bool Schedule::reach(DesiredState desired, DeploymentState state, Duration patience)
{
    m_driver.want(desired);
    const auto isThere = [&] { return m_driver.has(state); };
    const auto isSettled = [&] { return isThere() || m_driver.has(DeploymentState::Failed); };
    (void)m_driver.runUntil(isSettled, patience);
    // What only a person can choose is chosen: an empty start, and the end of what was forced.
    if (m_driver.has(DeploymentState::Failed) && desired == DesiredState::Running) {
        m_driver.cancelPossibleOrphans();
        m_driver.runFor(seconds(30)); // until a look has shown it
        m_driver.retry({.choice = StateChoiceKind::Empty});
    }
    return m_driver.runUntil(isThere, patience);
}

QString Schedule::converge()
{
    // A fence may have to run out before all is calm.
    if (!reach(DesiredState::Cancelled, DeploymentState::Cancelled, minutes(15)))
        return u"CANCELLED is reached within 15 minutes"_s;
    const std::pair<DesiredState, DeploymentState> ways[] = {
        {DesiredState::Running, DeploymentState::Running},
        {DesiredState::Suspended, DeploymentState::Suspended},
        {DesiredState::Running, DeploymentState::Running},
        {DesiredState::Cancelled, DeploymentState::Cancelled}};
    for (const auto &[desired, state] : ways) {
        m_driver.runFor(seconds(20));
        if (!reach(desired, state, minutes(5)))
            return u"%1 is reached, once all is calm"_s.arg(wireName(desired));
        if (m_driver.liveFlinkJobs().size() != (state == DeploymentState::Running ? 1 : 0))
            return u"%1 is what Flink shows"_s.arg(wireName(desired));
    }
    return {};
}

Verdict Schedule::run(const std::function<void(const QString &)> &trace)
{
    m_driver.trace = trace;
    m_driver.want(DesiredState::Running);
    for (const Step &step : m_plan.steps) {
        m_driver.runFor(step.pause);
        if (!m_driver.broken.isEmpty())
            break;
        inflict(m_driver, step);
    }
    QString goal;
    if (m_driver.broken.isEmpty()) {
        calmDown();
        goal = converge();
    }
    Verdict verdict{.law = goal, .counters = m_driver.counters()};
    if (!m_driver.broken.isEmpty())
        verdict.law = lawOf(m_driver.broken.first());
    if (!verdict.hasHeld())
        verdict.story = m_driver.broken.join(u'\n') + u'\n' + m_driver.story();
    return verdict;
}

Plan shrink(const Plan &plan, const QString &law)
{
    const auto breaks = [&](const Plan &tried) { return Schedule(tried).run().law == law; };
    Plan best = plan;
    const auto take = [&](const Plan &tried) {
        if (!breaks(tried))
            return false;
        best = tried;
        return true;
    };
    const auto without = [&](int Plan::*member, int value) {
        Plan tried = best;
        tried.*member = value;
        (void)take(tried);
    };
    without(&Plan::faultPercent, 0);
    without(&Plan::lostLookPercent, 0);
    without(&Plan::killPercent, 0);
    without(&Plan::killAtCommit, -1);
    Plan even = best;
    even.isNetworkEven = true;
    (void)take(even);
    for (bool isShorter = true; isShorter;) {
        isShorter = false;
        for (qsizetype i = best.steps.size() - 1; i >= 0; --i) {
            Plan tried = best;
            const Duration pause = tried.steps.at(i).pause;
            tried.steps.removeAt(i);
            if (take(tried)) {
                isShorter = true;
                continue;
            }
            if (i < tried.steps.size())
                tried.steps[i].pause += pause; // what comes after keeps its time
            isShorter = take(tried) || isShorter;
        }
    }
    return best;
}

} // namespace headgate::simulation
