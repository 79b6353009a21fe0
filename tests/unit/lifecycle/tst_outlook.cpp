// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/outlook.h"
#include "model/lifecycle/submission.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

#include <functional>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

namespace {

using Change = std::function<void(Scene &)>;

//! A Job whose only request was sent at -100 s and never answered; this engine began to watch
//! \a watchedSince.
Scene unresolved(double watchedSince)
{
    Scene scene = samples::unresolved();
    scene.cluster.observedSince = at(watchedSince);
    scene.step();
    return scene;
}

} // namespace

Q_DECLARE_METATYPE(Change)

//! What is said of an unresolved submission is what then happens (lifecycle.md §3.4).
class TestOutlook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itTellsWhatComesNext_data()
    {
        QTest::addColumn<double>("watchedSince");
        QTest::addColumn<Change>("change");
        QTest::addColumn<double>("until");
        QTest::addColumn<QString>("afterwards"); // a part of it
        QTest::addColumn<DeploymentState>("state"); // that it then comes to
        using enum DeploymentState;
        const Change nothing = [](Scene &) { };
        const Change cancel = [](Scene &s) { s.setDesired(DesiredState::Cancelled); };
        const Change useUp = [](Scene &s) { s.stored.deployment.spec.maxJobCreationAttempts = 1; };
        const Change replace = [](Scene &s) { s.cluster.incarnation = u"B"_s; };
        const Change protect = [](Scene &s) { s.cluster.hasHighAvailability = true; };
        const Change retry = [](Scene &s) {
            s.cluster.hasHighAvailability = true;
            s.setDesired(DesiredState::Running);
        };
        QTest::newRow("watched all the time")
            << -3600. << nothing << 200. << u"sent again under the same id"_s << Transitioning;
        QTest::newRow("watched since a restart")
            << -10. << nothing << 290. << u"sent again under the same id"_s << Transitioning;
        QTest::newRow("no attempt is left")
            << -10. << useUp << 290. << u"FAILED, and the job is looked for on"_s << Failed;
        QTest::newRow("with HA nothing is sent twice")
            << -10. << protect << 290. << u"FAILED, and the job is looked for on"_s << Failed;
        QTest::newRow("with HA, after Retry")
            << -10. << retry << 590. << u"FAILED: Retry or Cancel"_s << Failed;
        const Change retryMissing = [](Scene &s) {
            s.cluster.hasHighAvailability = true;
            s.newest().ending.isMissing = true;
            s.setDesired(DesiredState::Running);
        };
        QTest::newRow("missing, with HA, after Retry")
            << -10. << retryMissing << 590. << u"the start begins anew"_s << Transitioning;
        const Change replaceLeader = [](Scene &s) {
            s.cluster.hasHighAvailability = true;
            s.cluster.incarnation = u"B"_s;
        };
        QTest::newRow("with HA, another leader")
            << -10. << replaceLeader << 290. << u"FAILED, and the job is looked for on"_s << Failed;
        const Change interrupt = [](Scene &s) { s.memory.silence = std::chrono::seconds(400); };
        QTest::newRow("many short outages")
            << -3600. << interrupt << 500. << u"the attempt has failed"_s << Transitioning;
        QTest::newRow("another JobManager, watched all the time")
            << -3600. << replace << -40. << u"the attempt has failed"_s << Transitioning;
        QTest::newRow("another JobManager, after a restart")
            << -10. << replace << -40. << u"FAILED: Retry or Cancel"_s << Failed;
        const Change suspend = [](Scene &s) {
            s.cluster.incarnation = u"B"_s;
            s.setDesired(DesiredState::Suspended);
        };
        QTest::newRow("suspended, another JobManager")
            << -3600. << suspend << -40. << u"no job to suspend"_s << Failed;
        QTest::newRow("cancelled") << -10. << cancel << 590. << u"CANCELLED"_s << Cancelled;
    }
    void itTellsWhatComesNext()
    {
        QFETCH(double, watchedSince);
        QFETCH(Change, change);
        QFETCH(double, until);
        QFETCH(QString, afterwards);
        QFETCH(DeploymentState, state);
        Scene scene = unresolved(watchedSince);
        change(scene);
        const std::optional<Outlook> outlook = outlookOf(scene.view());
        QVERIFY(outlook);
        QCOMPARE(outlook->until, at(until));
        QVERIFY2(outlook->afterwards.contains(afterwards), qPrintable(outlook->afterwards));
        const qsizetype requests = scene.newest().submission.requestsSent;
        if (until > 0) {
            scene.pass(until - 1);
            scene.step();
            QCOMPARE(scene.state(), DeploymentState::Transitioning);
            QVERIFY(submission::isUnresolved(scene.newest()));
            QCOMPARE(scene.newest().submission.requestsSent, requests);
        }
        scene.pass(1);
        scene.step();
        QCOMPARE(scene.state(), state);
        const bool isSentAgain = scene.newest().submission.requestsSent > requests;
        QCOMPARE(isSentAgain, afterwards.contains(u"sent again"_s));
    }

    void whereNobodyCanLookTheTimeStandsStill()
    {
        Scene scene = unresolved(-10);
        scene.cluster.isObserved = false;
        const std::optional<Outlook> outlook = outlookOf(scene.view());
        QVERIFY(outlook && !outlook->until);
        QVERIFY(outlook->afterwards.contains(u"stands still"_s));
        scene.cluster.isObserved = true;
        scene.cluster.isPerhapsAnother = true;
        QCOMPARE(outlookOf(scene.view()), outlook);
        DeploymentView view = scene.view();
        view.current = nullptr;
        QCOMPARE(outlookOf(view), outlook);
    }

    void nothingIsToldWhereNothingIsLookedFor()
    {
        QCOMPARE(outlookOf(Scene().view()), std::nullopt);
        QCOMPARE(outlookOf(running().view()), std::nullopt);
        Scene answerAwaited = unresolved(-10);
        answerAwaited.facts.isRunRequestOpen = true;
        QCOMPARE(outlookOf(answerAwaited.view()), std::nullopt);
        Scene failed = unresolved(-10);
        failed.stored.record.failure = DeploymentFailure{
            .reason = FailureReason::OutcomeUnknown, .generation = failed.stored.record.generation};
        QCOMPARE(outlookOf(failed.view()), std::nullopt);
        ++failed.stored.record.generation; // a Retry has left that failure behind
        QVERIFY(outlookOf(failed.view()));
    }
};

QTEST_GUILESS_MAIN(TestOutlook)

#include "tst_outlook.moc"
