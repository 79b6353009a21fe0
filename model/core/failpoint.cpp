// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/failpoint.h"

#include <QByteArray>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <optional>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

struct ArmedPoint {
    QList<QByteArray> names;
    int passings = 1; //!< The last of them kills.
};

std::optional<ArmedPoint> armedPoint()
{
    const QByteArray setting = qgetenv("HEADGATE_FAIL_POINT");
    if (setting.isEmpty())
        return std::nullopt;
    const auto colon = setting.indexOf(':');
    if (colon < 0)
        return ArmedPoint{.names = setting.split(',')};
    bool isNumber = false;
    const int passings = setting.mid(colon + 1).toInt(&isNumber);
    if (!isNumber || passings < 1)
        qFatal("HEADGATE_FAIL_POINT must be NAME[,NAME…] or NAME[,NAME…]:N, with N from 1 on");
    return ArmedPoint{.names = setting.left(colon).split(','), .passings = passings};
}

bool isNamed(const QByteArray &name, QLatin1StringView point,
             const QList<QLatin1StringView> &purposes)
{
    const QLatin1StringView armed(name);
    if (armed == point)
        return true;
    return std::ranges::any_of(purposes, [&](QLatin1StringView purpose) {
        return armed.size() == point.size() + 1 + purpose.size() && armed.startsWith(point)
            && armed[point.size()] == u'-' && armed.endsWith(purpose);
    });
}

} // namespace

void failPoint(QLatin1StringView point, const QList<QLatin1StringView> &purposes)
{
    static const std::optional<ArmedPoint> armed = armedPoint();
    static std::atomic<int> passed = 0;
    const auto isPassed = [&](const QByteArray &name) { return isNamed(name, point, purposes); };
    if (!armed || std::ranges::none_of(armed->names, isPassed))
        return;
    if (++passed == armed->passings)
        ::raise(SIGKILL);
}

} // namespace headgate
