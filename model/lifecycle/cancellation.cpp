// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/cancellation.h"

#include "model/core/pause.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepointfiles.h"
#include "model/lifecycle/submission.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::cancellation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr auto ForcedReason = "ForceCancelled"_L1;
constexpr seconds SightPause{5};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::cancellation", text);
}

//! 5 s, doubling to 60 s (lifecycle.md §6).
Duration pauseAfter(int sent)
{
    return doubledPause(seconds(5), sent - 1, seconds(60));
}

void send(Deliberation &d, Job &job)
{
    ++job.cancels.sent;
    job.cancels.lastSentAt = rule("10 a cancel request is written first")
        ? d.now
        : job.cancels.lastSentAt.value_or(d.now);
    d.act(CancelJob{job.metadata.id, job.spec.sessionClusterId, flinkJobIdOf(job)}, "cancel"_L1);
}

//! The result is not awaited: TERMINATED, with the job on the list of possible orphans (§6).
void force(Deliberation &d, Job &job)
{
    if ((job.submission.requestsSent > 0 || job.status.started)
        && rule("6 what is forced is listed"))
        listOrphan(d, job, false);
    savepointfiles::resolveOpen(d, job);
    ending::endJob(d, job, JobState::Terminated,
                   JobFailure{.message = tr("It was let go of by force."),
                              .reason = ForcedReason,
                              .failedAt = d.now});
    d.purpose = "force"_L1;
    d.note("ForceCancelled", Severity::Warning,
           tr("Job %1 was let go of by force; it may still run at Flink.").arg(job.spec.number));
}

//! Its submission is resolved, or nothing was sent at all.
void endNeverSeen(Deliberation &d, Job &job, submission::Resolution resolution)
{
    const ClusterView *cluster = d.observedCluster();
    const bool mayStillCome =
        job.submission.requestsSent > 0 && resolution != submission::Resolution::Rejected;
    if (mayStillCome && cluster && cluster->hasHighAvailability)
        listOrphan(d, job, true);
    else if (mayStillCome)
        submission::keepFence(d, job);
    ending::endJob(d, job, JobState::Terminated);
    d.note("JobCancelled", Severity::Info, tr("Job %1 is cancelled.").arg(job.spec.number));
}

bool wasNeverSent(const Job &job)
{
    return job.submission.requestsSent == 0 && !job.status.started;
}

//! The live job at \a cluster under the id of \a job, which has ended here; null if there is none.
const FlinkJob *rowBehindEnded(const Job &job, const ClusterView &cluster)
{
    if (isLive(job.status.state) || !job.ending.endedAt || !cluster.isObserved
        || job.spec.sessionClusterId != cluster.id || cluster.requestedAt <= *job.ending.endedAt)
        return nullptr;
    const auto row = cluster.jobs.constFind(flinkJobIdOf(job));
    return row != cluster.jobs.constEnd() && !isTerminal(row->status) ? &*row : nullptr;
}

bool isRisen(const Job &job, const ClusterView &cluster)
{
    const FlinkJob *row = wasForced(job) ? nullptr : rowBehindEnded(job, cluster);
    return row && row->status != FlinkJobStatus::Cancelling;
}

void cancelRisen(Deliberation &d, const Job &job, const ClusterView &cluster)
{
    const QString id = flinkJobIdOf(job);
    const auto last = d.memory.cancelledOnSight.constFind(id);
    const bool isFirst = last == d.memory.cancelledOnSight.constEnd();
    if (!isFirst && d.now < *last + SightPause)
        return d.wakeAt(*last + SightPause);
    d.memory.cancelledOnSight.insert(id, d.now);
    if (isFirst)
        d.note(
            "CancelledOnSight", Severity::Warning,
            tr("Flink runs job %1, which has ended here; it is cancelled.").arg(job.spec.number));
    d.act(CancelJob{{}, cluster.id, id}, "cancel"_L1);
}

//! Whether \a holds for any cluster that a Job of the Deployment records, or that the next one
//! would.
template <typename Predicate>
bool isAnyCluster(const DeploymentView &view, Predicate holds)
{
    const bool isTargetAnother = view.target && view.target != view.current;
    return (view.current && holds(*view.current)) || (isTargetAnother && holds(*view.target))
        || (rule("3.4 on former clusters, too")
            && std::ranges::any_of(view.former,
                                   [&](const ClusterView *each) { return holds(*each); }));
}

void cancelOnSightAt(Deliberation &d, const ClusterView &cluster)
{
    if (!cluster.isObserved || cluster.isPerhapsAnother)
        return;
    for (const Job &each : d.view.jobs) {
        if (d.hasActed())
            return;
        if (isRisen(each, cluster))
            cancelRisen(d, each, cluster);
    }
}

