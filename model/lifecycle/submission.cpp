// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/submission.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/runrequest.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::submission {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr auto UnseenReason = "SubmissionUnseen"_L1;
constexpr int MaxOpenRunRequests = 4; // a cluster
constexpr seconds FreshIdentity{3};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::submission", text);
}

void failAttempt(Deliberation &d, Job &job, const QString &reason)
{
    const QString message = job.submission.rejection.isEmpty()
        ? tr("The job did not appear on the cluster.")
        : job.submission.rejection;
    ending::endFailedStart(d, job,
                           JobFailure{.message = message,
                                      .reason = reason,
                                      .detail = job.submission.rejectionDetail,
                                      .failedAt = d.now});
}

//! Where \a job writes its checkpoints; empty where that is not known.
QString checkpointsOf(const Deliberation &d, const Job &job)
{
    const auto &configuration = job.spec.jobTemplate.flinkConfiguration;
    const auto isSwitchedOff = [](const QString &value) { return value.trimmed() == "false"_L1; };
    for (const auto option :
         {"execution.checkpointing.create-subdir"_L1, "state.checkpoints.create-subdir"_L1}) {
        if (isSwitchedOff(configuration.value(option)))
            return {};
    }
    QString directory = configuration.value(u"execution.checkpointing.dir"_s,
                                            configuration.value(u"state.checkpoints.dir"_s));
    const ClusterView &cluster = *d.observedCluster();
    if (directory.isEmpty())
        directory = cluster.checkpointDirectory;
    // The same path on another machine may be another directory.
    return directory.isEmpty() || !cluster.isLocal ? QString()
                                                   : directory + u'/' + flinkJobIdOf(job);
}

//! A job that nobody saw may have run, and written: the directory of its checkpoints tells, where
//! it can be read from here (§3.8). False while it is being looked at.
bool isDiskLookedAt(Deliberation &d, Job &job)
{
    const QString checkpoints = checkpointsOf(d, job);
    if (checkpoints.isEmpty())
        return true;
    if (!d.memory.unseenAt)
        d.memory.unseenAt = d.now;
    const DiskView *disk = d.diskSince(*d.memory.unseenAt);
    if (!disk) {
        d.ask(ReadDisk{job.spec.sessionClusterId, job.metadata.id, checkpoints});
        d.wait(tr("Looking for checkpoints of the job that nobody saw."));
        return false;
    }
    if (disk->newest) {
        job.observed.hasCompletedCheckpoint = true;
        finalread::recordSnapshot(d, job, *disk->newest);
    }
    job.ending.isFinalStateRead = disk->isReadable && !disk->newest;
    return true;
}

void failUnseen(Deliberation &d, Job &job)
{
    if (!isDiskLookedAt(d, job))
        return;
    keepFence(d, job);
    failAttempt(d, job, UnseenReason);
}

void failUnknown(Deliberation &d)
{
    d.fail(FailureReason::OutcomeUnknown,
           tr("The outcome of the submission is unknown: whether the job will still appear on the "
              "cluster cannot be known. It is looked for; Retry or Cancel ends this."));
}

void send(Deliberation &d, Job &job)
{
    Submission &submission = job.submission;
    if (submission.requestsSent > 0)
        attempts::countRepeat(d);
    if (rule("10 a run request is written first"))
        ++submission.requestsSent;
    submission.previousSentAt = submission.lastSentAt;
    submission.lastSentAt = d.now;
    d.memory.silence = Duration::zero();
    if (!submission.firstSentAt) {
        submission.firstSentAt = d.now;
        if (rule("10 its incarnation is written first"))
            submission.incarnation = d.observedCluster()->incarnation;
    }
    d.note("SubmissionSent", Severity::Info,
           tr("The start of job %1 is sent.").arg(job.spec.number));
    d.act(runRequestFor(d, job), "run"_L1);
}

