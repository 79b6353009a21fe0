// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/capabilities.h"

#include <QRegularExpression>

namespace headgate::flink {

using namespace Qt::StringLiterals;

std::optional<Version> versionFrom(const QString &text)
{
    static const QRegularExpression start(u"^(\\d{1,4})\\.(\\d{1,4})(?!\\d)"_s);
    const QRegularExpressionMatch match = start.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return Version{match.capturedView(1).toInt(), match.capturedView(2).toInt()};
}

Capabilities capabilitiesOf(std::optional<Version> version)
{
    const Version actual = version.value_or(Version{1, 13});
    return {
        .triggerId = actual >= Version{1, 15},
        .restoreMode = actual >= Version{1, 15} && actual < Version{1, 20},
        .claimMode = actual >= Version{1, 20},
        .flinkConfiguration = actual >= Version{1, 17},
        .isManaged = actual >= Version{1, 17},
    };
}

} // namespace headgate::flink
