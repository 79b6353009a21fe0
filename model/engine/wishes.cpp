// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/wishes.h"

#include "model/engine/answers.h"
#include "model/lifecycle/permissions.h"

#include <QFileInfo>
#include <QtConcurrentRun>

#include <utility>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! The same, at the field of the jar.
Error ofJar(Error error)
{
    error.fields = {{u"spec.template.spec.artifact.jarUri"_s, error.message}};
    return error;
}

} // namespace

Event Wishes::eventOf(const HeldDeployment &held, Instant now, const char *name,
                      const QString &message)
{
    return Event{.time = now,
                 .deploymentId = held.id(),
                 .sessionClusterId = held.stored.record.sessionClusterId,
                 .name = QString::fromLatin1(name),
                 .message = message};
}

std::optional<StartOrder> Wishes::planOf(const Deployment &deployment, const StartOrder &shown)
{
    const bool isConfirmed = shown.isConfirmed || shown.choice != StateChoiceKind::Newest;
    // Without an upgrade nothing of it was shown: a later one must not take it for confirmed.
    const bool isUpgrade = deployment.spec.upgradeStrategy != UpgradeStrategy::None;
    return isConfirmed && isUpgrade ? std::optional(shown) : std::nullopt;
}

void Wishes::showTransition(StoredDeployment &next, Instant now)
{
    DeploymentState &state = next.deployment.status.state;
    if (std::exchange(state, DeploymentState::Transitioning) != DeploymentState::Transitioning)
        next.record.stateSince = now;
}

Error gone()
{
    return Error{.kind = ErrorKind::NotFound, .message = Wishes::tr("It no longer exists.")};
}

