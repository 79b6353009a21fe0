// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/reports.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/disposal.h"
#include "model/lifecycle/outlook.h"
#include "model/lifecycle/permissions.h"
#include "model/lifecycle/restarts.h"
#include "model/lifecycle/submission.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::reports {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::reports", text);
}

void addJob(DeploymentReport &report, const DeploymentView &view, const Job &job)
{
    report.jobNumber = job.spec.number;
    if (!isLive(job.status.state))
        return;
    report.flinkJobId = flinkJobIdOf(job);
    const auto &upTo = job.observed.restartsReadUpTo;
    if (upTo) {
        report.restartsIn10Minutes =
            restarts::countWithin(job.observed, minutes(10), *upTo).certain;
        report.restartsIn60Minutes =
            restarts::countWithin(job.observed, minutes(60), *upTo).certain;
    }
    if (!view.current)
        return;
    const auto row = view.current->jobs.constFind(report.flinkJobId);
    if (row == view.current->jobs.constEnd() || row->tasksTotal == 0)
        return;
    const int tasks = row->tasksRunning + row->tasksFinished;
    report.tasks = tr("%1 of %2").arg(tasks).arg(row->tasksTotal);
    report.areTasksMissing = tasks < row->tasksTotal;
}

//! It does not run, or does not answer; the first answer may still be on its way.
bool isSilent(const ClusterView &cluster)
{
    return !cluster.isObserved
        && (!cluster.trouble.isEmpty() || cluster.state == SessionClusterState::Stopped
            || cluster.state == SessionClusterState::Failed);
}

//! A stop by force leaves what runs there as it is (lifecycle.md §8): nobody looks at it.
QList<Concern> concernsOf(const DeploymentReport &report, const ClusterView *current)
{
    const bool isLeft = report.deployment.status.state == DeploymentState::Running
        && !report.flinkJobId.isEmpty() && current
        && current->state == SessionClusterState::Stopped;
    if (!isLeft)
        return {};
    return {current->isLocal ? Concern::ClusterStopped : Concern::ClusterDetached};
}

//! As the store has it: by the look that showed \a job last, before Headgate was started again.
std::optional<Instant> lastSeen(const Job &job)
{
    const auto &sighting = job.observed.lastSighting;
    return sighting && sighting->at != Instant() ? std::optional(sighting->at) : std::nullopt;
}

void addAge(DeploymentReport &report, const ClusterView *cluster, const QList<Job> &jobs)
{
    if (!cluster)
        return;
    report.lastSeen = reports::lastSeen(*cluster);
    if (!report.lastSeen && !jobs.isEmpty())
        report.lastSeen = lastSeen(jobs.last());
    const bool isLiveJob = !report.flinkJobId.isEmpty();
    report.isStale = !cluster->isObserved && (report.lastSeen || isLiveJob);
}

} // namespace

DeploymentReport deployment(const DeploymentView &view, std::optional<int> uploadPercent,
                            const SessionCluster *cluster)
{
    DeploymentReport report{.deployment = view.stored.deployment, .record = view.stored.record};
    // The name may have changed since the Deployment was saved; its id has not.
    if (cluster)
        report.deployment.spec.sessionClusterName = cluster->metadata.name;
    if (!view.jobs.isEmpty())
        addJob(report, view, view.jobs.last());
    addAge(report, view.jobs.isEmpty() ? view.target : view.current, view.jobs);
    const bool isLastLive = !view.jobs.isEmpty() && isLive(view.jobs.last().status.state);
    const ClusterView *awaited = isLastLive ? view.current : view.target;
    report.isClusterSilent = awaited && isSilent(*awaited);
    report.concerns = concernsOf(report, view.current);
    report.isJarChanged = view.isJarChanged;
    report.uploadPercent = uploadPercent;
    if (const auto &waiting = view.stored.record.waiting) {
        report.waitingFor = waiting->what;
        report.waitingSince = waiting->since;
    }
    if (const std::optional<Outlook> outlook = outlookOf(view)) {
        report.lookedForUntil = outlook->until;
        report.afterwards = outlook->afterwards;
    }
    const bool isStarting = report.deployment.status.state == DeploymentState::Transitioning
        && report.deployment.spec.state == DesiredState::Running;
    report.attempt = isStarting ? attempts::currentAttempt(view.stored.record) : 0;
    report.nextState = previewOfNextState(view);
    report.newestState = previewOfNewestState(view, report.nextState);
    const QMetaEnum actions = QMetaEnum::fromType<DeploymentAction>();
    for (int i = 0; i < actions.keyCount(); ++i) {
        const auto action = DeploymentAction(actions.value(i));
        if (const QString refusal = refusalOf(action, view); !refusal.isEmpty())
            report.refusals.insert(action, refusal);
    }
    report.keptSavepoints = disposal::refusals(view);
    return report;
}

std::optional<Instant> lastSeen(const ClusterView &view)
{
    return view.requestedAt == Instant() ? std::nullopt : std::optional(view.requestedAt);
}

