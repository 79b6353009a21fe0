// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

constexpr auto KnownCheckpoint = "file:/cp/id/chk-4";
constexpr auto NewestCheckpoint = "file:/cp/id/chk-6";

void knowCheckpoint(Scene &scene)
{
    scene.newest().observed.newestCheckpoint = checkpoint(4, QString::fromLatin1(KnownCheckpoint));
    scene.newest().observed.newestPeriodic = scene.newest().observed.newestCheckpoint;
    scene.newest().observed.hasCompletedCheckpoint = true;
    scene.newest().observed.lastSighting = Sighting{at(0), u"A"_s};
}

//! The JobManager of the local cluster has died under the first Job, which is in what \a desired
//! makes of it.
Scene deadUnder(DesiredState desired)
{
    Scene scene = running();
    scene.cluster.isLocal = true;
    knowCheckpoint(scene);
    scene.setDesired(desired);
    scene.step();
    scene.cluster.state = SessionClusterState::Failed;
    scene.cluster.isDead = true;
    scene.cluster.isObserved = false;
    scene.pass(1);
    return scene;
}

//! Absent from the overviews of another JobManager, and nobody saw how its own ended; each of
//! \a wishes was begun before.
Scene missingAfter(const QList<DesiredState> &wishes)
{
    Scene scene = running();
    knowCheckpoint(scene);
    for (const DesiredState each : wishes) {
        scene.setDesired(each);
        scene.step();
    }
    scene.cluster.jobs.clear();
    scene.cluster.incarnation = u"B"_s;
    scene.cluster.incarnationSeenAt = scene.now;
    scene.pass(5);
    scene.step();
    scene.pass(11);
    return scene;
}

//! What the disk of this machine says, asked for now.
DiskView disk(const Scene &scene)
{
    return DiskView{.requestedAt = scene.now,
                    .isReadable = true,
                    .newest = checkpoint(6, QString::fromLatin1(NewestCheckpoint)),
                    .hasArchive = true};
}

} // namespace

