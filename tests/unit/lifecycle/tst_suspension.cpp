// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/suspension.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

//! The stop has been sent at 0 s.
Scene stopping()
{
    Scene scene = running();
    scene.setDesired(DesiredState::Suspended);
    scene.step();
    return scene;
}

OperationView operation(const Scene &scene, OperationState state, const QString &location = {},
                        const QString &failure = {})
{
    return OperationView{.savepointId = scene.savepoints.last().metadata.id,
                         .state = state,
                         .location = location,
                         .failure = failure,
                         .requestedAt = scene.now};
}

QString pathIn(const Savepoint &savepoint)
{
    return savepoint.spec.directory + u"/savepoint-1"_s;
}

} // namespace

//! lifecycle.md §5.
class TestSuspension : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopIsWrittenWithItsOwnTrigger()
    {
        Scene scene = running();
        scene.setDesired(DesiredState::Suspended);
        const Decision decision = scene.step();
        const StopJob *stop = as<StopJob>(decision);
        QVERIFY(stop);
        const Savepoint &written = decision.records.savepoints.last();
        QCOMPARE(stop->triggerId, flinkId(written.metadata.id));
        QCOMPARE(stop->directory, u"file:/sp/"_s + written.metadata.id);
        QCOMPARE(written.status.state, SavepointState::Started);
        QCOMPARE(decision.records.jobs.last().status.state, JobState::Terminating);
    }

    void preCheck_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<int>("tasks");
        QTest::addColumn<QString>("directory");
        QTest::addColumn<bool>("isFailed");
        QTest::newRow("restarting") << FlinkJobStatus::Restarting << 0 << u"file:/sp"_s << false;
        QTest::newRow("no task runs") << FlinkJobStatus::Running << 0 << u"file:/sp"_s << false;
        QTest::newRow("no directory") << FlinkJobStatus::Running << 1 << QString() << true;
    }
    void preCheck()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(int, tasks);
        QFETCH(QString, directory);
        QFETCH(bool, isFailed);
        Scene scene = running();
        scene.list(scene.newest(), status);
        scene.cluster.jobs.begin()->tasksRunning = tasks;
        scene.cluster.savepointDirectory = directory;
        scene.setDesired(DesiredState::Suspended);
        QVERIFY(!as<StopJob>(scene.step()));
        QCOMPARE(scene.failure().has_value(), isFailed);
        QCOMPARE(scene.stored.record.savepointAttempts, 0);
        QCOMPARE(scene.newest().status.state, JobState::Started);
    }

    void locationThenEnd()
    {
        Scene scene = stopping();
        scene.pass(1);
        scene.facts.operations = {
            operation(scene, OperationState::Completed, pathIn(scene.savepoints.last()))};
        const Decision decision = scene.step();
        QCOMPARE(decision.purpose, "location"_L1);
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Completed);
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.pass(0.1);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended); // without waiting for a cache
        QCOMPARE(scene.newest().status.state, JobState::Finished);
    }

    //! §3.9: "its id is filled in later", and with it the size.
    void placeOfAStopIsFilledIn()
    {
        Scene scene = stopping();
        const QString path = pathIn(scene.savepoints.last());
        scene.facts.operations = {operation(scene, OperationState::Completed, path)};
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.step();
        scene.facts.state.reset();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
        QVERIFY(!asks<ReadState>(scene.step())); // the cache may be older than the savepoint
        scene.pass(5);
        QVERIFY(asks<ReadState>(scene.step()));
        StateView read = emptyState(scene.now);
        read.savepoint = checkpoint(9, path);
        read.savepoint->stateSize = 4711;
        scene.facts.state = read;
        QVERIFY(!asks<ReadState>(scene.step()));
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 9);
        QCOMPARE(scene.savepoints.last().spec.stateSize, 4711);
        QVERIFY(scene.step().records.savepoints.isEmpty());
    }

    void placeOfAStopThatFlinkHasForgotten()
    {
        Scene scene = stopping();
        scene.facts.operations = {
            operation(scene, OperationState::Completed, pathIn(scene.savepoints.last()))};
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.step();
        scene.pass(5);
        scene.facts.state = StateView{.isJobKnown = false, .requestedAt = scene.now};
        QVERIFY(!asks<ReadState>(scene.step()));
        scene.facts.state.reset(); // after a restart of Headgate
        scene.pass(3700);
        QVERIFY(!asks<ReadState>(scene.step()));
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 0);
    }

    void endOfAStopWaitsForItsLocation()
    {
        Scene scene = stopping();
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.pass(5);
        scene.step();
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.facts.operations = {
            operation(scene, OperationState::Completed, pathIn(scene.savepoints.last()))};
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
    }

    void jobThatFinishedAfterItsStopFailedWasNotStopped()
    {
        Scene scene = stopping();
        const QString path = pathIn(scene.savepoints.last());
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.pass(1);
        scene.step();
        scene.pass(5);
        scene.facts.state = emptyState(scene.now);
        scene.facts.state->savepoint = checkpoint(7, path);
        scene.facts.state->savepoint->isSavepoint = scene.facts.state->savepoint->isSyncSavepoint =
            true;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        OperationView failed = operation(scene, OperationState::Failed, path);
        failed.failure = u"A savepoint was created, but the job could not be stopped."_s;
        scene.facts.operations = {failed};
        scene.step();
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Completed);
        QCOMPARE(scene.state(), DeploymentState::Finished);
    }

    void stopThatSucceedsForgetsThoseThatFailed()
    {
        Scene scene = stopping();
        scene.stored.record.savepointAttempts = 2;
        scene.stored.record.countersGeneration = scene.stored.record.generation;
        scene.facts.operations = {
            operation(scene, OperationState::Completed, pathIn(scene.savepoints.last()))};
        scene.list(scene.newest(), FlinkJobStatus::Finished);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Suspended);
        QCOMPARE(scene.stored.record.savepointAttempts, 0);
    }

    void lostAnswerRepeatsTheSameTrigger()
    {
        Scene scene = stopping();
        const QString id = scene.savepoints.last().metadata.id;
        scene.pass(1);
        scene.facts.trigger = Outcome{.kind = OutcomeKind::Unknown, .at = scene.now};
        scene.facts.triggerSavepointId = id;
        QVERIFY(!as<StopJob>(scene.step()));
        scene.pass(1);
        const Decision decision = scene.step();
        QVERIFY(as<StopJob>(decision));
        QCOMPARE(as<StopJob>(decision)->savepointId, id);
        QCOMPARE(scene.savepoints.size(), 1);
        scene.facts.trigger = Outcome{.kind = OutcomeKind::Accepted, .at = scene.now};
        scene.step();
        scene.pass(100);
        QVERIFY(!as<StopJob>(scene.step())); // seen: never again
    }

    void failedOperation_data()
    {
        QTest::addColumn<QString>("failure");
        QTest::addColumn<int>("before");
        QTest::addColumn<bool>("isFailed");
        QTest::newRow("passing") << u"Checkpoint Coordinator is suspending."_s << 0 << false;
        QTest::newRow("unheard of") << u"java.lang.Whatever"_s << 2 << false;
        QTest::newRow("the last attempt") << u"java.lang.Whatever"_s << 3 << true;
        QTest::newRow("permanent") << u"Failed to create savepoint directory at x"_s << 0 << true;
        QTest::newRow("scheme") << u"UnsupportedFileSystemSchemeException: s3"_s << 0 << true;
    }
    void failedOperation()
    {
        QFETCH(QString, failure);
        QFETCH(int, before);
        QFETCH(bool, isFailed);
        Scene scene = stopping();
        scene.stored.record.savepointAttempts = before;
        scene.stored.record.countersGeneration = scene.stored.record.generation;
        scene.facts.operations = {operation(scene, OperationState::Failed, {}, failure)};
        scene.step(); // the look is as old as the answer: the job may have ended since
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Started);
        QCOMPARE(scene.savepoints.first().status.state, SavepointState::Failed);
        QCOMPARE(scene.failure().has_value(), isFailed);
        scene.pass(100);
        const Decision again = scene.step();
        QCOMPARE(as<StopJob>(again) != nullptr, !isFailed);
        QCOMPARE(scene.savepoints.size(), isFailed ? 1 : 2); // a new trigger
    }

    void newTriggerOnlyAfterTheOldOneHasExpired()
    {
        Scene scene = stopping();
        scene.pass(1);
        scene.facts.operations = {operation(scene, OperationState::NotFound)};
        scene.facts.operations.first().requestedAt -= milliseconds(500);
        scene.step();
        QVERIFY(!scene.savepoints.last().operation.isExpired); // never seen: it may still come
        scene.facts.operations = {operation(scene, OperationState::NotFound)};
        scene.facts.trigger = Outcome{OutcomeKind::Accepted};
        scene.facts.triggerSavepointId = scene.savepoints.last().metadata.id;
        scene.step();
        scene.pass(1);
        QVERIFY(!as<StopJob>(scene.step())); // asked before the request was accepted
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        scene.facts.operations = {operation(scene, OperationState::NotFound)};
        scene.step();
        scene.pass(1);
        QVERIFY(!as<StopJob>(scene.step())); // it has failed, in a way that nobody has read
        QCOMPARE(scene.newest().status.state, JobState::Started);
        scene.pass(100);
        QVERIFY(as<StopJob>(scene.step()));
        QCOMPARE(scene.savepoints.size(), 2);
    }

    void stopsThatExpireUnreadAreCounted()
    {
        Scene scene = stopping();
        int stops = 1;
        for (int i = 0; i < 20 && !scene.failure(); ++i) {
            scene.savepoints.last().operation.seenAt = scene.now;
            scene.pass(1);
            scene.facts.operations = {operation(scene, OperationState::NotFound)};
            scene.step();
            scene.pass(1);
            scene.step();
            scene.pass(100);
            stops += as<StopJob>(scene.step()) ? 1 : 0;
        }
        QCOMPARE(scene.failure(), FailureReason::SuspendFailed);
        QCOMPARE(stops, scene.stored.deployment.spec.maxSavepointCreationAttempts);
    }

    void stopThatItsLeaderForgotSpendsNoAttempt()
    {
        Scene scene = stopping();
        scene.savepoints.last().operation.seenAt = scene.now;
        scene.pass(1);
        scene.cluster.incarnation = u"B"_s;
        scene.cluster.incarnationSeenAt = scene.now;
        scene.facts.operations = {operation(scene, OperationState::NotFound)};
        scene.step();
        scene.pass(1);
        QVERIFY(as<StopJob>(scene.step()));
        QCOMPARE(scene.stored.record.savepointAttempts, 0);
    }

    void evidence_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<bool>("isSync");
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("somebody else's stop won")
            << FlinkJobStatus::Finished << true << DeploymentState::Suspended;
        QTest::newRow("finished by itself")
            << FlinkJobStatus::Finished << false << DeploymentState::Finished;
        QTest::newRow("failed") << FlinkJobStatus::Failed << false << DeploymentState::Failed;
        QTest::newRow("cancelled") << FlinkJobStatus::Canceled << false << DeploymentState::Failed;
    }
    void evidence()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(bool, isSync);
        QFETCH(DeploymentState, state);
        Scene scene = stopping();
        scene.list(scene.newest(), status);
        scene.pass(1);
        scene.step();
        scene.pass(4);
        scene.facts.operations = {
            operation(scene, OperationState::Failed, {}, u"FlinkJobNotFoundException"_s)};
        StateView read = emptyState(scene.now);
        if (isSync) {
            read.savepoint = checkpoint(5, u"file:/theirs/savepoint-5"_s);
            read.savepoint->isSavepoint = read.savepoint->isSyncSavepoint = true;
        }
        scene.facts.state = read;
        scene.facts.failureCause = u"it broke"_s;
        scene.facts.disk = DiskView{.requestedAt = scene.now};
        scene.step();
        QCOMPARE(scene.state(), state);
    }

    void savepointWrittenAlthoughTheStopFailed()
    {
        Scene scene = stopping();
        scene.pass(1);
        scene.facts.operations = {operation(scene, OperationState::Failed,
                                            pathIn(scene.savepoints.last()), u"stop failed"_s)};
        QVERIFY(!asks<ReadState>(scene.step())); // it would be older than the statistics
        scene.pass(4);
        QVERIFY(asks<ReadState>(scene.step())); // it gets its place in the order first
        QCOMPARE(scene.savepoints.last().status.state, SavepointState::Completed);
        QCOMPARE(scene.newest().status.state, JobState::Terminating);
        StateView read = emptyState(at(5));
        read.savepoint = checkpoint(5, pathIn(scene.savepoints.last()));
        read.savepoint->stateSize = 4711;
        scene.facts.state = read;
        scene.pass(5);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Started);
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 5);
        QCOMPARE(scene.savepoints.last().spec.stateSize, 4711);
        QVERIFY(scene.state() != DeploymentState::Suspended);
    }

    void jobThatOutlivesItsStopIsStoppedAgain()
    {
        Scene scene = stopping();
        scene.pass(1);
        scene.facts.operations = {
            operation(scene, OperationState::Completed, pathIn(scene.savepoints.last()))};
        scene.step();
        scene.pass(20);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Terminating); // it may still be finishing
        scene.pass(11);
        QVERIFY(asks<ReadState>(scene.step()));
        StateView read = emptyState(scene.now);
        read.savepoint = checkpoint(5, pathIn(scene.savepoints.last()));
        scene.facts.state = read;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Started);
        QCOMPARE(scene.savepoints.first().status.state, SavepointState::Completed);
        scene.pass(100);
        QVERIFY(as<StopJob>(scene.step()));
    }

    //! The history of a new leader does not name it.
    void savepointThatTheJobOutlivedWithoutAPlaceIsNotItsLast()
    {
        Scene scene = stopping();
        scene.pass(1);
        scene.facts.operations = {
            operation(scene, OperationState::Completed, pathIn(scene.savepoints.last()))};
        scene.step();
        scene.pass(31);
        QVERIFY(asks<ReadState>(scene.step()));
        scene.facts.state = emptyState(scene.now);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Started);
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, 0);
        QVERIFY(!scene.savepoints.first().status.failure.isEmpty());
    }

    void stopWhoseDocumentIsGoneIsMadeAnew()
    {
        Scene scene = stopping();
        scene.savepoints.clear();
        scene.pass(1);
        QVERIFY(as<StopJob>(scene.step()));
        QCOMPARE(scene.savepoints.size(), 1);
        QCOMPARE(scene.stored.record.savepointAttempts, 0);
    }

    //! §5.1: a directory of the template goes before that of the cluster.
    void directoryOfTheTemplateGoesFirst_data()
    {
        QTest::addColumn<QString>("option");
        QTest::newRow("of Flink 2") << u"execution.checkpointing.savepoint-dir"_s;
        QTest::newRow("of Flink 1") << u"state.savepoints.dir"_s;
    }
    void directoryOfTheTemplateGoesFirst()
    {
        QFETCH(QString, option);
        Scene scene = running();
        scene.newest().spec.jobTemplate.flinkConfiguration[option] = u"file:/own"_s;
        scene.stored.deployment.spec.jobTemplate = scene.newest().spec.jobTemplate;
        scene.setDesired(DesiredState::Suspended);
        const Decision decision = scene.step();
        QVERIFY(as<StopJob>(decision));
        QVERIFY(as<StopJob>(decision)->directory.startsWith(u"file:/own/"_s));
    }

    void operationsAreNotAskedForWithoutAPause()
    {
        Scene scene = running();
        scene.setDesired(DesiredState::Suspended);
        const Decision decision = scene.step();
        QVERIFY(as<StopJob>(decision));
        QVERIFY(!asks<ReadOperation>(decision)); // the request is still on its way
        QVERIFY(!asks<ReadOperation>(scene.step()));
        scene.pass(0.1);
        QVERIFY(asks<ReadOperation>(scene.step()));
        QVERIFY(!asks<ReadOperation>(scene.step()));
        scene.pass(0.1);
        QVERIFY(asks<ReadOperation>(scene.step()));
    }

    void requestedSavepointThatWasNotSentDoesNotBlockTheStop()
    {
        Scene scene = running();
        scene.savepoints = {savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest)};
        scene.setDesired(DesiredState::Suspended);
        QVERIFY(as<TriggerSavepoint>(scene.step()));
    }

    void requestedSavepointLetsTheJobRun()
    {
        Scene scene = running();
        const Savepoint wanted = savepointUnderWay(scene.newest(), SavepointOrigin::UserRequest);
        scene.savepoints = {wanted};
        const Decision decision = scene.step();
        QVERIFY(as<TriggerSavepoint>(decision));
        QCOMPARE(scene.state(), DeploymentState::Running);
        scene.setDesired(DesiredState::Suspended);
        scene.pass(1);
        QVERIFY(!as<StopJob>(scene.step())); // it waits for the one in progress
        scene.facts.operations = {operation(scene, OperationState::Completed, pathIn(wanted))};
        scene.pass(1);
        QVERIFY(as<StopJob>(scene.step()));
    }

    //! Flink forgot the operation before anybody read it, and lists what it wrote.
    void savepointThatNobodyWasToldOf_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<SavepointState>("state");
        QTest::addColumn<QString>("before"); // what Flink had said of it
        QTest::addColumn<bool>("isFailure");
        using O = SavepointOrigin;
        using S = SavepointState;
        QTest::newRow("by request") << O::UserRequest << S::Failed << u"No."_s << false;
        QTest::newRow("of a stop") << O::Suspend << S::Started << QString() << true;
        QTest::newRow("of a stop that had failed") << O::Suspend << S::Failed << u"No."_s << true;
    }
    void savepointThatNobodyWasToldOf()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(SavepointState, state);
        QFETCH(QString, before);
        QFETCH(bool, isFailure);
        Scene scene = running();
        Savepoint untold = savepointUnderWay(scene.newest(), origin);
        untold.operation = {.requestsSent = 1, .seenAt = at(-60), .isExpired = true};
        untold.status = {.state = state, .failure = before};
        scene.savepoints = {untold};
        StateView read = emptyState(scene.now);
        read.savepoints = {checkpoint(8, pathIn(untold))};
        scene.facts.state = read;
        scene.step();
        const Savepoint &told = scene.savepoints.first();
        QCOMPARE(told.status.state, SavepointState::Completed);
        QCOMPARE(told.spec.savepointLocation, pathIn(untold));
        QCOMPARE(told.spec.flinkSavepointId, 8);
        QCOMPARE(!told.status.failure.isEmpty(), isFailure); // a stop that the job outlived
        QVERIFY(!isFailure || before.isEmpty() || told.status.failure == before);
    }

    //! Two within one look: Flink's history names them both.
    void savepointsThatFollowEachOtherFindTheirPlaces()
    {
        Scene scene = running();
        const auto taken = [&](int number) {
            Savepoint each = savepoint(scene.newest(), SavepointOrigin::UserRequest, 0);
            each.metadata.id += QString::number(number);
            each.spec.savepointLocation = u"file:/sp/%1/savepoint-1"_s.arg(each.metadata.id);
            return each;
        };
        scene.savepoints = {taken(1), taken(2)};
        StateView read = emptyState(scene.now);
        read.savepoints = {checkpoint(8, scene.savepoints.last().spec.savepointLocation),
                           checkpoint(7, scene.savepoints.first().spec.savepointLocation)};
        read.savepoint = read.savepoints.first();
        scene.facts.state = read;
        scene.step();
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, 7);
        QCOMPARE(scene.savepoints.last().spec.flinkSavepointId, 8);
    }

    //! What a job was started from is placed by Flink's word for it; one added by hand keeps its.
    void restoredSavepointFindsItsPlace_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<qint64>("id");
        QTest::newRow("of a stop") << SavepointOrigin::Suspend << qint64(5);
        QTest::newRow("by hand") << SavepointOrigin::Copied << qint64(0);
    }
    void restoredSavepointFindsItsPlace()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(qint64, id);
        Scene scene = running();
        Savepoint from = savepoint(scene.newest(), origin, 0);
        from.spec.savepointLocation = u"file:/sp/savepoint-1"_s;
        scene.savepoints = {from};
        scene.newest().spec.savepointId = from.metadata.id;
        StateView read = emptyState(scene.now);
        read.restored = checkpoint(5, from.spec.savepointLocation);
        scene.facts.state = read;
        scene.step();
        QCOMPARE(scene.savepoints.first().spec.flinkSavepointId, id);
    }

    void drainIsOfTheStopThatAPersonAskedFor_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<bool>("isDrained");
        QTest::newRow("the last stop") << DesiredState::Suspended << true;
        QTest::newRow("an upgrade goes on") << DesiredState::Running << false;
    }
    void drainIsOfTheStopThatAPersonAskedFor()
    {
        QFETCH(DesiredState, desired);
        QFETCH(bool, isDrained);
        Scene scene = running();
        scene.setDesired(desired);
        scene.stored.record.isDrainRequested = true;
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        const Decision decision = scene.step();
        QVERIFY(as<StopJob>(decision));
        QCOMPARE(as<StopJob>(decision)->isDrained, isDrained);
        QCOMPARE(scene.savepoints.last().spec.isDrained, isDrained);
    }
};

QTEST_APPLESS_MAIN(TestSuspension)
#include "tst_suspension.moc"
