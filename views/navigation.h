// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/desk.h"

#include <QStandardItemModel>
#include <QTreeView>

namespace headgate {

//! Where a person can be; the parts of Deployments show a part of its list.
enum class Place { Deployments, Attention, Changing, SessionClusters, Savepoints, Events };

//! The sidebar: the pages, with how many deployments need attention or change, and the session
//! clusters by name.
class Navigation : public QTreeView {
    Q_OBJECT

public:
    explicit Navigation(Desk &desk, QWidget *parent = nullptr);

    void go(Place place);
    [[nodiscard]] Place place() const;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    //! \a clusterId where one of the session clusters was chosen; else empty.
    void placeChanged(headgate::Place place, const QString &clusterId);

private:
    QStandardItem *addPlace(QStandardItem *parent, const QString &name, Place place,
                            const QString &icon);
    void refresh();
    void refreshClusters();
    static void setCount(QStandardItem &item, int count, const QString &sentence);

    Desk &m_desk;
    QStandardItemModel m_items;
    QStandardItem *m_attention;
    QStandardItem *m_changing;
    QStandardItem *m_clusters;
};

} // namespace headgate
