// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/jobsmodel.h"

#include "model/items/marks.h"
#include "model/items/words.h"

namespace headgate {

using namespace Qt::StringLiterals;

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const Job *JobsModel::newestOf(const QString &deploymentId) const
{
    const Job *newest = nullptr;
    for (const Job &job : values()) {
        if (job.spec.deploymentId == deploymentId
            && (!newest || job.spec.number > newest->spec.number))
            newest = &job;
    }
    return newest;
}

QString JobsModel::idOf(const Job &job) const
{
    return job.metadata.id;
}

QVariant JobsModel::cell(const Job &job, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(job, column);
    case Qt::ToolTipRole:
        return tip(job, column);
    case IsPathRole:
        return column == Restored;
    case IdRole:
        return job.metadata.id;
    case DeploymentIdRole:
        return job.spec.deploymentId;
    case SessionClusterIdRole:
        return job.spec.sessionClusterId;
    case SortRole:
        return sortKey(job, column);
    case MarkRole:
        return column == State ? QVariant(int(markOf(job.status.state))) : QVariant();
    default:
        return {};
    }
}

QString JobsModel::tip(const Job &job, int column) const
{
    if (column == Started && job.status.started)
        return wholeTimeText(job.status.started->startedAt);
    if (column == Ended && job.ending.endedAt)
        return wholeTimeText(*job.ending.endedAt);
    return column == Failure || column == Restored ? text(job, column) : QString();
}

QString JobsModel::heading(int column) const
{
    switch (column) {
    case Number:
        return tr("Number");
    case State:
        return tr("Status");
    case FlinkStatus:
        return tr("Flink status");
    case Started:
        return tr("Started");
    case Ended:
        return tr("Ended");
    case Restored:
        return tr("Restored from");
    case Restarts:
        return tr("Restarts");
    case FlinkJobId:
        return tr("Flink job");
    case Failure:
        return tr("Failure");
    default:
        return {};
    }
}

QString JobsModel::text(const Job &job, int column) const
{
    const auto &started = job.status.started;
    switch (column) {
    case Number:
        return QString::number(job.spec.number);
    case State:
        return wireName(job.status.state);
    case FlinkStatus:
        return started ? wireName(started->observedFlinkJobStatus) : QString();
    case Started:
        return started ? timeText(started->startedAt, now()) : QString();
    case Ended:
        return job.ending.endedAt ? timeText(*job.ending.endedAt, now()) : QString();
    case Restored:
        return job.spec.savepointLocation.isEmpty() ? tr("nothing") : job.spec.savepointLocation;
    case Restarts:
        return started ? QString::number(started->observedFlinkJobRestarts) : QString();
    case FlinkJobId:
        return flinkJobIdOf(job);
    case Failure:
        return job.status.failure ? job.status.failure->message : QString();
    default:
        return {};
    }
}

QVariant JobsModel::sortKey(const Job &job, int column) const
{
    const auto &started = job.status.started;
    const auto ticks = [](Instant instant) { return qint64(instant.time_since_epoch().count()); };
    switch (column) {
    case Number:
        return job.spec.number;
    case Started:
        return started ? ticks(started->startedAt) : 0;
    case Ended:
        return ticks(job.ending.endedAt.value_or(Instant()));
    case Restarts:
        return started ? started->observedFlinkJobRestarts : -1;
    default:
        return text(job, column);
    }
}

} // namespace headgate
