// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/engine/scene.h"

#include <QDir>
#include <QElapsedTimer>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! What people may not do while jobs run, and what the engine keeps in order by itself.
class tst_Engine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void addressOfLiveJobsLeadsToTheSameCluster_data()
    {
        QTest::addColumn<bool>("isSameProcess");
        QTest::addColumn<bool>("isConfirmed");
        QTest::addColumn<bool>("isSaved");
        QTest::newRow("the same JobManager") << true << false << true;
        QTest::newRow("another one") << false << false << false;
        QTest::newRow("another one, a person says") << false << true << true;
    }
    //! lifecycle.md §8.
    void addressOfLiveJobsLeadsToTheSameCluster()
    {
        QFETCH(bool, isSameProcess);
        QFETCH(bool, isConfirmed);
        QFETCH(bool, isSaved);
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.isReachable, 60'000);
        FakeFlink elsewhere(runningJobIds(1));
        if (!isSameProcess)
            elsewhere.replaceJobManager(u"/fake/flink-web-other"_s);
        SessionClusterDraft moved(*scene.cluster);
        moved.cluster.spec.url = elsewhere.url();
        moved.isSameCluster = isConfirmed;
        const auto saved = scene.answer(scene.host->saveSessionCluster(moved));
        QCOMPARE(saved.has_value(), isSaved);
        if (!isSaved) {
            QCOMPARE(saved.error().kind, ErrorKind::NotPermitted);
            QCOMPARE(saved.error().fields.size(), 1);
            QCOMPARE(saved.error().fields.first().path, u"spec.url"_s);
            QVERIFY(saved.error().message.contains(u"counting-1"_s));
            return;
        }
        QTRY_COMPARE_WITH_TIMEOUT(scene.cluster->spec.url, elsewhere.url(), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(elsewhere.count(u"/jobs/overview"_s) > 2, 60'000);
        QVERIFY(!scene.clusterReport->isPerhapsAnother);
    }

    void nameOfASessionClusterStays()
    {
        Scene scene;
        QVERIFY(scene.begin());
        SessionCluster renamed = *scene.cluster;
        renamed.metadata.name = u"another"_s;
        const auto refused = scene.answer(scene.host->saveSessionCluster(renamed));
        QVERIFY(!refused);
        QCOMPARE(refused.error().fields.first().path, u"metadata.name"_s);
    }

    void kindStaysWhileJobsRunThere()
    {
        Scene scene;
        QVERIFY(scene.begin());
        SessionCluster changed = *scene.cluster;
        changed.spec.kind = SessionClusterKind::Local;
        changed.spec.flinkHome = u"/flink"_s;
        const auto refused = scene.answer(scene.host->saveSessionCluster(changed));
        QVERIFY(!refused);
        QVERIFY(std::ranges::find(refused.error().fields, u"spec.kind"_s, &FieldError::path)
                != refused.error().fields.end());
    }

    void aLookWithNothingNewTellsItsTimeAlone()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(!scene.seen.isEmpty(), 60'000);
        QCOMPARE(scene.seen.last().deploymentId, scene.deployment->deployment.metadata.id);
        QVERIFY(scene.seen.last().at > *scene.deployment->lastSeen);
        QCOMPARE(scene.deployment->tasks, u"2 of 2"_s);
        scene.flink.setRunningTasks(1);
        QTRY_COMPARE_WITH_TIMEOUT(scene.deployment->tasks, u"1 of 2"_s, 60'000);
    }

    void aLookThatIsAskedForComesAtOnce()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(!scene.seen.isEmpty(), 60'000); // calm by now
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 4; ++i) {
            const int before = scene.flink.count(u"/jobs/overview"_s);
            const auto asked = scene.answer(
                scene.host->lookAt({scene.cluster->metadata.id, u"gone"_s, QString()}));
            QVERIFY(asked);
            QCOMPARE(*asked, 1);
            QTRY_VERIFY_WITH_TIMEOUT(scene.flink.count(u"/jobs/overview"_s) > before, 60'000);
        }
        QVERIFY(timer.elapsed() < 10'000); // of themselves they come each 5 s
        const QString id = scene.cluster->metadata.id;
        QVERIFY(scene.answer(scene.host->stopSessionCluster(id, true))); // it is only detached
        const auto asked = scene.answer(scene.host->lookAt({id}));
        QVERIFY(asked);
        QCOMPARE(*asked, 0);
    }

    void theRestMayBeChangedMeanwhile()
    {
        Scene scene;
        QVERIFY(scene.begin());
        SessionCluster changed = *scene.cluster;
        changed.spec.savepointDirectory = u"file:///savepoints"_s;
        const auto saved = scene.answer(scene.host->saveSessionCluster(changed));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved->spec.savepointDirectory, u"file:///savepoints"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            scene.deployment && !scene.deployment->refusals.contains(DeploymentAction::Suspend),
            60'000); // it counts at once
    }

    void savepointIsDeletedByFlink_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<SavepointState>("state");
        QTest::addColumn<bool>("isGone");
        const auto F = SavepointState::FailedDeletion;
        QTest::newRow("done") << u"{}"_s << SavepointState::Deleting << true;
        QTest::newRow("failed")
            << uR"({"failure-cause":{"class":"a.B","stack-trace":"a.B: No such file"}})"_s << F
            << false;
        QTest::newRow("forgotten") << QString() << F << false;
    }
    //! lifecycle.md §5, "Disposal".
    void savepointIsDeletedByFlink()
    {
        QFETCH(QString, answer);
        QFETCH(SavepointState, state);
        QFETCH(bool, isGone);
        Scene scene;
        scene.flink.setDisposal(answer);
        Savepoint savepoint = scene.savepointOf(scene.contents.jobs.first());
        scene.contents.savepoints = {savepoint};
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.isReachable, 60'000);
        QVERIFY(scene.answer(scene.host->deleteSavepoint(savepoint.metadata.id, false)));
        QTRY_COMPARE_WITH_TIMEOUT(scene.removedSavepoints.contains(savepoint.metadata.id), isGone,
                                  60'000);
        QTRY_COMPARE_WITH_TIMEOUT(scene.savepoint->status.state, state, 60'000);
        QCOMPARE(scene.flink.count(u"POST /savepoint-disposal"_s), 1);
        scene.host.reset();
        const auto store = Store::open(scene.directory, scene.clock);
        QVERIFY(store);
        const auto stored = (*store)->load()->savepoints;
        QCOMPARE(stored.size(), isGone ? 0 : 1);
        if (!isGone)
            QCOMPARE(stored.first().status.state, SavepointState::FailedDeletion);
    }

    void forgottenSavepointKeepsItsFiles()
    {
        Scene scene;
        const Savepoint savepoint = scene.savepointOf(scene.contents.jobs.first());
        scene.contents.savepoints = {savepoint};
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.isReachable, 60'000);
        QVERIFY(scene.answer(scene.host->deleteSavepoint(savepoint.metadata.id, true)));
        QTRY_VERIFY_WITH_TIMEOUT(scene.removedSavepoints.contains(savepoint.metadata.id), 60'000);
        QCOMPARE(scene.flink.count(u"POST /savepoint-disposal"_s), 0);
        QVERIFY(!scene.events.filter(savepoint.spec.savepointLocation).isEmpty());
    }

    void neededSavepointStays()
    {
        Scene scene;
        const Savepoint savepoint = scene.savepointOf(scene.contents.jobs.first());
        scene.contents.savepoints = {savepoint};
        scene.contents.deployments.first().record.pinnedSavepointId = savepoint.metadata.id;
        QVERIFY(scene.begin());
        for (const bool areFilesKept : {false, true}) {
            const auto refused =
                scene.answer(scene.host->deleteSavepoint(savepoint.metadata.id, areFilesKept));
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::NotPermitted);
        }
    }

    //! lifecycle.md §6: found, offered, and off the list when it has ended.
    void jobThatWasLetGoOfIsToldOf()
    {
        Scene scene;
        const QString id = runningJobIds(2).last();
        FakeFlink flink(QStringList{id});
        scene.contents.sessionClusters.first().spec.url = flink.url();
        scene.contents.orphans = {
            {.flinkJobId = id,
             .sessionClusterId = scene.contents.sessionClusters.first().metadata.id,
             .deploymentName = u"stray"_s,
             .isCancelledOnSight = false}};
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.orphans.value(0).isRunning, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(scene.events.filter(u"PossibleOrphanRuns"_s).size(), 1, 60'000);
        QCOMPARE(flink.count(u"PATCH /jobs/:id"_s), 0);
        flink.end(id);
        QTRY_VERIFY_WITH_TIMEOUT(scene.orphans.isEmpty(), 60'000);
    }

    //! It is TERMINATED by force; how Flink ended it is seen later.
    void jobThatWasLetGoOfIsShownAsItEnded()
    {
        Scene scene;
        StoredDeployment &stored = scene.contents.deployments.first();
        stored.deployment.spec.state = DesiredState::Cancelled;
        stored.deployment.status = {.state = DeploymentState::Cancelled};
        Job &job = scene.contents.jobs.first();
        job.status.state = JobState::Terminated;
        job.status.failure = JobFailure{.reason = u"ForceCancelled"_s};
        job.ending.reason = TerminationReason::Cancel;
        job.ending.endedAt = scene.clock.now();
        scene.contents.orphans = {{.flinkJobId = runningJobIds(1).first(),
                                   .sessionClusterId = job.spec.sessionClusterId,
                                   .deploymentId = stored.deployment.metadata.id,
                                   .deploymentName = u"counting"_s,
                                   .jobId = job.metadata.id,
                                   .isCancelledOnSight = false}};
        QVERIFY(scene.begin());
        QCOMPARE(scene.deployment->concerns.size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(scene.orphans.value(0).isRunning, 60'000);
        QTRY_COMPARE(scene.deployment->concerns, QList{Concern::JobStillRuns});
        QCOMPARE(scene.job->status.started->observedFlinkJobStatus, FlinkJobStatus::Running);
        scene.flink.end(runningJobIds(1).first());
        QTRY_VERIFY_WITH_TIMEOUT(scene.orphans.isEmpty(), 60'000);
        QTRY_COMPARE(scene.deployment->concerns, QList<Concern>());
        QTRY_COMPARE(scene.job->status.started->observedFlinkJobStatus, FlinkJobStatus::Finished);
        QCOMPARE(scene.job->status.state, JobState::Terminated);
    }

    //! Its other events are told by it after the next start, when nothing else knows it.
    void lastEventOfADeletedDeploymentHasItsName()
    {
        Scene scene;
        scene.contents.jobs.clear();
        Deployment &deployment = scene.contents.deployments.first().deployment;
        deployment.spec.state = DesiredState::Cancelled;
        deployment.status = {.state = DeploymentState::Cancelled};
        QVERIFY(scene.begin());
        QVERIFY(scene.answer(scene.host->deleteDeployment(deployment.metadata.id)));
        scene.host.reset();
        const auto store = Store::open(scene.directory, scene.clock);
        QVERIFY(store);
        const auto events = (*store)->events({.limit = 1}); // the newest
        QVERIFY(events && events->size() == 1);
        QCOMPARE(events->first().name, u"DeploymentDeleted"_s);
        QCOMPARE(events->first().deploymentId, deployment.metadata.id);
        QCOMPARE(events->first().deploymentName, deployment.metadata.name);
    }

    void addressChangesWhereNoJobRuns()
    {
        Scene scene;
        scene.contents.deployments.clear();
        scene.contents.jobs.clear();
        QVERIFY(scene.begin());
        SessionCluster moved = *scene.cluster;
        moved.spec.url = u"http://127.0.0.1:1"_s;
        const auto saved = scene.answer(scene.host->saveSessionCluster(moved));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved->spec.url, moved.spec.url);
    }

    //! The Deployment names another by now; its Job still runs here.
    void clusterOfARunningJobIsNotDeleted()
    {
        Scene scene;
        scene.contents.deployments.first().record.sessionClusterId.clear();
        QVERIFY(scene.begin());
        const auto deleted =
            scene.answer(scene.host->deleteSessionCluster(scene.cluster->metadata.id));
        QVERIFY(!deleted);
        QVERIFY2(deleted.error().message.contains(u"counting-1"_s),
                 qPrintable(deleted.error().message));
    }

    //! lifecycle.md §8: until a person says which it is, nothing is done there.
    void anotherClusterBehindTheUrlIsDoubted()
    {
        Scene scene;
        scene.flink.setDirectory(u"file:///one"_s);
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(scene.cluster->knownDirectories.value(0), u"file:///one"_s,
                                  60'000);
        scene.flink.setDirectory(u"file:///two"_s);
        scene.flink.replaceJobManager(u"/fake/flink-web-other"_s);
        QTRY_VERIFY_WITH_TIMEOUT(scene.clusterReport->isPerhapsAnother, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(!scene.clusterReport->trouble.isEmpty(), 60'000);
        QVERIFY(scene.answer(
            scene.host->cancel(scene.contents.deployments.first().deployment.metadata.id)));
        QTRY_COMPARE_WITH_TIMEOUT(scene.deployment->deployment.status.state,
                                  DeploymentState::Transitioning, 60'000);
        const int overviews = scene.flink.count(u"/jobs/overview"_s);
        QTRY_VERIFY_WITH_TIMEOUT(scene.flink.count(u"/jobs/overview"_s) > overviews + 5, 60'000);
        QCOMPARE(scene.flink.count(u"PATCH /jobs/:id"_s), 0);
        QCOMPARE(scene.deployment->deployment.status.state, DeploymentState::Transitioning);
        QCOMPARE(scene.cluster->knownDirectories.value(0), u"file:///one"_s);

        QVERIFY(scene.answer(scene.host->confirmSameCluster(scene.cluster->metadata.id)));
        QTRY_VERIFY_WITH_TIMEOUT(!scene.clusterReport->isPerhapsAnother, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(scene.cluster->knownDirectories.value(0), u"file:///two"_s,
                                  60'000);
        QVERIFY(!scene.answer(scene.host->confirmSameCluster(scene.cluster->metadata.id)));
        QTRY_COMPARE_WITH_TIMEOUT(scene.deployment->deployment.status.state,
                                  DeploymentState::Cancelled, 60'000);
    }

    void aRestartOfTheSameClusterIsNotDoubted()
    {
        Scene scene;
        scene.flink.setDirectory(u"file:///one"_s);
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(scene.cluster->knownDirectories.value(0), u"file:///one"_s,
                                  60'000);
        scene.flink.replaceJobManager(u"/fake/flink-web-other"_s);
        QTRY_COMPARE_WITH_TIMEOUT(scene.cluster->incarnation, u"/fake/flink-web-other"_s, 120'000);
        QVERIFY(!scene.clusterReport->isPerhapsAnother);
    }

    void unusedJarsAreSwept()
    {
        Scene scene;
        const QString used(64, u'a');
        scene.contents.deployments.first().record.artifactSha256 = used;
        QDir folder(scene.directory.filePath(u"artifacts"));
        QVERIFY(folder.mkpath(u"."_s));
        for (const QString &content : {used, QString(64, u'b')}) {
            QFile jar(folder.filePath(content + u".jar"));
            QVERIFY(jar.open(QIODevice::WriteOnly));
        }
        QVERIFY(scene.begin());
        QCOMPARE(folder.entryList({u"*.jar"_s}, QDir::Files), QStringList(used + u".jar"));
    }

    void whatCannotBeRecordedIsNotDone()
    {
        const QString stop = u"POST /jobs/:id/stop"_s;
        Scene scene;
        scene.contents.jobs.first().spec.jobTemplate.flinkConfiguration.insert(
            u"execution.checkpointing.savepoint-dir"_s, u"file:///savepoints"_s);
        QVERIFY(scene.begin());
        QList<Savepoint> shown;
        connect(scene.host.get(), &EngineHost::changed, this,
                [&](const Changes &changes) { shown.append(changes.savepoints); });
        const auto other = Database::open(storePath(scene.directory));
        QVERIFY(other);
        QVERIFY((*other)->execute(u"CREATE TRIGGER noRoom BEFORE INSERT ON savepoints "
                                  "BEGIN SELECT RAISE(ABORT, 'there is no room'); END"_s));

        const QString id = scene.contents.deployments.first().deployment.metadata.id;
        QTRY_VERIFY_WITH_TIMEOUT(scene.isReachable, 60'000);
        shown.clear();
        const auto refused = scene.answer(scene.host->suspend(id, false));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QTRY_VERIFY_WITH_TIMEOUT(scene.said.contains(u"trouble"_s), 60'000);
        QCOMPARE(scene.flink.count(stop), 0);
        QVERIFY(shown.isEmpty());

        QVERIFY((*other)->execute(u"DROP TRIGGER noRoom"_s));
        QVERIFY(scene.answer(scene.host->suspend(id, false)));
        QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
        QCOMPARE(shown.first().operation.requestsSent, 1); // as if nothing had been tried before
        QTRY_COMPARE_WITH_TIMEOUT(scene.flink.count(stop), 1, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(scene.said.contains(u"well again"_s), 60'000);
    }

    void whatIsStoredIsShownBeforeItIsDecidedOn()
    {
        Scene scene;
        QVERIFY(scene.begin(u"CREATE TRIGGER noRoom BEFORE INSERT ON deployments "
                            "BEGIN SELECT RAISE(ABORT, 'there is no room'); END"_s));
        QTRY_VERIFY_WITH_TIMEOUT(scene.said.contains(u"trouble"_s), 60'000);
        QCOMPARE(scene.said.first(), u"shown"_s);
    }

    void whatCouldNotBeStartedAfterwardsIsNotStopped()
    {
        Scene scene;
        StoredDeployment &stored = scene.contents.deployments.first();
        stored.record.artifactSha256 = QString(64, u'a'); // its content is not there any more
        stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
        stored.deployment.spec.restoreStrategy = RestoreStrategy::None;
        stored.deployment.spec.jobTemplate.parallelism = 7;
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(scene.deployment->deployment.status.state,
                                  DeploymentState::Failed, 60'000);
        const QString message = scene.deployment->record.failure->message;
        QVERIFY2(message.contains(u"stored jar"_s), qPrintable(message));
        QCOMPARE(scene.flink.count(u"PATCH /jobs/:id"_s), 0);
    }

    void aClusterIsNotCalledUnreachableBeforeItsFirstLook()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_VERIFY_WITH_TIMEOUT(scene.isReachable, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(scene.deployment->deployment.status.running, 60'000);
        const QStringList unreachable = scene.events.filter(u"ClusterUnreachable"_s);
        QVERIFY2(unreachable.isEmpty(), qPrintable(scene.events.join(u'\n')));
    }

    void noDirectoryIsMissedThatIsNotKnown()
    {
        Scene scene;
        scene.contents.sessionClusters.first().spec.url = u"http://127.0.0.1:1"_s;
        QVERIFY(scene.begin());
        const auto refused = scene.answer(scene.host->triggerSavepoint(
            scene.contents.deployments.first().deployment.metadata.id));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::NotPermitted);
        QVERIFY2(refused.error().message.contains(u"not known yet"_s),
                 qPrintable(refused.error().message));
    }

    //! What a savepoint belongs to stays, and so does what lives, or ran last.
    void endedJobsBeyondFiftyAreForgotten()
    {
        Scene scene;
        scene.contents.jobs.first().spec.number = 100;
        const Job live = scene.contents.jobs.first();
        for (int number = 1; number <= 60; ++number) {
            Job ended = live;
            ended.metadata.id = u"bbbbbbbb-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
            ended.spec.number = number;
            ended.status = {.state = JobState::Failed};
            scene.contents.jobs.append(ended);
        }
        Savepoint savepoint;
        savepoint.metadata.id = u"s"_s;
        savepoint.spec.deploymentId = scene.contents.deployments.first().deployment.metadata.id;
        savepoint.spec.jobId = scene.contents.jobs[3].metadata.id; // number 3
        scene.contents.savepoints.append(savepoint);
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(scene.removedJobs.size(), 9, 60'000);
        QVERIFY(!scene.removedJobs.contains(savepoint.spec.jobId));
        QVERIFY(scene.removedJobs.contains(scene.contents.jobs[10].metadata.id));
        QVERIFY(!scene.removedJobs.contains(scene.contents.jobs[11].metadata.id));
        scene.host.reset();
        const auto store = Store::open(scene.directory, scene.clock);
        QVERIFY(store);
        QCOMPARE((*store)->load()->jobs.size(), 52); // 50, that of the savepoint, the live one
    }

    void hostBeginsAnewWhereItHadBegun()
    {
        Scene scene;
        QVERIFY(scene.begin());
        const int asked = scene.flink.count(u"/jobs/overview"_s);
        QVERIFY(scene.answer(scene.host->begin()));
        QTRY_VERIFY_WITH_TIMEOUT(scene.flink.count(u"/jobs/overview"_s) > asked, 60'000);
        QVERIFY(scene.answer(
            scene.host->cancel(scene.contents.deployments.first().deployment.metadata.id)));
    }

    void theStoreIsCopiedOnceADay()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(Store::copies(scene.directory).size(), 1, 60'000);
    }
};

QTEST_GUILESS_MAIN(tst_Engine)

#include "tst_engine.moc"
