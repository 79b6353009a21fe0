// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/rota.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Instant at(milliseconds time)
{
    return instantFromEpochMs(1'770'000'000'000) + time;
}

RunningJob job(const QString &id, milliseconds modifiedAt = 0ms, Duration pause = 10s)
{
    return RunningJob{.deploymentId = u"of-"_s + id,
                      .flinkJobId = id,
                      .lastModification = at(modifiedAt),
                      .statePause = pause};
}

//! A rota whose one job has been asked all that is asked at first: at 0 s, 0.2 s and 5.2 s.
Rota settledRota()
{
    Rota rota;
    rota.setRunning({job(u"a"_s)}, 3s, at(0ms));
    (void)rota.take(at(0ms));
    (void)rota.take(at(200ms));
    (void)rota.take(at(5200ms));
    return rota;
}

} // namespace

class tst_Rota : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void nobodyRunsNobodyIsAsked()
    {
        Rota rota;
        QVERIFY(!rota.take(at(0ms)));
        rota.setRunning({job(u"a"_s)}, 3s, at(0ms));
        rota.setRunning({}, 3s, at(100ms));
        QVERIFY(!rota.take(at(1000ms)));
        QVERIFY(!rota.nextAt());
    }

    //! Also the cluster's clock is read anew: it may have been set.
    void wholeReadsAreFiveMinutesApart()
    {
        Rota rota = settledRota();
        const auto isWholeAt = [&](milliseconds time) {
            const auto turn = rota.take(at(time));
            return turn && turn->subject == Subject::State && turn->isWhole;
        };
        QVERIFY(!isWholeAt(10s));
        QVERIFY(!isWholeAt(299s));
        QVERIFY(isWholeAt(309s));
        QVERIFY(!isWholeAt(319s));
        Rota anew;
        anew.setRunning({job(u"a"_s)}, 3s, at(0ms));
        QVERIFY(anew.take(at(0ms))->subject == Subject::Restarts);
        QVERIFY(anew.take(at(200ms))->isWhole);
    }

    void turnsAreAFifthOfASecondApart()
    {
        Rota rota;
        rota.setRunning({job(u"a"_s), job(u"b"_s)}, 3s, at(0ms));
        QVERIFY(rota.take(at(0ms)));
        QVERIFY(!rota.take(at(199ms)));
        QCOMPARE(rota.nextAt(), at(200ms));
        QVERIFY(rota.take(at(200ms)));
    }

    void theStateIsReadAgainAfterItsPause()
    {
        Rota rota;
        rota.setRunning({job(u"a"_s, 0ms, 30s)}, 3s, at(0ms));
        QList<milliseconds> reads;
        for (milliseconds time{0}; time <= 65s; time += 100ms) {
            const auto turn = rota.take(at(time));
            if (turn && turn->subject == Subject::State)
                reads.append(time);
        }
        QCOMPARE(reads.size(), 3);
        QCOMPARE(reads[1] - reads[0], 30s);
        QCOMPARE(reads[2] - reads[1], 30s);
    }

    void whoIsLongestOverdueIsNext()
    {
        Rota rota;
        rota.setRunning({job(u"a"_s), job(u"b"_s), job(u"c"_s)}, 3s, at(0ms));
        QStringList firstRound;
        QStringList secondRound;
        for (milliseconds time{0}; time < 30s; time += 200ms) {
            const auto turn = rota.take(at(time));
            if (turn && turn->subject == Subject::State)
                (time < 9s ? firstRound : secondRound).append(turn->flinkJobId);
        }
        QCOMPARE(firstRound.size(), 3);
        QCOMPARE(secondRound.first(3), firstRound);
    }

    void aQuietJobIsNotAskedForRestarts()
    {
        Rota rota = settledRota();
        for (milliseconds time{5400}; time < 600s; time += 200ms) {
            rota.setRunning({job(u"a"_s)}, 3s, at(time));
            const auto turn = rota.take(at(time));
            QVERIFY(!turn || turn->subject == Subject::State);
        }
    }

    void aChangeIsReadAtOnceAndWhenNoCacheIsOlder()
    {
        Rota rota = settledRota();
        QList<milliseconds> reads;
        for (milliseconds time{20'000}; time < 60s; time += 200ms) {
            rota.setRunning({job(u"a"_s, 19'000ms)}, 3s, at(time));
            const auto turn = rota.take(at(time));
            if (turn && turn->subject == Subject::Restarts)
                reads.append(time);
        }
        QCOMPARE(reads.size(), 2);
        QVERIFY(reads[0] <= 20'200ms);
        QCOMPARE(reads[1] - reads[0], 5s);
    }

    void whatIsQuietIsVerifiedOnceAMinute()
    {
        Rota rota = settledRota();
        rota.noteRestarts(u"a"_s, at(1'000'000ms), at(5200ms));
        QVERIFY(!rota.restartsVerifiedUpTo(u"a"_s, at(30'000ms)));
        QCOMPARE(rota.restartsVerifiedUpTo(u"a"_s, at(65'200ms)), at(1'060'000ms));
        QVERIFY(!rota.restartsVerifiedUpTo(u"a"_s, at(70'000ms)));
        QVERIFY(rota.restartsVerifiedUpTo(u"a"_s, at(125'200ms)));
    }

    void whatHasChangedIsNotVerified()
    {
        Rota rota = settledRota();
        rota.noteRestarts(u"a"_s, at(1'000'000ms), at(5200ms));
        rota.setRunning({job(u"a"_s, 64'000ms)}, 3s, at(65'200ms));
        QVERIFY(!rota.restartsVerifiedUpTo(u"a"_s, at(65'200ms)));
    }
};

QTEST_GUILESS_MAIN(tst_Rota)

#include "tst_rota.moc"
