// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/items/roles.h"
#include "model/items/rowranges.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <concepts>
#include <utility>

namespace headgate {

//! A table of values, one a row, known by an id.
//!
//! Values come and go by merge() and remove(), never by a reset: who stands on a row stays there,
//! and a row whose value is equal is not touched. The newest rows are at the end; a proxy sorts.
template <typename Value>
class ValueTable : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] const QList<Value> &values() const { return m_values; }

    //! The value of \a id; null where there is none. Valid until the next change.
    [[nodiscard]] const Value *find(const QString &id) const
    {
        const auto row = m_rows.constFind(id);
        return row == m_rows.constEnd() ? nullptr : &m_values[*row];
    }

    //! The first cell of the row of \a id; invalid where there is none.
    [[nodiscard]] QModelIndex indexOf(const QString &id) const
    {
        const auto row = m_rows.constFind(id);
        return row == m_rows.constEnd() ? QModelIndex() : index(*row, 0);
    }

    //! Adds and replaces by id; of an id that comes twice, the last counts.
    void merge(const QList<Value> &changed)
    {
        QList<Value> added;
        QHash<QString, qsizetype> addedAt;
        for (const Value &value : changed) {
            const QString id = idOf(value);
            if (const auto row = m_rows.constFind(id); row != m_rows.constEnd()) {
                replace(*row, value);
            } else if (const auto at = addedAt.constFind(id); at != addedAt.constEnd()) {
                added[*at] = value;
            } else {
                addedAt.insert(id, added.size());
                added.append(value);
            }
        }
        append(added);
    }

    //! Makes \a all the whole table.
    void setAll(const QList<Value> &all)
    {
        QSet<QString> kept;
        for (const Value &value : all)
            kept.insert(idOf(value));
        removeIf([&](const Value &value) { return !kept.contains(idOf(value)); });
        merge(all);
    }

    void remove(const QList<QString> &ids)
    {
        const QSet<QString> removed(ids.begin(), ids.end());
        if (!removed.isEmpty())
            removeIf([&](const Value &value) { return removed.contains(idOf(value)); });
    }

    template <std::predicate<const Value &> Predicate>
    void removeIf(Predicate isRemoved)
    {
        const QList<RowRange> ranges =
            rangesOf(rowCount(), [&](int row) { return isRemoved(m_values[row]); });
        std::for_each(ranges.rbegin(), ranges.rend(), [this](RowRange range) { drop(range); });
    }

    //! Lets \a change alter of the value of \a id what only \a column shows, if anything does.
    template <std::invocable<Value &> Change>
    void amend(const QString &id, int column, Change change)
    {
        const auto row = m_rows.constFind(id);
        if (row == m_rows.constEnd())
            return;
        Value &value = m_values[*row];
        const QString before = agedText(value, column, m_now);
        change(value);
        if (agedText(value, column, m_now) != before)
            Q_EMIT dataChanged(index(*row, column), index(*row, column));
    }

    //! Moves the time that ages are reckoned from; only cells whose text changes are announced.
    void setNow(Instant now)
    {
        const Instant before = std::exchange(m_now, now);
        for (const int column : agedColumns()) {
            const QList<RowRange> ranges = rangesOf(rowCount(), [&](int row) {
                const Value &value = m_values[row];
                return agedText(value, column, before) != agedText(value, column, now);
            });
            for (const RowRange range : ranges)
                Q_EMIT dataChanged(index(range.first, column), index(range.last, column));
        }
    }

    [[nodiscard]] Instant now() const { return m_now; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_values.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        return cell(m_values[index.row()], index.column(), role);
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return QAbstractTableModel::headerData(section, orientation, role);
        return heading(section);
    }

protected:
    [[nodiscard]] virtual QString idOf(const Value &value) const = 0;
    [[nodiscard]] virtual QVariant cell(const Value &value, int column, int role) const = 0;
    [[nodiscard]] virtual QString heading(int column) const = 0;

    //! The columns whose text grows older by itself, and that text at \a now.
    [[nodiscard]] virtual QList<int> agedColumns() const { return {}; }
    [[nodiscard]] virtual QString agedText(const Value &, int /*column*/, Instant /*now*/) const
    {
        return {};
    }

    //! The one column in which the two differ; -1 where there are more.
    [[nodiscard]] virtual int onlyChange(const Value &, const Value &) const { return -1; }

private:
    void replace(int row, const Value &value)
    {
        if (m_values[row] == value)
            return;
        const Value before = std::exchange(m_values[row], value);
        const int only = onlyChange(before, value);
        if (only >= 0 && agedText(before, only, m_now) == agedText(value, only, m_now))
            return;
        const int last = only >= 0 ? only : columnCount() - 1;
        Q_EMIT dataChanged(index(row, std::max(0, only)), index(row, last));
    }

    void append(const QList<Value> &added)
    {
        if (added.isEmpty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + int(added.size()) - 1);
        for (const Value &value : added) {
            m_rows.insert(idOf(value), rowCount());
            m_values.append(value);
        }
        endInsertRows();
    }

    void drop(RowRange range)
    {
        beginRemoveRows({}, range.first, range.last);
        for (int row = range.first; row <= range.last; ++row)
            m_rows.remove(idOf(m_values[row]));
        m_values.remove(range.first, range.last - range.first + 1);
        for (int row = range.first; row < rowCount(); ++row)
            m_rows.insert(idOf(m_values[row]), row);
        endRemoveRows();
    }

    QList<Value> m_values;
    QHash<QString, int> m_rows;
    Instant m_now;
};

} // namespace headgate
