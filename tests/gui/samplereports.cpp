// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/samplereports.h"

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const auto OnlyWhileRunning = "Only a running deployment has a job to do that with."_L1;

void refuse(DeploymentReport &report, std::initializer_list<DeploymentAction> actions,
            const QString &reason)
{
    for (const DeploymentAction action : actions)
        report.refusals.insert(action, reason);
}

DeploymentReport report(const QString &id, const QString &name, DesiredState desired,
                        DeploymentState state, const QString &cluster, Instant now)
{
    DeploymentReport report;
    report.deployment.metadata.id = id;
    report.deployment.metadata.name = name;
    report.deployment.metadata.labels.insert(u"team"_s, u"ads"_s);
    report.deployment.metadata.resourceVersion = 3;
    report.deployment.spec.state = desired;
    report.deployment.spec.sessionClusterName = cluster;
    report.deployment.spec.jobTemplate.artifact.jarUri = u"/jobs/%1.jar"_s.arg(name);
    report.deployment.spec.jobTemplate.parallelism = 4;
    report.deployment.status.state = state;
    report.record.stateSince = now - 23min;
    report.desiredSince = now - 24min;
    report.record.sessionClusterId = u"c-"_s + cluster;
    report.lastSeen = now - 2s;
    return report;
}

void refuseWhileStopped(DeploymentReport &report)
{
    using enum DeploymentAction;
    refuse(report,
           {Suspend, Cancel, Retry, RunAgain, ForceCancel, StopWithDrain, TriggerSavepoint,
            UpgradeToChangedJar, UpgradeFromCheckpoint},
           OnlyWhileRunning);
}

DeploymentReport failing(Instant now)
{
    DeploymentReport r = runningReport(now);
    r.restartsIn10Minutes = 4;
    r.restartsIn60Minutes = 7;
    Condition failing{.type = ConditionType::JobFailing,
                      .status = ConditionStatus::True,
                      .message = u"The job restarted 4 times within the last 10 minutes."_s,
                      .reason = u"Restarts"_s,
                      .lastTransitionTime = now - 4min,
                      .lastUpdateTime = now - 2s};
    Condition unstable = failing;
    unstable.type = ConditionType::JobUnstable;
    unstable.message = u"The job restarted 7 times within the last 60 minutes."_s;
    Condition reachable{.type = ConditionType::ClusterUnreachable,
                        .status = ConditionStatus::False,
                        .message = u"The session cluster answers."_s,
                        .lastTransitionTime = now - 23min,
                        .lastUpdateTime = now - 2s};
    r.deployment.status.running =
        RunningStatus{u"j1"_s, now - 23min, {reachable, failing, unstable}};
    return r;
}

DeploymentReport suspending(Instant now)
{
    DeploymentReport r = report(u"d2"_s, u"orders-join"_s, DesiredState::Suspended,
                                DeploymentState::Transitioning, u"prod"_s, now);
    r.waitingFor = u"Waiting for the savepoint."_s;
    r.waitingSince = now - 12s;
    r.flinkJobId = u"7a11c0de7a11c0de7a11c0de7a11c0de"_s;
    r.tasks = u"4 of 4"_s;
    using enum DeploymentAction;
    refuse(r, {Start, Suspend, Retry, RunAgain, Delete, ChooseState, TriggerSavepoint},
           u"It is being suspended."_s);
    return r;
}

DeploymentReport uploading(Instant now)
{
    DeploymentReport r = report(u"d3"_s, u"payments-enrich"_s, DesiredState::Running,
                                DeploymentState::Transitioning, u"dev"_s, now);
    r.waitingFor = u"Bringing the jar to the session cluster."_s;
    r.waitingSince = now - 3s;
    r.uploadPercent = 43;
    r.attempt = 2;
    return r;
}

DeploymentReport failed(Instant now)
{
    DeploymentReport r = report(u"d4"_s, u"audit-copy"_s, DesiredState::Running,
                                DeploymentState::Failed, u"dev"_s, now);
    r.record.failure = DeploymentFailure{
        .reason = FailureReason::AttemptsExhausted,
        .message = u"The job could not be started in 4 attempts: org.apache.kafka.common.errors."
                   "TimeoutException: Timed out waiting for a node assignment."_s,
        .detail = u"org.apache.flink.client.program.ProgramInvocationException: The main method "
                  "caused an error\n\tat org.apache.flink.client.program.PackagedProgram."
                  "callMainMethod(PackagedProgram.java:372)\nCaused by: org.apache.kafka.common."
                  "errors.TimeoutException: Timed out waiting for a node assignment."_s,
        .generation = 2,
        .failedAt = now - 8min};
    r.attempt = 4;
    r.nextState = {.savepointId = u"s3"_s,
                   .location = u"file:///savepoints/s3/savepoint-11ac"_s,
                   .origin = SavepointOrigin::RetainedCheckpoint,
                   .createdAt = now - 2h,
                   .stateSize = 3'100'000};
    using enum DeploymentAction;
    refuse(r, {Start, Suspend, RunAgain, ForceCancel, TriggerSavepoint, StopWithDrain},
           u"It has failed; Retry tries again."_s);
    return r;
}

