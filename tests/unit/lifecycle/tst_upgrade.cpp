// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

//! lifecycle.md §4.
class TestUpgrade : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void change_data()
    {
        QTest::addColumn<UpgradeStrategy>("strategy");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("action");
        const auto S = UpgradeStrategy::Stateful;
        QTest::newRow("template, STATEFUL") << S << u"template"_s << u"stop"_s;
        QTest::newRow("template, STATELESS")
            << UpgradeStrategy::Stateless << u"template"_s << u"cancel"_s;
        QTest::newRow("template, NONE") << UpgradeStrategy::None << u"template"_s << QString();
        QTest::newRow("session cluster") << S << u"cluster"_s << u"stop"_s;
        QTest::newRow("content of the jar") << S << u"jar"_s << u"stop"_s;
        QTest::newRow("labels") << S << u"labels"_s << QString();
        QTest::newRow("attempts") << S << u"attempts"_s << QString();
        QTest::newRow("the same again") << S << QString() << QString();
    }
    void change()
    {
        QFETCH(UpgradeStrategy, strategy);
        QFETCH(QString, what);
        QFETCH(QString, action);
        Scene scene = running();
        Deployment &document = scene.stored.deployment;
        document.spec.upgradeStrategy = strategy;
        if (what == "template"_L1)
            document.spec.jobTemplate.parallelism = 9;
        else if (what == "cluster"_L1)
            scene.stored.record.sessionClusterId = u"another"_s;
        else if (what == "jar"_L1)
            scene.stored.record.artifactSha256 = u"def"_s;
        else if (what == "labels"_L1)
            document.metadata.labels[u"a"_s] = u"b"_s;
        else if (what == "attempts"_L1)
            document.spec.maxJobCreationAttempts = 9;
        const Decision decision = scene.step();
        QCOMPARE(as<StopJob>(decision) != nullptr, action == "stop"_L1);
        QCOMPARE(as<CancelJob>(decision) != nullptr, action == "cancel"_L1);
        QCOMPARE(scene.state() == DeploymentState::Running, action.isEmpty());
    }

    void nothingIsStoppedWhileItsSuccessorCouldNotStart()
    {
        Scene scene = running();
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.cluster.state = SessionClusterState::Stopping;
        const Decision decision = scene.step();
        QVERIFY(std::holds_alternative<NoAction>(decision.action));
        QCOMPARE(scene.newest().status.state, JobState::Started);
        scene.cluster.state = SessionClusterState::Running;
        scene.pass(1);
        QVERIFY(as<StopJob>(scene.step()));
    }

    void pinIsSetWithTheEndAndDroppedWithTheStart()
    {
        Scene scene = running();
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.step();
        const QString id = scene.savepoints.last().metadata.id;
        const QString path = scene.savepoints.last().spec.directory + u"/savepoint-1"_s;
        scene.facts.operations = {{.savepointId = id,
                                   .state = OperationState::Completed,
                                   .location = path,
                                   .requestedAt = at(0)}};
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.pass(1);
        const Decision decision = scene.step();
        QCOMPARE(decision.records.deployments.last().record.pinnedSavepointId, id);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
        QCOMPARE(scene.newest().spec.savepointLocation, path);
        QCOMPARE(scene.newest().spec.jobTemplate.parallelism, 2);
        scene.newest().submission = {.requestsSent = 1, .firstSentAt = at(1), .lastSentAt = at(1)};
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.pass(1);
        scene.step();
        QVERIFY(scene.stored.record.pinnedSavepointId.isEmpty());
        QCOMPARE(scene.state(), DeploymentState::Running);
    }

    //! §4, and never from older state than the job left (§9.4).
    void savepointOfTheStopThatFailedStartsTheUpgrade_data()
    {
        QTest::addColumn<qint64>("checkpoint");
        QTest::addColumn<qint64>("pinned"); // 0: that of the stop, which the final read lacks
        QTest::newRow("the last it left") << qint64(4) << qint64(5);
        QTest::newRow("the job ran on after it") << qint64(6) << qint64(6);
        QTest::newRow("nobody knows its place") << qint64(4) << qint64(0);
    }
    void savepointOfTheStopThatFailedStartsTheUpgrade()
    {
        QFETCH(qint64, checkpoint);
        QFETCH(qint64, pinned);
        Scene scene = running();
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.step();
        const Savepoint stop = scene.savepoints.last();
        scene.pass(1);
        scene.facts.operations = {{.savepointId = stop.metadata.id,
                                   .state = OperationState::Failed,
                                   .location = stop.spec.directory + u"/savepoint-1"_s,
                                   .failure = u"the job could not be stopped"_s,
                                   .requestedAt = scene.now}};
        scene.list(scene.newest(), FlinkJobStatus::Failed);
        scene.facts.failureCause = u"the job could not be stopped"_s;
        scene.step();
        scene.pass(5);
        StateView read = emptyState(scene.now);
        read.isExternalized = true;
        if (pinned > 0)
            read.savepoint = samples::checkpoint(5, stop.spec.directory + u"/savepoint-1"_s);
        read.completed = samples::checkpoint(checkpoint, u"file:/cp/id/chk-6"_s);
        scene.facts.state = read;
        scene.facts.disk = DiskView{.requestedAt = scene.now}; // another machine's
        scene.step();
        QCOMPARE(scene.jobs.first().status.state, JobState::Failed);
        const QString id = scene.stored.record.pinnedSavepointId;
        QCOMPARE(id == stop.metadata.id, pinned != checkpoint);
        QCOMPARE(scene.find(id).spec.flinkSavepointId, pinned);
        QVERIFY(!scene.failure());
    }

    void pinIsTheStopThatEndedTheJob()
    {
        Scene scene = running();
        Savepoint earlier = savepoint(scene.newest(), SavepointOrigin::Suspend, 3);
        earlier.spec.directory = u"file:/sp/"_s + earlier.metadata.id; // its leader forgot it
        scene.savepoints = {earlier};
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.step();
        const Savepoint stop = scene.savepoints.last();
        scene.facts.operations = {{.savepointId = stop.metadata.id,
                                   .state = OperationState::Completed,
                                   .location = stop.spec.directory + u"/savepoint-1"_s,
                                   .requestedAt = scene.now}};
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.jobs.first().status.state, JobState::Finished);
        QCOMPARE(scene.stored.record.pinnedSavepointId, stop.metadata.id);
    }

    void savepointOfAnEarlierStopDoesNotStartTheUpgrade()
    {
        Scene scene = running();
        Savepoint earlier = savepoint(scene.newest(), SavepointOrigin::Suspend, 3);
        earlier.spec.directory = u"file:/sp/"_s + earlier.metadata.id;
        earlier.status.failure = u"the job could not be stopped"_s;
        scene.savepoints = {earlier};
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.step();
        QCOMPARE(scene.savepoints.size(), 2);
        scene.list(scene.newest(), FlinkJobStatus::Failed);
        scene.facts.failureCause = u"NullPointerException"_s;
        scene.pass(1);
        scene.step();
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.facts.operations = {{.savepointId = scene.savepoints.last().metadata.id,
                                   .state = OperationState::Failed,
                                   .failure = u"the job is gone"_s,
                                   .requestedAt = scene.now}};
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.stored.record.pinnedSavepointId.isEmpty());
        QCOMPARE(scene.failure(), FailureReason::FailedDuringStop);
    }

    void whatCouldNotBeStartedIsNotStopped()
    {
        Scene scene = running();
        scene.stored.deployment.spec.jobTemplate.artifact.jarUri = u"s3://bucket/a.jar"_s;
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        QCOMPARE(scene.failure(), FailureReason::StartRefused);
        QCOMPARE(scene.newest().status.state, JobState::Started);
    }

    void failedSuspensionNeverCancels()
    {
        Scene scene = running();
        scene.cluster.savepointDirectory.clear();
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(!as<CancelJob>(scene.step()));
            scene.pass(60);
        }
        QCOMPARE(scene.failure(), FailureReason::SuspendFailed);
    }

    void newestCheckpointIsPinnedByACancel_data()
    {
        QTest::addColumn<bool>("isThere"); // says the final read
        QTest::addColumn<bool>("isAsked"); // in this generation
        QTest::addColumn<QString>("restored");
        QTest::newRow("it outlived the cancel") << true << true << u"file:/cp/id/chk-9"_s;
        QTest::newRow("none is left") << false << true << QString();
        QTest::newRow("asked for before the last wish") << true << false << QString();
    }
    void newestCheckpointIsPinnedByACancel()
    {
        QFETCH(bool, isThere);
        QFETCH(bool, isAsked);
        QFETCH(QString, restored);
        Scene scene = running();
        scene.cluster.jobs.begin()->tasksRunning = 0; // the pre-check of a stop is not met
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.stored.record.generation = 2;
        scene.stored.record.checkpointUpgradeGeneration = isAsked ? 2 : 1;
        const Decision decision = scene.step();
        QCOMPARE(as<CancelJob>(decision) != nullptr, isAsked);
        if (!isAsked)
            return;
        scene.list(scene.newest(), FlinkJobStatus::Canceled);
        scene.pass(1);
        scene.step();
        scene.pass(10);
        StateView read = emptyState(scene.now);
        read.isExternalized = true;
        read.isDeletedOnCancellation = !isThere;
        read.completed = checkpoint(9, u"file:/cp/id/chk-9"_s);
        scene.facts.state = read;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QCOMPARE(scene.failure() == FailureReason::StateUnavailable, !isThere);
        QCOMPARE(scene.stored.record.pinnedSavepointId.isEmpty(), !isThere);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), isThere ? 2 : 1);
        QCOMPARE(isThere ? scene.newest().spec.savepointLocation : QString(), restored);
    }

    //! The wish that was asked for once is not one for the next change.
    void upgradeFromCheckpointIsOfOneChange()
    {
        Scene scene = running();
        scene.stored.record.fulfilledGeneration = scene.stored.record.generation;
        scene.stored.record.checkpointUpgradeGeneration = scene.stored.record.generation;
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Running);
        QCOMPARE(scene.stored.record.checkpointUpgradeGeneration, 0);
    }

    void runningSaysWhichJobAndSinceWhen_data()
    {
        QTest::addColumn<bool>("isTheSame");
        QTest::newRow("the same job") << true;
        QTest::newRow("another job") << false;
    }
    void runningSaysWhichJobAndSinceWhen()
    {
        QFETCH(bool, isTheSame);
        Scene scene = running();
        const QString id = scene.newest().metadata.id;
        scene.stored.deployment.status = {
            .state = DeploymentState::Running,
            .running =
                RunningStatus{.jobId = isTheSame ? id : u"another"_s, .transitionTime = at(-60)}};
        scene.step();
        const auto &running = scene.stored.deployment.status.running;
        QCOMPARE(running->jobId, id);
        QCOMPARE(running->transitionTime, isTheSame ? at(-60) : at(0));
    }

    //! It has a savepoint, but what it wrote after that nobody has read.
    void newestCheckpointOfAnUnreadEndIsNotPinned()
    {
        Scene scene = running();
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.stored.record.checkpointUpgradeGeneration = scene.stored.record.generation;
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3)};
        QVERIFY(as<CancelJob>(scene.step()));
        scene.list(scene.newest(), FlinkJobStatus::Canceled);
        scene.pass(1);
        scene.step();
        scene.pass(10);
        scene.facts.state = StateView{.isJobKnown = false, .requestedAt = scene.now};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminated);
        QVERIFY(scene.newest().ending.isFinalStateUnread);
        QVERIFY(scene.stored.record.pinnedSavepointId.isEmpty());
        QCOMPARE(scene.failure(), FailureReason::StateUnavailable);
    }

    void confirmedPlanIsWhatAnUpgradeRestores_data()
    {
        QTest::addColumn<bool>("isConfirmed");
        QTest::addColumn<StateChoiceKind>("kind");
        QTest::addColumn<QString>("restored"); // "refused": only a person may say
        const auto N = StateChoiceKind::Newest;
        QTest::newRow("nobody was asked") << false << N << u"refused"_s;
        QTest::newRow("older state was shown") << true << N << u"older"_s;
        QTest::newRow("empty was chosen") << true << StateChoiceKind::Empty << QString();
    }
    void confirmedPlanIsWhatAnUpgradeRestores()
    {
        QFETCH(bool, isConfirmed);
        QFETCH(StateChoiceKind, kind);
        QFETCH(QString, restored);
        Scene scene = running();
        scene.stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        scene.stored.record.fulfilledGeneration = 1;
        Job before = scene.newest();
        before.spec.number = 0;
        scene.savepoints = {savepoint(before, SavepointOrigin::Suspend, 1)};
        scene.savepoints[0].spec.jobId = u"of a job before"_s;
        scene.savepoints[0].spec.savepointLocation = u"older"_s;
        if (isConfirmed)
            scene.stored.record.upgradeOrder =
                StartOrder{.choice = kind,
                           .isConfirmed = true,
                           .shownSavepointId = scene.savepoints[0].metadata.id};
        scene.newest().observed.hasCompletedCheckpoint = true; // that a cancel deletes
        QVERIFY(as<CancelJob>(scene.step()));
        scene.list(scene.newest(), FlinkJobStatus::Canceled);
        scene.pass(1);
        scene.step();
        scene.pass(10);
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->completed = checkpoint(9, u"file:/cp/id/chk-9"_s);
        scene.step();
        scene.facts.stampedJobs = QStringList();
        scene.step();
        const bool isRefused = restored == "refused"_L1;
        QCOMPARE(scene.failure() == FailureReason::StateUnavailable, isRefused);
        QCOMPARE(scene.jobs.size(), isRefused ? 1 : 2);
        if (isRefused)
            return;
        QCOMPARE(scene.newest().spec.savepointLocation, restored);
        scene.newest().submission = {.requestsSent = 1, .firstSentAt = at(1), .lastSentAt = at(1)};
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.pass(10);
        scene.step();
        QVERIFY(!scene.stored.record.upgradeOrder); // used
    }
};

QTEST_APPLESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
