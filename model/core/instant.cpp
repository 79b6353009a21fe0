// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/instant.h"

#include <QDateTime>
#include <QTimeZone>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono;

QString toIso(Instant instant)
{
    const auto seconds = floor<std::chrono::seconds>(instant);
    const qint64 micros = (instant - seconds).count();
    const QDateTime time
        = QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), Qt::UTC);
    return time.toString(u"yyyy-MM-ddTHH:mm:ss"_s) + u".%1Z"_s.arg(micros, 6, 10, QChar(u'0'));
}

std::optional<Instant> instantFromIso(QStringView text)
{
    // QDateTime keeps milliseconds only, so the fraction is read here.
    const qsizetype dot = text.indexOf(u'.');
    QString whole = text.toString();
    qint64 micros = 0;
    if (dot >= 0) {
        qsizetype end = dot + 1;
        while (end < text.size() && text[end].isDigit())
            ++end;
        const QString digits = text.sliced(dot + 1, end - dot - 1).left(6).toString();
        if (digits.isEmpty())
            return std::nullopt;
        micros = digits.leftJustified(6, u'0').toLongLong();
        whole.remove(dot, end - dot);
    }
    QDateTime time = QDateTime::fromString(whole, Qt::ISODate);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return Instant(seconds(time.toSecsSinceEpoch()) + microseconds(micros));
}

} // namespace headgate
