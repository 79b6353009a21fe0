// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/suspension.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepoints.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace headgate::suspension {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds RunsOnAfter{30};
constexpr std::chrono::seconds PatienceForDisk{60};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::suspension", text);
}

void send(Deliberation &d, const Job &job, Savepoint &savepoint)
{
    ++savepoint.operation.requestsSent;
    savepoint.operation.lastSentAt = d.now;
    d.act(StopJob{.savepointId = savepoint.metadata.id,
                  .clusterId = job.spec.sessionClusterId,
                  .flinkJobId = flinkJobIdOf(job),
                  .triggerId = flinkId(savepoint.metadata.id),
                  .directory = savepoint.spec.directory,
                  .isDrained = savepoint.spec.isDrained},
          "stop"_L1);
}

Instant nextTryAt(const Deliberation &d)
{
    return d.record->lastSavepointFailureAt
        ? *d.record->lastSavepointFailureAt + attempts::backOff(d.record->savepointAttempts)
        : Instant();
}

bool failWithoutDirectory(Deliberation &d, const Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    if (!cluster || !savepointDirectory(job.spec.jobTemplate, *cluster).isEmpty())
        return false;
    d.fail(FailureReason::SuspendFailed,
           tr("No savepoint directory is set: not in the deployment's Flink configuration, nor "
              "for the session cluster, nor in Flink itself."));
    return true;
}

//! Somebody still wants this job stopped.
bool isStillWanted(const Deliberation &d, const Job &job)
{
    return d.desired() == DesiredState::Suspended
        || (d.desired() == DesiredState::Running && upgrade::differsFromSaved(d, job));
}

//! Its savepoint was written, stopping failed, and the job runs on: once the savepoint has its
//! place in the order (§3.9), the Job is STARTED again.
void goOnAfterFailedStop(Deliberation &d, Job &job, const Savepoint &stop)
{
    if (!d.seen(job))
        return;
    const auto &state = d.view.facts.state;
    const Instant settledAt =
        stop.status.completedAt.value_or(Instant()) + d.observedCluster()->statisticsCacheTime;
    const bool isAsked = state && state->requestedAt >= settledAt;
    if (stop.spec.flinkSavepointId == 0 && !isAsked) {
        d.wait(tr("Reading the place of the savepoint that was taken."));
        if (d.now < settledAt)
            return d.wakeAt(settledAt);
        return d.ask(ReadState{job.spec.sessionClusterId, flinkJobIdOf(job), d.now});
    }
    const QString failure = stop.status.failure.isEmpty()
        ? tr("the savepoint was taken, but the job runs on.")
        : stop.status.failure;
    // Without its place it is not the last of its Job: nobody knows what came after it.
    if (stop.spec.flinkSavepointId == 0)
        d.edit(stop.metadata.id)->status.failure = failure;
    returnToStarted(d, job, failure, {});
}

//! Long after its savepoint was complete: a leader that took over may have forgotten the stop.
bool runsOnAfter(const Deliberation &d, const Job &job, const Savepoint &stop)
{
    return rule("5.3 a leader may forget a stop") && d.seen(job)
        && d.observedCluster()->requestedAt > stop.status.completedAt.value_or(d.now) + RunsOnAfter;
}

//! Another JobManager has taken over since \a stop was seen: it has forgotten it.
bool isForgottenByLeader(const Deliberation &d, const Savepoint &stop)
{
    return d.observedCluster()->incarnationSeenAt > stop.operation.seenAt.value_or(d.now);
}

//! Its operation was seen, has expired, and the job runs on: a new trigger (§5.4). The stop has
//! failed in a way that nobody has read, and counts as an attempt, but where its leader is gone.
void goOnWithoutTrigger(Deliberation &d, Job &job)
{
    if (!d.seen(job))
        return;
    const Savepoint *stop = d.newestStopOf(job);
    if (stop && !isForgottenByLeader(d, *stop) && rule("5.5 an expired stop is counted"))
        return returnToStarted(d, job, forgottenText(), {});
    begin(d, job, job.ending.reason);
}

//! The job went on to checkpoints after the one with \a id, so that this was not its end.
bool isOutrun(const Deliberation &d, const Job &job, qint64 id)
{
    const auto isNewer = [id](const std::optional<CheckpointMark> &known) {
        return id > 0 && known && known->id > id;
    };
    const auto &disk = d.view.facts.disk;
    return (isNewer(job.observed.newestCheckpoint) || (disk && isNewer(disk->newest)))
        && rule("9.4 not past what the job wrote after its stop");
}

//! Flink names each savepoint anew; where it lies may be written in more than one way.
QStringView nameIn(QStringView location)
{
    return location.sliced(location.lastIndexOf(u'/') + 1);
}

