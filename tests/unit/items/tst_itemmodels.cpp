// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/conditionsmodel.h"
#include "model/items/desk.h"
#include "model/items/filterproxy.h"
#include "model/items/marks.h"
#include "tests/gui/fakeclock.h"
#include "tests/gui/samplereports.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Every model filled, merged and emptied under Qt's own examiner, alone and behind its proxy.
class TestItemModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyModelIsSound();
    void conditionsAreSound();
    void everyColumnHasAHeadingAndText();
    void jobsTellTheirRun();
    void savepointsComeNewestFirstInTheirOrder();
    void savepointsTellWhatTheyCameByAndTheirSize();
    void oldestEventsGoFirst();
    void proxyShowsOneDeploymentOnly();
    void proxyFindsText();
    void sessionClustersTellTrouble();
    void sessionClusterTellsWhatItWaitsFor_data();
    void sessionClusterTellsWhatItWaitsFor();

private:
    FakeClock m_clock;
};

void TestItemModels::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

static QList<QAbstractItemModel *> modelsOf(Desk &desk)
{
    return {&desk.deployments(),     &desk.jobs(),   &desk.savepoints(), &desk.events(),
            &desk.sessionClusters(), &desk.orphans()};
}

void TestItemModels::everyModelIsSound()
{
    Desk desk(m_clock);
    QObject testers;
    for (QAbstractItemModel *model : modelsOf(desk)) {
        constexpr auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
        new QAbstractItemModelTester(model, mode, &testers);
        auto *proxy = new FilterProxy(*model, &testers);
        new QAbstractItemModelTester(proxy, mode, &testers);
        proxy->sort(1);
    }
    const Changes all = sampleChanges(m_clock.time);
    desk.apply(all);
    m_clock.time += 5s;
    desk.apply(sampleChanges(m_clock.time));
    Changes none{.haveOrphansChanged = true};
    for (const DeploymentReport &report : all.deployments)
        none.removedDeployments.append(report.deployment.metadata.id);
    for (const SessionClusterReport &report : all.sessionClusters)
        none.removedSessionClusters.append(report.cluster.metadata.id);
    desk.apply(none);
    desk.events().removeIf([](const NamedEvent &) { return true; });
    for (const QAbstractItemModel *model : modelsOf(desk))
        QCOMPARE(model->rowCount(), 0);
}

void TestItemModels::conditionsAreSound()
{
    ConditionsModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto conditions =
        sampleChanges(m_clock.time).deployments[0].deployment.status.running->conditions;
    model.setAll(conditions);
    QCOMPARE(model.rowCount(), 3);
    model.setAll(conditions.first(1));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, ConditionsModel::Status).data().toString(), u"False"_s);
    model.setAll({});
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::everyColumnHasAHeadingAndText()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    for (const QAbstractItemModel *model : modelsOf(desk)) {
        for (int column = 0; column < model->columnCount(); ++column) {
            QVERIFY(!model->headerData(column, Qt::Horizontal).toString().isEmpty());
            QVERIFY(model->index(0, column).data().isValid());
            QVERIFY(model->index(0, column).data(SortRole).isValid());
        }
    }
}

void TestItemModels::jobsTellTheirRun()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    const auto text = [&](const QString &id, int column) {
        return desk.jobs().indexOf(id).siblingAtColumn(column).data().toString();
    };
    QCOMPARE(text(u"j1"_s, JobsModel::State), u"STARTED"_s);
    QCOMPARE(text(u"j1"_s, JobsModel::FlinkStatus), u"RUNNING"_s);
    QCOMPARE(text(u"j0"_s, JobsModel::Failure), u"java.lang.OutOfMemoryError: Java heap space"_s);
    QCOMPARE(desk.jobs().newestOf(u"d1"_s)->metadata.id, u"j1"_s);
    QVERIFY(!desk.jobs().newestOf(u"d2"_s));
}

