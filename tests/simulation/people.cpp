// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include "model/lifecycle/permissions.h"
#include "model/lifecycle/start.h"

// What people do, as the wishes of the engine write it.
namespace headgate::simulation {

using namespace Qt::StringLiterals;

bool Driver::isPermitted(DeploymentAction action)
{
    return refusalOf(action, view()).isEmpty();
}

void Driver::write(DesiredState desired, const StartOrder &order, bool keepsChosen, bool isDrained)
{
    tell(u"A person wants %1"_s.arg(wireName(desired)));
    if (desired == DesiredState::Cancelled) {
        const start::Found found = start::foundToCancel(view(), m_ids, now);
        jobs += found.jobs;
        orphans += found.others;
        if (!found.jobs.isEmpty())
            stored.record.lastJobNumber = found.jobs.last().spec.number;
    }
    stored.deployment.spec.state = desired;
    DeploymentRecord &record = stored.record;
    ++record.generation;
    record.failure.reset();
    record.isDrainRequested = isDrained;
    record.savepointAttempts = 0;
    record.order = order;
    if (!keepsChosen)
        record.chosen.reset();
    if (desired != DesiredState::Cancelled)
        stored.deployment.metadata.annotations.remove(ForceCancellationAnnotation);
    stored.deployment.status.state = DeploymentState::Transitioning;
    m_isDirty = true;
}

void Driver::want(DesiredState desired, const StartOrder &order)
{
    const bool isSame = stored.deployment.spec.state == desired;
    const auto action = [&] {
        switch (desired) {
        case DesiredState::Running:
            return isSame && has(DeploymentState::Finished) ? DeploymentAction::RunAgain
                                                            : DeploymentAction::Start;
        case DesiredState::Suspended:
            return DeploymentAction::Suspend;
        case DesiredState::Cancelled:
            return DeploymentAction::Cancel;
        }
        return DeploymentAction::Cancel;
    };
    if (isSame && has(DeploymentState::Failed))
        return retry(order);
    if (isPermitted(action()))
        write(desired, order, false, false);
}

void Driver::retry(const StartOrder &order)
{
    const bool keepsChosen = order.choice == StateChoiceKind::Newest;
    if (isPermitted(DeploymentAction::Retry))
        write(stored.deployment.spec.state, order, keepsChosen, false);
}

void Driver::suspendWithDrain()
{
    if (isPermitted(DeploymentAction::StopWithDrain))
        write(DesiredState::Suspended, {}, false, true);
}

StartOrder Driver::confirmedOrder()
{
    return StartOrder{.isConfirmed = true,
                      .shownSavepointId = previewOfNextState(view()).savepointId};
}

void Driver::changeTemplate()
{
    tell(u"A person saves another template"_s);
    ++stored.deployment.spec.jobTemplate.parallelism;
    m_isDirty = true;
}

void Driver::change(UpgradeStrategy upgrade, RestoreStrategy restore)
{
    tell(u"A person saves %1, %2"_s.arg(wireName(upgrade), wireName(restore)));
    stored.deployment.spec.upgradeStrategy = upgrade;
    stored.deployment.spec.restoreStrategy = restore;
    m_isDirty = true;
}

void Driver::moveToOtherCluster()
{
    QString &id = stored.record.sessionClusterId;
    id = id == sites[0].view.id ? sites[1].view.id : sites[0].view.id;
    stored.deployment.spec.sessionClusterName = id;
    tell(u"A person moves it to %1"_s.arg(id));
    m_isDirty = true;
}

void Driver::force()
{
    if (!newest() || !isPermitted(DeploymentAction::ForceCancel))
        return;
    tell(u"A person forces the cancellation"_s);
    stored.deployment.metadata.annotations.insert(ForceCancellationAnnotation,
                                                  newest()->metadata.id);
    m_isDirty = true;
}

void Driver::cancelPossibleOrphans()
{
    for (Site &site : sites) {
        const QStringList live = site.flink.liveJobs();
        for (const QString &id : live) {
            if (isForced(id))
                (void)site.flink.cancel(id);
        }
    }
}

void Driver::deleteNewestState()
{
    QString newest;
    for (const Savepoint &each : std::as_const(savepoints)) {
        const QString &path = each.spec.savepointLocation;
        if (world.numberOf(path) > world.numberOf(newest))
            newest = path;
    }
    world.files.remove(newest);
    world.deleted.insert(newest);
}

void Driver::requestSavepoint()
{
    if (!isPermitted(DeploymentAction::TriggerSavepoint))
        return;
    tell(u"A person asks for a savepoint"_s);
    Savepoint savepoint;
    savepoint.metadata.id = m_ids.next();
    savepoint.metadata.createdAt = now;
    savepoint.spec.deploymentId = stored.deployment.metadata.id;
    savepoint.spec.jobId = newest()->metadata.id;
    savepoint.spec.jobNumber = newest()->spec.number;
    savepoint.spec.directory = u"file:/sp/"_s + savepoint.metadata.id;
    savepoint.spec.origin = SavepointOrigin::UserRequest;
    savepoints.append(savepoint);
    m_isDirty = true;
}

} // namespace headgate::simulation