//! \a path lies in the directory that was made for \a savepoint alone.
bool isInDirectoryOf(const Savepoint &savepoint, const QString &path)
{
    return !savepoint.spec.directory.isEmpty()
        && path.contains(u'/' + savepoint.metadata.id + u'/');
}

//! What the disk has in its directory is another savepoint: its request came once more, to a leader
//! that had run the job on.
bool hasComeAgain(const Deliberation &d, const Savepoint &savepoint)
{
    const auto &disk = d.view.facts.disk;
    return disk && rule("5.4 a second savepoint outruns the first")
        && std::ranges::any_of(disk->savepoints, [&](const CheckpointMark &each) {
               return isInDirectoryOf(savepoint, each.path) && !isAt(savepoint, each.path);
           });
}

//! A savepoint that no request of ours is known to have written.
void listFound(Deliberation &d, const Job &job, const CheckpointMark &found)
{
    const QList<Savepoint> all = d.savepoints();
    const auto isIts = [&](const Savepoint &each) { return isAt(each, found.path); };
    const auto owner = std::ranges::find_if(
        all, [&](const Savepoint &each) { return isInDirectoryOf(each, found.path); });
    if (owner == all.end() || std::ranges::any_of(all, isIts))
        return;
    CheckpointMark mark = found;
    mark.isSavepoint = true;
    mark.isSyncSavepoint = owner->spec.origin == SavepointOrigin::Suspend;
    finalread::recordSnapshot(d, job, mark);
}

//! Nothing was sent, or its directory has been read since.
bool isLookedFor(const Deliberation &d, const Savepoint &savepoint)
{
    const DiskView *disk = d.diskSince(savepoint.operation.lastSentAt.value_or(Instant()));
    return savepoint.operation.requestsSent == 0
        || (disk && !disk->unreadable.contains(savepoint.metadata.id));
}

//! It is there, and nobody has told its place in the order (§3.9).
bool lacksPlace(const Savepoint &savepoint)
{
    return savepoint.status.state == SavepointState::Completed
        && savepoint.spec.flinkSavepointId == 0 && !savepoint.spec.directory.isEmpty()
        && rule("3.9 its files tell its place");
}

//! Before this decision, which may have taken it from the disk, nobody had told that it is there.
bool isToldByDisk(const Deliberation &d, const Savepoint &savepoint)
{
    const auto known = std::ranges::find_if(d.view.savepoints, [&](const Savepoint &each) {
        return each.metadata.id == savepoint.metadata.id;
    });
    const bool isKnown =
        known != d.view.savepoints.end() && known->status.state == SavepointState::Completed;
    return !isKnown && foundOnDisk(d, savepoint);
}

void fail(Deliberation &d, const Savepoint &savepoint)
{
    SavepointStatus &status = d.edit(savepoint.metadata.id)->status;
    if (status.state == SavepointState::Failed)
        return; // it has said why
    status.state = SavepointState::Failed;
    status.failure = isLookedFor(d, savepoint)
        ? tr("The job ended, and no savepoint of this request is known.")
        : tr("Whether a savepoint was written is not known: nobody has looked into %1.")
              .arg(savepoint.spec.directory);
}

} // namespace

void begin(Deliberation &d, Job &job, TerminationReason reason)
{
    if (failWithoutDirectory(d, job))
        return;
    if (const QString unmet = unmetPreCheck(d, job); !unmet.isEmpty()) {
        savepoints::sendRequested(d, job); // the stop waits for it
        return d.wait(unmet);
    }
    if (const Instant next = nextTryAt(d);
        d.now < next && rule("5.5 a pause before the next stop")) {
        d.wakeAt(next);
        return d.wait(tr("Waiting before the savepoint is tried again."));
    }
    job.status.state = JobState::Terminating;
    job.ending.reason = reason;
    Savepoint &savepoint = d.add(savepoints::newSavepoint(d, job, SavepointOrigin::Suspend));
    d.wait(tr("The job is being stopped with a savepoint."));
    d.note("SuspensionStarted", Severity::Info,
           tr("Job %1 is being stopped with a savepoint.").arg(job.spec.number));
    send(d, job, savepoint);
}

void goOn(Deliberation &d, Job &job)
{
    d.wait(tr("The job is being stopped with a savepoint."));
    const Savepoint *stop = d.stopOf(job);
    if (!stop)
        return goOnWithoutTrigger(d, job);
    if (stop->status.state == SavepointState::Completed) {
        if (!stop->status.failure.isEmpty() || runsOnAfter(d, job, *stop))
            goOnAfterFailedStop(d, job, *stop);
        return;
    }
    const auto at = savepoints::sendableAt(d, *stop);
    if (!at || !d.seen(job))
        return;
    if (d.now < *at)
        return d.wakeAt(*at);
    if (!rule("5.4 the same trigger again"))
        return begin(d, job, job.ending.reason);
    send(d, job, *d.edit(stop->metadata.id));
}

