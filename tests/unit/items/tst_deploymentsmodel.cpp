// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/deploymentsmodel.h"
#include "model/items/deploymentsproxy.h"
#include "model/items/marks.h"
#include "tests/gui/samplereports.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDeploymentsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cellsArePlainText_data();
    void cellsArePlainText();
    void concernIsSaidBesideTheConditions_data();
    void concernIsSaidBesideTheConditions();
    void equalReportIsNotAnnounced();
    void newSightingTouchesOneCell();
    void seenAgainTouchesOneCell();
    void newSightingOfTheSameAgeTouchesNothing();
    void agesGrowWithoutTouchingOtherCells();
    void waitingGrowsInTheNoteOnly();
    void removedRowsKeepTheOthersFindable();
    void mergeUpdatesAndAppends();
    void lastOfTwoEqualIdsCounts();
    void foreignIndexHasNoData();
    void attentionComesFirstInBothOrders();
    void scopeAndQueryFilter();
    void selectionSurvivesUpdates();

private:
    Instant m_now = *instantFromIso(u"2026-03-02T10:05:00Z");
};

void TestDeploymentsModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

static QModelIndex cellOf(const DeploymentsModel &model, const QString &id, int column)
{
    return model.indexOf(id).siblingAtColumn(column);
}

void TestDeploymentsModel::cellsArePlainText_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("failing") << u"d1"_s
                             << QStringList{u"clicks-agg"_s, u"RUNNING"_s,
                                            u"RUNNING"_s,    u"JobFailing, JobUnstable"_s,
                                            u"prod"_s,       u"4 in 10 min"_s,
                                            u"2 s"_s};
    QTest::newRow("transitioning")
        << u"d2"_s
        << QStringList{u"orders-join"_s, u"SUSPENDED"_s, u"TRANSITIONING"_s, QString(), u"prod"_s,
                       u"–"_s,           u"2 s"_s};
    QTest::newRow("stale") << u"d8"_s << QStringList{u"inventory-sync"_s, u"RUNNING"_s,
                                                     u"RUNNING"_s,        u"ClusterUnreachable"_s,
                                                     u"staging"_s,        u"0"_s,
                                                     u"6 min"_s};
}

void TestDeploymentsModel::cellsArePlainText()
{
    QFETCH(QString, id);
    QFETCH(QStringList, texts);
    DeploymentsModel model;
    model.setNow(m_now);
    model.merge(sampleChanges(m_now).deployments);
    QCOMPARE(model.columnCount(), int(texts.size()));
    for (int column = 0; column < model.columnCount(); ++column)
        QCOMPARE(cellOf(model, id, column).data().toString(), texts[column]);
}

void TestDeploymentsModel::concernIsSaidBesideTheConditions_data()
{
    QTest::addColumn<Concern>("concern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("note");
    QTest::addColumn<bool>("isCertain");
    QTest::newRow("stopped") << Concern::ClusterStopped << u"Its session cluster is stopped"_s
                             << u"its job is not looked at"_s << true;
    QTest::newRow("detached") << Concern::ClusterDetached << u"Its session cluster is detached"_s
                              << u"its job is not looked at"_s << true;
    QTest::newRow("may run") << Concern::JobMayRun << u"Job may still run"_s
                             << u"listed among the possible orphans"_s << false;
    QTest::newRow("runs") << Concern::JobStillRuns << u"Job still runs"_s
                          << u"Cancel it among the possible orphans"_s << true;
}

void TestDeploymentsModel::concernIsSaidBesideTheConditions()
{
    QFETCH(Concern, concern);
    QFETCH(QString, text);
    QFETCH(QString, note);
    QFETCH(bool, isCertain);
    DeploymentReport report = runningReport(m_now);
    QVERIFY(!needsAttention(report));
    report.concerns = {concern};
    QCOMPARE(needsAttention(report), isCertain);
    DeploymentsModel model;
    model.merge({report});
    const QModelIndex cell = model.index(0, DeploymentsModel::Conditions);
    QCOMPARE(cell.data().toString(), text);
    QCOMPARE(cell.data(MarkRole).toInt(), int(isCertain ? Mark::Warning : Mark::Unknown));
    QVERIFY(cell.data(NoteRole).toString().contains(note));
}

void TestDeploymentsModel::equalReportIsNotAnnounced()
{
    DeploymentsModel model;
    model.setNow(m_now);
    model.merge({runningReport(m_now)});
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.merge({runningReport(m_now)});
    QCOMPARE(changed.count(), 0);
}

void TestDeploymentsModel::newSightingTouchesOneCell()
{
    DeploymentsModel model;
    model.setNow(m_now);
    model.merge({runningReport(m_now)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    DeploymentReport report = runningReport(m_now);
    report.lastSeen = m_now;
    model.merge({report});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex().column(), int(DeploymentsModel::LastSeen));
    QCOMPARE(changed[0][1].toModelIndex().column(), int(DeploymentsModel::LastSeen));
    QCOMPARE(model.index(0, DeploymentsModel::LastSeen).data().toString(), u"0 s"_s);
}

void TestDeploymentsModel::seenAgainTouchesOneCell()
{
    DeploymentsModel model;
    model.setNow(m_now);
    model.merge({runningReport(m_now)});
    const QString id = runningReport(m_now).deployment.metadata.id;
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setSeen({{id, m_now}, {u"gone"_s, m_now}});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(0, DeploymentsModel::LastSeen));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(0, DeploymentsModel::LastSeen));
    QCOMPARE(model.find(id)->lastSeen, m_now);
    model.setSeen({{id, m_now - 100ms}});
    QCOMPARE(changed.count(), 1);
}