//! What stands between now and a run request; empty where it can be sent.
QString obstacleToSending(const Deliberation &d)
{
    const ClusterView *cluster = d.observedCluster();
    const Facts &facts = d.view.facts;
    if (!cluster)
        return tr("Waiting for the session cluster.");
    if (d.now - cluster->identifiedAt >= FreshIdentity) // the request names it (§10)
        return tr("Asking the session cluster who it is.");
    if (facts.isUploadOpen)
        return tr("The jar is brought to the cluster.");
    if (facts.isRunRequestOpen)
        return tr("Waiting for Flink's answer to the start.");
    if (d.memory.retryAt && d.now < *d.memory.retryAt)
        return tr("Waiting before the request is sent again.");
    if (!facts.uploadedJarId.isEmpty() && cluster->openRunRequests >= MaxOpenRunRequests)
        return tr("Waiting for other starts on this cluster.");
    return {};
}

//! The jar first; then the request, as soon as one may be sent.
void sendOrPrepare(Deliberation &d, Job &job)
{
    if (const QString obstacle = obstacleToSending(d); !obstacle.isEmpty()) {
        if (d.memory.retryAt)
            d.wakeAt(*d.memory.retryAt);
        return d.wait(obstacle);
    }
    if (d.view.facts.uploadedJarId.isEmpty()) {
        d.wait(tr("The jar is brought to the cluster."));
        return d.act(BringJar{job.metadata.id, job.spec.sessionClusterId, job.spec.artifactSha256},
                     "upload"_L1);
    }
    d.wait(tr("Waiting for Flink to run the job."));
    send(d, job);
}

//! What repeats the request, or says that it cannot be repeated. The cluster is observed.
void repeatOrFail(Deliberation &d, Job &job)
{
    const ClusterView &cluster = *d.observedCluster();
    // A terminal id may be accepted again there: nothing goes twice.
    if (cluster.hasHighAvailability && rule("3.4 with HA nothing is sent twice")) {
        // After a Retry there is nothing but to wait for the end of the fence.
        if (job.spec.generation == d.record->generation)
            failUnknown(d);
        return;
    }
    if (rule("3.4 repeated within its incarnation alone")
        && cluster.incarnation != job.submission.incarnation)
        return; // it cannot be asked again: (d), or the fence, will tell
    if (rule("3.4 repeats are attempts") && !attempts::isAnotherLeft(*d.record, d.deployment))
        return failUnknown(d);
    sendOrPrepare(d, job);
}

//! Nobody watched all the time: a person's Retry, a new generation, lets go of it.
void concludeMissing(Deliberation &d, Job &job)
{
    const bool isRetried = job.ending.isMissing && d.desired() == DesiredState::Running;
    if (!isRetried && rule("3.4 what is missing waits for a person")) {
        job.ending.isMissing = true;
        return failUnknown(d);
    }
    keepFence(d, job);
    ending::endMissing(d, job, tr("Whether the start of the job arrived is not known."));
}

void goOnUnresolved(Deliberation &d, Job &job)
{
    d.wait(d.view.facts.isRunRequestOpen
               ? tr("Waiting for Flink's answer to the start.")
               : tr("Looking for the job: whether its start arrived is not known."));
    switch (resolve(d, job)) {
    case Resolution::Rejected:
        return failAttempt(d, job, u"SubmissionFailed"_s);
    case Resolution::Unseen:
        return failUnseen(d, job);
    case Resolution::Missing:
        return concludeMissing(d, job);
    case Resolution::Open:
        break;
    }
    const ClusterView *cluster = d.observedCluster();
    if (!cluster || d.view.facts.isRunRequestOpen)
        return;
    const Instant endsAt = attemptEndsAt(d.deployment, job, *cluster, d.memory);
    if (d.now < endsAt)
        return d.wakeAt(endsAt);
    if (!rule("3.4 no other Job before it is resolved"))
        return failUnseen(d, job);
    repeatOrFail(d, job);
}

//! Before the first request: the jar may be turned away, or not arrive.
void prepare(Deliberation &d, Job &job)
{
    if (const auto &upload = d.view.facts.upload) {
        if (upload->kind == OutcomeKind::Rejected) {
            job.submission.rejection = upload->message;
            job.submission.rejectionDetail = upload->detail;
            return failAttempt(d, job, u"UploadFailed"_s);
        }
        d.memory.retryAt = d.now + attempts::backOff(++d.memory.retries);
    }
    sendOrPrepare(d, job);
}

} // namespace

