// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulatedflink.h"

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds StatisticsCacheTime{3};
constexpr seconds LookPause{15}; // the longest of who watches
constexpr milliseconds DisposalTime{300};
constexpr seconds SlowDisposalTime{40};
constexpr int Slots = 4;

} // namespace

SimulatedFlink::SimulatedFlink(World &world, const QString &clusterId)
    : m_world(world)
    , m_id(clusterId)
    , m_incarnation(clusterId + u" 1"_s)
{
}

bool SimulatedFlink::isLiveOwn(const FlinkSide &job)
{
    return !isTerminal(job.status) && !job.isForeign;
}

QStringList SimulatedFlink::liveJobs() const
{
    QStringList live;
    for (const auto &[id, job] : jobs) {
        if (isLiveOwn(job))
            live.append(id);
    }
    return live;
}

QStringList SimulatedFlink::foreignJobs() const
{
    QStringList live;
    for (const auto &[id, job] : jobs) {
        if (!isTerminal(job.status) && job.isForeign)
            live.append(id);
    }
    return live;
}

bool SimulatedFlink::isWatchedLong(const FlinkSide &job)
{
    return job.watchedFor >= minutes(2);
}

bool SimulatedFlink::isBelated(const FlinkSide &job)
{
    const bool isLate = job.runsAt - job.startedAt > minutes(9);
    return (isLate || job.wasTurnedDown || job.hasEndedBefore) && !isWatchedLong(job);
}

ClusterView SimulatedFlink::overview()
{
    ClusterView seen{.id = m_id, .incarnation = incarnation()};
    int taken = areOldTasksLeft() ? 1 : 0;
    for (auto &[id, job] : jobs) {
        taken += isTerminal(job.status) ? 0 : 1;
        if (!job.isListed)
            continue;
        const Duration since = now - std::max(job.shownAt, job.listedAt);
        job.watchedFor += std::min<Duration>(since, LookPause);
        job.shownAt = now;
        job.isEndShown = isTerminal(job.status);
        const bool isRunning = job.status == FlinkJobStatus::Running && now >= job.tasksRunAt;
        seen.jobs.insert(id,
                         FlinkJob{.id = id,
                                  .status = job.status,
                                  .tasksTotal = 1,
                                  .tasksRunning = isRunning ? 1 : 0});
    }
    seen.slotsTotal = now >= m_taskManagersAt ? Slots : 0;
    seen.slotsFree = std::max(0, seen.slotsTotal - taken);
    return seen;
}

//! With HA only what still runs is known; else all that this JobManager has heard of.
bool SimulatedFlink::isIdUsed(const QString &jobId) const
{
    const auto it = jobs.find(jobId);
    const bool isLiveJob = it != jobs.end() && !isTerminal(it->second.status);
    return isHighlyAvailable ? isLiveJob : m_used.contains(jobId);
}

Outcome SimulatedFlink::run(const RunJob &request)
{
    Outcome outcome{.at = now};
    if (!jars.contains(request.jarId)) {
        outcome.kind = OutcomeKind::JarMissing;
        return outcome;
    }
    if (isIdUsed(request.flinkJobId)) {
        outcome.kind = OutcomeKind::Duplicate;
        return outcome;
    }
    if (rejectsRuns) {
        m_turnedDown.insert(request.flinkJobId);
        outcome.kind = OutcomeKind::Rejected;
        outcome.message = u"The main method caused an error."_s;
        return outcome;
    }
    if (areOldTasksLeft())
        m_world.broken.append(u"No old tasks run beside new ones"_s);
    m_used.insert(request.flinkJobId);
    FlinkSide job{.id = request.flinkJobId, .request = request, .startedAt = now};
    job.incarnation = m_incarnation;
    job.runsAt = now + mainTime;
    job.tasksRunAt = job.runsAt + tasksTime;
    job.isExternalized = isExternalized;
    job.wasTurnedDown = m_turnedDown.contains(job.id);
    job.hasEndedBefore = isHighlyAvailable && jobs.contains(job.id);
    job.nextCheckpointAt = job.runsAt + checkpointInterval;
    outcome.kind = answersRunsWithError ? OutcomeKind::Rejected : OutcomeKind::Accepted;
    if (!request.savepointPath.isEmpty() && !m_world.files.contains(request.savepointPath)) {
        job.isListed = true;
        job.failure =
            u"Cannot find checkpoint or savepoint file/directory "_s + request.savepointPath;
        end(job, FlinkJobStatus::Failed, HowEnded::Failed);
        outcome.kind = OutcomeKind::Rejected;
        outcome.message = job.failure;
    }
    if (!request.savepointPath.isEmpty())
        job.restored = CheckpointMark{.id = m_world.numberOf(request.savepointPath),
                                      .path = request.savepointPath,
                                      .isSavepoint = true};
    jobs[job.id] = job;
    return outcome;
}

