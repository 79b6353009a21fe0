// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/conditions.h"
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
    void edgesOfAWindowCount()
    {
        const QList<Instant> all = {at(-600), at(-600.001), at(-1), at(1)};
        QCOMPARE(conditions::countWithin(all, minutes(10), at(0)), 2);
    }

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

    void silentClusterIsUnreachable()
    {
        Scene scene = running();
        scene.step();
        QCOMPARE(find(scene, ConditionType::ClusterUnreachable)->status, ConditionStatus::False);
        scene.cluster.isObserved = false;
        scene.pass(5);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Running);
        QCOMPARE(find(scene, ConditionType::ClusterUnreachable)->status, ConditionStatus::True);
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

    void templateThatIsNotUpgradedDiffers()
    {
        Scene scene = running();
        scene.stored.deployment.spec.upgradeStrategy = UpgradeStrategy::None;
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.step();
        QCOMPARE(find(scene, ConditionType::TemplateDiffers)->status, ConditionStatus::True);
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
