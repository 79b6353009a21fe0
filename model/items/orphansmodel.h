// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/report.h"

namespace headgate {

class SessionClustersModel;

//! Flink jobs that may run although we let go of them.
class OrphansModel : public ValueTable<OrphanReport> {
    Q_OBJECT

public:
    enum Column { FlinkJobId, Cluster, DeploymentName, Listed, Treatment, ColumnCount };

    //! \a clusters names the session clusters.
    explicit OrphansModel(const SessionClustersModel &clusters);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

    //! Those of the Deployment that a person let go of: they may still run.
    [[nodiscard]] QList<PossibleOrphan> letGoOf(const QString &deploymentId) const;

protected:
    [[nodiscard]] QString idOf(const OrphanReport &orphan) const override;
    [[nodiscard]] QVariant cell(const OrphanReport &orphan, int column, int role) const override;
    [[nodiscard]] QString heading(int column) const override;

private:
    [[nodiscard]] QString text(const OrphanReport &orphan, int column) const;

    const SessionClustersModel &m_clusters;
};

} // namespace headgate