Duration fenceOf(const Deployment &deployment)
{
    if (!rule("3.4 c the fence"))
        return minutes(1);
    return std::max<Duration>(minutes(10), 2 * submissionTimeout(deployment));
}

Instant fenceEndsAt(const Deployment &deployment, const Job &job, const ClusterView &cluster)
{
    const Instant from = rule("3.4 c the fence counts again after a gap")
        ? std::max(*job.submission.lastSentAt, cluster.observedSince)
        : *job.submission.lastSentAt;
    return from + fenceOf(deployment);
}

Instant attemptEndsAt(const Deployment &deployment, const Job &job, const ClusterView &cluster,
                      const Memory &memory)
{
    const Instant from = *job.submission.lastSentAt;
    return (rule("3.3 an outage spends no time")
                ? std::max(from + memory.silence, cluster.observedSince)
                : from)
        + submissionTimeout(deployment);
}

bool isUnresolved(const Job &job)
{
    return isLive(job.status.state) && job.submission.requestsSent > 0 && !job.submission.isSighted;
}

Resolution resolve(const Deliberation &d, const Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    const Submission &submission = job.submission;
    const bool isOpen =
        rule("3.4 not judged while a request is open") && d.view.facts.isRunRequestOpen;
    if (!cluster || !d.isAbsent(job) || isOpen)
        return Resolution::Open;
    const bool isSameIncarnation = cluster->incarnation == submission.incarnation;
    // (b) every request was turned down, and the cluster that did so lacks the job
    const bool isTurnedDown =
        submission.rejections >= (rule("3.4 b every request") ? submission.requestsSent : 1);
    if (isTurnedDown && (isSameIncarnation || !rule("3.4 b of the same incarnation")))
        return Resolution::Rejected;
    // (d) the JobManager that was asked is gone with all that it had heard
    const bool isLongAgo = cluster->requestedAt - *submission.lastSentAt >= seconds(60);
    const bool isReplaced = !isSameIncarnation
        && (!cluster->hasHighAvailability || !rule("3.4 d without HA"))
        && (isLongAgo || !rule("3.4 d after 60 s"));
    const bool isFenceOver =
        cluster->requestedAt >= fenceEndsAt(d.deployment, job, *cluster); // (c)
    if (!isReplaced && !isFenceOver)
        return Resolution::Open;
    const bool isMissing = rule("3.4 after a gap it is missing") && submission.wasWatchedWithGap;
    return isMissing ? Resolution::Missing : Resolution::Unseen;
}

void goOn(Deliberation &d, Job &job)
{
    if (job.submission.requestsSent == 0)
        return prepare(d, job);
    if (isUnresolved(job))
        return goOnUnresolved(d, job);
    d.wait(tr("Waiting for Flink to run the job."));
}

void watchWhileFailed(Deliberation &d, Job &job)
{
    if (!isUnresolved(job))
        return;
    // What is known to have failed may end by itself; the rest is a person's Cancel or Retry.
    const Resolution resolution = resolve(d, job);
    if (resolution == Resolution::Rejected)
        failAttempt(d, job, u"SubmissionFailed"_s);
    else if (resolution == Resolution::Unseen)
        failUnseen(d, job);
    else if (resolution == Resolution::Missing)
        job.ending.isMissing = true;
}

bool endedUnseen(const Job &job)
{
    return job.status.failure && job.status.failure->reason == UnseenReason;
}

void keepFence(Deliberation &d, Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    const bool isReplaced = cluster && cluster->incarnation != job.submission.incarnation;
    job.ending.endedWithJobManager |= isReplaced; // its tasks may run on for a while (§3.2)
    const Instant until = *job.submission.lastSentAt + fenceOf(d.deployment);
    if (until <= d.now)
        return;
    d.newOrphans.append(PossibleOrphan{.flinkJobId = flinkJobIdOf(job),
                                       .sessionClusterId = job.spec.sessionClusterId,
                                       .deploymentId = d.deployment.metadata.id,
                                       .deploymentName = d.deployment.metadata.name,
                                       .jobId = job.metadata.id,
                                       .listedAt = d.now,
                                       .fenceUntil = until});
}

} // namespace headgate::submission
