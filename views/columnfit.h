// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSettings>
#include <QTableView>

#include <algorithm>

namespace headgate {

//! How much room a column wants, in average characters, and how soon it gives way.
struct Column {
    int wanted = 0;
    int least = 0; //!< What it still makes sense with.
    //! Hides sooner than those with a smaller one, and gets its room later; 0: always shown.
    int rank = 0;
    bool takesRest = false; //!< What the others leave, also where that is more than it wants.
    bool isShown = true; //!< False: not a column of this list.
};

//! The one rule by which a table that is too narrow for its columns makes do, without scrolling
//! sideways: those of the highest rank hide until the others have their least room; what is left
//! then goes to the lowest rank first. What a person gave a column is what it wants from then on.
class ColumnFit : public QObject {
    Q_OBJECT

public:
    //! Of \a table, its parent.
    explicit ColumnFit(QTableView &table);

    //! One for each column of the model; at most one takes the rest.
    void setColumns(const QList<Column> &columns);

    //! Order, sorting and wanted widths; never what only this window had no room for.
    void save(QSettings &settings, const QString &key) const;
    void restore(const QSettings &settings, const QString &key);

Q_SIGNALS:
    //! By a person: widths, order or sorting.
    void arranged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! In pixels.
    struct Room {
        int wanted;
        int least;

        [[nodiscard]] int needed() const { return std::min(wanted, least); }
    };
    using Rooms = QList<Room>;

    void fit(const Rooms &rooms);
    void followDrag(int column, int width);
    [[nodiscard]] QList<int> visibleColumns(const Rooms &rooms, int available) const;
    void fixRest();

    QTableView &m_table;
    QHeaderView &m_header;
    QList<Column> m_columns;
    Rooms m_rooms;
    bool m_isFitting = false;
};

} // namespace headgate
