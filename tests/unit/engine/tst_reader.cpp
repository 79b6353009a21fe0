// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/reader.h"

#include "model/secrets/memorysecrets.h"
#include "tests/fakes/fakeflink.h"
#include "tests/fakes/manualclock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr milliseconds Step{200};
constexpr seconds Tick{5};

//! Runs the event loop until \a isTrue, without a pause between two looks; false after a minute.
bool waitUntil(const std::function<bool()> &isTrue)
{
    const QDeadlineTimer deadline(60s);
    QTimer knock; // so that a wait for nothing comes back
    knock.start(100);
    while (!isTrue() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return isTrue();
}

//! Running Jobs on a fake Flink, and what asks for them, on a time that stands still until run().
struct Scene {
    //! \a strangers are jobs at Flink that nobody here knows.
    explicit Scene(int jobs, int strangers = 0)
        : flink(runningJobIds(jobs + strangers))
    {
        const Transaction all = runningDeployments(flink.url(), jobs);
        holdings.apply(all);
        for (auto &[id, held] : holdings.all())
            held.factsJobId = held.liveJob()->metadata.id;
        QObject::connect(&clusters, &SessionClusters::looked, &reader, &Reader::readRunning);
        clusters.fill(all.sessionClusters);
        clusterId = all.sessionClusters.first().metadata.id;
    }

    //! False where Flink was not seen within a minute.
    [[nodiscard]] bool look()
    {
        ++ticks;
        ClusterWatch &watch = *clusters.find(clusterId)->watch;
        watch.lookNow();
        return waitUntil(
            [&] { return watch.view().isObserved && watch.view().requestedAt == time.now(); });
    }

    [[nodiscard]] bool run(seconds duration)
    {
        for (milliseconds passed{0}; passed < duration; passed += Step) {
            clock.advance(Step);
            const int before = int(flink.checkpointsRead().size());
            if (passed % Tick == 0ms && !look())
                return false;
            reader.takeTurns();
            if (!waitUntil([&] { return !reader.isReading(); }))
                return false;
            readsAStep.append(int(flink.checkpointsRead().size()) - before);
        }
        return true;
    }

    //! Looks for jobs that bear the stamp of the first Deployment; false where nothing ends it.
    [[nodiscard]] bool searchStamps()
    {
        reader.read(deploymentId(), ReadStamps{clusterId, deploymentId()});
        return waitUntil([&] { return !reader.isReading(); });
    }

    //! What the disk says of the first Deployment's Job; nothing where nobody could look.
    [[nodiscard]] std::optional<DiskView> disk()
    {
        reader.read(deploymentId(), ReadDisk{clusterId, job().metadata.id});
        return waitUntil([&] { return !reader.isReading(); }) ? facts().disk : std::nullopt;
    }

    [[nodiscard]] Job &job() { return holdings.all().begin()->second.jobs.last(); }
    [[nodiscard]] QString deploymentId() { return holdings.all().begin()->first; }
    [[nodiscard]] const Facts &facts() { return holdings.all().begin()->second.facts; }
    [[nodiscard]] const std::optional<StateView> &state()
    {
        return holdings.all().begin()->second.facts.state;
    }

    QTemporaryDir folder;
    ManualClock clock;
    EngineTime time{clock};
    FakeFlink flink;
    Holdings holdings;
    MemorySecrets secrets;
    SessionClusters clusters{
        folder.path(), secrets, time,
        [](const Transaction &, QLatin1StringView) -> Result<void> { return {}; }};
    Reader reader{holdings, clusters, time};
    QString clusterId;
    QList<int> readsAStep; //!< Of checkpoints, by step.
    int ticks = 0;
};

bool writeMetadata(const QString &directory)
{
    QFile file(directory + u"/_metadata"_s);
    return QDir().mkpath(directory) && file.open(QIODevice::WriteOnly);
}

} // namespace

