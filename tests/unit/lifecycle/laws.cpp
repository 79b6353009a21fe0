// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/driver.h"

#include <algorithm>

// The laws of lifecycle.md §9 and §10, as a bystander sees them: by what is durable, and by what
// Flink and the disk really have.
namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

const Job *recordedJob(const Decision &decision, const QList<Job> &jobs, const QString &id)
{
    for (const Job &each : decision.records.jobs) {
        if (each.metadata.id == id)
            return &each;
    }
    const auto it =
        std::ranges::find_if(jobs, [&](const Job &each) { return each.metadata.id == id; });
    return it == jobs.end() ? nullptr : &*it;
}

const Savepoint *writtenSavepoint(const Decision &decision, const QString &id)
{
    for (const Savepoint &each : decision.records.savepoints) {
        if (each.metadata.id == id)
            return &each;
    }
    return nullptr;
}

} // namespace

//! The intent of an action is in the records of the same decision (§10).
void Driver::checkDecision(const Decision &decision)
{
    if (const auto *run = std::get_if<RunJob>(&decision.action)) {
        const bool isWritten = !decision.records.jobs.isEmpty()
            && decision.records.jobs.last().metadata.id == run->jobId
            && decision.records.jobs.last().submission.lastSentAt == now;
        if (!isWritten)
            fail(u"A run request is written before it is sent"_s);
    }
    if (const auto *cancel = std::get_if<CancelJob>(&decision.action);
        cancel && !cancel->jobId.isEmpty()) {
        const Job *job = recordedJob(decision, jobs, cancel->jobId);
        if (!job || job->cancels.lastSentAt != now || job->status.state != JobState::Terminating)
            fail(u"A cancel request is written before it is sent"_s);
    }
    if (const auto *stop = std::get_if<StopJob>(&decision.action)) {
        const Savepoint *savepoint = writtenSavepoint(decision, stop->savepointId);
        const Job *job = savepoint ? recordedJob(decision, jobs, savepoint->spec.jobId) : nullptr;
        if (!job || job->status.state != JobState::Terminating
            || savepoint->operation.lastSentAt != now
            || flinkId(stop->savepointId) != stop->triggerId)
            fail(u"A stop request is written before it is sent"_s);
    }
}

//! What is started is the newest that the Jobs before it left; never silently empty.
void Driver::checkRun(const RunJob &request)
{
    const qint64 restored = flink.files.value(request.savepointPath, 0);
    if (!newest()->spec.isAutomatic) {
        m_chosenFrom = flink.newestFile(); // a person may pass over what there is by then
        m_chosen = restored;
        return;
    }
    qint64 newestLeft = m_chosen;
    for (const auto &[path, number] : flink.files.asKeyValueRange()) {
        if (number > m_chosenFrom)
            newestLeft = std::max(newestLeft, number);
    }
    if (restored < newestLeft)
        fail(u"An automatic start restores the newest state, not %1"_s.arg(
            request.savepointPath.isEmpty() ? u"nothing"_s : request.savepointPath));
}

void Driver::checkLaws()
{
    if (!flink.twins.isEmpty())
        fail(u"At most one job is live, also "_s + flink.twins.join(u' '));
    if (!flink.doubled.isEmpty())
        fail(u"A job has one savepoint under way at a time, not also "_s
             + flink.doubled.join(u' '));
    const bool isLiveAtFlink = flink.liveJobs() > 0;
    const auto isForced = [](const Job &job) {
        return job.status.failure && job.status.failure->reason == "ForceCancelled"_L1;
    };
    const bool wasForced = std::ranges::any_of(jobs, isForced);
    // A look may be as old as the pause between two; what counts is that it does not stay so.
    const bool isEnded = has(DeploymentState::Cancelled) || has(DeploymentState::Suspended)
        || has(DeploymentState::Finished);
    if (isEnded && isLiveAtFlink && !wasForced)
        fail(u"%1 means that no job is live"_s.arg(wireName(state())));
    if (has(DeploymentState::Suspended)) {
        const bool isKept = std::ranges::any_of(savepoints, [&](const Savepoint &each) {
            return each.status.state == SavepointState::Completed
                && flink.files.contains(each.spec.savepointLocation);
        });
        if (!isKept)
            fail(u"SUSPENDED means a COMPLETED savepoint on disk"_s);
    }
    const auto liveRecords =
        std::ranges::count_if(jobs, [](const Job &each) { return isLive(each.status.state); });
    if (liveRecords > 1)
        fail(u"At most one Job is live"_s);
    for (const Job &each : jobs) {
        const auto row = flink.jobs.find(flinkJobIdOf(each));
        const bool isThere = row != flink.jobs.end() && !isTerminal(row->second.status);
        if (isThere && !isLive(each.status.state) && !isForced(each))
            fail(u"No live job stands behind an ended Job"_s);
    }
}

} // namespace headgate::simulation
