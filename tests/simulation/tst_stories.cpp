// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/schedule.h"

#include <QTest>

#include <algorithm>

using namespace headgate;
using namespace headgate::simulation;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

QByteArray textOf(const Driver &driver)
{
    return (driver.broken.join(u'\n') + u'\n' + driver.story()).toUtf8();
}

} // namespace

//! Whole lives of a Deployment on a simulated Flink, clock and network.
class TestStories : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsSuspendsStartsAndCancels()
    {
        Driver driver(1);
        driver.want(DesiredState::Running);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Running); }, seconds(30)),
                 textOf(driver));
        driver.runFor(minutes(3));
        driver.want(DesiredState::Suspended);
        QVERIFY2(
            driver.runUntil([&] { return driver.has(DeploymentState::Suspended); }, seconds(30)),
            textOf(driver));
        const QString stop = driver.savepoints.last().spec.savepointLocation;
        driver.want(DesiredState::Running);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Running); }, seconds(30)),
                 textOf(driver));
        QCOMPARE(driver.newest()->spec.savepointLocation, stop);
        driver.want(DesiredState::Cancelled);
        QVERIFY2(
            driver.runUntil([&] { return driver.has(DeploymentState::Cancelled); }, seconds(30)),
            textOf(driver));
        QVERIFY(driver.flink.liveJobs().isEmpty());
        QVERIFY2(driver.broken.isEmpty(), textOf(driver));
    }

    void lostJobIsRestartedFromItsNewestCheckpoint()
    {
        Driver driver(2);
        driver.want(DesiredState::Running);
        QVERIFY(driver.runUntil([&] { return driver.has(DeploymentState::Running); }));
        driver.runFor(minutes(5));
        const QString newest = driver.flink.newestCheckpointOf(flinkJobIdOf(*driver.newest()));
        driver.flink.die();
        driver.runFor(seconds(20));
        driver.flink.comeBack();
        QVERIFY2(driver.runUntil([&] {
            return driver.jobs.size() == 2 && driver.has(DeploymentState::Running);
        }),
                 textOf(driver));
        QCOMPARE(driver.newest()->spec.savepointLocation, newest);
        QVERIFY2(driver.broken.isEmpty(), textOf(driver));
    }

    void clusterLostDuringTheStopIsNoSuspension()
    {
        Driver driver(6);
        driver.want(DesiredState::Running);
        QVERIFY(driver.runUntil([&] { return driver.has(DeploymentState::Running); }));
        driver.runFor(minutes(2));
        driver.want(DesiredState::Suspended);
        driver.runUntil([&] { return driver.count("SuspensionStarted"_L1) > 0; });
        driver.runFor(milliseconds(500));
        driver.flink.die();
        driver.runFor(seconds(10));
        driver.flink.comeBack();
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Failed); }),
                 textOf(driver));
        QCOMPARE(driver.stored.record.failure->reason, FailureReason::ClusterLostDuringStop);
    }

    //! With HA: its leader dies between the stop and the record of it, the next one runs the job
    //! on, and the request of the stop, which the network kept, stops it there.
    void stopThatIsDeliveredToTheNextLeaderToo()
    {
        Driver driver(7);
        for (Site &site : driver.sites)
            site.flink.isHighlyAvailable = site.view.hasHighAvailability = true;
        driver.flink.stopTime = milliseconds(200); // it is known before the next overview
        int stops = 0;
        driver.faultOf = [&](const Action &action) {
            const bool isFirst = std::holds_alternative<StopJob>(action) && stops++ == 0;
            return isFirst ? Fault::Held : Fault::None;
        };
        driver.want(DesiredState::Running);
        QVERIFY(driver.runUntil([&] { return driver.has(DeploymentState::Running); }));
        driver.runFor(minutes(2));
        driver.want(DesiredState::Suspended);
        QVERIFY(driver.runUntil([&] {
            return !driver.savepoints.isEmpty()
                && driver.savepoints.last().status.state == SavepointState::Completed;
        }));
        const QString first = driver.savepoints.last().spec.savepointLocation;
        driver.flink.die();
        driver.runFor(milliseconds(200));
        driver.flink.comeBack();
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Suspended); }),
                 textOf(driver));
        QCOMPARE(driver.world.ended.value(flinkJobIdOf(*driver.newest())), HowEnded::Stopped);
        QCOMPARE(stops, 2);
        driver.want(DesiredState::Running);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Running); }),
                 textOf(driver));
        const QString second = driver.newest()->spec.savepointLocation;
        QVERIFY(second != first);
        QCOMPARE(driver.world.numberOf(second), driver.world.numberOf(first) + 1);
        QVERIFY2(driver.broken.isEmpty(), textOf(driver));
    }

    //! With HA: its leader dies when the savepoint of a stop is written, before anybody was told.
    //! The next leader, which knows nothing of it, runs the job on, and stops it.
    void savepointOfAStopThatItsLeaderForgotIsListed()
    {
        Driver driver(8);
        for (Site &site : driver.sites)
            site.flink.isHighlyAvailable = site.view.hasHighAvailability = true;
        driver.want(DesiredState::Running);
        QVERIFY(driver.runUntil([&] { return driver.has(DeploymentState::Running); }));
        driver.runFor(minutes(2));
        driver.want(DesiredState::Suspended);
        QVERIFY(driver.runUntil([&] {
            return !driver.savepoints.isEmpty()
                && !driver.world.newestIn(driver.savepoints.last().spec.directory).isEmpty();
        }));
        const QString first = driver.world.newestIn(driver.savepoints.last().spec.directory);
        driver.flink.die();
        driver.runFor(milliseconds(200));
        driver.flink.comeBack();
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Suspended); }),
                 textOf(driver));
        QCOMPARE(driver.savepoints.size(), 2);
        for (const Savepoint &each : std::as_const(driver.savepoints))
            QCOMPARE(each.status.state, SavepointState::Completed);
        QCOMPARE(driver.savepoints.first().spec.savepointLocation, first);
        driver.want(DesiredState::Running);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Running); }),
                 textOf(driver));
        QCOMPARE(driver.newest()->spec.savepointLocation,
                 driver.savepoints.last().spec.savepointLocation);
        QVERIFY2(driver.broken.isEmpty(), textOf(driver));
    }

    void jobThatEndedUnseenWaitsForAPerson()
    {
        Driver driver(3);
        driver.want(DesiredState::Running);
        QVERIFY(driver.runUntil([&] { return driver.has(DeploymentState::Running); }));
        driver.flink.isReachable = false;
        driver.runFor(minutes(3));
        driver.flink.die();
        driver.flink.comeBack();
        driver.flink.isReachable = true;
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Failed); }),
                 textOf(driver));
        QCOMPARE(driver.stored.record.failure->reason, FailureReason::EndedUnseen);
        driver.runFor(minutes(10));
        QCOMPARE(driver.jobs.size(), 1);
        driver.retry();
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Running); }),
                 textOf(driver));
        QCOMPARE(driver.jobs.size(), 2);
    }

    void killedAfterEachCommitItGoesOn_data()
    {
        QTest::addColumn<int>("commit");
        for (int i = 0; i < 24; ++i)
            QTest::addRow("commit %d", i) << i;
    }
    void killedAfterEachCommitItGoesOn()
    {
        QFETCH(int, commit);
        Driver driver(4);
        int seen = 0;
        driver.isKilledAfter = [&](const Decision &decision) {
            return !decision.records.isEmpty() && seen++ == commit;
        };
        driver.want(DesiredState::Running);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Running); }),
                 textOf(driver));
        driver.want(DesiredState::Suspended);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Suspended); }),
                 textOf(driver));
        driver.want(DesiredState::Cancelled);
        QVERIFY2(driver.runUntil([&] { return driver.has(DeploymentState::Cancelled); }),
                 textOf(driver));
        QCOMPARE(driver.jobs.size(), 1);
        QVERIFY2(driver.broken.isEmpty(), textOf(driver));
    }

    void calmDeploymentWritesRarely()
    {
        Driver driver(5);
        driver.want(DesiredState::Running);
        QVERIFY(driver.runUntil([&] { return driver.has(DeploymentState::Running); }));
        driver.runFor(seconds(30));
        const auto events = driver.events.size();
        int writes = 0;
        driver.isKilledAfter = [&](const Decision &decision) {
            writes += decision.records.isEmpty() ? 0 : 1;
            return false;
        };
        driver.runFor(minutes(10));
        QCOMPARE(driver.events.size(), events);
        // A sighting each 20 s, a checkpoint each minute.
        QVERIFY2(writes <= 42, QByteArray::number(writes).constData());
    }

    void scheduleThatOnceBrokeALawHolds_data()
    {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<bool>("hasDeletions"); // of savepoints; none were played once
        for (const quint32 seed :
             {4'598U, 54'434U, 62'805U, 99'596U, 329'686U, 361'480U, 477'148U, 697'541U, 875'089U})
            QTest::addRow("%u", seed) << seed << true;
        for (const quint32 seed :
             {151U,     18'983U,  20'697U,  24'935U,  30'070U,  50'542U,   54'979U,
              55'269U,  63'015U,  253'191U, 283'496U, 341'056U, 368'310U,  386'610U,
              391'749U, 404'170U, 439'299U, 445'367U, 477'255U, 503'937U,  515'156U,
              524'528U, 527'893U, 579'635U, 603'312U, 630'951U, 668'786U,  697'469U,
              700'188U, 830'272U, 835'382U, 864'678U, 891'825U, 900'336U,  905'582U,
              906'826U, 918'764U, 923'480U, 934'239U, 973'192U, 2'004'941U})
            QTest::addRow("%u", seed) << seed << false;
    }
    void scheduleThatOnceBrokeALawHolds()
    {
        QFETCH(quint32, seed);
        QFETCH(bool, hasDeletions);
        const Plan plan = hasDeletions ? planFor(seed) : planWithoutDeletions(seed);
        const Verdict verdict = Schedule(plan).run();
        QVERIFY2(verdict.hasHeld(), verdict.story.toUtf8().constData());
    }

    void scheduleIsTheSameEachTime()
    {
        for (quint32 seed = 0; seed < 11; ++seed) {
            QStringList first;
            QStringList second;
            (void)Schedule(planFor(seed)).run([&](const QString &line) { first.append(line); });
            (void)Schedule(planFor(seed)).run([&](const QString &line) { second.append(line); });
            QVERIFY(!first.isEmpty());
            QCOMPARE(second, first);
        }
    }
};

QTEST_APPLESS_MAIN(TestStories)
#include "tst_stories.moc"