void TestDeploymentsModel::newSightingOfTheSameAgeTouchesNothing()
{
    DeploymentsModel model;
    model.setNow(m_now);
    model.merge({runningReport(m_now)});
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    DeploymentReport report = runningReport(m_now);
    report.lastSeen = *report.lastSeen - 100ms;
    model.merge({report});
    QCOMPARE(changed.count(), 0);
}

void TestDeploymentsModel::agesGrowWithoutTouchingOtherCells()
{
    DeploymentsModel model;
    model.setNow(m_now);
    DeploymentReport old = runningReport(m_now);
    old.deployment.metadata.id = u"old"_s;
    old.lastSeen = m_now - 3h;
    model.merge({runningReport(m_now), old});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setNow(m_now + 1s);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(0, DeploymentsModel::LastSeen));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(0, DeploymentsModel::LastSeen));
}

void TestDeploymentsModel::waitingGrowsInTheNoteOnly()
{
    DeploymentsModel model;
    model.setNow(m_now);
    model.merge(sampleChanges(m_now).deployments);
    const QModelIndex cell = cellOf(model, u"d2"_s, DeploymentsModel::Conditions);
    QCOMPARE(cell.data(NoteRole).toString(), u"Waiting for the savepoint · 12 s"_s);
    QCOMPARE(cell.data(Qt::AccessibleDescriptionRole), cell.data(NoteRole));
    model.setNow(m_now + 1s);
    QCOMPARE(cell.data(NoteRole).toString(), u"Waiting for the savepoint · 13 s"_s);
}

void TestDeploymentsModel::removedRowsKeepTheOthersFindable()
{
    DeploymentsModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.merge(sampleChanges(m_now).deployments);
    model.remove({u"d1"_s, u"d3"_s, u"d4"_s, u"nobody"_s});
    QCOMPARE(model.rowCount(), 5);
    QVERIFY(!model.find(u"d3"_s));
    for (const DeploymentReport &report : model.values())
        QCOMPARE(model.find(report.deployment.metadata.id), &report);
    model.remove({u"d2"_s, u"d5"_s, u"d6"_s, u"d7"_s, u"d8"_s});
    QCOMPARE(model.rowCount(), 0);
}

void TestDeploymentsModel::mergeUpdatesAndAppends()
{
    DeploymentsModel model;
    model.merge({runningReport(m_now)});
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.merge(sampleChanges(m_now).deployments);
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted[0][1].toInt(), 1);
    QCOMPARE(inserted[0][2].toInt(), 7);
    QCOMPARE(reset.count(), 0);
}

void TestDeploymentsModel::lastOfTwoEqualIdsCounts()
{
    DeploymentsModel model;
    DeploymentReport second = runningReport(m_now);
    second.deployment.metadata.displayName = u"Clicks"_s;
    model.merge({runningReport(m_now), second});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"Clicks"_s);
}

void TestDeploymentsModel::foreignIndexHasNoData()
{
    DeploymentsModel model;
    model.merge({runningReport(m_now)});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is not valid"_s));
    QVERIFY(!model.data(QModelIndex(), Qt::DisplayRole).isValid());
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
}

void TestDeploymentsModel::attentionComesFirstInBothOrders()
{
    DeploymentsModel model;
    model.merge(sampleChanges(m_now).deployments);
    DeploymentsProxy proxy(model);
    proxy.setAttentionFirst(true);
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        proxy.sort(DeploymentsModel::Name, order);
        for (int row = 0; row < proxy.rowCount(); ++row)
            QCOMPARE(proxy.index(row, 0).data(IsEmphasizedRole).toBool(), row < 3);
    }
    proxy.setAttentionFirst(false);
    QCOMPARE(proxy.index(0, 0).data().toString(), u"payments-enrich"_s);
}

void TestDeploymentsModel::scopeAndQueryFilter()
{
    DeploymentsModel model;
    model.merge(sampleChanges(m_now).deployments);
    DeploymentsProxy proxy(model);
    const QAbstractItemModelTester tester(&proxy,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(proxy.rowCount(), 8);
    proxy.setScope(DeploymentsProxy::Scope::Attention);
    QCOMPARE(proxy.rowCount(), 3);
    proxy.setScope(DeploymentsProxy::Scope::Changing);
    QCOMPARE(proxy.rowCount(), 2);
    proxy.setQuery(DeploymentQuery::fromText(u"cluster:prod"_s));
    QCOMPARE(proxy.rowCount(), 1);
    model.remove({u"d2"_s});
    QCOMPARE(proxy.rowCount(), 0);
}

void TestDeploymentsModel::selectionSurvivesUpdates()
{
    DeploymentsModel model;
    model.merge(sampleChanges(m_now).deployments);
    DeploymentsProxy proxy(model);
    proxy.sort(DeploymentsModel::Name);
    const QPersistentModelIndex kept = proxy.mapFromSource(model.indexOf(u"d5"_s));
    Changes changes = sampleChanges(m_now + 5s);
    changes.deployments[0].deployment.metadata.displayName = u"zz"_s;
    model.merge(changes.deployments);
    model.remove({u"d2"_s});
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(IdRole).toString(), u"d5"_s);
}

QTEST_GUILESS_MAIN(TestDeploymentsModel)
#include "tst_deploymentsmodel.moc"
