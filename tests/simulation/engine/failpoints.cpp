// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/failpoint.h"
#include "tests/simulation/engine/program.h"

namespace headgate {

namespace simulation {
std::function<void(QLatin1StringView point)> failPointPassed;
}

//! In place of the one of the library, which would kill the whole process.
void failPoint(QLatin1StringView point, const QList<QLatin1StringView> &)
{
    if (simulation::failPointPassed)
        simulation::failPointPassed(point);
}

} // namespace headgate
