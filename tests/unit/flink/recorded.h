// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/json.h"

#include <QFile>
#include <QString>
#include <QTest>

namespace headgate::test {

//! The body of a recorded answer, `2.3/job.200` for example.
[[nodiscard]] inline QByteArray recorded(const QString &name)
{
    QFile file(QStringLiteral(HEADGATE_RECORDED_ANSWERS "/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("There is no recorded answer %s.", qPrintable(name));
    return file.readAll();
}

[[nodiscard]] inline Json recordedJson(const QString &name)
{
    return Json::parse(recorded(name)).value();
}

//! A row for each version of which answers are recorded.
inline void recordedVersions()
{
    QTest::addColumn<QString>("version");
    QTest::newRow("1.20") << QStringLiteral("1.20");
    QTest::newRow("2.3") << QStringLiteral("2.3");
}

//! The name of the recorded answer of the version of this row.
[[nodiscard]] inline QString ofThisVersion(const char *name)
{
    return QString::fromLatin1(QTest::currentDataTag()) + u'/' + QString::fromLatin1(name);
}

} // namespace headgate::test
