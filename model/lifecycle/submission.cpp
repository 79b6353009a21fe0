// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/submission.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/ending.h"
#include "model/resources/shellwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::submission {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr auto ParametersKey = "pipeline.global-job-parameters"_L1;
constexpr int MaxOpenRunRequests = 4; // a cluster
constexpr seconds RetryPause{2};

QString tr(const char *text)
{
    return QCoreApplication::translate("Submission", text);
}

//! How long after the last request a proxy, or a slow main(), may still bring the job.
Duration fenceOf(const Deployment &deployment)
{
    return std::max<Duration>(minutes(10), 2 * submissionTimeout(deployment));
}

void takeBack(Submission &submission)
{
    // It never left, or was turned away unread: as if it had not been sent.
    submission.requestsSent = std::max(0, submission.requestsSent - 1);
    if (submission.requestsSent == 0) {
        submission.firstSentAt.reset();
        submission.lastSentAt.reset();
        submission.incarnation.clear();
    }
}

void absorbAnswer(Deliberation &d, Job &job, const Outcome &outcome)
{
    Submission &submission = job.submission;
    submission.lastAnswerAt = outcome.at;
    switch (outcome.kind) {
    case OutcomeKind::Accepted:
        submission.isSighted = true;
        return;
    case OutcomeKind::Duplicate:
        submission.isSighted = true;
        d.note("SubmissionDuplicate", Severity::Info,
               tr("Flink knows the job already: an earlier request had arrived."));
        return;
    case OutcomeKind::NotSent:
        takeBack(submission);
        d.memory.retryAt = d.now + RetryPause;
        return;
    case OutcomeKind::JarMissing:
        takeBack(submission);
        d.note("JarMissing", Severity::Warning,
               tr("The cluster has lost the uploaded jar; it is brought there again."));
        return;
    case OutcomeKind::Unknown:
        d.note("SubmissionUnknown", Severity::Warning,
               tr("The answer to the start was lost: %1 The job is looked for, and not started a "
                  "second time meanwhile.")
                   .arg(outcome.message),
               outcome.detail);
        return;
    case OutcomeKind::Rejected:
    case OutcomeKind::NotFound:
    case OutcomeKind::AlreadyTerminal:
        ++submission.rejections;
        submission.rejection = outcome.message;
        submission.rejectionDetail = outcome.detail;
        return;
    }
}

void markStarted(Deliberation &d, Job &job, const FlinkJob &row)
{
    job.status.state = JobState::Started;
    job.status.started = StartedStatus{.flinkJobId = row.id,
                                       .startedAt = d.now,
                                       .lastUpdateTime = d.now,
                                       .observedFlinkJobStatus = row.status};
    d.record.startAttempts = 0;
    d.record.chosen.reset();
    if (!job.spec.savepointId.isEmpty() && job.spec.savepointId == d.record.pinnedSavepointId)
        d.record.pinnedSavepointId.clear();
    d.note("JobStarted", Severity::Info,
           job.spec.savepointLocation.isEmpty()
               ? tr("Job %1 runs; it was started empty.").arg(job.spec.number)
               : tr("Job %1 runs; it was restored from %2.")
                     .arg(job.spec.number)
                     .arg(job.spec.savepointLocation));
    if (!job.submission.rejection.isEmpty()) {
        d.note("RejectedButRunning", Severity::Warning,
               tr("Flink answered the start with an error, but the job runs: %1")
                   .arg(job.submission.rejection),
               job.submission.rejectionDetail);
    }
}

bool isRunningAtFlink(FlinkJobStatus status)
{
    return status == FlinkJobStatus::Running || status == FlinkJobStatus::Restarting
        || status == FlinkJobStatus::Failing;
}

void absorbSight(Deliberation &d, Job &job, const FlinkJob &row)
{
    const ClusterView &cluster = *d.observedCluster();
    job.submission.isSighted = true;
    job.ending.isMissing = false;
    d.memory.absentSince.reset();
    // Sightings are made durable now and then: often enough for "at most 60 s before" (§3.7).
    const auto &last = job.observed.lastSighting;
    if (!last || last->incarnation != cluster.incarnation
        || cluster.requestedAt - last->at >= seconds(20))
        job.observed.lastSighting = Sighting{cluster.requestedAt, cluster.incarnation};
    if (job.status.state == JobState::Starting && isRunningAtFlink(row.status))
        markStarted(d, job, row);
    if (job.status.started && job.status.started->observedFlinkJobStatus != row.status) {
        job.status.started->observedFlinkJobStatus = row.status;
        job.status.started->lastUpdateTime = d.now;
    }
}

