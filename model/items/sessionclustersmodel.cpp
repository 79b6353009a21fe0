// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/sessionclustersmodel.h"

#include "model/items/marks.h"
#include "model/items/words.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

bool isAnswering(const SessionClusterReport &report)
{
    return report.isReachable && report.cluster.status.state != SessionClusterState::Stopped;
}

//! Where no process is left there are no task managers, slots or jobs, whatever was there when it
//! was seen.
bool hasFigures(const SessionClusterReport &report)
{
    const SessionClusterState state = report.cluster.status.state;
    return report.areSlotsRead && state != SessionClusterState::Stopped
        && state != SessionClusterState::Failed;
}

//! Its processes are not Headgate's: it is left as it is.
bool isDetached(const SessionClusterReport &report)
{
    const SessionCluster &cluster = report.cluster;
    return cluster.spec.kind == SessionClusterKind::Remote
        && cluster.spec.state == SessionClusterDesiredState::Stopped
        && cluster.status.state == SessionClusterState::Stopped;
}

//! \a text, or the sign for "none".
QString figure(const SessionClusterReport &report, const QString &text)
{
    return hasFigures(report) ? text : u"–"_s;
}

QString note(const SessionClusterReport &report)
{
    const QString meaning = meaningText(report);
    return meaning.isEmpty() ? troubleText(report) : meaning;
}

QString reachableText(const SessionClusterReport &report)
{
    if (report.cluster.status.state == SessionClusterState::Stopped)
        return u"–"_s;
    return report.isReachable ? SessionClustersModel::tr("Yes") : SessionClustersModel::tr("No");
}

} // namespace

int SessionClustersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SessionClustersModel::nameOf(const QString &id) const
{
    const SessionClusterReport *report = find(id);
    return report ? titleOf(report->cluster.metadata) : QString();
}

QString SessionClustersModel::idOf(const SessionClusterReport &report) const
{
    return report.cluster.metadata.id;
}

QVariant SessionClustersModel::cell(const SessionClusterReport &report, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(report, column);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return column == State || column == Reachable ? note(report) : QString();
    case IdRole:
    case SessionClusterIdRole:
        return report.cluster.metadata.id;
    case SortRole:
        return sortKey(report, column);
    case MarkRole:
        return column == State ? QVariant(int(markOf(report))) : QVariant();
    case IsStaleRole:
        return !isAnswering(report) && column >= Version && column != Address;
    case IsEmphasizedRole:
        return needsAttention(report);
    default:
        return {};
    }
}

QString SessionClustersModel::heading(int column) const
{
    switch (column) {
    case Name:
        return tr("Name");
    case Kind:
        return tr("Kind");
    case Desired:
        return tr("Desired");
    case State:
        return tr("Status");
    case Reachable:
        return tr("Reachable");
    case Version:
        return tr("Flink");
    case TaskManagers:
        return tr("Task managers");
    case Slots:
        return tr("Free slots");
    case Jobs:
        return tr("Jobs");
    case Address:
        return tr("URL");
    case LastSeen:
        return tr("Last seen");
    default:
        return {};
    }
}

QString SessionClustersModel::text(const SessionClusterReport &report, int column) const
{
    const SessionCluster &cluster = report.cluster;
    switch (column) {
    case Name:
        return titleOf(cluster.metadata);
    case Kind:
        return kindText(cluster.spec.kind);
    case Desired:
        return wireName(cluster.spec.state);
    case State:
        return stateText(report);
    case Reachable:
        return reachableText(report);
    case Version:
        return cluster.status.flinkVersion;
    case TaskManagers:
        return figure(report, QString::number(report.taskManagers));
    case Slots:
        return figure(report, tr("%1 of %2").arg(report.slotsFree).arg(report.slotsTotal));
    case Jobs:
        return figure(report, QString::number(report.jobsRunning));
    case Address:
        return urlOf(cluster);
    case LastSeen:
        return agedText(report, LastSeen, now());
    default:
        return {};
    }
}

QVariant SessionClustersModel::sortKey(const SessionClusterReport &report, int column) const
{
    switch (column) {
    case TaskManagers:
        return hasFigures(report) ? report.taskManagers : -1;
    case Slots:
        return hasFigures(report) ? report.slotsFree : -1;
    case Jobs:
        return hasFigures(report) ? report.jobsRunning : -1;
    case LastSeen:
        return qint64(report.lastSeen.value_or(Instant()).time_since_epoch().count());
    default:
        return text(report, column);
    }
}

QList<int> SessionClustersModel::agedColumns() const
{
    return {LastSeen};
}

QString SessionClustersModel::agedText(const SessionClusterReport &report, int /*column*/,
                                       Instant now) const
{
    return report.lastSeen ? ageText(now - *report.lastSeen) : u"–"_s;
}

int SessionClustersModel::onlyChange(const SessionClusterReport &before,
                                     const SessionClusterReport &after) const
{
    SessionClusterReport adjusted = before;
    adjusted.lastSeen = after.lastSeen;
    return before.lastSeen && adjusted == after ? int(LastSeen) : -1;
}

QString kindText(SessionClusterKind kind)
{
    switch (kind) {
    case SessionClusterKind::Remote:
        return SessionClustersModel::tr("Remote");
    case SessionClusterKind::Local:
        return SessionClustersModel::tr("Local");
    }
    return {};
}

QString stateText(const SessionClusterReport &report)
{
    const SessionClusterState state = report.cluster.status.state;
    if (isDetached(report))
        return SessionClustersModel::tr("DETACHED");
    if (state != SessionClusterState::Running || report.isReachable)
        return wireName(state);
    if (report.trouble.isEmpty())
        return SessionClustersModel::tr("CONNECTING");
    return report.lastSeen ? SessionClustersModel::tr("UNREACHABLE")
                           : SessionClustersModel::tr("NEVER REACHED");
}

QString progressText(const SessionClusterReport &report)
{
    const SessionCluster &cluster = report.cluster;
    const bool isLocal = cluster.spec.kind == SessionClusterKind::Local;
    const bool isKept = cluster.spec.state == SessionClusterDesiredState::Running;
    if (isLocal && isKept && report.isReachable && report.areSlotsRead
        && report.taskManagers < cluster.spec.numberOfTaskManagers)
        return SessionClustersModel::tr(
                   "The JobManager answers; task managers registered: %1 of %2.")
            .arg(report.taskManagers)
            .arg(cluster.spec.numberOfTaskManagers);
    if (!isChanging(report) || report.isReachable)
        return {};
    const bool isComingUp = cluster.status.state == SessionClusterState::Starting
        || cluster.status.state == SessionClusterState::Running;
    if (isLocal && isComingUp)
        return SessionClustersModel::tr("Waiting for the JobManager to answer, then for task "
                                        "managers (%1).")
            .arg(cluster.spec.numberOfTaskManagers);
    return isComingUp ? SessionClustersModel::tr("Waiting for the first answer.")
                      : cluster.status.message;
}

QString meaningText(const SessionClusterReport &report)
{
    return isDetached(report) ? SessionClustersModel::tr("Headgate does not look at it, and has "
                                                         "left its Flink as it was.")
                              : QString();
}

QString troubleText(const SessionClusterReport &report)
{
    return report.trouble.isEmpty() ? report.cluster.status.message : report.trouble;
}

} // namespace headgate
