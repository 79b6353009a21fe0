// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/restore.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::optional<FlinkJobStatus>)
Q_DECLARE_METATYPE(std::optional<FailureReason>)

namespace {

constexpr auto KnownPath = "file:/cp/id/chk-4"_L1;
constexpr auto DiskPath = "file:/cp/id/chk-6"_L1;

//! On a local cluster, with a checkpoint that is known.
Scene local()
{
    Scene scene = running();
    scene.cluster.isLocal = true;
    JobObservations &observed = scene.newest().observed;
    observed.newestCheckpoint = checkpoint(4, KnownPath);
    observed.newestPeriodic = observed.newestCheckpoint;
    observed.hasCompletedCheckpoint = true;
    observed.checkpointInterval = 60'000;
    observed.lastSighting = Sighting{at(0), u"A"_s};
    return scene;
}

void killJobManager(Scene &scene)
{
    scene.cluster.state = SessionClusterState::Failed;
    scene.cluster.isDead = true;
    scene.cluster.isObserved = false;
    scene.pass(1);
}

//! What is read now, of a job that the archive does not know.
DiskView silentArchive(const Scene &scene)
{
    return DiskView{.requestedAt = scene.now, .hasArchive = true};
}

} // namespace

//! lifecycle.md §3.7 and §3.8: a job that went with its JobManager, and what it left.
class TestLost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    //! Nobody saw the end of the JobManager before: the archive tells of the job, or nobody.
    void archiveOfARestartedLocalCluster_data()
    {
        QTest::addColumn<bool>("hasArchive");
        QTest::addColumn<std::optional<FlinkJobStatus>>("archived");
        QTest::addColumn<JobState>("job");
        QTest::addColumn<std::optional<FailureReason>>("failure");
        using Seen = std::optional<FlinkJobStatus>;
        using Why = std::optional<FailureReason>;
        QTest::newRow("it knows nothing of the job: lost")
            << true << Seen() << JobState::Failed << Why();
        QTest::newRow("it has finished")
            << true << Seen(FlinkJobStatus::Finished) << JobState::Finished
            << Why(FailureReason::FinalStateUnread);
        QTest::newRow("it was suspended, which is no end")
            << true << Seen(FlinkJobStatus::Suspended) << JobState::Started
            << Why(FailureReason::EndedUnseen);
        QTest::newRow("there is none")
            << false << Seen() << JobState::Started << Why(FailureReason::EndedUnseen);
    }
    void archiveOfARestartedLocalCluster()
    {
        QFETCH(bool, hasArchive);
        QFETCH(std::optional<FlinkJobStatus>, archived);
        QFETCH(JobState, job);
        QFETCH(std::optional<FailureReason>, failure);
        Scene scene = local();
        scene.cluster.jobs.clear();
        scene.cluster.incarnation = u"B"_s;
        scene.cluster.incarnationSeenAt = at(5);
        scene.pass(5);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Started);
        scene.pass(11);
        QVERIFY(asks<ReadDisk>(scene.step())); // however long it takes
        QVERIFY(!scene.failure());
        scene.facts.disk = silentArchive(scene);
        scene.facts.disk->hasArchive = hasArchive;
        scene.facts.disk->archivedStatus = archived;
        scene.step();
        QCOMPARE(scene.newest().status.state, job);
        QCOMPARE(scene.newest().ending.endedWithJobManager, job == JobState::Failed);
        QCOMPARE(scene.failure(), failure);
    }

    void otherMachinesArchiveIsNotAskedFor()
    {
        Scene scene = local();
        scene.cluster.isLocal = false;
        scene.cluster.jobs.clear();
        scene.cluster.incarnation = u"B"_s;
        scene.pass(5);
        QVERIFY(!asks<ReadDisk>(scene.step()));
    }

    //! What was on the disk before the JobManager ended is not what it left.
    void archiveIsReadAfterTheEnd()
    {
        Scene scene = local();
        scene.cluster.jobs.clear();
        scene.pass(1);
        scene.step(); // absent, and the JobManager is still there
        scene.facts.disk = silentArchive(scene);
        killJobManager(scene);
        QVERIFY(asks<ReadDisk>(scene.step()));
        QCOMPARE(scene.newest().status.state, JobState::Started);
        scene.facts.disk = silentArchive(scene);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.endedWithJobManager);
    }

    //! §3.8, §3.9: its files tell whether it is older than the checkpoints that the job left.
    void savepointOfALostJobFindsItsPlace_data()
    {
        QTest::addColumn<qint64>("place");
        QTest::addColumn<qint64>("newest");
        QTest::newRow("newer than the checkpoints") << qint64(7) << qint64(7);
        QTest::newRow("older") << qint64(5) << qint64(6);
    }
    void savepointOfALostJobFindsItsPlace()
    {
        QFETCH(qint64, place);
        QFETCH(qint64, newest);
        Scene scene = local();
        Savepoint taken = savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest);
        complete(taken, at(0));
        scene.savepoints = {taken};
        killJobManager(scene);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = silentArchive(scene);
        scene.facts.disk->isReadable = true;
        scene.facts.disk->newest = checkpoint(6, DiskPath);
        scene.facts.disk->savepoints = {{.id = place, .path = taken.spec.savepointLocation}};
        scene.step();
        QCOMPARE(scene.find(taken.metadata.id).spec.flinkSavepointId, place);
        const Savepoint *found = restore::newestFor(RestoreStrategy::LatestState, scene.savepoints);
        QCOMPARE(found->spec.flinkSavepointId, newest);
    }

    void cancellationDuringALostStopHasWhatItWanted()
    {
        Scene scene = local();
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        killJobManager(scene);
        QVERIFY(asks<ReadDisk>(scene.step()));
        scene.facts.disk = silentArchive(scene);
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Failed);
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        QVERIFY(!scene.failure());
    }

    //! The JobManager ended 1 s after the last sighting, 31 s after checkpoint 4 was triggered.
    void whatALostJobLeft_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("path"); // empty: nobody knows
        QTest::newRow("within the interval") << QString() << QString(KnownPath);
        QTest::newRow("longer ago than the interval") << u"old"_s << QString();
        QTest::newRow("interval not known") << u"interval"_s << QString();
        QTest::newRow("clock not measured") << u"clock"_s << QString();
        QTest::newRow("nobody saw the end") << u"sign"_s << QString();
        QTest::newRow("the end of another JobManager was seen") << u"other"_s << QString();
        QTest::newRow("the job was never listed") << u"sighting"_s << QString();
        QTest::newRow("its place is not known") << u"path"_s << QString();
        QTest::newRow("no checkpoint is known") << u"none"_s << QString();
        QTest::newRow("a savepoint alone") << u"savepoint"_s << QString();
        QTest::newRow("a savepoint, and no checkpoints") << u"off"_s << u"file:/sp/savepoint-5"_s;
        QTest::newRow("the disk has a newer one") << u"disk"_s << QString(DiskPath);
        QTest::newRow("the savepoint has no place") << u"unplaced"_s << QString(DiskPath);
        QTest::newRow("what was known is gone from the disk") << u"gone"_s << QString();
    }
    void whatALostJobLeft()
    {
        QFETCH(QString, what);
        QFETCH(QString, path);
        Scene scene = local();
        JobObservations &observed = scene.newest().observed;
        if (what == "interval"_L1)
            observed.checkpointInterval.reset();
        if (what == "clock"_L1)
            observed.clusterAhead.reset();
        if (what == "old"_L1)
            observed.newestPeriodic->triggeredAt = at(-59);
        if (what == "path"_L1)
            observed.newestCheckpoint->path.clear();
        if (what == "none"_L1 || what == "savepoint"_L1 || what == "off"_L1)
            observed.newestPeriodic.reset();
        if (what == "none"_L1)
            observed.newestCheckpoint.reset();
        const bool isUnplaced = what == "unplaced"_L1;
        if (what == "savepoint"_L1 || what == "off"_L1 || isUnplaced) {
            observed.newestCheckpoint =
                checkpoint(isUnplaced ? 7 : 5, isUnplaced ? QString() : u"file:/sp/savepoint-5"_s);
            observed.newestCheckpoint->isSavepoint = true;
        }
        observed.isCheckpointingOn = what != "off"_L1;
        if (what != "sign"_L1)
            scene.cluster.endSign = EndSign{what == "other"_L1 ? u"Z"_s : u"A"_s, at(1)};
        killJobManager(scene);
        if (what == "sighting"_L1)
            scene.newest().observed.lastSighting.reset();
        scene.step();
        scene.facts.disk = silentArchive(scene);
        scene.facts.disk->isReadable = isUnplaced || what == "disk"_L1 || what == "gone"_L1;
        if (isUnplaced || what == "disk"_L1)
            scene.facts.disk->newest = checkpoint(6, DiskPath);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.newest().ending.isFinalStateUnread, path.isEmpty());
        QCOMPARE(scene.savepoints.size(), path.isEmpty() ? 0 : 1);
        if (!path.isEmpty())
            QCOMPARE(scene.savepoints.first().spec.savepointLocation, path);
    }

    void readableDirectoryWithoutAnyVerifiesThatThereIsNone()
    {
        Scene scene = local();
        scene.newest().observed.newestCheckpoint.reset();
        scene.newest().observed.newestPeriodic.reset();
        scene.newest().observed.hasCompletedCheckpoint = false;
        killJobManager(scene);
        scene.step();
        scene.facts.disk = silentArchive(scene);
        scene.facts.disk->isReadable = true;
        scene.step();
        QVERIFY(scene.newest().ending.isFinalStateRead);
        QVERIFY(!scene.newest().ending.isFinalStateUnread);
        QVERIFY(scene.savepoints.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestLost)
#include "tst_lost.moc"
