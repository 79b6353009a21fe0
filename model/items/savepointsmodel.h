// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/savepoint.h"

namespace headgate {

class DeploymentsModel;
class JobsModel;

//! The snapshots that deployments can be started from.
class SavepointsModel : public ValueTable<Savepoint> {
    Q_OBJECT

public:
    enum Column { Created, DeploymentName, Origin, State, Size, JobNumber, Location, ColumnCount };

    //! \a deployments names the deployments; \a jobs tells why those were ended that left them.
    SavepointsModel(const DeploymentsModel &deployments, const JobsModel &jobs);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

    //! COMPLETED ones of \a deploymentId, newest first in the order of lifecycle.md §3.1.
    [[nodiscard]] QList<Savepoint> restorableOf(const QString &deploymentId) const;

    //! Why the Job that left \a savepoint was ended, as far as that is known.
    [[nodiscard]] TerminationReason endingOf(const Savepoint &savepoint) const;

protected:
    [[nodiscard]] QString idOf(const Savepoint &savepoint) const override;
    [[nodiscard]] QVariant cell(const Savepoint &savepoint, int column, int role) const override;
    [[nodiscard]] QString heading(int column) const override;

private:
    [[nodiscard]] QString tip(const Savepoint &savepoint, int column) const;
    [[nodiscard]] QString text(const Savepoint &savepoint, int column) const;
    [[nodiscard]] QVariant sortKey(const Savepoint &savepoint, int column) const;

    const DeploymentsModel &m_deployments;
    const JobsModel &m_jobs;
};

} // namespace headgate