void returnToStarted(Deliberation &d, Job &job, const QString &failure, const QString &detail)
{
    const bool isWanted = isStillWanted(d, job);
    job.status.state = JobState::Started;
    job.ending.reason = TerminationReason::None;
    d.note("SavepointFailed", Severity::Warning,
           tr("The job could not be stopped with a savepoint: %1").arg(failure), detail);
    const bool isLeft = attempts::countFailedStop(d) || !rule("5.5 failed stops are counted");
    const bool mayTryAgain =
        isLeft && (!isPermanent(failure + detail) || !rule("5.5 some failures are permanent"));
    if (mayTryAgain || !isWanted)
        return;
    d.fail(FailureReason::SuspendFailed,
           tr("The job could not be stopped with a savepoint, and runs on: %1").arg(failure),
           detail);
}

bool isTakenAsStopped(Deliberation &d, Job &job)
{
    const Savepoint *stop = d.stopOf(job);
    if (!stop)
        return false;
    const bool isCompleted = stop->status.state == SavepointState::Completed;
    const CheckpointMark *written = mayDiskTellOf(*stop) ? foundOnDisk(d, *stop) : nullptr;
    if (!isCompleted && !written)
        return false;
    const bool isKnownToRunOn =
        !stop->status.failure.isEmpty() && rule("5.6 what a failed stop wrote ends no job");
    if (isKnownToRunOn || hasComeAgain(d, *stop)
        || isOutrun(d, job, written ? written->id : stop->spec.flinkSavepointId))
        return false;
    const QString id = stop->metadata.id;
    if (written)
        complete(d, id, *written);
    job.ending.terminalStatus = FlinkJobStatus::Finished;
    ending::concludeFinished(d, job);
    return true;
}

QString forgottenText()
{
    return tr("its outcome was forgotten before it could be read.");
}

bool mayDiskTellOf(const Savepoint &savepoint)
{
    return savepoint.status.state == SavepointState::Started
        || savepoint.status.state == SavepointState::Failed || lacksPlace(savepoint);
}

bool isWaitingForDisk(Deliberation &d, const Job &job, Instant since, Lacking lacking)
{
    const bool mayTellOfAny = std::ranges::any_of(d.savepoints(), [&](const Savepoint &each) {
        return each.spec.jobId == job.metadata.id && mayDiskTellOf(each)
            && (lacking == Lacking::LocationOrPlace || !lacksPlace(each));
    });
    if (!mayTellOfAny || d.diskSince(since) || cancellation::isForced(d, job))
        return false;
    std::optional<Instant> &lookedForSince = d.memory.lookedForSince;
    lookedForSince = lookedForSince.value_or(d.now);
    const Instant until = *lookedForSince + PatienceForDisk;
    if (d.now >= until)
        return false;
    d.wakeAt(until);
    d.ask(ReadDisk{job.spec.sessionClusterId, job.metadata.id});
    d.wait(tr("Looking for savepoints of the job."));
    return true;
}

bool isStopping(const Job &job)
{
    return (job.ending.reason == TerminationReason::Suspend
            || job.ending.reason == TerminationReason::Upgrade)
        && !cancellation::isCancelling(job);
}

void takeFromDisk(Deliberation &d, const Job &job)
{
    if (!d.view.facts.disk)
        return;
    const QList<Savepoint> all = d.savepoints();
    for (const Savepoint &each : all) {
        const bool isLacking = each.spec.jobId == job.metadata.id && lacksPlace(each);
        if (const CheckpointMark *written = isLacking ? foundOnDisk(d, each) : nullptr)
            complete(d, each.metadata.id, *written);
    }
    for (const CheckpointMark &found : d.view.facts.disk->savepoints)
        listFound(d, job, found);
}

void resolveOpen(Deliberation &d, const Job &job)
{
    takeFromDisk(d, job);
    const QList<Savepoint> all = d.savepoints();
    for (const Savepoint &each : all) {
        if (each.spec.jobId != job.metadata.id || lacksPlace(each) || !mayDiskTellOf(each))
            continue;
        const CheckpointMark *written = foundOnDisk(d, each);
        if (!written) {
            fail(d, each);
            continue;
        }
        complete(d, each.metadata.id, *written);
        // What the job did after it is not known.
        const bool isOutlived = each.spec.origin == SavepointOrigin::Suspend
            && (each.operation.isExpired || each.status.state == SavepointState::Failed);
        if (written->id == 0 || isOutlived)
            d.edit(each.metadata.id)->status.failure = tr("Only its files were found.");
    }
}

