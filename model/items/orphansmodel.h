// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/records.h"

namespace headgate {

class SessionClustersModel;

//! Flink jobs that may run although we let go of them.
class OrphansModel : public ValueTable<PossibleOrphan> {
    Q_OBJECT

public:
    enum Column { FlinkJobId, Cluster, DeploymentName, Listed, Treatment, ColumnCount };

    //! \a clusters names the session clusters.
    explicit OrphansModel(const SessionClustersModel &clusters);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

protected:
    [[nodiscard]] QString idOf(const PossibleOrphan &orphan) const override;
    [[nodiscard]] QVariant cell(const PossibleOrphan &orphan, int column, int role) const override;
    [[nodiscard]] QString heading(int column) const override;

private:
    [[nodiscard]] QString text(const PossibleOrphan &orphan, int column) const;

    const SessionClustersModel &m_clusters;
};

} // namespace headgate
