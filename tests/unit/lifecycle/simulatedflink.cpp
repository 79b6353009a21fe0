// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/simulatedflink.h"

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

int SimulatedFlink::liveJobs() const
{
    return int(std::ranges::count_if(
        jobs, [](const auto &entry) { return !isTerminal(entry.second.status); }));
}

Outcome SimulatedFlink::run(const RunJob &request)
{
    Outcome outcome{.at = now};
    if (!jars.contains(request.jarId)) {
        outcome.kind = OutcomeKind::JarMissing;
        return outcome;
    }
    if (m_used.contains(request.flinkJobId)) {
        outcome.kind = OutcomeKind::Duplicate;
        return outcome;
    }
    m_used.insert(request.flinkJobId);
    FlinkSide job{.id = request.flinkJobId, .startedAt = now, .runsAt = now + mainTime};
    job.restoredPath = request.savepointPath;
    job.isExternalized = isExternalized;
    job.nextCheckpointAt = job.runsAt + checkpointInterval;
    if (!request.savepointPath.isEmpty() && !files.contains(request.savepointPath)) {
        job.status = FlinkJobStatus::Failed;
        job.isListed = true;
        job.failure =
            u"Cannot find checkpoint or savepoint file/directory "_s + request.savepointPath;
        jobs[job.id] = job;
        outcome.kind = OutcomeKind::Rejected;
        outcome.message = job.failure;
        return outcome;
    }
    job.lastId = files.value(request.savepointPath);
    jobs[job.id] = job;
    if (liveJobs() > 1)
        twins.append(job.id);
    outcome.kind = OutcomeKind::Accepted;
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
    if (!isTerminal(job.status))
        end(job, FlinkJobStatus::Canceled);
    return outcome;
}

Outcome SimulatedFlink::stop(const QString &jobId, const QString &triggerId,
                             const QString &directory, bool isStop)
{
    const auto job = jobs.find(jobId);
    const bool isLiveJob = job != jobs.end() && !isTerminal(job->second.status);
    const bool isSecond =
        !operations.contains(triggerId) && std::ranges::any_of(operations, [&](const auto &each) {
            return each.second.jobId == jobId && each.second.state == OperationState::InProgress;
        });
    if (isSecond && isLiveJob)
        doubled.append(triggerId);
    if (!operations.contains(triggerId)) // the same trigger again starts nothing
        operations[triggerId] = FlinkOperation{
            .jobId = jobId, .directory = directory, .isStop = isStop, .doneAt = now + seconds(2)};
    return Outcome{.kind = OutcomeKind::Accepted, .at = now};
}

OperationView SimulatedFlink::operation(const QString &savepointId) const
{
    OperationView view{
        .savepointId = savepointId, .state = OperationState::NotFound, .requestedAt = now};
    const auto it = operations.find(flinkId(savepointId));
    if (it == operations.end())
        return view;
    view.state = it->second.state;
    view.location = it->second.location;
    view.failure = it->second.failure;
    return view;
}

StateView SimulatedFlink::state(const QString &jobId) const
{
    StateView view{.clusterAhead = 0, .requestedAt = now, .incarnation = incarnation()};
    const auto it = jobs.find(jobId);
    view.isJobKnown = it != jobs.end() && it->second.isListed;
    if (!view.isJobKnown)
        return view;
    const FlinkSide &job = it->second;
    view.hasRun = job.hasRun;
    view.completed = job.completed;
    view.savepoint = job.savepoint;
    view.isExternalized = job.isExternalized;
    view.isDeletedOnCancellation = false;
    view.interval = duration_cast<milliseconds>(checkpointInterval).count();
    if (!job.restoredPath.isEmpty())
        view.restored = CheckpointMark{
            .id = files.value(job.restoredPath), .path = job.restoredPath, .isSavepoint = true};
    return view;
}

QString SimulatedFlink::newestCheckpointOf(const QString &jobId) const
{
    QString newest;
    for (const auto &[path, id] : files.asKeyValueRange()) {
        if (path.contains(u'/' + jobId + u'/') && (newest.isEmpty() || id > files.value(newest)))
            newest = path;
    }
    return newest;
}

