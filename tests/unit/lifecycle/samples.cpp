// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/samples.h"

#include "model/lifecycle/decide.h"

#include <algorithm>

namespace headgate::samples {

using namespace Qt::StringLiterals;
using namespace std::chrono;

Instant at(double seconds)
{
    return instantFromEpochMs(1'800'000'000'000 + qint64(seconds * 1000));
}

StoredDeployment deployment(DesiredState desired)
{
    StoredDeployment stored;
    Deployment &document = stored.deployment;
    document.metadata.id = u"dddddddd-0000-4000-8000-000000000001"_s;
    document.metadata.name = u"counting"_s;
    document.spec.state = desired;
    document.spec.sessionClusterName = u"here"_s;
    document.spec.jobTemplate.artifact.jarUri = u"/jars/job.jar"_s;
    document.spec.jobTemplate.flinkConfiguration = {
        {u"execution.checkpointing.interval"_s, u"1 min"_s}};
    stored.record.sessionClusterId = u"cluster"_s;
    stored.record.artifactSha256 = u"abc"_s;
    return stored;
}

Job job(JobState state)
{
    const StoredDeployment stored = deployment(DesiredState::Running);
    Job job;
    job.metadata.id = u"aaaaaaaa-0000-4000-8000-000000000001"_s;
    job.metadata.name = u"counting-1"_s;
    job.spec = JobSpec{.deploymentId = stored.deployment.metadata.id,
                       .deploymentName = u"counting"_s,
                       .number = 1,
                       .generation = 1,
                       .sessionClusterId = u"cluster"_s,
                       .sessionClusterUrl = u"http://flink"_s,
                       .jobTemplate = stored.deployment.spec.jobTemplate,
                       .artifactSha256 = u"abc"_s};
    job.status.state = state;
    job.submission = Submission{
        .requestsSent = 1, .firstSentAt = at(-100), .lastSentAt = at(-100), .incarnation = u"A"_s};
    if (state == JobState::Starting)
        return job;
    job.submission.isSighted = true;
    job.status.started = StartedStatus{.flinkJobId = flinkId(job.metadata.id),
                                       .startedAt = at(-90),
                                       .lastUpdateTime = at(-90),
                                       .observedFlinkJobStatus = FlinkJobStatus::Running};
    job.observed.lastSighting = Sighting{at(-1), u"A"_s};
    job.observed.clusterAhead = 0;
    return job;
}

Savepoint savepoint(const Job &job, SavepointOrigin origin, qint64 flinkSavepointId)
{
    Savepoint savepoint;
    savepoint.metadata.id = u"bbbbbbbb-0000-4000-8000-%1"_s.arg(
        job.spec.number * 1000 + flinkSavepointId, 12, 10, QChar(u'0'));
    savepoint.metadata.createdAt = at(-50);
    savepoint.spec = SavepointSpec{.deploymentId = job.spec.deploymentId,
                                   .jobId = job.metadata.id,
                                   .jobNumber = job.spec.number,
                                   .savepointLocation = u"file:/sp/"_s + savepoint.metadata.id,
                                   .flinkSavepointId = flinkSavepointId,
                                   .origin = origin};
    savepoint.status = {.state = SavepointState::Completed, .completedAt = at(-40)};
    return savepoint;
}

Savepoint savepointUnderWay(const Job &job, SavepointOrigin origin)
{
    Savepoint underWay = savepoint(job, origin, 0);
    underWay.spec.directory = u"file:/sp/"_s + underWay.metadata.id;
    underWay.spec.savepointLocation.clear();
    underWay.status = {.state = SavepointState::Started};
    return underWay;
}

void complete(Savepoint &underWay, Instant instant)
{
    underWay.spec.savepointLocation = underWay.spec.directory + u"/savepoint-1"_s;
    underWay.status = {.state = SavepointState::Completed, .completedAt = instant};
}

ClusterView cluster()
{
    ClusterView view;
    view.id = u"cluster"_s;
    view.name = u"here"_s;
    view.url = u"http://flink"_s;
    view.state = SessionClusterState::Running;
    view.isObserved = true;
    view.requestedAt = at(0);
    view.answeredAt = at(0);
    view.identifiedAt = at(0);
    view.observedSince = at(-3600);
    view.incarnation = u"A"_s;
    view.incarnationSeenAt = at(-3600);
    view.taskManagers = 1;
    view.slotsTotal = 4;
    view.slotsFree = 4;
    view.slotsReadAt = at(0);
    view.savepointDirectory = u"file:/sp"_s;
    return view;
}

FlinkJob row(const Job &job, FlinkJobStatus status)
{
    const int running = status == FlinkJobStatus::Running ? 1 : 0;
    return FlinkJob{.id = flinkJobIdOf(job),
                    .name = u"job"_s,
                    .status = status,
                    .tasksTotal = 1,
                    .tasksRunning = running};
}

StateView emptyState(Instant requestedAt)
{
    return StateView{.hasRun = true, .requestedAt = requestedAt, .incarnation = u"A"_s};
}

CheckpointMark checkpoint(qint64 id, const QString &path)
{
    return CheckpointMark{.id = id, .path = path, .triggeredAt = at(-30)};
}

DeploymentView Scene::view() const
{
    return DeploymentView{.stored = stored,
                          .jobs = jobs,
                          .savepoints = savepoints,
                          .target = &cluster,
                          .current = jobs.isEmpty() ? nullptr : &cluster,
                          .facts = facts,
                          .memory = memory};
}

Decision Scene::step()
{
    const Decision decision = decide(view(), ids, now);
    const Transaction &records = decision.records;
    if (!records.deployments.isEmpty())
        stored = records.deployments.last();
    for (const Job &each : records.jobs) {
        if (!jobs.isEmpty() && jobs.last().metadata.id == each.metadata.id)
            jobs.last() = each;
        else
            jobs.append(each);
    }
    for (Job &each : jobs) {
        if (records.sightings.contains(each.metadata.id))
            each.observed.lastSighting = records.sightings[each.metadata.id].sighting;
    }
    for (const Savepoint &each : records.savepoints) {
        const auto it = std::ranges::find_if(savepoints, [&](const Savepoint &known) {
            return known.metadata.id == each.metadata.id;
        });
        if (it == savepoints.end())
            savepoints.append(each);
        else
            *it = each;
    }
    for (const QString &id : records.removedSavepoints)
        savepoints.removeIf([&](const Savepoint &each) { return each.metadata.id == id; });
    events.append(records.events);
    orphans.append(records.orphans);
    memory = decision.memory;
    facts.run.reset();
    facts.trigger.reset();
    facts.upload.reset();
    facts.disposal.reset();
    facts.operations.clear();
    facts.restarts.reset();
    facts.stampedJobs.reset();
    return decision;
}

void Scene::pass(double seconds)
{
    now += duration_cast<Duration>(duration<double>(seconds));
    if (!cluster.isObserved)
        return;
    cluster.requestedAt = now;
    cluster.answeredAt = now;
    cluster.identifiedAt = now;
    cluster.slotsReadAt = now;
}

void Scene::list(const Job &job, FlinkJobStatus status)
{
    cluster.jobs.insert(flinkJobIdOf(job), row(job, status));
}

Savepoint &Scene::find(const QString &savepointId)
{
    return *std::ranges::find_if(
        savepoints, [&](const Savepoint &each) { return each.metadata.id == savepointId; });
}

std::optional<FailureReason> Scene::failure() const
{
    return stored.record.failure ? std::optional(stored.record.failure->reason) : std::nullopt;
}

bool Scene::hasEvent(QLatin1StringView name) const
{
    return std::ranges::any_of(events, [&](const Event &event) { return event.name == name; });
}

void Scene::setDesired(DesiredState desired)
{
    stored.deployment.spec.state = desired;
    ++stored.record.generation;
}

void letGo(Scene &scene, Instant endedAt)
{
    scene.newest().status.state = JobState::Terminated;
    scene.newest().status.failure = JobFailure{.reason = QStringLiteral("ForceCancelled")};
    scene.newest().ending.endedAt = endedAt;
}

Scene unresolved()
{
    Scene scene;
    scene.jobs = {job(JobState::Starting)};
    scene.stored.record.lastJobNumber = 1;
    scene.facts.uploadedJarId = u"jar"_s;
    return scene;
}

Scene running()
{
    Scene scene;
    scene.jobs = {job(JobState::Started)};
    scene.stored.record.lastJobNumber = 1;
    scene.list(scene.newest(), FlinkJobStatus::Running);
    scene.cluster.slotsFree = 3;
    return scene;
}

} // namespace headgate::samples
