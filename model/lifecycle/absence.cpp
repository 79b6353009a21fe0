// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/absence.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/restore.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepointfiles.h"
#include "model/lifecycle/submission.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::absence {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds LongestBlindness{60}; // between last sighting and first sign of the end
constexpr seconds MissingAfter{10};
constexpr seconds MissingAfterFailover{120};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::absence", text);
}

bool isOtherIncarnation(const Deliberation &d, const Job &job)
{
    const auto &sighting = job.observed.lastSighting;
    return sighting && sighting->incarnation != d.observedCluster()->incarnation;
}

//! Nothing runs on it any more, and nobody there can be asked.
bool isClusterDead(const Deliberation &d)
{
    return d.view.current && d.view.current->isDead;
}

//! Flink knows the id (Duplicate) but has never listed the job: it may still be in main().
bool mayStillBeListed(const Deliberation &d, const Job &job)
{
    const ClusterView &cluster = *d.observedCluster();
    return rule("3.4 it may be in a slow main") && !job.observed.lastSighting
        && cluster.incarnation == job.submission.incarnation
        && cluster.requestedAt - job.submission.lastSentAt.value_or(Instant())
        < submission::fenceOf(d.deployment);
}

//! What the disk said since the job was found absent.
const DiskView *diskOf(const Deliberation &d)
{
    return d.diskSince(d.memory.absentSince.value_or(Instant()));
}

bool isSavepointUnderWay(const Deliberation &d, const Job &job)
{
    return std::ranges::any_of(d.savepoints(), [&](const Savepoint &each) {
        return each.spec.jobId == job.metadata.id && each.status.state == SavepointState::Started;
    });
}

//! The first sign that the JobManager of \a job had ended, no earlier than it was by the cluster's
//! clock, which dates its checkpoints; nothing where that is not known.
std::optional<Instant> endSignOf(const Deliberation &d, const Job &job)
{
    const auto &sign = d.view.current->endSign;
    const auto &sighting = job.observed.lastSighting;
    const auto &ahead = job.observed.clusterAhead;
    if (!sign || !sighting || sign->incarnation != sighting->incarnation || !ahead)
        return std::nullopt;
    return rule("3.8 dated by the cluster's clock") ? sign->at + milliseconds(*ahead) : sign->at;
}

//! What a lost Job left is recorded, or that nobody knows (§3.8 stands for the final read).
std::optional<CheckpointMark> recordLastState(Deliberation &d, Job &job)
{
    const DiskView &disk = *diskOf(d);
    const auto mark = snapshotOfLost(d, job);
    const bool isVerifiedNone = !mark && !job.observed.hasCompletedCheckpoint
        && (!job.observed.isCheckpointingOn || disk.isReadable);
    if (mark)
        finalread::recordSnapshot(d, job, *mark);
    else if (isVerifiedNone || !rule("3.8 of a lost Job none is verified"))
        job.ending.isFinalStateRead = true;
    else
        job.ending.isFinalStateUnread = true;
    return mark;
}

void endLostDuringStop(Deliberation &d, Job &job, const JobFailure &failure)
{
    if (suspension::isTakenAsStopped(d, job))
        return;
    (void)recordLastState(d, job);
    savepointfiles::resolveOpen(d, job);
    ending::markAsRun(d, job);
    ending::endJob(d, job, JobState::Failed, failure);
    const Savepoint *newest = restore::newestOfJob(job, d.savepoints());
    const auto &checkpoint = job.observed.newestCheckpoint;
    const QString path = newest ? newest->spec.savepointLocation
        : checkpoint            ? checkpoint->path
                                : tr("none");
    d.fail(FailureReason::ClusterLostDuringStop,
           tr("The cluster was lost while the job was stopped; the newest state that is known is "
              "%1.")
               .arg(path));
}

