// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/savepointsmodel.h"
#include "model/items/words.h"
#include "tests/gui/windowfixture.h"
#include "views/deploymentdetails.h"

#include <QHeaderView>
#include <QLayout>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTest>
#include <QToolBar>

using namespace headgate;

//! What the window keeps, and what it says of the whole.
class TestWindowState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void stateIsRemembered();
    void pageThatWasNeverBuiltIsRemembered();
    void stateIsKeptWithoutClosing();
    void detailsKeepTheirOwnColumns();
    void columnsOfDetailsAreKeptAtOnce();
    void narrowWindowHidesWhatMattersLeast_data();
    void narrowWindowHidesWhatMattersLeast();
    void timesLeaveRoomForWhatHappened_data();
    void timesLeaveRoomForWhatHappened();
    void draggedColumnMakesOthersGiveWay();
    void whatWasNarrowedIsNotKept();
    void selectionComesBackWithItsRow();
    void selectionMadeDuringASearchCounts();
    void manyRowsComeBack();
    void barsBelongToTheirPages();
    void sidebarStaysWhereItIs_data();
    void sidebarStaysWhereItIs();
    void reconcilingIsSaidOnlyWhileItIsSo();
    void unreachableClusterNeedsAttention();
    void firstAnswerIsAwaitedCalmly();
    void deploymentThatCannotStartSaysWhy();
    void runningOneSaysWhichTasksAreMissing();
    void aboutTellsVersionAndLicence();
};

void TestWindowState::stateIsRemembered()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.go(u"Savepoints"_s);
    fixture.table(u"Deployments"_s)->setColumnWidth(2, 237);
    fixture.window->close();
    fixture.window =
        std::make_unique<MainWindow>(fixture.intentions, fixture.desk, fixture.settings);
    fixture.window->show();
    QVERIFY(!fixture.table(u"Deployments"_s)->isVisible());
    fixture.window->resize(1400, 900);
    fixture.go(u"Deployments"_s);
    QTRY_COMPARE(fixture.table(u"Deployments"_s)->columnWidth(2), 237);
}

//! A page is built after the first paint, and a window may end before it.
void TestWindowState::pageThatWasNeverBuiltIsRemembered()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.go(u"Savepoints"_s);
    fixture.table(u"Savepoints"_s)->setColumnWidth(1, 241);
    fixture.go(u"Session Clusters"_s);
    fixture.select(u"Session Clusters"_s, u"dev"_s);
    fixture.go(u"Deployments"_s);
    fixture.window->close();
    const auto again = [&fixture] {
        fixture.window =
            std::make_unique<MainWindow>(fixture.intentions, fixture.desk, fixture.settings);
    };
    again();
    QVERIFY(!fixture.table(u"Savepoints"_s));
    fixture.window->close();
    again();
    fixture.window->show();
    QTRY_VERIFY(fixture.table(u"Savepoints"_s));
    fixture.window->resize(1400, 900);
    fixture.go(u"Savepoints"_s);
    QTRY_COMPARE(fixture.table(u"Savepoints"_s)->columnWidth(1), 241);
    const auto chosen = fixture.table(u"Session Clusters"_s)->selectionModel()->selectedRows();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().data().toString(), u"dev"_s);
}

//! As after kill -9: another program reads what is in the file.
void TestWindowState::stateIsKeptWithoutClosing()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.window->resize(1011, 707);
    fixture.table(u"Deployments"_s)->setColumnWidth(2, 237);
    fixture.select(u"Deployments"_s, u"nightly"_s);
    const auto isWritten = [&] {
        const QSettings read(fixture.settings.fileName(), QSettings::IniFormat);
        return read.value("selected/Deployments/headgate::DeploymentsModel"_L1).toStringList()
            == QStringList{u"d6"_s};
    };
    QTRY_VERIFY(isWritten());
    QSettings read(fixture.settings.fileName(), QSettings::IniFormat);
    Desk desk(fixture.clock);
    MainWindow again(fixture.intentions, desk, read);
    again.show();
    desk.apply(sampleChanges(fixture.clock.time));
    QCOMPARE(again.size(), QSize(1011, 707));
    auto *table =
        qobject_cast<QTableView *>(widgetNamed(&again, QAccessible::Table, u"Deployments"_s));
    QCOMPARE(table->columnWidth(2), 237);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table->selectionModel()->selectedRows().first().data().toString(), u"nightly"_s);
}