void TestItemModels::savepointsComeNewestFirstInTheirOrder()
{
    Desk desk(m_clock);
    Changes changes = sampleChanges(m_clock.time);
    // A later clock does not make an older Job's savepoint the newer one.
    changes.savepoints[1].status.completedAt = m_clock.time;
    desk.apply(changes);
    QStringList ids;
    for (const Savepoint &savepoint : desk.savepoints().restorableOf(u"d1"_s))
        ids.append(savepoint.metadata.id);
    QCOMPARE(ids, (QStringList{u"s1"_s, u"s0"_s}));
    QVERIFY(desk.savepoints().restorableOf(u"d2"_s).isEmpty()); // STARTED is none yet
}

void TestItemModels::savepointsTellWhatTheyCameByAndTheirSize()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    Job job = startedJob(u"j9"_s, u"d1"_s, m_clock.time);
    job.ending.reason = TerminationReason::Upgrade;
    Savepoint savepoint = completedSavepoint(u"s9"_s, u"d1"_s, 3, m_clock.time);
    savepoint.spec.jobId = job.metadata.id;
    savepoint.spec.stateSize = 0;
    desk.apply({.jobs = {job}, .savepoints = {savepoint}});
    const auto cell = [&](const QString &id, int column) {
        return desk.savepoints().indexOf(id).siblingAtColumn(column);
    };
    QCOMPARE(cell(u"s9"_s, SavepointsModel::Origin).data().toString(), u"by Upgrade"_s);
    QCOMPARE(cell(u"s1"_s, SavepointsModel::Origin).data().toString(), u"by Suspend"_s);
    QCOMPARE(cell(u"s9"_s, SavepointsModel::Size).data().toString(), u"–"_s);
    QCOMPARE(cell(u"s9"_s, SavepointsModel::Size).data(Qt::ToolTipRole).toString(),
             u"Flink has not said how large it is."_s);
    QVERIFY(cell(u"s1"_s, SavepointsModel::Size).data().toString().startsWith(u"14"_s));
    QCOMPARE(cell(u"s1"_s, SavepointsModel::Size).data(Qt::ToolTipRole).toString(), QString());
}

void TestItemModels::oldestEventsGoFirst()
{
    EventsModel model;
    QList<NamedEvent> events;
    for (int number = 1; number <= EventsModel::maximum() + 3; ++number)
        events.append({.event = {.number = number}});
    model.append(events.first(10));
    model.append(events);
    QCOMPARE(model.rowCount(), EventsModel::maximum());
    QCOMPARE(model.values().first().event.number, 4);
}

void TestItemModels::proxyShowsOneDeploymentOnly()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    FilterProxy proxy(desk.events());
    proxy.setOnly(DeploymentIdRole, u"d1"_s);
    QCOMPARE(proxy.rowCount(), 3);
    proxy.sort(EventsModel::Time, Qt::DescendingOrder);
    QCOMPARE(proxy.index(0, EventsModel::Name).data().toString(), u"JobFailing"_s);
    proxy.setOnly(DeploymentIdRole, {});
    QCOMPARE(proxy.rowCount(), 0);
}

void TestItemModels::proxyFindsText()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    FilterProxy proxy(desk.sessionClusters());
    proxy.setText(u"STAG"_s);
    QCOMPARE(proxy.rowCount(), 1);
}

