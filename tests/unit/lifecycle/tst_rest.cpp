// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/rest.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

#include <functional>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

using Change = std::function<void(Scene &)>;

//! RUNNING, or CANCELLED with a Job that ended before the last look; nothing is new.
Scene settled(DesiredState desired)
{
    Scene scene = running();
    if (desired == DesiredState::Cancelled) {
        scene.setDesired(desired);
        scene.newest().status.state = JobState::Terminated;
        scene.newest().ending.endedAt = at(-50);
        scene.cluster.jobs.clear();
    }
    for (int i = 0; i < 3; ++i)
        scene.step();
    return scene;
}

void addSavepoint(Scene &scene, SavepointState state)
{
    Savepoint savepoint = samples::savepoint(scene.newest(), SavepointOrigin::UserRequest, 3);
    savepoint.status.state = state;
    savepoint.operation.seenAt = at(-1);
    scene.savepoints.append(savepoint);
}

} // namespace

Q_DECLARE_METATYPE(Change)

//! Which looks need no decision. That it would come to nothing is a law of the simulation.
class TestRest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runningRestsUntilItsNextSighting()
    {
        Scene scene = settled(DesiredState::Running);
        const auto until = scene.step().restsUntil;
        QVERIFY(until);
        QCOMPARE(*until, scene.newest().observed.lastSighting->at + std::chrono::seconds(20));
        scene.pass(20);
        const Decision sighted = scene.step();
        QVERIFY(!sighted.records.isEmpty());
        QCOMPARE(sighted.restsUntil,
                 std::optional(scene.cluster.requestedAt + std::chrono::seconds(20)));
        QVERIFY(scene.step().records.isEmpty());
    }

    void whatRecordsMoreThanASightingDoesNotRest()
    {
        Scene scene = settled(DesiredState::Running);
        scene.pass(20);
        scene.newest().ending.isMissing = true;
        const Decision found = scene.step();
        QVERIFY(!found.records.jobs.isEmpty());
        QVERIFY(!found.restsUntil);
    }

    void endedRestsForAMinute()
    {
        Scene scene = settled(DesiredState::Cancelled);
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        QCOMPARE(scene.step().restsUntil,
                 std::optional(scene.cluster.requestedAt + std::chrono::seconds(60)));
    }

    void whatMayChangeByTimeAloneDoesNotRest_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, DesiredState desired, const Change &change) {
            QTest::newRow(name) << desired << change;
        };
        const auto R = DesiredState::Running;
        const auto C = DesiredState::Cancelled;
        row("a restart is known", R, [](Scene &s) { s.newest().observed.restarts = {at(-5)}; });
        row("restarts without a time are known", R, [](Scene &s) {
            s.newest().observed.restartSpans = {{.from = at(-9), .to = at(-5), .count = 1}};
        });
        row("a task does not run", R,
            [](Scene &s) { s.cluster.jobs[flinkJobIdOf(s.newest())].tasksRunning = 0; });
        row("the job is not seen", R, [](Scene &s) { s.cluster.jobs.clear(); });
        row("nobody can look", R, [](Scene &s) { s.cluster.isObserved = false; });
        row("a savepoint is under way", R,
            [](Scene &s) { addSavepoint(s, SavepointState::Started); });
        row("a savepoint is to be deleted", C,
            [](Scene &s) { addSavepoint(s, SavepointState::PendingDeletion); });
        row("the place of a savepoint is not known", C,
            [](Scene &s) { s.savepoints = {savepoint(s.newest(), SavepointOrigin::Suspend, 0)}; });
        row("no look since it has ended", C,
            [](Scene &s) { s.newest().ending.endedAt = s.cluster.requestedAt; });
        row("it has failed", R, [](Scene &s) {
            s.stored.record.failure = DeploymentFailure{.reason = FailureReason::RestoredFromCopy,
                                                        .generation = s.stored.record.generation};
        });
        row("a start is to come", C, [](Scene &s) { s.setDesired(DesiredState::Running); });
    }
    void whatMayChangeByTimeAloneDoesNotRest()
    {
        QFETCH(DesiredState, desired);
        QFETCH(Change, change);
        Scene scene = settled(desired);
        QVERIFY(scene.step().restsUntil);
        change(scene);
        QVERIFY(!scene.step().restsUntil);
    }

    void onlyALookThatShowsTheSameLeavesItAtRest_data()
    {
        QTest::addColumn<double>("until"); // seconds; 0: it does not rest
        QTest::addColumn<QSet<QString>>("changed");
        QTest::addColumn<bool>("outlasts");
        const QString ofIt = flinkJobIdOf(running().newest());
        QTest::newRow("nothing changed") << 20.0 << QSet<QString>() << true;
        QTest::newRow("another job changed") << 20.0 << QSet<QString>{u"another"_s} << true;
        QTest::newRow("its job changed") << 20.0 << QSet<QString>{u"another"_s, ofIt} << false;
        QTest::newRow("its time is up") << 5.0 << QSet<QString>() << false;
        QTest::newRow("it did not rest") << 0.0 << QSet<QString>() << false;
    }
    void onlyALookThatShowsTheSameLeavesItAtRest()
    {
        QFETCH(double, until);
        QFETCH(QSet<QString>, changed);
        QFETCH(bool, outlasts);
        const auto rest = until > 0 ? std::optional(at(until)) : std::nullopt;
        QCOMPARE(rest::outlasts(rest, running().jobs, at(5), changed), outlasts);
    }

    void traitsAreAllButJobsAndTimes()
    {
        const Scene scene = running();
        ClusterView later = scene.cluster;
        later.requestedAt = later.answeredAt = later.identifiedAt = later.slotsReadAt = at(5);
        later.openRunRequests = 3;
        later.jobs.clear();
        QCOMPARE(rest::traitsOf(later), rest::traitsOf(scene.cluster));
        later.slotsFree += 1;
        QVERIFY(rest::traitsOf(later) != rest::traitsOf(scene.cluster));
    }
};

QTEST_GUILESS_MAIN(TestRest)
#include "tst_rest.moc"
