// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/savepointsmodel.h"

#include "model/items/deploymentsmodel.h"
#include "model/items/jobsmodel.h"
#include "model/items/marks.h"
#include "model/items/words.h"

#include <tuple>

namespace headgate {

using namespace Qt::StringLiterals;

SavepointsModel::SavepointsModel(const DeploymentsModel &deployments, const JobsModel &jobs)
    : m_deployments(deployments)
    , m_jobs(jobs)
{
}

int SavepointsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QList<Savepoint> SavepointsModel::restorableOf(const QString &deploymentId) const
{
    QList<Savepoint> result;
    std::ranges::copy_if(values(), std::back_inserter(result), [&](const Savepoint &savepoint) {
        return savepoint.spec.deploymentId == deploymentId
            && savepoint.status.state == SavepointState::Completed;
    });
    std::ranges::sort(result, std::greater(), [](const Savepoint &savepoint) {
        return std::tuple(savepoint.spec.jobNumber, savepoint.spec.flinkSavepointId,
                          timeOf(savepoint));
    });
    return result;
}

TerminationReason SavepointsModel::endingOf(const Savepoint &savepoint) const
{
    const Job *job = m_jobs.find(savepoint.spec.jobId);
    return job ? job->ending.reason : TerminationReason::None;
}

QString SavepointsModel::idOf(const Savepoint &savepoint) const
{
    return savepoint.metadata.id;
}

QVariant SavepointsModel::cell(const Savepoint &savepoint, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(savepoint, column);
    case Qt::ToolTipRole:
        return tip(savepoint, column);
    case IsPathRole:
        return column == Location;
    case NoteRole:
    case Qt::AccessibleDescriptionRole:
        return column == Location ? savepoint.status.failure : QString();
    case IdRole:
        return savepoint.metadata.id;
    case DeploymentIdRole:
        return savepoint.spec.deploymentId;
    case SortRole:
        return sortKey(savepoint, column);
    case MarkRole:
        return column == State ? QVariant(int(markOf(savepoint.status.state))) : QVariant();
    default:
        return {};
    }
}

QString SavepointsModel::heading(int column) const
{
    switch (column) {
    case Created:
        return tr("Created");
    case DeploymentName:
        return tr("Deployment");
    case Origin:
        return tr("Origin");
    case State:
        return tr("Status");
    case Size:
        return tr("Size");
    case JobNumber:
        return tr("Job");
    case Location:
        return tr("Location");
    default:
        return {};
    }
}

QString SavepointsModel::tip(const Savepoint &savepoint, int column) const
{
    if (column == Created)
        return wholeTimeText(timeOf(savepoint));
    if (column == Location)
        return savepoint.spec.savepointLocation;
    return column == Size && savepoint.spec.stateSize == 0
        ? tr("Flink has not said how large it is.")
        : QString();
}

QString SavepointsModel::text(const Savepoint &savepoint, int column) const
{
    switch (column) {
    case Created:
        return timeText(timeOf(savepoint), now());
    case DeploymentName:
        return m_deployments.nameOf(savepoint.spec.deploymentId);
    case Origin:
        return originText(savepoint.spec, endingOf(savepoint));
    case State:
        return wireName(savepoint.status.state);
    case Size:
        return savepoint.spec.stateSize > 0 ? sizeText(savepoint.spec.stateSize) : u"–"_s;
    case JobNumber:
        return savepoint.spec.jobNumber > 0 ? QString::number(savepoint.spec.jobNumber) : QString();
    case Location:
        return savepoint.spec.savepointLocation;
    default:
        return {};
    }
}

QVariant SavepointsModel::sortKey(const Savepoint &savepoint, int column) const
{
    switch (column) {
    case Created:
        return qint64(timeOf(savepoint).time_since_epoch().count());
    case Size:
        return savepoint.spec.stateSize;
    case JobNumber:
        return savepoint.spec.jobNumber;
    default:
        return text(savepoint, column);
    }
}

} // namespace headgate
