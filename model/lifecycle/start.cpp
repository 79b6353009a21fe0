// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/start.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/forcedend.h"
#include "model/lifecycle/restore.h"
#include "model/lifecycle/rule.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::start {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::start", text);
}

//! As long as TaskManagers may run the tasks of a JobManager that they miss.
Duration patienceForTasks(const ClusterView &cluster)
{
    return cluster.heartbeatTimeout + seconds(10);
}

QString refusalOfCluster(const ClusterView *target)
{
    if (!target)
        return tr("Its session cluster no longer exists.");
    if (target->isPerhapsAnother)
        return {}; // what answers there may not be meant
    if (target->isObserved && !target->isManaged)
        return tr("Flink on “%1” is older than 1.17; it can be looked at, but not managed.")
            .arg(target->name);
    if (target->isObserved && !target->canSubmit)
        return tr("“%1” takes no jobs: its submission is switched off (web.submit.enable), or it "
                  "is no session cluster.")
            .arg(target->name);
    return {};
}

//! After a lost Job: no run request of it may still be on its way (lifecycle.md §3.7).
std::optional<Instant> lostJobClearedAt(const Job &ended)
{
    if (!ended.ending.endedWithJobManager || !ended.submission.lastSentAt
        || !rule("3.7 60 s after the last request of a lost Job"))
        return std::nullopt;
    return *ended.submission.lastSentAt + seconds(60);
}

//! From when on the TaskManagers miss the JobManager that \a ended had: the sight of another one,
//! or, as long as there is none, the end of the Job.
Instant missedSince(const ClusterView &cluster, const Job &ended)
{
    const auto &sighting = ended.observed.lastSighting;
    const QString own = sighting ? sighting->incarnation : ended.submission.incarnation;
    const bool isAnotherSeen = !cluster.incarnation.isEmpty() && cluster.incarnation != own;
    return isAnotherSeen ? cluster.incarnationSeenAt : ended.ending.endedAt.value_or(Instant());
}

void waitForLeftTasks(Deliberation &d, const ClusterView &cluster, const Job &ended)
{
    const QString what =
        tr("Waiting until the task managers have dropped the tasks of the lost job.");
    const auto &before = d.view.stored.record.waiting;
    if (!before || before->what != what)
        d.note("LeftoverTasks", Severity::Info,
               tr("Task managers of “%1” may still run tasks of job %2, for it ended with its "
                  "JobManager: they drop them when they miss its heartbeat. The next start waits "
                  "until no slot is taken, or for %3 s at the most.")
                   .arg(cluster.name)
                   .arg(ended.spec.number)
                   .arg(duration_cast<seconds>(patienceForTasks(cluster)).count()));
    d.wakeAt(d.now + seconds(1));
    d.wait(what);
}

//! What keeps a new Job from being created although the cluster is there; true while waiting.
bool waitForLastJob(Deliberation &d)
{
    const Job *last = d.newest();
    if (!last)
        return false;
    if (cancellation::wasForced(*last) && d.view.facts.isRunRequestOpen) {
        d.wait(tr("Waiting until the start request of job %1 is answered.").arg(last->spec.number));
        return true;
    }
    if (forcedend::isBeingRead(d)) {
        d.wait(
            tr("Reading what job %1 left, which was let go of by force.").arg(last->spec.number));
        return true;
    }
    if (const Instant next = attempts::nextAttemptAt(d);
        d.now < next && rule("3 a pause before the next attempt")) {
        d.wakeAt(next);
        d.wait(tr("Waiting before attempt %1.").arg(attempts::currentAttempt(*d.record)));
        return true;
    }
    if (const auto clearedAt = lostJobClearedAt(*last);
        clearedAt && (d.now < *clearedAt || d.view.facts.isRunRequestOpen)) {
        d.wakeAt(*clearedAt);
        d.wait(tr("Waiting until no request of the lost job can be on its way."));
        return true;
    }
    // The tasks are looked for on the cluster that the ended Job records.
    const ClusterView *old = d.view.current;
    if (last->ending.endedWithJobManager && old && mayTasksBeLeft(*old, *last, d.now)
        && rule("3.2 tasks that are left")) {
        waitForLeftTasks(d, *old, *last);
        return true;
    }
    return false;
}