//! The same tables stand on pages, where a column says which Deployment it is.
void TestWindowState::detailsKeepTheirOwnColumns()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const auto ofDetails = [&] {
        const auto tables =
            fixture.window->findChild<DeploymentDetails *>()->findChildren<QTableView *>();
        return *std::ranges::find(tables, u"Savepoints"_s, &QWidget::accessibleName);
    };
    QVERIFY(ofDetails()->isColumnHidden(SavepointsModel::DeploymentName));
    fixture.window->close();
    fixture.window =
        std::make_unique<MainWindow>(fixture.intentions, fixture.desk, fixture.settings);
    fixture.window->show();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    QVERIFY(ofDetails()->isColumnHidden(SavepointsModel::DeploymentName));
}

//! They are built when something is selected, after the window looked for what to keep.
void TestWindowState::columnsOfDetailsAreKeptAtOnce()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const auto jobsOf = [](const MainWindow &window) {
        const auto tables = window.findChild<DeploymentDetails *>()->findChildren<QTableView *>();
        return *std::ranges::find(tables, u"Jobs"_s, &QWidget::accessibleName);
    };
    const QString key = u"widths/details/Jobs/headgate::JobsModel"_s;
    QTRY_VERIFY(fixture.settings.contains(key)); // for the selection
    fixture.window->findChild<DeploymentDetails *>()->setCurrentIndex(1);
    jobsOf(*fixture.window)->setColumnWidth(JobsModel::FlinkStatus, 231);
    const auto isWritten = [&] {
        const QSettings read(fixture.settings.fileName(), QSettings::IniFormat);
        return read.value(key).toList().contains(u"231"_s);
    };
    QTRY_VERIFY(isWritten());
    QSettings read(fixture.settings.fileName(), QSettings::IniFormat);
    Desk desk(fixture.clock);
    MainWindow again(fixture.intentions, desk, read);
    again.resize(3000, 900);
    again.show();
    desk.apply(sampleChanges(fixture.clock.time));
    QTRY_VERIFY(again.findChild<DeploymentDetails *>());
    again.findChild<DeploymentDetails *>()->setCurrentIndex(1);
    QTRY_COMPARE(jobsOf(again)->columnWidth(JobsModel::FlinkStatus), 231);
}

void TestWindowState::narrowWindowHidesWhatMattersLeast_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QList<int>>("essential");
    QTest::addColumn<int>("first"); // of those that go

    QTest::newRow("Deployments") << u"Deployments"_s
                                 << QList<int>{DeploymentsModel::Name, DeploymentsModel::Desired,
                                               DeploymentsModel::Status}
                                 << int(DeploymentsModel::Restarts);
    QTest::newRow("Session Clusters")
        << u"Session Clusters"_s
        << QList<int>{SessionClustersModel::Name, SessionClustersModel::Desired,
                      SessionClustersModel::State}
        << int(SessionClustersModel::TaskManagers);
    QTest::newRow("Savepoints") << u"Savepoints"_s
                                << QList<int>{SavepointsModel::Created,
                                              SavepointsModel::DeploymentName,
                                              SavepointsModel::State}
                                << int(SavepointsModel::JobNumber);
    QTest::newRow("Events") << u"Events"_s
                            << QList<int>{EventsModel::Time, EventsModel::DeploymentName,
                                          EventsModel::Message}
                            << int(EventsModel::Cluster);
}

void TestWindowState::narrowWindowHidesWhatMattersLeast()
{
    QFETCH(QString, place);
    QFETCH(QList<int>, essential);
    QFETCH(int, first);
    WindowFixture fixture;
    fixture.fill();
    fixture.go(place);
    QTableView *table = fixture.table(place);
    QList<int> before;
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        QVERIFY(!table->isColumnHidden(column));
        before.append(table->columnWidth(column));
    }
    fixture.window->resize(800, 600);
    QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    fixture.window->resize(590, 600);
    QTRY_VERIFY(table->isColumnHidden(first));
    QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    const QHeaderView &header = *table->horizontalHeader();
    for (const int column : std::as_const(essential)) {
        QVERIFY(!table->isColumnHidden(column));
        QVERIFY(table->columnWidth(column) >= header.sectionSizeHint(column));
    }
    fixture.window->resize(1400, 900);
    for (int column = 0; column < before.size(); ++column)
        QTRY_COMPARE(table->columnWidth(column), before[column]);
}

