// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/driver.h"
#include "tests/simulation/plan.h"

#include <QRandomGenerator>

namespace headgate::simulation {

//! What became of one schedule.
struct Verdict {
    QString law; //!< That was broken, or the goal that was not reached; empty: all held.
    QString story; //!< The last events.
    Counters counters;

    [[nodiscard]] bool hasHeld() const { return law.isEmpty(); }
};

//! One plan, played: its troubles, then calm, in which all has to come right.
class Schedule {
public:
    explicit Schedule(const Plan &plan);

    //! Each line of what happens goes to \a trace, where given.
    [[nodiscard]] Verdict run(const std::function<void(const QString &)> &trace = {});

private:
    [[nodiscard]] bool chance(int percent) { return m_random.bounded(100) < percent; }
    Duration delay();
    Fault fault();
    bool isKilledAfter(const Decision &decision);

    const Plan m_plan;
    QRandomGenerator m_random; //!< Of the network; the plan has its own.
    Driver m_driver;
    bool m_isFaulty = true;
    int m_commits = 0;
};

//! The fewest steps of \a plan, and the least other trouble, of which \a breaks still holds.
[[nodiscard]] Plan shrink(const Plan &plan, const std::function<bool(const Plan &)> &breaks);
//! By which the same law is still broken.
[[nodiscard]] Plan shrink(const Plan &plan, const QString &law);

} // namespace headgate::simulation
