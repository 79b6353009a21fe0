// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clusterwatch.h"

#include "model/secrets/memorysecrets.h"
#include "tests/fakes/fakeflink.h"
#include "tests/fakes/manualclock.h"

#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

const auto Overview = u"/jobs/overview"_s;
const auto Config = u"/jobmanager/config"_s;
const auto Second = u"/fake/flink-web-2"_s;

//! A session cluster with one job, watched on a time that stands still.
struct Scene {
    //! Looks once more, a minute later; false where nothing is seen.
    [[nodiscard]] bool lookAgain()
    {
        clock.advance(61s);
        watch.lookNow();
        return waitUntilSeen();
    }

    [[nodiscard]] bool waitUntilSeen()
    {
        return QTest::qWaitFor(
            [&] { return watch.view().isObserved && watch.view().requestedAt == time.now(); },
            60'000);
    }

    ManualClock clock;
    EngineTime time{clock};
    MemorySecrets secrets;
    FakeFlink flink{runningJobIds(1)};
    SessionCluster cluster = runningDeployments(flink.url(), 1).sessionClusters.first();
    ClusterWatch watch{cluster, secrets, time};
};

} // namespace

//! What was seen of one JobManager is never said of another.
class tst_Incarnations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whoAnswersIsAskedAtOnceWhereARequestWillNameIt()
    {
        Scene scene;
        scene.flink.makeHighlyAvailable();
        QVERIFY(scene.lookAgain());
        scene.clock.advance(5s);
        scene.watch.lookNow();
        QVERIFY(scene.waitUntilSeen());
        QVERIFY(scene.watch.view().identifiedAt < scene.time.now());
        scene.clock.advance(5s);
        scene.watch.identifyNow();
        QVERIFY(scene.waitUntilSeen());
        QCOMPARE(scene.watch.view().identifiedAt, scene.time.now());
    }

    //! While a transition is under way each look says who answered it.
    void whoAnswersIsToldByAJobThatRanBefore_data()
    {
        QTest::addColumn<bool>("isHighlyAvailable");
        QTest::addColumn<bool>("isReplaced"); // by another that runs a job of the same id
        QTest::addColumn<bool>("isAsked");
        QTest::newRow("it runs on") << false << false << false;
        QTest::newRow("another leader may run it on") << true << false << true;
        QTest::newRow("the same id, started anew") << false << true << true;
    }
    void whoAnswersIsToldByAJobThatRanBefore()
    {
        QFETCH(bool, isHighlyAvailable);
        QFETCH(bool, isReplaced);
        QFETCH(bool, isAsked);
        Scene scene;
        if (isHighlyAvailable)
            scene.flink.makeHighlyAvailable();
        QVERIFY(scene.lookAgain());
        const QString first = scene.watch.view().incarnation;
        const int configs = scene.flink.count(Config);
        if (isReplaced)
            scene.flink.replaceJobManager(Second, runningJobIds(1));
        scene.clock.advance(5s);
        scene.watch.setAttention(Attention::Close);
        QVERIFY(scene.waitUntilSeen());
        QCOMPARE(scene.flink.count(Config) > configs, isAsked);
        QCOMPARE(scene.watch.view().incarnation, isReplaced ? Second : first);
        QCOMPARE(scene.watch.view().jobs.size(), 1);
        QCOMPARE(scene.watch.view().identifiedAt, scene.time.now());
    }

    void aNewJobManagerHasNoJobsBeforeItsOverview()
    {
        Scene scene;
        QVERIFY(scene.lookAgain());
        QCOMPARE(scene.watch.view().jobs.size(), 1);
        QTRY_COMPARE(scene.watch.view().slotsTotal, 400);
        const QString first = scene.watch.view().incarnation;

        int looks = 0;
        int mixtures = 0;
        connect(&scene.watch, &ClusterWatch::looked, &scene.watch, [&] {
            const ClusterView &view = scene.watch.view();
            const bool isOld = view.requestedAt != scene.time.now();
            ++looks;
            if (view.incarnation == Second && isOld && (view.isObserved || !view.jobs.isEmpty()))
                ++mixtures;
        });
        scene.flink.replaceJobManager(Second);
        QVERIFY(scene.lookAgain());
        QVERIFY(looks >= 2);
        QCOMPARE(mixtures, 0);
        QCOMPARE(scene.watch.view().incarnation, Second);
        QVERIFY(scene.watch.view().jobs.isEmpty());
        QCOMPARE(scene.watch.view().endSign->incarnation, first);
    }

    void anotherAddressKnowsNothingOfTheOneBefore()
    {
        Scene scene;
        QVERIFY(scene.lookAgain());
        FakeFlink other({});
        other.replaceJobManager(Second);
        scene.cluster.spec.url = other.url();
        ++scene.cluster.metadata.resourceVersion;
        scene.watch.setCluster(scene.cluster);
        const ClusterView &view = scene.watch.view();
        QVERIFY(!view.isObserved);
        QVERIFY(view.jobs.isEmpty());
        QCOMPARE(view.incarnation, QString());
        QVERIFY(scene.watch.flinkVersion().isEmpty());

        QVERIFY(scene.lookAgain());
        QCOMPARE(view.incarnation, Second);
        QVERIFY(!view.endSign); // the one before has not ended
    }

    void aFailureAtTheOldAddressIsNoEnd()
    {
        Scene scene;
        QVERIFY(scene.lookAgain());
        const DeafPort nobody;
        scene.cluster.spec.url = nobody.url();
        scene.watch.setCluster(scene.cluster);
        QTRY_VERIFY(!scene.watch.view().trouble.isEmpty());
        QVERIFY(!scene.watch.view().endSign);
    }

    void aLookFromBeforeTheSleepDoesNotCount()
    {
        Scene scene;
        QVERIFY(scene.lookAgain());
        bool isAsleep = false;
        int overviews = 0;
        int configs = 0;
        scene.flink.whenAsked([&](const QString &path) {
            overviews += path == Overview ? 1 : 0;
            configs += path == Config ? 1 : 0;
            if (path != Overview || isAsleep)
                return;
            isAsleep = true;
            scene.watch.beginAnew(); // the answer is still to come
        });
        scene.watch.lookNow();
        QTRY_VERIFY(isAsleep);
        QVERIFY(scene.waitUntilSeen());
        // One is given up; of the next nobody knows whose it is; the last lies between two answers.
        QCOMPARE(overviews, 3);
        QCOMPARE(configs, 2);
    }
};

QTEST_GUILESS_MAIN(tst_Incarnations)

#include "tst_incarnations.moc"
