// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/orphansmodel.h"

#include "model/items/marks.h"
#include "model/items/sessionclustersmodel.h"
#include "model/items/words.h"

namespace headgate {

OrphansModel::OrphansModel(const SessionClustersModel &clusters)
    : m_clusters(clusters)
{
}

int OrphansModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString OrphansModel::idOf(const OrphanReport &report) const
{
    return report.orphan.flinkJobId;
}

QList<PossibleOrphan> OrphansModel::letGoOf(const QString &deploymentId) const
{
    QList<PossibleOrphan> result;
    for (const OrphanReport &report : values()) {
        if (report.orphan.deploymentId == deploymentId && !report.orphan.isCancelledOnSight)
            result.append(report.orphan);
    }
    return result;
}

QVariant OrphansModel::cell(const OrphanReport &report, int column, int role) const
{
    const PossibleOrphan &orphan = report.orphan;
    switch (role) {
    case Qt::DisplayRole:
        return text(report, column);
    case Qt::ToolTipRole:
        return column == Listed ? wholeTimeText(orphan.listedAt) : QString();
    case IdRole:
        return orphan.flinkJobId;
    case DeploymentIdRole:
        return orphan.deploymentId;
    case SessionClusterIdRole:
        return orphan.sessionClusterId;
    case SortRole:
        return column == Listed ? QVariant(qint64(orphan.listedAt.time_since_epoch().count()))
                                : QVariant(text(report, column));
    case MarkRole:
        return column == Treatment && report.isRunning ? QVariant(int(Mark::Warning)) : QVariant();
    default:
        return {};
    }
}

QString OrphansModel::heading(int column) const
{
    switch (column) {
    case FlinkJobId:
        return tr("Flink job");
    case Cluster:
        return tr("Session cluster");
    case DeploymentName:
        return tr("Deployment");
    case Listed:
        return tr("Listed");
    case Treatment:
        return tr("If it appears");
    default:
        return {};
    }
}

QString OrphansModel::text(const OrphanReport &report, int column) const
{
    const PossibleOrphan &orphan = report.orphan;
    switch (column) {
    case FlinkJobId:
        return orphan.flinkJobId;
    case Cluster:
        return m_clusters.nameOf(orphan.sessionClusterId);
    case DeploymentName:
        return orphan.deploymentName;
    case Listed:
        return timeText(orphan.listedAt, now());
    case Treatment:
        if (orphan.isCancelledOnSight)
            return tr("it is cancelled at once");
        return report.isRunning ? tr("it runs now: cancel it?") : tr("you are asked");
    default:
        return {};
    }
}

} // namespace headgate
