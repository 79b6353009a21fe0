// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/decide.h"
#include "model/lifecycle/start.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

//! RUNNING is desired, and nobody else has a job of it: the next decision creates one.
Scene toStart()
{
    Scene scene;
    scene.facts.stampedJobs = QStringList();
    return scene;
}

//! The first Job ended with its JobManager, \a seconds after the last request for it.
Scene lost(double seconds)
{
    Scene scene = toStart();
    Job ended = job(JobState::Failed);
    ended.submission.lastSentAt = at(-seconds);
    ended.ending.endedAt = at(-30);
    ended.ending.endedWithJobManager = true;
    ended.ending.isFinalStateRead = true;
    ended.spec.generation = 0; // of an earlier one
    scene.jobs = {ended};
    scene.cluster.incarnation = u"B"_s;
    scene.cluster.incarnationSeenAt = at(-5);
    return scene;
}

} // namespace

//! lifecycle.md §3: what comes before a Job is created.
class TestStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCannotRunIsRefused_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        QTest::newRow("the session cluster is gone") << u"gone"_s << u"no longer exists"_s;
        QTest::newRow("Flink is too old") << u"old"_s << u"older than 1.17"_s;
        QTest::newRow("it takes no jobs") << u"closed"_s << u"takes no jobs"_s;
        QTest::newRow("the jar cannot be read") << u"unreadable"_s << u"no such file"_s;
        QTest::newRow("there is no jar") << u"jar"_s << u"No jar"_s;
    }
    void whatCannotRunIsRefused()
    {
        QFETCH(QString, what);
        QFETCH(QString, said);
        Scene scene = toStart();
        scene.cluster.isManaged = what != "old"_L1;
        scene.cluster.canSubmit = what != "closed"_L1;
        if (what == "unreadable"_L1)
            scene.facts.unreadableReason = said;
        if (what == "jar"_L1)
            scene.stored.record.artifactSha256.clear();
        DeploymentView view = scene.view();
        if (what == "gone"_L1)
            view.target = nullptr;
        const Decision decision = decide(view, scene.ids, scene.now);
        QVERIFY(decision.records.jobs.isEmpty());
        const auto &failure = decision.records.deployments.last().record.failure;
        QCOMPARE(failure->reason, FailureReason::StartRefused);
        QVERIFY(failure->message.contains(said));
    }

    //! No attempt is spent.
    void startWaitsForItsCluster_data()
    {
        QTest::addColumn<SessionClusterState>("state");
        QTest::addColumn<bool>("isObserved");
        QTest::addColumn<bool>("isPerhapsAnother");
        QTest::addColumn<QString>("waitsFor"); // empty: it does not
        using S = SessionClusterState;
        QTest::newRow("it runs") << S::Running << true << false << QString();
        QTest::newRow("it is being changed") << S::Updating << true << false << QString();
        QTest::newRow("it is stopped") << S::Stopped << false << false << u"once it is started"_s;
        QTest::newRow("it has failed") << S::Failed << false << false << u"started again"_s;
        QTest::newRow("it is being started") << S::Starting << false << false << u"to run"_s;
        QTest::newRow("it does not answer") << S::Running << false << false << u"to answer"_s;
        QTest::newRow("and says why") << S::Running << false << false << u"refused"_s;
        QTest::newRow("perhaps another") << S::Running << true << true << u"perhaps another"_s;
    }
    void startWaitsForItsCluster()
    {
        QFETCH(SessionClusterState, state);
        QFETCH(bool, isObserved);
        QFETCH(bool, isPerhapsAnother);
        QFETCH(QString, waitsFor);
        Scene scene = toStart();
        scene.cluster.state = state;
        scene.cluster.isObserved = isObserved;
        scene.cluster.isPerhapsAnother = isPerhapsAnother;
        scene.cluster.isManaged = !isPerhapsAnother; // what answers there may not be meant
        if (waitsFor == "refused"_L1)
            scene.cluster.trouble = u"The connection was refused."_s;
        scene.step();
        QCOMPARE(scene.jobs.size(), waitsFor.isEmpty() ? 1 : 0);
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        QCOMPARE(scene.stored.record.startAttempts, 0);
        if (!waitsFor.isEmpty())
            QVERIFY(scene.stored.record.waiting->what.contains(waitsFor));
    }

    //! Nothing of a job that went with its JobManager may still be on its way, or at work (§3.2,
    //! §3.7).
    void successorOfALostJobWaits_data()
    {
        QTest::addColumn<double>("lastRequest"); // seconds ago
        QTest::addColumn<bool>("isRequestOpen");
        QTest::addColumn<QString>("cluster"); // of the lost Job: "free", "taken", "gone"
        QTest::addColumn<bool>("isCreated");
        QTest::newRow("nothing is left") << 100. << false << u"free"_s << true;
        QTest::newRow("its request may be on its way") << 59. << false << u"free"_s << false;
        QTest::newRow("its request is open") << 100. << true << u"free"_s << false;
        QTest::newRow("slots are taken") << 100. << false << u"taken"_s << false;
        QTest::newRow("its cluster is gone") << 100. << false << u"gone"_s << true;
    }
    void successorOfALostJobWaits()
    {
        QFETCH(double, lastRequest);
        QFETCH(bool, isRequestOpen);
        QFETCH(QString, cluster);
        QFETCH(bool, isCreated);
        Scene scene = lost(lastRequest);
        scene.facts.isRunRequestOpen = isRequestOpen;
        if (cluster != "free"_L1)
            scene.cluster.slotsFree = 3;
        DeploymentView view = scene.view();
        if (cluster == "gone"_L1)
            view.current = nullptr;
        const Decision decision = decide(view, scene.ids, scene.now);
        QVERIFY(!decision.records.deployments.last().record.failure);
        QCOMPARE(decision.records.jobs.size(), isCreated ? 1 : 0);
    }

    //! Flink's ids are those of Headgate without dashes; another program may have chosen another.
    void adoptedJobKeepsItsFlinkId_data()
    {
        QTest::addColumn<QString>("flinkJobId");
        QTest::addColumn<bool>("isOwnId");
        QTest::newRow("32 digits") << u"0123456789abcdef0123456789abcdef"_s << true;
        QTest::newRow("something else") << u"counting"_s << false;
    }
    void adoptedJobKeepsItsFlinkId()
    {
        QFETCH(QString, flinkJobId);
        QFETCH(bool, isOwnId);
        Scene scene;
        scene.stored.record.failure = DeploymentFailure{.flinkJobs = {flinkJobId}};
        scene.cluster.jobs.insert(flinkJobId,
                                  FlinkJob{.id = flinkJobId, .status = FlinkJobStatus::Running});
        const Job taken = start::adopted(scene.view(), scene.ids, scene.now);
        QCOMPARE(flinkJobIdOf(taken), flinkJobId);
        QCOMPARE(flinkId(taken.metadata.id) == flinkJobId, isOwnId);
        QVERIFY(!taken.metadata.id.isEmpty());
        QVERIFY(taken.spec.isTemplateUnknown);
    }

    //! §3.2: what cannot be looked at now may run, and is listed; nothing of it is taken for a Job.
    void jobWithoutRecordIsOnlyCancelledWhereItIsSeen_data()
    {
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<int>("jobs");
        QTest::addColumn<int>("orphans");
        QTest::newRow("it answers") << u"answers"_s << 1 << 0;
        QTest::newRow("it is perhaps another") << u"another"_s << 0 << 1;
        QTest::newRow("it is gone") << u"gone"_s << 0 << 0;
    }
    void jobWithoutRecordIsOnlyCancelledWhereItIsSeen()
    {
        QFETCH(QString, cluster);
        QFETCH(int, jobs);
        QFETCH(int, orphans);
        Scene scene = running();
        const QString id = flinkJobIdOf(scene.newest());
        scene.jobs.clear();
        scene.stored.record.failure = DeploymentFailure{.flinkJobs = {id}};
        scene.cluster.isPerhapsAnother = cluster == "another"_L1;
        DeploymentView view = scene.view();
        if (cluster == "gone"_L1)
            view.target = nullptr;
        const start::Found found = start::foundToCancel(view, scene.ids, scene.now);
        QCOMPARE(found.jobs.size(), jobs);
        QCOMPARE(found.others.size(), orphans);
    }
};

QTEST_APPLESS_MAIN(TestStart)
#include "tst_start.moc"