bool choose(Deliberation &d)
{
    const restore::Choice choice = restore::choose({.deployment = d.deployment,
                                                    .record = *d.record,
                                                    .last = d.newest(),
                                                    .savepoints = d.savepoints()});
    if (choice.refusal) {
        d.fail(*choice.refusal, choice.message);
        return false;
    }
    DeploymentRecord &record = d.record.edit();
    record.chosen = choice.state;
    // A person who chooses another state lets go of the pin (§4).
    if (!choice.state.isAutomatic && choice.state.savepointId != record.pinnedSavepointId)
        record.pinnedSavepointId.clear();
    return true;
}

//! A live job without record that bears our stamp must not get a twin (lifecycle.md §3.2).
bool areStampsClear(Deliberation &d)
{
    const auto &stamped = d.view.facts.stampedJobs;
    const bool isOfTarget = d.view.facts.stampedClusterId == d.view.target->id;
    if (!stamped || !isOfTarget) {
        d.ask(ReadStamps{d.view.target->id, d.deployment.metadata.id});
        d.wait(tr("Looking for jobs of this deployment that nobody here knows."));
        return false;
    }
    if (!stamped->isEmpty() && rule("3.2 no twin of a job without record")) {
        d.fail(FailureReason::JobWithoutRecord,
               tr("A job of this deployment runs that has no record here: %1. Adopt it, or cancel "
                  "it.")
                   .arg(stamped->join(u", ")));
        d.record.edit().failure->flinkJobs = *stamped;
        return false;
    }
    return true;
}

//! The next one of the Deployment on \a target; what it runs is for the caller to say.
Job nextJob(const Deployment &deployment, const DeploymentRecord &record, const ClusterView &target,
            const QString &id, Instant now)
{
    Job job;
    job.metadata.id = id;
    job.metadata.createdAt = job.metadata.modifiedAt = now;
    job.metadata.nameSpace = deployment.metadata.nameSpace;
    job.metadata.name = u"%1-%2"_s.arg(deployment.metadata.name).arg(record.lastJobNumber + 1);
    job.spec.deploymentId = deployment.metadata.id;
    job.spec.deploymentName = deployment.metadata.name;
    job.spec.number = record.lastJobNumber + 1;
    job.spec.generation = record.generation;
    job.spec.sessionClusterId = target.id;
    job.spec.sessionClusterUrl = target.url;
    return job;
}

void createJob(Deliberation &d)
{
    DeploymentRecord &record = d.record.edit();
    Job job = nextJob(d.deployment, record, *d.view.target, d.ids.next(), d.now);
    job.spec.jobTemplate = d.deployment.spec.jobTemplate;
    job.spec.artifactSha256 = record.artifactSha256;
    job.spec.savepointLocation = record.chosen->path;
    job.spec.savepointId = record.chosen->savepointId;
    job.spec.allowNonRestoredState = record.chosen->allowNonRestoredState;
    job.spec.isAutomatic = record.chosen->isAutomatic;
    record.lastJobNumber = job.spec.number;
    d.add(job);
    d.memory.absentSince.reset();
    d.memory.retryAt.reset();
    d.memory.retries = 0;
    d.note("JobCreated", Severity::Info,
           job.spec.savepointLocation.isEmpty()
               ? tr("Job %1 is created; it starts empty.").arg(job.spec.number)
               : tr("Job %1 is created; it restores %2.")
                     .arg(job.spec.number)
                     .arg(job.spec.savepointLocation));
}

} // namespace

QString obstacle(const ClusterView &cluster)
{
    if (cluster.state == SessionClusterState::Stopped)
        return tr("The session cluster “%1” is stopped; once it is started, this goes on.")
            .arg(cluster.name);
    if (cluster.state == SessionClusterState::Failed)
        return tr("The session cluster “%1” has failed; once it is started again, this goes on.")
            .arg(cluster.name);
    if (cluster.state != SessionClusterState::Running
        && cluster.state != SessionClusterState::Updating)
        return tr("Waiting for the session cluster “%1” to run.").arg(cluster.name);
    if (cluster.isPerhapsAnother)
        return tr("Behind “%1” is perhaps another cluster; say which it is first.")
            .arg(cluster.name);
    if (!cluster.isObserved)
        return cluster.trouble.isEmpty()
            ? tr("Waiting for the session cluster “%1” to answer.").arg(cluster.name)
            : tr("Waiting for the session cluster “%1”: %2").arg(cluster.name, cluster.trouble);
    return {};
}

