// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/report.h"

namespace headgate {

//! The list of deployments: what is wanted and what is, side by side.
class DeploymentsModel : public ValueTable<DeploymentReport> {
    Q_OBJECT

public:
    enum Column { Name, Desired, Status, Conditions, Cluster, Restarts, LastSeen, ColumnCount };

    using ValueTable::ValueTable;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

    //! What a person calls the deployment \a id; empty where there is none.
    [[nodiscard]] QString nameOf(const QString &id) const;

    void setSeen(const QList<SeenAgain> &seen);

protected:
    [[nodiscard]] QString idOf(const DeploymentReport &report) const override;
    [[nodiscard]] QVariant cell(const DeploymentReport &report, int column,
                                int role) const override;
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QList<int> agedColumns() const override;
    [[nodiscard]] QString agedText(const DeploymentReport &report, int column,
                                   Instant now) const override;
    [[nodiscard]] int onlyChange(const DeploymentReport &before,
                                 const DeploymentReport &after) const override;

private:
    [[nodiscard]] QString text(const DeploymentReport &report, int column) const;
    [[nodiscard]] QString note(const DeploymentReport &report, int column) const;
    [[nodiscard]] QVariant sortKey(const DeploymentReport &report, int column) const;
};

} // namespace headgate
