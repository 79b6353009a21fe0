// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/wishes.h"

#include "model/engine/answers.h"
#include "model/lifecycle/disposal.h"
#include "model/lifecycle/suspension.h"

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

//! The document is the wish; the engine sends the request (lifecycle.md §5, by request).
QFuture<Result<Done>> Wishes::triggerSavepoint(const QString &deploymentId)
{
    const auto held = permitted(deploymentId, DeploymentAction::TriggerSavepoint);
    if (!held)
        return ready<Done>(Failure(held.error()));
    const Job &job = *(*held)->liveJob();
    const ClusterView *cluster = m_engine.clusters().view(job.spec.sessionClusterId);
    QString directory =
        cluster ? suspension::savepointDirectory(job.spec.jobTemplate, *cluster) : QString();
    if (directory.isEmpty())
        return ready<Done>(failure(
            ErrorKind::NotPermitted,
            cluster && cluster->isObserved
                ? tr("No savepoint directory is set.")
                : tr("The session cluster does not answer, and where savepoints belong there is "
                     "not known yet.")));
    if (!directory.endsWith(u'/'))
        directory += u'/';
    Savepoint savepoint;
    savepoint.metadata.id = m_engine.ids().next();
    savepoint.metadata.name = u"%1-%2-%3"_s.arg(job.spec.deploymentName)
                                  .arg(job.spec.number)
                                  .arg(savepoint.metadata.id.first(8));
    savepoint.metadata.nameSpace = (*held)->stored.deployment.metadata.nameSpace;
    savepoint.metadata.createdAt = savepoint.metadata.modifiedAt = m_engine.time().now();
    savepoint.spec = {.deploymentId = deploymentId,
                      .jobId = job.metadata.id,
                      .jobNumber = job.spec.number,
                      .directory = directory + savepoint.metadata.id,
                      .origin = SavepointOrigin::UserRequest};
    const Event event = eventOf(**held, m_engine.time().now(), "SavepointRequested",
                                tr("A savepoint was requested."));
    if (const auto written =
            m_engine.commit(Transaction{.savepoints = {savepoint}, .events = {event}}, "wish"_L1);
        !written)
        return ready<Done>(Failure(written.error()));
    m_engine.wake(deploymentId);
    return ready<Done>(Done{});
}

//! The document is the wish here, too; without files there is nothing for Flink to delete.
QFuture<Result<Done>> Wishes::deleteSavepoint(const QString &savepointId, bool areFilesKept)
{
    HeldDeployment *held = m_engine.holdings().findBySavepoint(savepointId);
    if (!held)
        return ready<Done>(Failure(gone()));
    Savepoint savepoint = *std::ranges::find(
        held->savepoints, savepointId, [](const Savepoint &each) { return each.metadata.id; });
    if (const QString why = disposal::refusal(savepoint, m_engine.viewOf(*held)); !why.isEmpty())
        return ready<Done>(failure(ErrorKind::NotPermitted, why));
    const QString location = savepoint.spec.savepointLocation;
    const Instant now = m_engine.time().now();
    Transaction wish;
    if (areFilesKept || location.isEmpty()) {
        wish.removedSavepoints = {savepointId};
        wish.events = {
            eventOf(*held, now, "SavepointForgotten",
                    location.isEmpty()
                        ? tr("A savepoint without files was forgotten.")
                        : tr("A savepoint was forgotten; its files remain at %1.").arg(location))};
    } else {
        savepoint.status.state = SavepointState::PendingDeletion;
        savepoint.status.failure.clear();
        wish.savepoints = {savepoint};
        wish.events = {
            eventOf(*held, now, "SavepointDeletionRequested",
                    tr("The deletion of the savepoint at %1 was requested.").arg(location))};
    }
    if (const auto written = m_engine.commit(wish, "wish"_L1); !written)
        return ready<Done>(Failure(written.error()));
    m_engine.wake(held->id());
    return ready<Done>(Done{});
}

} // namespace headgate
