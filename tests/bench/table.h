// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace headgate::bench {

//! A number that was measured, its goal, and how they compare.
struct Row {
    QString what;
    QString measured;
    QString against; //!< The other side of the same run; may be empty.
    QString ratio; //!< May be empty.
    QString goal;
    bool isMet = false;
};

//! That a median needs (of rounds, or of samples).
inline constexpr int FewestRounds = 20;

[[nodiscard]] double median(QList<double> values);
//! What this thread has had of a core: others may run on it meanwhile.
[[nodiscard]] double usedMilliseconds();
//! Milliseconds, as people read them.
[[nodiscard]] QString inMilliseconds(double ms);

void print(const QList<Row> &rows);

} // namespace headgate::bench
