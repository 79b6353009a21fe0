// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/deploymentsproxy.h"

#include "model/items/deploymentsmodel.h"
#include "model/items/marks.h"

namespace headgate {

DeploymentsProxy::DeploymentsProxy(DeploymentsModel &deployments)
    : m_deployments(deployments)
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    setSourceModel(&deployments);
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void DeploymentsProxy::setQuery(const DeploymentQuery &query)
{
    if (m_query == query)
        return;
    m_query = query;
    invalidateRowsFilter();
}

void DeploymentsProxy::setScope(Scope scope)
{
    if (m_scope == scope)
        return;
    m_scope = scope;
    invalidateRowsFilter();
}

void DeploymentsProxy::setAttentionFirst(bool isFirst)
{
    if (m_isAttentionFirst == isFirst)
        return;
    m_isAttentionFirst = isFirst;
    invalidate();
}

bool DeploymentsProxy::filterAcceptsRow(int row, const QModelIndex & /*parent*/) const
{
    const DeploymentReport &report = m_deployments.values().at(row);
    if (m_scope == Scope::Attention && !needsAttention(report))
        return false;
    if (m_scope == Scope::Changing && !isChanging(report))
        return false;
    return m_query.matches(report);
}

bool DeploymentsProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (m_isAttentionFirst) {
        const bool isLeft = left.data(IsEmphasizedRole).toBool();
        const bool isRight = right.data(IsEmphasizedRole).toBool();
        if (isLeft != isRight)
            return sortOrder() == Qt::AscendingOrder ? isLeft : isRight;
    }
    const QVariant one = left.data(SortRole);
    const QVariant other = right.data(SortRole);
    if (one.typeId() == QMetaType::QString)
        return m_collator.compare(one.toString(), other.toString()) < 0;
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace headgate
