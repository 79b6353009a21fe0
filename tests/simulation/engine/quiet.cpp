// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/enginetrial.h"

#include "model/engine/reports.h"
#include "model/lifecycle/decide.h"

// The laws of the moments in which nothing but time goes on: whatever came in has been decided on,
// and is shown.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

//! \a shown is what is \a known, but for an age that nobody can tell from it.
template <typename Report>
bool isShown(const std::optional<Report> &shown, Report known)
{
    return shown && !reports::isNews(shown, known);
}

//! Something else than the words for what is waited for, which also depend on what is under way.
bool doesSomething(const Decision &decision, const StoredDeployment &stored)
{
    Transaction records = decision.records;
    const auto isAlike = [&](StoredDeployment written) {
        written.record.waiting = stored.record.waiting;
        return written == stored;
    };
    records.deployments.removeIf(isAlike);
    return !records.isEmpty() || !std::holds_alternative<NoAction>(decision.action);
}

} // namespace

void EngineTrial::checkQuiet()
{
    Engine &engine = m_program.engine();
    HeldDeployment *held = engine.holdings().find(stored.deployment.metadata.id);
    if (!held)
        return;
    if (!isShown(held->reported, engine.reportOf(*held)))
        fail(u"What is known of a Deployment is shown"_s);
    for (const auto &[id, each] : engine.clusters().all()) {
        if (!isShown(each.reported, reports::sessionCluster(each, engine.holdings())))
            fail(u"What is known of a session cluster is shown"_s);
    }
    checkNothingIsDue(*held);
}

//! After a run request nothing is decided before something comes in. A timer counts whole
//! milliseconds, and may be late by one.
void EngineTrial::checkNothingIsDue(HeldDeployment &held)
{
    Engine &engine = m_program.engine();
    const Job *job = held.newestJob();
    const HeldCluster *cluster = engine.clusters().find(job ? job->spec.sessionClusterId
                                                            : held.stored.record.sessionClusterId);
    const bool isBegun = !cluster || !cluster->watch->isFirstLookAwaited();
    IdSource ids{QRandomGenerator(1)};
    const Decision decision = decide(engine.viewOf(held), ids, engine.time().now());
    const bool isDue = isBegun && held.openRuns.isEmpty() && doesSomething(decision, held.stored);
    if (!isDue)
        return m_overdueSince.reset();
    if (!m_overdueSince)
        m_overdueSince = m_time.clock().now();
    else if (m_time.clock().now() - *m_overdueSince > milliseconds(1))
        fail(u"What is due is decided on: "_s + decision.purpose);
}

} // namespace headgate::simulation