const Savepoint *unansweredStopOf(const Deliberation &d, const Job &job)
{
    if (job.ending.terminalStatus != FlinkJobStatus::Finished || !isStopping(job)
        || !rule("5.3 its location is waited for"))
        return nullptr;
    // Once more after the end: what was answered since then has resolved it, or let it expire.
    const Savepoint *stop = d.stopOf(job);
    const bool isOpen =
        stop && stop->status.state == SavepointState::Started && stop->operation.requestsSent > 0;
    const bool canBeAsked =
        isOpen && d.observedCluster() && !d.isAbsent(job) && !cancellation::isForced(d, job);
    return canBeAsked ? stop : nullptr;
}

bool isWaitingForLocation(Deliberation &d, const Job &job)
{
    if (!unansweredStopOf(d, job))
        return false;
    d.wait(tr("Reading where the savepoint is."));
    return true;
}

bool isAt(const Savepoint &savepoint, const QString &path)
{
    const SavepointSpec &spec = savepoint.spec;
    if (path.isEmpty() || spec.savepointLocation == path)
        return !path.isEmpty();
    const bool isAnother =
        !spec.savepointLocation.isEmpty() && nameIn(path) != nameIn(spec.savepointLocation);
    return isInDirectoryOf(savepoint, path)
        && (!isAnother || !rule("5.4 a second savepoint is another"));
}

const CheckpointMark *foundOnDisk(const Deliberation &d, const Savepoint &savepoint)
{
    const auto &disk = d.view.facts.disk;
    if (!disk)
        return nullptr;
    const auto found = std::ranges::find_if(disk->savepoints, [&](const CheckpointMark &each) {
        return isAt(savepoint, each.path) || !rule("5.6 only the stop under way ends the job");
    });
    return found == disk->savepoints.end() ? nullptr : &*found;
}

bool mayBeOutrun(const Deliberation &d, const Job &job, const Savepoint &stop)
{
    const ClusterView *cluster = d.view.current;
    return cluster && cluster->hasHighAvailability && job.ending.terminalSeenAt
        && cluster->incarnationSeenAt > stop.metadata.createdAt && !isToldByDisk(d, stop)
        && rule("5.3 another leader may run it on");
}

void complete(Deliberation &d, const QString &savepointId, const QString &location)
{
    Savepoint *savepoint = d.edit(savepointId);
    const SavepointState state = savepoint->status.state;
    const bool isToBeDeleted = state != SavepointState::Started && state != SavepointState::Failed;
    if (state == SavepointState::Completed
        || (isToBeDeleted && rule("5 what was to be deleted is never COMPLETED again")))
        return;
    savepoint->spec.savepointLocation = location;
    savepoint->status = {.state = SavepointState::Completed, .completedAt = d.now};
    d.purpose = "location"_L1;
    d.note("SavepointCompleted", Severity::Info, tr("The savepoint is at %1.").arg(location));
}

void complete(Deliberation &d, const QString &savepointId, const CheckpointMark &written)
{
    complete(d, savepointId, written.path);
    Savepoint *savepoint = d.edit(savepointId);
    if (savepoint->status.state != SavepointState::Completed)
        return;
    if (written.id > 0) // else filled in later (§3.9)
        savepoint->spec.flinkSavepointId = written.id;
    if (written.stateSize > 0)
        savepoint->spec.stateSize = written.stateSize;
}

QString savepointDirectory(const JobTemplate &jobTemplate, const ClusterView &cluster)
{
    const auto &configuration = jobTemplate.flinkConfiguration;
    const QString own = configuration.value(u"execution.checkpointing.savepoint-dir"_s,
                                            configuration.value(u"state.savepoints.dir"_s));
    return own.isEmpty() ? cluster.savepointDirectory : own;
}

bool isPermanent(const QString &failure)
{
    static const QRegularExpression permanent(
        u"Failed to create savepoint directory|UnsupportedFileSystemSchemeException|"
        "Could not find a file system implementation|not a streaming job|Blocking output edge"_s);
    return permanent.match(failure).hasMatch();
}

QString unmetPreCheck(const Deliberation &d, const Job &job)
{
    if (!d.observedCluster())
        return tr("Waiting for the session cluster.");
    const FlinkJob *row = d.seen(job);
    if (!row)
        return tr("Waiting until the job is seen again.");
    if (row->status != FlinkJobStatus::Running)
        return tr("Waiting until the job runs: Flink says %1.").arg(wireName(row->status));
    if (!row->areAllTasksRunning() && rule("5.1 all tasks run"))
        return tr("Waiting until all tasks run: %1 of %2 do.")
            .arg(row->tasksRunning + row->tasksFinished)
            .arg(row->tasksTotal);
    if (savepoints::isRequestUnderWay(d, job) && rule("5 a stop waits for a savepoint"))
        return tr("Waiting for the savepoint that is under way.");
    return {};
}

} // namespace headgate::suspension