void TestItemModels::sessionClustersTellTrouble()
{
    Desk desk(m_clock);
    desk.apply(sampleChanges(m_clock.time));
    const auto cell = [&](const QString &id, int column) {
        return desk.sessionClusters().indexOf(id).siblingAtColumn(column);
    };
    QCOMPARE(cell(u"c-prod"_s, SessionClustersModel::Slots).data().toString(), u"3 of 8"_s);
    QCOMPARE(cell(u"c-staging"_s, SessionClustersModel::Reachable).data().toString(), u"No"_s);
    QVERIFY(cell(u"c-staging"_s, SessionClustersModel::Slots).data(IsStaleRole).toBool());
    QVERIFY(!cell(u"c-staging"_s, SessionClustersModel::State)
                 .data(Qt::AccessibleDescriptionRole)
                 .toString()
                 .isEmpty());
    QCOMPARE(cell(u"c-old"_s, SessionClustersModel::Reachable).data().toString(), u"–"_s);
    QCOMPARE(cell(u"c-old"_s, SessionClustersModel::LastSeen).data().toString(), u"–"_s);

    SessionClusterReport stopped = *desk.sessionClusters().find(u"c-prod"_s);
    stopped.cluster.status.state = SessionClusterState::Stopped; // what it had, it has no more
    desk.apply({.sessionClusters = {stopped}});
    QCOMPARE(cell(u"c-prod"_s, SessionClustersModel::Slots).data().toString(), u"–"_s);
    const QModelIndex detached = cell(u"c-prod"_s, SessionClustersModel::State);
    QCOMPARE(detached.data().toString(), u"STOPPED"_s); // it is about to be attached
    stopped.cluster.spec.state = SessionClusterDesiredState::Stopped;
    desk.apply({.sessionClusters = {stopped}});
    // Its Flink is not Headgate's to stop.
    QCOMPARE(detached.data().toString(), u"DETACHED"_s);
    QVERIFY(detached.data(Qt::ToolTipRole).toString().contains(u"does not look at it"_s));

    SessionClusterReport dead = *desk.sessionClusters().find(u"c-dev"_s);
    for (const auto state : {SessionClusterState::Stopped, SessionClusterState::Failed}) {
        dead.cluster.status.state = state;
        desk.apply({.sessionClusters = {dead}});
        QCOMPARE(cell(u"c-dev"_s, SessionClustersModel::State).data().toString(), wireName(state));
        for (const int column : {SessionClustersModel::TaskManagers, SessionClustersModel::Slots,
                                 SessionClustersModel::Jobs})
            QCOMPARE(cell(u"c-dev"_s, column).data().toString(), u"–"_s);
    }
}

void TestItemModels::sessionClusterTellsWhatItWaitsFor_data()
{
    QTest::addColumn<SessionClusterKind>("kind");
    QTest::addColumn<SessionClusterState>("state");
    QTest::addColumn<bool>("isReachable");
    QTest::addColumn<int>("taskManagers");
    QTest::addColumn<QString>("text");
    using enum SessionClusterKind;
    using enum SessionClusterState;
    const QString jobManager =
        u"Waiting for the JobManager to answer, then for task managers (2)."_s;
    QTest::newRow("it is started") << Local << Starting << false << 0 << jobManager;
    QTest::newRow("no answer yet") << Local << Running << false << 0 << jobManager;
    QTest::newRow("one is there") << Local << Running << true << 1
                                  << u"The JobManager answers; task managers registered: 1 of 2."_s;
    QTest::newRow("all are there") << Local << Running << true << 2 << QString();
    QTest::newRow("attached, no answer yet")
        << Remote << Running << false << 0 << u"Waiting for the first answer."_s;
    QTest::newRow("attached") << Remote << Running << true << 0 << QString();
    QTest::newRow("it is stopped") << Local << Stopping << false << 0 << u"It stops."_s;
    QTest::newRow("it has failed") << Local << Failed << false << 0 << QString();
}

void TestItemModels::sessionClusterTellsWhatItWaitsFor()
{
    QFETCH(SessionClusterKind, kind);
    QFETCH(SessionClusterState, state);
    QFETCH(bool, isReachable);
    QFETCH(int, taskManagers);
    SessionClusterReport report;
    report.cluster.spec.kind = kind;
    report.cluster.spec.state = SessionClusterDesiredState::Running;
    report.cluster.spec.numberOfTaskManagers = 2;
    report.cluster.status = {.state = state, .message = u"It stops."_s};
    report.isReachable = isReachable;
    report.areSlotsRead = isReachable;
    report.taskManagers = taskManagers;
    QTEST(progressText(report), "text");
    report.areSlotsRead = false; // how many there are is not known yet
    QVERIFY(!progressText(report).contains(u"registered"_s));
}

QTEST_GUILESS_MAIN(TestItemModels)
#include "tst_itemmodels.moc"
