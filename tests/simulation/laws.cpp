// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include <algorithm>

// The laws of lifecycle.md §9 and §10, as a bystander sees them: by what is durable, and by what
// Flink and the disk really have.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

const Savepoint *writtenSavepoint(const Decision &decision, const QString &id)
{
    const auto &all = decision.records.savepoints;
    const auto it =
        std::ranges::find_if(all, [&](const Savepoint &each) { return each.metadata.id == id; });
    return it == all.end() ? nullptr : &*it;
}

bool isForcedEnd(const Job &job)
{
    return job.status.failure && job.status.failure->reason == "ForceCancelled"_L1;
}

} // namespace

QString lawOf(const QString &broken)
{
    return broken.section(u" ["_s, 0, 0);
}

void Driver::fail(const QString &law)
{
    const QString text = u"%1 [%2]"_s.arg(law, toIso(now));
    tell(u"BROKEN: "_s + law);
    broken.append(text);
}

const Job *Driver::recordedJob(const Decision &decision, const QString &id) const
{
    for (const Job &each : decision.records.jobs) {
        if (each.metadata.id == id)
            return &each;
    }
    const auto it =
        std::ranges::find_if(jobs, [&](const Job &each) { return each.metadata.id == id; });
    return it == jobs.end() ? nullptr : &*it;
}

bool Driver::isForced(const QString &flinkJobId) const
{
    return std::ranges::any_of(jobs, [&](const Job &each) {
        return isForcedEnd(each) && flinkJobIdOf(each) == flinkJobId;
    });
}

void Driver::checkDecision(const Decision &decision)
{
    checkWriteAhead(decision);
    checkSteps(decision);
    checkTwin(decision);
    checkEnds(decision);
    checkAttempts(decision);
}

//! The intent of an action is in the records of the same decision (§10).
void Driver::checkWriteAhead(const Decision &decision)
{
    if (const auto *run = std::get_if<RunJob>(&decision.action)) {
        const auto &written = decision.records.jobs;
        const bool isWritten = !written.isEmpty() && written.last().metadata.id == run->jobId
            && written.last().submission.lastSentAt == now
            && written.last().submission.requestsSent > 0
            && !written.last().submission.incarnation.isEmpty();
        if (!isWritten)
            fail(u"A run request is written before it is sent"_s);
    }
    if (const auto *cancel = std::get_if<CancelJob>(&decision.action);
        cancel && !cancel->jobId.isEmpty()) {
        const Job *job = recordedJob(decision, cancel->jobId);
        if (!job || job->cancels.lastSentAt != now || job->status.state != JobState::Terminating)
            fail(u"A cancel request is written before it is sent"_s);
    }
    if (const auto *stop = std::get_if<StopJob>(&decision.action)) {
        const Savepoint *savepoint = writtenSavepoint(decision, stop->savepointId);
        const Job *job = savepoint ? recordedJob(decision, savepoint->spec.jobId) : nullptr;
        if (!job || job->status.state != JobState::Terminating
            || savepoint->operation.lastSentAt != now
            || flinkId(stop->savepointId) != stop->triggerId)
            fail(u"A stop request is written before it is sent"_s);
    }
    if (const auto *trigger = std::get_if<TriggerSavepoint>(&decision.action)) {
        const Savepoint *savepoint = writtenSavepoint(decision, trigger->savepointId);
        if (!savepoint || savepoint->operation.lastSentAt != now)
            fail(u"A savepoint request is written before it is sent"_s);
    }
}

//! One step at a time, on the Job's own cluster, and none in FAILED but cancelling.
void Driver::checkSteps(const Decision &decision)
{
    const auto &before = stored.record;
    const auto &records = decision.records.deployments;
    const DeploymentRecord &after = records.isEmpty() ? before : records.last().record;
    const auto isFailed = [](const DeploymentRecord &record) {
        return record.failure && record.failure->generation == record.generation;
    };
    const bool isCancelling = std::holds_alternative<CancelJob>(decision.action);
    if (isFailed(before) && isFailed(after) && !isCancelling
        && !std::holds_alternative<NoAction>(decision.action))
        fail(u"In FAILED nothing is done but cancelling"_s);
    const auto check = [&](const QString &jobId, const QString &clusterId) {
        const Job *job = recordedJob(decision, jobId);
        if (job && job->spec.sessionClusterId != clusterId)
            fail(u"A request goes to the cluster that the Job records"_s);
    };
    if (const auto *run = std::get_if<RunJob>(&decision.action))
        check(run->jobId, run->clusterId);
    if (const auto *cancel = std::get_if<CancelJob>(&decision.action); cancel) {
        check(cancel->jobId, cancel->clusterId);
        const Job *known = newest();
        const bool isAgain = known && known->metadata.id == cancel->jobId
            && known->cancels.lastSentAt && now - *known->cancels.lastSentAt < seconds(5);
        if (isAgain)
            fail(u"A cancel request is sent again after 5 s at the earliest"_s);
    }
}

//! The stamp of a job without record is looked for before each new Job.
void Driver::checkTwin(const Decision &decision)
{
    const auto &written = decision.records.jobs;
    const bool isNew = !written.isEmpty() && written.last().submission.requestsSent == 0
        && written.last().metadata.createdAt == now;
    if (!isNew)
        return;
    const SimulatedFlink &there = siteOf(written.last().spec.sessionClusterId).flink;
    const QStringList foreign = there.foreignJobs();
    if (!foreign.isEmpty() && now - there.jobs.at(foreign.first()).startedAt > minutes(1))
        fail(u"Nothing is started beside a job that bears our stamp"_s);
}

