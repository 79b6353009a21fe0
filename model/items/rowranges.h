// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <concepts>

namespace headgate {

//! Rows that lie together, both ends included.
struct RowRange {
    int first = 0;
    int last = 0;

    bool operator==(const RowRange &) const = default;
};

//! The rows from 0 to below \a count that \a isMeant names, as few ranges, in rising order.
template <std::predicate<int> Predicate>
[[nodiscard]] QList<RowRange> rangesOf(int count, Predicate isMeant)
{
    QList<RowRange> ranges;
    for (int row = 0; row < count; ++row) {
        if (!isMeant(row))
            continue;
        if (!ranges.isEmpty() && ranges.last().last == row - 1)
            ranges.last().last = row;
        else
            ranges.append({row, row});
    }
    return ranges;
}

} // namespace headgate