//! \a ended runs at \a cluster as \a row: says what that means for the start that was to come.
void holdBack(Deliberation &d, const Job &ended, const FlinkJob &row, const ClusterView &cluster)
{
    if (wasForced(ended) && row.status != FlinkJobStatus::Cancelling) {
        listOrphan(d, ended, false); // a person may have had it forgotten
        d.fail(FailureReason::JobWithoutRecord,
               tr("Job %1, which was let go of by force, still runs on “%2”. Cancel it "
                  "there first: it stands among the possible orphans.")
                   .arg(ended.spec.number)
                   .arg(cluster.name));
    } else {
        d.wait(tr("Waiting until job %1, which has ended here, is cancelled at Flink.")
                   .arg(ended.spec.number));
    }
}

//! \a cluster answers, and no look since \a forced was let go of could have shown it. A leader that
//! does not answer `/overview` yet has not recovered its jobs either.
bool isUnseenSinceForce(const Job &forced, const ClusterView &cluster)
{
    if (!wasForced(forced) || !cluster.isObserved || !forced.ending.endedAt
        || forced.spec.sessionClusterId != cluster.id
        || !rule("6 a look after force comes before a start"))
        return false;
    const Instant lookedAt = cluster.hasHighAvailability
        ? std::min(cluster.requestedAt, cluster.slotsReadAt)
        : cluster.requestedAt;
    return lookedAt <= *forced.ending.endedAt;
}

} // namespace

void begin(Deliberation &d, Job &job, TerminationReason reason)
{
    job.status.state = JobState::Terminating;
    job.ending.reason = reason;
    d.record.edit().isDrainRequested = false;
    if (wasNeverSent(job))
        return endNeverSeen(d, job, submission::Resolution::Rejected);
    d.wait(tr("The job is being cancelled."));
    d.note("CancellationStarted", Severity::Info,
           tr("Job %1 is being cancelled.").arg(job.spec.number));
    send(d, job);
}

void goOn(Deliberation &d, Job &job)
{
    d.wait(d.observedCluster() ? tr("The job is being cancelled.")
                               : tr("The job is being cancelled; its cluster does not answer."));
    if (isForced(d, job)) // the request was made when the cancellation began
        return force(d, job);
    // The answer may have been that the request never left, or found no jar.
    if (wasNeverSent(job))
        return endNeverSeen(d, job, submission::Resolution::Rejected);
    if (submission::isUnresolved(job)) {
        const auto resolution = submission::resolve(d, job);
        if (resolution != submission::Resolution::Open || !rule("6 never seen: until resolved"))
            return endNeverSeen(d, job, resolution);
    }
    const FlinkJob *row = d.seen(job);
    const bool isProgress = row && row->status == FlinkJobStatus::Cancelling;
    if (isProgress || d.view.facts.isCancelRequestOpen)
        return;
    // Nothing is there to be cancelled, nobody can look, or the look is older than the request.
    if (!row || d.observedCluster()->requestedAt <= *job.cancels.lastSentAt)
        return;
    const Instant due = *job.cancels.lastSentAt + pauseAfter(job.cancels.sent);
    if (d.now < due && rule("6 a pause before cancelling again"))
        return d.wakeAt(due);
    if (rule("6 cancelled again"))
        send(d, job);
}

bool isForced(const Deliberation &d, const Job &job)
{
    const QString named = d.deployment.metadata.annotations.value(ForceCancellationAnnotation);
    return d.desired() == DesiredState::Cancelled
        && (named == job.metadata.id
            || (!named.isEmpty() && !rule("6 only the Job that is named")));
}

bool wasForced(const Job &job)
{
    return job.status.failure && job.status.failure->reason == ForcedReason;
}

bool isCancelling(const Job &job)
{
    return job.ending.reason == TerminationReason::Cancel
        || (job.ending.reason == TerminationReason::Upgrade && job.cancels.sent > 0);
}

void cancelOnSight(Deliberation &d)
{
    if (d.hasActed() || !rule("3.4 cancelled on sight"))
        return;
    (void)isAnyCluster(d.view, [&](const ClusterView &cluster) {
        cancelOnSightAt(d, cluster);
        return d.hasActed();
    });
}

bool holdsBackStart(Deliberation &d)
{
    return std::ranges::any_of(d.view.jobs, [&](const Job &each) {
        return isAnyCluster(d.view, [&](const ClusterView &cluster) {
            const bool isUnseen = isUnseenSinceForce(each, cluster);
            const FlinkJob *live =
                rule("3.4 a risen job is waited out") ? rowBehindEnded(each, cluster) : nullptr;
            if (isUnseen)
                d.wait(tr("Looking whether job %1 still runs, which was let go of by force.")
                           .arg(each.spec.number));
            else if (live)
                holdBack(d, each, *live, cluster);
            return isUnseen || live;
        });
    });
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
