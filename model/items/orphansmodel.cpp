// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/orphansmodel.h"

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

QString OrphansModel::idOf(const PossibleOrphan &orphan) const
{
    return orphan.flinkJobId;
}

QVariant OrphansModel::cell(const PossibleOrphan &orphan, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(orphan, column);
    case IdRole:
        return orphan.flinkJobId;
    case DeploymentIdRole:
        return orphan.deploymentId;
    case SessionClusterIdRole:
        return orphan.sessionClusterId;
    case SortRole:
        return column == Listed ? QVariant(qint64(orphan.listedAt.time_since_epoch().count()))
                                : QVariant(text(orphan, column));
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

QString OrphansModel::text(const PossibleOrphan &orphan, int column) const
{
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
        return orphan.isCancelledOnSight ? tr("it is cancelled at once") : tr("you are asked");
    default:
        return {};
    }
}

} // namespace headgate
