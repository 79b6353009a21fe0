// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/restarts.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace std::chrono;

namespace {

restarts::Count withinTenMinutes(const JobObservations &observed)
{
    return restarts::countWithin(observed, minutes(10), at(0));
}

} // namespace

//! lifecycle.md §7: a restart is recorded once, at its own time or as an interval.
class TestRestarts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    //! Flink had counted one between -120 s and -60 s, and lists one at \a listed.
    void listedOneMayBeTheOneThatWasCounted_data()
    {
        QTest::addColumn<double>("listed");
        QTest::addColumn<int>("count");
        QTest::newRow("before the interval") << -121. << 2;
        QTest::newRow("as it begins") << -120. << 1;
        QTest::newRow("as it ends") << -60. << 1;
        QTest::newRow("after it") << -59. << 2;
    }
    void listedOneMayBeTheOneThatWasCounted()
    {
        QFETCH(double, listed);
        QFETCH(int, count);
        JobObservations observed;
        observed.restartSpans = {{.from = at(-120), .to = at(-60), .count = 1}};
        observed.numRestarts = observed.restartsAccounted = 1;
        const RestartsView read{.times = {at(listed)}, .now = at(0), .numRestarts = count};
        restarts::record(observed, read, at(-60));
        QCOMPARE(observed.restarts, QList{at(listed)});
        QCOMPARE(observed.restartsAccounted, count);
        QCOMPARE(withinTenMinutes(observed).certain, count);
    }

    void recordedOneIsNotRecordedAgain()
    {
        JobObservations observed;
        observed.restarts = {at(-30), at(-20)}; // the newest was not kept apart then
        observed.numRestarts = observed.restartsAccounted = 2;
        const RestartsView read{
            .times = {at(-20), at(-30), at(-10)}, .now = at(0), .numRestarts = 3};
        restarts::record(observed, read, at(-15));
        QCOMPARE(observed.restarts, (QList{at(-30), at(-20), at(-10)}));
        QCOMPARE(observed.lastRestartAt, at(-10));
        QVERIFY(observed.restartSpans.isEmpty());
    }

    //! Those that only the count tells of came after the last look, and before what is listed where
    //! the history is full.
    void countBeyondTheHistoryIsAnInterval_data()
    {
        QTest::addColumn<QList<double>>("listed");
        QTest::addColumn<bool>("isTruncated");
        QTest::addColumn<double>("to");
        QTest::addColumn<int>("count");
        QTest::newRow("full") << QList{-40., -50.} << true << -50. << 3;
        QTest::newRow("not full") << QList{-40., -50.} << false << 0. << 3;
        QTest::newRow("full, and nothing of it is a restart") << QList<double>() << true << 0. << 5;
    }
    void countBeyondTheHistoryIsAnInterval()
    {
        QFETCH(QList<double>, listed);
        QFETCH(bool, isTruncated);
        QFETCH(double, to);
        QFETCH(int, count);
        JobObservations observed;
        RestartsView read{.now = at(0),
                          .isTruncated = isTruncated,
                          .startedAt = at(-200), // the first look: nobody knew of an earlier one
                          .numRestarts = 5};
        for (const double each : std::as_const(listed))
            read.times.append(at(each));
        restarts::record(observed, read, at(-100));
        const QList<RestartSpan> spans{{.from = at(-100), .to = at(to), .count = count}};
        QCOMPARE(observed.restartSpans, spans);
        QCOMPARE(observed.restartsAccounted, 5);
        QCOMPARE(observed.countedSince, at(-200));
    }

    void onlyWhatLiesInTheWindowCounts_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<int>("certain");
        QTest::addColumn<int>("possible");
        QTest::newRow("all of it") << -600. << 0. << 2 << 2;
        QTest::newRow("it began before") << -601. << 0. << 0 << 2;
        QTest::newRow("it ends after") << -600. << 1. << 0 << 2;
        QTest::newRow("all of it before") << -700. << -601. << 0 << 0;
        QTest::newRow("all of it after") << 1. << 2. << 0 << 0;
    }
    void onlyWhatLiesInTheWindowCounts()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(int, certain);
        QFETCH(int, possible);
        JobObservations observed;
        observed.restarts = {at(1)}; // the cluster's clock: later than the window
        observed.restartSpans = {{.from = at(from), .to = at(to), .count = 2}};
        QCOMPARE(withinTenMinutes(observed),
                 (restarts::Count{.certain = certain, .possible = possible}));
    }
};

QTEST_APPLESS_MAIN(TestRestarts)
#include "tst_restarts.moc"
