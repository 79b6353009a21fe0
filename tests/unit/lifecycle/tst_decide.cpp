// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

Q_DECLARE_METATYPE(std::optional<JobFailure>)

namespace {

enum class Found { Nothing, Starting, Unresolved, Started, Changed, Terminating };

Scene sceneWith(Found found)
{
    Scene scene;
    if (found == Found::Nothing)
        return scene;
    scene = running();
    Job &job = scene.newest();
    switch (found) {
    case Found::Nothing:
    case Found::Started:
        break;
    case Found::Starting:
        job = samples::job(JobState::Starting);
        scene.list(job, FlinkJobStatus::Initializing);
        break;
    case Found::Unresolved:
        job = samples::job(JobState::Starting);
        scene.cluster.jobs.clear();
        break;
    case Found::Changed:
        scene.stored.deployment.spec.jobTemplate.parallelism = 2;
        break;
    case Found::Terminating:
        job.status.state = JobState::Terminating;
        job.ending.reason = TerminationReason::Suspend;
        scene.savepoints = {savepoint(job, SavepointOrigin::Suspend, 0)};
        scene.savepoints.last().status = {};
        scene.savepoints.last().spec.directory = u"file:/sp/x"_s;
        scene.savepoints.last().operation = {
            .requestsSent = 1, .lastSentAt = at(-1), .seenAt = at(-1)};
        break;
    }
    return scene;
}

QByteArray nameOf(const Action &action)
{
    constexpr const char *names[] = {"nothing", "bring jar", "run", "cancel", "stop", "savepoint"};
    return names[action.index()];
}

} // namespace

