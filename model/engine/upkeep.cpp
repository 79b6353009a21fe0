// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/engine.h"

#include "model/engine/retention.h"

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {
constexpr seconds SleepSign{10};
constexpr seconds OrphanPause{5};
constexpr hours CopyPause{1};
} // namespace

//! A store without Deployments may stand in the place of a lost one, whose jars somebody wants
//! back.
void Engine::sweepArtifacts()
{
    if (!m_holdings.all().empty())
        m_artifacts.removeUnused(m_holdings.usedArtifacts());
}

//! A possible orphan that may be cancelled on sight is; one whose time is over leaves the list.
void Engine::pursueOrphans(const QString &clusterId)
{
    const ClusterView *view = m_clusters.view(clusterId);
    if (!view || !view->isObserved || view->isPerhapsAnother)
        return;
    for (const PossibleOrphan &orphan : m_holdings.orphans()) {
        if (orphan.sessionClusterId != clusterId || !orphan.isCancelledOnSight)
            continue;
        const auto row = view->jobs.constFind(orphan.flinkJobId);
        const bool isLive = row != view->jobs.constEnd() && !isTerminal(row->status);
        if (isLive && m_time.now() - m_orphanCancels.value(orphan.flinkJobId) >= OrphanPause) {
            m_orphanCancels.insert(orphan.flinkJobId, m_time.now());
            (void)m_performer.cancel(clusterId, orphan.flinkJobId);
        }
        // After a gap, or a jump of the clock, its fence counts anew from the first look.
        const bool isOver = orphan.fenceUntil && view->requestedAt > *orphan.fenceUntil
            && view->requestedAt - view->observedSince >= *orphan.fenceUntil - orphan.listedAt;
        if (!isLive && isOver)
            (void)commit(Transaction{.removedOrphans = {orphan.flinkJobId}}, "orphan"_L1);
    }
}

void Engine::beat()
{
    checkClock();
    tendStore();
    m_lastPulse = m_time.now(); // a copy takes its time, and is no sleep
}

//! The past beyond what is kept of it; where that fails, the next time will do.
void Engine::prune()
{
    Transaction surplus;
    const QList<PossibleOrphan> orphans = m_holdings.orphans();
    for (const auto &[id, held] : m_holdings.all())
        surplus.removedJobs.append(retention::surplusJobs(held, orphans));
    if (!surplus.isEmpty())
        (void)commit(surplus, "prune"_L1);
    (void)m_store->pruneEvents(retention::KeptEvents, retention::KeptEventsOfEach);
}

//! It takes as long as writing the whole store once: not while somebody waits for a transition.
void Engine::tendStore()
{
    const bool isUrgent = std::ranges::any_of(
        m_holdings.all(), [](const auto &entry) { return entry.second.isTransitioning; });
    const bool isEarly = m_copiedAt && m_time.elapsed() - *m_copiedAt < CopyPause;
    if (isUrgent || isEarly || !m_trouble.isEmpty())
        return;
    m_copiedAt = m_time.elapsed();
    prune();
    if (const auto copied = m_store->copyIfDue(); !copied)
        Q_EMIT troubled(
            tr("The daily copy of the store could not be made: %1").arg(copied.error().message));
}

//! After sleep, or a jump of the clock: observe first, act after (lifecycle.md §9, law 7).
void Engine::checkClock()
{
    const bool hasSlept = m_time.now() - m_lastPulse > SleepSign;
    if (hasSlept || m_time.hasJumped()) {
        m_time.rebase();
        m_holdings.bringBackTimes(m_time.now());
        m_orphanCancels.clear();
        m_reader.beginAnew();
        for (auto &[id, held] : m_holdings.all()) {
            held.memory = {};
            held.isDirty = true;
        }
        for (auto &[id, cluster] : m_clusters.all())
            cluster.watch->beginAnew();
    }
}

} // namespace headgate