void endLost(Deliberation &d, Job &job)
{
    if (!diskOf(d)) {
        d.ask(ReadDisk{job.spec.sessionClusterId, job.metadata.id});
        return d.wait(tr("Looking for the state that the lost job left."));
    }
    const JobFailure failure{.message = tr("The job was lost with its JobManager."),
                             .reason = u"Lost"_s,
                             .failedAt = d.now};
    job.ending.endedWithJobManager = true;
    d.note("JobLost", Severity::Error, failure.message);
    const bool isCancelled = d.desired() == DesiredState::Cancelled;
    if (suspension::isStopping(job) && !isCancelled)
        return endLostDuringStop(d, job, failure);
    (void)recordLastState(d, job);
    savepointfiles::resolveOpen(d, job);
    ending::markAsRun(d, job);
    // A cancellation has what it wanted; else the loss is one of the run failures.
    if (isCancelled || cancellation::isCancelling(job))
        return ending::endJob(d, job, JobState::Terminated);
    ending::endJob(d, job, JobState::Failed, failure);
    attempts::countRunFailure(d, failure.message, {});
}

void endMissingCancelled(Deliberation &d, Job &job)
{
    savepointfiles::resolveOpen(d, job);
    if (d.observedCluster()->hasHighAvailability)
        cancellation::listOrphan(d, job, true);
    job.ending.isFinalStateUnread = true;
    ending::endJob(d, job, JobState::Terminated);
}

void takeMissing(Deliberation &d, Job &job)
{
    if (savepointfiles::isWaitingFor(d, job, d.memory.absentSince.value_or(Instant())))
        return;
    if (d.desired() == DesiredState::Cancelled)
        return endMissingCancelled(d, job);
    // A location that is known stands, whatever became of the job (§5.3).
    if (suspension::isTakenAsStopped(d, job))
        return;
    // A person's Retry is a new generation, in which it was missing from the beginning.
    const bool isRetried = job.ending.isMissing && !d.isFailed();
    if ((isRetried || !rule("3.7 a missing job is not restarted"))
        && d.desired() == DesiredState::Running)
        return ending::endMissing(d, job, tr("The job ended while nobody looked."));
    savepointfiles::take(d, job); // as the end of a job does
    job.ending.isMissing = true;
    const bool isHa = d.observedCluster()->hasHighAvailability;
    d.fail(isHa ? FailureReason::MissingAfterFailover : FailureReason::EndedUnseen,
           isHa ? tr("The job is missing after a failover of the JobManager.")
                : tr("The job ended while nobody looked; how it ended is not known."));
}

//! An end that nobody saw may stand in the archive of a local cluster (§8).
bool isArchiveAsked(Deliberation &d, const Job &job)
{
    const bool isArchiveWritten =
        isClusterDead(d) || (d.observedCluster()->isLocal && isOtherIncarnation(d, job));
    if (!isArchiveWritten || diskOf(d))
        return false;
    d.ask(ReadDisk{job.spec.sessionClusterId, job.metadata.id});
    return true;
}

//! Only the disk can still tell what became of \a job.
Verdict judgeAtDeadCluster(const Deliberation &d, const Job &job)
{
    if (job.ending.terminalStatus)
        return Verdict::Missing; // it ended before; nobody is left to be asked for more
    const DiskView *disk = diskOf(d);
    return disk && disk->hasArchive ? Verdict::Lost : Verdict::Open;
}

void noteDeadCluster(Deliberation &d)
{
    if (d.memory.absentSince && d.memory.absentIncarnation.isEmpty())
        return;
    d.memory.absentSince = d.now;
    d.memory.absentIncarnation.clear();
}

} // namespace

void note(Deliberation &d, const Job &job)
{
    if (isClusterDead(d))
        return noteDeadCluster(d);
    const ClusterView *cluster = d.observedCluster();
    if (!cluster)
        return;
    if (d.seen(job)) {
        if (!job.ending.terminalStatus)
            d.memory.lookedForSince.reset();
        return;
    }
    const bool isNew = !d.memory.absentSince || d.memory.absentIncarnation != cluster->incarnation;
    if (isNew && d.isAbsent(job)) {
        d.memory.absentSince = cluster->requestedAt;
        d.memory.absentIncarnation = cluster->incarnation;
    }
}