//! The table of lifecycle.md §2: every (desired, found) pair.
class TestDecide : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pair_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<int>("found");
        QTest::addColumn<DeploymentState>("state");
        QTest::addColumn<QByteArray>("action");
        using D = DesiredState;
        using S = DeploymentState;
        const auto row = [](const char *name, D desired, Found found, S state, const char *action) {
            QTest::newRow(name) << desired << int(found) << state << QByteArray(action);
        };
        row("running, nothing", D::Running, Found::Nothing, S::Transitioning, "nothing");
        row("running, starting", D::Running, Found::Starting, S::Transitioning, "nothing");
        row("running, unresolved", D::Running, Found::Unresolved, S::Transitioning, "nothing");
        row("running, started", D::Running, Found::Started, S::Running, "nothing");
        row("running, changed", D::Running, Found::Changed, S::Transitioning, "stop");
        row("running, terminating", D::Running, Found::Terminating, S::Transitioning, "nothing");
        row("suspended, nothing", D::Suspended, Found::Nothing, S::Failed, "nothing");
        row("suspended, starting", D::Suspended, Found::Starting, S::Transitioning, "nothing");
        row("suspended, unresolved", D::Suspended, Found::Unresolved, S::Transitioning, "nothing");
        row("suspended, started", D::Suspended, Found::Started, S::Transitioning, "stop");
        row("suspended, changed", D::Suspended, Found::Changed, S::Transitioning, "stop");
        row("suspended, terminating", D::Suspended, Found::Terminating, S::Transitioning,
            "nothing");
        row("cancelled, nothing", D::Cancelled, Found::Nothing, S::Cancelled, "nothing");
        row("cancelled, starting", D::Cancelled, Found::Starting, S::Transitioning, "cancel");
        row("cancelled, unresolved", D::Cancelled, Found::Unresolved, S::Transitioning, "cancel");
        row("cancelled, started", D::Cancelled, Found::Started, S::Transitioning, "cancel");
        row("cancelled, changed", D::Cancelled, Found::Changed, S::Transitioning, "cancel");
        row("cancelled, terminating", D::Cancelled, Found::Terminating, S::Transitioning, "cancel");
    }
    void pair()
    {
        QFETCH(DesiredState, desired);
        QFETCH(int, found);
        QFETCH(DeploymentState, state);
        QFETCH(QByteArray, action);
        Scene scene = sceneWith(Found(found));
        scene.stored.deployment.spec.state = desired;
        const Decision decision = scene.step();
        QCOMPARE(nameOf(decision.action), action);
        QCOMPARE(scene.state(), state);
    }

    void unchangedDecisionIsEmpty_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<int>("found");
        for (const auto desired :
             {DesiredState::Running, DesiredState::Suspended, DesiredState::Cancelled}) {
            for (int found = 0; found <= int(Found::Terminating); ++found)
                QTest::addRow("%s, %d", qPrintable(wireName(desired)), found) << desired << found;
        }
    }
    void unchangedDecisionIsEmpty()
    {
        QFETCH(DesiredState, desired);
        QFETCH(int, found);
        Scene scene = sceneWith(Found(found));
        scene.stored.deployment.spec.state = desired;
        scene.facts.isRunRequestOpen = found == int(Found::Unresolved);
        for (int i = 0; i < 3; ++i)
            scene.step();
        const Decision again = scene.step();
        QVERIFY(again.records.isEmpty());
        QVERIFY(std::holds_alternative<NoAction>(again.action));
        QVERIFY(!again.decideAgainAt || *again.decideAgainAt > scene.now);
    }

    void sameInputsGiveTheSameDecision()
    {
        Scene one = sceneWith(Found::Started);
        one.setDesired(DesiredState::Suspended);
        Scene other = one;
        QVERIFY(one.step() == other.step());
    }

    void finishedInThisGenerationStaysFinished_data()
    {
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<int>("age"); // generations since
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("running") << DesiredState::Running << 0 << DeploymentState::Finished;
        QTest::newRow("run again") << DesiredState::Running << 1 << DeploymentState::Transitioning;
        QTest::newRow("suspend of it") << DesiredState::Suspended << 1 << DeploymentState::Finished;
        QTest::newRow("suspend long after")
            << DesiredState::Suspended << 2 << DeploymentState::Failed;
    }
    void finishedInThisGenerationStaysFinished()
    {
        QFETCH(DesiredState, desired);
        QFETCH(int, age);
        QFETCH(DeploymentState, state);
        Scene scene = running();
        scene.cluster.jobs.clear();
        scene.newest().status.state = JobState::Finished;
        scene.newest().ending.endedAt = at(-10);
        scene.newest().ending.generation = 3; // created in an older one, and kept through changes
        scene.stored.record.generation = 3 + age;
        scene.stored.deployment.spec.state = desired;
        scene.step();
        QCOMPARE(scene.state(), state);
    }

    void suspendedNeedsASavepointThatEndedTheJob_data()
    {
        QTest::addColumn<qint64>("newestCheckpoint");
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("stop is last") << qint64(4) << DeploymentState::Suspended;
        QTest::newRow("it ran on") << qint64(6) << DeploymentState::Failed;
    }
    void suspendedNeedsASavepointThatEndedTheJob()
    {
        QFETCH(qint64, newestCheckpoint);
        QFETCH(DeploymentState, state);
        Scene scene = running();
        scene.cluster.jobs.clear();
        Job &job = scene.newest();
        job.status.state = JobState::Terminated;
        job.ending.reason = TerminationReason::Cancel;
        job.ending.endedAt = at(-10);
        job.observed.newestCheckpoint = checkpoint(newestCheckpoint, u"file:/cp"_s);
        scene.savepoints = {savepoint(job, SavepointOrigin::Suspend, 5)};
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        QCOMPARE(scene.state(), state);
    }

    //! A Job that only tried has not run.
    void suspendedWhereNoJobHasRunSince_data()
    {
        QTest::addColumn<qint64>("lastThatRan"); // its number; 0: none
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("only tried") << qint64(0) << DeploymentState::Suspended;
        QTest::newRow("ran before") << qint64(1) << DeploymentState::Suspended;
        QTest::newRow("has run since") << qint64(3) << DeploymentState::Failed;
    }
    void suspendedWhereNoJobHasRunSince()
    {
        QFETCH(qint64, lastThatRan);
        QFETCH(DeploymentState, state);
        Scene scene;
        Job tried = job(JobState::Failed);
        tried.spec.number = 4;
        tried.ending.endedAt = at(-10);
        tried.status.started.reset();
        if (lastThatRan > 0) {
            Job ran = job(JobState::Failed);
            ran.metadata.id = u"aaaaaaaa-0000-4000-8000-000000000009"_s;
            ran.spec.number = lastThatRan;
            ran.ending.endedAt = at(-20);
            scene.jobs.append(ran);
        }
        scene.jobs.append(tried);
        Job stopped = tried;
        stopped.spec.number = 2;
        stopped.metadata.id = u"stopped"_s;
        scene.savepoints = {savepoint(stopped, SavepointOrigin::Suspend, 5)};
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        QCOMPARE(scene.state(), state);
    }

    void missingJobWithoutADocumentStaysFailed()
    {
        Scene scene;
        scene.stored.record.failure =
            DeploymentFailure{.reason = FailureReason::EndedUnseen, .generation = 1};
        QVERIFY(std::holds_alternative<NoAction>(scene.step().action));
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
    }

    void failedStaysUntilTheGenerationDiffers()
    {
        Scene scene;
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::NoJobToSuspend);
        const Event &told = scene.events.last();
        QCOMPARE(told.name, u"StateChanged"_s);
        QCOMPARE(told.severity, Severity::Error);
        scene.stored.deployment.spec.jobTemplate.parallelism = 3; // a template does not end it
        scene.pass(100);
        QVERIFY(scene.step().records.isEmpty());
        scene.setDesired(DesiredState::Cancelled);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Cancelled);
        QVERIFY(!scene.failure());
        QCOMPARE(scene.events.last().severity, Severity::Info);
    }

    void failedEndsWhenTheFactsComeToEqualTheWish()
    {
        Scene scene = running();
        scene.stored.record.failure =
            DeploymentFailure{.reason = FailureReason::OutcomeUnknown, .generation = 1};
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Running);
        QVERIFY(scene.hasEvent("FailureEnded"_L1));
    }

    //! Nobody knows what an adopted job runs, so that it is not what was saved.
    void adoptedJobIsNotWhatWasSaved()
    {
        Scene scene = running();
        scene.newest().spec.isTemplateUnknown = true;
        scene.stored.record.failure =
            DeploymentFailure{.reason = FailureReason::OutcomeUnknown, .generation = 1};
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::OutcomeUnknown);
    }

    void failedSuspensionEndsWithItsSavepoint_data()
    {
        QTest::addColumn<SavepointState>("savepoint");
        QTest::addColumn<DeploymentState>("state");
        QTest::newRow("completed after all")
            << SavepointState::Completed << DeploymentState::Suspended;
        QTest::newRow("there is none") << SavepointState::Failed << DeploymentState::Failed;
    }
    void failedSuspensionEndsWithItsSavepoint()
    {
        QFETCH(SavepointState, savepoint);
        QFETCH(DeploymentState, state);
        Scene scene;
        Job stopped = job(JobState::Finished);
        stopped.ending.reason = TerminationReason::Suspend;
        stopped.ending.endedAt = at(-10);
        scene.jobs = {stopped};
        scene.savepoints = {samples::savepoint(stopped, SavepointOrigin::Suspend, 5)};
        scene.savepoints.last().status.state = savepoint;
        scene.setDesired(DesiredState::Suspended);
        scene.stored.record.failure = DeploymentFailure{
            .reason = FailureReason::SuspendFailed, .generation = scene.stored.record.generation};
        scene.step();
        QCOMPARE(scene.state(), state);
        QCOMPARE(scene.hasEvent("FailureEnded"_L1), state == DeploymentState::Suspended);
    }

    void cancelGoesOutOfFailed()
    {
        Scene scene = running();
        scene.setDesired(DesiredState::Cancelled);
        scene.stored.record.failure = DeploymentFailure{
            .reason = FailureReason::OutcomeUnknown, .generation = scene.stored.record.generation};
        QVERIFY(as<CancelJob>(scene.step()));
    }

    void suspendWithoutAJobSaysWhatBecameOfIt_data()
    {
        QTest::addColumn<std::optional<JobFailure>>("failure");
        QTest::addColumn<QString>("said");
        QTest::newRow("it failed") << std::optional(JobFailure{.message = u"It broke."_s})
                                   << u"job 1 has failed. It broke."_s;
        QTest::newRow("nobody knows why")
            << std::optional<JobFailure>() << u"There is no job to suspend."_s;
    }
    void suspendWithoutAJobSaysWhatBecameOfIt()
    {
        QFETCH(std::optional<JobFailure>, failure);
        QFETCH(QString, said);
        Scene scene;
        scene.jobs = {job(JobState::Failed)};
        scene.newest().status.failure = failure;
        scene.newest().ending.endedAt = at(-10);
        scene.setDesired(DesiredState::Suspended);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::NoJobToSuspend);
        QVERIFY(scene.stored.record.failure->message.endsWith(said));
    }

    void restoredFromCopySendsNothing()
    {
        Scene scene = running();
        scene.newest().status.state = JobState::Failed;
        scene.newest().ending.endedAt = at(-10); // it would be cancelled on sight
        scene.stored.record.failure =
            DeploymentFailure{.reason = FailureReason::RestoredFromCopy, .generation = 1};
        const Decision decision = scene.step();
        QVERIFY(std::holds_alternative<NoAction>(decision.action));
        QCOMPARE(scene.state(), DeploymentState::Failed);
    }

    void waitGoesOnFromWhenItBegan()
    {
        Scene scene;
        scene.cluster.isObserved = false;
        scene.step();
        const auto waiting = scene.stored.record.waiting;
        QVERIFY(waiting);
        scene.pass(30);
        QVERIFY(scene.step().records.isEmpty());
        QCOMPARE(scene.stored.record.waiting->since, waiting->since);
    }
};

QTEST_APPLESS_MAIN(TestDecide)
#include "tst_decide.moc"
