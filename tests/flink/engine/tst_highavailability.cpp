// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QFile>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! The leader of a highly available Flink is killed during each transition: its jobs go on under
//! the next one, which has forgotten every request (rest.md §11, lifecycle.md §3.4, §5, §6).
class HighAvailabilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leaderDiesInEachTransition_data();
    void leaderDiesInEachTransition();

private:
    [[nodiscard]] QString deploy(EngineDesk &desk, const QString &name, const QString &arguments);
    void run(EngineDesk &desk, const FlinkCluster &flink, const QString &id);
};

void HighAvailabilityTest::leaderDiesInEachTransition_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("1.20.5") << FlinkVersion::V1;
    QTest::newRow("2.3.0") << FlinkVersion::V2;
}

QString HighAvailabilityTest::deploy(EngineDesk &desk, const QString &name,
                                     const QString &arguments)
{
    // What was sent to the dead leader is given up after 20 s instead of 300 s.
    return desk.deploy(name, u"prod"_s, arguments, {{SubmissionTimeoutAnnotation, u"20"_s}});
}

void HighAvailabilityTest::run(EngineDesk &desk, const FlinkCluster &flink, const QString &id)
{
    QVERIFY(await(desk.ask().start(id, {})));
    TRY_STATE(desk, id, DeploymentState::Running);
    EVENTUALLY(flink.bare().isRunningWholly(desk.report(id).flinkJobId));
}

void HighAvailabilityTest::leaderDiesInEachTransition()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster flink({.version = version, .isHighlyAvailable = true});
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    EngineDesk desk;
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    QCOMPARE(desk.attach(u"prod"_s, flink.url(), flink.savepointDirectory()), QString());
    const QString starting = deploy(desk, u"starting"_s, u"--sleep-in-main 60"_s);
    const QString suspending = deploy(desk, u"suspending"_s, u"--block-savepoint 8"_s);
    const QString cancelling = deploy(desk, u"cancelling"_s, u"--ignore-cancel 20"_s);
    const QString running = deploy(desk, u"running"_s, {});
    for (const QString &id : {suspending, cancelling, running})
        run(desk, flink, id);
    if (QTest::currentTestFailed())
        return;

    QVERIFY(await(desk.ask().start(starting, {})));
    QVERIFY(await(desk.ask().suspend(suspending, false)));
    QVERIFY(await(desk.ask().cancel(cancelling)));
    const auto areAllSent = [&] {
        const QList<Savepoint> stops = desk.savepoints(suspending);
        return desk.jobs(starting).size() == 1
            && desk.jobs(starting).first().submission.requestsSent == 1 && stops.size() == 1
            && stops.first().operation.seenAt
            && flink.bare().stateOf(desk.report(cancelling).flinkJobId) == "CANCELLING"_L1;
    };
    EVENTUALLY_OR(areAllSent(), desk.describe(suspending));
    flink.killJobManager();
    EVENTUALLY(!desk.cluster(u"prod"_s).isReachable);
    QVERIFY2(flink.restartJobManager(), qPrintable(flink.failure()));

    TRY_STATE(desk, running, DeploymentState::Running);
    EVENTUALLY(flink.bare().isRunningWholly(desk.report(running).flinkJobId));
    QCOMPARE(desk.jobs(running).size(), 1); // the same job, under another leader

    // The next leader runs what the dead one was about to end, until it is told again.
    TRY_STATE(desk, cancelling, DeploymentState::Cancelled);
    QCOMPARE(desk.jobs(cancelling).size(), 1);
    TRY_STATE(desk, suspending, DeploymentState::Suspended);
    QCOMPARE(desk.jobs(suspending).size(), 1);
    const QString location = desk.report(suspending).nextState.location;
    QVERIFY2(QFile::exists(QUrl(location).path() + "/_metadata"_L1), qPrintable(location));

    // Whether the request took effect cannot be known, and sending it again could start a twin.
    TRY_STATE(desk, starting, DeploymentState::Failed);
    QCOMPARE(desk.report(starting).record.failure->reason, FailureReason::OutcomeUnknown);
    QCOMPARE(desk.jobs(starting).size(), 1);
    QCOMPARE(desk.jobs(starting).first().submission.requestsSent, 1);

    for (const QString &id : {suspending, cancelling, running})
        VERIFY_AGREES(desk, id, flink.bare());
}

QTEST_GUILESS_MAIN(HighAvailabilityTest)
#include "tst_highavailability.moc"