bool mayTasksBeLeft(const ClusterView &cluster, const Job &ended, Instant now)
{
    const bool isAnyJobListed = std::ranges::any_of(
        cluster.jobs, [](const FlinkJob &job) { return !isTerminal(job.status); });
    const bool areSlotsExplained = cluster.isObserved && !isAnyJobListed && cluster.slotsTotal > 0
        && cluster.slotsFree == cluster.slotsTotal;
    return !areSlotsExplained && now - missedSince(cluster, ended) < patienceForTasks(cluster);
}

QString refusal(const Deliberation &d)
{
    if (const auto refusals = refusalsOfStart(d.deployment); !refusals.isEmpty())
        return refusals.first().message;
    if (const QString reason = refusalOfCluster(d.view.target); !reason.isEmpty())
        return reason;
    if (!d.view.facts.unreadableReason.isEmpty())
        return d.view.facts.unreadableReason;
    return d.record->artifactSha256.isEmpty() ? tr("No jar is stored for it.") : QString();
}

static Job adoptedFrom(const FlinkJob &row, const DeploymentView &view, IdSource &ids, Instant now)
{
    const DeploymentRecord &record = view.stored.record;
    const QString own = uuidFromFlinkId(row.id);
    Job job = nextJob(view.stored.deployment, record, *view.target,
                      own.isEmpty() ? ids.next() : own, now);
    job.spec.isTemplateUnknown = true;
    job.status = {.state = JobState::Started,
                  .started = StartedStatus{.flinkJobId = row.id,
                                           .startedAt = now,
                                           .lastUpdateTime = now,
                                           .observedFlinkJobStatus = row.status}};
    // Somebody's request was accepted; nothing of it is known but that the job is there.
    job.submission = {
        .requestsSent = 1, .incarnation = view.target->incarnation, .isSighted = true};
    job.observed.lastSighting =
        Sighting{.at = view.target->requestedAt, .incarnation = view.target->incarnation};
    return job;
}

Job adopted(const DeploymentView &view, IdSource &ids, Instant now)
{
    const QString id = view.stored.record.failure->flinkJobs.constFirst();
    return adoptedFrom(view.target->jobs.value(id), view, ids, now);
}

Found foundToCancel(const DeploymentView &view, IdSource &ids, Instant now)
{
    Found found;
    const auto &failure = view.stored.record.failure;
    const ClusterView *cluster = view.target;
    if (!failure || !cluster || !rule("3.2 a Cancel ends the job without record"))
        return found;
    const Metadata &deployment = view.stored.deployment.metadata;
    const bool isListed = cluster->isObserved && !cluster->isPerhapsAnother;
    for (const QString &id : failure->flinkJobs) {
        const auto row = cluster->jobs.constFind(id);
        const bool isThere = isListed && row != cluster->jobs.constEnd();
        // A leader that recovers does not list its jobs yet.
        const bool isGone =
            isThere ? isTerminal(row->status) : isListed && !cluster->hasHighAvailability;
        if (isGone)
            continue;
        if (isThere && found.jobs.isEmpty()) {
            found.jobs.append(adoptedFrom(*row, view, ids, now));
            continue;
        }
        PossibleOrphan other{.flinkJobId = id,
                             .sessionClusterId = cluster->id,
                             .deploymentId = deployment.id,
                             .deploymentName = deployment.name,
                             .listedAt = now};
        if (!cluster->hasHighAvailability)
            other.fenceUntil = now;
        found.others.append(other);
    }
    return found;
}

void begin(Deliberation &d)
{
    if (const QString why = refusal(d); !why.isEmpty())
        return d.fail(FailureReason::StartRefused, why);
    if (const QString why = obstacle(*d.view.target); !why.isEmpty())
        return d.wait(why);
    if (cancellation::holdsBackStart(d) || waitForLastJob(d) || !choose(d) || !areStampsClear(d))
        return;
    createJob(d);
    // Its row is durable before anything else happens for it.
    d.wait(tr("The job is being created."));
    d.purpose = "job"_L1;
    d.decideAgain();
}

} // namespace headgate::start
