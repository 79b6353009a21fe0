// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/permissions.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

//! lifecycle.md §4: what is cancelled to be upgraded loses no state that nobody was shown.
class TestUpgradeConsent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyACancelledJobCanLoseItsState_data()
    {
        QTest::addColumn<UpgradeStrategy>("strategy");
        QTest::addColumn<JobState>("job");
        QTest::addColumn<StateChoiceKind>("choice");
        QTest::addColumn<bool>("isAllowed");
        using U = UpgradeStrategy;
        using C = StateChoiceKind;
        QTest::newRow("cancelled") << U::Stateless << JobState::Started << C::Newest << false;
        QTest::newRow("stopped") << U::Stateful << JobState::Started << C::Newest << true;
        QTest::newRow("left alone") << U::None << JobState::Started << C::Newest << true;
        QTest::newRow("not started yet") << U::Stateless << JobState::Starting << C::Newest << true;
        QTest::newRow("ended") << U::Stateless << JobState::Failed << C::Newest << true;
        QTest::newRow("a person chose") << U::Stateless << JobState::Started << C::Empty << true;
    }
    void onlyACancelledJobCanLoseItsState()
    {
        QFETCH(UpgradeStrategy, strategy);
        QFETCH(JobState, job);
        QFETCH(StateChoiceKind, choice);
        QFETCH(bool, isAllowed);
        Scene scene = running(); // it checkpoints, and which checkpoints stay is not known
        scene.stored.deployment.spec.upgradeStrategy = strategy;
        scene.newest().status.state = job;
        const QString refusal = refusalOfUpgrade(scene.view(), StartOrder{.choice = choice});
        QCOMPARE(refusal.isEmpty(), isAllowed);
    }

    void stateThatStaysIsTakenUnasked_data()
    {
        QTest::addColumn<RestoreStrategy>("strategy");
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("isAllowed");
        const auto state = RestoreStrategy::LatestState;
        const auto savepoint = RestoreStrategy::LatestSavepoint;
        QTest::newRow("nothing stays") << state << QString() << false;
        QTest::newRow("a checkpoint stays") << state << u"retained"_s << true;
        QTest::newRow("nobody knows where it stays") << state << u"unplaced"_s << false;
        QTest::newRow("a savepoint of the job") << state << u"own"_s << true;
        QTest::newRow("a savepoint of another") << state << u"another"_s << false;
        QTest::newRow("it never had any") << state << u"off"_s << true;
        QTest::newRow("it had some, once") << state << u"once"_s << false;
        QTest::newRow("no savepoint") << savepoint << u"retained"_s << false;
        QTest::newRow("the newest savepoint, as its name says")
            << savepoint << u"another"_s << true;
        QTest::newRow("no savepoint, and no state") << savepoint << u"off"_s << true;
        QTest::newRow("empty is what is saved") << RestoreStrategy::None << QString() << true;
    }
    void stateThatStaysIsTakenUnasked()
    {
        QFETCH(RestoreStrategy, strategy);
        QFETCH(QString, what);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        scene.stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
        scene.stored.deployment.spec.restoreStrategy = strategy;
        JobObservations &observed = scene.newest().observed;
        const bool isUnplaced = what == "unplaced"_L1;
        observed.isExternalized = what == "retained"_L1 || isUnplaced;
        observed.isDeletedOnCancellation = false;
        observed.isCheckpointingOn = what != "off"_L1 && what != "once"_L1;
        observed.hasCompletedCheckpoint = observed.isExternalized || what == "once"_L1;
        if (observed.hasCompletedCheckpoint)
            observed.newestCheckpoint =
                checkpoint(4, isUnplaced ? QString() : u"file:/cp/id/chk-4"_s);
        if (what == "own"_L1 || what == "another"_L1)
            scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3)};
        if (what == "another"_L1)
            scene.savepoints.last().spec.jobId = u"another"_s;
        QCOMPARE(refusalOfUpgrade(scene.view(), {}).isEmpty(), isAllowed);
    }

    void whatWasConfirmedHolds_data()
    {
        QTest::addColumn<int>("shown"); // of the two savepoints; -1: empty
        QTest::addColumn<bool>("isDrained"); // the newer one
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("the newest was shown") << 1 << false << true;
        QTest::newRow("a newer one has come") << 0 << false << true;
        QTest::newRow("empty was shown") << -1 << false << false;
        QTest::newRow("drained is never taken without a choice") << 1 << true << false;
    }
    void whatWasConfirmedHolds()
    {
        QFETCH(int, shown);
        QFETCH(bool, isDrained);
        QFETCH(bool, isAllowed);
        Scene scene = running();
        scene.stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3),
                            savepoint(scene.newest(), SavepointOrigin::UserRequest, 4)};
        scene.savepoints.last().spec.isDrained = isDrained;
        StartOrder order{.isConfirmed = true};
        if (shown >= 0)
            order.shownSavepointId = scene.savepoints[shown].metadata.id;
        QCOMPARE(refusalOfUpgrade(scene.view(), order).isEmpty(), isAllowed);
    }
};

QTEST_APPLESS_MAIN(TestUpgradeConsent)
#include "tst_upgradeconsent.moc"
