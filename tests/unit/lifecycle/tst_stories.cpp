// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/driver.h"

#include <QTest>

#include <algorithm>

using namespace headgate;
using namespace headgate::simulation;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

//! More, and others, by the environment: HEADGATE_SCHEDULES, HEADGATE_FIRST_SEED.
int fromEnvironment(const char *name, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? value : otherwise;
}

//! What the schedules have seen: events, reasons of FAILED and faults, each with its count.
QMap<QString, int> &sightings()
{
    static QMap<QString, int> counts;
    return counts;
}

QByteArray textOf(const Driver &driver)
{
    return (driver.broken.join(u'\n') + u'\n' + driver.story()).toUtf8();
}

//! One schedule of faults, drawn from its seed alone.
class Schedule {
public:
    explicit Schedule(quint32 seed)
        : m_random(seed)
        , m_driver(seed)
    {
        m_driver.faultOf = [this](const Action &) { return fault(); };
        m_driver.delay = [this] { return delay(); };
        m_driver.isKilledAfter = [this](const Decision &decision) {
            return m_isFaulty && !decision.records.isEmpty() && chance(3);
        };
    }

    ~Schedule()
    {
        for (const Event &event : m_driver.events)
            ++sightings()[event.name];
    }

    //! The law or the goal that did not hold; empty where all did.
    [[nodiscard]] QByteArray run()
    {
        m_driver.want(DesiredState::Running);
        for (int i = 0; i < 25 && m_driver.broken.isEmpty(); ++i) {
            m_driver.runFor(seconds(1 + m_random.bounded(chance(20) ? 900 : 60)));
            if (m_driver.stored.record.failure)
                ++sightings()[u"FAILED "_s + wireName(m_driver.stored.record.failure->reason)];
            disturb();
        }
        m_isFaulty = false;
        m_driver.flink.isReachable = true;
        m_driver.flink.stopFate = StopFate::Success;
        m_driver.flink.failsAfter = {};
        m_driver.flink.mainTime = seconds(1);
        if (!m_driver.flink.isUp)
            m_driver.flink.comeBack();
        return converge();
    }

private:
    [[nodiscard]] bool chance(int percent) { return m_random.bounded(100) < percent; }

    //! Mostly short; now and then so long that a later answer overtakes.
    Duration delay()
    {
        const int percent = m_random.bounded(100);
        return milliseconds(percent < 85       ? 2 + m_random.bounded(40)
                                : percent < 97 ? m_random.bounded(1500)
                                               : m_random.bounded(8000));
    }

    Fault fault()
    {
        if (!m_isFaulty || chance(70))
            return Fault::None;
        constexpr Fault faults[] = {Fault::LostBefore, Fault::LostAfter, Fault::Late,
                                    Fault::NotSent};
        const int drawn = m_random.bounded(4);
        ++sightings()[u"fault %1"_s.arg(drawn)];
        return faults[drawn];
    }

    void disturb()
    {
        SimulatedFlink &flink = m_driver.flink;
        switch (m_random.bounded(20)) {
        case 0:
        case 1:
            return m_driver.want(DesiredState::Running);
        case 2:
        case 3:
            return m_driver.want(DesiredState::Suspended);
        case 4:
            return m_driver.want(DesiredState::Cancelled);
        case 5:
            return m_driver.retry();
        case 6:
            return m_driver.changeTemplate();
        case 7:
            return m_driver.crash();
        case 8:
            return flink.isUp ? flink.die() : flink.comeBack();
        case 9:
            return flink.isUp ? void() : flink.comeBack();
        case 10:
            flink.isReachable = !flink.isReachable;
            return;
        case 11:
            return flink.failJob(m_driver.liveFlinkJob(), u"NullPointerException"_s);
        case 12:
            flink.mainTime = seconds(m_random.bounded(300));
            return;
        case 13:
            flink.stopFate = StopFate(m_random.bounded(3));
            return;
        case 14:
            (void)flink.cancel(m_driver.liveFlinkJob());
            return;
        case 15:
            flink.jars.clear();
            return;
        case 16:
            flink.failsAfter = seconds(chance(50) ? 5 : 0);
            return;
        case 17:
            flink.isExternalized = chance(50);
            return;
        case 18:
            m_driver.isDiskReadable = chance(50);
            return;
        default:
            flink.mainTime = seconds(1);
            return;
        }
    }

