// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/lookpace.h"

#include <QTest>

using namespace headgate;
using namespace std::chrono;

namespace {

//! The sum of \a count pauses.
milliseconds time(LookPace &pace, int count, bool areTasksComing = false)
{
    milliseconds sum{};
    for (int i = 0; i < count; ++i)
        sum += pace.pause(Instant(), areTasksComing);
    return sum;
}

} // namespace

class LookPaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void calmIsEvery5Seconds()
    {
        LookPace pace;
        QCOMPARE(time(pace, 100), milliseconds(500s));
    }

    void closeIsEvery2MillisecondsAndThenSlower()
    {
        LookPace pace;
        pace.setAttention(Attention::Close);
        QCOMPARE(time(pace, 60), 120ms);
        QCOMPARE(time(pace, 3), 4ms + 8ms + 16ms);
        (void)time(pace, 20);
        QCOMPARE(time(pace, 2), milliseconds(4s));
        pace.quicken();
        QCOMPARE(time(pace, 60), 120ms);
    }

    void patientBeginsSlower()
    {
        LookPace pace;
        pace.setAttention(Attention::Patient);
        QCOMPARE(time(pace, 4), 100ms + 200ms + 400ms + 800ms);
        (void)time(pace, 20);
        QCOMPARE(time(pace, 1), milliseconds(2s));
        pace.setAttention(Attention::Close); // what was waited for has come
        QCOMPARE(time(pace, 1), 2ms);
    }

    //! Those of a job that has just started; and for no longer than that is usual.
    void tasksThatAreComingAreLookedForInCalm()
    {
        LookPace pace;
        pace.setAttention(Attention::Close);
        QCOMPARE(time(pace, 50), 100ms);
        pace.setAttention(Attention::Calm); // it is RUNNING
        QCOMPARE(time(pace, 10, true), 20ms);
        QCOMPARE(time(pace, 2, true), 4ms + 8ms);
        (void)time(pace, 20, true);
        QCOMPARE(time(pace, 1, true), milliseconds(5s)); // they do not come
        QCOMPARE(time(pace, 1), milliseconds(5s));
    }

    void failuresAreFollowedByLongerPauses()
    {
        LookPace pace;
        pace.noteFailure();
        const milliseconds first = pace.pause(Instant(), false);
        QVERIFY(first >= 375ms && first <= 625ms);
        for (int i = 0; i < 20; ++i)
            pace.noteFailure();
        QVERIFY(pace.pause(Instant(), false) >= 45s);
        pace.setAttention(Attention::Patient);
        QVERIFY(pace.pause(Instant(), false) <= 2500ms);
        pace.noteGood();
        QCOMPARE(pace.pause(Instant(), false), 100ms);
    }
};

QTEST_APPLESS_MAIN(LookPaceTest)
#include "tst_lookpace.moc"
