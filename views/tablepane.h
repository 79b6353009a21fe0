// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/columnfit.h"

#include <QLabel>
#include <QSortFilterProxyModel>

namespace headgate {

//! A table of one of our models: sorted by its headers, whole rows selected, and a sentence in
//! its middle while it is empty.
class TablePane : public QWidget {
    Q_OBJECT

public:
    //! \a name is the table's accessible name; \a model sorts and outlives this.
    TablePane(const QString &name, QSortFilterProxyModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QTableView &table() { return *m_table; }
    void setHint(const QString &hint);
    //! Where it stands, if tables of its name stand elsewhere too: each keeps columns of its own.
    void setPlace(const QString &place) { m_place = place + u'/'; }

    void setColumns(const QList<Column> &columns) { m_fit->setColumns(columns); }
    void sortBy(int column, Qt::SortOrder order);

    //! The ids of the selected rows, from the top.
    [[nodiscard]] QStringList selectedIds() const;
    //! Selects only the row of \a id, and scrolls to it, as soon as there is one.
    void select(const QString &id) { choose({id}); }

    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

Q_SIGNALS:
    void selectionChanged();
    //! Enter, or a double click.
    void opened(const QString &id);
    //! What save() keeps is another, by a person.
    void arranged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildTable(const QString &name);
    void buildCopying();
    void connectModel();
    void showHintIfEmpty();
    void choose(const QStringList &ids);
    void showChosen();
    void followSelection();
    [[nodiscard]] QString settingsKey() const;

    QSortFilterProxyModel &m_model;
    QString m_place;
    QTableView *m_table;
    ColumnFit *m_fit;
    QLabel *m_hint;
    QStringList m_chosen; //!< Selected, or hidden until they can be again.
    bool m_areRowsChanging = false;
};

} // namespace headgate
