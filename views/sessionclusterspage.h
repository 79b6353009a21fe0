// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"
#include "model/items/filterproxy.h"
#include "views/tablepane.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QPushButton>
#include <QSplitter>

namespace headgate {

//! The session clusters, what is known of the selected one, and jobs that may run unattended.
class SessionClustersPage : public QWidget {
    Q_OBJECT

public:
    SessionClustersPage(Intentions &intentions, Desk &desk, QWidget *parent = nullptr);

    [[nodiscard]] QStringList selectedIds() const { return m_list->selectedIds(); }
    [[nodiscard]] QTableView &table() { return m_list->table(); }
    void select(const QString &id);
    void setText(const QString &text) { m_sorted.setText(text); }
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

Q_SIGNALS:
    void selectionChanged();
    void failed(const QString &sentence, const headgate::Error &error);

private:
    void build();
    void buildOrphans();
    void buildDetails();
    QLabel *addRow(const QString &title);
    void refresh();
    void showDetails();
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
    QFormLayout *m_details;
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_trouble;
    QLabel *m_address;
    QLabel *m_home;
    QLabel *m_savepoints;
    QLabel *m_deployments;
    QString m_awaited;
};

} // namespace headgate
