// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"
#include "model/lifecycle/permissions.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

//! It has FAILED, and \a state is what the final read says.
Scene failed(const StateView &state)
{
    Scene scene = running();
    scene.list(scene.newest(), FlinkJobStatus::Failed);
    scene.newest().ending.terminalStatus = FlinkJobStatus::Failed;
    scene.newest().ending.terminalSeenAt = at(-10);
    scene.facts.state = state;
    scene.facts.failureCause = u"It broke."_s;
    return scene;
}

//! A person has let go of it, and Flink, which is there again, lists it as CANCELED.
Scene forced()
{
    Scene scene = running();
    scene.setDesired(DesiredState::Cancelled);
    letGo(scene, at(-10));
    scene.list(scene.newest(), FlinkJobStatus::Canceled);
    return scene;
}

CheckpointMark savepointAt(const QString &path, bool isSync = false)
{
    CheckpointMark mark = checkpoint(5, path);
    mark.isSavepoint = true;
    mark.isSyncSavepoint = isSync;
    return mark;
}

} // namespace

//! lifecycle.md §3.9.
class TestFinalRead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatItNamesIsKeptAsWhatItIs_data()
    {
        QTest::addColumn<bool>("isSavepoint");
        QTest::addColumn<bool>("isSync");
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::newRow("a checkpoint") << false << false << SavepointOrigin::RetainedCheckpoint;
        QTest::newRow("somebody's savepoint") << true << false << SavepointOrigin::UserRequest;
        QTest::newRow("somebody's stop") << true << true << SavepointOrigin::Suspend;
    }
    void whatItNamesIsKeptAsWhatItIs()
    {
        QFETCH(bool, isSavepoint);
        QFETCH(bool, isSync);
        QFETCH(SavepointOrigin, origin);
        StateView state = emptyState(at(-2));
        state.isExternalized = true;
        const QString path = u"file:/theirs/5"_s;
        if (isSavepoint)
            state.savepoint = savepointAt(path, isSync);
        else
            state.completed = checkpoint(5, path);
        Scene scene = failed(state);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.savepoints.size(), 1);
        QCOMPARE(scene.savepoints.first().spec.origin, origin);
        QCOMPARE(scene.savepoints.first().spec.savepointLocation, path);
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, 5);
    }

    //! It was taken, and nobody says where it lies: nothing older is restored by itself.
    void savepointWithoutAPathIsNotPassedOver()
    {
        StateView state = emptyState(at(-2));
        state.savepoint = savepointAt({});
        Scene scene = failed(state);
        scene.newest().spec.savepointLocation = u"file:/before"_s;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.savepoints.isEmpty());
        scene.pass(120);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 1);
        QCOMPARE(scene.failure(), FailureReason::StateUnavailable);
    }

    void noneIsNotVerifiedWhereNobodyKnowsWhoRanIt()
    {
        Scene scene = failed(emptyState(at(-2)));
        scene.newest().submission.incarnation.clear();
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.isFinalStateUnread);
    }

    void whatIsSettledIsNotReadAgain_data()
    {
        QTest::addColumn<bool>("isRead"); // else it was given up
        QTest::newRow("read") << true;
        QTest::newRow("given up") << false;
    }
    void whatIsSettledIsNotReadAgain()
    {
        QFETCH(bool, isRead);
        Scene scene = failed(emptyState(at(-2)));
        scene.facts.state.reset();
        scene.newest().ending.isFinalStateRead = isRead;
        scene.newest().ending.isFinalStateUnread = !isRead;
        QVERIFY(!asks<ReadState>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.failure() == FailureReason::FinalStateUnread, !isRead);
    }

    //! Without its cluster nobody can say when a read would count.
    void readOfAClusterThatIsGoneDoesNotCount()
    {
        Scene scene = failed(emptyState(at(-2)));
        DeploymentView view = scene.view();
        view.current = nullptr;
        const Decision decision = decide(view, scene.ids, scene.now);
        QCOMPARE(decision.records.jobs.last().status.state, JobState::Terminating);
        QVERIFY(!decision.records.jobs.last().ending.isFinalStateRead);
    }

    //! What a failed stop wrote is named, though the job vanished before it could be read.
    void stopOfWhatVanishedIsNamed()
    {
        Scene scene = running();
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        Savepoint &stop = scene.savepoints.last();
        stop.spec.savepointLocation = stop.spec.directory + u"/savepoint-1"_s;
        stop.status = {.state = SavepointState::Completed, .failure = u"It ran on."_s};
        const QString path = stop.spec.savepointLocation;
        scene.newest().ending.terminalStatus = FlinkJobStatus::Failed;
        scene.newest().ending.terminalSeenAt = at(0);
        scene.facts.failureCause = u"It broke."_s;
        scene.pass(1);
        scene.facts.state = StateView{.isJobKnown = false, .requestedAt = scene.now};
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QCOMPARE(scene.failure(), FailureReason::FailedDuringStop);
        QVERIFY(scene.stored.record.failure->message.contains(path));
    }

    void sizeIsFilledInWhereTheHistoryTellsIt_data()
    {
        QTest::addColumn<qint64>("known"); // bytes
        QTest::addColumn<QString>("directory"); // where Flink lists it
        QTest::addColumn<qint64>("size");
        QTest::newRow("not known yet") << qint64(0) << u"file:/sp/"_s << qint64(700);
        QTest::newRow("known") << qint64(600) << u"file:/sp/"_s << qint64(600);
        QTest::newRow("another one") << qint64(0) << u"file:/other/"_s << qint64(0);
    }
    //! Found by where it lies, with its place in the order; a younger one is Flink's newest.
    void sizeIsFilledInWhereTheHistoryTellsIt()
    {
        QFETCH(qint64, known);
        QFETCH(QString, directory);
        QFETCH(qint64, size);
        Scene scene = running();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 5)};
        scene.savepoints.first().spec.stateSize = known;
        CheckpointMark listed = savepointAt(directory + scene.savepoints.first().metadata.id);
        listed.stateSize = 700;
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->savepoints = {listed};
        scene.step();
        QCOMPARE(scene.savepoints.first().spec.stateSize, size);
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, 5);
        QCOMPARE(scene.savepoints.first().status.state, SavepointState::Completed);
    }

    void restoredFromElsewhereIsNotThatSavepoint_data()
    {
        QTest::addColumn<QString>("restored");
        QTest::addColumn<qint64>("id");
        QTest::newRow("from there") << u"file:/sp/savepoint-1"_s << qint64(5);
        QTest::newRow("from elsewhere") << u"file:/other/savepoint-1"_s << qint64(0);
    }
    void restoredFromElsewhereIsNotThatSavepoint()
    {
        QFETCH(QString, restored);
        QFETCH(qint64, id);
        Scene scene = running();
        Savepoint from = savepoint(scene.newest(), SavepointOrigin::Suspend, 0);
        from.spec.savepointLocation = u"file:/sp/savepoint-1"_s;
        scene.savepoints = {from};
        scene.newest().spec.savepointId = from.metadata.id;
        StateView read = emptyState(scene.now);
        read.restored = checkpoint(5, restored);
        scene.facts.state = read;
        scene.step();
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, id);
    }

    void whatAForcedJobLeftIsReadOnceFlinkListsItsEnd_data()
    {
        QTest::addColumn<bool>("isKept");
        QTest::newRow("a checkpoint stays") << true;
        QTest::newRow("its checkpoints are deleted") << false;
    }
    void whatAForcedJobLeftIsReadOnceFlinkListsItsEnd()
    {
        QFETCH(bool, isKept);
        Scene scene = forced();
        scene.newest().observed.hasCompletedCheckpoint = true;
        QVERIFY(!asks<ReadState>(scene.step())); // the cache may be older than its end
        QCOMPARE(scene.newest().ending.terminalStatus, FlinkJobStatus::Canceled);
        QVERIFY(scene.hasEvent("ForcedJobEnded"_L1));
        scene.pass(5);
        QVERIFY(asks<ReadState>(scene.step()));
        StateView state = emptyState(scene.now);
        state.isExternalized = true;
        state.isDeletedOnCancellation = !isKept;
        state.completed = checkpoint(7, u"file:/cp/7"_s);
        scene.facts.state = state;
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateRead);
        QVERIFY(!scene.newest().ending.isFinalStateUnread);
        QCOMPARE(scene.savepoints.size(), isKept ? 1 : 0);
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        scene.facts.state.reset();
        scene.pass(5);
        QVERIFY(!asks<ReadState>(scene.step()));
    }

    void startWaitsForWhatAForcedJobLeft_data()
    {
        QTest::addColumn<double>("toldAfter"); // seconds; 0: never
        QTest::newRow("it is told") << 5.0;
        QTest::newRow("nobody answers for a minute") << 0.0;
        QTest::newRow("it is told when a choice was made, and no job was created") << 70.0;
    }
    void startWaitsForWhatAForcedJobLeft()
    {
        QFETCH(double, toldAfter);
        Scene scene = forced();
        scene.setDesired(DesiredState::Running);
        ++scene.stored.record.generation;
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 1);
        scene.pass(toldAfter > 0 ? toldAfter : 65);
        QCOMPARE(asks<ReadStamps>(scene.step()), toldAfter != 5.0);
        QCOMPARE(scene.jobs.size(), 1);
        if (toldAfter > 0) {
            scene.facts.state = emptyState(scene.now);
            scene.facts.state->isExternalized = true;
            scene.facts.state->isDeletedOnCancellation = false;
            scene.facts.state->completed = checkpoint(7, u"file:/cp/7"_s);
        }
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
        QCOMPARE(scene.newest().spec.savepointLocation,
                 toldAfter > 0 ? u"file:/cp/7"_s : QString());
    }

    //! With HA: what the stop wrote before is not the last of it.
    void forcedJobThatAnotherLeaderRanOnOutrunsItsStop()
    {
        Scene scene = forced();
        scene.cluster.hasHighAvailability = true;
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::Suspend, 0)};
        scene.savepoints.first().metadata.createdAt = at(-60);
        scene.savepoints.first().spec.directory = u"file:/sp"_s;
        scene.cluster.incarnationSeenAt = at(-30);
        scene.step();
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->isExternalized = true;
        scene.facts.state->isDeletedOnCancellation = false;
        scene.facts.state->completed = checkpoint(7, u"file:/cp/7"_s);
        scene.step();
        QCOMPARE(scene.savepoints.size(), 2);
        QVERIFY(!scene.savepoints.first().status.failure.isEmpty());
    }

    //! An upgrade that was pinned is behind what the job wrote after it.
    void forcedJobThatRanLetsGoOfThePin()
    {
        Scene scene = forced();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::Suspend, 5)};
        scene.newest().status.started.reset();
        scene.newest().spec.savepointId = scene.savepoints.first().metadata.id;
        scene.stored.record.pinnedSavepointId = scene.savepoints.first().metadata.id;
        scene.step();
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.step();
        const auto &started = scene.newest().status.started;
        QVERIFY(started);
        QVERIFY(started->startedAt <= *scene.newest().ending.endedAt);
        QCOMPARE(started->observedFlinkJobStatus, FlinkJobStatus::Canceled);
        QVERIFY(scene.stored.record.pinnedSavepointId.isEmpty());
    }

    //! A person has had its document forgotten, or somebody else took it.
    void savepointOfAForcedJobThatIsNotListedIsNamedOnly()
    {
        Scene scene = forced();
        scene.step();
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->savepoint = savepointAt(u"file:/theirs/5"_s);
        scene.step();
        QVERIFY(scene.savepoints.isEmpty());
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QVERIFY(scene.events.last().message.contains("file:/theirs/5"_L1));
    }

    //! What is restored is of the same Job, and not the last of it.
    void startThatGoesBackBehindItSaysSo()
    {
        Scene scene = forced();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3)};
        scene.step();
        QVERIFY(!previewOfNextState(scene.view()).caution.isEmpty());
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->savepoint = savepointAt(u"file:/theirs/5"_s);
        scene.step();
        const StatePreview preview = previewOfNextState(scene.view());
        QCOMPARE(preview.savepointId, scene.savepoints.first().metadata.id);
        QVERIFY(!preview.caution.isEmpty());
        QCOMPARE(preview.passedOver, u"file:/theirs/5"_s);
    }

    void forcedJobThatCannotBeReadIsGivenUp()
    {
        Scene scene = forced();
        scene.step();
        scene.pass(599);
        QVERIFY(asks<ReadState>(scene.step()));
        scene.pass(10);
        QVERIFY(!asks<ReadState>(scene.step()));
        QVERIFY(scene.newest().ending.isFinalStateUnread);
    }

    void forcedJobThatFlinkForgetsIsGivenUp()
    {
        Scene scene = forced();
        scene.step();
        scene.pass(5);
        scene.facts.state = StateView{.isJobKnown = false, .requestedAt = scene.now};
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        scene.facts.state.reset();
        scene.pass(5);
        QVERIFY(!asks<ReadState>(scene.step()));
    }
};

QTEST_APPLESS_MAIN(TestFinalRead)
#include "tst_finalread.moc"
