// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace headgate {

//! Equal; said without a look at the text where both share it.
[[nodiscard]] inline bool isSameText(const QString &one, const QString &other)
{
    const bool isShared = one.constData() == other.constData() && one.size() == other.size();
    return isShared || one == other;
}

} // namespace headgate
