// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/conditions.h"

#include "model/lifecycle/restarts.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::conditions {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr int ManyRestarts = 3;
constexpr days LongestInterval{365}; // Flink says "never" as the greatest of all numbers

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::conditions", text);
}

//! What a condition is found to be at this moment.
struct Finding {
    ConditionType type;
    ConditionStatus status = ConditionStatus::False;
    QString reason;
    QString message;
};

void write(Deliberation &d, const Finding &finding)
{
    const QList<Condition> &present = d.status.running->conditions;
    const auto known = std::ranges::find(present, finding.type, &Condition::type);
    const bool isSame = known != present.end() && known->status == finding.status
        && known->message == finding.message && known->reason == finding.reason;
    if (isSame)
        return;
    bool isTurned = true;
    QList<Condition> &conditions = d.status.running->conditions;
    auto it = std::ranges::find(conditions, finding.type, &Condition::type);
    if (it == conditions.end()) {
        conditions.append(Condition{.type = finding.type,
                                    .status = finding.status,
                                    .message = finding.message,
                                    .reason = finding.reason,
                                    .lastTransitionTime = d.now,
                                    .lastUpdateTime = d.now});
    } else {
        isTurned = it->status != finding.status;
        if (isTurned)
            it->lastTransitionTime = d.now;
        it->status = finding.status;
        it->message = finding.message;
        it->reason = finding.reason;
        it->lastUpdateTime = d.now;
    }
    if (isTurned && finding.status == ConditionStatus::True)
        d.note("ConditionTrue", Severity::Warning,
               wireName(finding.type) + u": " + finding.message);
}

//! Words of Flink that say neither that a job runs nor that it has ended (lifecycle.md §2).
bool isUnknown(FlinkJobStatus status)
{
    return status == FlinkJobStatus::Unknown || status == FlinkJobStatus::Suspended
        || status == FlinkJobStatus::Reconciling;
}

Finding reachability(const Deliberation &d, const FlinkJob *row)
{
    Finding finding{.type = ConditionType::ClusterUnreachable};
    if (row && !isUnknown(row->status))
        return finding;
    const ClusterView *cluster = d.view.current;
    if (cluster && cluster->state == SessionClusterState::Stopped) { // by force, or detached
        finding.status = ConditionStatus::Unknown;
        finding.reason = u"ClusterStopped"_s;
        finding.message = tr("The session cluster is stopped; nobody looks at the job.");
        return finding;
    }
    finding.status = ConditionStatus::True;
    if (row) {
        finding.reason = u"StatusUnknown"_s;
        finding.message = tr("Flink says that the job is %1.").arg(wireName(row->status));
        return finding;
    }
    const bool isAnswered = d.observedCluster() != nullptr;
    finding.reason = isAnswered ? u"JobNotListed"_s : u"NoAnswer"_s;
    if (isAnswered)
        finding.message = tr("The cluster answers, but does not list the job.");
    else if (cluster && !cluster->trouble.isEmpty())
        finding.message = cluster->trouble;
    else
        finding.message = tr("The cluster does not answer.");
    return finding;
}

//! When the restarts were last read, or the job began, by the cluster's clock.
Instant lastLookAt(const Deliberation &d, const Job &job)
{
    if (d.memory.restartsReadUpTo)
        return *d.memory.restartsReadUpTo;
    if (job.observed.restartsReadUpTo)
        return *job.observed.restartsReadUpTo;
    if (const FlinkJob *row = d.seen(job); row && row->startTime != Instant())
        return row->startTime;
    return job.status.started->startedAt + milliseconds(job.observed.clusterAhead.value_or(0));
}

//! How far was read is durable only where it matters: while there are restarts, and once a minute.
void absorbRestarts(Deliberation &d)
{
    const auto &read = d.view.facts.restarts;
    if (!read)
        return;
    Job &job = d.editJob();
    JobObservations &observed = job.observed;
    const JobObservations before = observed;
    restarts::record(observed, *read, lastLookAt(d, job));
    d.memory.restartsReadUpTo = read->now;
    const auto &upTo = observed.restartsReadUpTo;
    const bool haveAny = !observed.restarts.isEmpty() || !observed.restartSpans.isEmpty();
    const bool isDue = !upTo || (haveAny && read->now - *upTo >= minutes(1));
    if (isDue || observed != before)
        observed.restartsReadUpTo = read->now;
    job.status.started->observedFlinkJobRestarts =
        std::max(observed.numRestarts, observed.restartsAccounted);
}

//! Up to when the restarts were read, by the cluster's clock. Before this engine has read any, what
//! was recorded is counted up to the latest that it can be there by now.
std::optional<Instant> endOfWindow(const Deliberation &d, const Job &job)
{
    const auto &ahead = job.observed.clusterAhead;
    if (d.memory.restartsReadUpTo || !ahead)
        return d.memory.restartsReadUpTo;
    return d.now + milliseconds(*ahead);
}

Finding restartsWithin(const Deliberation &d, const Job &job, ConditionType type, Duration window)
{
    Finding finding{.type = type};
    const auto end = endOfWindow(d, job);
    const auto count = end ? restarts::countWithin(job.observed, window, *end) : restarts::Count();
    if (count.certain >= ManyRestarts) {
        finding.status = ConditionStatus::True;
        finding.reason = u"Restarts"_s;
        finding.message = tr("The job restarted %1 times within %2 minutes.")
                              .arg(count.certain)
                              .arg(duration_cast<minutes>(window).count());
        if (const QString &cause = job.observed.lastRestartCause; !cause.isEmpty())
            finding.message = tr("%1 The last reason: %2").arg(finding.message, cause);
    } else if (!d.seen(job) || !d.memory.restartsReadUpTo) {
        finding.status = ConditionStatus::Unknown;
        finding.reason = u"NotObserved"_s;
    } else if (count.possible >= ManyRestarts) {
        finding.status = ConditionStatus::Unknown;
        finding.reason = u"TimesUnknown"_s;
        finding.message = tr("The job restarted up to %1 times within %2 minutes; when exactly is "
                             "not known.")
                              .arg(count.possible)
                              .arg(duration_cast<minutes>(window).count());
    }
    return finding;
}

