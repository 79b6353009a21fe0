// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

const Condition *find(const Scene &scene, ConditionType type)
{
    const auto &running = scene.stored.deployment.status.running;
    if (!running)
        return nullptr;
    for (const Condition &each : running->conditions) {
        if (each.type == type)
            return &each;
    }
    return nullptr;
}

RestartsView restarts(const Scene &scene, const QList<double> &ages)
{
    RestartsView view{.now = scene.now};
    for (const double age : ages)
        view.times.append(scene.now - duration_cast<Duration>(duration<double>(age)));
    return view;
}

} // namespace

//! lifecycle.md §7.
class TestConditions : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void restartsMakeItFail_data()
    {
        QTest::addColumn<QList<double>>("ages");
        QTest::addColumn<ConditionStatus>("failing");
        QTest::addColumn<ConditionStatus>("unstable");
        const auto T = ConditionStatus::True;
        const auto F = ConditionStatus::False;
        QTest::newRow("none") << QList<double>() << F << F;
        QTest::newRow("two") << QList<double>{1, 2} << F << F;
        QTest::newRow("three within ten minutes") << QList<double>{1, 2, 600} << T << T;
        QTest::newRow("three within the hour") << QList<double>{1, 2, 601} << F << T;
        QTest::newRow("one too old") << QList<double>{1, 2, 3601} << F << F;
    }
    void restartsMakeItFail()
    {
        QFETCH(QList<double>, ages);
        QFETCH(ConditionStatus, failing);
        QFETCH(ConditionStatus, unstable);
        Scene scene = running();
        scene.facts.restarts = restarts(scene, ages);
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, failing);
        QCOMPARE(find(scene, ConditionType::JobUnstable)->status, unstable);
    }

    void reasonOfRestartsIsSaidWithThem()
    {
        const QString cause = u"Could not acquire the minimum required resources."_s;
        Scene scene = running();
        scene.facts.restarts = restarts(scene, {1, 2, 3});
        scene.facts.restarts->cause = cause;
        scene.step();
        const QString message = find(scene, ConditionType::JobFailing)->message;
        QVERIFY2(message.endsWith(cause), qPrintable(message));
        scene.pass(1);
        scene.facts.restarts = RestartsView{.now = scene.now}; // a quiet look: nothing new
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->message, message);
    }

    void unreadWindowIsUnknown()
    {
        Scene scene = running();
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, ConditionStatus::Unknown);
    }

    void trueIsSaidOnce()
    {
        Scene scene = running();
        scene.facts.restarts = restarts(scene, {1, 2, 3});
        scene.step();
        const auto events = scene.events.size();
        const Instant since = find(scene, ConditionType::JobFailing)->lastTransitionTime;
        scene.pass(5);
        scene.facts.restarts = restarts(scene, {0.5, 6, 7, 8});
        scene.step(); // four by now: another message, no other status
        QCOMPARE(scene.events.size(), events);
        QCOMPARE(find(scene, ConditionType::JobFailing)->lastTransitionTime, since);
        QCOMPARE(find(scene, ConditionType::JobFailing)->lastUpdateTime, scene.now);
    }

    void silentClusterIsUnreachable_data()
    {
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("said");
        QTest::newRow("nobody knows why") << QString() << u"The cluster does not answer."_s;
        QTest::newRow("it is known why") << u"Connection refused."_s << u"Connection refused."_s;
    }
    void silentClusterIsUnreachable()
    {
        QFETCH(QString, trouble);
        QFETCH(QString, said);
        Scene scene = running();
        scene.step();
        QCOMPARE(find(scene, ConditionType::ClusterUnreachable)->status, ConditionStatus::False);
        scene.cluster.isObserved = false;
        scene.cluster.trouble = trouble;
        scene.pass(5);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Running);
        QCOMPARE(find(scene, ConditionType::ClusterUnreachable)->status, ConditionStatus::True);
        QCOMPARE(find(scene, ConditionType::ClusterUnreachable)->message, said);
    }

    //! What was read of its restarts is counted all the same, by when the job began.
    void clusterThatIsGoneIsUnreachable()
    {
        Scene scene = running();
        scene.step();
        scene.facts.restarts = restarts(scene, {});
        scene.facts.restarts->numRestarts = 3;
        scene.memory = {};
        scene.newest().observed.restartsReadUpTo.reset();
        DeploymentView view = scene.view();
        view.current = nullptr;
        const Decision decision = decide(view, scene.ids, scene.now);
        const QList<RestartSpan> spans{{.from = at(-90), .to = at(0), .count = 3}};
        QCOMPARE(decision.records.jobs.last().observed.restartSpans, spans);
        scene.stored = decision.records.deployments.last();
        const Condition *found = find(scene, ConditionType::ClusterUnreachable);
        QCOMPARE(found->status, ConditionStatus::True);
        QCOMPARE(found->message, u"The cluster does not answer."_s);
    }

    void tasksMayTakeTenSeconds()
    {
        Scene scene = running();
        scene.cluster.jobs.begin()->tasksRunning = 0;
        scene.cluster.slotsFree = 0;
        const Decision decision = scene.step();
        QCOMPARE(decision.decideAgainAt, at(10));
        scene.pass(10);
        scene.step();
        const Condition *condition = find(scene, ConditionType::TasksNotRunning);
        QCOMPARE(condition->status, ConditionStatus::True);
        QCOMPARE(condition->message, u"0 of 1 tasks running, 4 slots, 0 free."_s);
    }

    void tasksThatNeverAllRunAreSaidThroughRestarts()
    {
        Scene scene = running();
        const QList<FlinkJobStatus> loop{FlinkJobStatus::Running, FlinkJobStatus::Failing,
                                         FlinkJobStatus::Restarting};
        for (int look = 0; look <= 5; ++look) {
            scene.cluster.jobs.begin()->status = loop[look % loop.size()];
            scene.cluster.jobs.begin()->tasksRunning = 0;
            QVERIFY(look == 0
                    || find(scene, ConditionType::TasksNotRunning)->status
                        == ConditionStatus::False);
            scene.step();
            scene.pass(2);
        }
        QCOMPARE(find(scene, ConditionType::TasksNotRunning)->status, ConditionStatus::True);
        scene.cluster.jobs.begin()->status = FlinkJobStatus::Running;
        scene.cluster.jobs.begin()->tasksRunning = 1;
        scene.step();
        QCOMPARE(find(scene, ConditionType::TasksNotRunning)->status, ConditionStatus::False);
    }

    void countWithoutTimesMayMakeItUnknown_data()
    {
        QTest::addColumn<double>("lastLook"); // seconds ago
        QTest::addColumn<int>("counted");
        QTest::addColumn<ConditionStatus>("failing");
        QTest::addColumn<ConditionStatus>("unstable");
        const auto T = ConditionStatus::True;
        const auto F = ConditionStatus::False;
        const auto U = ConditionStatus::Unknown;
        QTest::newRow("too few, whenever that was") << 60.0 << 2 << F << F;
        QTest::newRow("all since the last look") << 60.0 << 3 << T << T;
        QTest::newRow("perhaps before the ten minutes") << 900.0 << 3 << U << T;
        QTest::newRow("perhaps before the hour") << 4000.0 << 3 << U << U;
    }
    void countWithoutTimesMayMakeItUnknown()
    {
        QFETCH(double, lastLook);
        QFETCH(int, counted);
        QFETCH(ConditionStatus, failing);
        QFETCH(ConditionStatus, unstable);
        Scene scene = running();
        scene.newest().observed.restartsReadUpTo = at(-lastLook);
        scene.facts.restarts = restarts(scene, {});
        scene.facts.restarts->numRestarts = counted;
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, failing);
        QCOMPARE(find(scene, ConditionType::JobUnstable)->status, unstable);
        QCOMPARE(scene.newest().status.started->observedFlinkJobRestarts, counted);
    }

    void whatWasCountedIsNotCountedAgainWhenItIsListed()
    {
        Scene scene = running();
        scene.newest().observed.restartsReadUpTo = at(-60);
        scene.facts.restarts = restarts(scene, {});
        scene.facts.restarts->numRestarts = 2;
        scene.step();
        scene.facts.restarts = restarts(scene, {5, 10});
        scene.facts.restarts->numRestarts = 2;
        scene.step();
        QVERIFY(scene.newest().observed.restartSpans.isEmpty());
        QCOMPARE(scene.newest().observed.restarts.size(), 2);
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, ConditionStatus::False);
    }

    //! §7: what the first look counts happened since the job began.
    void firstLookCountsFromWhenTheJobBegan_data()
    {
        QTest::addColumn<double>("begun"); // says Flink; 0: it does not
        QTest::addColumn<double>("from");
        QTest::newRow("Flink's word") << -300. << -300.;
        QTest::newRow("by the clocks' difference") << 0. << -80.; // -90 here, 10 s ahead there
    }
    void firstLookCountsFromWhenTheJobBegan()
    {
        QFETCH(double, begun);
        QFETCH(double, from);
        Scene scene = running();
        scene.newest().observed.clusterAhead = 10'000;
        if (begun < 0)
            scene.cluster.jobs.begin()->startTime = at(begun);
        scene.facts.restarts = restarts(scene, {});
        scene.facts.restarts->numRestarts = 3;
        scene.step();
        const QList<RestartSpan> spans{{.from = at(from), .to = at(0), .count = 3}};
        QCOMPARE(scene.newest().observed.restartSpans, spans);
    }

    //! What nobody needs to know after a restart of Headgate is not written each time.
    void quietLooksAreSeldomWritten()
    {
        Scene scene = running();
        const auto look = [&](double pause, const QList<double> &ages) {
            scene.pass(pause);
            scene.facts.restarts = restarts(scene, ages);
            scene.step();
            return scene.newest().observed.restartsReadUpTo;
        };
        QCOMPARE(look(0, {}), at(0));
        QCOMPARE(look(120, {}), at(0)); // there are no restarts to be counted
        QCOMPARE(look(1, {1}), at(121));
        QCOMPARE(look(59, {60}), at(121));
        QCOMPARE(look(1, {61}), at(181));
    }

    void aCountThatFellAddsNothing()
    {
        Scene scene = running();
        scene.facts.restarts = restarts(scene, {100, 200});
        scene.facts.restarts->numRestarts = 2;
        scene.step();
        scene.facts.restarts = restarts(scene, {100, 200});
        scene.facts.restarts->numRestarts = 1;
        scene.step();
        QVERIFY(scene.newest().observed.restartSpans.isEmpty());
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, ConditionStatus::False);
    }

    void newJobMasterCountsFromItsStart_data()
    {
        QTest::addColumn<double>("begun"); // the new one, seconds ago
        QTest::addColumn<ConditionStatus>("failing");
        QTest::newRow("within the ten minutes") << 300.0 << ConditionStatus::True;
        QTest::newRow("perhaps before them") << 900.0 << ConditionStatus::Unknown;
    }
    void newJobMasterCountsFromItsStart()
    {
        QFETCH(double, begun);
        QFETCH(ConditionStatus, failing);
        Scene scene = running();
        scene.newest().observed.restartsReadUpTo = at(-1000);
        scene.newest().observed.countedSince = at(-5000);
        scene.newest().observed.numRestarts = scene.newest().observed.restartsAccounted = 2;
        scene.facts.restarts = restarts(scene, {});
        scene.facts.restarts->startedAt = at(-begun);
        scene.facts.restarts->numRestarts = 3; // no fewer than the one before had counted
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, failing);
        QCOMPARE(find(scene, ConditionType::JobUnstable)->status, ConditionStatus::True);
        QCOMPARE(scene.newest().observed.restartSpans.size(), 1);
        scene.facts.restarts = restarts(scene, {});
        scene.facts.restarts->startedAt = at(-begun);
        scene.facts.restarts->numRestarts = 3;
        scene.step(); // the same again adds nothing
        QCOMPARE(scene.newest().observed.restartSpans.size(), 1);
    }

    void restartsOutliveTheProgram()
    {
        Scene scene = running();
        scene.facts.restarts = restarts(scene, {1, 2, 3});
        scene.step();
        scene.memory = {}; // started anew, and nothing is read yet
        scene.pass(300);
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, ConditionStatus::True);
        scene.pass(302); // the first has left the window: what else happened is not known
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->status, ConditionStatus::Unknown);
        QCOMPARE(find(scene, ConditionType::JobUnstable)->status, ConditionStatus::True);
    }

    void checkpointsFailAfterThreeIntervals_data()
    {
        QTest::addColumn<double>("completed"); // the last, seconds ago; 0: none
        QTest::addColumn<double>("running"); // for seconds
        QTest::addColumn<qint64>("ahead"); // of the cluster's clock, ms
        QTest::addColumn<ConditionStatus>("status");
        const auto T = ConditionStatus::True;
        const auto F = ConditionStatus::False;
        QTest::newRow("three intervals ago") << 30.0 << 500.0 << qint64(0) << F;
        QTest::newRow("a moment more") << 30.001 << 500.0 << qint64(0) << T;
        QTest::newRow("the cluster's clock is ahead") << -570.0 << 900.0 << qint64(600'001) << T;
        QTest::newRow("the cluster's clock is behind") << 630.0 << 900.0 << qint64(-600'000) << F;
        QTest::newRow("none yet") << 0.0 << 30.0 << qint64(0) << F;
        QTest::newRow("none for too long") << 0.0 << 30.001 << qint64(0) << T;
        QTest::newRow("of the run before") << 500.0 << 30.0 << qint64(0) << F;
    }
    void checkpointsFailAfterThreeIntervals()
    {
        QFETCH(double, completed);
        QFETCH(double, running);
        QFETCH(qint64, ahead);
        QFETCH(ConditionStatus, status);
        Scene scene = samples::running();
        scene.newest().status.started->startedAt = at(-running);
        scene.step();
        QCOMPARE(find(scene, ConditionType::CheckpointsFailing)->status, ConditionStatus::Unknown);
        StateView read = emptyState(scene.now);
        read.interval = 10'000;
        read.clusterAhead = ahead;
        if (completed != 0.0) {
            read.completed = checkpoint(4, u"file:/cp/chk-4"_s);
            read.completed->triggeredAt = at(-completed);
        }
        scene.facts.state = read;
        scene.step();
        QCOMPARE(find(scene, ConditionType::CheckpointsFailing)->status, status);
    }

    void jobWithoutCheckpointsHasNoneThatFail()
    {
        Scene scene = running();
        scene.newest().status.started->startedAt = at(-10'000);
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->interval = std::numeric_limits<qint64>::max(); // Flink's "never"
        scene.step();
        QCOMPARE(find(scene, ConditionType::CheckpointsFailing)->status, ConditionStatus::False);
        scene.facts.state->interval = 10;
        scene.facts.state->isCheckpointingOn = false;
        scene.step();
        QCOMPARE(find(scene, ConditionType::CheckpointsFailing)->status, ConditionStatus::False);
    }

    void unknownWordsAreUnreachable_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<ConditionStatus>("unreachable");
        QTest::newRow("SUSPENDED") << FlinkJobStatus::Suspended << ConditionStatus::True;
        QTest::newRow("RECONCILING") << FlinkJobStatus::Reconciling << ConditionStatus::True;
        QTest::newRow("a new word") << FlinkJobStatus::Unknown << ConditionStatus::True;
        QTest::newRow("RESTARTING") << FlinkJobStatus::Restarting << ConditionStatus::False;
    }
    void unknownWordsAreUnreachable()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(ConditionStatus, unreachable);
        Scene scene = running();
        scene.list(scene.newest(), status);
        scene.step();
        QCOMPARE(find(scene, ConditionType::ClusterUnreachable)->status, unreachable);
    }

    void clusterStoppedByForceLeavesThemUnknown()
    {
        Scene scene = running();
        scene.cluster.state = SessionClusterState::Stopped;
        scene.cluster.isObserved = false;
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Running);
        for (const auto type : {ConditionType::ClusterUnreachable, ConditionType::JobFailing,
                                ConditionType::JobUnstable, ConditionType::TasksNotRunning,
                                ConditionType::CheckpointsFailing})
            QCOMPARE(find(scene, type)->status, ConditionStatus::Unknown);
    }

    void bothTimesAreWritten()
    {
        Scene scene = running();
        scene.step();
        const Instant begun = scene.now;
        scene.pass(5);
        scene.facts.restarts = restarts(scene, {});
        scene.step();
        QCOMPARE(find(scene, ConditionType::JobFailing)->lastTransitionTime, scene.now);
        QCOMPARE(find(scene, ConditionType::JobFailing)->lastUpdateTime, scene.now);
        QCOMPARE(find(scene, ConditionType::TemplateDiffers)->lastTransitionTime, begun);
        QCOMPARE(find(scene, ConditionType::TemplateDiffers)->lastUpdateTime, begun);
    }

    void templateThatIsNotUpgradedDiffers()
    {
        Scene scene = running();
        scene.stored.deployment.spec.upgradeStrategy = UpgradeStrategy::None;
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.step();
        QCOMPARE(find(scene, ConditionType::TemplateDiffers)->status, ConditionStatus::True);
    }

    //! After a restart Flink restores what the job has written itself.
    void otherStateAfterARestartIsNone()
    {
        Scene scene = running();
        scene.newest().spec.savepointLocation = u"file:/a/b"_s;
        scene.newest().observed.restoredPath = u"file:/cp/id/chk-4"_s;
        scene.newest().observed.restarts = {at(-5)};
        scene.step();
        QCOMPARE(find(scene, ConditionType::RestoreMismatch)->status, ConditionStatus::False);
    }

    void otherStateIsAMismatch()
    {
        Scene scene = running();
        scene.newest().spec.savepointLocation = u"file:/a/b"_s;
        scene.newest().observed.restoredPath = u"file:///a/b/"_s;
        scene.step();
        QCOMPARE(find(scene, ConditionType::RestoreMismatch)->status, ConditionStatus::False);
        scene.newest().observed.restoredPath = u"file:/a/c"_s;
        scene.step();
        QCOMPARE(find(scene, ConditionType::RestoreMismatch)->status, ConditionStatus::True);
    }
};

QTEST_APPLESS_MAIN(TestConditions)
#include "tst_conditions.moc"
