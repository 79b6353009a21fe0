// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/deploymentsmodel.h"

#include "model/items/marks.h"
#include "model/items/words.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString conditionsText(const DeploymentReport &report)
{
    QStringList texts;
    for (const Concern concern : report.concerns)
        texts.append(concernText(concern));
    for (const Condition &condition : trueConditions(report.deployment))
        texts.append(wireName(condition.type));
    return texts.join(", "_L1);
}

QVariant mark(const DeploymentReport &report, int column)
{
    switch (column) {
    case DeploymentsModel::Name:
        return int(needsAttention(report) ? Mark::Warning : Mark::None);
    case DeploymentsModel::Status:
        return int(markOf(report.deployment.status.state));
    case DeploymentsModel::Conditions:
        if (conditionsText(report).isEmpty())
            return {};
        return int(needsAttention(report) ? Mark::Warning : Mark::Unknown);
    default:
        return {};
    }
}

} // namespace

int DeploymentsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DeploymentsModel::nameOf(const QString &id) const
{
    const DeploymentReport *report = find(id);
    return report ? titleOf(report->deployment.metadata) : QString();
}

void DeploymentsModel::setSeen(const QList<SeenAgain> &seen)
{
    for (const SeenAgain &each : seen)
        amend(each.deploymentId, LastSeen,
              [&](DeploymentReport &report) { report.lastSeen = each.at; });
}

QString DeploymentsModel::idOf(const DeploymentReport &report) const
{
    return report.deployment.metadata.id;
}

QVariant DeploymentsModel::cell(const DeploymentReport &report, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(report, column);
    case Qt::ToolTipRole:
    case NoteRole:
    case Qt::AccessibleDescriptionRole:
        return note(report, column);
    case IdRole:
    case DeploymentIdRole:
        return report.deployment.metadata.id;
    case SessionClusterIdRole:
        return report.record.sessionClusterId;
    case SortRole:
        return sortKey(report, column);
    case MarkRole:
        return mark(report, column);
    case IsStaleRole:
        return report.isStale && column != Name && column != Desired && column != Cluster;
    case IsEmphasizedRole:
        return needsAttention(report);
    default:
        return {};
    }
}

QString DeploymentsModel::heading(int column) const
{
    switch (column) {
    case Name:
        return tr("Name");
    case Desired:
        return tr("Desired");
    case Status:
        return tr("Status");
    case Conditions:
        return tr("Conditions");
    case Cluster:
        return tr("Session cluster");
    case Restarts:
        return tr("Restarts");
    case LastSeen:
        return tr("Last seen");
    default:
        return {};
    }
}

QString DeploymentsModel::text(const DeploymentReport &report, int column) const
{
    const Deployment &deployment = report.deployment;
    switch (column) {
    case Name:
        return titleOf(deployment.metadata);
    case Desired:
        return wireName(deployment.spec.state);
    case Status:
        return wireName(deployment.status.state);
    case Conditions:
        return conditionsText(report);
    case Cluster:
        return deployment.spec.sessionClusterName;
    case Restarts:
        return restartsText(report);
    case LastSeen:
        return agedText(report, LastSeen, now());
    default:
        return {};
    }
}

QString DeploymentsModel::note(const DeploymentReport &report, int column) const
{
    if (column == Status)
        return progressText(report, now());
    if (column != Conditions)
        return {};
    QStringList messages;
    for (const Concern concern : report.concerns)
        messages.append(concernSentence(concern));
    for (const Condition &condition : trueConditions(report.deployment))
        messages.append(condition.message);
    return messages.isEmpty() ? progressText(report, now()) : messages.join(u'\n');
}

QVariant DeploymentsModel::sortKey(const DeploymentReport &report, int column) const
{
    if (column == Restarts)
        return report.restartsIn10Minutes * 100000 + report.restartsIn60Minutes;
    if (column == LastSeen)
        return qint64(report.lastSeen.value_or(Instant()).time_since_epoch().count());
    return text(report, column);
}

QList<int> DeploymentsModel::agedColumns() const
{
    return {Conditions, LastSeen};
}

QString DeploymentsModel::agedText(const DeploymentReport &report, int column, Instant now) const
{
    if (column == LastSeen)
        return report.lastSeen ? ageText(now - *report.lastSeen) : u"–"_s;
    return isChanging(report) ? progressText(report, now) : QString();
}

int DeploymentsModel::onlyChange(const DeploymentReport &before,
                                 const DeploymentReport &after) const
{
    DeploymentReport adjusted = before;
    adjusted.lastSeen = after.lastSeen;
    return adjusted == after ? int(LastSeen) : -1;
}

} // namespace headgate
