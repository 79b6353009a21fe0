// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/recordedtimes.h"
#include "tests/unit/engine/scene.h"

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono;

//! A clock that is set back makes no wait longer (lifecycle.md §9, law 7).
class tst_Clocks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    //! A cancellation that Flink has forgotten is sent again after 5 s, whatever the clock says.
    void cancelIsSentAgainAfterTheClockWasSetBack()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QVERIFY(scene.answer(
            scene.host->cancel(scene.contents.deployments.first().deployment.metadata.id)));
        QTRY_COMPARE_WITH_TIMEOUT(scene.flink.count(u"PATCH /jobs/:id"_s), 1, 60'000);
        scene.clock.setBackBy(hours(24 * 365));
        QTRY_VERIFY_WITH_TIMEOUT(scene.flink.count(u"PATCH /jobs/:id"_s) >= 2, 60'000);
    }

    //! The same, where the clock was set back while nothing of Headgate ran.
    void cancelIsSentAgainThoughItWasSentInTheFuture()
    {
        Scene scene;
        scene.contents.deployments.first().deployment.spec.state = DesiredState::Cancelled;
        Job &job = scene.contents.jobs.first();
        job.status.state = JobState::Terminating;
        job.ending.reason = TerminationReason::Cancel;
        job.cancels = {.sent = 1, .lastSentAt = scene.clock.now() + hours(24 * 365)};
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.flink.count(u"PATCH /jobs/:id"_s) >= 1, 60'000);
    }

    //! How far the cluster's is ahead was measured by the old one.
    void clusterClockIsMeasuredAnewAfterAJump()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.job && scene.job->observed.clusterAhead, 60'000);
        const int wholeReads = scene.flink.count(u"/jobs/:id/checkpoints/config"_s);
        const qint64 before = *scene.job->observed.clusterAhead;
        scene.clock.setBackBy(hours(24));
        QTRY_VERIFY_WITH_TIMEOUT(scene.flink.count(u"/jobs/:id/checkpoints/config"_s) > wholeReads,
                                 60'000);
        const qint64 day = 24 * 3600 * 1000;
        QTRY_VERIFY_WITH_TIMEOUT(
            scene.job->observed.clusterAhead.value_or(before) - before > day - 60'000, 60'000);
    }

    //! Sightings alone would never make it so.
    void whatIsBroughtBackIsDurable()
    {
        Scene scene;
        for (const auto &path : {u"/jobs/:id"_s, u"/jobs/:id/checkpoints"_s,
                                 u"/jobs/:id/exceptions"_s, u"/jobs/:id/metrics"_s})
            scene.flink.answerWith(path, 500);
        Job &job = scene.contents.jobs.first();
        const Instant begin = scene.clock.now();
        job.status.started->startedAt = begin + hours(1);
        job.observed.lastSighting = Sighting{begin + hours(1), job.submission.incarnation};
        job.observed.clusterAhead = 7;
        const auto stored = [&] {
            const auto database = Database::open(storePath(scene.directory));
            const auto text = (*database)->value(u"SELECT document FROM jobs"_s);
            return *fromJson<Job>(*Json::parse(text->toString().toUtf8()));
        };
        QVERIFY(scene.begin());
        QVERIFY(stored().status.started->startedAt < begin + minutes(10));
        QCOMPARE(stored().observed.clusterAhead, std::optional<qint64>(7));
        scene.clock.setBackBy(hours(24));
        QTRY_VERIFY_WITH_TIMEOUT(!stored().observed.clusterAhead, 60'000);
        QVERIFY(stored().status.started->startedAt < begin - hours(23));
    }

    //! Else it would prove that the job was seen a moment before its cluster ended.
    void sightingOfTheFutureIsOld()
    {
        const Instant now = instantFromEpochMs(1'770'000'000'000);
        Job job;
        job.observed.lastSighting = Sighting{now + hours(1000), u"a"_s};
        job.ending.endedAt = now + std::chrono::hours(1);
        QVERIFY(recordedtimes::bringBack(job, now));
        QVERIFY(!recordedtimes::bringBack(job, now));
        QCOMPARE(job.ending.endedAt, now); // else it would not be seen when it rises again
        QCOMPARE(job.observed.lastSighting->at, Instant());
        QCOMPARE(job.observed.lastSighting->incarnation, u"a"_s);
    }

    void theFenceOfAnOrphanKeepsItsLength()
    {
        const Instant now = instantFromEpochMs(1'770'000'000'000);
        PossibleOrphan orphan{.listedAt = now + hours(2), .fenceUntil = now + hours(3)};
        recordedtimes::bringBack(orphan, now);
        QCOMPARE(orphan.listedAt, now);
        QCOMPARE(*orphan.fenceUntil, now + hours(1));
    }

    void factsOfTheFutureAreReadAgain()
    {
        const Instant now = instantFromEpochMs(1'770'000'000'000);
        Facts facts;
        facts.state = StateView{.requestedAt = now + seconds(1)};
        facts.disk = DiskView{.requestedAt = now - seconds(1)};
        facts.run = Outcome{.at = now + seconds(1)};
        recordedtimes::bringBack(facts, now);
        QVERIFY(!facts.state);
        QVERIFY(facts.disk);
        QCOMPARE(facts.run->at, now);
    }
};

QTEST_GUILESS_MAIN(tst_Clocks)

#include "tst_clocks.moc"