void TestWindowState::timesLeaveRoomForWhatHappened_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("time");
    QTest::addColumn<int>("what");
    QTest::newRow("Savepoints") << u"Savepoints"_s << int(SavepointsModel::Created)
                                << int(SavepointsModel::Location);
    QTest::newRow("Events") << u"Events"_s << int(EventsModel::Time) << int(EventsModel::Message);
}

void TestWindowState::timesLeaveRoomForWhatHappened()
{
    QFETCH(QString, place);
    QFETCH(int, time);
    QFETCH(int, what);
    WindowFixture fixture;
    fixture.fill();
    fixture.go(place);
    fixture.window->resize(800, 560);
    const QTableView *table = fixture.table(place);
    QTRY_VERIFY(table->columnWidth(what) * 2 > table->columnWidth(time) * 3);
    const Instant now = fixture.clock.time;
    const QString yesterday = timeText(now - std::chrono::hours(24), now);
    const int needed = table->fontMetrics().horizontalAdvance(yesterday);
    QVERIFY2(table->columnWidth(time) > needed, qPrintable(yesterday));
}

void TestWindowState::draggedColumnMakesOthersGiveWay()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.window->resize(1000, 700);
    QTableView *table = fixture.table(u"Deployments"_s);
    QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    QVERIFY(!table->isColumnHidden(DeploymentsModel::Restarts));
    const int wide = table->viewport()->width() / 2;
    table->setColumnWidth(DeploymentsModel::Name, wide);
    QCOMPARE(table->columnWidth(DeploymentsModel::Name), wide);
    QVERIFY(table->isColumnHidden(DeploymentsModel::Restarts));
    QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
}

//! What a small window had no room for is there again in a large one.
void TestWindowState::whatWasNarrowedIsNotKept()
{
    WindowFixture fixture;
    fixture.fill();
    QTableView *table = fixture.table(u"Deployments"_s);
    const int width = table->columnWidth(DeploymentsModel::Cluster);
    fixture.window->resize(590, 600);
    QTRY_VERIFY(table->isColumnHidden(DeploymentsModel::Restarts));
    fixture.window->close();
    fixture.window =
        std::make_unique<MainWindow>(fixture.intentions, fixture.desk, fixture.settings);
    fixture.window->show();
    fixture.window->resize(1400, 900);
    table = fixture.table(u"Deployments"_s);
    QTRY_VERIFY(!table->isColumnHidden(DeploymentsModel::Restarts));
    QTRY_COMPARE(table->columnWidth(DeploymentsModel::Cluster), width);
}

static QStringList selectedNames(const WindowFixture &fixture)
{
    QStringList names;
    for (const QModelIndex &row : fixture.table(u"Deployments"_s)->selectionModel()->selectedRows())
        names.append(row.data().toString());
    names.sort();
    return names;
}

static void search(const WindowFixture &fixture, const QString &text)
{
    qobject_cast<QLineEdit *>(
        widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s))
        ->setText(text);
}

void TestWindowState::selectionComesBackWithItsRow()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    search(fixture, u"nightly"_s);
    QCOMPARE(selectedNames(fixture), QStringList());
    QVERIFY(!fixture.action(u"Cancel"_s)->isEnabled());
    fixture.fill(); // a tick while it is hidden
    search(fixture, {});
    QCOMPARE(selectedNames(fixture), QStringList{u"clicks-agg"_s});
    QVERIFY(fixture.action(u"Cancel"_s)->isEnabled());
}

void TestWindowState::selectionMadeDuringASearchCounts()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    search(fixture, u"nightly"_s);
    fixture.select(u"Deployments"_s, u"nightly"_s);
    search(fixture, {});
    QCOMPARE(selectedNames(fixture), QStringList{u"nightly"_s});
}

void TestWindowState::manyRowsComeBack()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    fixture.select(u"Deployments"_s, u"nightly"_s, Qt::ControlModifier);
    const QStringList both{u"clicks-agg"_s, u"nightly"_s};
    search(fixture, u"nightly"_s);
    QCOMPARE(selectedNames(fixture), QStringList{u"nightly"_s});
    search(fixture, {});
    QCOMPARE(selectedNames(fixture), both);
    fixture.go(u"Attention Only"_s);
    fixture.go(u"Deployments"_s);
    QCOMPARE(selectedNames(fixture), both);
}