//! lifecycle.md §3.7: jobs that are not there any more, and clusters that are not.
class TestAbsence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deadLocalClusterEndsACancellation()
    {
        Scene scene = deadUnder(DesiredState::Cancelled);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.state(), DeploymentState::Transitioning); // the archive was not read yet
        scene.facts.disk = disk(scene);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QVERIFY(scene.orphans.isEmpty());
    }

    void deadLocalClusterLosesARunningJob()
    {
        Scene scene = deadUnder(DesiredState::Running);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = disk(scene);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.endedWithJobManager);
        QCOMPARE(scene.savepoints.last().spec.savepointLocation,
                 QString::fromLatin1(NewestCheckpoint));
        scene.pass(120);
        scene.step();
        QCOMPARE(scene.jobs.size(), 1); // the next Job waits for the cluster
        QCOMPARE(scene.state(), DeploymentState::Transitioning);

        scene.cluster.isDead = false;
        scene.cluster.state = SessionClusterState::Running;
        scene.cluster.isObserved = true;
        scene.cluster.incarnation = u"B"_s;
        scene.cluster.incarnationSeenAt = scene.now;
        scene.cluster.jobs.clear();
        scene.cluster.slotsFree = 4;
        scene.pass(1);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
        QCOMPARE(scene.newest().spec.savepointLocation, QString::fromLatin1(NewestCheckpoint));
    }

    void archiveOfADeadLocalClusterHasTheWord()
    {
        Scene scene = deadUnder(DesiredState::Cancelled);
        scene.step();
        scene.facts.disk = disk(scene);
        scene.facts.disk->archivedStatus = FlinkJobStatus::Finished;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Finished);
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
    }

    void unreadableArchiveDecidesNothing()
    {
        Scene scene = deadUnder(DesiredState::Cancelled);
        scene.step();
        scene.facts.disk = disk(scene);
        scene.facts.disk->hasArchive = false;
        scene.step();
        scene.pass(3600);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
    }

    void unreachableClusterIsNotADeadOne()
    {
        Scene scene = deadUnder(DesiredState::Cancelled);
        scene.cluster.isDead = false; // stopped by a person, or not answering
        QVERIFY(!asks<ReadDisk>(scene.step()));
        scene.facts.disk = disk(scene);
        scene.pass(3600);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
    }

    void leaderHasRecoveredWhenItAnswersOverview_data()
    {
        QTest::addColumn<bool>("isAnswered");
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("jobs alone") << false << DeploymentState::Transitioning;
        QTest::newRow("and its slots") << true << DeploymentState::Cancelled;
    }
    void leaderHasRecoveredWhenItAnswersOverview()
    {
        QFETCH(bool, isAnswered);
        QFETCH(DeploymentState, state);
        Scene scene = running();
        scene.cluster.hasHighAvailability = true;
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        scene.cluster.jobs.clear();
        const Instant before = scene.cluster.slotsReadAt;
        scene.pass(5);
        scene.step();
        for (const double pause : {60.0, 60.0}) {
            scene.pass(pause);
            if (!isAnswered)
                scene.cluster.slotsReadAt = before;
            scene.step();
        }
        QCOMPARE(scene.state(), state);
        QCOMPARE(scene.orphans.size(), state == DeploymentState::Cancelled ? 1 : 0);
    }

    void whatAnEarlierStopWroteDoesNotEndALostJob_data()
    {
        QTest::addColumn<bool>("isListedFirst");
        QTest::newRow("listed before the last one") << true;
        QTest::newRow("listed after it") << false;
    }
    void whatAnEarlierStopWroteDoesNotEndALostJob()
    {
        QFETCH(bool, isListedFirst);
        Scene scene = deadUnder(DesiredState::Suspended);
        Savepoint earlier = scene.savepoints.last();
        earlier.metadata.id = u"eeeeeeee-0000-4000-8000-000000000001"_s;
        earlier.metadata.createdAt -= std::chrono::minutes(5);
        earlier.spec.directory = u"file:/sp/"_s + earlier.metadata.id;
        earlier.operation.isExpired = true;
        scene.savepoints.insert(isListedFirst ? 0 : 1, earlier);
        scene.step();
        scene.facts.disk = disk(scene);
        scene.facts.disk->savepoints = {
            {.id = 7, .path = earlier.spec.directory + u"/savepoint-1"_s}};
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::ClusterLostDuringStop);
    }

    //! §5.3: the savepoint of the stop is not lost, although nobody saw how the job ended.
    void missingDuringAStopThatWasWritten_data()
    {
        using enum DesiredState;
        QTest::addColumn<QList<DesiredState>>("wishes");
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("suspended") << QList{Suspended} << DeploymentState::Suspended;
        QTest::newRow("cancelled") << QList{Suspended, Cancelled} << DeploymentState::Cancelled;
    }
    void missingDuringAStopThatWasWritten()
    {
        QFETCH(QList<DesiredState>, wishes);
        QFETCH(DeploymentState, state);
        Scene scene = missingAfter(wishes);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.state(), DeploymentState::Transitioning); // nothing is claimed before
        const Savepoint stop = scene.savepoints.last();
        const QString path = stop.spec.directory + u"/savepoint-1"_s;
        scene.facts.disk = disk(scene);
        scene.facts.disk->savepoints = {{.id = 7, .path = path}};
        scene.step();
        QCOMPARE(scene.state(), state);
        const Savepoint taken = scene.find(stop.metadata.id);
        QCOMPARE(taken.status.state, SavepointState::Completed);
        QCOMPARE(taken.spec.savepointLocation, path);
        QCOMPARE(taken.spec.flinkSavepointId, 7);
        QVERIFY(taken.status.failure.isEmpty());
    }

    //! Its location is known, its place is not; a disk that hangs is waited for no longer than
    //! else.
    void missingDuringAStopWhoseDiskHangs()
    {
        Scene scene = missingAfter({DesiredState::Suspended});
        Savepoint &stop = scene.savepoints.last();
        complete(stop, scene.now);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.pass(59);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
    }

    //! §5.4: the request came once more, to a leader that had run the job on.
    void secondSavepointOfALostStopIsNotOverlooked()
    {
        Scene scene = missingAfter({DesiredState::Suspended});
        Savepoint &stop = scene.savepoints.last();
        complete(stop, scene.now);
        const QString second = stop.spec.directory + u"/savepoint-2"_s;
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = disk(scene);
        scene.facts.disk->savepoints = {{.id = 9, .path = second}};
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
        QCOMPARE(scene.savepoints.size(), 2);
        QCOMPARE(scene.savepoints.last().spec.savepointLocation, second);
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 9);
        QCOMPARE(scene.savepoints.last().spec.origin, SavepointOrigin::Suspend);
        scene.step();
        QCOMPARE(scene.savepoints.size(), 2); // it is listed once
    }

    //! §9.4: its files tell that the job wrote checkpoints after what is known as its stop.
    void stopThatTheJobOutranIsNotItsEnd()
    {
        Scene scene = missingAfter({DesiredState::Suspended});
        Savepoint &stop = scene.savepoints.last();
        complete(stop, scene.now);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = disk(scene);
        scene.facts.disk->newest = checkpoint(8, u"file:/cp/id/chk-8"_s);
        scene.facts.disk->savepoints = {{.id = 7, .path = stop.spec.savepointLocation}};
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
    }

    //! What failed may be the same request, come once more after the first had stopped the job.
    void failureThatFlinkToldOfHidesNoSavepoint()
    {
        Scene scene = missingAfter({DesiredState::Suspended, DesiredState::Cancelled});
        const Savepoint stop = scene.savepoints.last();
        scene.savepoints.last().status = {.state = SavepointState::Failed,
                                          .failure = u"FlinkJobNotFoundException"_s};
        QVERIFY(asks<ReadDisk>(scene.step()));
        const QString path = stop.spec.directory + u"/savepoint-1"_s;
        scene.facts.disk = disk(scene);
        scene.facts.disk->savepoints = {{.id = 7, .path = path}};
        scene.step();
        const Savepoint found = scene.find(stop.metadata.id);
        QCOMPARE(found.status.state, SavepointState::Completed);
        QCOMPARE(found.spec.savepointLocation, path);
        QVERIFY(!found.status.failure.isEmpty()); // whether it stopped the job is not known
    }

    //! The operation failed and named the path that it had written: that is not the end of the job.
    void jobThatRanOnAfterItsStopIsLost()
    {
        Scene scene = deadUnder(DesiredState::Suspended);
        Savepoint &stop = scene.savepoints.last();
        stop.spec.savepointLocation = stop.spec.directory + u"/savepoint-1"_s;
        stop.status = {.state = SavepointState::Completed,
                       .failure = u"The job could not be stopped."_s};
        scene.step();
        scene.facts.disk = disk(scene);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::ClusterLostDuringStop);
        QCOMPARE(scene.newest().status.state, JobState::Failed);
    }

    //! §9.4: the stop failed unseen, and the job went on to newer checkpoints.
    void missingAfterAStopThatTheJobOutran_data()
    {
        QTest::addColumn<int>("ofStop");
        QTest::addColumn<bool>("isDiskNewer");
        QTest::newRow("the disk has chk-6") << 5 << true;
        QTest::newRow("checkpoint 4 was seen") << 3 << false;
    }
    void missingAfterAStopThatTheJobOutran()
    {
        QFETCH(int, ofStop);
        QFETCH(bool, isDiskNewer);
        Scene scene = missingAfter({DesiredState::Suspended});
        scene.step();
        const Savepoint stop = scene.savepoints.last();
        scene.facts.disk = disk(scene); // chk-6
        if (!isDiskNewer)
            scene.facts.disk->newest.reset();
        scene.facts.disk->savepoints = {
            {.id = ofStop, .path = stop.spec.directory + u"/savepoint-1"_s}};
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
        QVERIFY(scene.stored.record.pinnedSavepointId.isEmpty());
    }

    void missingDuringAStopThatWroteNothing()
    {
        Scene scene = missingAfter({DesiredState::Suspended});
        scene.step();
        scene.facts.disk = disk(scene);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Started);
    }

    //! One that was asked for beside is kept with what the disk says, when its job is lost.
    void savepointByRequestOfALostJob_data()
    {
        QTest::addColumn<qint64>("id");
        QTest::newRow("with its place") << qint64(7);
        QTest::newRow("without") << qint64(0);
    }
    void savepointByRequestOfALostJob()
    {
        QFETCH(qint64, id);
        Scene scene = deadUnder(DesiredState::Running);
        const Savepoint asked = savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest);
        scene.savepoints.append(asked);
        scene.step();
        scene.facts.disk = disk(scene);
        scene.facts.disk->savepoints = {
            {.id = id, .path = asked.spec.directory + u"/savepoint-1"_s}};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        const Savepoint kept = scene.find(asked.metadata.id);
        QCOMPARE(kept.status.state, SavepointState::Completed);
        QCOMPARE(kept.spec.flinkSavepointId, id);
        QCOMPARE(kept.status.failure.isEmpty(), id > 0); // unplaced: nothing starts by itself
    }

    void perhapsAnotherClusterSaysNothingOfAJob()
    {
        Scene scene = running();
        scene.cluster.isPerhapsAnother = true;
        scene.cluster.jobs.clear();
        for (int i = 0; i < 3; ++i) {
            scene.pass(60);
            scene.step();
        }
        QVERIFY(!scene.failure());
        QCOMPARE(scene.newest().status.state, JobState::Started);
    }

    void stateBeforeALostStopIsKept()
    {
        Scene scene = deadUnder(DesiredState::Suspended);
        const QString stop = scene.savepoints.last().metadata.id;
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = disk(scene);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::ClusterLostDuringStop);
        QVERIFY(
            scene.stored.record.failure->message.contains(QString::fromLatin1(NewestCheckpoint)));
        QCOMPARE(scene.find(stop).status.state, SavepointState::Failed);
        const Savepoint kept = scene.savepoints.last();
        QCOMPARE(kept.status.state, SavepointState::Completed);
        QCOMPARE(kept.spec.origin, SavepointOrigin::RetainedCheckpoint);
        QCOMPARE(kept.spec.savepointLocation, QString::fromLatin1(NewestCheckpoint));
    }

    void discardedCheckpointDoesNotReplaceAKnownOne()
    {
        Scene scene = running();
        knowCheckpoint(scene);
        StateView read = emptyState(scene.now);
        read.completed = checkpoint(5, {});
        read.isNewestDiscarded = true;
        scene.facts.state = read;
        scene.step();
        QCOMPARE(scene.newest().observed.newestCheckpoint->path,
                 QString::fromLatin1(KnownCheckpoint));
        QVERIFY(scene.newest().observed.hasCompletedCheckpoint);
    }

    void discardedCheckpointIsStillOne()
    {
        Scene scene = running();
        StateView read = emptyState(scene.now);
        read.completed = checkpoint(5, {});
        read.isNewestDiscarded = true;
        scene.facts.state = read;
        scene.step();
        QVERIFY(scene.newest().observed.hasCompletedCheckpoint);
        QVERIFY(!scene.newest().observed.newestCheckpoint);
    }
};

QTEST_APPLESS_MAIN(TestAbsence)
#include "tst_absence.moc"
