// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/roles.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace headgate {

//! Sorts any of our models by SortRole; shows only the rows of one id, where one is set.
class FilterProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FilterProxy(QAbstractItemModel &source, QObject *parent = nullptr);

    //! Only rows whose \a role is \a id.
    void setOnly(ItemRole role, const QString &id);
    //! Only rows that have \a text in one of their cells.
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    std::optional<ItemRole> m_role;
    QString m_id;
    QString m_text;
};

} // namespace headgate
