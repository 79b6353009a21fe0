// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/report.h"

namespace headgate {

//! The session clusters, and whether they answer.
class SessionClustersModel : public ValueTable<SessionClusterReport> {
    Q_OBJECT

public:
    enum Column {
        Name,
        Kind,
        Desired,
        State,
        Reachable,
        Version,
        TaskManagers,
        Slots,
        Jobs,
        Address,
        LastSeen,
        ColumnCount
    };

    using ValueTable::ValueTable;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QString nameOf(const QString &id) const;

protected:
    [[nodiscard]] QString idOf(const SessionClusterReport &report) const override;
    [[nodiscard]] QVariant cell(const SessionClusterReport &report, int column,
                                int role) const override;
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QList<int> agedColumns() const override;
    [[nodiscard]] QString agedText(const SessionClusterReport &report, int column,
                                   Instant now) const override;
    [[nodiscard]] int onlyChange(const SessionClusterReport &before,
                                 const SessionClusterReport &after) const override;

private:
    [[nodiscard]] QString text(const SessionClusterReport &report, int column) const;
    [[nodiscard]] QVariant sortKey(const SessionClusterReport &report, int column) const;
};

//! "Remote" or "Local".
[[nodiscard]] QString kindText(SessionClusterKind kind);

//! Its state as far as it is known: what should run and does not answer is not RUNNING, and what
//! Headgate has only ceased to look at is not STOPPED.
[[nodiscard]] QString stateText(const SessionClusterReport &report);

//! What is waited for while \a report is not yet whole, such as "…: 1 of 2"; empty where nothing
//! is.
[[nodiscard]] QString progressText(const SessionClusterReport &report);

//! What its state means, a sentence; empty where the state says it.
[[nodiscard]] QString meaningText(const SessionClusterReport &report);

//! What keeps \a report from being used, or what it waits for; empty where all is well.
[[nodiscard]] QString troubleText(const SessionClusterReport &report);

} // namespace headgate