//! No checkpoint was completed for three intervals. The cluster's time of the last one is put as
//! early as it can be by our clock.
Finding checkpoints(const Deliberation &d, const Job &job)
{
    Finding finding{.type = ConditionType::CheckpointsFailing};
    const auto &state = d.view.facts.state;
    const JobObservations &observed = job.observed;
    const bool isRead = d.seen(job) && state && state->isJobKnown;
    if (!isRead || (observed.newestPeriodic && !observed.clusterAhead)) {
        finding.status = ConditionStatus::Unknown;
        finding.reason = u"NotObserved"_s;
        return finding;
    }
    const milliseconds interval(observed.checkpointInterval.value_or(0));
    if (!observed.isCheckpointingOn || interval <= milliseconds(0) || interval > LongestInterval)
        return finding;
    Instant since = job.status.started->startedAt;
    if (const auto &last = observed.newestPeriodic)
        since = std::max(since, last->triggeredAt - milliseconds(*observed.clusterAhead));
    if (state->requestedAt - since <= 3 * interval)
        return finding;
    finding.status = ConditionStatus::True;
    finding.reason = u"NoCompletedCheckpoint"_s;
    finding.message = observed.newestPeriodic
        ? tr("No checkpoint was completed since %1; the interval is %2 s.")
              .arg(toIso(observed.newestPeriodic->triggeredAt))
              .arg(ceil<seconds>(interval).count())
        : tr("No checkpoint was completed yet; the interval is %1 s.")
              .arg(ceil<seconds>(interval).count());
    return finding;
}

Finding tasks(Deliberation &d, const FlinkJob *row)
{
    Finding finding{.type = ConditionType::TasksNotRunning};
    if (!row) {
        finding.status = ConditionStatus::Unknown;
        return finding;
    }
    // A job that lacks slots restarts again and again, and is RUNNING only for moments.
    const bool isAtWork = row->status == FlinkJobStatus::Running
        || row->status == FlinkJobStatus::Restarting || row->status == FlinkJobStatus::Failing;
    if (!isAtWork || row->areAllTasksRunning()) {
        d.memory.tasksNotRunningSince = Instant();
        return finding;
    }
    if (d.memory.tasksNotRunningSince == Instant())
        d.memory.tasksNotRunningSince = d.now;
    const Instant due = d.memory.tasksNotRunningSince + seconds(10);
    if (d.now < due) {
        d.wakeAt(due);
        return finding;
    }
    const ClusterView &cluster = *d.observedCluster();
    finding.status = ConditionStatus::True;
    finding.reason = cluster.slotsFree == 0 ? u"NoFreeSlots"_s : u"TasksNotRunning"_s;
    finding.message = tr("%1 of %2 tasks running, %3 slots, %4 free.")
                          .arg(row->tasksRunning + row->tasksFinished)
                          .arg(row->tasksTotal)
                          .arg(cluster.slotsTotal)
                          .arg(cluster.slotsFree);
    return finding;
}

//! `file:/a` and `file:///a/` name the same place.
QStringView normalized(QStringView path)
{
    if (path.startsWith("file:"_L1))
        path = path.mid(5);
    while (path.startsWith("//"_L1))
        path = path.mid(1);
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

Finding restored(const Job &job)
{
    Finding finding{.type = ConditionType::RestoreMismatch};
    const QStringView wanted = normalized(job.spec.savepointLocation);
    const QStringView found = normalized(job.observed.restoredPath);
    if (wanted.isEmpty() || found.isEmpty() || wanted == found || !job.observed.restarts.isEmpty())
        return finding;
    finding.status = ConditionStatus::True;
    finding.reason = u"OtherPath"_s;
    finding.message = tr("It was restored from %1 instead of %2.")
                          .arg(job.observed.restoredPath, job.spec.savepointLocation);
    return finding;
}

Finding templateDiffers(const Deliberation &d, const Job &job)
{
    Finding finding{.type = ConditionType::TemplateDiffers};
    // With the other strategies it would not be RUNNING, but upgraded.
    const bool mayDiffer = d.deployment.spec.upgradeStrategy == UpgradeStrategy::None;
    const bool differs = mayDiffer && upgrade::differsFromSaved(d, job);
    if (!job.spec.isTemplateUnknown && !differs)
        return finding;
    finding.status = ConditionStatus::True;
    finding.reason = u"NotUpgraded"_s;
    finding.message =
        tr("The saved template differs from the running one; the next start takes it.");
    return finding;
}

} // namespace

void update(Deliberation &d)
{
    absorbRestarts(d);
    const Job &job = *d.live();
    const FlinkJob *row = d.seen(job);
    write(d, reachability(d, row));
    write(d, restartsWithin(d, job, ConditionType::JobFailing, minutes(10)));
    write(d, restartsWithin(d, job, ConditionType::JobUnstable, minutes(60)));
    write(d, checkpoints(d, job));
    write(d, tasks(d, row));
    write(d, restored(job));
    write(d, templateDiffers(d, job));
}

} // namespace headgate::conditions
