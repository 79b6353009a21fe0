// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/absence.h"
#include "model/lifecycle/decide.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/restore.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

#include <algorithm>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

//! Flink shows the end of the job; the final read is there already.
Scene ended(FlinkJobStatus status, const StateView &state)
{
    Scene scene = running();
    scene.list(scene.newest(), status);
    scene.newest().ending.terminalStatus = status;
    scene.newest().ending.terminalSeenAt = at(-10);
    scene.facts.state = state;
    scene.facts.failureCause = u"NullPointerException"_s;
    return scene;
}

//! While it is being stopped, and what the stop wrote is known.
Scene stoppedBefore(FlinkJobStatus status, const StateView &state)
{
    Scene scene = ended(status, state);
    scene.setDesired(DesiredState::Suspended);
    scene.newest().status.state = JobState::Terminating;
    scene.newest().ending.reason = TerminationReason::Suspend;
    Savepoint stop = savepointUnderWay(scene.newest(), SavepointOrigin::Suspend);
    stop.metadata.createdAt = at(-30);
    stop.operation = {.requestsSent = 2, .lastSentAt = at(-28), .seenAt = at(-27)};
    complete(stop, at(-20));
    scene.savepoints = {stop};
    return scene;
}

//! An earlier one, of which Flink tells no more.
Savepoint forgottenStop(const Job &job)
{
    Savepoint earlier = savepointUnderWay(job, SavepointOrigin::Suspend);
    earlier.metadata.id = u"earlier"_s;
    earlier.spec.directory = u"file:/sp/earlier"_s;
    earlier.operation = {.requestsSent = 1, .seenAt = at(-59), .isExpired = true};
    return earlier;
}

StateView stateWith(bool isSync)
{
    StateView state = emptyState(at(-2));
    state.isExternalized = true;
    state.isDeletedOnCancellation = false;
    state.completed = checkpoint(4, u"file:/cp/chk-4"_s);
    if (isSync) {
        state.savepoint = checkpoint(5, u"file:/elsewhere/savepoint-5"_s);
        state.savepoint->isSavepoint = state.savepoint->isSyncSavepoint = true;
    }
    return state;
}

//! The job is gone with incarnation A; B answers.
Scene replaced(int blindness, bool isBlurred)
{
    Scene scene = running();
    scene.cluster.jobs.clear();
    scene.cluster.incarnation = u"B"_s;
    scene.cluster.incarnationSeenAt = at(0);
    scene.cluster.endSign = EndSign{u"A"_s, at(-1 + blindness), isBlurred};
    return scene;
}

} // namespace

