// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/clustervalues.h"

#include <QHash>
#include <QRegularExpression>

namespace headgate::flink {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

std::optional<nanoseconds> unitFrom(const QString &label)
{
    static const QHash<QString, nanoseconds> units = [] {
        const QList<std::pair<QString, nanoseconds>> groups{
            {u"d day days"_s, 24h},
            {u"h hour hours"_s, 1h},
            {u"m min minute minutes"_s, 1min},
            {u"s sec second seconds"_s, 1s},
            {u" ms milli millis millisecond milliseconds"_s, 1ms},
            {u"µs us micro micros microsecond microseconds"_s, 1us},
            {u"ns nano nanos nanosecond nanoseconds"_s, 1ns}};
        QHash<QString, nanoseconds> result;
        for (const auto &[labels, unit] : groups) {
            for (const QString &each : labels.split(u' '))
                result.insert(each, unit);
        }
        return result;
    }();
    const auto found = units.constFind(label.toLower());
    return found == units.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<Duration> scaled(const QString &number, nanoseconds unit)
{
    bool isWhole = false;
    const qint64 count = number.toLongLong(&isWhole);
    if (!isWhole || count > std::numeric_limits<qint64>::max() / unit.count())
        return std::nullopt;
    return duration_cast<Duration>(count * unit);
}

//! `PT1M30.5S`, which Flink 2 takes too.
std::optional<Duration> fromIso8601(const QString &text)
{
    static const QRegularExpression form(
        u"^P(?:(\\d{1,6})D)?(?:T(?:(\\d{1,8})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})(\\.\\d{1,9})?S)?)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch() || text.size() < 3)
        return std::nullopt;
    const auto part = [&match](int group) { return match.capturedView(group).toLongLong(); };
    const auto fraction = microseconds(qint64(match.capturedView(5).toDouble() * 1e6));
    return hours(24 * part(1)) + hours(part(2)) + minutes(part(3)) + seconds(part(4)) + fraction;
}

} // namespace

std::optional<Duration> durationFrom(const QString &text)
{
    static const QRegularExpression form(u"^(\\d+)\\s*(\\p{L}*)$"_s);
    const QString trimmed = text.trimmed();
    const QRegularExpressionMatch match = form.match(trimmed);
    if (!match.hasMatch())
        return fromIso8601(trimmed);
    const std::optional<nanoseconds> unit = unitFrom(match.captured(2));
    return unit ? scaled(match.captured(1), *unit) : std::nullopt;
}

} // namespace headgate::flink
