// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"

#include "model/resources/deployment.h"
#include "model/secrets/memorysecrets.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QFile>
#include <QUrl>

#include <algorithm>

namespace headgate::test {

using namespace Qt::StringLiterals;

EngineDesk::EngineDesk(const QString &directory)
    : m_path(directory.isEmpty() ? m_own.path() : directory)
{
    m_hasBegun = begin();
}

EngineDesk::~EngineDesk()
{
    m_host.reset(); // before the directory that it writes to
}

bool EngineDesk::restart()
{
    m_host.reset();
    m_directory.reset();
    m_reports.clear();
    m_jobs.clear();
    m_savepoints.clear();
    m_clusters.clear();
    m_hasBegun = begin();
    return m_hasBegun;
}

bool EngineDesk::begin()
{
    auto owned = DataDirectory::own(m_path);
    if (!owned) {
        m_failure = owned.error().message;
        return false;
    }
    m_directory = std::make_unique<DataDirectory>(std::move(*owned));
    m_host = std::make_unique<EngineHost>(
        *m_directory, m_clock, [] { return std::make_unique<MemorySecrets>(); }, sampleJob());
    connect(m_host.get(), &EngineHost::changed, this, &EngineDesk::take);
    const Result<Done> begun = await(m_host->begin());
    if (!begun)
        m_failure = begun.error().message;
    return begun.has_value();
}

void EngineDesk::take(const Changes &changes)
{
    for (const DeploymentReport &report : changes.deployments)
        m_reports.insert(report.deployment.metadata.id, report);
    for (const SeenAgain &seen : changes.seen)
        m_reports[seen.deploymentId].lastSeen = seen.at;
    for (const Job &job : changes.jobs)
        m_jobs.insert(job.metadata.id, job);
    for (const Savepoint &savepoint : changes.savepoints)
        m_savepoints.insert(savepoint.metadata.id, savepoint);
    for (const SessionClusterReport &report : changes.sessionClusters)
        m_clusters.insert(report.cluster.metadata.name, report);
    for (const QString &id : changes.removedSavepoints)
        m_savepoints.remove(id);
    for (const QString &id : changes.removedDeployments)
        m_reports.remove(id);
    m_events.append(changes.events);
}

QString EngineDesk::attach(const QString &name, const QUrl &url, const QString &savepointDirectory)
{
    SessionCluster cluster;
    cluster.metadata.name = name;
    cluster.spec.url = url.toString();
    cluster.spec.savepointDirectory = savepointDirectory;
    cluster.spec.state = SessionClusterDesiredState::Running;
    const auto saved = await(m_host->saveSessionCluster(cluster));
    return saved ? QString() : saved.error().message;
}

QString EngineDesk::deploy(const QString &name, const QString &cluster, const QString &arguments,
                           const QMap<QString, QString> &annotations)
{
    Deployment deployment = sample(name, cluster, arguments);
    deployment.metadata.annotations = annotations;
    return save(deployment);
}

Deployment EngineDesk::sample(const QString &name, const QString &cluster, const QString &arguments)
{
    Deployment deployment;
    deployment.metadata.name = name;
    deployment.spec.sessionClusterName = cluster;
    deployment.spec.jobTemplate.artifact.jarUri = sampleJob();
    deployment.spec.jobTemplate.artifact.mainArgs = arguments;
    deployment.spec.jobTemplate.flinkConfiguration.insert(u"execution.checkpointing.interval"_s,
                                                          u"1 s"_s);
    return deployment;
}

QString EngineDesk::save(const Deployment &deployment)
{
    const auto saved = await(m_host->saveDeployment({.deployment = deployment}));
    if (!saved)
        qWarning("%s", qPrintable(saved.error().message));
    return saved ? saved->metadata.id : QString();
}

DeploymentReport EngineDesk::report(const QString &id) const
{
    return m_reports.value(id);
}

DeploymentState EngineDesk::state(const QString &id) const
{
    return m_reports.value(id).deployment.status.state;
}

QList<Job> EngineDesk::jobs(const QString &deploymentId) const
{
    QList<Job> found;
    for (const Job &job : m_jobs) {
        if (job.spec.deploymentId == deploymentId)
            found.append(job);
    }
    std::ranges::sort(found, {}, [](const Job &job) { return job.spec.number; });
    return found;
}

QList<Savepoint> EngineDesk::savepoints(const QString &deploymentId) const
{
    QList<Savepoint> found;
    for (const Savepoint &savepoint : m_savepoints) {
        if (savepoint.spec.deploymentId == deploymentId)
            found.append(savepoint);
    }
    return found;
}

QStringList EngineDesk::eventNames(const QString &deploymentId) const
{
    QStringList names;
    for (const Event &event : m_events) {
        if (event.deploymentId == deploymentId)
            names.append(event.name);
    }
    return names;
}

SessionClusterReport EngineDesk::cluster(const QString &name) const
{
    return m_clusters.value(name);
}

bool EngineDesk::isFulfilled(const QString &id, const BareFlink &flink) const
{
    const DeploymentReport at = report(id);
    const DeploymentState state = at.deployment.status.state;
    if (wireName(state) != wireName(at.deployment.spec.state))
        return false;
    const QList<Job> all = jobs(id);
    return state != DeploymentState::Running
        || (!all.isEmpty() && all.last().spec.jobTemplate == at.deployment.spec.jobTemplate
            && flink.isRunningWholly(at.flinkJobId));
}

QByteArray EngineDesk::describe(const QString &id) const
{
    const DeploymentReport at = report(id);
    const auto &failure = at.record.failure;
    QString text = u"desired %1, %2, waiting for “%3”, failure “%4”; events: %5"_s.arg(
        wireName(at.deployment.spec.state), wireName(at.deployment.status.state), at.waitingFor,
        failure ? failure->message : QString(), eventNames(id).join(u' '));
    for (const Job &job : jobs(id))
        text += u"; job %1 %2 “%3”"_s.arg(job.spec.number)
                    .arg(wireName(job.status.state),
                         job.status.failure ? job.status.failure->message : QString());
    for (const Savepoint &savepoint : savepoints(id))
        text += u"; savepoint %1 %2 “%3” %4"_s.arg(
            savepoint.metadata.id, wireName(savepoint.status.state), savepoint.status.failure,
            savepoint.spec.savepointLocation);
    return text.toUtf8();
}

bool EngineDesk::knowsFlinkJob(const QString &flinkJobId) const
{
    return std::ranges::any_of(m_jobs,
                               [&](const Job &job) { return flinkJobIdOf(job) == flinkJobId; });
}

//! Savepoints that are said to be COMPLETED, and are not there.
QStringList EngineDesk::missingFiles(const QString &id) const
{
    QStringList missing;
    for (const Savepoint &savepoint : savepoints(id)) {
        const QString path = QUrl(savepoint.spec.savepointLocation).path() + u"/_metadata"_s;
        if (savepoint.status.state == SavepointState::Completed && !QFile::exists(path))
            missing.append(path);
    }
    return missing;
}

QByteArray EngineDesk::disagreement(const QString &id, const BareFlink &flink) const
{
    const auto listed = flink.jobs();
    if (!listed)
        return "Flink does not answer";
    QStringList live;
    QStringList wrong;
    for (const BareJob &job : *listed) {
        if (job.state == u"FINISHED"_s || job.state == u"CANCELED"_s || job.state == u"FAILED"_s)
            continue;
        live.append(job.id);
        if (!knowsFlinkJob(job.id))
            wrong.append(u"%1 runs without a Job"_s.arg(job.id));
    }
    int liveHere = 0;
    for (const Job &job : jobs(id)) {
        liveHere += live.contains(flinkJobIdOf(job)) ? 1 : 0;
        if (job.ending.isMissing)
            continue; // said to be missing, whatever its state was
        if (live.contains(flinkJobIdOf(job)) != isLive(job.status.state))
            wrong.append(u"job %1 is %2 here and %3 at Flink"_s.arg(job.spec.number)
                             .arg(wireName(job.status.state), flink.stateOf(flinkJobIdOf(job))));
    }
    const bool isToRun = state(id) == DeploymentState::Running;
    if (liveHere > 1 || (isToRun && liveHere == 0))
        wrong.append(u"%1 live jobs at Flink"_s.arg(liveHere));
    for (const QString &path : missingFiles(id))
        wrong.append(path + u" is missing"_s);
    return wrong.isEmpty() ? QByteArray() : wrong.join(u"; ").toUtf8() + " ― " + describe(id);
}

} // namespace headgate::test