bool isAttemptOver(const Deliberation &d, const Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    if (!cluster || !job.submission.lastSentAt)
        return false;
    // Time in which the cluster could not be watched does not count.
    const Instant from = std::max(*job.submission.lastSentAt, cluster->observedSince);
    return d.now - from >= submissionTimeout(d.deployment);
}

void failAttempt(Deliberation &d, Job &job)
{
    const QString reason = job.submission.rejection.isEmpty()
        ? tr("The job did not appear on the cluster.")
        : job.submission.rejection;
    ending::endFailedStart(d, job,
                           JobFailure{.message = reason,
                                      .reason = u"SubmissionFailed"_s,
                                      .detail = job.submission.rejectionDetail,
                                      .failedAt = d.now});
}

void failUnknown(Deliberation &d)
{
    if (!d.isFailed())
        d.fail(FailureReason::OutcomeUnknown,
               tr("The outcome of the submission is unknown: whether the job will still appear "
                  "on the cluster cannot be known. It is looked for; Retry or Cancel ends this."));
}

void send(Deliberation &d, Job &job)
{
    const ClusterView &cluster = *d.observedCluster();
    Submission &submission = job.submission;
    ++submission.requestsSent;
    submission.lastSentAt = d.now;
    if (!submission.firstSentAt) {
        submission.firstSentAt = d.now;
        submission.incarnation = cluster.incarnation;
    }
    const JobTemplate &jobTemplate = job.spec.jobTemplate;
    d.note("SubmissionSent", Severity::Info, tr("The start of job %1 is sent.").arg(job.spec.number));
    d.act(RunJob{.jobId = job.metadata.id,
                 .clusterId = cluster.id,
                 .flinkJobId = flinkJobIdOf(job),
                 .jarId = d.view.facts.uploadedJarId,
                 .entryClass = jobTemplate.artifact.entryClass,
                 .programArguments
                 = splitShellWords(jobTemplate.artifact.mainArgs).value_or(QStringList()),
                 .parallelism = jobTemplate.parallelism,
                 .savepointPath = job.spec.savepointLocation,
                 .allowNonRestoredState = job.spec.allowNonRestoredState,
                 .flinkConfiguration = configurationFor(d.deployment, job),
                 .timeout = submissionTimeout(d.deployment)},
          "run"_L1);
}

//! The jar first; then the request, as soon as one may be sent.
void sendOrPrepare(Deliberation &d, Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    const Facts &facts = d.view.facts;
    if (!cluster)
        return d.wait(tr("Waiting for the session cluster."));
    if (facts.isUploadOpen)
        return d.wait(tr("The jar is brought to the cluster."));
    if (facts.isRunRequestOpen)
        return d.wait(tr("Waiting for Flink's answer to the start."));
    if (d.memory.retryAt && d.now < *d.memory.retryAt) {
        d.wakeAt(*d.memory.retryAt);
        return d.wait(tr("Waiting before the request is sent again."));
    }
    if (facts.uploadedJarId.isEmpty()) {
        d.wait(tr("The jar is brought to the cluster."));
        return d.act(BringJar{job.metadata.id, cluster->id, job.spec.artifactSha256},
                     "upload"_L1);
    }
    if (cluster->openRunRequests >= MaxOpenRunRequests)
        return d.wait(tr("Waiting for other starts on this cluster."));
    d.wait(tr("Waiting for Flink to run the job."));
    send(d, job);
}

bool mayRepeat(const Deliberation &d, const Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    return cluster && !d.view.facts.isRunRequestOpen
        && cluster->incarnation == job.submission.incarnation && !cluster->hasHighAvailability
        && job.submission.requestsSent < d.deployment.spec.maxJobCreationAttempts;
}

