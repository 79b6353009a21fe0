// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/cancellation.h"

#include "model/lifecycle/ending.h"
#include "model/lifecycle/submission.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::cancellation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Cancellation", text);
}

//! 5 s, doubling to 60 s (lifecycle.md §6).
Duration pauseAfter(int sent)
{
    return std::min<Duration>(seconds(60), seconds(5) * (1 << std::clamp(sent - 1, 0, 4)));
}

bool isForced(const Deliberation &d, const Job &job)
{
    return d.desired() == DesiredState::Cancelled
        && d.deployment.metadata.annotations.value(ForceCancellationAnnotation)
        == job.metadata.id;
}

void send(Deliberation &d, Job &job)
{
    ++job.cancels.sent;
    job.cancels.lastSentAt = d.now;
    d.act(CancelJob{job.metadata.id, job.spec.sessionClusterId, flinkJobIdOf(job)}, "cancel"_L1);
}

//! The result is not awaited: TERMINATED, with the job on the list of possible orphans (§6).
void force(Deliberation &d, Job &job)
{
    if (job.submission.requestsSent > 0 || job.status.started)
        listOrphan(d, job, false);
    suspension::resolveOpen(d, job);
    ending::endJob(d, job, JobState::Terminated);
    d.purpose = "force"_L1;
    d.note("ForceCancelled", Severity::Warning,
           tr("Job %1 was let go of by force; it may still run at Flink.").arg(job.spec.number));
}

void endNeverSeen(Deliberation &d, Job &job)
{
    const ClusterView *cluster = d.observedCluster();
    if (cluster && cluster->hasHighAvailability && job.submission.requestsSent > 0)
        listOrphan(d, job, true);
    if (cluster && job.submission.requestsSent > 0
        && cluster->incarnation != job.submission.incarnation)
        job.ending.endedWithJobManager = true;
    ending::endJob(d, job, JobState::Terminated);
    d.purpose = "end"_L1;
}

} // namespace

void begin(Deliberation &d, Job &job, TerminationReason reason)
{
    job.status.state = JobState::Terminating;
    job.ending.reason = reason;
    d.record.isDrainRequested = false;
    if (job.submission.requestsSent == 0 && !job.status.started) {
        if (d.view.facts.isRunRequestOpen)
            return;
        return endNeverSeen(d, job); // nothing was sent
    }
    d.wait(tr("The job is being cancelled."));
    d.note("CancellationStarted", Severity::Info,
           tr("Job %1 is being cancelled.").arg(job.spec.number));
    send(d, job);
}

void goOn(Deliberation &d, Job &job)
{
    d.wait(d.observedCluster() ? tr("The job is being cancelled.")
                               : tr("The job is being cancelled; its cluster does not answer."));
    // The request was made at least once before anybody lets go.
    if (isForced(d, job) && job.cancels.sent > 0)
        return force(d, job);
    if (submission::isUnresolved(job)
        && submission::resolve(d, job) != submission::Resolution::Open)
        return endNeverSeen(d, job);
    const FlinkJob *row = d.seen(job);
    const bool isProgress
        = row && (row->status == FlinkJobStatus::Cancelling || isTerminal(row->status));
    if (isProgress || d.view.facts.isCancelRequestOpen)
        return;
    if (!row && job.cancels.sent > 0)
        return; // nothing is there to be cancelled, or nobody can look
    const Instant due = job.cancels.lastSentAt.value_or(Instant()) + pauseAfter(job.cancels.sent);
    if (job.cancels.sent > 0 && d.now < due)
        return d.wakeAt(due);
    if (std::holds_alternative<NoAction>(d.action))
        send(d, job);
}

bool isCancelling(const Job &job)
{
    return job.ending.reason == TerminationReason::Cancel
        || (job.ending.reason == TerminationReason::Upgrade && job.cancels.sent > 0);
}

void cancelOnSight(Deliberation &d)
{
    const ClusterView *cluster = d.observedCluster();
    if (!cluster || !std::holds_alternative<NoAction>(d.action))
        return;
    for (const Job &job : d.jobs) {
        const QString id = flinkJobIdOf(job);
        const auto row = cluster->jobs.constFind(id);
        const bool isThere = row != cluster->jobs.constEnd() && !isTerminal(row->status)
            && row->status != FlinkJobStatus::Cancelling;
        const bool isEnded = !isLive(job.status.state) && job.ending.endedAt
            && job.spec.sessionClusterId == cluster->id
            && cluster->requestedAt > *job.ending.endedAt;
        const bool wasForced
            = d.deployment.metadata.annotations.value(ForceCancellationAnnotation)
            == job.metadata.id;
        if (!isThere || !isEnded || wasForced)
            continue;
        if (const auto last = d.memory.cancelledOnSight.constFind(id);
            last != d.memory.cancelledOnSight.constEnd() && d.now - *last < seconds(5))
            continue;
        d.memory.cancelledOnSight.insert(id, d.now);
        d.note("CancelledOnSight", Severity::Warning,
               tr("Flink runs job %1, which has ended here; it is cancelled.")
                   .arg(job.spec.number));
        return d.act(CancelJob{{}, cluster->id, id}, "cancel"_L1);
    }
}

void listOrphan(Deliberation &d, const Job &job, bool isCancelledOnSight)
{
    d.newOrphans.append(PossibleOrphan{.flinkJobId = flinkJobIdOf(job),
                                       .sessionClusterId = job.spec.sessionClusterId,
                                       .deploymentId = d.deployment.metadata.id,
                                       .deploymentName = d.deployment.metadata.name,
                                       .jobId = job.metadata.id,
                                       .isCancelledOnSight = isCancelledOnSight,
                                       .listedAt = d.now});
}

} // namespace headgate::cancellation
