// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/upgradeplan.h"

#include "model/items/desk.h"
#include "model/items/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text, const char *comment = nullptr)
{
    return QCoreApplication::translate("headgate::UpgradePlan", text, comment);
}

} // namespace

UpgradePlan::UpgradePlan(Desk &desk, const DeploymentReport &report, const Deployment &changed)
    : m_desk(desk)
    , m_report(report)
    , m_changed(changed)
{
    const Job *job = desk.jobs().newestOf(changed.metadata.id);
    m_isLive = job && isLive(job->status.state);
    if (m_isLive && !job->spec.isTemplateUnknown)
        m_running = *job;
}

bool UpgradePlan::isNeeded(bool isStarted) const
{
    const Deployment &saved = m_report.deployment;
    const DeploymentState state = saved.status.state;
    if (isStarted && !isForNextStart() && isPending())
        return true;
    const bool isOnItsWay = state == DeploymentState::Transitioning && m_isLive;
    if (saved.spec.state != DesiredState::Running
        || (state != DeploymentState::Running && !isOnItsWay))
        return false;
    if (!isSameTemplate(saved.spec.jobTemplate, m_changed.spec.jobTemplate)
        || saved.spec.sessionClusterName != m_changed.spec.sessionClusterName)
        return true;
    // What was saved under NONE waits for a strategy that carries it out.
    return !isForNextStart() && m_changed.spec.upgradeStrategy != saved.spec.upgradeStrategy
        && isPending();
}

bool UpgradePlan::isForNextStart() const
{
    const bool isAdopted = m_isLive && !m_running;
    const bool isNoneThere =
        !m_isLive && m_report.deployment.status.state != DeploymentState::Running;
    return m_changed.spec.upgradeStrategy == UpgradeStrategy::None || isAdopted || isNoneThere;
}

//! What is saved is not what runs.
bool UpgradePlan::isPending() const
{
    return m_running
        && (m_running->spec.artifactSha256 != m_report.record.artifactSha256
            || m_running->spec.sessionClusterId != m_report.record.sessionClusterId
            || !isSameTemplate(m_running->spec.jobTemplate, m_changed.spec.jobTemplate));
}

QString UpgradePlan::changes(const FieldLabels &labelOf) const
{
    Deployment running = m_report.deployment;
    QStringList lines;
    if (m_running) {
        running.spec.jobTemplate = m_running->spec.jobTemplate;
        if (m_running->spec.sessionClusterId != m_report.record.sessionClusterId)
            running.spec.sessionClusterName =
                m_desk.sessionClusters().nameOf(m_running->spec.sessionClusterId);
    }
    for (const FieldChange &change : changesOfTemplate(running, m_changed))
        lines.append(changeText(change, labelOf));
    if (m_running && m_running->spec.artifactSha256 != m_report.record.artifactSha256)
        lines.append(tr("The content of the jar"));
    return lines.join(u'\n');
}

QString UpgradePlan::steps() const
{
    if (isForNextStart())
        return m_isLive ? tr("The running job keeps what it was started with. The change counts "
                             "from the next start.")
                        : tr("The change counts from the next start.");
    switch (m_changed.spec.upgradeStrategy) {
    case UpgradeStrategy::Stateful:
        if (const QString refusal = refusalOfSavepoint(); !refusal.isEmpty())
            return tr("The upgrade would fail now, and the running job would run on as it is. %1",
                      "reason")
                .arg(refusal);
        return tr("1. The running job is suspended with a savepoint. If that fails, it runs on as "
                  "it is.\n2. The changed one is started from exactly that savepoint. No state is "
                  "lost.");
    case UpgradeStrategy::Stateless:
        return tr("1. The running job is cancelled without a savepoint.\n2. The changed one is "
                  "started by the restore strategy. It restores %1.")
            .arg(restoredText());
    case UpgradeStrategy::None:
        break;
    }
    return {};
}

//! Why the running job could not be suspended; empty where it can.
QString UpgradePlan::refusalOfSavepoint() const
{
    return m_report.deployment.status.state == DeploymentState::Running
        ? m_report.refusals.value(DeploymentAction::Suspend)
        : QString();
}

QString UpgradePlan::restoredText() const
{
    if (isSnapshotLeft())
        return tr("the newest checkpoint of the running job; what came after that is lost");
    return tr("%1; what came after that is lost", "what is restored")
        .arg(nextStateText(nextState(), m_desk.now()));
}

bool UpgradePlan::isSnapshotLeft() const
{
    if (m_changed.spec.restoreStrategy != RestoreStrategy::LatestState || !m_running)
        return false;
    return outlivesCancel(*m_running)
        && m_running->observed.newestCheckpoint->path != m_running->spec.savepointLocation;
}

//! By the restore strategy that is to be saved, which need not be the one that the engine knows.
StatePreview UpgradePlan::nextState() const
{
    const RestoreStrategy strategy = m_changed.spec.restoreStrategy;
    if (strategy == m_report.deployment.spec.restoreStrategy)
        return m_report.nextState;
    if (strategy == RestoreStrategy::None)
        return {};
    const QList<Savepoint> all = m_desk.savepoints().restorableOf(m_changed.metadata.id);
    const auto newest = std::ranges::find_if(all, [&](const Savepoint &each) {
        return strategy == RestoreStrategy::LatestState
            || each.spec.origin != SavepointOrigin::RetainedCheckpoint;
    });
    if (newest == all.end())
        return {};
    return {.savepointId = newest->metadata.id,
            .location = newest->spec.savepointLocation,
            .origin = newest->spec.origin,
            .isDrained = newest->spec.isDrained,
            .ending = m_desk.savepoints().endingOf(*newest),
            .createdAt = newest->status.completedAt,
            .stateSize = newest->spec.stateSize};
}

StartOrder UpgradePlan::order() const
{
    const bool isOfRunning = m_running && !isForNextStart()
        && (m_changed.spec.upgradeStrategy == UpgradeStrategy::Stateful || isSnapshotLeft());
    return {.allowNonRestoredState = m_changed.spec.allowNonRestoredState,
            .isConfirmed = !isOfRunning,
            .shownSavepointId = isOfRunning ? QString() : nextState().savepointId};
}

} // namespace headgate
