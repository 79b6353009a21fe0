// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/faultproxy.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/witness.h"

#include <QProcess>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! Headgate and the JobManager are killed at once, while a start, a suspension and a cancellation
//! are under way: what nobody saw is not claimed, no job runs twice, and no savepoint is lost.
class CommonDeathsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(QFile::exists(sampleJob()), qPrintable(sampleJob())); }
    void nothingIsClaimedThatNobodySaw_data();
    void nothingIsClaimedThatNobodySaw();

private:
    void prepare(EngineDesk &desk, const FlinkCluster &flink, const FaultProxy &proxy);
    void killBoth(FlinkCluster &flink, const FaultProxy &proxy, const QString &directory);
    void verifyUnknownStart(EngineDesk &desk, const FlinkCluster &flink);
    void verifyLostStop(EngineDesk &desk, const FlinkCluster &flink);

    QString m_starting;
    QString m_suspending;
    QString m_cancelling;
};

void CommonDeathsTest::nothingIsClaimedThatNobodySaw_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

//! Programs that take long for what they will be asked for.
void CommonDeathsTest::prepare(EngineDesk &desk, const FlinkCluster &flink, const FaultProxy &proxy)
{
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    QCOMPARE(desk.attach(u"prod"_s, proxy.url(), flink.savepointDirectory()), QString());
    m_starting = desk.deploy(u"starting"_s, u"prod"_s, u"--sleep-in-main 60"_s);
    m_suspending = desk.deploy(u"suspending"_s, u"prod"_s, u"--block-savepoint 8"_s);
    m_cancelling = desk.deploy(u"cancelling"_s, u"prod"_s, u"--ignore-cancel 20"_s);
    for (const QString &id : {m_suspending, m_cancelling}) {
        QVERIFY(await(desk.ask().start(id, {})));
        TRY_STATE(desk, id, DeploymentState::Running);
        EVENTUALLY(flink.bare().isRunningWholly(desk.report(id).flinkJobId));
        EVENTUALLY(desk.jobs(id).first().observed.newestCheckpoint);
    }
}

//! When each request has reached Flink, and none is done.
void CommonDeathsTest::killBoth(FlinkCluster &flink, const FaultProxy &proxy,
                                const QString &directory)
{
    const int runs = proxy.deliveries(u"POST"_s, u".*/run"_s);
    const auto areAllUnderWay = [&] {
        return proxy.deliveries(u"POST"_s, u".*/run"_s) > runs
            && proxy.deliveries(u"POST"_s, u".*/stop"_s) > 0
            && proxy.deliveries(u"PATCH"_s, u".*"_s) > 0;
    };
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(
        QCoreApplication::applicationDirPath() + u"/headgate_child"_s,
        {directory, u"start"_s, m_starting, u"suspend"_s, m_suspending, u"cancel"_s, m_cancelling});
    const bool isUnderWay = QTest::qWaitFor(areAllUnderWay, Patience);
    flink.killJobManager();
    child.kill();
    child.waitForFinished();
    QVERIFY(isUnderWay);
}

//! Only a person knows better than to wait; then one job runs.
void CommonDeathsTest::verifyUnknownStart(EngineDesk &desk, const FlinkCluster &flink)
{
    TRY_STATE(desk, m_starting, DeploymentState::Failed);
    QCOMPARE(desk.report(m_starting).record.failure->reason, FailureReason::OutcomeUnknown);
    QCOMPARE(desk.jobs(m_starting).size(), 1);
    QCOMPARE(desk.jobs(m_starting).first().submission.requestsSent, 1);
    Deployment quick = desk.report(m_starting).deployment;
    quick.spec.jobTemplate.artifact.mainArgs.clear();
    QCOMPARE(desk.save(quick), m_starting);
    QVERIFY(await(desk.ask().retry(m_starting, {})));
    TRY_STATE(desk, m_starting, DeploymentState::Running);
    QCOMPARE(desk.jobs(m_starting).size(), 2);
    VERIFY_AGREES(desk, m_starting, flink.bare());
}

//! The state before it is known, and can be started from, where a person says so.
void CommonDeathsTest::verifyLostStop(EngineDesk &desk, const FlinkCluster &flink)
{
    TRY_STATE(desk, m_suspending, DeploymentState::Failed);
    QVERIFY(!desk.report(m_suspending).record.failure->message.isEmpty());
    QCOMPARE(lostSavepoints(flink.savepointDirectory(), desk, m_suspending), QStringList());
    VERIFY_AGREES(desk, m_suspending, flink.bare());
    QVERIFY(await(desk.ask().cancel(m_suspending)));
    TRY_STATE(desk, m_suspending, DeploymentState::Cancelled);
    const auto known = desk.jobs(m_suspending).first().observed.newestCheckpoint;
    QVERIFY2(known && known->path.contains(u"/chk-"_s), desk.describe(m_suspending).constData());
    const StartOrder order{.choice = StateChoiceKind::Path, .path = known->path};
    QVERIFY(await(desk.ask().start(m_suspending, order)));
    TRY_STATE(desk, m_suspending, DeploymentState::Running);
    QCOMPARE(desk.jobs(m_suspending).last().spec.savepointLocation, known->path);
    VERIFY_AGREES(desk, m_suspending, flink.bare());
}

void CommonDeathsTest::nothingIsClaimedThatNobodySaw()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster flink({.version = version});
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    const FaultProxy proxy(flink.url());
    const QTemporaryDir directory;
    {
        EngineDesk desk(directory.path());
        prepare(desk, flink, proxy);
    }
    if (QTest::currentTestFailed())
        return;
    killBoth(flink, proxy, directory.path());
    if (QTest::currentTestFailed())
        return;
    EngineDesk desk(directory.path()); // before there is anything to be seen again
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    for (const QString &id : {m_starting, m_suspending, m_cancelling})
        EVENTUALLY_EQUAL(desk.state(id), DeploymentState::Transitioning);
    EVENTUALLY(!desk.cluster(u"prod"_s).trouble.isEmpty());
    QVERIFY2(flink.restartJobManager(), qPrintable(flink.failure()));

    TRY_STATE(desk, m_cancelling, DeploymentState::Cancelled);
    QCOMPARE(desk.jobs(m_cancelling).size(), 1);
    verifyLostStop(desk, flink);
    verifyUnknownStart(desk, flink);
    VERIFY_AGREES(desk, m_cancelling, flink.bare());
}

QTEST_GUILESS_MAIN(CommonDeathsTest)
#include "tst_commondeaths.moc"
