// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/event.h"

namespace headgate {

//! An event with the names that it is told with.
struct NamedEvent {
    Event event;
    QString deploymentName;
    QString sessionClusterName;

    bool operator==(const NamedEvent &) const = default;
};

//! What happened: the newest events, at most maximum() of them.
class EventsModel : public ValueTable<NamedEvent> {
    Q_OBJECT

public:
    enum Column { Time, SeverityColumn, Name, DeploymentName, Cluster, Message, ColumnCount };

    using ValueTable::ValueTable;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] static constexpr int maximum() { return 20000; }

    //! Adds \a events, and drops the oldest beyond maximum().
    void append(const QList<NamedEvent> &events);

protected:
    [[nodiscard]] QString idOf(const NamedEvent &event) const override;
    [[nodiscard]] QVariant cell(const NamedEvent &event, int column, int role) const override;
    [[nodiscard]] QString heading(int column) const override;

private:
    [[nodiscard]] QString text(const NamedEvent &event, int column) const;
};

} // namespace headgate