Outcome SimulatedFlink::cancel(const QString &jobId)
{
    const auto it = jobs.find(jobId);
    Outcome outcome{.kind = OutcomeKind::NotFound, .at = now};
    if (it == jobs.end() || !it->second.isListed)
        return outcome;
    FlinkSide &job = it->second;
    const bool isOver = isTerminal(job.status) && job.status != FlinkJobStatus::Canceled;
    outcome.kind = isOver ? OutcomeKind::AlreadyTerminal : OutcomeKind::Accepted;
    if (isTerminal(job.status) || job.status == FlinkJobStatus::Cancelling)
        return outcome;
    if (cancelTime == Duration::zero()) {
        end(job, FlinkJobStatus::Canceled, HowEnded::Cancelled);
    } else {
        job.status = FlinkJobStatus::Cancelling;
        job.endsAt = now + cancelTime;
    }
    return outcome;
}

Outcome SimulatedFlink::stop(const QString &jobId, const QString &triggerId,
                             const QString &directory, bool isStop, bool isForeign)
{
    const auto job = jobs.find(jobId);
    const bool isLiveJob = job != jobs.end() && !isTerminal(job->second.status);
    // A repeat that comes when its operation is forgotten: a proxy's fault, not ours.
    isForeign = isForeign || m_forgotten.contains(triggerId);
    const bool isSecond =
        !operations.contains(triggerId) && std::ranges::any_of(operations, [&](const auto &each) {
            return each.second.jobId == jobId && !each.second.isForeign
                && each.second.state == OperationState::InProgress;
        });
    if (isSecond && isLiveJob && !isForeign)
        m_world.broken.append(u"A job has one savepoint under way at a time"_s);
    if (!operations.contains(triggerId)) // the same trigger again starts nothing
        operations[triggerId] = FlinkOperation{.jobId = jobId,
                                               .directory = directory,
                                               .isStop = isStop,
                                               .isForeign = isForeign,
                                               .doneAt = now + stopTime};
    return Outcome{.kind = OutcomeKind::Accepted, .at = now};
}

QString SimulatedFlink::dispose(const QString &path)
{
    const QString id = u"d0%1"_s.arg(++m_disposalCount, 30, 16, QChar(u'0'));
    const Duration pause = disposalFate == DisposalFate::Slow ? SlowDisposalTime : DisposalTime;
    m_disposals[id] = {.path = path, .fate = disposalFate, .doneAt = now + pause};
    return id;
}

OperationState SimulatedFlink::disposal(const QString &operationId) const
{
    const auto it = m_disposals.find(operationId);
    return it == m_disposals.end() ? OperationState::NotFound : it->second.state;
}

OperationView SimulatedFlink::operation(const QString &savepointId)
{
    OperationView view{
        .savepointId = savepointId, .state = OperationState::NotFound, .requestedAt = now};
    const auto it = operations.find(flinkId(savepointId));
    if (it == operations.end())
        return view;
    view.state = it->second.state;
    view.location = it->second.location;
    view.failure = it->second.failure;
    it->second.isTold = view.state != OperationState::InProgress;
    return view;
}