void goOnUnresolved(Deliberation &d, Job &job)
{
    d.wait(d.view.facts.isRunRequestOpen
               ? tr("Waiting for Flink's answer to the start.")
               : tr("Looking for the job: whether its start arrived is not known."));
    switch (resolve(d, job)) {
    case Resolution::Failed:
        return failAttempt(d, job);
    case Resolution::Missing:
        return failUnknown(d);
    case Resolution::Open:
        break;
    }
    if (!isAttemptOver(d, job) || d.view.facts.isRunRequestOpen)
        return;
    if (mayRepeat(d, job))
        return sendOrPrepare(d, job);
    const ClusterView *cluster = d.observedCluster();
    if (cluster && cluster->incarnation == job.submission.incarnation)
        failUnknown(d); // with HA at once, else when all attempts are used up
}

} // namespace

void absorb(Deliberation &d)
{
    Job *job = d.live();
    if (!job)
        return;
    if (d.view.facts.run)
        absorbAnswer(d, *job, *d.view.facts.run);
    if (const FlinkJob *row = d.seen(*job); 
        row && (job->submission.requestsSent > 0 || job->status.started))
        absorbSight(d, *job, *row);
    const ClusterView *cluster = d.observedCluster();
    if (isUnresolved(*job) && cluster && job->submission.firstSentAt
        && cluster->observedSince > *job->submission.firstSentAt)
        job->submission.wasWatchedWithGap = true;
}

bool isUnresolved(const Job &job)
{
    return job.status.state != JobState::Failed && job.submission.requestsSent > 0
        && !job.submission.isSighted && !job.ending.endedAt;
}

Resolution resolve(const Deliberation &d, const Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    const Submission &submission = job.submission;
    if (!cluster || !d.isAbsent(job) || d.view.facts.isRunRequestOpen)
        return Resolution::Open;
    const bool isSameIncarnation = cluster->incarnation == submission.incarnation;
    // (b) every request was turned down, and the cluster that did so lacks the job
    if (submission.rejections == submission.requestsSent && isSameIncarnation)
        return Resolution::Failed;
    const Resolution resolved
        = submission.wasWatchedWithGap ? Resolution::Missing : Resolution::Failed;
    // (d) the JobManager that was asked is gone with all that it had heard
    const bool isReplaced = !cluster->hasHighAvailability && !isSameIncarnation
        && cluster->requestedAt - *submission.lastSentAt >= seconds(60);
    // (c) the fence is over; after a gap it counts from the first look
    const Instant from = std::max(*submission.lastSentAt, cluster->observedSince);
    const bool isFenceOver = cluster->requestedAt - from >= fenceOf(d.deployment);
    return isReplaced || isFenceOver ? resolved : Resolution::Open;
}

void goOn(Deliberation &d, Job &job)
{
    if (job.submission.requestsSent == 0) {
        if (const auto &upload = d.view.facts.upload; upload) {
            job.submission.rejection = upload->message;
            job.submission.rejectionDetail = upload->detail;
            if (upload->kind == OutcomeKind::Rejected)
                return failAttempt(d, job);
            d.memory.retryAt = d.now + RetryPause;
        }
        return sendOrPrepare(d, job);
    }
    if (isUnresolved(job))
        return goOnUnresolved(d, job);
    d.wait(tr("Waiting for Flink to run the job."));
}

void watchWhileFailed(Deliberation &d, Job &job)
{
    // A person's Cancel or Retry ends this; a job that is known to have failed may end by itself.
    if (isUnresolved(job) && resolve(d, job) == Resolution::Failed)
        failAttempt(d, job);
}

QMap<QString, QString> configurationFor(const Deployment &deployment, const Job &job)
{
    QMap<QString, QString> result;
    const QMap<QString, QString> &saved = job.spec.jobTemplate.flinkConfiguration;
    for (const auto &[key, value] : saved.asKeyValueRange()) {
        QString filled = value;
        filled.replace("{{deploymentName}}"_L1, deployment.metadata.name)
            .replace("{{deploymentId}}"_L1, deployment.metadata.id)
            .replace("{{jobId}}"_L1, job.metadata.id)
            .replace("{{namespace}}"_L1, deployment.metadata.nameSpace);
        result.insert(key, filled);
    }
    const QString stamp = "headgate.deployment:"_L1 + deployment.metadata.id;
    QString &parameters = result[ParametersKey];
    parameters = parameters.isEmpty() ? stamp : parameters + u',' + stamp;
    return result;
}

} // namespace headgate::submission
