// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/instant.h"

#include <array>
#include <cstdio>

namespace headgate {

using namespace std::chrono;

namespace {

//! Reads from the front; once something was not as expected, it stays failed.
class IsoReader {
public:
    explicit IsoReader(QStringView text)
        : m_rest(text)
    {
    }

    std::optional<Instant> read()
    {
        const year_month_day date = readDate();
        if (!takeAny(u"Tt "))
            m_isGood = false;
        const microseconds time = readTime();
        const minutes offset = readOffset();
        if (!m_isGood || !m_rest.isEmpty() || !date.ok())
            return std::nullopt;
        return std::clamp(Instant(sys_days(date)) + time - offset, EarliestInstant, LatestInstant);
    }

private:
    year_month_day readDate()
    {
        const int years = number(4, 1, 9999);
        expect(u"-");
        const int months = number(2, 1, 12);
        expect(u"-");
        const int days = number(2, 1, 31);
        return year(years) / month(unsigned(months)) / day(unsigned(days));
    }

    microseconds readTime()
    {
        const hours hour(number(2, 0, 23));
        expect(u":");
        const minutes minute(number(2, 0, 59));
        expect(u":");
        const seconds second(number(2, 0, 59));
        return hour + minute + second + readFraction();
    }

    microseconds readFraction()
    {
        if (!takeAny(u".,"))
            return {};
        const qsizetype before = m_rest.size();
        qint64 micros = 0;
        qint64 unit = 100'000;
        for (; !m_rest.isEmpty() && isDigit(m_rest.front()); m_rest = m_rest.sliced(1)) {
            micros += (m_rest.front().unicode() - u'0') * unit;
            unit /= 10;
        }
        m_isGood = m_isGood && m_rest.size() < before;
        return microseconds(micros);
    }

    minutes readOffset()
    {
        if (m_rest.isEmpty() || takeAny(u"Zz"))
            return {};
        const int sign = takeAny(u"-") ? -1 : 1;
        if (sign > 0)
            expect(u"+");
        const hours hour(number(2, 0, 23));
        takeAny(u":");
        const minutes minute(m_rest.isEmpty() ? 0 : number(2, 0, 59));
        return sign * (hour + minute);
    }

    int number(qsizetype digits, int least, int most)
    {
        int value = 0;
        m_isGood = m_isGood && m_rest.size() >= digits;
        for (qsizetype i = 0; m_isGood && i < digits; ++i) {
            m_isGood = isDigit(m_rest[i]);
            value = value * 10 + (m_rest[i].unicode() - u'0');
        }
        if (!m_isGood || value < least || value > most) {
            m_isGood = false;
            return least;
        }
        m_rest = m_rest.sliced(digits);
        return value;
    }

    static bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

    bool takeAny(QStringView some)
    {
        if (m_rest.isEmpty() || !some.contains(m_rest.front()))
            return false;
        m_rest = m_rest.sliced(1);
        return true;
    }

    void expect(QStringView one) { m_isGood = takeAny(one) && m_isGood; }

    QStringView m_rest;
    bool m_isGood = true;
};

} // namespace

QString toIso(Instant instant)
{
    const Instant shown = std::clamp(instant, EarliestInstant, LatestInstant);
    const auto midnight = floor<days>(shown);
    const year_month_day date(midnight);
    const hh_mm_ss time(shown - midnight);
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                                   int(date.year()), unsigned(date.month()), unsigned(date.day()),
                                   int(time.hours().count()), int(time.minutes().count()),
                                   int(time.seconds().count()), int(time.subseconds().count()));
    return QString::fromLatin1(text.data(), size);
}

std::optional<Instant> instantFromIso(QStringView text)
{
    return IsoReader(text).read();
}

} // namespace headgate