void absorb(Deliberation &d, const Job &job)
{
    const bool isGone = isClusterDead(d) || d.isAbsent(job);
    if (!isGone || d.view.facts.isRunRequestOpen)
        return;
    switch (judge(d, job)) {
    case Verdict::None:
        return;
    case Verdict::Open:
        (void)isArchiveAsked(d, job);
        return;
    case Verdict::Lost:
        return endLost(d, d.editJob());
    case Verdict::Missing:
        if (!isArchiveAsked(d, job))
            takeMissing(d, d.editJob());
        return;
    }
}

Verdict judge(const Deliberation &d, const Job &job)
{
    if (isClusterDead(d))
        return judgeAtDeadCluster(d, job);
    if (!d.isAbsent(job))
        return Verdict::None;
    const ClusterView &cluster = *d.observedCluster();
    if (mayStillBeListed(d, job))
        return Verdict::Open;
    const Duration gone = cluster.requestedAt - *d.memory.absentSince;
    if (cluster.hasHighAvailability && rule("3.7 with HA nothing is lost")) {
        // A leader that does not answer /overview yet has not recovered its jobs either (§6).
        const bool isRecovered = cluster.slotsReadAt >= *d.memory.absentSince
            || !rule("6 a recovered leader answers /overview");
        const bool isLong =
            gone >= MissingAfterFailover || !rule("3.7 a leader needs time to recover");
        return isLong && isRecovered ? Verdict::Missing : Verdict::Open;
    }
    const auto &sighting = job.observed.lastSighting;
    const auto &sign = cluster.endSign;
    const bool isOther = isOtherIncarnation(d, job);
    const bool isSeenUntilEnd = isOther && sign && sign->incarnation == sighting->incarnation
        && (!sign->isBlurred || !rule("3.7 lost only by clear looks"))
        && (sign->at - sighting->at <= LongestBlindness || !rule("3.7 lost within 60 s"));
    const bool isEndClear =
        isSeenUntilEnd || (isOther && !rule("3.7 another incarnation alone is not lost"));
    const DiskView *disk = diskOf(d);
    const bool isArchiveSilent =
        cluster.isLocal && isOther && disk && disk->hasArchive && !disk->archivedStatus;
    if (isEndClear || isArchiveSilent)
        return Verdict::Lost;
    const bool isGone = gone >= MissingAfter || !rule("3.7 missing in two overviews");
    return isGone ? Verdict::Missing : Verdict::Open;
}

std::optional<CheckpointMark> snapshotOfLost(const Deliberation &d, const Job &job)
{
    const auto &last = job.observed.newestCheckpoint;
    const auto &periodic = job.observed.newestPeriodic;
    const DiskView &disk = *diskOf(d);
    const bool isSavepointLast = last && last->isSavepoint && !last->path.isEmpty();
    if (disk.isReadable) {
        const bool isNewestGone = periodic && (!disk.newest || periodic->id > disk.newest->id);
        if (isNewestGone && rule("3.8 the newest is gone"))
            return std::nullopt;
        return isSavepointLast && rule("3.8 compared with savepoints")
                && (!disk.newest || last->id > disk.newest->id)
            ? last
            : disk.newest;
    }
    if (isSavepointUnderWay(d, job) && rule("3.8 no savepoint was under way"))
        return std::nullopt;
    if (isSavepointLast && !job.observed.isCheckpointingOn)
        return last;
    // A savepoint does not put off the next checkpoint: the interval counts from the last of those.
    const auto signedAt = endSignOf(d, job);
    if (!last || last->path.isEmpty() || !periodic || !signedAt || !job.observed.checkpointInterval)
        return std::nullopt;
    const bool isStillNewest =
        *signedAt < periodic->triggeredAt + milliseconds(*job.observed.checkpointInterval);
    return isStillNewest || !rule("3.8 within the interval") ? last : std::nullopt;
}

} // namespace headgate::absence
