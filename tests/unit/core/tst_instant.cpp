// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/clock.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

#include <limits>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class InstantTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void comesBackAsItWasWritten();
    void neverLeavesFourDigitsOfYear();
    void clocksGoOn();
};

void InstantTest::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    const QString noon = u"2026-01-31T12:00:00.000000Z"_s;
    QTest::newRow("as written") << noon << noon;
    QTest::newRow("no fraction") << u"2026-01-31T12:00:00Z"_s << noon;
    QTest::newRow("no offset") << u"2026-01-31T12:00:00"_s << noon;
    QTest::newRow("offset") << u"2026-01-31T14:30:00+02:30"_s << noon;
    QTest::newRow("short offset") << u"2026-01-31T10:00:00-02"_s << noon;
    QTest::newRow("offset without colon") << u"2026-01-31T10:00:00-0200"_s << noon;
    QTest::newRow("into the next day")
        << u"2026-01-31T23:59:59.5-12:01"_s << u"2026-02-01T12:00:59.500000Z"_s;
    QTest::newRow("lower case") << u"2026-01-31t12:00:00z"_s << noon;
    QTest::newRow("blank between") << u"2026-01-31 12:00:00Z"_s << noon;
    QTest::newRow("one decimal") << u"2026-01-31T12:00:00.5Z"_s << u"2026-01-31T12:00:00.500000Z"_s;
    QTest::newRow("nanoseconds are cut")
        << u"2026-01-31T12:00:00.123456999Z"_s << u"2026-01-31T12:00:00.123456Z"_s;
    QTest::newRow("comma") << u"2026-01-31T12:00:00,25Z"_s << u"2026-01-31T12:00:00.250000Z"_s;
    QTest::newRow("before 1970") << u"1969-12-31T23:59:59.999999Z"_s
                                 << u"1969-12-31T23:59:59.999999Z"_s;
    QTest::newRow("leap day") << u"2024-02-29T00:00:00Z"_s << u"2024-02-29T00:00:00.000000Z"_s;
    // Read as local time in Berlin this hour does not exist.
    QTest::newRow("skipped hour") << u"2026-03-29T02:30:00"_s << u"2026-03-29T02:30:00.000000Z"_s;
    QTest::newRow("beyond the last")
        << u"9999-12-31T23:59:59.999999-01"_s << u"9999-12-31T23:59:59.999999Z"_s;
}

void InstantTest::reads()
{
    QFETCH(QString, text);
    QFETCH(QString, written);
    const auto instant = instantFromIso(text);
    QVERIFY(instant);
    QCOMPARE(toIso(*instant), written);
}

void InstantTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts{
        u""_s,
        u"yesterday"_s,
        u"2026-01-31"_s,
        u"2026-01-31T"_s,
        u"2026-01-31T12:00Z"_s,
        u"2026-13-01T00:00:00Z"_s,
        u"2026-02-30T00:00:00Z"_s,
        u"2026-02-29T00:00:00Z"_s,
        u"2026-00-01T00:00:00Z"_s,
        u"0000-01-01T00:00:00Z"_s,
        u"2026-01-31T24:00:00Z"_s,
        u"2026-01-31T12:60:00Z"_s,
        u"2026-01-31T12:00:60Z"_s,
        u"2026-01-31T12:00:00.Z"_s,
        u"2026-01-31T12:00:00.x"_s,
        u"2026-01-31T12:00:00X"_s,
        u"2026-01-31T12:00:00Z "_s,
        u" 2026-01-31T12:00:00Z"_s,
        u"2026-01-31T12:00:00+"_s,
        u"2026-01-31T12:00:00+25:00"_s,
        u"2026-01-31T12:00:00Z[UTC]"_s,
        u"2026-01-31.5T12:00:00Z"_s,
        u"+2026-01-31T12:00:00Z"_s,
        u"12026-01-31T12:00:00Z"_s,
        u"2026-1-31T12:00:00Z"_s,
        u"1767225600000"_s,
        u"2026-01-31T12:00:00.\u0661Z"_s,
        u"\u0662026-01-31T12:00:00Z"_s,
    };
    for (const QString &text : texts)
        QTest::newRow(qPrintable(u'"' + text + u'"')) << text;
}

void InstantTest::refuses()
{
    QFETCH(QString, text);
    QVERIFY(!instantFromIso(text));
}

void InstantTest::comesBackAsItWasWritten()
{
    QRandomGenerator random(1);
    for (int i = 0; i < 2000; ++i) {
        const qint64 ms =
            random.bounded(Q_INT64_C(-62'135'596'800'000), Q_INT64_C(253'402'300'799'999));
        const Instant instant = instantFromEpochMs(ms) + Duration(random.bounded(1000));
        QCOMPARE(instantFromIso(toIso(instant)), instant);
        // Qt's calendar says the same.
        QCOMPARE(toIso(instant).first(23) + u'Z',
                 QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs));
    }
}

void InstantTest::neverLeavesFourDigitsOfYear()
{
    const Instant never = instantFromEpochMs(std::numeric_limits<qint64>::max());
    QCOMPARE(toIso(never), u"9999-12-31T23:59:59.999000Z"_s);
    QCOMPARE(toIso(instantFromEpochMs(std::numeric_limits<qint64>::min())),
             u"0001-01-01T00:00:00.000000Z"_s);
    QCOMPARE(toIso(Instant::max()), u"9999-12-31T23:59:59.999999Z"_s);
    QCOMPARE(toIso(Instant::min()), u"0001-01-01T00:00:00.000000Z"_s);
    QCOMPARE(instantFromEpochMs(-1), Instant(-1ms));
}

void InstantTest::clocksGoOn()
{
    const SystemClock clock;
    const Duration before = clock.elapsed();
    QVERIFY(clock.now() > *instantFromIso(u"2026-01-01T00:00:00Z"));
    QTRY_VERIFY(clock.elapsed() > before);
}

QTEST_GUILESS_MAIN(InstantTest)
#include "tst_instant.moc"
