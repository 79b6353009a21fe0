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

//! The Job of \a held that \a orphan was, as \a row shows it at last; none where that is known.
QList<Job> seenEnded(const HeldDeployment &held, const PossibleOrphan &orphan, const FlinkJob &row,
                     Instant now)
{
    const Job *found = findById(held.jobs, orphan.jobId);
    if (!found || isLive(found->status.state) || !found->status.started
        || found->status.started->observedFlinkJobStatus == row.status)
        return {};
    Job job = *found;
    job.status.started->observedFlinkJobStatus = row.status;
    job.status.started->lastUpdateTime = now;
    return {job};
}
} // namespace

//! A store without Deployments may stand in the place of a lost one, whose jars somebody wants
//! back.
void Engine::sweepArtifacts()
{
    if (!m_holdings.all().empty())
        m_artifacts.removeUnused(m_holdings.usedArtifacts());
}

void Engine::pursueOrphans(const QString &clusterId)
{
    const ClusterView *view = m_clusters.view(clusterId);
    if (!view || !view->isObserved || view->isPerhapsAnother)
        return;
    for (const PossibleOrphan &orphan : m_holdings.orphans()) {
        if (orphan.sessionClusterId == clusterId)
            pursueOrphan(orphan, *view);
    }
}

//! One that may be cancelled on sight is; another is offered. One whose time is over leaves the
//! list, and one that was let go of when it is seen to have ended.
void Engine::pursueOrphan(const PossibleOrphan &orphan, const ClusterView &view)
{
    const auto row = view.jobs.constFind(orphan.flinkJobId);
    const bool isListed = row != view.jobs.constEnd();
    const bool isRunning = isListed && !isTerminal(row->status);
    noteOrphan(orphan, isRunning);
    const bool isToCancel = isRunning && orphan.isCancelledOnSight;
    if (isToCancel && m_time.now() - m_orphanCancels.value(orphan.flinkJobId) >= OrphanPause) {
        m_orphanCancels.insert(orphan.flinkJobId, m_time.now());
        (void)m_performer.cancel(view.id, orphan.flinkJobId);
    }
    // After a gap, or a jump of the clock, its fence counts anew from the first look.
    const bool isOver = orphan.isCancelledOnSight && orphan.fenceUntil
        && view.requestedAt > *orphan.fenceUntil
        && view.requestedAt - view.observedSince >= *orphan.fenceUntil - orphan.listedAt;
    const bool hasEnded = isListed && !orphan.isCancelledOnSight;
    if (isRunning || (!isOver && !hasEnded))
        return;
    Transaction end{.removedOrphans = {orphan.flinkJobId}};
    if (const HeldDeployment *held = m_holdings.find(orphan.deploymentId); held && isListed)
        end.jobs = seenEnded(*held, orphan, *row, m_time.now());
    (void)commit(end, "orphan"_L1);
}

void Engine::noteOrphan(const PossibleOrphan &orphan, bool isRunning)
{
    if (m_runningOrphans.contains(orphan.flinkJobId) == isRunning)
        return;
    if (isRunning)
        m_runningOrphans.insert(orphan.flinkJobId);
    else
        m_runningOrphans.remove(orphan.flinkJobId);
    showOrphans();
    if (!isRunning || orphan.isCancelledOnSight)
        return;
    const Event event{.time = m_time.now(),
                      .deploymentId = orphan.deploymentId,
                      .jobId = orphan.jobId,
                      .sessionClusterId = orphan.sessionClusterId,
                      .name = u"PossibleOrphanRuns"_s,
                      .severity = Severity::Warning,
                      .message = tr("Job %1 of “%2”, which was let go of by force, still runs. "
                                    "Cancel it among the possible orphans.")
                                     .arg(orphan.flinkJobId, orphan.deploymentName)};
    (void)commit(Transaction{.events = {event}}, "orphan"_L1);
}

void Engine::showOrphans()
{
    m_pending.orphans.clear();
    for (const PossibleOrphan &orphan : m_holdings.orphans()) {
        m_pending.orphans.append(
            {.orphan = orphan, .isRunning = m_runningOrphans.contains(orphan.flinkJobId)});
        m_agenda.show(orphan.deploymentId);
    }
    m_pending.haveOrphansChanged = true;
    for (const auto &[id, held] : m_holdings.all()) { // of which one may have been the last
        if (held.reported && !held.reported->concerns.isEmpty())
            m_agenda.show(id);
    }
}

//! Those that are cancelled on sight concern nobody.
QList<Concern> Engine::concernsOfOrphans(const QString &deploymentId) const
{
    QList<Concern> concerns;
    for (const PossibleOrphan &orphan : m_holdings.orphans()) {
        if (orphan.deploymentId != deploymentId || orphan.isCancelledOnSight)
            continue;
        const Concern concern = m_runningOrphans.contains(orphan.flinkJobId) ? Concern::JobStillRuns
                                                                             : Concern::JobMayRun;
        if (!concerns.contains(concern))
            concerns.append(concern);
    }
    return concerns;
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
    if (!surplus.isEmpty() && commit(surplus, "prune"_L1)) {
        for (const auto &[id, held] : m_holdings.all())
            m_agenda.show(id);
    }
    (void)m_store->pruneEvents(retention::KeptEvents, retention::KeptEventsOfEach);
}

//! It takes as long as writing the whole store once: not while somebody waits for a transition.
void Engine::tendStore()
{
    const bool isEarly = m_copiedAt && m_time.elapsed() - *m_copiedAt < CopyPause;
    if (!m_transitioning.isEmpty() || isEarly || !m_trouble.isEmpty())
        return;
    m_copiedAt = m_time.elapsed();
    prune();
    if (const auto copied = m_store->copyIfDue(); !copied)
        Q_EMIT troubled(
            tr("The daily copy of the store could not be made: %1").arg(copied.error().message));
}

//! The next sighting does not write them. Where that fails, what next changes of them will.
void Engine::writeChanged(const QList<Job> &jobs)
{
    if (!jobs.isEmpty())
        (void)commit({.jobs = jobs}, "clock"_L1);
}

//! After sleep, or a jump of the clock: observe first, act after (lifecycle.md §9, law 7).
void Engine::checkClock()
{
    const bool hasSlept = m_time.now() - m_lastPulse > SleepSign;
    if (hasSlept || m_time.hasJumped()) {
        m_time.rebase();
        writeChanged(m_holdings.bringBackTimes(m_time.now()));
        writeChanged(m_holdings.forgetClusterClocks());
        m_orphanCancels.clear();
        m_reader.beginAnew();
        for (auto &[id, held] : m_holdings.all()) {
            held.memory = {};
            m_agenda.decide(id);
            m_agenda.show(id);
        }
        for (auto &[id, cluster] : m_clusters.all())
            cluster.watch->beginAnew();
    }
}

} // namespace headgate
