// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/job.h"

namespace headgate {

//! The Jobs of all deployments: each is one run.
class JobsModel : public ValueTable<Job> {
    Q_OBJECT

public:
    enum Column {
        Number,
        State,
        FlinkStatus,
        Started,
        Ended,
        Restored,
        Restarts,
        FlinkJobId,
        Failure,
        ColumnCount
    };

    using ValueTable::ValueTable;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

    //! The Job of \a deploymentId with the greatest number; null where there is none.
    [[nodiscard]] const Job *newestOf(const QString &deploymentId) const;

protected:
    [[nodiscard]] QString idOf(const Job &job) const override;
    [[nodiscard]] QVariant cell(const Job &job, int column, int role) const override;
    [[nodiscard]] QString heading(int column) const override;

private:
    [[nodiscard]] QString tip(const Job &job, int column) const;
    [[nodiscard]] QString text(const Job &job, int column) const;
    [[nodiscard]] QVariant sortKey(const Job &job, int column) const;
};

} // namespace headgate