bool isWorthShowing(std::optional<Instant> seen, std::optional<Instant> shown)
{
    if (!seen || !shown)
        return seen != shown;
    return *seen < *shown || *seen - *shown >= seconds(1);
}

QStringList deploymentsOn(const QString &clusterId, Holdings &holdings)
{
    QStringList names;
    for (const HeldDeployment *held : holdings.on(clusterId)) {
        const bool isThere = std::ranges::any_of(held->jobs, [&](const Job &job) {
            return job.spec.sessionClusterId == clusterId
                && (isLive(job.status.state) || submission::isUnresolved(job));
        });
        if (isThere)
            names.append(titleOf(held->stored.deployment.metadata));
    }
    names.sort();
    return names;
}

QString jobsRunThere(const QStringList &users)
{
    return tr("Jobs of these deployments run on it: %1.").arg(users.join(u", "));
}

//! The names of the jobs that run there and are of none of its Deployments.
static QStringList jobsOfOthers(const ClusterView &view, const Holdings &holdings)
{
    const QSet<QString> own = holdings.expectedOn(view.id);
    QStringList names;
    for (const FlinkJob &job : view.jobs) {
        if (!isTerminal(job.status) && !own.contains(job.id))
            names.append(job.name);
    }
    names.sort();
    return names;
}

QString refusalOfStop(const HeldCluster &held, Holdings &holdings)
{
    QStringList sentences;
    if (const QStringList users = deploymentsOn(held.cluster.metadata.id, holdings);
        !users.isEmpty())
        sentences.append(jobsRunThere(users));
    const ClusterView &view = held.watch->view();
    const bool isEndOfAll = view.isLocal && view.isObserved;
    if (const QStringList others = isEndOfAll ? jobsOfOthers(view, holdings) : QStringList();
        !others.isEmpty())
        sentences.append(
            tr("Jobs run on it that are of none of its deployments: %1.").arg(others.join(u", ")));
    return sentences.join(u' ');
}

static QString deleteRefusal(const SessionCluster &cluster, Holdings &holdings)
{
    const QString id = cluster.metadata.id;
    for (const HeldDeployment *held : holdings.on(id)) {
        if (held->stored.record.sessionClusterId == id)
            return tr("The deployment “%1” names it.")
                .arg(titleOf(held->stored.deployment.metadata));
    }
    // Those that have been moved to another cluster since.
    if (const QStringList users = deploymentsOn(id, holdings); !users.isEmpty())
        return jobsRunThere(users);
    for (const PossibleOrphan &orphan : holdings.orphans()) {
        if (orphan.sessionClusterId == id)
            return tr("A possible orphan of “%1” is listed on it.").arg(orphan.deploymentName);
    }
    if (cluster.spec.kind == SessionClusterKind::Local
        && cluster.status.state != SessionClusterState::Stopped
        && cluster.status.state != SessionClusterState::Failed)
        return tr("Stop it first.");
    return {};
}

static std::optional<Instant> lastSeenByItsJobs(const QString &clusterId, const Holdings &holdings)
{
    std::optional<Instant> newest;
    for (const HeldDeployment *held : holdings.on(clusterId)) {
        const Job *job = held->newestJob();
        if (job && job->spec.sessionClusterId == clusterId)
            newest = std::max(newest, lastSeen(*job));
    }
    return newest;
}

SessionClusterReport sessionCluster(const HeldCluster &held, Holdings &holdings)
{
    const ClusterView &view = held.watch->view();
    SessionClusterReport report{.cluster = held.cluster,
                                .isReachable = view.isObserved,
                                .trouble = view.trouble,
                                .areSlotsRead = view.slotsReadAt != Instant(),
                                .taskManagers = view.taskManagers,
                                .slotsTotal = view.slotsTotal,
                                .slotsFree = view.slotsFree,
                                .isManaged = view.isManaged,
                                .isPerhapsAnother = view.isPerhapsAnother};
    if (!held.watch->flinkVersion().isEmpty())
        report.cluster.status.flinkVersion = held.watch->flinkVersion();
    report.lastSeen = lastSeen(view);
    if (!report.lastSeen)
        report.lastSeen = lastSeenByItsJobs(view.id, holdings);
    report.jobsRunning = int(std::ranges::count_if(
        view.jobs, [](const FlinkJob &job) { return !isTerminal(job.status); }));
    const bool isWanted = held.cluster.spec.state == SessionClusterDesiredState::Running;
    const bool hasFailed = held.cluster.status.state == SessionClusterState::Failed;
    if (isWanted && !hasFailed)
        report.startRefusal = tr("It is to be running already.");
    if (!isWanted)
        report.stopRefusal = tr("It is stopped, or stopping.");
    else
        report.stopRefusal = refusalOfStop(held, holdings);
    report.deleteRefusal = deleteRefusal(held.cluster, holdings);
    return report;
}

} // namespace headgate::reports