StateView SimulatedFlink::freshState(const FlinkSide &job) const
{
    StateView view{.isJobKnown = true, .clusterAhead = 0, .incarnation = incarnation()};
    view.hasRun = job.hasRun;
    view.completed = job.completed;
    view.savepoint = job.savepoint;
    view.savepoints = job.savepoints;
    view.restored = job.restored;
    view.isExternalized = job.isExternalized;
    view.isDeletedOnCancellation = false;
    view.interval = duration_cast<milliseconds>(checkpointInterval).count();
    return view;
}

//! From a cache, which anybody's look has filled.
StateView SimulatedFlink::state(const QString &jobId)
{
    const auto it = jobs.find(jobId);
    if (it == jobs.end() || !it->second.isListed)
        return StateView{.isJobKnown = false, .requestedAt = now, .incarnation = incarnation()};
    Cached &cached = m_statistics[jobId];
    if (cached.at == Instant() || now - cached.at >= StatisticsCacheTime)
        cached = Cached{.at = now, .view = freshState(it->second)};
    cached.view.hasRun = it->second.hasRun;
    return cached.view;
}

QString World::newestIn(const QString &directory) const
{
    const QString within = directory + u'/';
    QString newest;
    for (auto it = files.lowerBound(within); it != files.cend() && it.key().startsWith(within);
         ++it) {
        if (newest.isEmpty() || it->number > numberOf(newest))
            newest = it.key();
    }
    return newest;
}

QString SimulatedFlink::newestCheckpointOf(const QString &jobId) const
{
    QString newest;
    for (const auto &[path, snapshot] : m_world.files.asKeyValueRange()) {
        const bool isOwn = snapshot.flinkJobId == jobId && !snapshot.isSavepoint;
        if (isOwn && (newest.isEmpty() || snapshot.number > m_world.numberOf(newest)))
            newest = path;
    }
    return newest;
}

QString SimulatedFlink::write(FlinkSide &job, const QString &path, bool isSavepoint, bool isOfStop)
{
    const qint64 number = ++m_world.written;
    m_world.files.insert(path,
                         Snapshot{.number = number,
                                  .flinkJobId = job.id,
                                  .isSavepoint = isSavepoint,
                                  .isOfStop = isOfStop});
    const CheckpointMark mark{.id = number,
                              .path = path,
                              .isSavepoint = isSavepoint,
                              .isSyncSavepoint = isOfStop,
                              .triggeredAt = now};
    (isSavepoint ? job.savepoint : job.completed) = mark;
    if (isSavepoint)
        job.savepoints.append(mark);
    return path;
}

void SimulatedFlink::end(FlinkSide &job, FlinkJobStatus status, HowEnded how)
{
    job.status = status;
    job.endedAt = now;
    m_world.ended.insert(job.id, how);
    if (how == HowEnded::ByItself)
        m_world.finished.insert(job.id);
    const bool survives = status != FlinkJobStatus::Finished && job.isExternalized;
    if (!survives && job.completed)
        m_world.files.remove(job.completed->path); // Flink still names it
}

void SimulatedFlink::advance(FlinkSide &job)
{
    if (isTerminal(job.status))
        return;
    if (job.status == FlinkJobStatus::Cancelling) {
        if (now >= job.endsAt)
            end(job, FlinkJobStatus::Canceled, HowEnded::Cancelled);
        return;
    }
    if (job.status != FlinkJobStatus::Running && now >= job.runsAt) {
        job.status = FlinkJobStatus::Running;
        job.isListed = true;
        job.listedAt = now;
        job.hasRun = true;
    }
    if (job.status != FlinkJobStatus::Running || job.isForeign)
        return;
    if (failsAfter > Duration::zero() && now >= job.runsAt + failsAfter) {
        job.failure = u"it fails again and again"_s;
        return end(job, FlinkJobStatus::Failed, HowEnded::Failed);
    }
    if (now >= job.nextCheckpointAt && now >= job.tasksRunAt) {
        const auto last = job.completed;
        write(job, u"%1/%2/chk-%3"_s.arg(m_world.checkpoints, job.id).arg(m_world.written + 1),
              false, false);
        if (last)
            m_world.files.remove(last->path);
        job.nextCheckpointAt = now + checkpointInterval;
    }
}

