// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/trial.h"

#include <algorithm>
#include <utility>

// The laws of lifecycle.md §9 and §10, as a bystander sees them: by what is durable, and by what
// Flink and the disk really have.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

bool isForcedEnd(const Job &job)
{
    return job.status.failure && job.status.failure->reason == "ForceCancelled"_L1;
}

} // namespace

QString lawOf(const QString &broken)
{
    return broken.section(u" ["_s, 0, 0);
}

void Trial::fail(const QString &law)
{
    const QString text = u"%1 [%2]"_s.arg(law, toIso(now));
    tell(u"BROKEN: "_s + law);
    broken.append(text);
}

const Job *Trial::recordedJob(const Transaction &records, const QString &id) const
{
    for (const Job &each : records.jobs) {
        if (each.metadata.id == id)
            return &each;
    }
    const auto it =
        std::ranges::find_if(jobs, [&](const Job &each) { return each.metadata.id == id; });
    return it == jobs.end() ? nullptr : &*it;
}

bool Trial::isForced(const QString &flinkJobId) const
{
    return std::ranges::any_of(jobs, [&](const Job &each) {
        return isForcedEnd(each) && flinkJobIdOf(each) == flinkJobId;
    });
}

bool Trial::isStray(const SimulatedFlink &flink, const FlinkSide &job) const
{
    const auto record = std::ranges::find(jobs, job.id, &flinkJobIdOf);
    return record != jobs.end() && !flink.isHighlyAvailable && record->submission.lastSentAt
        && record->submission.incarnation != job.incarnation
        && job.runsAt - *record->submission.lastSentAt > minutes(1)
        && !SimulatedFlink::isWatchedLong(job);
}

void Trial::checkSavepoints()
{
    for (const Savepoint &each : std::as_const(savepoints)) {
        const bool isWritten = !world.newestIn(each.spec.directory).isEmpty();
        const bool isLookedFor = !wasDiskUnreadable && !m_letGo.contains(each.spec.jobId)
            && !world.unwanted.contains(each.spec.savepointLocation);
        if (isWritten && isLookedFor && each.status.state != SavepointState::Completed)
            fail(u"A savepoint that was asked for and written is COMPLETED"_s);
        if (each.status.state == SavepointState::PendingDeletion
            || each.status.state == SavepointState::Deleting)
            fail(u"The deletion of a savepoint comes to an end"_s);
    }
}

bool Trial::isNew(const Job &job) const
{
    return std::ranges::none_of(
        jobs, [&](const Job &each) { return each.metadata.id == job.metadata.id; });
}

void Trial::checkRecords(const Transaction &records)
{
    checkTwin(records);
    checkEnds(records);
    checkAttempts(records);
    checkRemovals(records);
}

void Trial::checkDisposal(const QString &location)
{
    if (!world.unwanted.contains(location) || m_keptFiles.contains(location))
        fail(u"Files are deleted only where a person wants that"_s);
}

//! A document goes with its files, or where a person wants to keep those.
void Trial::checkRemovals(const Transaction &records)
{
    for (const QString &id : records.removedSavepoints) {
        const Savepoint *removed = savepointOf(id);
        const QString path = removed ? removed->spec.savepointLocation : QString();
        if (!path.isEmpty() && !world.unwanted.contains(path))
            fail(u"A savepoint is forgotten only where a person wants that"_s);
        if (world.files.contains(path) && !m_keptFiles.contains(path))
            fail(u"What is said to be deleted is deleted"_s);
    }
}

//! A start that nobody orders, or the job itself, would restore it, or SUSPENDED stands on it.
bool Trial::isNeeded(const Savepoint &savepoint) const
{
    const QString &path = savepoint.spec.savepointLocation;
    if (savepoint.status.state != SavepointState::Completed || !world.files.contains(path))
        return false;
    const DeploymentRecord &record = stored.record;
    const QString &id = savepoint.metadata.id;
    if (record.pinnedSavepointId == id || (record.chosen && record.chosen->savepointId == id))
        return true;
    const qint64 number = world.numberOf(path);
    const bool isNewest = std::ranges::none_of(savepoints, [&](const Savepoint &each) {
        const QString &other = each.spec.savepointLocation;
        return each.status.state == SavepointState::Completed
            && (world.numberOf(other) > number || world.deleted.contains(other));
    });
    const bool isSuspended =
        stored.deployment.spec.state == DesiredState::Suspended || has(DeploymentState::Suspended);
    if (isNewest && isSuspended)
        return true;
    const Job *job = newest();
    if (!job || !isLive(job->status.state))
        return false;
    const QString flinkJobId = flinkJobIdOf(*job);
    const bool isLast = std::ranges::none_of(world.files, [&](const Snapshot &each) {
        return each.flinkJobId == flinkJobId && each.number > number;
    });
    // Nobody has told us of it: what we have recorded last still seems to be there.
    const bool isLastDeleted = std::ranges::any_of(savepoints, [&](const Savepoint &each) {
        return each.spec.jobId == job->metadata.id && each.status.state == SavepointState::Completed
            && world.deleted.contains(each.spec.savepointLocation);
    });
    const HowEnded how = world.ended.value(flinkJobId, HowEnded::Lost); // or not at all
    const bool isOwn = savepoint.spec.jobId == job->metadata.id && how != HowEnded::ByItself;
    // What it had written itself may have been deleted with its end.
    const bool isRestored = job->spec.savepointLocation == path && how == HowEnded::Lost;
    return isLast && !isLastDeleted && (isOwn || isRestored);
}