DeploymentReport suspended(Instant now)
{
    DeploymentReport r = report(u"d5"_s, u"fraud-score"_s, DesiredState::Suspended,
                                DeploymentState::Suspended, u"prod"_s, now);
    r.nextState = {.savepointId = u"s2"_s,
                   .location = u"file:///savepoints/s2/savepoint-9a0b"_s,
                   .origin = SavepointOrigin::Suspend,
                   .createdAt = now - 7min,
                   .stateSize = 14'680'064};
    refuseWhileStopped(r);
    return r;
}

DeploymentReport stale(Instant now)
{
    DeploymentReport r = report(u"d8"_s, u"inventory-sync"_s, DesiredState::Running,
                                DeploymentState::Running, u"staging"_s, now);
    r.lastSeen = now - 6min;
    r.isStale = true;
    r.flinkJobId = u"0badcafe0badcafe0badcafe0badcafe"_s;
    r.deployment.status.running =
        RunningStatus{u"j8"_s,
                      now - 3h,
                      {{.type = ConditionType::ClusterUnreachable,
                        .status = ConditionStatus::True,
                        .message = u"The session cluster “staging” has not answered for 6 min."_s,
                        .lastTransitionTime = now - 6min,
                        .lastUpdateTime = now - 2s},
                       {.type = ConditionType::JobFailing,
                        .status = ConditionStatus::Unknown,
                        .message = u"Its restarts could not be read."_s,
                        .lastTransitionTime = now - 6min,
                        .lastUpdateTime = now - 2s}}};
    return r;
}

QList<Event> events(Instant now)
{
    const auto event = [&](qint64 number, std::chrono::seconds ago, const QString &deployment,
                           const QString &name, Severity severity, const QString &message) {
        return Event{.number = number,
                     .time = now - ago,
                     .deploymentId = deployment,
                     .sessionClusterId = u"c-prod"_s,
                     .name = name,
                     .severity = severity,
                     .message = message};
    };
    return {
        event(1, 24min, u"d1"_s, u"StartRequested"_s, Severity::Info,
              u"Start was asked for, from the newest state."_s),
        event(2, 23min, u"d1"_s, u"JobStarted"_s, Severity::Info,
              u"Flink reports job 1 as RUNNING."_s),
        event(3, 4min, u"d1"_s, u"JobFailing"_s, Severity::Warning,
              u"The job restarted 4 times within the last 10 minutes."_s),
        event(4, 8min, u"d4"_s, u"DeploymentFailed"_s, Severity::Error,
              u"The job could not be started in 4 attempts."_s),
        event(5, 12s, u"d2"_s, u"SavepointTriggered"_s, Severity::Info,
              u"Flink was asked to stop the job with a savepoint."_s),
    };
}

QList<SessionClusterReport> clusters(Instant now)
{
    SessionClusterReport local = clusterReport(u"c-dev"_s, u"dev"_s, now);
    local.cluster.spec.kind = SessionClusterKind::Local;
    local.cluster.spec.flinkHome = u"/opt/flink-2.3.0"_s;
    local.cluster.local.restPort = 38123;
    local.stopRefusal = u"“payments-enrich” is still being started on it."_s;
    SessionClusterReport lost = clusterReport(u"c-staging"_s, u"staging"_s, now);
    lost.isReachable = false;
    lost.trouble = u"Nothing answers at http://staging.example:8081: the connection timed out."_s;
    lost.lastSeen = now - 6min;
    SessionClusterReport stopped = clusterReport(u"c-old"_s, u"old"_s, now);
    stopped.cluster.spec.state = SessionClusterDesiredState::Stopped;
    stopped.cluster.status.state = SessionClusterState::Stopped;
    stopped.lastSeen.reset();
    stopped.stopRefusal = u"It is stopped already."_s;
    return {clusterReport(u"c-prod"_s, u"prod"_s, now), local, lost, stopped};
}

} // namespace

DeploymentReport runningReport(Instant now)
{
    DeploymentReport r = report(u"d1"_s, u"clicks-agg"_s, DesiredState::Running,
                                DeploymentState::Running, u"prod"_s, now);
    r.flinkJobId = u"4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e"_s;
    r.jobNumber = 3;
    r.tasks = u"4 of 4"_s;
    r.deployment.status.running = RunningStatus{u"j1"_s, now - 23min, {}};
    r.nextState = {.savepointId = u"s1"_s,
                   .location = u"file:///savepoints/s1/savepoint-4f1c"_s,
                   .origin = SavepointOrigin::Suspend,
                   .createdAt = now - 26min,
                   .stateSize = 14'680'064};
    using enum DeploymentAction;
    refuse(r, {Start, Retry, RunAgain, ChooseState}, u"It is running already."_s);
    refuse(r, {Delete}, u"It has a running job; cancel or suspend it first."_s);
    refuse(r, {ForceCancel}, u"Cancel it first; force is for a cancellation that hangs."_s);
    refuse(r, {UpgradeToChangedJar}, u"Its jar has not changed."_s);
    refuse(r, {UpgradeFromCheckpoint}, u"Nothing waits to be upgraded."_s);
    return r;
}

