// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/suspension.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepointfiles.h"
#include "model/lifecycle/savepoints.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace headgate::suspension {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds RunsOnAfter{30};

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
    const CheckpointMark *written =
        savepointfiles::mayTellOf(*stop) ? savepointfiles::find(d, *stop) : nullptr;
    if (!isCompleted && !written)
        return false;
    const bool isKnownToRunOn =
        !stop->status.failure.isEmpty() && rule("5.6 what a failed stop wrote ends no job");
    if (isKnownToRunOn || savepointfiles::haveComeAgain(d, *stop)
        || isOutrun(d, job, written ? written->id : stop->spec.flinkSavepointId))
        return false;
    const QString id = stop->metadata.id;
    if (written)
        savepoints::complete(d, id, *written);
    job.ending.terminalStatus = FlinkJobStatus::Finished;
    ending::concludeFinished(d, job);
    return true;
}

QString forgottenText()
{
    return tr("its outcome was forgotten before it could be read.");
}

bool isStopping(const Job &job)
{
    return (job.ending.reason == TerminationReason::Suspend
            || job.ending.reason == TerminationReason::Upgrade)
        && !cancellation::isCancelling(job);
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

bool mayBeOutrun(const Deliberation &d, const Job &job, const Savepoint &stop)
{
    const ClusterView *cluster = d.view.current;
    return cluster && cluster->hasHighAvailability && job.ending.terminalSeenAt
        && cluster->incarnationSeenAt > stop.metadata.createdAt
        && !savepointfiles::haveToldOf(d, stop) && rule("5.3 another leader may run it on");
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
