// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/schedule.h"

#include "tests/simulation/calm.h"
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
        m_isFaulty = false;
        calmDown(m_driver);
        goal = converge(m_driver);
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
    return shrink(plan, [&](const Plan &tried) { return Schedule(tried).run().law == law; });
}

Plan shrink(const Plan &plan, const std::function<bool(const Plan &)> &breaks)
{
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
