// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/conditionsmodel.h"

#include "model/items/marks.h"
#include "model/items/words.h"

namespace headgate {

namespace {

int urgency(ConditionStatus status)
{
    switch (status) {
    case ConditionStatus::True:
        return 0;
    case ConditionStatus::Unknown:
        return 1;
    case ConditionStatus::False:
        return 2;
    }
    return 3;
}

} // namespace

int ConditionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ConditionsModel::idOf(const Condition &condition) const
{
    return wireName(condition.type);
}

QVariant ConditionsModel::cell(const Condition &condition, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(condition, column);
    case Qt::ToolTipRole:
        return tip(condition, column);
    case IdRole:
        return wireName(condition.type);
    case SortRole:
        return column == Status // what is alike stays in one order
            ? QString(QString::number(urgency(condition.status)) + wireName(condition.type))
            : text(condition, column);
    case MarkRole:
        return column == Status ? QVariant(int(markOf(condition.status))) : QVariant();
    case IsEmphasizedRole:
        return condition.status == ConditionStatus::True;
    default:
        return {};
    }
}

QString ConditionsModel::tip(const Condition &condition, int column)
{
    if (column == Since)
        return wholeTimeText(condition.lastTransitionTime);
    return column == Updated ? wholeTimeText(condition.lastUpdateTime) : condition.message;
}

QString ConditionsModel::heading(int column) const
{
    switch (column) {
    case Type:
        return tr("Condition");
    case Status:
        return tr("Status");
    case Since:
        return tr("Since");
    case Updated:
        return tr("Updated");
    case Message:
        return tr("Message");
    default:
        return {};
    }
}

QString ConditionsModel::text(const Condition &condition, int column) const
{
    switch (column) {
    case Type:
        return wireName(condition.type);
    case Status:
        return wireName(condition.status);
    case Since:
        return timeText(condition.lastTransitionTime, now());
    case Updated:
        return timeText(condition.lastUpdateTime, now());
    case Message:
        return condition.message;
    default:
        return {};
    }
}

} // namespace headgate