//! The table of lifecycle.md §3.7, and §3.9.
class TestEnding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void end_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<bool>("isSync");
        QTest::addColumn<JobState>("jobState");
        QTest::addColumn<DeploymentState>("state");
        QTest::addColumn<QString>("failure");
        QTest::addColumn<int>("snapshots");
        QTest::newRow("finished") << FlinkJobStatus::Finished << false << JobState::Finished
                                  << DeploymentState::Finished << QString() << 0;
        QTest::newRow("stopped outside") << FlinkJobStatus::Finished << true << JobState::Finished
                                         << DeploymentState::Failed << u"StoppedOutside"_s << 1;
        QTest::newRow("failed") << FlinkJobStatus::Failed << false << JobState::Failed
                                << DeploymentState::Transitioning << QString() << 1;
        QTest::newRow("cancelled outside")
            << FlinkJobStatus::Canceled << false << JobState::Terminated << DeploymentState::Failed
            << u"CancelledOutside"_s << 1;
    }
    void end()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(bool, isSync);
        QFETCH(JobState, jobState);
        QFETCH(DeploymentState, state);
        QFETCH(QString, failure);
        QFETCH(int, snapshots);
        Scene scene = ended(status, stateWith(isSync));
        const Decision decision = scene.step();
        QCOMPARE(scene.newest().status.state, jobState);
        QCOMPARE(scene.state(), state);
        QCOMPARE(scene.failure() ? wireName(*scene.failure()) : QString(), failure);
        QCOMPARE(decision.records.savepoints.size(), snapshots); // with the end, in one transaction
    }

    void savepointByRequestIsNoStop()
    {
        StateView state = stateWith(true);
        state.savepoint->isSyncSavepoint = false;
        Scene scene = ended(FlinkJobStatus::Finished, state);
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::Suspend, 5)};
        scene.savepoints.last().spec.savepointLocation = state.savepoint->path;
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Finished);
    }

    void endBelongsToTheGenerationInWhichItIsRecorded()
    {
        Scene scene = ended(FlinkJobStatus::Finished, stateWith(false));
        scene.stored.record.generation = 3;
        scene.step();
        QCOMPARE(scene.newest().ending.generation, 3);
        QCOMPARE(scene.state(), DeploymentState::Finished); // and is not run again
    }

    void olderStopIsNoEnd()
    {
        StateView state = stateWith(true);
        state.completed->id = 9; // it ran on after a stop that failed
        Scene scene = ended(FlinkJobStatus::Finished, state);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Finished);
    }

    //! Its stop had failed, and said so with that very path: it finished by itself later.
    void savepointOfAFailedStopIsNoEnd_data()
    {
        QTest::addColumn<bool>("isForgotten");
        QTest::newRow("Flink said that it failed") << false;
        QTest::newRow("Flink has forgotten it") << true; // it may have stopped the job
    }
    void savepointOfAFailedStopIsNoEnd()
    {
        QFETCH(bool, isForgotten);
        Scene scene = ended(FlinkJobStatus::Finished, stateWith(true));
        Savepoint failed = savepoint(scene.newest(), SavepointOrigin::Suspend, 0);
        failed.spec.savepointLocation = scene.facts.state->savepoint->path;
        failed.status.failure = u"The job could not be stopped."_s;
        failed.operation.isExpired = isForgotten;
        scene.savepoints = {failed};
        scene.step();
        QCOMPARE(scene.state(), isForgotten ? DeploymentState::Failed : DeploymentState::Finished);
        QCOMPARE(scene.failure(),
                 isForgotten ? std::optional(FailureReason::StoppedOutside) : std::nullopt);
    }

    void terminalStateIsCommittedAtFirstSight()
    {
        Scene scene = running();
        scene.list(scene.newest(), FlinkJobStatus::Failed);
        const Decision decision = scene.step();
        QCOMPARE(decision.purpose, "terminal"_L1);
        QCOMPARE(scene.newest().ending.terminalStatus, FlinkJobStatus::Failed);
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.cluster.jobs.clear(); // forgotten meanwhile: it stands
        scene.pass(30);
        scene.step();
        QCOMPARE(scene.newest().ending.terminalStatus, FlinkJobStatus::Failed);
    }

    void readFromTheCacheDoesNotCount()
    {
        Scene scene = ended(FlinkJobStatus::Failed, stateWith(false));
        scene.facts.state->requestedAt = at(-7.5); // cache time is 3 s, the end was seen at -10 s
        const Decision decision = scene.step();
        QVERIFY(asks<ReadState>(decision));
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.facts.state->requestedAt = at(-7);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
    }

    void vanishedBeforeTheFinalRead()
    {
        Scene scene = ended(FlinkJobStatus::Failed, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QCOMPARE(scene.failure(), FailureReason::FinalStateUnread);
    }

    //! One that was asked for beside may have been written, and is looked for on the disk.
    void savepointUnderWayOfWhatVanished()
    {
        Scene scene = ended(FlinkJobStatus::Failed, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        const Savepoint asked = savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest);
        scene.savepoints = {asked};
        QVERIFY(asks<ReadDisk>(scene.step()));
        QVERIFY(!scene.newest().ending.isFinalStateUnread);
        const QString path = asked.spec.directory + u"/savepoint-1"_s;
        scene.facts.disk =
            DiskView{.requestedAt = scene.now, .savepoints = {{.id = 3, .path = path}}};
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QCOMPARE(scene.find(asked.metadata.id).status.state, SavepointState::Completed);
        QCOMPARE(scene.find(asked.metadata.id).spec.flinkSavepointId, 3);
    }

    //! §3.9: one that a person asked for is COMPLETED, and Flink has forgotten the job before it
    //! told its place among the checkpoints: its own files do, or it stays without.
    void placeOfASavepointIsReadFromItsFiles_data()
    {
        QTest::addColumn<QList<qint64>>("written"); // the place that was found
        QTest::addColumn<qint64>("place");
        QTest::newRow("readable") << QList<qint64>{3} << qint64(3);
        QTest::newRow("written by a Flink that says no place") << QList<qint64>{0} << qint64(0);
        QTest::newRow("on another machine") << QList<qint64>() << qint64(0);
    }
    void placeOfASavepointIsReadFromItsFiles()
    {
        QFETCH(QList<qint64>, written);
        QFETCH(qint64, place);
        Scene scene = ended(FlinkJobStatus::Failed, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        Savepoint taken = savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest);
        complete(taken, at(-10));
        scene.savepoints = {taken};
        QVERIFY(asks<ReadDisk>(scene.step()));
        QVERIFY(isLive(scene.newest().status.state));
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        for (const qint64 id : written)
            scene.facts.disk->savepoints.append({.id = id, .path = taken.spec.savepointLocation});
        QVERIFY(!asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        const Savepoint &found = scene.find(taken.metadata.id);
        QCOMPARE(found.spec.flinkSavepointId, place);
        QCOMPARE(found.status, taken.status);
    }

    //! A stop that ended the job is the last there is, wherever the others stand: no disk is waited
    //! for.
    void stopThatEndedTheJobWaitsForNoDisk()
    {
        Scene scene = stoppedBefore(FlinkJobStatus::Finished, stateWith(false));
        Savepoint taken = savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest);
        taken.metadata.id = u"taken"_s;
        complete(taken, at(-25));
        scene.savepoints.prepend(taken);
        QVERIFY(!asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Finished);
    }

    //! §3.7: the stop's `_metadata` is known, so as §5.3, although Flink has forgotten all of it.
    void stopOfWhatVanishedIsFoundOnTheDisk()
    {
        Scene scene = ended(FlinkJobStatus::Finished, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        Savepoint stop = savepointUnderWay(scene.newest(), SavepointOrigin::Suspend);
        stop.operation = {.requestsSent = 1, .seenAt = at(-20), .isExpired = true};
        scene.savepoints = {stop};
        scene.newest().status.state = JobState::Terminating;
        scene.newest().ending.reason = TerminationReason::Suspend;
        scene.setDesired(DesiredState::Suspended);
        QVERIFY(asks<ReadDisk>(scene.step()));
        const QString path = stop.spec.directory + u"/savepoint-1"_s;
        scene.facts.disk =
            DiskView{.requestedAt = scene.now, .savepoints = {{.id = 3, .path = path}}};
        scene.step();
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
        QCOMPARE(scene.savepoints.first().spec.savepointLocation, path);
    }

    //! §5.4: the request of a stop that failed came once more when Flink had forgotten it, and
    //! wrote a second savepoint into the same directory.
    void secondSavepointOfAStopIsAnother()
    {
        Scene scene = ended(FlinkJobStatus::Finished, stateWith(true));
        Savepoint failed = savepoint(scene.newest(), SavepointOrigin::Suspend, 3);
        failed.spec.directory = u"file:/sp/"_s + failed.metadata.id;
        failed.spec.savepointLocation = failed.spec.directory + u"/savepoint-1"_s;
        failed.status.failure = u"It runs on."_s;
        scene.savepoints = {failed};
        scene.facts.state->savepoint->path = failed.spec.directory + u"/savepoint-2"_s;
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        QCOMPARE(scene.savepoints.size(), 2);
        QCOMPARE(scene.savepoints.first().spec.savepointLocation, failed.spec.savepointLocation);
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, 3);
        QCOMPARE(scene.savepoints.last().spec.savepointLocation,
                 scene.facts.state->savepoint->path);
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 5);
        QCOMPARE(scene.state(), DeploymentState::Suspended);
    }

    //! §5.3, §5.4: with HA a leader died between a stop and the record of its end. The next one ran
    //! the job on; what then ended it only the final read tells.
    void jobThatAnotherLeaderRanOnEndsByWhatIsRead_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<QString>("named"); // what Flink names as its savepoint; empty: none
        QTest::addColumn<DeploymentState>("state");
        QTest::addColumn<qint64>("newest");
        const auto Finished = FlinkJobStatus::Finished;
        QTest::newRow("stopped by the same request, come again")
            << Finished << u"savepoint-2"_s << DeploymentState::Suspended << qint64(5);
        QTest::newRow("it was the same leader")
            << Finished << u"savepoint-1"_s << DeploymentState::Suspended << qint64(5);
        QTest::newRow("by itself")
            << Finished << QString() << DeploymentState::Finished << qint64(3);
        QTest::newRow("failed") << FlinkJobStatus::Failed << QString() << DeploymentState::Failed
                                << qint64(4);
        QTest::newRow("cancelled")
            << FlinkJobStatus::Canceled << QString() << DeploymentState::Failed << qint64(4);
    }
    void jobThatAnotherLeaderRanOnEndsByWhatIsRead()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(QString, named);
        QFETCH(DeploymentState, state);
        QFETCH(qint64, newest);
        Scene scene = stoppedBefore(status, stateWith(!named.isEmpty()));
        scene.cluster.hasHighAvailability = true;
        scene.cluster.incarnationSeenAt = at(-15);
        const Savepoint stop = scene.savepoints.first();
        const bool isLast = named == "savepoint-1"_L1;
        if (!named.isEmpty())
            scene.facts.state->savepoint->path = stop.spec.directory + u'/' + named;
        scene.facts.disk =
            DiskView{.requestedAt = scene.now,
                     .savepoints = {{.id = isLast ? 5 : 3, .path = stop.spec.savepointLocation}}};
        scene.step();
        scene.step();
        QCOMPARE(scene.state(), state);
        const Savepoint *found = restore::newestFor(RestoreStrategy::LatestState, scene.savepoints);
        QCOMPARE(found->spec.flinkSavepointId, newest);
        QCOMPARE(found->spec.savepointLocation == stop.spec.savepointLocation,
                 isLast || newest == 3);
        QCOMPARE(scene.savepoints.first().status.failure.isEmpty(), isLast);
    }

    //! §5.4: the leader that died had written the savepoint of an earlier stop. It is listed, and
    //! is neither the end of the job nor newer than that.
    void whatAnEarlierStopWroteIsLookedFor_data()
    {
        QTest::addColumn<SavepointState>("before"); // of the earlier one
        QTest::addColumn<bool>("isReadable");
        QTest::addColumn<qint64>("written"); // its place, if it lies there; -1: it does not
        QTest::addColumn<SavepointState>("after");
        QTest::newRow("forgotten, and written")
            << SavepointState::Started << true << qint64(3) << SavepointState::Completed;
        QTest::newRow("written, without a place")
            << SavepointState::Started << true << qint64(0) << SavepointState::Completed;
        QTest::newRow("failed where its request came once more")
            << SavepointState::Failed << true << qint64(3) << SavepointState::Completed;
        QTest::newRow("not written")
            << SavepointState::Started << true << qint64(-1) << SavepointState::Failed;
        QTest::newRow("on another machine")
            << SavepointState::Started << false << qint64(-1) << SavepointState::Failed;
    }
    void whatAnEarlierStopWroteIsLookedFor()
    {
        QFETCH(SavepointState, before);
        QFETCH(bool, isReadable);
        QFETCH(qint64, written);
        QFETCH(SavepointState, after);
        Scene scene = stoppedBefore(FlinkJobStatus::Finished, stateWith(false));
        const Savepoint newestStop = scene.savepoints.first();
        Savepoint earlier = savepointUnderWay(scene.newest(), SavepointOrigin::Suspend);
        earlier.metadata.id = u"earlier"_s;
        earlier.metadata.createdAt = at(-60);
        earlier.spec.directory = u"file:/sp/earlier"_s;
        earlier.operation = {.requestsSent = 1, .seenAt = at(-59)};
        earlier.operation.isExpired = before == SavepointState::Started;
        earlier.status.state = before;
        scene.savepoints.prepend(earlier);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Terminating);

        DiskView disk{.requestedAt = scene.now};
        if (!isReadable)
            disk.unreadable = {earlier.metadata.id};
        if (written >= 0)
            disk.savepoints = {{.id = written, .path = u"file:/sp/earlier/savepoint-9"_s}};
        scene.facts.disk = disk;
        scene.step();
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
        const Savepoint &found = scene.find(earlier.metadata.id);
        QCOMPARE(found.status.state, after);
        QCOMPARE(found.spec.savepointLocation.isEmpty(), after == SavepointState::Failed);
        QVERIFY(!found.status.failure.isEmpty());
        QCOMPARE(found.status.failure.contains("not known"_L1), !isReadable);
        const auto *newest = restore::newestFor(RestoreStrategy::LatestState, scene.savepoints);
        QCOMPARE(newest->metadata.id, newestStop.metadata.id);
    }

    void aDiskThatHangsHoldsUpNoEnd()
    {
        Scene scene = stoppedBefore(FlinkJobStatus::Finished, stateWith(false));
        const Savepoint earlier = forgottenStop(scene.newest());
        scene.savepoints.prepend(earlier);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.pass(59);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.pass(1);
        scene.step();
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
        QVERIFY(scene.find(earlier.metadata.id).status.failure.contains("not known"_L1));
    }

    //! Nor once more, where the final read is still to be made.
    void aDiskThatHangsIsWaitedForOnce()
    {
        Scene scene = stoppedBefore(FlinkJobStatus::Failed, stateWith(false));
        const Savepoint earlier = forgottenStop(scene.newest());
        scene.savepoints.prepend(earlier);
        scene.facts.state.reset();
        scene.facts.failureCause = u"It broke."_s;
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.pass(60);
        const Decision decision = scene.step();
        QVERIFY(asks<ReadState>(decision));
        QVERIFY(!asks<ReadDisk>(decision));
        scene.pass(1);
        QVERIFY(!asks<ReadDisk>(scene.step()));
    }

    void whatIsLetGoOfIsNotLookedFor()
    {
        Scene scene = ended(FlinkJobStatus::Finished, stateWith(false));
        scene.setDesired(DesiredState::Cancelled);
        Job &job = scene.newest();
        job.status.state = JobState::Terminating;
        job.ending.reason = TerminationReason::Cancel;
        job.cancels = {.sent = 1, .lastSentAt = at(-1)};
        scene.stored.deployment.metadata.annotations.insert(ForceCancellationAnnotation,
                                                            job.metadata.id);
        Savepoint earlier = savepointUnderWay(job, SavepointOrigin::Suspend);
        earlier.operation = {.requestsSent = 1, .seenAt = at(-59), .isExpired = true};
        scene.savepoints = {earlier};
        QVERIFY(!asks<ReadDisk>(scene.step()));
        QVERIFY(!isLive(scene.newest().status.state));
        QVERIFY(scene.savepoints.first().status.failure.contains("not known"_L1));
    }

    //! The leader of its end, where it can be asked, knows chk-4.
    void upgradeDoesNotStartFromTheStopThatAnotherLeaderForgot_data()
    {
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<qint64>("written"); // the place of the stop by its files; 0: unreadable
        QTest::addColumn<qint64>("pinned");
        QTest::newRow("nobody knows its place") << true << qint64(0) << qint64(-1);
        QTest::newRow("older than what the job left") << true << qint64(3) << qint64(4);
        QTest::newRow("newer") << true << qint64(5) << qint64(5);
        QTest::newRow("nobody knows what the job left") << false << qint64(3) << qint64(-1);
    }
    void upgradeDoesNotStartFromTheStopThatAnotherLeaderForgot()
    {
        QFETCH(bool, isRead);
        QFETCH(qint64, written);
        QFETCH(qint64, pinned);
        Scene scene = stoppedBefore(FlinkJobStatus::Failed, stateWith(false));
        scene.facts.state->isJobKnown = isRead;
        scene.cluster.hasHighAvailability = true;
        scene.cluster.incarnationSeenAt = at(-15);
        scene.setDesired(DesiredState::Running);
        scene.newest().ending.reason = TerminationReason::Upgrade;
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        if (written > 0)
            scene.facts.disk->savepoints = {
                {.id = written, .path = scene.savepoints.first().spec.savepointLocation}};
        scene.step();
        const QString pin = scene.stored.record.pinnedSavepointId;
        QCOMPARE(pin.isEmpty() ? -1 : scene.find(pin).spec.flinkSavepointId, pinned);
        QCOMPARE(scene.failure() == FailureReason::FailedDuringStop, pinned < 0);
    }

    //! Nothing but the end itself, where it was stopped by the leader that was asked.
    void stopThatSucceededIsNotReadAgain_data()
    {
        QTest::addColumn<bool>("isHighlyAvailable");
        QTest::addColumn<double>("leaderSeenAt");
        QTest::addColumn<bool>("isRead");
        QTest::newRow("no HA") << false << -15.0 << false;
        QTest::newRow("the same leader") << true << -3600.0 << false;
        QTest::newRow("another leader") << true << -15.0 << true;
    }
    void stopThatSucceededIsNotReadAgain()
    {
        QFETCH(bool, isHighlyAvailable);
        QFETCH(double, leaderSeenAt);
        QFETCH(bool, isRead);
        Scene scene = stoppedBefore(FlinkJobStatus::Finished, emptyState(at(-60)));
        scene.facts.state.reset();
        scene.cluster.hasHighAvailability = isHighlyAvailable;
        scene.cluster.incarnationSeenAt = at(leaderSeenAt);
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        QVERIFY(asks<ReadState>(scene.step())); // once it has ended, for the place of its savepoint
        scene.step();
        QCOMPARE(scene.state() == DeploymentState::Suspended, !isRead);
        QCOMPARE(scene.newest().status.state == JobState::Terminating, isRead);
    }

    //! Nobody can say any more whether the last leader ran it on.
    void stopOfALeaderThatIsGoneIsNotClaimedUnread()
    {
        Scene scene = stoppedBefore(FlinkJobStatus::Finished, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        scene.cluster.hasHighAvailability = true;
        scene.cluster.incarnationSeenAt = at(-15);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = DiskView{
            .requestedAt = scene.now,
            .savepoints = {{.id = 3, .path = scene.savepoints.first().spec.savepointLocation}}};
        scene.step();
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QCOMPARE(scene.failure(), FailureReason::FinalStateUnread);
        QVERIFY(
            scene.savepoints.first().status.failure.isEmpty()); // it may be the last all the same
    }

    void whatEndedUnreadIsNotSaidToHaveFinishedByItself()
    {
        Scene scene = ended(FlinkJobStatus::Finished, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::NoJobToSuspend);
    }

    //! What came after the savepoint of a stop that failed, nobody has read.
    void anEarlierSavepointIsNotTheLastWordOfWhatEndedUnread()
    {
        Scene scene = ended(FlinkJobStatus::Finished, emptyState(at(-2)));
        scene.facts.state->isJobKnown = false;
        Savepoint failed = savepoint(scene.newest(), SavepointOrigin::Suspend, 5);
        failed.status.failure = u"It runs on."_s;
        scene.savepoints = {failed};
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QCOMPARE(scene.state(), DeploymentState::Failed);
    }

    void noneIsVerifiedByItsIncarnationOnly_data()
    {
        QTest::addColumn<QString>("incarnation");
        QTest::addColumn<bool>("wasOneKnown");
        QTest::addColumn<bool>("isUnread");
        QTest::newRow("verified") << u"A"_s << false << false;
        QTest::newRow("another incarnation") << u"B"_s << false << true;
        QTest::newRow("one was known") << u"A"_s << true << true;
    }
    void noneIsVerifiedByItsIncarnationOnly()
    {
        QFETCH(QString, incarnation);
        QFETCH(bool, wasOneKnown);
        QFETCH(bool, isUnread);
        Scene scene = ended(FlinkJobStatus::Failed, emptyState(at(-2)));
        scene.facts.state->incarnation = incarnation;
        scene.newest().observed.hasCompletedCheckpoint = wasOneKnown;
        scene.step();
        QCOMPARE(scene.newest().ending.isFinalStateUnread, isUnread);
    }

    void survivingSnapshot_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<bool>("isExternalized");
        QTest::addColumn<bool>("isDeleted");
        QTest::addColumn<bool>("survives");
        const auto row = [](const char *name, FlinkJobStatus status, bool on, bool deleted,
                            bool survives) {
            QTest::newRow(name) << status << on << deleted << survives;
        };
        row("canceled, retained", FlinkJobStatus::Canceled, true, false, true);
        row("canceled, deleted", FlinkJobStatus::Canceled, true, true, false);
        row("canceled, not externalized", FlinkJobStatus::Canceled, false, false, false);
        row("failed, externalized", FlinkJobStatus::Failed, true, true, true);
        row("failed, not externalized", FlinkJobStatus::Failed, false, false, false);
        row("finished", FlinkJobStatus::Finished, true, false, false);
    }
    void survivingSnapshot()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(bool, isExternalized);
        QFETCH(bool, isDeleted);
        QFETCH(bool, survives);
        StateView state = stateWith(false);
        state.isExternalized = isExternalized;
        state.isDeletedOnCancellation = isDeleted;
        QCOMPARE(finalread::survivingSnapshot(state, status, u"id"_s).has_value(), survives);
    }

    void restoredCountsWhereItIsOfThisJob()
    {
        StateView state = emptyState(at(0));
        state.isExternalized = true;
        state.restored = checkpoint(7, u"file:/cp/id/chk-7"_s);
        QVERIFY(finalread::survivingSnapshot(state, FlinkJobStatus::Failed, u"id"_s));
        QVERIFY(!finalread::survivingSnapshot(state, FlinkJobStatus::Failed, u"other"_s));
    }

    void absence_data()
    {
        QTest::addColumn<int>("blindness"); // seconds from the last sighting to the first sign
        QTest::addColumn<bool>("isBlurred");
        QTest::addColumn<bool>("hasHa");
        QTest::addColumn<int>("gone");
        QTest::addColumn<int>("verdict");
        using V = absence::Verdict;
        const auto row = [](const char *name, int blind, bool blurred, bool ha, int gone,
                            V verdict) {
            QTest::newRow(name) << blind << blurred << ha << gone << int(verdict);
        };
        row("lost", 5, false, false, 0, V::Lost);
        row("lost after just 60 s", 60, false, false, 0, V::Lost);
        row("nobody looked for 61 s", 61, false, false, 0, V::Open);
        row("a look timed out between", 5, true, false, 9, V::Open);
        row("missing", 5, true, false, 10, V::Missing);
        row("HA: not yet", 5, false, true, 119, V::Open);
        row("HA: missing", 5, false, true, 120, V::Missing);
    }
    void absence()
    {
        QFETCH(int, blindness);
        QFETCH(bool, isBlurred);
        QFETCH(bool, hasHa);
        QFETCH(int, gone);
        QFETCH(int, verdict);
        Scene scene = replaced(blindness, isBlurred);
        scene.cluster.hasHighAvailability = hasHa;
        scene.memory.absentSince = at(-gone);
        scene.memory.absentIncarnation = u"B"_s;
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        QCOMPARE(int(absence::judge(d, *d.newest())), verdict);
    }

    void lostJobIsFollowedOnlyWhenItsRequestsAndTasksAreGone()
    {
        Scene scene = replaced(5, false);
        scene.newest().observed.newestCheckpoint = checkpoint(4, u"file:/cp/id/chk-4"_s);
        scene.newest().observed.hasCompletedCheckpoint = true;
        scene.newest().submission.lastSentAt = at(-20);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk =
            DiskView{.isReadable = true, .newest = checkpoint(6, u"file:/cp/id/chk-6"_s)};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.endedWithJobManager);
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 6);
        scene.cluster.slotsFree = 3; // somebody's tasks run on
        scene.pass(39);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 1); // 60 s since the last request
        scene.pass(20.9);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 1);
        scene.pass(0.1);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
        QCOMPARE(scene.newest().spec.savepointLocation, u"file:/cp/id/chk-6"_s);
    }

    void requestOfALostJobMayStillBeOnItsWay()
    {
        Scene scene = replaced(5, false);
        scene.newest().submission.lastSentAt = at(-20);
        scene.newest().observed.isCheckpointingOn = false;
        scene.cluster.slotsFree = scene.cluster.slotsTotal; // none of its tasks is left
        scene.step();
        scene.facts.disk = DiskView{.isReadable = true};
        scene.step();
        QVERIFY(scene.newest().ending.endedWithJobManager);
        scene.pass(39);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 1); // 60 s since the last request
        scene.pass(1.1);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
    }

    void snapshotOfALostJob_data()
    {
        QTest::addColumn<bool>("isReadable");
        QTest::addColumn<qint64>("onDisk"); // 0: none
        QTest::addColumn<qint64>("savepoint"); // 0: none came after the checkpoint 6
        QTest::addColumn<bool>("isStopUnderWay");
        QTest::addColumn<qint64>("kept"); // 0: not known
        QTest::newRow("on disk") << true << qint64(6) << qint64(0) << false << qint64(6);
        QTest::newRow("the newest is gone") << true << qint64(5) << qint64(0) << false << qint64(0);
        QTest::newRow("none is there") << true << qint64(0) << qint64(0) << false << qint64(0);
        QTest::newRow("a savepoint is newer")
            << true << qint64(6) << qint64(7) << false << qint64(7);
        QTest::newRow("the savepoint is older")
            << true << qint64(8) << qint64(7) << false << qint64(8);
        QTest::newRow("unreadable") << false << qint64(0) << qint64(0) << false << qint64(6);
        QTest::newRow("a stop was under way")
            << false << qint64(0) << qint64(0) << true << qint64(0);
    }
    void snapshotOfALostJob()
    {
        QFETCH(bool, isReadable);
        QFETCH(qint64, onDisk);
        QFETCH(qint64, savepoint);
        QFETCH(bool, isStopUnderWay);
        QFETCH(qint64, kept);
        Scene scene = replaced(5, false);
        JobObservations &observed = scene.newest().observed;
        observed.newestPeriodic = checkpoint(6, u"file:/cp/id/chk-6"_s);
        observed.newestPeriodic->triggeredAt = scene.cluster.endSign->at - seconds(50);
        observed.newestCheckpoint = observed.newestPeriodic;
        observed.checkpointInterval = 60'000;
        if (savepoint > 0) {
            observed.newestCheckpoint = checkpoint(savepoint, u"file:/sp/savepoint-7"_s);
            observed.newestCheckpoint->isSavepoint = true;
        }
        if (isStopUnderWay) {
            scene.savepoints = {samples::savepoint(scene.newest(), SavepointOrigin::Suspend, 0)};
            scene.savepoints.last().status = {};
        }
        scene.step();
        scene.facts.disk = DiskView{.requestedAt = scene.now, .isReadable = isReadable};
        if (onDisk > 0)
            scene.facts.disk->newest = checkpoint(onDisk, u"file:/cp/id/chk"_s);
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        const auto found = absence::snapshotOfLost(d, *d.newest());
        QCOMPARE(found ? found->id : 0, kept);
    }

    void lostJobThatMayHaveWrittenIsNotStartedEmpty()
    {
        Scene scene = replaced(5, false);
        scene.newest().observed.isCheckpointingOn = true;
        scene.step();
        scene.facts.disk = DiskView{.isReadable = false};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.isFinalStateUnread);
    }

    void savepointIsNotTheEndOfALostJob_data()
    {
        QTest::addColumn<bool>("isReadable");
        QTest::addColumn<double>("lostAfter"); // seconds since the newest periodic checkpoint
        QTest::addColumn<qint64>("kept"); // 0: not known
        QTest::newRow("a checkpoint came after it") << true << 70.0 << qint64(8);
        QTest::newRow("unreadable, the next one was not due") << false << 50.0 << qint64(7);
        QTest::newRow("unreadable, the next one was due") << false << 62.0 << qint64(0);
    }
    void savepointIsNotTheEndOfALostJob()
    {
        QFETCH(bool, isReadable);
        QFETCH(double, lostAfter);
        QFETCH(qint64, kept);
        Scene scene = replaced(5, false);
        JobObservations &observed = scene.newest().observed;
        const Instant lostAt = scene.cluster.endSign->at;
        const auto before = [&](double seconds) {
            return lostAt - std::chrono::milliseconds(qint64(seconds * 1000));
        };
        observed.newestPeriodic = checkpoint(6, u"file:/cp/id/chk-6"_s);
        observed.newestPeriodic->triggeredAt = before(lostAfter);
        observed.newestCheckpoint = checkpoint(7, u"file:/sp/savepoint-7"_s);
        observed.newestCheckpoint->isSavepoint = true;
        observed.newestCheckpoint->triggeredAt = before(lostAfter - 45);
        observed.checkpointInterval = 60'000;
        scene.step();
        scene.facts.disk = DiskView{.requestedAt = scene.now, .isReadable = isReadable};
        if (isReadable)
            scene.facts.disk->newest = checkpoint(8, u"file:/cp/id/chk-8"_s);
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        const auto found = absence::snapshotOfLost(d, *d.newest());
        QCOMPARE(found ? found->id : 0, kept);
    }

    void endIsDatedByTheClusterThatDatesCheckpoints_data()
    {
        QTest::addColumn<qint64>("ahead"); // of the cluster's clock, ms; a day: not measured
        QTest::addColumn<QString>("signedOf"); // the incarnation whose end was seen
        QTest::addColumn<bool>("isKept");
        // By our clock, the end came 10 s before the next checkpoint was due.
        QTest::newRow("clocks agree") << qint64(0) << u"A"_s << true;
        QTest::newRow("just before it was due") << qint64(9'999) << u"A"_s << true;
        QTest::newRow("the cluster was there already") << qint64(10'000) << u"A"_s << false;
        QTest::newRow("the cluster's clock is behind") << qint64(-600'000) << u"A"_s << true;
        QTest::newRow("not measured") << qint64(86'400'000) << u"A"_s << false;
        QTest::newRow("the end of another") << qint64(0) << u"Z"_s << false;
    }
    void endIsDatedByTheClusterThatDatesCheckpoints()
    {
        QFETCH(qint64, ahead);
        QFETCH(QString, signedOf);
        QFETCH(bool, isKept);
        Scene scene = replaced(5, false);
        JobObservations &observed = scene.newest().observed;
        observed.newestPeriodic = checkpoint(6, u"file:/cp/id/chk-6"_s);
        observed.newestPeriodic->triggeredAt = scene.cluster.endSign->at - std::chrono::seconds(50);
        observed.newestCheckpoint = observed.newestPeriodic;
        observed.checkpointInterval = 60'000;
        observed.clusterAhead = ahead == 86'400'000 ? std::nullopt : std::optional(ahead);
        scene.cluster.endSign->incarnation = signedOf;
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        QCOMPARE(absence::snapshotOfLost(d, *d.newest()).has_value(), isKept);
    }

    void leftTasksAreWaitedForAndSaid_data()
    {
        QTest::addColumn<QString>("incarnation");
        QTest::addColumn<int>("slotsFree");
        QTest::addColumn<double>("waits"); // seconds since the Job's end
        QTest::newRow("none is left") << u"B"_s << 4 << 0.0;
        QTest::newRow("a slot is taken") << u"B"_s << 3 << 60.0;
        QTest::newRow("no JobManager has come yet") << u"A"_s << 4 << 60.0;
    }
    void leftTasksAreWaitedForAndSaid()
    {
        QFETCH(QString, incarnation);
        QFETCH(int, slotsFree);
        QFETCH(double, waits);
        Scene scene = running();
        ClusterView other = scene.cluster; // the Deployment is to start there now
        other.id = u"other"_s;
        Job &former = scene.newest();
        former.status.state = JobState::Failed;
        former.submission.lastSentAt = at(-600);
        former.ending.endedWithJobManager = true;
        former.ending.isFinalStateRead = true;
        former.ending.endedAt = at(0);
        scene.cluster.jobs.clear();
        scene.cluster.incarnation = incarnation;
        scene.cluster.incarnationSeenAt = incarnation == u"B"_s ? at(0) : at(-3600);
        scene.cluster.isObserved = incarnation == u"B"_s;
        scene.cluster.slotsFree = slotsFree;
        const auto createsJob = [&] {
            scene.facts.stampedJobs = QStringList();
            scene.facts.stampedClusterId = other.id;
            DeploymentView view = scene.view();
            view.target = &other;
            const Decision decision = decide(view, scene.ids, scene.now);
            scene.stored = decision.records.deployments.value(0, scene.stored);
            scene.events += decision.records.events;
            return !decision.records.jobs.isEmpty();
        };
        if (waits > 0) {
            QVERIFY(!createsJob());
            QVERIFY(scene.hasEvent("LeftoverTasks"_L1));
            scene.pass(waits - 1);
            QVERIFY(!createsJob());
            QCOMPARE(std::ranges::count(scene.events, "LeftoverTasks"_L1, &Event::name), 1);
            scene.pass(1);
        }
        QVERIFY(createsJob());
    }

    void missingJobReappears()
    {
        Scene scene = replaced(5, true);
        scene.step();
        scene.pass(10);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
        QCOMPARE(scene.newest().status.state, JobState::Started);
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.pass(1);
        scene.step();
        QVERIFY(!scene.failure());
        QCOMPARE(scene.state(), DeploymentState::Running);
    }

    //! A person has started it anew, and nobody has seen yet whether the job is there.
    void missingJobIsNotCalledRunning()
    {
        Scene scene = replaced(5, true);
        scene.newest().ending.isMissing = true;
        scene.stored.record.generation = 2;
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        scene.pass(10);
        scene.step();
        QCOMPARE(scene.jobs.first().status.state, JobState::Failed);
        QCOMPARE(scene.jobs.first().status.failure->reason, u"Missing"_s);
    }

    void startThatCannotReadItsStateSpendsNoAttempt_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("event");
        QTest::newRow("it is not there")
            << u"Cannot find checkpoint or savepoint file/directory 'file:/gone'"_s << QString()
            << u"StateUnreadable"_s;
        QTest::newRow("it is of another job")
            << u"Failed to rollback to checkpoint/savepoint file:/gone. Cannot map …"_s << QString()
            << u"StateUnfitting"_s;
        QTest::newRow("said in the trace alone")
            << u"Could not start the job"_s
            << u"Caused by: java.lang.IllegalStateException: Failed to rollback to "
               "checkpoint/savepoint file:/gone."_s
            << u"StateUnfitting"_s;
    }
    void startThatCannotReadItsStateSpendsNoAttempt()
    {
        QFETCH(QString, reason);
        QFETCH(QString, detail);
        QFETCH(QString, event);
        Scene scene;
        scene.jobs = {job(JobState::Starting)};
        scene.newest().spec.savepointLocation = u"file:/gone"_s;
        scene.newest().submission.rejections = 1;
        scene.newest().submission.rejection = reason;
        scene.newest().submission.rejectionDetail = detail;
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::StateUnreadable);
        QVERIFY(scene.hasEvent(QLatin1StringView(event.toLatin1())));
        QVERIFY(scene.stored.record.failure->message.contains(u"file:/gone"_s));
        QCOMPARE(scene.stored.record.startAttempts, 0);
    }
};

QTEST_APPLESS_MAIN(TestEnding)
#include "tst_ending.moc"
