// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/eventsmodel.h"

#include "model/items/marks.h"
#include "model/items/words.h"

namespace headgate {

namespace {

QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return EventsModel::tr("Info");
    case Severity::Warning:
        return EventsModel::tr("Warning");
    case Severity::Error:
        return EventsModel::tr("Error");
    }
    return {};
}

} // namespace

int EventsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

void EventsModel::append(const QList<NamedEvent> &events)
{
    merge(events);
    const int surplus = rowCount() - maximum();
    if (surplus <= 0)
        return;
    const qint64 firstKept = values().at(surplus).event.number;
    removeIf([=](const NamedEvent &named) { return named.event.number < firstKept; });
}

QString EventsModel::idOf(const NamedEvent &named) const
{
    return QString::number(named.event.number);
}

QVariant EventsModel::cell(const NamedEvent &named, int column, int role) const
{
    const Event &event = named.event;
    switch (role) {
    case Qt::DisplayRole:
        return text(named, column);
    case Qt::ToolTipRole:
        return column == Message ? event.message
            : column == Time     ? wholeTimeText(event.time)
                                 : QString();
    case IdRole:
        return QString::number(event.number);
    case DeploymentIdRole:
        return event.deploymentId;
    case SessionClusterIdRole:
        return event.sessionClusterId;
    case SortRole:
        return column == Time ? QVariant(event.number) : QVariant(text(named, column));
    case MarkRole:
        return column == SeverityColumn ? QVariant(int(markOf(event.severity))) : QVariant();
    default:
        return {};
    }
}

QString EventsModel::heading(int column) const
{
    switch (column) {
    case Time:
        return tr("Time");
    case SeverityColumn:
        return tr("Severity");
    case Name:
        return tr("Event");
    case DeploymentName:
        return tr("Deployment");
    case Cluster:
        return tr("Session cluster");
    case Message:
        return tr("Message");
    default:
        return {};
    }
}

QString EventsModel::text(const NamedEvent &named, int column) const
{
    switch (column) {
    case Time:
        return timeText(named.event.time, now());
    case SeverityColumn:
        return severityText(named.event.severity);
    case Name:
        return named.event.name;
    case DeploymentName:
        return named.deploymentName;
    case Cluster:
        return named.sessionClusterName;
    case Message:
        return named.event.message;
    default:
        return {};
    }
}

} // namespace headgate
