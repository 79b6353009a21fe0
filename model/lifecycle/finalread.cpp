// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/finalread.h"

#include "model/lifecycle/absence.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepointfiles.h"
#include "model/lifecycle/savepoints.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::finalread {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours RememberedFor{1}; // a job that has ended, by Flink as delivered

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::finalread", text);
}

void noteCheckpoint(JobObservations &observed, const std::optional<CheckpointMark> &mark)
{
    if (!mark)
        return;
    observed.hasCompletedCheckpoint = true;
    const auto isNewer = [&](const std::optional<CheckpointMark> &known) {
        return !known || mark->id > known->id;
    };
    if (isNewer(observed.newestCheckpoint))
        observed.newestCheckpoint = mark;
    if (!mark->isSavepoint && isNewer(observed.newestPeriodic))
        observed.newestPeriodic = mark;
}

//! No operation will tell of it any more, or what it told was a failure.
bool isToldOfNoMore(const Savepoint &savepoint, const Job &job)
{
    const bool isOver = savepoint.operation.isExpired || job.ending.terminalStatus;
    return savepoint.status.state == SavepointState::Failed
        || (savepoint.status.state == SavepointState::Started && isOver);
}

//! Its place in the order is not known yet, or its size.
bool lacksMark(const Savepoint &savepoint)
{
    return savepoint.spec.flinkSavepointId == 0 || savepoint.spec.stateSize == 0;
}

//! A savepoint whose checkpoint id was not known finds its place in the order, and its size; and
//! one of which nobody knew that it was written is COMPLETED.
void placeSavepoint(Deliberation &d, const Job &job, const CheckpointMark &mark)
{
    const auto &all = d.savepoints();
    // What FINISHED names as its last savepoint may be of a stop that failed: its answer tells.
    const Savepoint *unanswered = suspension::unansweredStopOf(d, job);
    const auto it = std::ranges::find_if(all, [&](const Savepoint &each) {
        const bool isSizeNews = each.spec.stateSize == 0 && mark.stateSize > 0;
        const bool isToBePlaced = each.status.state == SavepointState::Completed
            && (each.spec.flinkSavepointId != mark.id || isSizeNews);
        return each.spec.jobId == job.metadata.id && (isToBePlaced || isToldOfNoMore(each, job))
            && savepointfiles::isAt(each, mark.path)
            && (!unanswered || each.metadata.id != unanswered->metadata.id);
    });
    if (it == all.end())
        return;
    const bool isOutlived = it->status.state != SavepointState::Completed
        && it->spec.origin == SavepointOrigin::Suspend && !job.ending.terminalStatus;
    const QString failure = it->status.failure;
    const QString id = it->metadata.id;
    savepoints::complete(d, id, mark);
    if (!isOutlived)
        return;
    // The job runs on after it so far; Flink has not said that this savepoint stops nothing.
    Savepoint *savepoint = d.edit(id);
    savepoint->status.failure = failure.isEmpty() ? suspension::forgottenText() : failure;
    savepoint->operation.isExpired = true;
}

void placeSavepoints(Deliberation &d, const Job &job, const StateView &state)
{
    if (state.savepoint)
        placeSavepoint(d, job, *state.savepoint);
    const bool isAnyLacking = std::ranges::any_of(d.savepoints(), [&](const Savepoint &each) {
        return each.spec.jobId == job.metadata.id && lacksMark(each);
    });
    for (qsizetype i = 0; isAnyLacking && i < state.savepoints.size(); ++i)
        placeSavepoint(d, job, state.savepoints[i]);
}

//! What \a job was started from, where only Flink's word for it tells its place.
void placeRestored(Deliberation &d, const Job &job, const CheckpointMark &restored)
{
    const auto &all = d.savepoints();
    const auto from = std::ranges::find_if(all, [&](const Savepoint &each) {
        // Those added by hand come in the order of their adding.
        const bool isPlaced =
            each.spec.flinkSavepointId > 0 || each.spec.origin == SavepointOrigin::Copied;
        return !isPlaced && each.metadata.id == job.spec.savepointId
            && each.spec.savepointLocation == restored.path;
    });
    if (from != all.end())
        d.edit(from->metadata.id)->spec.flinkSavepointId = restored.id;
}

//! A checkpoint of this very job, not what it was started from: after a failover the history
//! begins anew with it.
bool isOwn(const CheckpointMark &restored, const QString &flinkJobId)
{
    return restored.path.contains(u'/' + flinkJobId + u'/');
}

