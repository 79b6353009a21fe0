// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/attempts.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

Q_DECLARE_METATYPE(std::optional<FailureReason>)

namespace {

//! The last Job has failed at -1 s; nothing is live.
Scene afterFailure(int startAttempts, const QList<Instant> &runFailures)
{
    Scene scene = running();
    scene.cluster.jobs.clear();
    scene.newest().status.state = JobState::Failed;
    scene.newest().ending.endedAt = at(-1);
    scene.newest().ending.isFinalStateRead = true;
    scene.stored.record.startAttempts = startAttempts;
    scene.stored.record.runFailures = runFailures;
    scene.stored.record.countersGeneration = 1;
    return scene;
}

} // namespace

//! lifecycle.md §3.6.
class TestAttempts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void backOff_data()
    {
        QTest::addColumn<int>("failed");
        QTest::addColumn<int>("seconds");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("one") << 1 << 2;
        QTest::newRow("two") << 2 << 4;
        QTest::newRow("five") << 5 << 32;
        QTest::newRow("six") << 6 << 60;
        QTest::newRow("a thousand") << 1000 << 60;
    }
    void backOff()
    {
        QFETCH(int, failed);
        QFETCH(int, seconds);
        QCOMPARE(attempts::backOff(failed), Duration(std::chrono::seconds(seconds)));
    }

    void nextAttemptWaits()
    {
        Scene scene = afterFailure(0, {at(-1)});
        const Decision decision = scene.step();
        QCOMPARE(decision.decideAgainAt, at(1));
        QCOMPARE(scene.jobs.size(), 1);
        scene.pass(1);
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
        QVERIFY(scene.newest().metadata.id != scene.jobs.first().metadata.id);
    }

    void oldRunFailuresMakeNobodyWait()
    {
        Scene scene = afterFailure(0, {at(-700), at(-650)});
        scene.facts.stampedJobs = QStringList();
        scene.step();
        QCOMPARE(scene.jobs.size(), 2);
    }

    void oldRunFailuresAreNotCounted()
    {
        Scene scene = running();
        scene.stored.record.runFailures = {at(-900), at(-800), at(-700)};
        scene.stored.record.countersGeneration = scene.stored.record.generation;
        scene.list(scene.newest(), FlinkJobStatus::Failed);
        scene.facts.failureCause = u"it broke"_s;
        scene.step();
        scene.pass(4);
        scene.facts.state = emptyState(scene.now);
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QVERIFY(!scene.failure());
        QCOMPARE(scene.stored.record.runFailures.size(), 1);
    }

    void countersReturnToZero_data()
    {
        QTest::addColumn<bool>("isNewGeneration");
        QTest::addColumn<bool>("isNewTemplate");
        QTest::addColumn<int>("left");
        QTest::newRow("the same") << false << false << 2;
        QTest::newRow("generation") << true << false << 0;
        QTest::newRow("template") << false << true << 0;
    }
    void countersReturnToZero()
    {
        QFETCH(bool, isNewGeneration);
        QFETCH(bool, isNewTemplate);
        QFETCH(int, left);
        Scene scene = afterFailure(2, {at(-1), at(-20)});
        if (isNewGeneration)
            ++scene.stored.record.generation;
        if (isNewTemplate)
            scene.stored.deployment.spec.jobTemplate.parallelism = 7;
        scene.step();
        QCOMPARE(scene.stored.record.startAttempts, left);
        QCOMPARE(scene.stored.record.runFailures.size(), left);
    }

    void countersOfJobsThatAreGoneReturnToZero()
    {
        Scene scene;
        scene.cluster.isObserved = false;
        scene.stored.record.startAttempts = 2;
        scene.stored.record.countersGeneration = scene.stored.record.generation;
        scene.stored.record.countersTemplate = u"of another template"_s;
        scene.step();
        QCOMPARE(scene.stored.record.startAttempts, 0);
    }

    void lastAttemptFails_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<DesiredState>("desired");
        QTest::addColumn<std::optional<FailureReason>>("failure");
        using Why = std::optional<FailureReason>;
        const auto running = DesiredState::Running;
        QTest::newRow("third of four") << 2 << running << Why();
        QTest::newRow("fourth of four") << 3 << running << Why(FailureReason::AttemptsExhausted);
        QTest::newRow("fourth of four, to be suspended")
            << 3 << DesiredState::Suspended << Why(FailureReason::NoJobToSuspend);
    }
    void lastAttemptFails()
    {
        QFETCH(int, before);
        QFETCH(DesiredState, desired);
        QFETCH(std::optional<FailureReason>, failure);
        Scene scene;
        scene.stored.deployment.spec.state = desired;
        scene.jobs = {job(JobState::Starting)};
        scene.newest().submission.rejections = 1;
        scene.newest().submission.rejection = u"no"_s;
        scene.stored.record.startAttempts = before;
        scene.stored.record.countersGeneration = 1;
        scene.step();
        QCOMPARE(scene.newest().status.state, JobState::Failed);
        QCOMPARE(scene.failure(), failure);
    }

    void firstReasonIsToldWhereItIsAnother_data()
    {
        QTest::addColumn<QString>("what"); // of the attempt before the last one
        QTest::addColumn<bool>("isTold");
        QTest::newRow("it was refused otherwise") << QString() << true;
        QTest::newRow("the same reason") << u"same"_s << false;
        QTest::newRow("of a start before") << u"generation"_s << false;
        QTest::newRow("of another template") << u"template"_s << false;
        QTest::newRow("it had run") << u"started"_s << false;
    }
    void firstReasonIsToldWhereItIsAnother()
    {
        QFETCH(QString, what);
        QFETCH(bool, isTold);
        Scene scene;
        Job former = job(JobState::Failed);
        former.metadata.id = u"aaaaaaaa-0000-4000-8000-000000000009"_s;
        former.status.started.reset();
        former.ending.endedAt = at(-200);
        former.status.failure = JobFailure{.message = what == "same"_L1 ? u"no"_s : u"no class."_s};
        if (what == "generation"_L1)
            --former.spec.generation;
        if (what == "template"_L1)
            ++former.spec.jobTemplate.parallelism;
        if (what == "started"_L1)
            former.status.started = StartedStatus{};
        scene.jobs = {former, job(JobState::Starting)};
        scene.newest().spec.number = 2;
        scene.newest().submission.rejections = 1;
        scene.newest().submission.rejection = u"no"_s;
        scene.stored.record.startAttempts = 3;
        scene.stored.record.countersGeneration = 1;
        scene.step();
        QCOMPARE(scene.failure(), std::optional(FailureReason::AttemptsExhausted));
        const QString message = scene.stored.record.failure->message;
        QCOMPARE(message.contains(u"The first one: no class. "_s), isTold);
        QVERIFY(message.endsWith(u"The last one: no"_s));
    }

    void startedJobForgetsFailedStarts()
    {
        Scene scene;
        scene.jobs = {job(JobState::Starting)};
        scene.list(scene.newest(), FlinkJobStatus::Running);
        scene.stored.record.startAttempts = 3;
        scene.stored.record.countersGeneration = 1;
        scene.step();
        QCOMPARE(scene.stored.record.startAttempts, 0);
    }
};

QTEST_APPLESS_MAIN(TestAttempts)
#include "tst_attempts.moc"
