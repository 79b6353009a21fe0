// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/savepoints.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

//! A stop, or a savepoint by request, whose request was sent at 0 s.
Scene sent(SavepointOrigin origin)
{
    Scene scene = running();
    if (origin == SavepointOrigin::UserRequest)
        scene.savepoints = {savepointUnderWay(scene.newest(), origin)};
    else
        scene.setDesired(DesiredState::Suspended);
    scene.step();
    scene.pass(1);
    return scene;
}

void answer(Scene &scene, OutcomeKind kind)
{
    scene.facts.trigger = Outcome{.kind = kind, .message = u"No."_s, .at = scene.now};
    scene.facts.triggerSavepointId = scene.savepoints.last().metadata.id;
}

OperationView operation(const Scene &scene, OperationState state, const QString &location = {})
{
    return OperationView{.savepointId = scene.savepoints.last().metadata.id,
                         .state = state,
                         .location = location,
                         .failure = u"It failed."_s,
                         .requestedAt = scene.now};
}

} // namespace

//! lifecycle.md §5.4 and §5.5: what is answered to a trigger, and what its operation says.
class TestSavepoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answerToAStop_data()
    {
        QTest::addColumn<OutcomeKind>("kind");
        QTest::addColumn<bool>("isSeen");
        QTest::addColumn<int>("requests"); // that count as sent
        QTest::newRow("accepted") << OutcomeKind::Accepted << true << 1;
        QTest::newRow("known already") << OutcomeKind::Duplicate << true << 1;
        QTest::newRow("it never left") << OutcomeKind::NotSent << false << 0;
        QTest::newRow("lost") << OutcomeKind::Unknown << false << 1;
        QTest::newRow("no such job") << OutcomeKind::NotFound << false << 1;
        QTest::newRow("the job has ended") << OutcomeKind::AlreadyTerminal << false << 1;
        QTest::newRow("an answer to something else") << OutcomeKind::JarMissing << false << 1;
    }
    //! None of these fails the stop, and the same trigger is sent until it was seen.
    void answerToAStop()
    {
        QFETCH(OutcomeKind, kind);
        QFETCH(bool, isSeen);
        QFETCH(int, requests);
        Scene scene = sent(SavepointOrigin::Suspend);
        answer(scene, kind);
        scene.step();
        const Savepoint stop = scene.savepoints.last();
        QCOMPARE(stop.status.state, SavepointState::Started);
        QCOMPARE(stop.operation.seenAt.has_value(), isSeen);
        QCOMPARE(stop.operation.requestsSent, requests);
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.pass(100);
        const Decision later = scene.step();
        const auto *again = as<StopJob>(later);
        QCOMPARE(again != nullptr, !isSeen);
        QVERIFY(!again || again->savepointId == stop.metadata.id);
        QCOMPARE(scene.savepoints.size(), 1);
    }

    //! Flink's no; an earlier request, or the operation, may tell otherwise.
    void rejection_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("isFailed");
        QTest::addColumn<int>("attempts");
        const auto stop = SavepointOrigin::Suspend;
        QTest::newRow("of a stop") << stop << QString() << true << 1;
        QTest::newRow("an earlier request may have arrived") << stop << u"second"_s << false << 0;
        QTest::newRow("it was seen") << stop << u"seen"_s << false << 0;
        QTest::newRow("the job has ended") << stop << u"ended"_s << true << 0;
        QTest::newRow("by request") << SavepointOrigin::UserRequest << QString() << true << 0;
    }
    void rejection()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(QString, what);
        QFETCH(bool, isFailed);
        QFETCH(int, attempts);
        Scene scene = sent(origin);
        if (what == "second"_L1)
            scene.savepoints.last().operation.requestsSent = 2;
        if (what == "seen"_L1)
            scene.savepoints.last().operation.seenAt = scene.now;
        if (what == "ended"_L1) {
            scene.list(scene.newest(), FlinkJobStatus::Failed);
            scene.step();
            QVERIFY(scene.newest().ending.terminalStatus);
        }
        const JobState before = scene.newest().status.state;
        answer(scene, OutcomeKind::Rejected);
        scene.step();
        const Savepoint &asked = scene.savepoints.last();
        QCOMPARE(asked.status.state, isFailed ? SavepointState::Failed : SavepointState::Started);
        QCOMPARE(asked.status.failure, isFailed ? u"No."_s : QString());
        QCOMPARE(scene.stored.record.savepointAttempts, attempts);
        QCOMPARE(scene.newest().status.state, attempts > 0 ? JobState::Started : before);
        QCOMPARE(scene.hasEvent("SavepointFailed"_L1), isFailed);
        QVERIFY(!scene.failure());
    }

    //! §5.3: an operation that is COMPLETED but carries a failure-cause has failed.
    void completedWithoutALocationHasFailed()
    {
        Scene scene = sent(SavepointOrigin::UserRequest);
        scene.facts.operations = {operation(scene, OperationState::Completed)};
        scene.step();
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Failed);
        QCOMPARE(scene.savepoints.last().status.failure, u"It failed."_s);
        QCOMPARE(scene.state(), DeploymentState::Running);
    }

    //! §5.3: a location makes the Savepoint COMPLETED however the Job ended, and also where another
    //! Job is live by now; nothing else is done to that one.
    void operationOfAJobThatHasEnded_data()
    {
        QTest::addColumn<bool>("isAnotherLive");
        QTest::addColumn<OperationState>("operation");
        QTest::addColumn<QString>("location");
        QTest::addColumn<SavepointState>("state");
        const auto path = u"file:/sp/savepoint-1"_s;
        for (const bool isLive : {false, true}) {
            const char *live = isLive ? "another live" : "none live";
            QTest::addRow("completed, %s", live)
                << isLive << OperationState::Completed << path << SavepointState::Completed;
            QTest::addRow("failed, %s", live)
                << isLive << OperationState::Failed << QString() << SavepointState::Failed;
            QTest::addRow("not found, %s", live)
                << isLive << OperationState::NotFound << QString() << SavepointState::Started;
        }
    }
    void operationOfAJobThatHasEnded()
    {
        QFETCH(bool, isAnotherLive);
        QFETCH(OperationState, operation);
        QFETCH(QString, location);
        QFETCH(SavepointState, state);
        Scene scene = running();
        Job former = scene.newest();
        former.metadata.id = u"former"_s;
        former.status.state = JobState::Failed;
        former.ending.endedAt = at(-10);
        former.ending.isFinalStateRead = true;
        if (isAnotherLive)
            scene.jobs.prepend(former);
        else
            scene.jobs = {former};
        Savepoint open = savepointUnderWay(former, SavepointOrigin::Suspend);
        open.operation = {.requestsSent = 1, .lastSentAt = at(-20), .seenAt = at(-15)};
        scene.savepoints = {open};
        scene.facts.operations = {::operation(scene, operation, location)};
        scene.step();
        const Savepoint &told = scene.find(open.metadata.id);
        QCOMPARE(told.status.state, state);
        QCOMPARE(told.spec.savepointLocation, location);
        QCOMPARE(scene.stored.record.savepointAttempts, 0);
        QVERIFY(!isAnotherLive || scene.newest().status.state == JobState::Started);
    }

    void operationOfASavepointThatIsGoneSaysNothing()
    {
        Scene scene = running();
        scene.facts.operations = {{.savepointId = u"gone"_s,
                                   .state = OperationState::Completed,
                                   .location = u"file:/sp/savepoint-1"_s,
                                   .requestedAt = scene.now}};
        scene.step();
        QVERIFY(scene.savepoints.isEmpty());
        QCOMPARE(scene.state(), DeploymentState::Running);
    }

    void whatWasNeverSentIsNotForgotten()
    {
        Scene scene = sent(SavepointOrigin::Suspend);
        answer(scene, OutcomeKind::NotSent);
        scene.savepoints.last().operation.lastSentAt.reset();
        scene.facts.operations = {operation(scene, OperationState::NotFound)};
        const Decision decision = scene.step();
        QVERIFY(!scene.savepoints.last().operation.isExpired);
        QVERIFY(as<StopJob>(decision));
        QCOMPARE(as<StopJob>(decision)->savepointId, scene.savepoints.last().metadata.id);
    }

    //! A stop waits for a savepoint by request of its own job alone (§5).
    void stopWaitsForARequestOfItsJob_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<bool>("isOfThisJob");
        QTest::addColumn<bool>("isWaiting");
        QTest::newRow("by request") << SavepointOrigin::UserRequest << true << true;
        QTest::newRow("of another job") << SavepointOrigin::UserRequest << false << false;
        QTest::newRow("an earlier stop") << SavepointOrigin::Suspend << true << false;
    }
    void stopWaitsForARequestOfItsJob()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(bool, isOfThisJob);
        QFETCH(bool, isWaiting);
        Scene scene = running();
        Savepoint open = savepointUnderWay(scene.newest(), origin);
        open.operation = {.requestsSent = 1, .lastSentAt = at(-20), .seenAt = at(-15)};
        if (!isOfThisJob)
            open.spec.jobId = u"another"_s;
        scene.savepoints = {open};
        scene.setDesired(DesiredState::Suspended);
        QCOMPARE(as<StopJob>(scene.step()) == nullptr, isWaiting);
    }

    void requestOfAnotherJobIsNotSent()
    {
        Scene scene = running();
        scene.savepoints = {savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest)};
        scene.savepoints.last().spec.jobId = u"another"_s;
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
    }

    void directoryIsOfThisSavepointAlone_data()
    {
        QTest::addColumn<QString>("configured");
        QTest::newRow("without a slash") << u"file:/sp"_s;
        QTest::newRow("with one") << u"file:/sp/"_s;
    }
    void directoryIsOfThisSavepointAlone()
    {
        QFETCH(QString, configured);
        Scene scene = running();
        scene.cluster.savepointDirectory = configured;
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        const Savepoint &stop = scene.savepoints.last();
        QCOMPARE(stop.spec.directory, u"file:/sp/"_s + stop.metadata.id);
    }

    void onlyAStopDrains_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<bool>("isDrained");
        QTest::newRow("a stop") << SavepointOrigin::Suspend << true;
        QTest::newRow("by request") << SavepointOrigin::UserRequest << false;
    }
    void onlyAStopDrains()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(bool, isDrained);
        Scene scene = running();
        scene.setDesired(DesiredState::Suspended);
        scene.stored.record.isDrainRequested = true;
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        const Savepoint made = savepoints::newSavepoint(d, scene.newest(), origin);
        QCOMPARE(made.spec.isDrained, isDrained);
        QCOMPARE(made.spec.origin, origin);
    }
};

QTEST_APPLESS_MAIN(TestSavepoints)
#include "tst_savepoints.moc"
