// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/restore.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;
using namespace std::chrono;

Q_DECLARE_METATYPE(std::optional<FailureReason>)

namespace {

Job numbered(qint64 number)
{
    Job result = job(JobState::Failed);
    result.metadata.id = u"aaaaaaaa-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
    result.spec.number = number;
    result.ending.isFinalStateRead = true;
    return result;
}

QString idOf(const Savepoint *savepoint)
{
    return savepoint ? savepoint->metadata.id : QString();
}

} // namespace

//! lifecycle.md §3.1 and §3.8.
class TestRestore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newestIsByJobAndIdNeverByTime()
    {
        Savepoint early = savepoint(numbered(1), SavepointOrigin::UserRequest, 90);
        Savepoint late = savepoint(numbered(2), SavepointOrigin::RetainedCheckpoint, 3);
        early.metadata.createdAt = at(1000);
        QVERIFY(restore::isNewer(late, early));
        Savepoint stop = savepoint(numbered(2), SavepointOrigin::Suspend, 0);
        QVERIFY(restore::isNewer(stop, late)); // the last in its Job
        stop.status.failure = u"stop failed afterwards"_s;
        QVERIFY(!restore::isNewer(stop, late)); // it has no place yet
        Savepoint copied = savepoint(numbered(2), SavepointOrigin::Copied, 0);
        QVERIFY(restore::isNewer(copied, late));
    }

    void strategyChooses_data()
    {
        QTest::addColumn<RestoreStrategy>("strategy");
        QTest::addColumn<int>("chosen");
        QTest::newRow("latest state") << RestoreStrategy::LatestState << 1;
        QTest::newRow("latest savepoint") << RestoreStrategy::LatestSavepoint << 0;
        QTest::newRow("none") << RestoreStrategy::None << -1;
    }
    void strategyChooses()
    {
        QFETCH(RestoreStrategy, strategy);
        QFETCH(int, chosen);
        QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5),
                                savepoint(numbered(1), SavepointOrigin::RetainedCheckpoint, 6),
                                savepoint(numbered(2), SavepointOrigin::UserRequest, 7)};
        all.last().status.state = SavepointState::Failed;
        all.append(savepoint(numbered(2), SavepointOrigin::UserRequest, 8));
        all.last().spec.savepointLocation.clear(); // nothing could be restored from it
        QCOMPARE(idOf(restore::newestFor(strategy, all)),
                 chosen < 0 ? QString() : all[chosen].metadata.id);
    }

    void confirmedStateHolds_data()
    {
        QTest::addColumn<int>("shown"); // index, -1: empty
        QTest::addColumn<int>("found"); // how many there are by now
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("the same") << 0 << 1 << false;
        QTest::newRow("newer of the same line") << 0 << 2 << false;
        QTest::newRow("empty shown, one found") << -1 << 1 << true;
        QTest::newRow("shown is gone") << 1 << 1 << true;
        QTest::newRow("shown, and none is left") << 0 << 0 << true;
        QTest::newRow("empty and empty") << -1 << 0 << false;
    }
    void confirmedStateHolds()
    {
        QFETCH(int, shown);
        QFETCH(int, found);
        QFETCH(bool, isRefused);
        const QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5),
                                      savepoint(numbered(1), SavepointOrigin::UserRequest, 6)};
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.order.isConfirmed = true;
        if (shown >= 0)
            stored.record.order.shownSavepointId = all[shown].metadata.id;
        const QList<Savepoint> present = all.first(found);
        const auto choice = restore::forOrder(
            {.deployment = stored.deployment, .record = stored.record, .savepoints = present});
        QCOMPARE(choice.refusal.has_value(), isRefused);
        if (isRefused)
            QCOMPARE(*choice.refusal, FailureReason::StateDiffers);
    }

    void personChooses_data()
    {
        QTest::addColumn<StateChoiceKind>("kind");
        QTest::addColumn<QString>("path");
        QTest::newRow("empty") << StateChoiceKind::Empty << QString();
        QTest::newRow("path") << StateChoiceKind::Path << u"file:/elsewhere"_s;
        QTest::newRow("savepoint") << StateChoiceKind::Savepoint << u"older"_s;
        QTest::newRow("newest is the pin") << StateChoiceKind::Newest << u"pin"_s;
    }
    void personChooses()
    {
        QFETCH(StateChoiceKind, kind);
        QFETCH(QString, path);
        QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5),
                                savepoint(numbered(1), SavepointOrigin::Suspend, 6),
                                savepoint(numbered(2), SavepointOrigin::Suspend, 7)};
        all[0].spec.savepointLocation = u"older"_s;
        all[1].spec.savepointLocation = u"pin"_s;
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.pinnedSavepointId = all[1].metadata.id;
        stored.record.order = {
            .choice = kind, .savepointId = all[0].metadata.id, .path = u"file:/elsewhere"_s};
        const auto choice = restore::forOrder(
            {.deployment = stored.deployment, .record = stored.record, .savepoints = all});
        QVERIFY(!choice.refusal);
        QCOMPARE(choice.state.path, path);
    }

    void chosenSavepointHasToBeThere_data()
    {
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<SavepointState>("state");
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("it is") << true << SavepointState::Completed << false;
        QTest::newRow("its document is gone") << false << SavepointState::Completed << true;
        QTest::newRow("it is being deleted") << true << SavepointState::Deleting << true;
    }
    void chosenSavepointHasToBeThere()
    {
        QFETCH(bool, isKnown);
        QFETCH(SavepointState, state);
        QFETCH(bool, isRefused);
        QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5),
                                savepoint(numbered(2), SavepointOrigin::Suspend, 6)};
        all.first().status.state = state;
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.order = {.choice = StateChoiceKind::Savepoint,
                               .savepointId = isKnown ? all.first().metadata.id : u"gone"_s};
        const auto choice = restore::forOrder(
            {.deployment = stored.deployment, .record = stored.record, .savepoints = all});
        QCOMPARE(choice.refusal.has_value(), isRefused);
        if (isRefused)
            QCOMPARE(*choice.refusal, FailureReason::StateUnavailable);
    }

    void stateThatTheJobDoesNotTakeIsAllowedByEither_data()
    {
        QTest::addColumn<bool>("byDeployment");
        QTest::addColumn<bool>("byOrder");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("by nobody") << false << false << false;
        QTest::newRow("by the deployment") << true << false << true;
        QTest::newRow("for this start") << false << true << true;
    }
    void stateThatTheJobDoesNotTakeIsAllowedByEither()
    {
        QFETCH(bool, byDeployment);
        QFETCH(bool, byOrder);
        QFETCH(bool, isAllowed);
        const QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5)};
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.deployment.spec.allowNonRestoredState = byDeployment;
        stored.record.order.allowNonRestoredState = byOrder;
        const auto choice = restore::forOrder(
            {.deployment = stored.deployment, .record = stored.record, .savepoints = all});
        QCOMPARE(choice.state.savepointId, all.first().metadata.id);
        QCOMPARE(choice.state.allowNonRestoredState, isAllowed);
    }

    void pinGoesBeforeWhatIsNewer()
    {
        const QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5),
                                      savepoint(numbered(1), SavepointOrigin::UserRequest, 6)};
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.pinnedSavepointId = all[0].metadata.id;
        const Job former = numbered(1);
        const auto choice = restore::forRestart({.deployment = stored.deployment,
                                                 .record = stored.record,
                                                 .last = &former,
                                                 .savepoints = all});
        QCOMPARE(choice.state.path, all[0].spec.savepointLocation);
    }

    void endThatWasNotReadIsNotFollowed()
    {
        const QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::UserRequest, 6)};
        const StoredDeployment stored = deployment(DesiredState::Running);
        Job former = numbered(1);
        former.ending.isFinalStateRead = false;
        former.ending.isFinalStateUnread = true;
        const auto choice = restore::forRestart({.deployment = stored.deployment,
                                                 .record = stored.record,
                                                 .last = &former,
                                                 .savepoints = all});
        QCOMPARE(choice.refusal, FailureReason::StateUnavailable);
    }

    void drainedIsNeverTakenWithoutAChoice()
    {
        QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5)};
        all[0].spec.isDrained = true;
        StoredDeployment stored = deployment(DesiredState::Running);
        const restore::Past past{
            .deployment = stored.deployment, .record = stored.record, .savepoints = all};
        QVERIFY(restore::forOrder(past).refusal);
        stored.record.order = {.choice = StateChoiceKind::Savepoint,
                               .savepointId = all[0].metadata.id};
        QVERIFY(!restore::forOrder(past).refusal);

        const Job former = numbered(1); // chosen once by hand, and failed later
        for (const RestoreStrategy strategy :
             {RestoreStrategy::LatestState, RestoreStrategy::LatestSavepoint}) {
            stored.deployment.spec.restoreStrategy = strategy;
            QVERIFY(restore::forRestart({.deployment = stored.deployment,
                                         .record = stored.record,
                                         .last = &former,
                                         .savepoints = all})
                        .refusal);
        }
    }

    void drainedPinIsNotTakenUnasked()
    {
        Job former = numbered(1);
        QList<Savepoint> all = {savepoint(former, SavepointOrigin::Suspend, 5)};
        all[0].spec.isDrained = true;
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.pinnedSavepointId = all[0].metadata.id;
        const restore::Past past{.deployment = stored.deployment,
                                 .record = stored.record,
                                 .last = &former,
                                 .savepoints = all};
        QCOMPARE(restore::forRestart(past).refusal, FailureReason::StateUnavailable);
        QCOMPARE(restore::forOrder(past).refusal, FailureReason::StateUnavailable);
    }

    void pinIsTakenWhereItWasShown()
    {
        const QList<Savepoint> all = {savepoint(numbered(1), SavepointOrigin::Suspend, 5),
                                      savepoint(numbered(2), SavepointOrigin::Suspend, 6)};
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.pinnedSavepointId = all[0].metadata.id;
        stored.record.order = {.isConfirmed = true, .shownSavepointId = all[1].metadata.id};
        const restore::Past past{
            .deployment = stored.deployment, .record = stored.record, .savepoints = all};
        QCOMPARE(restore::forOrder(past).refusal, FailureReason::StateDiffers);
        stored.record.order.shownSavepointId = all[0].metadata.id;
        QCOMPARE(restore::forOrder(past).state.savepointId, all[0].metadata.id);
    }

    void restartIsNeverEmptyBySurprise_data()
    {
        QTest::addColumn<int>("situation");
        QTest::addColumn<QString>("path"); // "refused": only a person may say
        QTest::newRow("its own snapshot") << 0 << u"own"_s;
        QTest::newRow("verified none: as it was started") << 1 << u"before"_s;
        QTest::newRow("final state unread") << 2 << u"refused"_s;
        QTest::newRow("a checkpoint that did not survive") << 3 << u"refused"_s;
        QTest::newRow("unknown, checkpointing on") << 4 << u"refused"_s;
        QTest::newRow("unknown, checkpointing off") << 5 << u"before"_s;
        QTest::newRow("every request turned down") << 6 << u"before"_s;
        QTest::newRow("a savepoint without place") << 7 << u"refused"_s;
        QTest::newRow("no request ever left") << 8 << u"before"_s;
        QTest::newRow("turned away unread, and yet it ran") << 9 << u"refused"_s;
        QTest::newRow("its stop, whose id is to come") << 10 << u"own"_s;
        QTest::newRow("a savepoint added by hand") << 11 << u"own"_s;
    }
    void restartIsNeverEmptyBySurprise()
    {
        QFETCH(int, situation);
        QFETCH(QString, path);
        Job former = numbered(1);
        former.spec.savepointLocation = u"before"_s;
        QList<Savepoint> all = {savepoint(former, SavepointOrigin::RetainedCheckpoint, 5)};
        all[0].spec.savepointLocation = u"own"_s;
        if (situation != 0)
            all.clear();
        former.ending.isFinalStateUnread = situation == 2;
        former.observed.hasCompletedCheckpoint = situation == 3;
        former.ending.isFinalStateRead = situation < 4;
        former.observed.isCheckpointingOn = situation != 5;
        if (situation == 6) {
            former.submission.isSighted = false;
            former.submission.rejections = 1;
        }
        if (situation == 7) {
            all = {savepoint(former, SavepointOrigin::Suspend, 0)};
            all[0].status.failure = u"written, then failed"_s;
        }
        if (situation == 8 || situation == 9)
            former.submission.requestsSent = 0;
        if (situation == 8)
            former.status.started.reset();
        if (situation == 10 || situation == 11) {
            all = {savepoint(
                former, situation == 10 ? SavepointOrigin::Suspend : SavepointOrigin::Copied, 0)};
            all[0].spec.savepointLocation = u"own"_s;
        }
        const StoredDeployment stored = deployment(DesiredState::Running);
        const auto choice = restore::choose({.deployment = stored.deployment,
                                             .record = stored.record,
                                             .last = &former,
                                             .savepoints = all});
        QCOMPARE(choice.refusal ? u"refused"_s : choice.state.path, path);
    }

    void latestSavepointGoesBackAsItsNameSays()
    {
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.deployment.spec.restoreStrategy = RestoreStrategy::LatestSavepoint;
        Job former = numbered(2);
        former.observed.hasCompletedCheckpoint = true;
        QList<Savepoint> all;
        const restore::Past past{.deployment = stored.deployment,
                                 .record = stored.record,
                                 .last = &former,
                                 .savepoints = all};
        QCOMPARE(restore::choose(past).refusal, FailureReason::StateUnavailable);
        all.append(savepoint(numbered(1), SavepointOrigin::UserRequest, 3));
        QCOMPARE(restore::choose(past).state.savepointId, all[0].metadata.id);
    }

    void whatAnUpgradedJobLeavesIsTaken_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<bool>("isPinned");
        QTest::addColumn<bool>("isOfThatJob");
        const auto suspend = SavepointOrigin::Suspend;
        QTest::newRow("stateful") << suspend << true << true;
        QTest::newRow("stateless") << SavepointOrigin::RetainedCheckpoint << false << true;
        QTest::newRow("of another job: never shown") << suspend << true << false;
    }
    void whatAnUpgradedJobLeavesIsTaken()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(bool, isPinned);
        QFETCH(bool, isOfThatJob);
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.upgradeOrder = StartOrder{.isConfirmed = true}; // there was none to be shown
        Job former = numbered(1);
        former.ending.reason = TerminationReason::Upgrade;
        const QList<Savepoint> all{savepoint(isOfThatJob ? former : numbered(2), origin, 5)};
        if (isPinned)
            stored.record.pinnedSavepointId = all[0].metadata.id;
        const auto choice = restore::choose({.deployment = stored.deployment,
                                             .record = stored.record,
                                             .last = &former,
                                             .savepoints = all});
        QCOMPARE(!choice.refusal, isOfThatJob);
        QVERIFY(!isOfThatJob || choice.state.savepointId == all[0].metadata.id);
    }

    //! A person has retried while the job ran, and there was no state to be shown.
    void whatAJobLeavesThatLivedAtTheOrderIsTaken_data()
    {
        QTest::addColumn<qint64>("endedIn"); // generation; the order is of the second
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("it ended since") << qint64(2) << true;
        QTest::newRow("it had ended") << qint64(1) << false;
    }
    void whatAJobLeavesThatLivedAtTheOrderIsTaken()
    {
        QFETCH(qint64, endedIn);
        QFETCH(bool, isTaken);
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.generation = 2;
        stored.record.order = StartOrder{.isConfirmed = true};
        Job former = numbered(1);
        former.spec.generation = 1;
        former.ending.reason = TerminationReason::Upgrade;
        former.ending.generation = endedIn;
        const QList<Savepoint> all{savepoint(former, SavepointOrigin::Suspend, 5)};
        stored.record.pinnedSavepointId = all[0].metadata.id;
        const auto choice = restore::choose({.deployment = stored.deployment,
                                             .record = stored.record,
                                             .last = &former,
                                             .savepoints = all});
        QCOMPARE(!choice.refusal, isTaken);
        QVERIFY(!isTaken || choice.state.savepointId == all[0].metadata.id);
    }

    void upgradedJobThatLeftNothingIsFollowedAsConfirmed()
    {
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.upgradeOrder = StartOrder{.isConfirmed = true}; // empty, and so it was shown
        Job former = numbered(1);
        former.observed.hasCompletedCheckpoint = true;
        former.ending.reason = TerminationReason::Upgrade;
        const restore::Past past{.deployment = stored.deployment,
                                 .record = stored.record,
                                 .last = &former,
                                 .savepoints = {}};
        QVERIFY(!restore::choose(past).refusal);
        QVERIFY(restore::choose(past).state.path.isEmpty());
        former.ending.reason = TerminationReason::None; // it failed before it was upgraded
        QCOMPARE(restore::choose(past).refusal, FailureReason::StateUnavailable);
    }

    void choiceByHandPassesNothingOver_data()
    {
        QTest::addColumn<SavepointOrigin>("origin");
        QTest::addColumn<bool>("isPassedOver");
        QTest::newRow("an older one") << SavepointOrigin::Suspend << true;
        QTest::newRow("added by hand since") << SavepointOrigin::Copied << false;
    }
    void choiceByHandPassesNothingOver()
    {
        QFETCH(SavepointOrigin, origin);
        QFETCH(bool, isPassedOver);
        const StoredDeployment stored = deployment(DesiredState::Running);
        Job former = numbered(2);
        former.observed.hasCompletedCheckpoint = true;
        const QList<Savepoint> all = {savepoint(numbered(1), origin, 5)};
        const restore::Past past{.deployment = stored.deployment,
                                 .record = stored.record,
                                 .last = &former,
                                 .savepoints = all};
        const ChosenState chosen{.savepointId = all.first().metadata.id};
        QList<Job> jobs{former};
        QCOMPARE(restore::passedOver(jobs, past, chosen), isPassedOver ? &jobs.first() : nullptr);
        // A start that failed before the job ran has left nothing, and hides nothing.
        Job failed = numbered(3);
        failed.status = {.state = JobState::Failed};
        failed.ending.isFinalStateRead = true;
        jobs.append(failed);
        QCOMPARE(restore::passedOver(jobs, past, chosen), isPassedOver ? &jobs.first() : nullptr);
        jobs.last().status.started.emplace(); // from what a person had chosen
        QCOMPARE(restore::passedOver(jobs, past, chosen), nullptr);
    }

    //! As Flink reads them; what it may read and we do not counts as shorter than any gap.
    void intervalIsReadAsFlinkDoes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("interval"); // ms; -1: not known
        QTest::newRow("a number") << u"10000"_s << qint64(10'000);
        QTest::newRow("ms") << u"500 ms"_s << qint64(500);
        QTest::newRow("milliseconds") << u"500 milliseconds"_s << qint64(500);
        QTest::newRow("s") << u"10s"_s << qint64(10'000);
        QTest::newRow("m") << u"3 m"_s << qint64(180'000);
        QTest::newRow("min") << u"3 min"_s << qint64(180'000);
        QTest::newRow("Minutes") << u"3 Minutes"_s << qint64(180'000);
        QTest::newRow("h") << u"2 h"_s << qint64(7'200'000);
        QTest::newRow("day") << u"1 day"_s << qint64(86'400'000);
        QTest::newRow("microseconds") << u"600000 micros"_s << qint64(-1);
        QTest::newRow("nanoseconds") << u"5 ns"_s << qint64(-1);
        QTest::newRow("ISO 8601") << u"PT10S"_s << qint64(-1);
        QTest::newRow("nothing") << QString() << qint64(-1);
    }
    void intervalIsReadAsFlinkDoes()
    {
        QFETCH(QString, text);
        QFETCH(qint64, interval);
        JobTemplate written;
        written.flinkConfiguration[u"execution.checkpointing.interval"_s] = text;
        const auto read = restore::configuredInterval(written);
        QCOMPARE(read ? duration_cast<milliseconds>(*read).count() : -1, interval);
    }

    void choiceIsKeptForAllAttemptsOfOneStart()
    {
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.chosen =
            ChosenState{.savepointId = u"s"_s, .path = u"kept"_s, .generation = 1};
        Job former = numbered(1);
        const QList<Savepoint> all = {savepoint(former, SavepointOrigin::Suspend, 9)};
        const restore::Past past{.deployment = stored.deployment,
                                 .record = stored.record,
                                 .last = &former,
                                 .savepoints = all};
        QCOMPARE(restore::choose(past).state.path, u"kept"_s);
        ++stored.record.generation;
        QCOMPARE(restore::choose(past).state.path, all[0].spec.savepointLocation);
        former.status.failure = JobFailure{.reason = u"StateUnreadable"_s};
        QCOMPARE(restore::choose(past).state.path, u"kept"_s); // through Retry
        QVERIFY(!restore::choose(past).state.allowNonRestoredState);
        stored.record.order.allowNonRestoredState = true; // as its failure proposed
        QVERIFY(restore::choose(past).state.allowNonRestoredState);
        stored.record.chosen->savepointId.clear(); // a path that was typed
        QCOMPARE(restore::choose(past).state.path, u"kept"_s);
        stored.record.order.isConfirmed = true; // another state was shown
        stored.record.order.shownSavepointId = all[0].metadata.id;
        QCOMPARE(restore::choose(past).state.path, all[0].spec.savepointLocation);
        stored.record.order.choice = StateChoiceKind::Empty;
        QCOMPARE(restore::choose(past).state.path, QString());
    }

    void unseenRunIsNotPassedOver_data()
    {
        QTest::addColumn<QString>("interval");
        QTest::addColumn<bool>("isVerified"); // its directory can be read, and holds none
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("as long as the longest gap") << u"1 min"_s << false << false;
        QTest::newRow("longer") << u"600 s"_s << false << false;
        QTest::newRow("shorter") << u"10000"_s << false << true;
        QTest::newRow("not said") << QString() << false << true;
        QTest::newRow("shorter, and nothing is on the disk") << u"10000"_s << true << false;
    }
    void unseenRunIsNotPassedOver()
    {
        QFETCH(QString, interval);
        QFETCH(bool, isVerified);
        QFETCH(bool, isRefused);
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.chosen = ChosenState{.generation = 1};
        Job former = numbered(1);
        former.status.failure = JobFailure{.reason = u"SubmissionUnseen"_s};
        former.ending.isFinalStateRead = isVerified;
        former.spec.jobTemplate.flinkConfiguration[u"execution.checkpointing.interval"_s] =
            interval;
        const auto choice = restore::choose({.deployment = stored.deployment,
                                             .record = stored.record,
                                             .last = &former,
                                             .savepoints = {}});
        QCOMPARE(choice.refusal.has_value(), isRefused);
    }

    void unseenRunMattersWhereItsStateWouldBeTaken_data()
    {
        QTest::addColumn<RestoreStrategy>("strategy");
        QTest::addColumn<bool>("isSavepointThere");
        QTest::addColumn<bool>("isRefused");
        const auto savepoint = RestoreStrategy::LatestSavepoint;
        QTest::newRow("latest state") << RestoreStrategy::LatestState << true << true;
        QTest::newRow("latest savepoint") << savepoint << true << false;
        QTest::newRow("latest savepoint, and there is none") << savepoint << false << true;
        QTest::newRow("none") << RestoreStrategy::None << false << false;
    }
    void unseenRunMattersWhereItsStateWouldBeTaken()
    {
        QFETCH(RestoreStrategy, strategy);
        QFETCH(bool, isSavepointThere);
        QFETCH(bool, isRefused);
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.deployment.spec.restoreStrategy = strategy;
        Job former = numbered(2);
        former.status.failure = JobFailure{.reason = u"SubmissionUnseen"_s};
        former.ending.isFinalStateRead = false;
        former.spec.jobTemplate.flinkConfiguration.clear();
        QList<Savepoint> all;
        if (isSavepointThere)
            all = {savepoint(numbered(1), SavepointOrigin::UserRequest, 5)};
        const auto choice = restore::choose({.deployment = stored.deployment,
                                             .record = stored.record,
                                             .last = &former,
                                             .savepoints = all});
        QCOMPARE(choice.refusal.has_value(), isRefused);
        if (isRefused)
            QCOMPARE(*choice.refusal, FailureReason::StateUnavailable);
        else
            QCOMPARE(choice.state.savepointId, isSavepointThere ? all[0].metadata.id : QString());
    }

    void startIsAutomaticOnceItsGenerationHasRun()
    {
        StoredDeployment stored = deployment(DesiredState::Running);
        stored.record.generation = 3;
        Job former = numbered(1); // of generation 1
        const restore::Past past{.deployment = stored.deployment,
                                 .record = stored.record,
                                 .last = &former,
                                 .savepoints = {}};
        QVERIFY(!restore::isAutomatic(past));
        stored.record.fulfilledGeneration = 3;
        QVERIFY(restore::isAutomatic(past));
    }
};

QTEST_APPLESS_MAIN(TestRestore)
#include "tst_restore.moc"