SessionClusterReport clusterReport(const QString &id, const QString &name, Instant now)
{
    SessionClusterReport r;
    r.cluster.metadata.id = id;
    r.cluster.metadata.name = name;
    r.cluster.spec.state = SessionClusterDesiredState::Running;
    r.cluster.spec.url = u"http://%1.example:8081"_s.arg(name);
    r.cluster.spec.savepointDirectory = u"file:///savepoints"_s;
    r.cluster.status.state = SessionClusterState::Running;
    r.cluster.status.flinkVersion = u"2.3.0"_s;
    r.isReachable = true;
    r.lastSeen = now - 2s;
    r.areSlotsRead = true;
    r.taskManagers = 2;
    r.slotsTotal = 8;
    r.slotsFree = 3;
    r.jobsRunning = 2;
    r.startRefusal = u"It is running already."_s;
    r.deleteRefusal = u"Deployments still name it."_s;
    return r;
}

Savepoint completedSavepoint(const QString &id, const QString &deploymentId, qint64 jobNumber,
                             Instant when)
{
    Savepoint savepoint;
    savepoint.metadata.id = id;
    savepoint.metadata.createdAt = when;
    savepoint.spec.deploymentId = deploymentId;
    savepoint.spec.jobNumber = jobNumber;
    savepoint.spec.flinkSavepointId = 7;
    savepoint.spec.savepointLocation = u"file:///savepoints/%1/savepoint-4f1c"_s.arg(id);
    savepoint.spec.stateSize = 14'680'064;
    savepoint.status.state = SavepointState::Completed;
    savepoint.status.completedAt = when;
    return savepoint;
}

Job startedJob(const QString &id, const QString &deploymentId, Instant startedAt)
{
    Job job;
    job.metadata.id = id;
    job.spec.deploymentId = deploymentId;
    job.spec.sessionClusterId = u"c-prod"_s;
    job.spec.number = 3;
    job.spec.savepointLocation = u"file:///savepoints/s1/savepoint-4f1c"_s;
    job.status.state = JobState::Started;
    job.status.started = StartedStatus{.flinkJobId = u"4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e"_s,
                                       .startedAt = startedAt,
                                       .lastUpdateTime = startedAt,
                                       .observedFlinkJobStatus = FlinkJobStatus::Running,
                                       .observedFlinkJobRestarts = 4};
    job.observed.newestCheckpoint =
        CheckpointMark{.id = 41, .path = u"file:///chk-41"_s, .triggeredAt = startedAt + 22min};
    return job;
}

Changes sampleChanges(Instant now)
{
    Changes changes;
    DeploymentReport cancelled = report(u"d6"_s, u"nightly"_s, DesiredState::Cancelled,
                                        DeploymentState::Cancelled, u"dev"_s, now);
    refuseWhileStopped(cancelled);
    DeploymentReport finished = report(u"d7"_s, u"backfill-2025"_s, DesiredState::Running,
                                       DeploymentState::Finished, u"prod"_s, now);
    finished.deployment.spec.source =
        Json::object({{u"kubernetes"_s, Json::object()}, {u"resources"_s, Json::object()}});
    changes.deployments = {failing(now),   suspending(now), uploading(now), failed(now),
                           suspended(now), cancelled,       finished,       stale(now)};
    Job ended = startedJob(u"j0"_s, u"d1"_s, now - 2h);
    ended.spec.number = 2;
    ended.status.state = JobState::Failed;
    ended.ending.endedAt = now - 25min;
    ended.status.failure =
        JobFailure{.message = u"java.lang.OutOfMemoryError: Java heap space"_s,
                   .detail = u"java.lang.OutOfMemoryError: Java heap space\n\tat …"_s};
    changes.jobs = {startedJob(u"j1"_s, u"d1"_s, now - 23min), ended};
    Savepoint running = completedSavepoint(u"s4"_s, u"d2"_s, 1, now - 12s);
    running.status.state = SavepointState::Started;
    running.status.completedAt.reset();
    running.spec.stateSize = 0;
    running.spec.savepointLocation.clear();
    changes.savepoints = {completedSavepoint(u"s1"_s, u"d1"_s, 2, now - 26min),
                          completedSavepoint(u"s0"_s, u"d1"_s, 1, now - 26h),
                          completedSavepoint(u"s2"_s, u"d5"_s, 4, now - 7min), running};
    changes.sessionClusters = clusters(now);
    changes.events = events(now);
    changes.orphans = {{.orphan = {.flinkJobId = u"deadbeefdeadbeefdeadbeefdeadbeef"_s,
                                   .sessionClusterId = u"c-staging"_s,
                                   .deploymentId = u"gone"_s,
                                   .deploymentName = u"inventory-sync"_s,
                                   .isCancelledOnSight = false,
                                   .listedAt = now - 3h}}};
    changes.haveOrphansChanged = true;
    return changes;
}

} // namespace headgate
