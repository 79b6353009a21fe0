// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/fakedata.h"

#include "model/store/store.h"
#include "tests/fakes/fakeflink.h"

namespace headgate::bench {

bool writeRunningDeployments(const QString &path, const QString &url, int count)
{
    const SystemClock clock;
    const auto directory = DataDirectory::own(path);
    if (!directory)
        return false;
    const auto store = Store::open(*directory, clock);
    return store
        && (*store)->write(test::runningDeployments(url, count), QLatin1StringView("bench"));
}

} // namespace headgate::bench