//! The stamp of a job without record is looked for before each new Job.
void Trial::checkTwin(const Transaction &records)
{
    if (records.jobs.isEmpty() || !isNew(records.jobs.last()))
        return;
    const SimulatedFlink &there = flinkOf(records.jobs.last().spec.sessionClusterId);
    QStringList foreign = there.foreignJobs();
    foreign.removeOne(flinkJobIdOf(records.jobs.last())); // taken over, to be cancelled
    for (const PossibleOrphan &each : records.orphans)
        foreign.removeOne(each.flinkJobId);
    if (!foreign.isEmpty() && now - there.jobs.at(foreign.first()).startedAt > minutes(1))
        fail(u"Nothing is started beside a job that bears our stamp"_s);
}

//! Unknown is not lost and not failed: a Job ends by what was seen.
void Trial::checkEnds(const Transaction &records)
{
    for (const Job &each : records.jobs) {
        const Job *before = newest();
        const bool isEnd = before && before->metadata.id == each.metadata.id
            && isLive(before->status.state) && !isLive(each.status.state);
        if (!isEnd)
            continue;
        const bool wasSent = each.submission.requestsSent > 0 || each.status.started;
        if (wasSent && !isForcedEnd(each) && !before->ending.terminalStatus
            && !isObserved(each.spec.sessionClusterId))
            fail(u"No Job ends while nobody can see"_s);
        if (isForcedEnd(each) && records.orphans.isEmpty() && wasSent)
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
void Trial::checkAttempts(const Transaction &records)
{
    const StoredDeployment &after =
        records.deployments.isEmpty() ? stored : records.deployments.last();
    const DeploymentSpec &spec = after.deployment.spec;
    const qint64 generation = after.record.generation;
    const Job *before = newest();
    const auto wish = std::tuple(generation, spec.sessionClusterName, spec.jobTemplate);
    if (std::exchange(m_stopWish, wish) != wish)
        m_failedStops = 0;
    for (const Job &each : records.jobs) {
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
}

void Trial::checkStop()
{
    if (m_failedStops >= stored.deployment.spec.maxSavepointCreationAttempts)
        fail(u"A stop is tried as often as allowed, and no more"_s);
}

void Trial::checkLaws()
{
    for (const QString &law : std::as_const(world.broken))
        fail(law);
    world.broken.clear();
    const QStringList live = liveFlinkJobs();
    if (live.size() > 1)
        fail(u"At most one job is live"_s);
    for (const QString &id : live) {
        const auto record = std::find_if(jobs.crbegin(), jobs.crend(),
                                         [&](const Job &each) { return flinkJobIdOf(each) == id; });
        if (record == jobs.crend()) {
            fail(u"No job runs without a record"_s);
            continue;
        }
        if (!isLive(record->status.state))
            fail(u"No live job stands behind an ended Job"_s);
        const auto &there = flinkOf(record->spec.sessionClusterId).jobs;
        const auto job = there.find(id);
        if (job == there.end())
            fail(u"A job runs on the cluster that its Job records"_s);
        else if (job->second.request.savepointPath != record->spec.savepointLocation
                 || job->second.request.parallelism != record->spec.jobTemplate.parallelism)
            fail(u"What runs is the recorded template and state"_s);
    }
    checkStates(live);
}

//! No start can then go back behind it.
void Trial::checkLastStop()
{
    qint64 recorded = 0;
    for (const Savepoint &each : std::as_const(savepoints)) {
        if (each.status.state == SavepointState::Completed
            && world.deleted.contains(each.spec.savepointLocation))
            return; // it was recorded, and nothing tells its place any more
        if (each.status.state == SavepointState::Completed)
            recorded = std::max(recorded, world.numberOf(each.spec.savepointLocation));
    }
    for (const auto &[path, file] : world.files.asKeyValueRange()) {
        const bool isAway = isForced(file.flinkJobId) || world.unwanted.contains(path);
        if (file.isOfStop && file.number > recorded && !isAway)
            fail(u"SUSPENDED means that the last savepoint of a stop is recorded"_s);
    }
}

void Trial::checkStates(const QStringList &live)
{
    // A look may be as old as the pause between two; what counts is that it does not stay so.
    const bool isEnded = has(DeploymentState::Cancelled) || has(DeploymentState::Suspended)
        || has(DeploymentState::Finished);
    if (isEnded && !live.isEmpty())
        fail(u"%1 means that no job is live"_s.arg(wireName(state())));
    if (has(DeploymentState::Suspended)) {
        const bool isKept = std::ranges::any_of(savepoints, [&](const Savepoint &each) {
            return each.status.state == SavepointState::Completed
                && (world.files.contains(each.spec.savepointLocation)
                    || world.deleted.contains(each.spec.savepointLocation));
        });
        if (!isKept)
            fail(u"SUSPENDED means a COMPLETED savepoint on disk"_s);
        checkLastStop();
    }
    if (has(DeploymentState::Finished) && newest()
        && !world.finished.contains(flinkJobIdOf(*newest())))
        fail(u"FINISHED means that it finished by itself"_s);
    const auto liveRecords =
        std::ranges::count_if(jobs, [](const Job &each) { return isLive(each.status.state); });
    if (liveRecords > 1)
        fail(u"At most one Job is live"_s);
}

} // namespace headgate::simulation
