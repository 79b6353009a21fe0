// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"

#include "model/resources/deployment.h"
#include "tests/flink/fixture/flinkcluster.h"

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
    m_host = std::make_unique<EngineHost>(*m_directory, m_clock, sampleJob());
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
    for (const Job &job : changes.jobs)
        m_jobs.insert(job.metadata.id, job);
    for (const Savepoint &savepoint : changes.savepoints)
        m_savepoints.insert(savepoint.metadata.id, savepoint);
    for (const SessionClusterReport &report : changes.sessionClusters)
        m_clusters.insert(report.cluster.metadata.name, report);
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
    const Json document = withDefaults(Json::object(), deliveredDefaults());
    Deployment deployment = fromJson<Deployment>(document).value_or(Deployment());
    deployment.metadata.name = name;
    deployment.metadata.annotations = annotations;
    deployment.spec.sessionClusterName = cluster;
    deployment.spec.jobTemplate.artifact.jarUri = sampleJob();
    deployment.spec.jobTemplate.artifact.mainArgs = arguments;
    deployment.spec.jobTemplate.flinkConfiguration.insert(u"execution.checkpointing.interval"_s,
                                                          u"1 s"_s);
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

} // namespace headgate::test
