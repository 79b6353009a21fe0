// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/permissions.h"
#include "model/lifecycle/runrequest.h"
#include "model/lifecycle/start.h"
#include "model/lifecycle/submission.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Outcome outcome(OutcomeKind kind, const QString &message = {})
{
    return Outcome{.kind = kind, .message = message, .at = at(-1)};
}

} // namespace

//! lifecycle.md §3.3 and §3.4.
class TestSubmission : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsStartedBesideAJobWithoutRecord()
    {
        Scene scene;
        scene.facts.stampedJobs = QStringList{u"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"_s};
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::JobWithoutRecord);
        QVERIFY(scene.jobs.isEmpty());
        QCOMPARE(scene.stored.record.failure->flinkJobs, *scene.facts.stampedJobs);
    }

    void cancelEndsTheJobWithoutRecord_data()
    {
        QTest::addColumn<bool>("isObserved");
        QTest::addColumn<bool>("hasHighAvailability");
        QTest::addColumn<QStringList>("listed");
        QTest::addColumn<QString>("job"); // becomes a Job
        QTest::addColumn<QStringList>("others");
        const QString one = u"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"_s;
        const QString two = u"f1f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"_s;
        QTest::newRow("both are there")
            << true << false << QStringList{one, two} << one << QStringList{two};
        QTest::newRow("the first has ended")
            << true << false << QStringList{two} << two << QStringList();
        QTest::newRow("a leader may have yet to list it")
            << true << true << QStringList{two} << two << QStringList{one};
        QTest::newRow("nobody can look")
            << false << false << QStringList() << QString() << QStringList{one, two};
    }
    void cancelEndsTheJobWithoutRecord()
    {
        QFETCH(bool, isObserved);
        QFETCH(bool, hasHighAvailability);
        QFETCH(QStringList, listed);
        QFETCH(QString, job);
        QFETCH(QStringList, others);
        Scene scene;
        scene.facts.stampedJobs = QStringList{u"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"_s,
                                              u"f1f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"_s};
        scene.step();
        scene.cluster.isObserved = isObserved;
        scene.cluster.hasHighAvailability = hasHighAvailability;
        for (const QString &id : listed)
            scene.cluster.jobs.insert(id, FlinkJob{.id = id, .status = FlinkJobStatus::Running});
        const start::Found found = start::foundToCancel(scene.view(), scene.ids, scene.now);
        QStringList orphans;
        for (const PossibleOrphan &each : found.others) {
            orphans.append(each.flinkJobId);
            QVERIFY(each.isCancelledOnSight);
            QCOMPARE(each.fenceUntil.has_value(), !hasHighAvailability);
        }
        QCOMPARE(orphans, others);
        QCOMPARE(found.jobs.isEmpty() ? QString() : flinkJobIdOf(found.jobs.first()), job);
        if (found.jobs.isEmpty())
            return;
        scene.jobs = found.jobs;
        scene.setDesired(DesiredState::Cancelled);
        const Decision decision = scene.step();
        QVERIFY(as<CancelJob>(decision));
        QCOMPARE(as<CancelJob>(decision)->flinkJobId, job);
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
    }

    void anAdoptedJobRunsOnAsItIs()
    {
        Scene scene;
        scene.stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
        const QString found = u"f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"_s;
        scene.facts.stampedJobs = QStringList{found};
        scene.step();
        QVERIFY(!refusalOf(DeploymentAction::AdoptJob, scene.view()).isEmpty()); // it is not listed
        scene.cluster.jobs.insert(found,
                                  FlinkJob{.id = found,
                                           .status = FlinkJobStatus::Running,
                                           .tasksTotal = 1,
                                           .tasksRunning = 1});
        QCOMPARE(refusalOf(DeploymentAction::AdoptJob, scene.view()), QString());
        const Job adopted = start::adopted(scene.view(), scene.ids, scene.now);
        QCOMPARE(flinkJobIdOf(adopted), found);
        QCOMPARE(flinkId(adopted.metadata.id), found);
        scene.jobs = {adopted};
        scene.stored.record.lastJobNumber = adopted.spec.number;
        scene.stored.record.failure.reset();
        for (int i = 0; i < 3; ++i) {
            const Decision decision = scene.step();
            QVERIFY(std::holds_alternative<NoAction>(decision.action));
            scene.pass(5);
        }
        QCOMPARE(scene.state(), DeploymentState::Running);
        QVERIFY(!refusalOf(DeploymentAction::AdoptJob, scene.view()).isEmpty());
        scene.setDesired(DesiredState::Cancelled);
        const Decision decision = scene.step();
        QVERIFY(as<CancelJob>(decision));
        QCOMPARE(as<CancelJob>(decision)->flinkJobId, found);
    }

    void requestGoesToTheClusterOfItsJob()
    {
        Scene scene;
        scene.jobs = {job(JobState::Starting)};
        scene.newest().submission = {};
        scene.newest().spec.savepointLocation = u"file:/sp/chosen"_s;
        scene.facts.uploadedJarId = u"jar"_s;
        scene.stored.record.sessionClusterId = u"other"_s;
        const Decision decision = scene.step();
        QVERIFY(as<RunJob>(decision));
        QCOMPARE(as<RunJob>(decision)->clusterId, u"cluster"_s);
        QCOMPARE(as<RunJob>(decision)->savepointPath, u"file:/sp/chosen"_s);
    }

    void jobThenJarThenRequest()
    {
        Scene scene;
        QVERIFY(asks<ReadStamps>(scene.step()));
        scene.facts.stampedJobs = QStringList();
        Decision decision = scene.step();
        QCOMPARE(decision.purpose, "job"_L1);
        QCOMPARE(scene.newest().submission.requestsSent, 0);
        decision = scene.step();
        QVERIFY(as<BringJar>(decision));
        scene.facts.uploadedJarId = u"jar"_s;
        decision = scene.step();
        const RunJob *run = as<RunJob>(decision);
        QVERIFY(run);
        QCOMPARE(run->flinkJobId, flinkId(scene.newest().metadata.id));
        QCOMPARE(decision.records.jobs.last().submission.requestsSent, 1);
        QCOMPARE(decision.records.jobs.last().submission.incarnation, u"A"_s);
        scene.facts.isRunRequestOpen = true;
        QVERIFY(!as<RunJob>(scene.step()));
    }

    void stampsOfAnotherClusterAreNoAnswer()
    {
        Scene scene;
        scene.facts.stampedJobs = QStringList();
        scene.facts.stampedClusterId = u"the one before"_s;
        QVERIFY(asks<ReadStamps>(scene.step()));
        QVERIFY(scene.jobs.isEmpty());
    }

    void requestIsSentOnlyRightAfterTheClusterWasIdentified()
    {
        Scene scene = unresolved();
        scene.newest().submission = {};
        scene.newest().spec.savepointLocation = u"file:/sp/chosen"_s;
        scene.facts.uploadedJarId = u"jar"_s;
        scene.now = at(3);
        QVERIFY(!as<RunJob>(scene.step()));
        scene.cluster.identifiedAt = at(0.5);
        QVERIFY(as<RunJob>(scene.step()));
    }

    void configurationIsFilledInAndStamped()
    {
        StoredDeployment stored = deployment(DesiredState::Running);
        Job started = job(JobState::Starting);
        started.spec.jobTemplate.flinkConfiguration = {
            {u"a"_s, u"{{deploymentName}}/{{namespace}}"_s},
            {u"pipeline.global-job-parameters"_s, u"x:1"_s}};
        const auto configuration = submission::configurationFor(stored.deployment, started);
        QCOMPARE(configuration[u"a"_s], u"counting/default"_s);
        QCOMPARE(configuration[u"pipeline.global-job-parameters"_s],
                 u"x:1,headgate.deployment:"_s + stored.deployment.metadata.id);
    }

    void fourRequestsAClusterAreEnough()
    {
        Scene scene = unresolved();
        scene.newest().submission = {};
        scene.cluster.openRunRequests = 4;
        QVERIFY(!as<RunJob>(scene.step()));
        scene.cluster.openRunRequests = 3;
        QVERIFY(as<RunJob>(scene.step()));
    }

    void jobThatAppearsIsTakenUp() // way (a)
    {
        Scene scene = unresolved();
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Started);
        QCOMPARE(scene.state(), DeploymentState::Running);
    }

    void resolution_data()
    {
        QTest::addColumn<int>("sent");
        QTest::addColumn<int>("rejections");
        QTest::addColumn<bool>("hasHa");
        QTest::addColumn<bool>("isReplaced");
        QTest::addColumn<bool>("hasGap");
        QTest::addColumn<int>("age"); // seconds since the last request
        QTest::addColumn<submission::Resolution>("resolution");
        using R = submission::Resolution;
        const auto row = [](const char *name, int sent, int rejections, bool ha, bool replaced,
                            bool gap, int age, R resolution) {
            QTest::newRow(name) << sent << rejections << ha << replaced << gap << age << resolution;
        };
        row("nothing known", 1, 0, false, false, false, 100, R::Open);
        row("b: rejected", 1, 1, false, false, false, 1, R::Rejected);
        row("b: rejected, HA", 1, 1, true, false, false, 1, R::Rejected);
        row("b: one of two rejected", 2, 1, false, false, false, 1, R::Open);
        row("b: rejected by one that is gone", 1, 1, false, true, false, 1, R::Open);
        row("c: before the end of the fence", 1, 0, false, false, false, 599, R::Open);
        row("c: fence over", 1, 0, false, false, false, 600, R::Unseen);
        row("c: fence over, HA", 1, 0, true, false, false, 600, R::Unseen);
        row("c: fence over, with a gap", 1, 0, false, false, true, 600, R::Missing);
        row("d: replaced, too early", 1, 0, false, true, false, 59, R::Open);
        row("d: replaced", 1, 0, false, true, false, 60, R::Unseen);
        row("d: replaced, HA", 1, 0, true, true, false, 60, R::Open);
        row("d: replaced, with a gap", 1, 0, false, true, true, 60, R::Missing);
    }
    void resolution()
    {
        QFETCH(int, sent);
        QFETCH(int, rejections);
        QFETCH(bool, hasHa);
        QFETCH(bool, isReplaced);
        QFETCH(bool, hasGap);
        QFETCH(int, age);
        QFETCH(submission::Resolution, resolution);
        Scene scene = unresolved();
        Submission &request = scene.newest().submission;
        request.requestsSent = sent;
        request.rejections = rejections;
        request.wasWatchedWithGap = hasGap;
        request.firstSentAt = request.lastSentAt = at(-age);
        scene.cluster.hasHighAvailability = hasHa;
        if (isReplaced)
            scene.cluster.incarnation = u"B"_s;
        const DeploymentView view = scene.view();
        Deliberation held(view, scene.ids, scene.now);
        QCOMPARE(submission::resolve(held, *held.newest()), resolution);
    }

    void openRequestResolvesNothing()
    {
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = scene.newest().submission.lastSentAt = at(-700);
        scene.facts.isRunRequestOpen = true;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Starting);
    }

    void fenceBeginsAnewAfterAGap()
    {
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = scene.newest().submission.lastSentAt = at(-700);
        scene.cluster.observedSince = at(-10);
        scene.step();
        QVERIFY(scene.newest().submission.wasWatchedWithGap);
        QCOMPARE(scene.newest().status.state, JobState::Starting);
        QVERIFY(!scene.failure());
    }

    void jarMissingAtTheThirdRequestTakesBackThatOne()
    {
        Scene scene = unresolved(); // the window of the first is over at 200 s
        scene.pass(200);
        QVERIFY(as<RunJob>(scene.step()));
        scene.facts.run = outcome(OutcomeKind::Unknown);
        scene.pass(300);
        QVERIFY(as<RunJob>(scene.step()));
        QCOMPARE(scene.newest().submission.requestsSent, 3);
        scene.pass(1);
        scene.facts.uploadedJarId.clear();
        scene.facts.run = outcome(OutcomeKind::JarMissing);
        scene.step();
        QCOMPARE(scene.newest().submission.requestsSent, 2);
        QCOMPARE(scene.newest().submission.lastSentAt, at(200));
        QCOMPARE(scene.stored.record.startAttempts, 1);
        scene.pass(2); // brought again and repeated at once, not after another window
        QVERIFY(as<BringJar>(scene.step()));
        scene.facts.uploadedJarId = u"jar"_s;
        QVERIFY(as<RunJob>(scene.step()));
    }

    void outageDoesNotCountIntoTheWindow_data()
    {
        QTest::addColumn<double>("outage");
        QTest::addColumn<bool>("isOver");
        QTest::newRow("none") << 0.0 << true;
        QTest::newRow("a short one") << 50.0 << false;
    }
    void outageDoesNotCountIntoTheWindow()
    {
        QFETCH(double, outage);
        QFETCH(bool, isOver);
        Scene scene = unresolved();
        scene.step();
        scene.pass(100);
        scene.step();
        scene.cluster.isObserved = outage == 0.0;
        scene.pass(outage / 2);
        scene.step();
        scene.cluster.isObserved = true;
        scene.pass(outage / 2);
        scene.step();
        scene.pass(100 - outage);
        QCOMPARE(as<RunJob>(scene.step()) != nullptr, isOver);
        scene.pass(outage);
        QVERIFY(isOver || as<RunJob>(scene.step()));
    }

    void retryWithHaWaitsForTheFence()
    {
        Scene scene = unresolved();
        scene.cluster.hasHighAvailability = true;
        scene.pass(200);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::OutcomeUnknown);
        ++scene.stored.record.generation; // Retry
        const Decision decision = scene.step();
        QVERIFY(!as<RunJob>(decision)); // a terminal id may be accepted again
        QVERIFY(!scene.failure());
        QCOMPARE(scene.state(), DeploymentState::Transitioning);
        scene.pass(299);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Starting);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed); // the fence of 600 s is over
    }

    void directoryOfAnUnseenJobTells_data()
    {
        QTest::addColumn<bool>("isLocal");
        QTest::addColumn<bool>("isReadable");
        QTest::addColumn<bool>("isAnyThere");
        QTest::addColumn<bool>("isStartedAgain");
        QTest::newRow("none was written") << true << true << false << true;
        QTest::newRow("one was written") << true << true << true << false;
        QTest::newRow("cannot be read") << true << false << false << false;
        QTest::newRow("another machine") << false << true << false << false;
    }
    void directoryOfAnUnseenJobTells()
    {
        QFETCH(bool, isLocal);
        QFETCH(bool, isReadable);
        QFETCH(bool, isAnyThere);
        QFETCH(bool, isStartedAgain);
        Scene scene = unresolved();
        scene.newest().spec.jobTemplate.flinkConfiguration[u"execution.checkpointing.interval"_s] =
            u"1 s"_s; // shorter than a gap may be
        scene.cluster.isLocal = isLocal;
        scene.cluster.checkpointDirectory = u"file:/cp"_s;
        scene.cluster.incarnation = u"B"_s; // way (d)
        const Decision decision = scene.step();
        QCOMPARE(asks<ReadDisk>(decision), isLocal);
        if (isLocal) {
            QCOMPARE(scene.newest().status.state, JobState::Starting);
            QCOMPARE(std::get<ReadDisk>(decision.reads.first()).checkpoints,
                     u"file:/cp/"_s + flinkJobIdOf(scene.newest()));
            scene.facts.disk = DiskView{.requestedAt = scene.now, .isReadable = isReadable};
            if (isAnyThere)
                scene.facts.disk->newest = checkpoint(3, u"file:/cp/id/chk-3"_s);
            scene.step();
        }
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        scene.facts.stampedJobs = QStringList();
        scene.cluster.incarnationSeenAt = at(-3600);
        scene.pass(5);
        scene.step();
        QCOMPARE(scene.jobs.size(), isStartedAgain ? 2 : 1);
        QCOMPARE(scene.failure() == FailureReason::StateUnavailable, !isStartedAgain);
        QCOMPARE(scene.savepoints.size(), isAnyThere ? 1 : 0);
    }

    void clockSetBackBeginsWaitsAnew()
    {
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = at(3500);
        scene.newest().submission.lastSentAt = at(3500);
        scene.newest().submission.lastAnswerAt = at(3600);
        scene.newest().submission.rejections = 1;
        scene.step();
        scene.pass(1);
        scene.step(); // an overview after the answer, by the clock of now
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        scene.newest().ending.endedAt = at(3600);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        scene.pass(2);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
    }

    void missingEndsByRetryOnly()
    {
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = scene.newest().submission.lastSentAt = at(-700);
        scene.newest().submission.wasWatchedWithGap = true;
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::OutcomeUnknown);
        scene.pass(1000);
        QVERIFY(scene.step().records.isEmpty());
        ++scene.stored.record.generation; // Retry
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(scene.newest().ending.isFinalStateUnread);
    }

    void repeatKeepsTheId()
    {
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = scene.newest().submission.lastSentAt = at(-300);
        const Decision decision = scene.step();
        const RunJob *run = as<RunJob>(decision);
        QVERIFY(run);
        QCOMPARE(run->flinkJobId, flinkId(scene.newest().metadata.id));
        QCOMPARE(scene.newest().submission.requestsSent, 2);
        QCOMPARE(scene.stored.record.startAttempts, 1);
        QCOMPARE(scene.jobs.size(), 1);
    }

    void noRepeat_data()
    {
        QTest::addColumn<bool>("hasHa");
        QTest::addColumn<bool>("isReplaced");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<bool>("isFailed");
        QTest::newRow("HA: unknown at once") << true << false << 0 << true;
        QTest::newRow("another incarnation") << false << true << 0 << false;
        QTest::newRow("with HA, another leader") << true << true << 0 << true;
        QTest::newRow("attempts used up") << false << false << 3 << true;
    }
    void noRepeat()
    {
        QFETCH(bool, hasHa);
        QFETCH(bool, isReplaced);
        QFETCH(int, attempts);
        QFETCH(bool, isFailed);
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = scene.newest().submission.lastSentAt =
            at(isReplaced ? -30 : -300);
        scene.stored.deployment.metadata.annotations[SubmissionTimeoutAnnotation] = u"30"_s;
        scene.cluster.hasHighAvailability = hasHa;
        if (isReplaced)
            scene.cluster.incarnation = u"B"_s;
        scene.stored.record.startAttempts = attempts;
        scene.stored.record.countersGeneration = 1;
        QVERIFY(!as<RunJob>(scene.step()));
        QCOMPARE(scene.failure().has_value(), isFailed);
        QCOMPARE(scene.newest().status.state, JobState::Starting);
    }

    void answer_data()
    {
        QTest::addColumn<OutcomeKind>("kind");
        QTest::addColumn<int>("sent");
        QTest::addColumn<bool>("isSighted");
        QTest::newRow("accepted") << OutcomeKind::Accepted << 1 << true;
        QTest::newRow("duplicate") << OutcomeKind::Duplicate << 1 << true;
        QTest::newRow("rejected") << OutcomeKind::Rejected << 1 << false;
        QTest::newRow("unknown") << OutcomeKind::Unknown << 1 << false;
        QTest::newRow("not sent") << OutcomeKind::NotSent << 0 << false;
        QTest::newRow("no jar") << OutcomeKind::JarMissing << 0 << false;
    }
    void answer()
    {
        QFETCH(OutcomeKind, kind);
        QFETCH(int, sent);
        QFETCH(bool, isSighted);
        Scene scene = unresolved();
        scene.cluster.requestedAt = at(-2); // older than the answer
        scene.facts.run = outcome(kind, u"why"_s);
        scene.step();
        QCOMPARE(scene.newest().submission.requestsSent, sent);
        QCOMPARE(scene.newest().submission.isSighted, isSighted);
        QCOMPARE(scene.newest().status.state, JobState::Starting);
        QCOMPARE(scene.stored.record.startAttempts, 0);
    }

    void duplicateMayStillBeInItsMain()
    {
        Scene scene = unresolved();
        scene.facts.run = outcome(OutcomeKind::Duplicate);
        scene.step();
        scene.pass(499); // 599 s since the request
        scene.step();
        QVERIFY(!scene.failure());
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.failure(), FailureReason::EndedUnseen);
    }

    void rejectionFailsTheAttemptOnceTheJobIsLookedFor()
    {
        Scene scene = unresolved();
        scene.cluster.requestedAt = at(-2);
        scene.facts.run = outcome(OutcomeKind::Rejected, u"No jobs included"_s);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Starting);
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.newest().status.failure->message, u"No jobs included"_s);
        QCOMPARE(scene.stored.record.startAttempts, 1);
    }

    void rejectedButRunningIsTakenUp()
    {
        Scene scene = unresolved();
        scene.facts.run = outcome(OutcomeKind::Rejected, u"second execute()"_s);
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.step();
        QCOMPARE(scene.state(), DeploymentState::Running);
        QVERIFY(scene.hasEvent("RejectedButRunning"_L1));
    }

    void uploadThatFailsPausesLonger()
    {
        Scene scene = unresolved();
        scene.newest().submission = {};
        scene.facts.uploadedJarId.clear();
        scene.facts.upload = outcome(OutcomeKind::Unknown, u"cut"_s);
        QVERIFY(!as<BringJar>(scene.step()));
        QVERIFY(scene.newest().submission.rejection.isEmpty());
        scene.pass(2);
        QVERIFY(as<BringJar>(scene.step()));
        scene.facts.upload = outcome(OutcomeKind::Unknown, u"cut"_s);
        scene.step();
        scene.pass(2);
        QVERIFY(!as<BringJar>(scene.step()));
        scene.pass(2);
        QVERIFY(as<BringJar>(scene.step()));
    }

    void outageStopsTheClock()
    {
        Scene scene = unresolved();
        scene.newest().submission.firstSentAt = scene.newest().submission.lastSentAt = at(-300);
        scene.cluster.observedSince = at(-20);
        QVERIFY(!as<RunJob>(scene.step()));
    }
};

QTEST_APPLESS_MAIN(TestSubmission)
#include "tst_submission.moc"
