// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include "model/lifecycle/disposal.h"
#include "model/lifecycle/permissions.h"
#include "model/lifecycle/start.h"

#include <algorithm>

// What people do, as the wishes of the engine write it.
namespace headgate::simulation {

using namespace Qt::StringLiterals;

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

void Driver::ask(DeploymentAction action, const StartOrder &order)
{
    if (!refusalOf(action, view()).isEmpty())
        return;
    switch (action) {
    case DeploymentAction::Start:
    case DeploymentAction::RunAgain:
        return write(DesiredState::Running, order, false, false);
    case DeploymentAction::Suspend:
        return write(DesiredState::Suspended, order, false, false);
    case DeploymentAction::StopWithDrain:
        return write(DesiredState::Suspended, order, false, true);
    case DeploymentAction::Cancel:
        return write(DesiredState::Cancelled, order, false, false);
    case DeploymentAction::Retry:
        return write(stored.deployment.spec.state, order, order.choice == StateChoiceKind::Newest,
                     false);
    case DeploymentAction::ForceCancel:
        return newest() ? writeForced() : void();
    case DeploymentAction::TriggerSavepoint:
        return writeSavepoint();
    case DeploymentAction::UpgradeToChangedJar:
    case DeploymentAction::UpgradeFromCheckpoint:
    case DeploymentAction::ChooseState:
    case DeploymentAction::AdoptJob:
    case DeploymentAction::Edit:
    case DeploymentAction::Delete:
        Q_UNREACHABLE(); // nobody here asks for it
    }
}

StartOrder Driver::confirmedOrder()
{
    return StartOrder{.isConfirmed = true,
                      .shownSavepointId = previewOfNextState(view()).savepointId};
}

void Driver::save(const Deployment &deployment)
{
    if (deployment.spec.sessionClusterName != stored.deployment.spec.sessionClusterName)
        stored.record.sessionClusterId = deployment.spec.sessionClusterName;
    stored.deployment = deployment;
    m_isDirty = true;
}

void Driver::askForDeletion(const QString &savepointId, bool areFilesKept)
{
    const auto wanted = std::ranges::find_if(
        savepoints, [&](const Savepoint &each) { return each.metadata.id == savepointId; });
    if (!disposal::refusal(*wanted, view()).isEmpty())
        return;
    m_isDirty = true;
    if (areFilesKept || wanted->spec.savepointLocation.isEmpty()) {
        savepoints.erase(wanted);
        return;
    }
    wanted->status.state = SavepointState::PendingDeletion;
    wanted->status.failure.clear();
}

void Driver::writeForced()
{
    tell(u"A person forces the cancellation"_s);
    stored.deployment.metadata.annotations.insert(ForceCancellationAnnotation,
                                                  newest()->metadata.id);
    m_isDirty = true;
}

void Driver::writeSavepoint()
{
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
