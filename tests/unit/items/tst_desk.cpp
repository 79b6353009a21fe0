// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/desk.h"
#include "tests/gui/fakeclock.h"
#include "tests/gui/samplereports.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void firstBatchFillsAll();
    void whatStartsIsNotUnreachable();
    void changeOnASilentClusterNeedsAttention();
    void removedDeploymentTakesItsJobsAndSavepoints();
    void orphansAreReplacedOnlyWhenTheyChanged();
    void eventsKeepTheNamesOfWhatIsGone();
    void nameOfADeletedDeploymentComesFromItsLastEvent();
    void agesGrowByThemselves();

private:
    FakeClock m_clock;
};

void TestDesk::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void TestDesk::firstBatchFillsAll()
{
    Desk desk(m_clock);
    QVERIFY(!desk.isFilled());
    const QSignalSpy applied(&desk, &Desk::applied);
    desk.apply(sampleChanges(m_clock.time));
    QVERIFY(desk.isFilled());
    QCOMPARE(applied.count(), 1);
    const DeskCounts expected{.deployments = 8,
                              .needAttention = 3,
                              .changing = 2,
                              .clustersNeedAttention = 1,
                              .clustersReachable = 2,
                              .clustersUnreachable = 1};
    QCOMPARE(desk.counts(), expected);
    QCOMPARE(desk.jobs().rowCount(), 2);
    QCOMPARE(desk.savepoints().rowCount(), 4);
    QCOMPARE(desk.events().rowCount(), 5);
    QCOMPARE(desk.orphans().rowCount(), 1);
}

void TestDesk::whatStartsIsNotUnreachable()
{
    Desk desk(m_clock);
    SessionClusterReport starting = clusterReport(u"c"_s, u"local"_s, m_clock.time);
    starting.cluster.status.state = SessionClusterState::Starting;
    starting.isReachable = false;
    desk.apply({.sessionClusters = {starting}});
    QCOMPARE(desk.counts(), (DeskCounts{.clustersChanging = 1, .clustersStarting = 1}));
    starting.cluster.status.state = SessionClusterState::Failed;
    desk.apply({.sessionClusters = {starting}});
    QCOMPARE(desk.counts(), (DeskCounts{.clustersNeedAttention = 1, .clustersUnreachable = 1}));
}

void TestDesk::changeOnASilentClusterNeedsAttention()
{
    Desk desk(m_clock);
    DeploymentReport report = runningReport(m_clock.time);
    report.deployment.spec.state = DesiredState::Cancelled;
    report.deployment.status.state = DeploymentState::Transitioning;
    desk.apply({.deployments = {report}});
    QCOMPARE(desk.counts().needAttention, 0);
    report.isClusterSilent = true;
    desk.apply({.deployments = {report}});
    QCOMPARE(desk.counts().needAttention, 1);
    report.deployment.status.state = DeploymentState::Cancelled; // nothing is waited for
    desk.apply({.deployments = {report}});
    QCOMPARE(desk.counts().needAttention, 0);
}

void TestDesk::removedDeploymentTakesItsJobsAndSavepoints()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    desk.apply({.removedDeployments = {u"d1"_s}});
    QVERIFY(!desk.deployments().find(u"d1"_s));
    QCOMPARE(desk.jobs().rowCount(), 0);
    QCOMPARE(desk.savepoints().rowCount(), 2);
    QCOMPARE(desk.events().rowCount(), 5);
}

void TestDesk::orphansAreReplacedOnlyWhenTheyChanged()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    desk.apply(Changes());
    QCOMPARE(desk.orphans().rowCount(), 1);
    desk.apply({.haveOrphansChanged = true});
    QCOMPARE(desk.orphans().rowCount(), 0);
}

void TestDesk::eventsKeepTheNamesOfWhatIsGone()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    desk.apply({.removedDeployments = {u"d4"_s}});
    const QModelIndex cell =
        desk.events().indexOf(u"4"_s).siblingAtColumn(EventsModel::DeploymentName);
    QCOMPARE(cell.data().toString(), u"audit-copy"_s);
}

//! After the next start of the program nothing else tells of it.
void TestDesk::nameOfADeletedDeploymentComesFromItsLastEvent()
{
    Desk desk(m_clock);
    desk.apply(
        {.events = {{.number = 1, .deploymentId = u"gone"_s},
                    {.number = 2, .deploymentId = u"other"_s},
                    {.number = 3, .deploymentId = u"gone"_s, .deploymentName = u"audit"_s}}});
    desk.apply({.events = {{.number = 4, .deploymentId = u"gone"_s}}}); // of its orphan
    QStringList names;
    for (const NamedEvent &named : desk.events().values())
        names.append(named.deploymentName);
    QCOMPARE(names, (QStringList{u"audit"_s, QString(), u"audit"_s, u"audit"_s}));
}

void TestDesk::agesGrowByThemselves()
{
    Desk desk(m_clock);
    desk.apply({.deployments = {runningReport(m_clock.time)}});
    const QModelIndex cell =
        desk.deployments().indexOf(u"d1"_s).siblingAtColumn(DeploymentsModel::LastSeen);
    QCOMPARE(cell.data().toString(), u"2 s"_s);
    m_clock.time += 7s;
    QTRY_COMPARE(cell.data().toString(), u"9 s"_s);
}

QTEST_GUILESS_MAIN(TestDesk)
#include "tst_desk.moc"