Wishes::Wishes(Engine &engine, QString sampleJar, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_sampleJar(std::move(sampleJar))
{
}

// ---- desired states

Result<HeldDeployment *> Wishes::permitted(const QString &deploymentId, DeploymentAction action)
{
    HeldDeployment *held = m_engine.holdings().find(deploymentId);
    if (!held)
        return Failure(gone());
    if (const QString refusal = refusalOf(action, m_engine.viewOf(*held)); !refusal.isEmpty())
        return failure(ErrorKind::NotPermitted, refusal);
    return held;
}

Result<Done> Wishes::write(HeldDeployment &held, const Change &change)
{
    StoredDeployment next = held.stored;
    const Instant now = m_engine.time().now();
    next.deployment.spec.state = change.desired;
    next.deployment.metadata.modifiedAt = now;
    ++next.deployment.metadata.resourceVersion;
    ++next.record.generation;
    next.record.upgradeOrder.reset();
    next.record.failure.reset();
    next.record.isDrainRequested = change.isDrained;
    next.record.savepointAttempts = 0;
    if (change.order)
        next.record.order = *change.order;
    if (change.artifactSha256)
        next.record.artifactSha256 = *change.artifactSha256;
    if (!change.keepsChosenState)
        next.record.chosen.reset();
    if (change.desired != DesiredState::Cancelled)
        next.deployment.metadata.annotations.remove(ForceCancellationAnnotation);
    if (!change.found.jobs.isEmpty())
        next.record.lastJobNumber = change.found.jobs.last().spec.number;
    showTransition(next, now);
    const Event event = eventOf(held, now, change.eventName, change.sentence);
    const auto written = m_engine.fulfil(held,
                                         Transaction{.deployments = {next},
                                                     .jobs = change.found.jobs,
                                                     .orphans = change.found.others,
                                                     .events = {event}},
                                         "wish"_L1);
    return written ? Result<Done>(Done{}) : Failure(written.error());
}

QFuture<Result<Done>> Wishes::change(const QString &deploymentId, DeploymentAction action,
                                     const Change &change)
{
    const auto held = permitted(deploymentId, action);
    return ready<Done>(held ? write(**held, change) : Result<Done>(Failure(held.error())));
}

QFuture<Result<QString>> Wishes::currentContent(const QString &jarUri, const QString &recorded)
{
    const QString path = localJarPath(jarUri);
    const bool isGone = !QFileInfo::exists(path);
    if (isGone && !recorded.isEmpty() && m_engine.artifacts().contains(recorded))
        return ready<QString>(recorded);
    return QtConcurrent::run([path, &artifacts = m_engine.artifacts()]() -> Result<QString> {
        if (const auto jar = headgate::inspectJar(path); !jar)
            return Failure(ofJar(jar.error()));
        const auto added = artifacts.add(path);
        return added ? Result<QString>(added->sha256) : Failure(ofJar(added.error()));
    });
}

//! A start: the jar's content of now becomes the one that runs.
QFuture<Result<Done>> Wishes::begin(const QString &deploymentId, DeploymentAction action,
                                    const Change &change)
{
    const auto held = permitted(deploymentId, action);
    if (!held)
        return ready<Done>(Failure(held.error()));
    const StoredDeployment &stored = (*held)->stored;
    if (const HeldCluster *cluster = m_engine.clusters().find(stored.record.sessionClusterId))
        cluster->watch->identifyNow(); // while the jar is read: the run request will name it
    auto content = currentContent(stored.deployment.spec.jobTemplate.artifact.jarUri,
                                  stored.record.artifactSha256);
    return content.then(this, [=, this](const Result<QString> &sha256) -> Result<Done> {
        if (!sha256)
            return Failure(sha256.error());
        const auto still = permitted(deploymentId, action); // it took time to read the jar
        if (!still)
            return Failure(still.error());
        Change withContent = change;
        withContent.artifactSha256 = *sha256;
        return write(**still, withContent);
    });
}

QFuture<Result<Done>> Wishes::start(const QString &deploymentId, const StartOrder &order)
{
    return begin(deploymentId, DeploymentAction::Start,
                 {.desired = DesiredState::Running,
                  .order = order,
                  .eventName = "StartRequested",
                  .sentence = tr("Start was requested.")});
}

QFuture<Result<Done>> Wishes::suspend(const QString &deploymentId, bool isDrained)
{
    return change(deploymentId, DeploymentAction::Suspend,
                  {.desired = DesiredState::Suspended,
                   .isDrained = isDrained,
                   .eventName = "SuspendRequested",
                   .sentence = tr("Suspend was requested.")});
}

QFuture<Result<Done>> Wishes::cancel(const QString &deploymentId)
{
    const auto held = permitted(deploymentId, DeploymentAction::Cancel);
    if (!held)
        return ready<Done>(Failure(held.error()));
    return ready<Done>(write(**held,
                             {.desired = DesiredState::Cancelled,
                              .found = start::foundToCancel(m_engine.viewOf(**held), m_engine.ids(),
                                                            m_engine.time().now()),
                              .eventName = "CancelRequested",
                              .sentence = tr("Cancel was requested.")}));
}

QFuture<Result<Done>> Wishes::retry(const QString &deploymentId, const StartOrder &order)
{
    const auto held = permitted(deploymentId, DeploymentAction::Retry);
    if (!held)
        return ready<Done>(Failure(held.error()));
    const DesiredState desired = (*held)->stored.deployment.spec.state;
    const Change again{.desired = desired,
                       .order = order,
                       .keepsChosenState = order.choice == StateChoiceKind::Newest,
                       .isDrained = (*held)->stored.record.isDrainRequested,
                       .eventName = "RetryRequested",
                       .sentence = tr("Retry was requested.")};
    // What is recorded runs again; where it is lost, the file is all there is.
    const bool isStored = m_engine.artifacts().contains((*held)->stored.record.artifactSha256);
    if (desired == DesiredState::Running && !isStored)
        return begin(deploymentId, DeploymentAction::Retry, again);
    return ready<Done>(write(**held, again));
}

QFuture<Result<Done>> Wishes::runAgain(const QString &deploymentId, const StartOrder &order)
{
    return begin(deploymentId, DeploymentAction::RunAgain,
                 {.desired = DesiredState::Running,
                  .order = order,
                  .eventName = "RunAgainRequested",
                  .sentence = tr("Run Again was requested.")});
}

QFuture<Result<Done>> Wishes::forceCancel(const QString &deploymentId)
{
    const auto held = permitted(deploymentId, DeploymentAction::ForceCancel);
    if (!held)
        return ready<Done>(Failure(held.error()));
    StoredDeployment next = (*held)->stored;
    next.deployment.metadata.annotations.insert(ForceCancellationAnnotation,
                                                (*held)->liveJob()->metadata.id);
    ++next.deployment.metadata.resourceVersion;
    const Event event = eventOf(**held, m_engine.time().now(), "ForceCancelRequested",
                                tr("Force Cancel was requested."));
    if (const auto written =
            m_engine.commit(Transaction{.deployments = {next}, .events = {event}}, "wish"_L1);
        !written)
        return ready<Done>(Failure(written.error()));
    return ready<Done>(Done{});
}

//! The new content is another template: the upgrade strategy says what follows (lifecycle.md §1).
QFuture<Result<Done>> Wishes::upgradeToChangedJar(const QString &deploymentId,
                                                  const StartOrder &shown)
{
    const auto held = permitted(deploymentId, DeploymentAction::UpgradeToChangedJar);
    if (!held)
        return ready<Done>(Failure(held.error()));
    if (const QString why = refusalOfUpgrade(m_engine.viewOf(**held), shown); !why.isEmpty())
        return ready<Done>(failure(ErrorKind::NotPermitted, why));
    const QString jarUri = (*held)->stored.deployment.spec.jobTemplate.artifact.jarUri;
    return currentContent(jarUri, {}).then(this, [=, this](const Result<QString> &sha256) {
        return sha256 ? takeJar(deploymentId, jarUri, *sha256, shown)
                      : Result<Done>(Failure(sha256.error()));
    });
}

Result<Done> Wishes::takeJar(const QString &deploymentId, const QString &jarUri,
                             const QString &sha256, const StartOrder &shown)
{
    const HeldDeployment *held = m_engine.holdings().find(deploymentId);
    if (!held)
        return Failure(gone());
    StoredDeployment next = held->stored;
    if (next.deployment.spec.jobTemplate.artifact.jarUri != jarUri)
        return failure(ErrorKind::Conflict, tr("Another jar was chosen for it meanwhile."));
    next.record.artifactSha256 = sha256;
    next.record.upgradeOrder = planOf(next.deployment, shown);
    next.deployment.metadata.modifiedAt = m_engine.time().now();
    ++next.deployment.metadata.resourceVersion;
    const Event event = eventOf(*held, m_engine.time().now(), "ChangedJarTaken",
                                tr("The changed content of its jar was taken."));
    if (const auto written =
            m_engine.commit(Transaction{.deployments = {next}, .events = {event}}, "wish"_L1);
        !written)
        return Failure(written.error());
    return Done{};
}

QFuture<Result<Done>> Wishes::upgradeFromCheckpoint(const QString &deploymentId)
{
    const auto held = permitted(deploymentId, DeploymentAction::UpgradeFromCheckpoint);
    if (!held)
        return ready<Done>(Failure(held.error()));
    StoredDeployment next = (*held)->stored;
    next.record.checkpointUpgradeGeneration = next.record.generation;
    next.record.upgradeOrder.reset(); // what was confirmed is another plan
    const Event event =
        eventOf(**held, m_engine.time().now(), "UpgradeFromCheckpointRequested",
                tr("An upgrade from the newest checkpoint was requested, by cancelling the job."));
    const auto written =
        m_engine.fulfil(**held, Transaction{.deployments = {next}, .events = {event}}, "wish"_L1);
    return ready<Done>(written ? Result<Done>(Done{}) : Failure(written.error()));
}

QFuture<Result<Done>> Wishes::adoptJob(const QString &deploymentId)
{
    const auto held = permitted(deploymentId, DeploymentAction::AdoptJob);
    if (!held)
        return ready<Done>(Failure(held.error()));
    const Instant now = m_engine.time().now();
    const Job job = start::adopted(m_engine.viewOf(**held), m_engine.ids(), now);
    StoredDeployment next = (*held)->stored;
    next.record.lastJobNumber = job.spec.number;
    next.record.failure.reset();
    showTransition(next, now);
    const Event event =
        eventOf(**held, now, "JobAdopted", tr("The job %1 was taken over.").arg(flinkJobIdOf(job)));
    Transaction adoption{.deployments = {next}, .jobs = {job}, .events = {event}};
    if (m_engine.holdings().findOrphan(flinkJobIdOf(job))) // it has a record again
        adoption.removedOrphans = {flinkJobIdOf(job)};
    const auto written = m_engine.fulfil(**held, adoption, "wish"_L1);
    return ready<Done>(written ? Result<Done>(Done{}) : Failure(written.error()));
}

QFuture<Result<QStringList>> Wishes::deleteDeployment(const QString &deploymentId)
{
    const auto held = permitted(deploymentId, DeploymentAction::Delete);
    if (!held)
        return ready<QStringList>(Failure(held.error()));
    QStringList remaining;
    for (const Savepoint &savepoint : (*held)->savepoints) {
        if (!savepoint.spec.savepointLocation.isEmpty())
            remaining.append(savepoint.spec.savepointLocation);
    }
    const QString name = titleOf((*held)->stored.deployment.metadata);
    Event event = eventOf(**held, m_engine.time().now(), "DeploymentDeleted",
                          tr("The deployment “%1” was deleted. Savepoints whose files remain: %n.",
                             nullptr, int(remaining.size()))
                              .arg(name));
    event.deploymentName = name;
    const auto written = m_engine.commit(
        Transaction{.events = {event}, .removedDeployments = {deploymentId}}, "delete"_L1);
    if (!written)
        return ready<QStringList>(Failure(written.error()));
    return ready<QStringList>(remaining);
}

// ---- possible orphans

QFuture<Result<Done>> Wishes::cancelOrphan(const QString &flinkJobId)
{
    const PossibleOrphan *orphan = m_engine.holdings().findOrphan(flinkJobId);
    if (!orphan)
        return ready<Done>(Failure(gone()));
    const ClusterView *view = m_engine.clusters().view(orphan->sessionClusterId);
    if (view && view->isPerhapsAnother)
        return ready<Done>(failure(ErrorKind::NotPermitted, view->trouble));
    using Answer = Result<flink::Dated<flink::CancelAnswer>>;
    return m_engine.performer()
        .cancel(orphan->sessionClusterId, flinkJobId)
        .then(this, [](const Answer &answer) -> Result<Done> {
            return answer ? Result<Done>(Done{}) : Failure(answer.error());
        });
}

QFuture<Result<Done>> Wishes::forgetOrphan(const QString &flinkJobId)
{
    const auto written = m_engine.commit(Transaction{.removedOrphans = {flinkJobId}}, "orphan"_L1);
    return ready<Done>(written ? Result<Done>(Done{}) : Failure(written.error()));
}

// ---- what the forms ask

QFuture<Result<JarReport>> Wishes::inspectJar(const QString &path)
{
    return QtConcurrent::run([path] { return headgate::inspectJar(path); });
}

QFuture<Result<QList<FlinkInstallation>>> Wishes::flinkInstallations()
{
    return QtConcurrent::run(
        []() -> Result<QList<FlinkInstallation>> { return findInstallations(); });
}

} // namespace headgate
