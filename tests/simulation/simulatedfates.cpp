// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulatedflink.h"

// What befalls a session cluster and its jobs, while nobody asks anything of it.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds OldTasksTime{7}; // with a heartbeat timeout of 8 s
constexpr seconds RegistrationTime{2};
constexpr seconds RestartTime{10};

} // namespace

void SimulatedFlink::die()
{
    if (!isUp)
        return;
    isUp = false;
    std::erase_if(jobs, [&](const auto &entry) {
        const FlinkSide &job = entry.second;
        const bool isKept = isHighlyAvailable && job.hasRun && !isEndStored(job);
        if (!isKept && !isTerminal(job.status)) {
            m_world.ended.insert(job.id, HowEnded::Lost);
            if (job.hasRun && !job.isForeign)
                m_oldTasksUntil = now + OldTasksTime;
        }
        return !isKept;
    });
    for (const auto &[trigger, operation] : operations)
        forget(trigger, operation);
    operations.clear();
    m_disposals.clear();
    m_statistics.clear();
    m_used.clear();
    if (!keepsJars)
        jars.clear();
}

//! A leader that dies between a stop and the record of it leaves the job to the next one.
bool SimulatedFlink::isEndStored(const FlinkSide &job) const
{
    const bool isStopped = m_world.ended.value(job.id) == HowEnded::Stopped;
    return isTerminal(job.status) && (job.isEndShown || !isStopped);
}

//! The leader begins it anew from its newest checkpoint, and has forgotten what was asked of it.
void SimulatedFlink::recover(FlinkSide &job)
{
    if (isTerminal(job.status) && job.completed) // that was not deleted yet
        m_world.files.insert(job.completed->path,
                             {.number = job.completed->id, .flinkJobId = job.id});
    m_world.ended.remove(job.id);
    job.status = FlinkJobStatus::Initializing;
    job.isListed = false;
    job.runsAt = now + recoveryTime;
    job.tasksRunAt = job.runsAt + tasksTime;
    job.nextCheckpointAt = job.runsAt + checkpointInterval;
    if (job.completed)
        job.restored = job.completed;
    job.completed.reset();
    job.savepoint.reset();
    job.savepoints.clear(); // its history begins anew
}

void SimulatedFlink::comeBack()
{
    if (isUp)
        return;
    isUp = true;
    m_incarnation = u"%1 %2"_s.arg(m_id).arg(++m_incarnations);
    m_taskManagersAt = now + RegistrationTime;
    for (auto &[id, job] : jobs)
        recover(job);
}

void SimulatedFlink::failJob(const QString &jobId, const QString &failure)
{
    const auto it = jobs.find(jobId);
    if (!isUp || it == jobs.end() || isTerminal(it->second.status) || !it->second.isListed)
        return;
    it->second.failure = failure;
    end(it->second, FlinkJobStatus::Failed, HowEnded::Failed);
}

void SimulatedFlink::finishJob(const QString &jobId)
{
    const auto it = jobs.find(jobId);
    if (isUp && it != jobs.end() && it->second.status == FlinkJobStatus::Running)
        end(it->second, FlinkJobStatus::Finished, HowEnded::ByItself);
}

void SimulatedFlink::restartJob(const QString &jobId)
{
    const auto it = jobs.find(jobId);
    if (!isUp || it == jobs.end() || it->second.status != FlinkJobStatus::Running)
        return;
    it->second.status = FlinkJobStatus::Restarting;
    it->second.runsAt = now + RestartTime;
    it->second.tasksRunAt = it->second.runsAt + tasksTime;
}

void SimulatedFlink::submitForeign()
{
    FlinkSide job{.id = u"f0%1"_s.arg(m_used.size(), 30, 16, QChar(u'0')), .startedAt = now};
    job.status = FlinkJobStatus::Running;
    job.isListed = job.hasRun = job.isForeign = true;
    m_used.insert(job.id);
    jobs[job.id] = job;
}

void SimulatedFlink::endForeign()
{
    std::erase_if(jobs, [](const auto &entry) { return entry.second.isForeign; });
}

} // namespace headgate::simulation