void SimulatedFlink::advance(FlinkOperation &operation)
{
    if (operation.state != OperationState::InProgress || now < operation.doneAt)
        return;
    operation.state = OperationState::Failed;
    const auto it = jobs.find(operation.jobId);
    if (it == jobs.end() || it->second.status != FlinkJobStatus::Running
        || now < it->second.tasksRunAt) {
        operation.failure = u"FlinkJobNotFoundException or not all tasks run"_s;
        return;
    }
    if (stopFate == StopFate::Declined || stopFate == StopFate::Permanent) {
        operation.failure = stopFate == StopFate::Declined
            ? u"Checkpoint Coordinator is suspending."_s
            : u"Failed to create savepoint directory at file:/sp"_s;
        return;
    }
    FlinkSide &job = it->second;
    operation.location =
        write(job, u"%1/savepoint-%2"_s.arg(operation.directory).arg(m_world.written + 1), true,
              operation.isStop);
    if (operation.isStop && stopFate != StopFate::Success) {
        operation.failure = u"A savepoint was created, but the job could not be stopped."_s;
        m_world.files[operation.location].isOfStop = false; // it stopped nothing
        if (stopFate == StopFate::RunsOnAfterSavepoint)
            return;
        job.failure = operation.failure;
        return end(job, FlinkJobStatus::Failed, HowEnded::Failed);
    }
    operation.state = OperationState::Completed;
    // Where somebody else's stop leaves its savepoint, nobody here can look.
    m_world.files[operation.location].isOfStop = operation.isStop && !operation.isForeign;
    if (operation.isStop)
        end(job, FlinkJobStatus::Finished, HowEnded::Stopped);
}

void SimulatedFlink::advance(FlinkDisposal &disposal)
{
    if (disposal.state != OperationState::InProgress || now < disposal.doneAt)
        return;
    const bool isRefused =
        disposal.fate == DisposalFate::Refused || !m_world.files.contains(disposal.path);
    disposal.state = isRefused ? OperationState::Failed : OperationState::Completed;
    if (!isRefused)
        m_world.files.remove(disposal.path);
}

//! What a job store and a store of operations do after a while.
void SimulatedFlink::forget()
{
    std::erase_if(jobs, [&](const auto &entry) {
        const FlinkSide &job = entry.second;
        return isTerminal(job.status) && now > job.endedAt + storeTime;
    });
    std::erase_if(operations, [&](const auto &entry) {
        const FlinkOperation &operation = entry.second;
        const bool isOver =
            operation.state != OperationState::InProgress && now > operation.doneAt + operationTime;
        if (isOver)
            forget(entry.first, operation);
        return isOver;
    });
    std::erase_if(m_disposals, [&](const auto &entry) {
        const FlinkDisposal &disposal = entry.second;
        const bool isKept =
            disposal.fate != DisposalFate::Forgotten && now <= disposal.doneAt + operationTime;
        return disposal.state != OperationState::InProgress && !isKept;
    });
}

void SimulatedFlink::forget(const QString &triggerId, const FlinkOperation &operation)
{
    if (operation.state == OperationState::InProgress)
        return;
    m_forgotten.insert(triggerId);
    if (operation.isStop && operation.state == OperationState::Failed && !operation.isTold)
        m_world.untoldStops.insert(operation.location);
}

void SimulatedFlink::advance(Instant instant)
{
    now = instant;
    if (!isUp)
        return;
    for (auto &[id, job] : jobs)
        advance(job);
    for (auto &[id, each] : operations)
        advance(each);
    for (auto &[id, each] : m_disposals)
        advance(each);
    forget();
}

} // namespace headgate::simulation
