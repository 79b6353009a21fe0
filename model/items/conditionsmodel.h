// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/valuetable.h"
#include "model/resources/deployment.h"

namespace headgate {

//! The conditions of one deployment, each with both of its times.
class ConditionsModel : public ValueTable<Condition> {
    Q_OBJECT

public:
    enum Column { Type, Status, Since, Updated, Message, ColumnCount };

    using ValueTable::ValueTable;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

protected:
    [[nodiscard]] QString idOf(const Condition &condition) const override;
    [[nodiscard]] QVariant cell(const Condition &condition, int column, int role) const override;
    [[nodiscard]] QString heading(int column) const override;

private:
    [[nodiscard]] static QString tip(const Condition &condition, int column);
    [[nodiscard]] QString text(const Condition &condition, int column) const;
};

} // namespace headgate
