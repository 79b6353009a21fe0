// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/deploymentquery.h"

#include <QCollator>
#include <QSortFilterProxyModel>

namespace headgate {

class DeploymentsModel;

//! Which deployments the list shows, and in which order.
class DeploymentsProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Scope { All, Attention, Changing };
    Q_ENUM(Scope)

    explicit DeploymentsProxy(DeploymentsModel &deployments);

    void setQuery(const DeploymentQuery &query);
    void setScope(Scope scope);
    [[nodiscard]] Scope scope() const { return m_scope; }
    //! Puts what needs attention first, whatever the list is sorted by.
    void setAttentionFirst(bool isFirst);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    const DeploymentsModel &m_deployments;
    DeploymentQuery m_query;
    Scope m_scope = Scope::All;
    bool m_isAttentionFirst = false;
    QCollator m_collator;
};

} // namespace headgate