//! Unknown is not lost and not failed: a Job ends by what was seen.
void Driver::checkEnds(const Decision &decision)
{
    for (const Job &each : decision.records.jobs) {
        const Job *before = newest();
        const bool isEnd = before && before->metadata.id == each.metadata.id
            && isLive(before->status.state) && !isLive(each.status.state);
        if (!isEnd)
            continue;
        const Site &site = siteOf(each.spec.sessionClusterId);
        const bool wasSent = each.submission.requestsSent > 0 || each.status.started;
        if (wasSent && !isForcedEnd(each) && !before->ending.terminalStatus
            && !site.view.isObserved)
            fail(u"No Job ends while nobody can see"_s);
        if (isForcedEnd(each) && decision.records.orphans.isEmpty() && wasSent)
            fail(u"What is let go of by force is listed as a possible orphan"_s);
        if (isForcedEnd(each) && each.cancels.sent == 0 && wasSent)
            fail(u"Cancellation is requested before anybody lets go"_s);
        if (isForcedEnd(each)
            && stored.deployment.metadata.annotations.value(ForceCancellationAnnotation)
                != each.metadata.id)
            fail(u"Only the Job that is named is let go of by force"_s);
    }
}

//! What people mean by "at most four attempts".
void Driver::checkAttempts(const Decision &decision)
{
    const DeploymentSpec &spec = stored.deployment.spec;
    const qint64 generation = stored.record.generation;
    const Job *before = newest();
    if (m_failedStopsGeneration != generation)
        m_failedStops = 0;
    m_failedStopsGeneration = generation;
    for (const Job &each : decision.records.jobs) {
        const bool isSame = before && before->metadata.id == each.metadata.id;
        if (isSame && before->status.state == JobState::Terminating
            && each.status.state == JobState::Started)
            ++m_failedStops;
        if (isSame && !isLive(each.status.state))
            m_failedStops = 0;
        if (isSame || each.spec.generation != generation)
            continue;
        int starts = 0;
        int runs = 0;
        bool isInRow = true;
        for (auto it = jobs.crbegin(); it != jobs.crend(); ++it) {
            const bool isOfThese = it->spec.generation == generation
                && it->spec.jobTemplate == each.spec.jobTemplate
                && it->status.state == JobState::Failed
                && it->ending.reason == TerminationReason::None;
            if (!isOfThese)
                break;
            isInRow = isInRow && !it->status.started;
            starts += isInRow ? std::max(1, it->submission.requestsSent) : 0;
            const bool isYoung =
                it->ending.endedAt && now - *it->ending.endedAt < spec.jobFailureExpirationTime;
            runs += it->status.started && isYoung ? 1 : 0;
        }
        if (starts >= spec.maxJobCreationAttempts || runs >= spec.maxJobCreationAttempts)
            fail(u"A start is tried as often as allowed, and no more"_s);
        if (starts + runs > 0 && before->ending.endedAt
            && now < *before->ending.endedAt + seconds(2))
            fail(u"There is a pause before the next attempt"_s);
    }
    const auto *stop = std::get_if<StopJob>(&decision.action);
    if (stop && m_failedStops >= spec.maxSavepointCreationAttempts)
        fail(u"A stop is tried as often as allowed, and no more"_s);
}

void Driver::checkLaws()
{
    for (const QString &law : std::as_const(world.broken))
        fail(law);
    world.broken.clear();
    const QStringList live = liveFlinkJobs();
    if (live.size() > 1)
        fail(u"At most one job is live"_s);
    for (const QString &id : live) {
        const auto record =
            std::ranges::find_if(jobs, [&](const Job &each) { return flinkJobIdOf(each) == id; });
        if (record == jobs.end()) {
            fail(u"No job runs without a record"_s);
            continue;
        }
        if (!isLive(record->status.state))
            fail(u"No live job stands behind an ended Job"_s);
        const auto &there = siteOf(record->spec.sessionClusterId).flink.jobs;
        const auto job = there.find(id);
        if (job == there.end())
            fail(u"A job runs on the cluster that its Job records"_s);
        else if (job->second.request.savepointPath != record->spec.savepointLocation
                 || job->second.request.parallelism != record->spec.jobTemplate.parallelism)
            fail(u"What runs is the recorded template and state"_s);
    }
    checkStates();
}

void Driver::checkStates()
{
    // A look may be as old as the pause between two; what counts is that it does not stay so.
    const bool isEnded = has(DeploymentState::Cancelled) || has(DeploymentState::Suspended)
        || has(DeploymentState::Finished);
    if (isEnded && !liveFlinkJobs().isEmpty())
        fail(u"%1 means that no job is live"_s.arg(wireName(state())));
    if (has(DeploymentState::Suspended)) {
        const bool isKept = std::ranges::any_of(savepoints, [&](const Savepoint &each) {
            return each.status.state == SavepointState::Completed
                && (world.files.contains(each.spec.savepointLocation)
                    || world.deleted.contains(each.spec.savepointLocation));
        });
        if (!isKept)
            fail(u"SUSPENDED means a COMPLETED savepoint on disk"_s);
    }
    if (has(DeploymentState::Finished) && newest()
        && world.ended.value(flinkJobIdOf(*newest()), HowEnded::Lost) != HowEnded::ByItself)
        fail(u"FINISHED means that it finished by itself"_s);
    const auto liveRecords =
        std::ranges::count_if(jobs, [](const Job &each) { return isLive(each.status.state); });
    if (liveRecords > 1)
        fail(u"At most one Job is live"_s);
}

} // namespace headgate::simulation