    bool reach(DesiredState desired, DeploymentState state, Duration patience)
    {
        m_driver.want(desired);
        return m_driver.runUntil([&] { return m_driver.has(state); }, patience);
    }

    QByteArray converge()
    {
        // A fence may have to run out, and a start to be retried, before all is calm.
        if (!reach(DesiredState::Cancelled, DeploymentState::Cancelled, minutes(30)))
            return QByteArray("CANCELLED is not reached\n" + textOf(m_driver));
        const std::pair<DesiredState, DeploymentState> ways[] = {
            {DesiredState::Running, DeploymentState::Running},
            {DesiredState::Suspended, DeploymentState::Suspended},
            {DesiredState::Running, DeploymentState::Running},
            {DesiredState::Cancelled, DeploymentState::Cancelled}};
        for (const auto &[desired, state] : ways) {
            m_driver.runFor(seconds(20));
            if (!reach(desired, state, minutes(5)))
                return QByteArray(wireName(desired).toLatin1() + " is not reached\n"
                                  + textOf(m_driver));
        }
        return m_driver.broken.isEmpty() ? QByteArray() : textOf(m_driver);
    }

    QRandomGenerator m_random;
    Driver m_driver;
    bool m_isFaulty = true;
};

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
        QCOMPARE(driver.flink.liveJobs(), 0);
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

    void randomSchedulesKeepTheLaws_data()
    {
        QTest::addColumn<quint32>("seed");
        const int first = fromEnvironment("HEADGATE_FIRST_SEED", 0);
        const int count = fromEnvironment("HEADGATE_SCHEDULES", 300);
        for (int i = first; i < first + count; i += 10)
            QTest::addRow("seeds from %d", i) << quint32(i);
    }
    void randomSchedulesKeepTheLaws()
    {
        QFETCH(quint32, seed);
        for (quint32 each = seed; each < seed + 10; ++each) {
            const QByteArray broken = Schedule(each).run();
            const QByteArray text = "seed " + QByteArray::number(each) + ": " + broken;
            if (!broken.isEmpty())
                qWarning("%s", text.constData()); // Qt Test cuts a failure text short
            QVERIFY2(broken.isEmpty(), text.constData());
        }
    }

    void everyKindOfTroubleWasSeen_data()
    {
        for (const auto &[kind, count] : sightings().asKeyValueRange())
            qInfo("%6d %s", count, qPrintable(kind));
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"fault 0",
                                 "fault 1",
                                 "fault 2",
                                 "fault 3",
                                 "SubmissionUnknown",
                                 "SubmissionDuplicate",
                                 "JarMissing",
                                 "AttemptFailed",
                                 "JobLost",
                                 "JobMissing",
                                 "JobFailed",
                                 "JobCancelled",
                                 "JobStopped",
                                 "SavepointFailed",
                                 "FinalStateUnread",
                                 "FAILED OutcomeUnknown",
                                 "FAILED AttemptsExhausted",
                                 "FAILED EndedUnseen",
                                 "FAILED CancelledOutside",
                                 "FAILED SuspendFailed",
                                 "FAILED FailedDuringStop",
                                 "FAILED NoJobToSuspend",
                                 "FAILED StateUnavailable"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void everyKindOfTroubleWasSeen()
    {
        QFETCH(QString, kind);
        QVERIFY2(sightings().value(kind) > 0, qPrintable(kind));
    }
};

QTEST_APPLESS_MAIN(TestStories)
#include "tst_stories.moc"
