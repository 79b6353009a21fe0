// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/columnfit.h"

#include <QEvent>
#include <QHeaderView>
#include <QScopedValueRollback>

namespace headgate {

using namespace Qt::StringLiterals;

ColumnFit::ColumnFit(QTableView &table)
    : QObject(&table)
    , m_table(table)
    , m_header(*table.horizontalHeader())
{
    m_table.viewport()->installEventFilter(this);
    connect(&m_header, &QHeaderView::sectionResized, this,
            [this](int column, int, int width) { followDrag(column, width); });
    connect(&m_header, &QHeaderView::sectionMoved, this, &ColumnFit::arranged);
    connect(&m_header, &QHeaderView::sortIndicatorChanged, this, &ColumnFit::arranged);
}

void ColumnFit::setColumns(const QList<Column> &columns)
{
    const int unit = m_table.fontMetrics().averageCharWidth();
    m_columns = columns;
    m_rooms.clear();
    for (int i = 0; i < columns.size(); ++i) {
        const Column &column = columns[i];
        const int heading = m_header.sectionSizeHint(i);
        m_rooms.append({.wanted = std::max(column.wanted * unit, heading),
                        .least = std::max(column.least * unit, column.rank == 0 ? heading : 0)});
    }
    fixRest();
    fit(m_rooms);
}

//! No person drags it: it follows the others.
void ColumnFit::fixRest()
{
    m_header.setStretchLastSection(false); // as it may come back from settings
    for (int i = 0; i < m_columns.size(); ++i)
        m_header.setSectionResizeMode(
            i, m_columns[i].takesRest ? QHeaderView::Fixed : QHeaderView::Interactive);
}

void ColumnFit::save(QSettings &settings, const QString &key) const
{
    QVariantList widths;
    for (const Room &room : m_rooms)
        widths.append(room.wanted);
    settings.setValue("tables/"_L1 + key, m_header.saveState());
    settings.setValue("widths/"_L1 + key, widths);
}

void ColumnFit::restore(const QSettings &settings, const QString &key)
{
    const QScopedValueRollback fitting(m_isFitting, true);
    const QByteArray state = settings.value("tables/"_L1 + key).toByteArray();
    if (!state.isEmpty())
        m_header.restoreState(state);
    fixRest();
    const QVariantList widths = settings.value("widths/"_L1 + key).toList();
    for (int column = 0; column < std::min(widths.size(), m_rooms.size()); ++column)
        m_rooms[column].wanted = std::max(widths[column].toInt(), m_header.minimumSectionSize());
    fit(m_rooms);
}

bool ColumnFit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit(m_rooms);
    return QObject::eventFilter(watched, event);
}

void ColumnFit::followDrag(int column, int width)
{
    if (m_isFitting || column >= m_rooms.size() || m_columns[column].takesRest)
        return;
    m_rooms[column].wanted = width;
    Rooms rooms = m_rooms;
    rooms[column].least = width; // the others give way to it
    fit(rooms);
    Q_EMIT arranged();
}

void ColumnFit::fit(const Rooms &rooms)
{
    const QScopedValueRollback fitting(m_isFitting, true);
    const int available = m_table.viewport()->width();
    QList<int> visible = visibleColumns(rooms, available);
    for (int column = 0; column < m_columns.size(); ++column)
        m_header.setSectionHidden(column, !visible.contains(column));
    int spare = available;
    for (const int column : std::as_const(visible))
        spare -= rooms[column].needed();
    std::ranges::stable_sort(visible, {}, [this](int column) { return m_columns[column].rank; });
    for (const int column : std::as_const(visible)) {
        const int needed = rooms[column].needed();
        const int more = std::clamp(spare, 0, rooms[column].wanted - needed);
        spare -= more;
        m_header.resizeSection(column, needed + more);
    }
    for (const int column : std::as_const(visible)) {
        if (m_columns[column].takesRest)
            m_header.resizeSection(column, m_header.sectionSize(column) + std::max(0, spare));
    }
}

QList<int> ColumnFit::visibleColumns(const Rooms &rooms, int available) const
{
    QList<int> visible;
    int needed = 0;
    for (int column = 0; column < m_columns.size(); ++column) {
        if (!m_columns[column].isShown)
            continue;
        visible.append(column);
        needed += rooms[column].needed();
    }
    while (needed > available) {
        const auto first = std::ranges::max_element(
            visible, {}, [this](int column) { return m_columns[column].rank; });
        if (first == visible.end() || m_columns[*first].rank == 0)
            break;
        needed -= rooms[*first].needed();
        visible.erase(first);
    }
    return visible;
}

} // namespace headgate
