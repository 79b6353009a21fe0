// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

//! lifecycle.md §3.4: a job that nobody has seen yet, and the sight of it.
class TestUnseen : public QObject {
    Q_OBJECT

private Q_SLOTS:
    //! §2: Flink's state of a job that is seen for the first time.
    void firstSight_data()
    {
        QTest::addColumn<FlinkJobStatus>("status");
        QTest::addColumn<JobState>("state");
        using F = FlinkJobStatus;
        QTest::newRow("INITIALIZING") << F::Initializing << JobState::Starting;
        QTest::newRow("CREATED") << F::Created << JobState::Starting;
        QTest::newRow("RUNNING") << F::Running << JobState::Started;
        QTest::newRow("RESTARTING") << F::Restarting << JobState::Started;
        QTest::newRow("FAILING") << F::Failing << JobState::Started;
        QTest::newRow("RECONCILING") << F::Reconciling << JobState::Starting;
    }
    void firstSight()
    {
        QFETCH(FlinkJobStatus, status);
        QFETCH(JobState, state);
        Scene scene = unresolved();
        scene.list(scene.newest(), status);
        scene.step();
        QVERIFY(scene.newest().submission.isSighted);
        QCOMPARE(scene.newest().status.state, state);
        QCOMPARE(scene.newest().status.started.has_value(), state == JobState::Started);
    }

    //! Only what was sent, or ran before, is looked for.
    void sightCountsWhereTheJobWasSentOrRan_data()
    {
        QTest::addColumn<bool>("hasRun");
        QTest::newRow("it has run, whatever was answered") << true;
        QTest::newRow("nothing was sent") << false;
    }
    void sightCountsWhereTheJobWasSentOrRan()
    {
        QFETCH(bool, hasRun);
        Scene scene = unresolved();
        if (hasRun)
            scene.jobs = {job(JobState::Started)};
        scene.newest().submission = {};
        scene.newest().observed.lastSighting.reset();
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.step();
        QCOMPARE(scene.newest().submission.isSighted, hasRun);
        QCOMPARE(scene.newest().observed.lastSighting.has_value(), hasRun);
    }

    void jobThatRanIsMissedWhateverWasAnswered()
    {
        Scene scene;
        scene.jobs = {job(JobState::Started)};
        scene.newest().submission = {};
        scene.step();
        scene.pass(11);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
    }

    void answerToWhatWasNotSentSaysNothing()
    {
        Scene scene = unresolved();
        scene.newest().submission = {};
        scene.cluster.isObserved = false;
        scene.facts.run = Outcome{.kind = OutcomeKind::Accepted, .at = at(-1)};
        scene.step();
        QVERIFY(!scene.newest().submission.isSighted);
    }

    //! §3.3: only time in which somebody would have looked does not count.
    void silenceIsOfAClusterThatIsThere_data()
    {
        QTest::addColumn<bool>("isThere");
        QTest::newRow("it does not answer") << true;
        QTest::newRow("it is gone") << false;
    }
    void silenceIsOfAClusterThatIsThere()
    {
        QFETCH(bool, isThere);
        Scene scene = unresolved();
        scene.cluster.isObserved = false;
        DeploymentView view = scene.view();
        if (!isThere)
            view.current = nullptr;
        const Decision decision = decide(view, scene.ids, scene.now);
        QCOMPARE(decision.memory.silentSince.has_value(), isThere);
        QVERIFY(std::holds_alternative<NoAction>(decision.action));
    }

    //! §3.4 b: any no but Duplicate.
    void rejection_data()
    {
        QTest::addColumn<OutcomeKind>("kind");
        QTest::newRow("turned down") << OutcomeKind::Rejected;
        QTest::newRow("not found") << OutcomeKind::NotFound;
        QTest::newRow("conflict") << OutcomeKind::AlreadyTerminal;
    }
    void rejection()
    {
        QFETCH(OutcomeKind, kind);
        Scene scene = unresolved();
        scene.facts.run = Outcome{.kind = kind, .message = u"No."_s, .at = at(-1)};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.newest().status.failure->message, u"No."_s);
        QCOMPARE(scene.stored.record.startAttempts, 1);
    }

    void lateRejectionEndsTheJobOfWhatFailed()
    {
        Scene scene = unresolved();
        scene.stored.record.failure =
            DeploymentFailure{.reason = FailureReason::OutcomeUnknown, .generation = 1};
        scene.facts.run = Outcome{.kind = OutcomeKind::Rejected, .message = u"No."_s, .at = at(-1)};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.failure(), FailureReason::OutcomeUnknown);
    }

    void jarThatIsTurnedAwayFailsTheAttempt()
    {
        Scene scene = unresolved();
        scene.newest().submission = {};
        scene.facts.uploadedJarId.clear();
        scene.facts.upload =
            Outcome{.kind = OutcomeKind::Rejected, .message = u"Too large."_s, .at = at(-1)};
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.newest().status.failure->reason, u"UploadFailed"_s);
        QCOMPARE(scene.newest().status.failure->message, u"Too large."_s);
        QCOMPARE(scene.stored.record.startAttempts, 1);
    }

    //! §3.8: only a directory of this job alone tells what it has written.
    void directoryThatIsLookedAt_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("directory"); // above that of the job; empty: none
        QTest::newRow("of the cluster") << QString() << QString() << u"file:/cp"_s;
        QTest::newRow("of the template")
            << u"execution.checkpointing.dir"_s << u"file:/own"_s << u"file:/own"_s;
        QTest::newRow("of the template, Flink 1")
            << u"state.checkpoints.dir"_s << u"file:/own"_s << u"file:/own"_s;
        QTest::newRow("shared by all jobs")
            << u"execution.checkpointing.create-subdir"_s << u"false"_s << QString();
        QTest::newRow("shared by all jobs, Flink 1")
            << u"state.checkpoints.create-subdir"_s << u" false "_s << QString();
    }
    void directoryThatIsLookedAt()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, directory);
        Scene scene = unresolved();
        if (!option.isEmpty())
            scene.newest().spec.jobTemplate.flinkConfiguration[option] = value;
        scene.cluster.isLocal = true;
        scene.cluster.checkpointDirectory = u"file:/cp"_s;
        scene.cluster.incarnation = u"B"_s; // way (d)
        const Decision decision = scene.step();
        QCOMPARE(asks<ReadDisk>(decision), !directory.isEmpty());
        if (directory.isEmpty())
            QCOMPARE(scene.newest().status.state, JobState::Failed);
        else
            QCOMPARE(std::get<ReadDisk>(decision.reads.first()).checkpoints,
                     directory + u'/' + flinkJobIdOf(scene.newest()));
    }
};

QTEST_APPLESS_MAIN(TestUnseen)
#include "tst_unseen.moc"
