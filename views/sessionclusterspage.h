// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"
#include "model/items/filterproxy.h"
#include "views/elidedlabel.h"
#include "views/rowgrid.h"
#include "views/tablepane.h"

#include <QGroupBox>
#include <QPushButton>
#include <QSplitter>

namespace headgate {

//! The session clusters, what is known of the selected one, and the possible orphans.
class SessionClustersPage : public QWidget {
    Q_OBJECT

public:
    SessionClustersPage(Intentions &intentions, Desk &desk, QWidget *parent = nullptr);

    [[nodiscard]] QStringList selectedIds() const { return m_list->selectedIds(); }
    [[nodiscard]] QTableView &table() { return m_list->table(); }
    void select(const QString &id);
    void setText(const QString &text);
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

Q_SIGNALS:
    void selectionChanged();
    //! What save() keeps is another, by a person.
    void arranged();
    void failed(const QString &sentence, const headgate::Error &error);

private:
    void build();
    void buildOrphans();
    void buildDetails();
    struct Row {
        QLabel *value;
        int index;
    };
    struct ElidedRow {
        ElidedLabel *value;
        int index;
    };
    Row addRow(const QString &title);
    ElidedRow addElided(const QString &title);
    void setText(const Row &row, const QString &text);
    void setPath(const ElidedRow &row, const QString &path);
    void refresh();
    void showDetails();
    void showHint();
    void showOrphans();
    void cancelOrphans();
    void forgetOrphans();
    void watch(const QString &id, const QFuture<Result<Done>> &future);

    Intentions &m_intentions;
    Desk &m_desk;
    FilterProxy m_sorted;
    FilterProxy m_sortedOrphans;
    QSplitter *m_splitter;
    TablePane *m_list;
    QWidget *m_below;
    QGroupBox *m_orphansBox;
    TablePane *m_orphans;
    QPushButton *m_cancelOrphans;
    QPushButton *m_forgetOrphans;
    RowGrid *m_details;
    QLabel *m_title;
    Row m_desired;
    Row m_state;
    Row m_progress;
    Row m_trouble;
    Row m_address;
    ElidedRow m_home;
    ElidedRow m_savepoints;
    ElidedRow m_deployments;
};

} // namespace headgate