void TestWindowState::barsBelongToTheirPages()
{
    WindowFixture fixture;
    fixture.fill();
    const auto bar = [&](const QString &name) {
        return fixture.window->findChild<QToolBar *>(name)->isVisible();
    };
    const auto *field = qobject_cast<QLineEdit *>(
        widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s));
    QVERIFY(bar(u"deploymentBar"_s) && !bar(u"clusterBar"_s));
    QVERIFY(field->placeholderText().contains(u"state:"_s));
    for (const QString &page : {u"Savepoints"_s, u"Events"_s}) {
        fixture.go(page);
        QVERIFY(!bar(u"deploymentBar"_s) && !bar(u"clusterBar"_s));
        QVERIFY(!field->placeholderText().contains(u"state:"_s));
        QVERIFY(field->isVisible());
    }
    fixture.go(u"Session Clusters"_s);
    QVERIFY(!bar(u"deploymentBar"_s) && bar(u"clusterBar"_s));
}

void TestWindowState::sidebarStaysWhereItIs_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("wide") << QSize(1590, 900);
    QTest::newRow("narrow") << QSize(800, 560);
}

void TestWindowState::sidebarStaysWhereItIs()
{
    QFETCH(QSize, size);
    WindowFixture fixture;
    fixture.window->resize(size);
    const QWidget *sidebar = widgetNamed(fixture.window.get(), QAccessible::Tree, u"Navigation"_s);
    const auto top = [&] {
        fixture.window->layout()->activate();
        QCoreApplication::sendPostedEvents();
        return sidebar->mapTo(fixture.window.get(), QPoint()).y();
    };
    fixture.go(u"Deployments"_s);
    const int before = top(); // no session cluster and no deployment yet
    fixture.fill();
    for (const QString &page :
         {u"Deployments"_s, u"Session Clusters"_s, u"Savepoints"_s, u"Events"_s}) {
        fixture.go(page);
        QCOMPARE(top(), before);
    }
}

void TestWindowState::reconcilingIsSaidOnlyWhileItIsSo()
{
    WindowFixture fixture;
    const auto says = [&](const QString &text) {
        return findAccessible(fixture.window->statusBar(), QAccessible::StaticText, text)
            != nullptr;
    };
    fixture.desk.apply({.deployments = {runningReport(fixture.clock.time)},
                        .sessionClusters = {clusterReport(u"c"_s, u"prod"_s, fixture.clock.time)}});
    const QString figures = u"1 clusters reachable, 0 not · 1 deployments, 0 need attention"_s;
    QVERIFY(says(figures));
    DeploymentReport changing = runningReport(fixture.clock.time);
    changing.deployment.status.state = DeploymentState::Transitioning;
    fixture.desk.apply({.deployments = {changing}});
    QVERIFY(says(u"reconciling · "_s + figures));
    SessionClusterReport starting = clusterReport(u"c"_s, u"prod"_s, fixture.clock.time);
    starting.cluster.status.state = SessionClusterState::Starting;
    fixture.desk.apply(
        {.deployments = {runningReport(fixture.clock.time)}, .sessionClusters = {starting}});
    QVERIFY(says(u"reconciling · "_s + figures));
}

