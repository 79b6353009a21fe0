// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/wishes.h"

#include <QFileInfo>

namespace headgate {

using namespace Qt::StringLiterals;

//! A new document takes what it does not say from the DeploymentDefaults (lifecycle.md §1).
static Deployment completed(const Deployment &deployment, const Json &defaults)
{
    if (!deployment.metadata.id.isEmpty())
        return deployment;
    return fromJson<Deployment>(withDefaults(toJson(deployment), defaults)).value_or(deployment);
}

//! The document as it would be stored, or every reason why it cannot be.
Result<Deployment> Wishes::prepared(const DeploymentDraft &draft) const
{
    Deployment deployment = completed(draft.deployment, m_engine.deploymentDefaults());
    QList<FieldError> errors = validate(deployment);
    HeldDeployment *namesake =
        m_engine.holdings().findByName(deployment.metadata.nameSpace, deployment.metadata.name);
    if (namesake && namesake->id() != deployment.metadata.id)
        errors.append({u"metadata.name"_s, tr("A deployment of this name exists already.")});
    const QString clusterName = deployment.spec.sessionClusterName;
    if (!clusterName.isEmpty() && !m_engine.clusters().findByName(clusterName))
        errors.append({u"spec.sessionClusterName"_s,
                       tr("There is no session cluster “%1”.").arg(clusterName)});
    if (draft.isStartedAfterwards)
        errors.append(refusalsOfStart(deployment));
    const HeldDeployment *held = m_engine.holdings().find(deployment.metadata.id);
    const Job *live = held ? held->liveJob() : nullptr;
    errors.append(errorsInForceCancellation(deployment,
                                            held ? held->stored.deployment : Deployment(),
                                            live ? live->metadata.id : QString()));
    if (!errors.isEmpty())
        return Failure(invalid(errors));
    if (deployment.metadata.id.isEmpty())
        return deployment;
    if (!held)
        return failure(ErrorKind::NotFound, tr("This deployment was deleted meanwhile."));
    const Metadata &current = held->stored.deployment.metadata;
    if (current.resourceVersion != deployment.metadata.resourceVersion)
        return failure(ErrorKind::Conflict,
                       tr("It was changed meanwhile; open it again and repeat your change."));
    if (current.name != deployment.metadata.name)
        return Failure(invalid({{u"metadata.name"_s, tr("A name cannot be changed.")}}));
    deployment.spec.state = held->stored.deployment.spec.state;
    deployment.status = held->stored.deployment.status;
    return deployment;
}

QFuture<Result<Deployment>> Wishes::saveDeployment(const DeploymentDraft &draft)
{
    const auto deployment = prepared(draft);
    if (!deployment)
        return QtFuture::makeReadyFuture<Result<Deployment>>(Failure(deployment.error()));
    const QString jarUri = deployment->spec.jobTemplate.artifact.jarUri;
    const HeldDeployment *held = m_engine.holdings().find(deployment->metadata.id);
    const bool isSamePath =
        held && held->stored.deployment.spec.jobTemplate.artifact.jarUri == jarUri;
    const QString recorded = isSamePath ? held->stored.record.artifactSha256 : QString();
    // A file whose content has changed restarts nothing by itself; nor does a save (lifecycle §1).
    const bool isKept = !draft.isStartedAfterwards && m_engine.artifacts().contains(recorded);
    const bool isNoFile = jarUri.isEmpty() || localJarPath(jarUri).isEmpty();
    auto content = isKept || isNoFile ? QtFuture::makeReadyFuture<Result<QString>>(recorded)
                                      : currentContent(jarUri, recorded);
    return content.then(this, [this, draft](const Result<QString> &sha256) -> Result<Deployment> {
        if (!sha256)
            return Failure(sha256.error());
        const auto still = prepared(draft); // reading the jar took time
        return still ? store(draft, *still, *sha256) : still;
    });
}

//! As Start does it, and Retry where it is to run already but FAILED; false where neither is due.
static bool askToRun(StoredDeployment &stored, const StartOrder &order)
{
    const bool isToRun = stored.deployment.spec.state == DesiredState::Running;
    const bool isRetry = isToRun && stored.deployment.status.state == DeploymentState::Failed;
    if (isToRun && !isRetry)
        return false;
    stored.deployment.spec.state = DesiredState::Running;
    stored.deployment.metadata.annotations.remove(ForceCancellationAnnotation);
    DeploymentRecord &record = stored.record;
    ++record.generation;
    record.order = order;
    record.upgradeOrder.reset();
    if (!isRetry || order.choice != StateChoiceKind::Newest)
        record.chosen.reset();
    record.failure.reset();
    record.isDrainRequested = false;
    record.savepointAttempts = 0;
    return true;
}

//! Whether this may be an upgrade, or makes one of what was saved before (lifecycle.md §4).
static bool isUpgradeAnew(const StoredDeployment &next, const StoredDeployment &before)
{
    return next.deployment.spec.upgradeStrategy != before.deployment.spec.upgradeStrategy
        || next.record.artifactSha256 != before.record.artifactSha256
        || next.record.sessionClusterId != before.record.sessionClusterId
        || !isSameTemplate(next.deployment.spec.jobTemplate, before.deployment.spec.jobTemplate);
}

Result<Deployment> Wishes::store(const DeploymentDraft &draft, Deployment deployment,
                                 const QString &sha256)
{
    const Instant now = m_engine.time().now();
    const HeldDeployment *held = m_engine.holdings().find(deployment.metadata.id);
    StoredDeployment next;
    if (held)
        next.record = held->stored.record;
    else {
        deployment.metadata.id = m_engine.ids().next();
        deployment.metadata.createdAt = now;
        deployment.spec.state = DesiredState::Cancelled; // whatever an import says
        deployment.status = {};
        next.record.stateSince = now;
    }
    next.record.artifactSha256 = sha256;
    if (HeldCluster *cluster = m_engine.clusters().findByName(deployment.spec.sessionClusterName))
        next.record.sessionClusterId = cluster->cluster.metadata.id;
    else
        next.record.sessionClusterId.clear();
    next.deployment = deployment;
    if (held && isUpgradeAnew(next, held->stored)) // else what was shown before holds on (§3.1)
        next.record.upgradeOrder = planOf(next.deployment, draft.order);
    if (draft.isStartedAfterwards && askToRun(next, draft.order))
        showTransition(next, now);
    if (held && next == held->stored)
        return next.deployment; // nothing to write
    next.deployment.metadata.modifiedAt = now;
    ++next.deployment.metadata.resourceVersion;
    const Event event{.time = now,
                      .deploymentId = deployment.metadata.id,
                      .sessionClusterId = next.record.sessionClusterId,
                      .name = held ? u"DeploymentChanged"_s : u"DeploymentCreated"_s,
                      .message = held ? tr("The deployment was changed.")
                                      : tr("The deployment was created.")};
    const auto written =
        m_engine.commit(Transaction{.deployments = {next}, .events = {event}}, "save"_L1);
    if (!written)
        return Failure(written.error());
    return next.deployment;
}

// ---- the sample

QString Wishes::freeName(const QString &wanted, bool isOfCluster) const
{
    const auto isTaken = [&](const QString &name) {
        return isOfCluster ? m_engine.clusters().findByName(name) != nullptr
                           : m_engine.holdings().findByName(u"default"_s, name) != nullptr;
    };
    QString name = wanted;
    for (int number = 2; isTaken(name); ++number)
        name = u"%1-%2"_s.arg(wanted).arg(number);
    return name;
}

//! The local session cluster of the sample: one that there is, or a new one.
Result<SessionCluster> Wishes::sampleCluster()
{
    for (const auto &[id, held] : m_engine.clusters().all()) {
        if (held.cluster.spec.kind != SessionClusterKind::Local)
            continue;
        if (held.cluster.status.state != SessionClusterState::Running) {
            const auto started =
                m_engine.clusters().setDesired(id, SessionClusterDesiredState::Running);
            if (!started)
                return Failure(started.error());
        }
        return held.cluster;
    }
    const QList<FlinkInstallation> installations = findInstallations();
    if (installations.isEmpty())
        return failure(ErrorKind::Environment,
                       tr("No Flink was found on this machine. Unpack one and set FLINK_HOME to "
                          "its folder, or run “./dev flink 2.3.0” in Headgate's source folder."));
    SessionCluster cluster;
    cluster.metadata.name = freeName(u"local"_s, true);
    cluster.spec.kind = SessionClusterKind::Local;
    cluster.spec.flinkHome = installations.first().home;
    cluster.spec.state = SessionClusterDesiredState::Running;
    return store(cluster);
}

QFuture<Result<QString>> Wishes::startSample()
{
    if (m_sampleJar.isEmpty() || !QFileInfo::exists(m_sampleJar))
        return QtFuture::makeReadyFuture<Result<QString>>(
            failure(ErrorKind::Environment, tr("The sample job's jar is missing.")));
    const auto cluster = sampleCluster();
    if (!cluster)
        return QtFuture::makeReadyFuture<Result<QString>>(Failure(cluster.error()));
    Deployment deployment;
    deployment.metadata.name = freeName(u"sample"_s, false);
    deployment.spec.sessionClusterName = cluster->metadata.name;
    deployment.spec.jobTemplate.artifact.jarUri = m_sampleJar;
    // Often enough to be looked at.
    deployment.spec.jobTemplate.flinkConfiguration.insert(u"execution.checkpointing.interval"_s,
                                                          u"10 s"_s);
    return saveDeployment({.deployment = deployment, .isStartedAfterwards = true})
        .then(this, [](const Result<Deployment> &saved) -> Result<QString> {
            return saved ? Result<QString>(saved->metadata.id) : Failure(saved.error());
        });
}

} // namespace headgate