QString SimulatedFlink::write(FlinkSide &job, const QString &path, bool isSavepoint)
{
    // One running number over all jobs: what was written later holds more.
    job.lastId = ++m_files;
    files.insert(path, job.lastId);
    const CheckpointMark mark{.id = job.lastId,
                              .path = path,
                              .isSavepoint = isSavepoint,
                              .isSyncSavepoint = false,
                              .triggeredAt = now};
    (isSavepoint ? job.savepoint : job.completed) = mark;
    return path;
}

void SimulatedFlink::end(FlinkSide &job, FlinkJobStatus status)
{
    job.status = status;
    const bool survives = status != FlinkJobStatus::Finished && job.isExternalized;
    if (!survives && job.completed)
        files.remove(job.completed->path); // Flink still names it
}

void SimulatedFlink::advance(FlinkSide &job)
{
    if (job.status == FlinkJobStatus::Initializing && now >= job.runsAt) {
        job.status = FlinkJobStatus::Running;
        job.isListed = true;
        job.hasRun = true;
    }
    if (job.status == FlinkJobStatus::Running && failsAfter > Duration::zero()
        && now >= job.runsAt + failsAfter) {
        job.failure = u"it fails again and again"_s;
        return end(job, FlinkJobStatus::Failed);
    }
    if (job.status == FlinkJobStatus::Running && now >= job.nextCheckpointAt) {
        if (job.completed)
            files.remove(job.completed->path);
        write(job, u"file:/cp/%1/chk-%2"_s.arg(job.id).arg(m_files + 1), false);
        job.nextCheckpointAt = now + checkpointInterval;
    }
}

void SimulatedFlink::advance(FlinkOperation &operation)
{
    if (operation.state != OperationState::InProgress || now < operation.doneAt)
        return;
    operation.state = OperationState::Failed;
    const auto it = jobs.find(operation.jobId);
    if (it == jobs.end() || it->second.status != FlinkJobStatus::Running) {
        operation.failure = u"FlinkJobNotFoundException or not all tasks run"_s;
        return;
    }
    if (stopFate == StopFate::Declined) {
        operation.failure = u"Checkpoint Coordinator is suspending."_s;
        return;
    }
    FlinkSide &job = it->second;
    operation.location = write(job, operation.directory + u"/savepoint-1"_s, true);
    job.savepoint->isSyncSavepoint = operation.isStop;
    if (operation.isStop && stopFate == StopFate::FailsAfterSavepoint) {
        operation.failure = u"A savepoint was created, but the job could not be stopped."_s;
        job.failure = operation.failure;
        return end(job, FlinkJobStatus::Failed);
    }
    operation.state = OperationState::Completed;
    if (operation.isStop)
        end(job, FlinkJobStatus::Finished);
}

void SimulatedFlink::advance(Instant instant)
{
    now = instant;
    if (m_since == Instant())
        m_since = now;
    if (!isUp)
        return;
    for (auto &[id, job] : jobs)
        advance(job);
    for (auto &[id, each] : operations)
        advance(each);
}

void SimulatedFlink::die()
{
    isUp = false;
    jobs.clear();
    operations.clear();
    jars.clear();
    m_used.clear();
}

void SimulatedFlink::comeBack()
{
    isUp = true;
    ++m_incarnation;
    m_since = now;
}

void SimulatedFlink::failJob(const QString &jobId, const QString &failure)
{
    const auto it = jobs.find(jobId);
    if (it == jobs.end() || isTerminal(it->second.status) || !it->second.isListed)
        return;
    it->second.failure = failure;
    end(it->second, FlinkJobStatus::Failed);
}

void SimulatedFlink::finishJob(const QString &jobId)
{
    const auto it = jobs.find(jobId);
    if (it != jobs.end() && it->second.status == FlinkJobStatus::Running)
        end(it->second, FlinkJobStatus::Finished);
}

} // namespace headgate::simulation