SavepointOrigin originOf(const CheckpointMark &mark)
{
    if (mark.isSyncSavepoint)
        return SavepointOrigin::Suspend;
    return mark.isSavepoint ? SavepointOrigin::UserRequest : SavepointOrigin::RetainedCheckpoint;
}

//! Flink has forgotten the job before its last state could be read.
bool hasVanished(const Deliberation &d, const Job &job)
{
    const auto &state = d.view.facts.state;
    const bool isForgotten = state && !state->isJobKnown
        && state->requestedAt >= job.ending.terminalSeenAt.value_or(Instant());
    if (isForgotten)
        return true;
    const absence::Verdict verdict = absence::judge(d, job);
    return verdict == absence::Verdict::Lost || verdict == absence::Verdict::Missing;
}

//! The last stop ends the job, also where its operation is forgotten by now.
void completeLastStop(Deliberation &d, const Job &job)
{
    const Savepoint *stop = suspension::isStopping(job) ? d.newestStopOf(job) : nullptr;
    const bool isKnown = stop && stop->status.state == SavepointState::Completed;
    const CheckpointMark *written = stop && !isKnown ? savepointfiles::find(d, *stop) : nullptr;
    if (written)
        savepoints::complete(d, stop->metadata.id, *written);
}

void giveUp(Deliberation &d, Job &job)
{
    job.ending.isFinalStateUnread = true;
    d.note("FinalStateUnread", Severity::Warning,
           tr("The last state of job %1 could not be read.").arg(job.spec.number));
}

//! Once Flink's answer can no longer be older than \a from.
void askForState(Deliberation &d, const Job &job, Instant from)
{
    if (d.now < from)
        return d.wakeAt(from);
    d.ask(ReadState{job.spec.sessionClusterId, flinkJobIdOf(job), from});
}

void askForLastState(Deliberation &d, const Job &job)
{
    d.wait(tr("Reading the last state of the job."));
    const ClusterView *cluster = d.observedCluster();
    if (!cluster)
        return d.wait(tr("Waiting for the session cluster, to read the last state of the job."));
    askForState(d, job, notBefore(job, *cluster));
}

void take(Deliberation &d, Job &job, const StateView &state)
{
    job.ending.isFinalStateRead = true;
    const auto mark = survivingSnapshot(state, *job.ending.terminalStatus, flinkJobIdOf(job));
    if (mark)
        return recordSnapshot(d, job, *mark);
    // "None" is verified by the incarnation that ran it, and if nobody ever knew of one.
    const bool isNone = !state.completed && !state.savepoint;
    const bool isOtherIncarnation = state.incarnation != job.submission.incarnation;
    if (isNone && (isOtherIncarnation || job.observed.hasCompletedCheckpoint)
        && rule("3.9 none is verified"))
        job.ending.isFinalStateUnread = true;
}

//! What is known of \a job, with what \a state adds to it.
JobObservations observedWith(const Job &job, const StateView &state)
{
    JobObservations observed = job.observed;
    observed.isCheckpointingOn = state.isCheckpointingOn;
    observed.isExternalized = state.isExternalized;
    observed.isDeletedOnCancellation = state.isDeletedOnCancellation;
    if (state.interval)
        observed.checkpointInterval = state.interval;
    if (state.clusterAhead)
        observed.clusterAhead = state.clusterAhead;
    if (state.restored) {
        observed.restoredPath = state.restored->path;
        if (isOwn(*state.restored, flinkJobIdOf(job)))
            noteCheckpoint(observed, state.restored);
    }
    if (!state.isNewestDiscarded)
        noteCheckpoint(observed, state.completed);
    else
        observed.hasCompletedCheckpoint = true; // another look will say which
    noteCheckpoint(observed, state.savepoint);
    return observed;
}

} // namespace

void absorb(Deliberation &d)
{
    const auto &state = d.view.facts.state;
    if (!state || !state->isJobKnown)
        return;
    takeIn(d, *state);
    if (state->restored)
        placeRestored(d, *d.live(), *state->restored);
}

void takeIn(Deliberation &d, const StateView &state)
{
    const Job &job = *d.newest();
    if (JobObservations observed = observedWith(job, state); observed != job.observed)
        d.editJob().observed = std::move(observed);
    placeSavepoints(d, *d.newest(), state);
}

