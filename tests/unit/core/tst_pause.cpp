// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/pause.h"

#include <QTest>

#include <limits>

using namespace headgate;
using namespace std::chrono;

class TestPause : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheLongest_data()
    {
        QTest::addColumn<int>("times");
        QTest::addColumn<int>("seconds");
        QTest::newRow("least of all numbers") << std::numeric_limits<int>::min() << 5;
        QTest::newRow("not at all") << 0 << 5;
        QTest::newRow("once") << 1 << 10;
        QTest::newRow("three times") << 3 << 40;
        QTest::newRow("would be over") << 4 << 60;
        QTest::newRow("greatest of all numbers") << std::numeric_limits<int>::max() << 60;
    }
    void doublesUpToTheLongest()
    {
        QFETCH(int, times);
        QFETCH(int, seconds);
        QCOMPARE(doubledPause(std::chrono::seconds(5), times, minutes(1)),
                 std::chrono::seconds(seconds));
    }

    void longestBindsTheFirstToo()
    {
        QCOMPARE(doubledPause(seconds(5), 0, seconds(2)), seconds(2));
    }

    void nothingStaysNothing() { QCOMPARE(doubledPause(seconds(0), 1000, seconds(2)), seconds(0)); }

    void greatestDurationDoesNotOverflow()
    {
        QCOMPARE(doubledPause(Duration::max() / 2 + Duration(1), 1, Duration::max()),
                 Duration::max());
    }
};

QTEST_APPLESS_MAIN(TestPause)
#include "tst_pause.moc"