class tst_Reader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void requestsDoNotGrowWithTheJobs_data()
    {
        QTest::addColumn<int>("jobs");
        QTest::addColumn<int>("fewestReads"); // of each job's checkpoints in ten minutes
        QTest::newRow("1 job") << 1 << 59;
        QTest::newRow("100 jobs") << 100 << 26;
    }

    void requestsDoNotGrowWithTheJobs()
    {
        QFETCH(int, jobs);
        QFETCH(int, fewestReads);
        Scene scene(jobs);
        QVERIFY(scene.run(600s));

        const FakeFlink &flink = scene.flink;
        const int looks = scene.clusters.find(scene.clusterId)->watch->requestCount();
        QCOMPARE(flink.count(u"/jobs/overview"_s), looks);
        QVERIFY2(looks <= scene.ticks + 2, qPrintable(QString::number(looks)));
        QVERIFY(flink.count(u"/jobmanager/config"_s) <= 12);
        QVERIFY(flink.count(u"/overview"_s) <= 22);
        QCOMPARE(flink.count(u"/config"_s), 1);

        // What seldom changes, every five minutes; once what happened before anybody looked.
        const int wholeReads = flink.count(u"/jobs/:id/checkpoints/config"_s);
        QCOMPARE(wholeReads, 2 * jobs);
        const int restartReads = flink.count(u"/jobs/:id/exceptions"_s);
        QVERIFY(restartReads >= jobs && restartReads <= 2 * jobs);
        QCOMPARE(flink.count(u"/jobs/:id"_s), wholeReads + restartReads);

        for (const QString &id : runningJobIds(jobs)) {
            const auto reads = flink.checkpointsRead().count(id);
            QVERIFY2(reads >= fewestReads && reads <= 60, qPrintable(QString::number(reads)));
        }
    }

    void atMostFiveCheckpointsAreReadInASecond()
    {
        Scene scene(100);
        QVERIFY(scene.run(60s));
        const QList<int> &reads = scene.readsAStep;
        for (qsizetype i = 0; i + 5 <= reads.size(); ++i) {
            const int inASecond =
                reads[i] + reads[i + 1] + reads[i + 2] + reads[i + 3] + reads[i + 4];
            QVERIFY2(inASecond <= 5, qPrintable(QString::number(inASecond)));
        }
    }

    void oneReadBringsTheNewestCheckpointAndKeepsTheConfiguration()
    {
        Scene scene(1);
        QVERIFY(scene.run(10s));
        QVERIFY(scene.state());
        QCOMPARE(scene.state()->completed->id, 1);
        const int before = scene.flink.total();
        const int overviews = scene.flink.count(u"/jobs/overview"_s);
        QVERIFY(scene.run(9s));
        QCOMPARE(scene.state()->completed->id, 2);
        QCOMPARE(scene.flink.count(u"/jobs/:id/checkpoints/config"_s), 1);
        QCOMPARE(scene.flink.total() - before,
                 scene.flink.count(u"/jobs/overview"_s) - overviews + 1);
        QVERIFY(scene.state()->isExternalized);
        QVERIFY(!scene.state()->isDeletedOnCancellation);
        QVERIFY(scene.state()->hasRun);
        QCOMPARE(scene.state()->interval, 1000);
        QVERIFY(scene.time.now() - scene.state()->requestedAt < 11s);
    }

    void theFirstCheckpointIsLookedForSooner()
    {
        Scene scene(1);
        scene.job().observed.checkpointInterval = 60'000;
        QVERIFY(scene.run(25s));
        QCOMPARE(scene.flink.checkpointsRead().size(), 3);
        scene.job().observed.newestCheckpoint = CheckpointMark{.id = 1};
        QVERIFY(scene.run(25s));
        QCOMPARE(scene.flink.checkpointsRead().size(), 3);
    }

    void aReadThatDecidesAsksForAll()
    {
        Scene scene(1);
        QVERIFY(scene.run(10s));
        const QString deploymentId = scene.holdings.all().begin()->first;
        scene.clock.advance(1s);
        scene.reader.read(deploymentId,
                          ReadState{scene.clusterId, runningJobIds(1).first(), scene.time.now()});
        QTRY_COMPARE(scene.state()->requestedAt, scene.time.now());
        QCOMPARE(scene.flink.count(u"/jobs/:id/checkpoints/config"_s), 2);
    }

    void whatARestartHasChangedIsRead()
    {
        Scene scene(1);
        QVERIFY(scene.run(60s));
        const int before = scene.flink.count(u"/jobs/:id/exceptions"_s);
        scene.flink.touch(runningJobIds(1).first());
        QVERIFY(scene.run(60s));
        QCOMPARE(scene.flink.count(u"/jobs/:id/exceptions"_s) - before, 2);
    }

    void restartsOfAQuietJobAreKnownUpToNow()
    {
        Scene scene(1);
        QVERIFY(scene.run(30s));
        HeldDeployment &held = scene.holdings.all().begin()->second;
        const Instant first = held.facts.restarts->now;
        held.facts.restarts.reset(); // a decision has taken it
        QVERIFY(scene.run(120s));
        QVERIFY(held.facts.restarts);
        QVERIFY(held.facts.restarts->now - first >= 60s);
        QVERIFY(held.facts.restarts->times.isEmpty());
    }

    void flinksOwnCountOfRestartsIsRead()
    {
        Scene scene(1);
        scene.flink.setRestartCount(7);
        QVERIFY(scene.run(30s));
        QCOMPARE(scene.holdings.all().begin()->second.facts.restarts->numRestarts, 7);
    }

    void aJobThatIsForgottenMeanwhileIsSaidToBe()
    {
        Scene scene(1);
        QVERIFY(scene.run(10s));
        QVERIFY(scene.state()->isJobKnown);
        scene.flink.forget(runningJobIds(1).first());
        QVERIFY(scene.run(11s));
        QVERIFY(!scene.state()->isJobKnown);
        QVERIFY(scene.time.now() - scene.state()->requestedAt < 11s);
    }

    void jobsThatBearTheStampAreFound()
    {
        Scene scene(1, 2);
        QVERIFY(scene.run(1s));
        scene.flink.stamp(runningJobIds(2).last(), scene.deploymentId());
        QVERIFY(scene.searchStamps());
        QCOMPARE(scene.facts().stampedJobs, QStringList(runningJobIds(2).last()));
        QCOMPARE(scene.facts().stampedClusterId, scene.clusterId);
    }

    //! It has no record but its entry in that list.
    void possibleOrphanIsFoundByItsStamp()
    {
        Scene scene(1, 2);
        QVERIFY(scene.run(1s));
        scene.flink.stamp(runningJobIds(2).last(), scene.deploymentId());
        scene.holdings.apply({.orphans = {{.flinkJobId = runningJobIds(2).last()}}});
        QVERIFY(scene.searchStamps());
        QCOMPARE(scene.facts().stampedJobs, QStringList(runningJobIds(2).last()));
    }

    //! A Job is of one session cluster; the same id on another is not its.
    void jobUnderTheIdOfAJobElsewhereIsFound()
    {
        Scene scene(1, 2);
        QVERIFY(scene.run(1s));
        const QString id = runningJobIds(2).last();
        scene.flink.stamp(id, scene.deploymentId());
        Job elsewhere = scene.job();
        elsewhere.metadata.id = u"bbbbbbbb-0000-4000-8000-000000000002"_s;
        elsewhere.spec.sessionClusterId = u"elsewhere"_s;
        elsewhere.status = {.state = JobState::Terminated,
                            .started = StartedStatus{.flinkJobId = id}};
        scene.holdings.apply({.jobs = {elsewhere}});
        QVERIFY(scene.searchStamps());
        QCOMPARE(scene.facts().stampedJobs, QStringList(id));
        elsewhere.spec.sessionClusterId = scene.clusterId;
        scene.holdings.apply({.jobs = {elsewhere}});
        QVERIFY(scene.searchStamps());
        QCOMPARE(scene.facts().stampedJobs, QStringList());
    }

    void aJobThatHasGoneMeanwhileIsNotOurs()
    {
        Scene scene(1, 1);
        QVERIFY(scene.run(1s));
        scene.flink.forget(runningJobIds(2).last());
        QVERIFY(scene.searchStamps());
        QCOMPARE(scene.facts().stampedJobs, QStringList());
    }

    void aStampThatCannotBeReadIsNoAnswer()
    {
        const auto path = u"/jobs/:id/config"_s;
        Scene scene(1, 1);
        QVERIFY(scene.run(1s));
        scene.flink.stamp(runningJobIds(2).last(), scene.deploymentId());
        scene.flink.answerWith(path, 500);
        QVERIFY(scene.searchStamps());
        QVERIFY(!scene.facts().stampedJobs);

        const int asked = scene.flink.count(path);
        QVERIFY(asked > 0);
        QVERIFY(scene.searchStamps()); // not at once again
        QCOMPARE(scene.flink.count(path), asked);

        scene.flink.answerWith(path, 200);
        scene.clock.advance(1s);
        QVERIFY(scene.searchStamps());
        QCOMPARE(scene.facts().stampedJobs, QStringList(runningJobIds(2).last()));
    }

    void anotherJobManagerIsAskedForTheConfigurationAgain()
    {
        Scene scene(1);
        QVERIFY(scene.run(10s));
        scene.holdings.all().begin()->second.facts.state->incarnation = u"before"_s;
        QVERIFY(scene.run(11s));
        QCOMPARE(scene.flink.count(u"/jobs/:id/checkpoints/config"_s), 2);
    }

    //! Without a directory of its own the greatest number may be another job's.
    void checkpointsOfASharedDirectoryAreNotTaken_data()
    {
        QTest::addColumn<QString>("directory");
        QTest::addColumn<bool>("isReadable");
        QTest::newRow("its own") << runningJobIds(1).first() << true;
        QTest::newRow("shared") << u"shared"_s << false;
    }
    void checkpointsOfASharedDirectoryAreNotTaken()
    {
        QFETCH(QString, directory);
        QFETCH(bool, isReadable);
        Scene scene(1);
        const QString above = scene.folder.filePath(directory);
        QVERIFY(writeMetadata(above + u"/chk-9"_s));
        scene.job().observed.newestPeriodic =
            CheckpointMark{.id = 3, .path = u"file:"_s + above + u"/chk-3"_s};
        const auto disk = scene.disk();
        QVERIFY(disk);
        QCOMPARE(disk->isReadable, isReadable);
        QCOMPARE(disk->newest.has_value(), isReadable);
        if (isReadable)
            QCOMPARE(disk->newest->id, 9);
    }

    //! The others have told all that the disk could.
    void savepointWithoutPlaceIsLookedForOnDisk_data()
    {
        QTest::addColumn<SavepointState>("state");
        QTest::addColumn<qint64>("place");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("without a place") << SavepointState::Completed << qint64(0) << true;
        QTest::newRow("with its place") << SavepointState::Completed << qint64(3) << false;
        QTest::newRow("being deleted") << SavepointState::Deleting << qint64(0) << false;
    }
    void savepointWithoutPlaceIsLookedForOnDisk()
    {
        QFETCH(SavepointState, state);
        QFETCH(qint64, place);
        QFETCH(bool, isFound);
        Scene scene(1);
        Savepoint savepoint;
        savepoint.metadata.id = u"taken"_s;
        savepoint.spec.deploymentId = scene.deploymentId();
        savepoint.spec.jobId = scene.job().metadata.id;
        savepoint.spec.directory = scene.folder.filePath(savepoint.metadata.id);
        savepoint.spec.savepointLocation = savepoint.spec.directory + u"/savepoint-1"_s;
        savepoint.spec.flinkSavepointId = place;
        savepoint.status.state = state;
        scene.holdings.apply({.savepoints = {savepoint}});
        QVERIFY(writeMetadata(savepoint.spec.savepointLocation));
        const auto disk = scene.disk();
        QVERIFY(disk);
        QCOMPARE(disk->savepoints.size(), isFound ? 1 : 0);
    }

    void savepointsUnderWayAreLookedForOnDisk()
    {
        Scene scene(1);
        Transaction both;
        for (const SavepointOrigin origin :
             {SavepointOrigin::Suspend, SavepointOrigin::UserRequest}) {
            Savepoint savepoint;
            savepoint.metadata.id = wireName(origin);
            savepoint.spec.deploymentId = scene.deploymentId();
            savepoint.spec.jobId = scene.job().metadata.id;
            savepoint.spec.directory = scene.folder.filePath(savepoint.metadata.id);
            savepoint.spec.origin = origin;
            both.savepoints.append(savepoint);
        }
        scene.holdings.apply(both);
        QVERIFY(writeMetadata(both.savepoints.last().spec.directory + u"/savepoint-1"_s));
        auto disk = scene.disk();
        QVERIFY(disk);
        QCOMPARE(disk->savepoints.size(), 1);
        QCOMPARE(disk->savepoints.first().path,
                 both.savepoints.last().spec.directory + u"/savepoint-1"_s);
        QVERIFY(writeMetadata(both.savepoints.first().spec.directory + u"/savepoint-2"_s));
        disk = scene.disk();
        QVERIFY(disk);
        QCOMPARE(disk->savepoints.size(), 2);
        QVERIFY(disk->unreadable.isEmpty());
        both.savepoints.first().spec.directory = u"s3://bucket/SUSPEND"_s;
        scene.holdings.apply(both);
        disk = scene.disk();
        QVERIFY(disk);
        QCOMPARE(disk->savepoints.size(), 1);
        QCOMPARE(disk->unreadable, QStringList{both.savepoints.first().metadata.id});
    }
};

QTEST_GUILESS_MAIN(tst_Reader)

#include "tst_reader.moc"
