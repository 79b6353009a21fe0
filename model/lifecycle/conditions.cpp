// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/conditions.h"

#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::conditions {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr int ManyRestarts = 3;

QString tr(const char *text)
{
    return QCoreApplication::translate("Conditions", text);
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

Finding reachability(const Deliberation &d, const FlinkJob *row)
{
    Finding finding{.type = ConditionType::ClusterUnreachable};
    if (row && row->status != FlinkJobStatus::Unknown)
        return finding;
    finding.status = ConditionStatus::True;
    const ClusterView *cluster = d.view.current;
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

//! Each restart once, at its own time. How far was read is durable only where it matters: while
//! there are any, and once a minute.
void absorbRestarts(Deliberation &d, Job &job)
{
    const auto &read = d.view.facts.restarts;
    if (!read)
        return;
    JobObservations &observed = job.observed;
    const QList<Instant> before = observed.restarts;
    for (Instant at : read->times) {
        if (!observed.restarts.contains(at) && read->now - at <= hours(1))
            observed.restarts.append(at);
    }
    std::ranges::sort(observed.restarts);
    observed.restarts.removeIf([&](Instant at) { return read->now - at > hours(1); });
    d.memory.restartsReadUpTo = read->now;
    const auto &upTo = observed.restartsReadUpTo;
    const bool isDue = !upTo || (!observed.restarts.isEmpty() && read->now - *upTo >= minutes(1));
    if (isDue || observed.restarts != before)
        observed.restartsReadUpTo = read->now;
    if (read->numRestarts)
        observed.numRestarts = *read->numRestarts;
    if (job.status.started)
        job.status.started->observedFlinkJobRestarts = observed.numRestarts;
}

Finding restarts(const Deliberation &d, const Job &job, ConditionType type, Duration window)
{
    Finding finding{.type = type};
    const auto &upTo = d.memory.restartsReadUpTo;
    const int count = upTo ? countWithin(job.observed.restarts, window, *upTo) : 0;
    if (count >= ManyRestarts) {
        finding.status = ConditionStatus::True;
        finding.reason = u"Restarts"_s;
        finding.message = tr("The job restarted %1 times within %2 minutes.")
                              .arg(count)
                              .arg(duration_cast<minutes>(window).count());
    } else if (!d.seen(job) || !upTo) {
        finding.status = ConditionStatus::Unknown;
        finding.reason = u"NotObserved"_s;
    }
    return finding;
}

Finding tasks(Deliberation &d, const FlinkJob *row)
{
    Finding finding{.type = ConditionType::TasksNotRunning};
    if (!row) {
        finding.status = ConditionStatus::Unknown;
        return finding;
    }
    const bool isShort = row->status == FlinkJobStatus::Running && !row->areAllTasksRunning();
    if (!isShort) {
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
QString normalized(QString path)
{
    if (path.startsWith("file:"_L1))
        path.remove(0, 5);
    while (path.startsWith("//"_L1))
        path.remove(0, 1);
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

Finding restored(const Job &job)
{
    Finding finding{.type = ConditionType::RestoreMismatch};
    const QString wanted = normalized(job.spec.savepointLocation);
    const QString found = normalized(job.observed.restoredPath);
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
    if (!job.spec.isTemplateUnknown && !upgrade::differsFromSaved(d, job))
        return finding;
    finding.status = ConditionStatus::True;
    finding.reason = u"NotUpgraded"_s;
    finding.message =
        tr("The saved template differs from the running one; the next start takes it.");
    return finding;
}

} // namespace

int countWithin(const QList<Instant> &restarts, Duration window, Instant now)
{
    return int(std::ranges::count_if(restarts,
                                     [&](Instant at) { return at <= now && now - at <= window; }));
}

void update(Deliberation &d)
{
    Job *job = d.live();
    if (!job || !d.status.running)
        return;
    absorbRestarts(d, *job);
    const FlinkJob *row = d.seen(*job);
    write(d, reachability(d, row));
    write(d, restarts(d, *job, ConditionType::JobFailing, minutes(10)));
    write(d, restarts(d, *job, ConditionType::JobUnstable, minutes(60)));
    write(d, tasks(d, row));
    write(d, restored(*job));
    write(d, templateDiffers(d, *job));
}

} // namespace headgate::conditions
