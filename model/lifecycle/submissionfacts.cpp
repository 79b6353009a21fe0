// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/attempts.h"
#include "model/lifecycle/restore.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/submission.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

// What comes in of a submission: Flink's answer to the request, and the sight of the job.
namespace headgate::submission {

using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::submission", text);
}

//! It never left, or was turned away unread: as if it had not been sent.
void takeBack(Deliberation &d, Submission &submission)
{
    d.memory.retryAt = d.now + attempts::backOff(++d.memory.retries);
    submission.requestsSent = std::max(0, submission.requestsSent - 1);
    if (submission.requestsSent > 0) {
        attempts::takeBackRepeat(d);
        submission.lastSentAt = submission.previousSentAt;
        return;
    }
    submission.firstSentAt.reset();
    submission.lastSentAt.reset();
    submission.incarnation.clear();
    submission.wasWatchedWithGap = false;
}

//! Flink had the job when it said yes.
void markAccepted(Submission &submission, JobObservations &observed)
{
    submission.isSighted = rule("3.4 a 200 is a sighting");
    if (!observed.lastSighting)
        observed.lastSighting = Sighting{*submission.lastSentAt, submission.incarnation};
}

void absorbAnswer(Deliberation &d, Job &job, const Outcome &outcome)
{
    Submission &submission = job.submission;
    submission.lastAnswerAt = outcome.at;
    switch (outcome.kind) {
    case OutcomeKind::Accepted:
        return markAccepted(submission, job.observed);
    case OutcomeKind::Duplicate:
        // It may be in a slow main(), and not be listed for long yet: no date of a sighting.
        submission.isSighted = rule("3.4 a Duplicate is a sighting");
        return d.note("SubmissionDuplicate", Severity::Info,
                      tr("Flink knows the job already: an earlier request had arrived."));
    case OutcomeKind::NotSent:
        return rule("3.4 what never left was not sent") ? takeBack(d, submission) : void();
    case OutcomeKind::JarMissing:
        takeBack(d, submission);
        return d.note("JarMissing", Severity::Warning,
                      tr("The cluster has lost the uploaded jar; it is brought there again."));
    case OutcomeKind::Unknown:
        return d.note(
            "SubmissionUnknown", Severity::Warning,
            tr("The answer to the start was lost: %1 The job is looked for, and not started a "
               "second time meanwhile.")
                .arg(outcome.message),
            outcome.detail);
    case OutcomeKind::Rejected:
    case OutcomeKind::NotFound:
    case OutcomeKind::AlreadyTerminal:
        ++submission.rejections;
        submission.rejection = outcome.message;
        submission.rejectionDetail = outcome.detail;
        return;
    }
}

void noteStart(Deliberation &d, const Job &job)
{
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

void markStarted(Deliberation &d, Job &job, const FlinkJob &row)
{
    job.status.state = JobState::Started;
    job.status.started = StartedStatus{.flinkJobId = row.id,
                                       .startedAt = d.now,
                                       .lastUpdateTime = d.now,
                                       .observedFlinkJobStatus = row.status};
    restore::conclude(d.view.stored, d.record.edit(), job);
    noteStart(d, job);
}

bool isRunningAtFlink(FlinkJobStatus status)
{
    return status == FlinkJobStatus::Running || status == FlinkJobStatus::Restarting
        || status == FlinkJobStatus::Failing;
}

bool isSightingDue(const ClusterView &cluster, const std::optional<Sighting> &last)
{
    return !last || last->incarnation != cluster.incarnation
        || cluster.requestedAt - last->at >= SightingPause;
}

void absorbSight(Deliberation &d, const FlinkJob &row)
{
    const ClusterView &cluster = *d.observedCluster();
    d.memory.absentSince.reset();
    if (!d.live()->submission.isSighted || d.live()->ending.isMissing) {
        d.editJob().submission.isSighted = true;
        d.editJob().ending.isMissing = false;
    }
    if (isSightingDue(cluster, d.live()->observed.lastSighting))
        d.editJob().observed.lastSighting = Sighting{cluster.requestedAt, cluster.incarnation};
    if (d.live()->status.state == JobState::Starting && isRunningAtFlink(row.status))
        markStarted(d, d.editJob(), row);
    const auto &started = d.live()->status.started;
    if (started && started->observedFlinkJobStatus != row.status) {
        StartedStatus &changed = *d.editJob().status.started;
        changed.observedFlinkJobStatus = row.status;
        changed.lastUpdateTime = d.now;
    }
}

//! Adds up the time from the last look before an outage to the first one after it.
void noteSilence(Deliberation &d, const Job &job)
{
    Memory &memory = d.memory;
    const ClusterView *cluster = d.view.current;
    if (!isUnresolved(job) || !cluster) {
        memory.silentSince.reset();
        memory.silence = Duration::zero();
    } else if (!d.observedCluster()) {
        if (!memory.silentSince)
            memory.silentSince = std::max(cluster->requestedAt, *job.submission.lastSentAt);
    } else if (const auto since = std::exchange(memory.silentSince, std::nullopt)) {
        memory.silence += std::max(Duration::zero(), cluster->requestedAt - *since);
    }
}

} // namespace

void absorb(Deliberation &d)
{
    if (!d.live())
        return;
    if (d.view.facts.run && d.live()->submission.requestsSent > 0)
        absorbAnswer(d, d.editJob(), *d.view.facts.run);
    const FlinkJob *row = d.seen(*d.live());
    if (row && (d.live()->submission.requestsSent > 0 || d.live()->status.started))
        absorbSight(d, *row);
    const Job &job = *d.live();
    noteSilence(d, job);
    const ClusterView *cluster = d.observedCluster();
    if (isUnresolved(job) && cluster && cluster->observedSince > *job.submission.firstSentAt)
        d.editJob().submission.wasWatchedWithGap = true;
}

} // namespace headgate::submission
