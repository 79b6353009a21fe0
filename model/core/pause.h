// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

namespace headgate {

//! \a first, doubled \a times times where that is positive, and never more than \a longest.
[[nodiscard]] constexpr Duration doubledPause(Duration first, int times, Duration longest)
{
    Duration pause = first;
    for (int i = 0; i < times && pause < longest; ++i)
        pause = pause > longest / 2 ? longest : pause * 2;
    return std::min(pause, longest);
}

} // namespace headgate