void fillInStop(Deliberation &d)
{
    const Job *job = d.newest();
    const ClusterView *cluster = d.observedCluster();
    if (!job || !cluster || job->status.state != JobState::Finished)
        return;
    const Savepoint *stop = d.newestStopOf(*job);
    if (!stop || stop->status.state != SavepointState::Completed || stop->spec.flinkSavepointId > 0)
        return;
    const Instant completedAt = stop->status.completedAt.value_or(Instant());
    if (d.now - completedAt > RememberedFor)
        return;
    const Instant from = completedAt + cluster->statisticsCacheTime;
    const auto &state = d.view.facts.state;
    if (state && state->requestedAt >= from)
        placeSavepoints(d, *job, *state);
    else
        askForState(d, *job, from);
}

bool settle(Deliberation &d, Job &job)
{
    if (job.ending.isFinalStateRead || job.ending.isFinalStateUnread)
        return true;
    if (isLive(job.status.state) && cancellation::isForced(d, job)) {
        giveUp(d, job); // a person lets go of it
        return true;
    }
    if (const StateView *state = settledState(d, job)) {
        take(d, job, *state);
        return true;
    }
    if (!hasVanished(d, job)) {
        askForLastState(d, job);
        return false;
    }
    completeLastStop(d, job);
    giveUp(d, job);
    return true;
}

const StateView *settledState(const Deliberation &d, const Job &job)
{
    const auto &state = d.view.facts.state;
    const ClusterView *cluster = d.view.current;
    const bool isSettled =
        state && cluster && state->isJobKnown && state->requestedAt >= notBefore(job, *cluster);
    return isSettled ? &*state : nullptr;
}

Instant notBefore(const Job &job, const ClusterView &cluster)
{
    const Instant seenAt = job.ending.terminalSeenAt.value_or(cluster.answeredAt);
    return rule("3.9 after the cache time") ? seenAt + cluster.statisticsCacheTime : seenAt;
}

std::optional<CheckpointMark> survivingSnapshot(const StateView &state, FlinkJobStatus status,
                                                const QString &flinkJobId)
{
    std::optional<CheckpointMark> best;
    const bool survives = state.isExternalized
        && (status == FlinkJobStatus::Failed
            || (status == FlinkJobStatus::Canceled && !state.isDeletedOnCancellation));
    const auto consider = [&](const std::optional<CheckpointMark> &mark) {
        if (mark && !mark->path.isEmpty() && (!best || mark->id > best->id))
            best = mark;
    };
    consider(state.savepoint);
    if (survives || !rule("3.9 what survives")) {
        consider(state.completed);
        if (state.restored && isOwn(*state.restored, flinkJobId)
            && rule("3.9 its own restored checkpoint"))
            consider(state.restored);
    }
    return best;
}

QString pathOfStop(const StateView &state)
{
    const bool isNewest =
        state.savepoint && (!state.completed || state.savepoint->id > state.completed->id);
    const bool isStop =
        isNewest && (state.savepoint->isSyncSavepoint || !rule("5.6 only a SYNC_SAVEPOINT stops"));
    return isStop && rule("5.6 a SYNC_SAVEPOINT stops") ? state.savepoint->path : QString();
}

void recordSnapshot(Deliberation &d, const Job &job, const CheckpointMark &mark)
{
    const auto &all = d.savepoints();
    const auto known = std::ranges::find_if(
        all, [&](const Savepoint &each) { return savepointfiles::isAt(each, mark.path); });
    if (known != all.end()) {
        savepoints::complete(d, known->metadata.id, mark);
        return;
    }
    Savepoint savepoint;
    savepoint.metadata.id = d.ids.next();
    savepoint.metadata.name =
        u"%1-%2-%3"_s.arg(job.spec.deploymentName).arg(job.spec.number).arg(mark.id);
    savepoint.metadata.nameSpace = d.deployment.metadata.nameSpace;
    savepoint.metadata.createdAt = savepoint.metadata.modifiedAt = d.now;
    savepoint.spec = SavepointSpec{.deploymentId = job.spec.deploymentId,
                                   .jobId = job.metadata.id,
                                   .jobNumber = job.spec.number,
                                   .savepointLocation = mark.path,
                                   .flinkSavepointId = mark.id,
                                   .origin = originOf(mark),
                                   .stateSize = mark.stateSize};
    const bool isDated = mark.triggeredAt != Instant();
    savepoint.status = {.state = SavepointState::Completed,
                        .completedAt = isDated ? mark.triggeredAt : d.now};
    d.add(savepoint);
    d.note("SnapshotRecorded", Severity::Info,
           tr("The state at the end of job %1 is kept: %2.").arg(job.spec.number).arg(mark.path));
}

} // namespace headgate::finalread