void TestWindowState::unreachableClusterNeedsAttention()
{
    WindowFixture fixture;
    SessionClusterReport never = clusterReport(u"c"_s, u"far"_s, fixture.clock.time);
    never.isReachable = false;
    never.lastSeen.reset();
    never.trouble = u"Nothing answers at http://far.example:8081."_s;
    fixture.desk.apply({.sessionClusters = {never}});
    QVERIFY(fixture.window->windowTitle().contains(u"1 need"_s));
    QWidget *navigation = widgetNamed(fixture.window.get(), QAccessible::Tree, u"Navigation"_s);
    QVERIFY(findAccessible(navigation, QAccessible::TreeItem, u"Session Clusters"_s)
                ->text(QAccessible::Description)
                .contains(u"1"_s));
    fixture.go(u"Session Clusters"_s);
    const QTableView *table = fixture.table(u"Session Clusters"_s);
    const auto state = [&] {
        return table->model()->index(0, SessionClustersModel::State).data().toString();
    };
    QCOMPARE(state(), u"NEVER REACHED"_s);
    fixture.select(u"Session Clusters"_s, u"far"_s);
    for (const QString &said : {u"RUNNING"_s, u"NEVER REACHED"_s, never.trouble})
        QVERIFY2(findAccessible(fixture.window.get(), QAccessible::StaticText, said),
                 qPrintable(said));
    never.lastSeen = fixture.clock.time;
    fixture.desk.apply({.sessionClusters = {never}});
    QCOMPARE(state(), u"UNREACHABLE"_s);
    fixture.desk.apply({.sessionClusters = {clusterReport(u"c"_s, u"far"_s, fixture.clock.time)}});
    QCOMPARE(state(), u"RUNNING"_s);
    QCOMPARE(fixture.window->windowTitle(), u"Headgate"_s);
}

void TestWindowState::firstAnswerIsAwaitedCalmly()
{
    WindowFixture fixture;
    SessionClusterReport attached = clusterReport(u"c"_s, u"far"_s, fixture.clock.time);
    attached.isReachable = false;
    attached.lastSeen.reset();
    fixture.desk.apply({.sessionClusters = {attached}});
    QCOMPARE(fixture.window->windowTitle(), u"Headgate"_s);
    fixture.go(u"Session Clusters"_s);
    const QAbstractItemModel &model = *fixture.table(u"Session Clusters"_s)->model();
    QCOMPARE(model.index(0, SessionClustersModel::State).data().toString(), u"CONNECTING"_s);
}

void TestWindowState::deploymentThatCannotStartSaysWhy()
{
    WindowFixture fixture;
    DeploymentReport report;
    report.deployment.metadata = {.id = u"d"_s, .name = u"bare"_s};
    report.deployment.spec.sessionClusterName = u"prod"_s;
    fixture.desk.apply({.deployments = {report}});
    fixture.select(u"Deployments"_s, u"bare"_s);
    const auto says = [&](const QString &text) {
        const QWidget *label = widgetNamed(fixture.window.get(), QAccessible::StaticText, text);
        return label && label->isVisible();
    };
    QVERIFY(says(u"Cannot start"_s));
    QVERIFY(says(u"No jar is chosen."_s));
    report.deployment.spec.jobTemplate.artifact.jarUri = u"/jobs/a.jar"_s;
    fixture.desk.apply({.deployments = {report}});
    QTRY_VERIFY(!says(u"Cannot start"_s));
}

void TestWindowState::runningOneSaysWhichTasksAreMissing()
{
    WindowFixture fixture;
    DeploymentReport report = runningReport(fixture.clock.time);
    report.tasks = u"0 of 2"_s;
    report.areTasksMissing = true;
    Job job = startedJob(u"j1"_s, u"d1"_s, fixture.clock.time);
    job.status.started->observedFlinkJobStatus = FlinkJobStatus::Running;
    fixture.desk.apply({.deployments = {report}, .jobs = {job}});
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           u"0 of 2 run; Flink says RUNNING before all of them do."_s));
    const QAbstractItemModel &model = *fixture.table(u"Deployments"_s)->model();
    QCOMPARE(model.index(0, DeploymentsModel::Status).data(Qt::ToolTipRole).toString(),
             u"0 of 2 tasks run"_s);
}

void TestWindowState::aboutTellsVersionAndLicence()
{
    QCoreApplication::setApplicationVersion(u"7.8.9"_s);
    const WindowFixture fixture;
    fixture.action(u"About Headgate"_s)->trigger();
    QWidget *dialog = dialogTitled(u"About Headgate"_s);
    QVERIFY(dialog);
    QString all;
    walkAccessible(QAccessible::queryAccessibleInterface(dialog),
                   [&](const QAccessibleInterface *part) { all += part->text(QAccessible::Name); });
    for (const QString &part :
         {u"7.8.9"_s, u"GNU General Public License"_s, QString::fromLatin1(qVersion())})
        QVERIFY2(all.contains(part), qPrintable(all));
    QVERIFY(press(dialog, u"Close"_s));
}

QTEST_MAIN(TestWindowState)
#include "tst_windowstate.moc"
