// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/filterproxy.h"

namespace headgate {

FilterProxy::FilterProxy(QAbstractItemModel &source, QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSourceModel(&source);
    setSortRole(SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
    setDynamicSortFilter(true);
}

void FilterProxy::setOnly(ItemRole role, const QString &id)
{
    if (m_role == role && m_id == id)
        return;
    m_role = role;
    m_id = id;
    invalidateRowsFilter();
}

void FilterProxy::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    invalidateRowsFilter();
}

bool FilterProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QAbstractItemModel &source = *sourceModel();
    if (m_role && source.index(row, 0, parent).data(*m_role).toString() != m_id)
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < source.columnCount(parent); ++column) {
        const QString text = source.index(row, column, parent).data().toString();
        if (text.contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace headgate
