// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"
#include "views/keysdialog.h"

#include <QLineEdit>
#include <QScrollBar>
#include <QStatusBar>
#include <QTest>
#include <QToolBar>

using namespace headgate;

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refusedActionSaysWhy();
    void withoutSelectionActionsSayWhatToDo();
    void selectionIsOnlyMeantOnItsPage();
    void oneOfManyRowsIsEnough();
    void selectionAndScrollSurviveUpdates();
    void countsAreInTitleStatusBarAndSidebar();
    void firstRunGivesWayToTheList();
    void sampleIsAskedForOnce();
    void sampleThatFailsCanBeAskedForAgain();
    void troubleStandsUntilItIsOver();
    void refreshLooksAtWhatIsSelected();
    void refreshSaysHowManyAreLookedAt_data();
    void refreshSaysHowManyAreLookedAt();
    void messageGoesWithItsPage();
    void savedDeploymentIsShownInSpiteOfASearch();
    void savedOneThatHasFailedSaysHowItGoesOn_data();
    void savedOneThatHasFailedSaysHowItGoesOn();
    void savedClusterIsShownInSpiteOfASearch();
    void helpKeyShowsTheKeys();
    void searchFilters();
    void searchWithoutAMatchSaysSo();
    void keyThatIsRefusedChoosesNoOtherRow();
    void faintTextIsReadableInEveryTheme_data();
    void faintTextIsReadableInEveryTheme();
    void attentionKeyShowsOnlyThese();
    void typingInTheSearchTriggersNoAction();
    void hintsStandInEmptyLists();
    void deletedRowLeavesNoActions();
    void whatCannotBeDoneYetIsNotOffered();
    void sameClusterIsConfirmedWhereItIsDoubted();
    void overviewTellsTheFailure();
    void overviewTellsOfAChangedJar();
    void conditionThatTurnsTrueIsToldOf();
    void overviewOfARunningDeployment();
};

void TestMainWindow::init()
{
    failOnAnyWarning();
}

void TestMainWindow::refusedActionSaysWhy()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const QAction *start = fixture.action(u"Start"_s);
    QVERIFY(!start->isEnabled());
    QCOMPARE(start->statusTip(), u"It is running already."_s);
    QVERIFY(start->toolTip().contains(u"It is running already."_s));
    QVERIFY(fixture.action(u"Suspend"_s)->isEnabled());
    DeploymentReport report = runningReport(fixture.clock.time);
    report.refusals = {{DeploymentAction::Suspend, u"It is being suspended."_s}};
    fixture.desk.apply({.deployments = {report}});
    QVERIFY(start->isEnabled());
    QVERIFY(!fixture.action(u"Suspend"_s)->isEnabled());
}

void TestMainWindow::withoutSelectionActionsSayWhatToDo()
{
    WindowFixture fixture;
    fixture.fill();
    for (const QString &name : {u"Start"_s, u"Edit"_s, u"Delete"_s}) {
        QVERIFY(!fixture.action(name)->isEnabled());
        QVERIFY(!fixture.action(name)->statusTip().isEmpty());
    }
    QVERIFY(fixture.action(u"New Deployment"_s)->isEnabled());
}

void TestMainWindow::selectionIsOnlyMeantOnItsPage()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    QVERIFY(fixture.action(u"Cancel"_s)->isEnabled());
    fixture.go(u"Events"_s);
    QVERIFY(!fixture.action(u"Cancel"_s)->isEnabled());
    fixture.go(u"Deployments"_s);
    QVERIFY(fixture.action(u"Cancel"_s)->isEnabled());
}

void TestMainWindow::oneOfManyRowsIsEnough()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    fixture.select(u"Deployments"_s, u"nightly"_s, Qt::ControlModifier);
    QVERIFY(fixture.action(u"Start"_s)->isEnabled());
    QVERIFY(fixture.action(u"Suspend"_s)->isEnabled());
    QVERIFY(!fixture.action(u"Edit"_s)->isEnabled());
}

void TestMainWindow::selectionAndScrollSurviveUpdates()
{
    WindowFixture fixture;
    Changes many;
    for (int i = 0; i < 200; ++i) {
        DeploymentReport report = runningReport(fixture.clock.time);
        report.deployment.metadata.id = u"id%1"_s.arg(i);
        report.deployment.metadata.name = u"job-%1"_s.arg(i, 3, 10, QChar(u'0'));
        many.deployments.append(report);
    }
    fixture.desk.apply(many);
    fixture.select(u"Deployments"_s, u"job-150"_s);
    const QTableView *table = fixture.table(u"Deployments"_s);
    const int scroll = table->verticalScrollBar()->value();
    const auto shown = table->currentIndex().data().toString();
    for (DeploymentReport &report : many.deployments)
        report.restartsIn10Minutes = 3;
    fixture.desk.apply(many);
    fixture.clock.time += std::chrono::seconds(30);
    fixture.desk.apply(many);
    QCOMPARE(table->currentIndex().data().toString(), shown);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table->verticalScrollBar()->value(), scroll);
}

void TestMainWindow::countsAreInTitleStatusBarAndSidebar()
{
    WindowFixture fixture;
    fixture.fill();
    QVERIFY(fixture.window->windowTitle().contains(u"4"_s));
    QVERIFY(findAccessible(fixture.window->statusBar(), QAccessible::StaticText,
                           u"reconciling · 2 clusters reachable, 1 not · 1 session clusters "
                           "need attention · 8 deployments, 3 need "
                           "attention"_s));
    QWidget *navigation = widgetNamed(fixture.window.get(), QAccessible::Tree, u"Navigation"_s);
    const QAccessibleInterface *attention =
        findAccessible(navigation, QAccessible::TreeItem, u"Attention"_s);
    QVERIFY(attention->text(QAccessible::Description).contains(u"3"_s));
    QTRY_VERIFY(findAccessible(navigation, QAccessible::TreeItem, u"staging"_s));
}

void TestMainWindow::firstRunGivesWayToTheList()
{
    WindowFixture fixture;
    const auto isSampleOffered = [&fixture] {
        const QWidget *sample = widgetNamed(fixture.window.get(), QAccessible::Button,
                                            u"Start a local cluster with a sample job"_s);
        return sample && sample->isVisible();
    };
    QVERIFY(!isSampleOffered()); // nothing is known yet
    fixture.desk.apply(Changes());
    QVERIFY(isSampleOffered());
    fixture.desk.apply({.deployments = {runningReport(fixture.clock.time)}});
    QVERIFY(!isSampleOffered());
    QVERIFY(fixture.table(u"Deployments"_s)->isVisible());
}

void TestMainWindow::sampleIsAskedForOnce()
{
    WindowFixture fixture;
    fixture.desk.apply(Changes());
    QVERIFY(press(fixture.window.get(), u"Start a local cluster with a sample job"_s));
    QCOMPARE(fixture.intentions.calls.count(u"startSample"_s), 1);
}

void TestMainWindow::sampleThatFailsCanBeAskedForAgain()
{
    WindowFixture fixture;
    fixture.intentions.errors[u"startSample"_s] =
        Error{.kind = ErrorKind::Environment, .message = u"There is no Java here."_s};
    fixture.desk.apply(Changes());
    QVERIFY(press(fixture.window.get(), u"Start a local cluster with a sample job"_s));
    QTRY_VERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                               u"The sample could not be started. There is no Java here."_s));
    fixture.intentions.errors.clear();
    QVERIFY(press(fixture.window.get(), u"Start a local cluster with a sample job"_s));
    QCOMPARE(fixture.intentions.calls.count(u"startSample"_s), 2);
    const QWidget *failure =
        widgetNamed(fixture.window.get(), QAccessible::StaticText,
                    u"The sample could not be started. There is no Java here."_s);
    QVERIFY(!failure || !failure->isVisible());
}

void TestMainWindow::troubleStandsUntilItIsOver()
{
    WindowFixture fixture;
    fixture.fill();
    const QString trouble = u"The disk is full."_s;
    const auto isSaid = [&](const QString &text) {
        const QWidget *label = widgetNamed(fixture.window.get(), QAccessible::StaticText, text);
        return label && label->isVisible();
    };
    fixture.window->showTrouble(trouble);
    QVERIFY(isSaid(trouble));
    fixture.window->showTrouble({});
    QVERIFY(!isSaid(trouble));
    fixture.window->showTrouble(trouble);
    const QString other = u"Start of “a” was not possible."_s;
    fixture.window->showError(other, {.kind = ErrorKind::NotPermitted, .message = other});
    fixture.window->showTrouble({});
    QVERIFY(isSaid(other));
}

void TestMainWindow::refreshLooksAtWhatIsSelected()
{
    WindowFixture fixture;
    fixture.fill();
    const auto &calls = fixture.intentions.calls;
    const QString all = u"lookAt c-prod c-dev c-staging c-old"_s;
    fixture.go(u"Events"_s);
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    QCOMPARE(calls.last(), all);
    QVERIFY(!fixture.action(u"Refresh"_s)->autoRepeat());
    fixture.go(u"Deployments"_s);
    fixture.action(u"Refresh"_s)->trigger();
    QCOMPARE(calls.last(), all);
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    fixture.select(u"Deployments"_s, u"backfill-2025"_s, Qt::ControlModifier); // both on prod
    fixture.action(u"Refresh"_s)->trigger();
    QCOMPARE(calls.last(), u"lookAt c-prod"_s);
    DeploymentReport moved = *fixture.desk.deployments().find(u"d1"_s);
    moved.record.sessionClusterId = u"c-dev"_s; // its job is still on the other one
    fixture.desk.apply({.deployments = {moved}});
    fixture.action(u"Refresh"_s)->trigger();
    QCOMPARE(calls.last(), u"lookAt c-prod c-dev"_s);
    fixture.go(u"Session Clusters"_s);
    fixture.select(u"Session Clusters"_s, u"dev"_s);
    fixture.action(u"Refresh"_s)->trigger();
    QCOMPARE(calls.last(), u"lookAt c-dev"_s);
}

void TestMainWindow::refreshSaysHowManyAreLookedAt_data()
{
    QTest::addColumn<int>("watched");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("none") << 0 << u"There is no session cluster that could be looked at now."_s;
    QTest::newRow("some") << 3 << u"Looking at 3 session clusters …"_s;
}

void TestMainWindow::refreshSaysHowManyAreLookedAt()
{
    QFETCH(int, watched);
    QFETCH(QString, sentence);
    WindowFixture fixture;
    fixture.fill(); // four
    fixture.intentions.watched = watched;
    fixture.action(u"Refresh"_s)->trigger();
    QTRY_COMPARE(fixture.window->statusBar()->currentMessage(), sentence);
}

void TestMainWindow::messageGoesWithItsPage()
{
    WindowFixture fixture;
    fixture.fill();
    const auto isSaid = [&](const QString &text) {
        const QWidget *label = widgetNamed(fixture.window.get(), QAccessible::StaticText, text);
        return label && label->isVisible();
    };
    const QString error = u"Start of “a” was not possible."_s;
    fixture.window->showError(error, {.kind = ErrorKind::NotPermitted, .message = error});
    fixture.go(u"Deployments"_s); // where one is already
    QVERIFY(isSaid(error));
    fixture.go(u"Events"_s);
    QVERIFY(!isSaid(error));
    const QString trouble = u"The disk is full."_s; // of all pages
    fixture.window->showTrouble(trouble);
    fixture.go(u"Savepoints"_s);
    QVERIFY(isSaid(trouble));
}

void TestMainWindow::savedOneThatHasFailedSaysHowItGoesOn_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<DeploymentState>("state"); // of what was saved
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("saved") << u"Save"_s << DeploymentState::Failed << true;
    QTest::newRow("saved and started")
        << u"Save and Start"_s << DeploymentState::Transitioning << false;
}

void TestMainWindow::savedOneThatHasFailedSaysHowItGoesOn()
{
    QFETCH(QString, button);
    QFETCH(DeploymentState, state);
    QFETCH(bool, isSaid);
    WindowFixture fixture;
    fixture.fill();
    fixture.intentions.savedState = state;
    fixture.select(u"Deployments"_s, u"audit-copy"_s);
    fixture.action(u"Edit"_s)->trigger();
    QPointer<QWidget> form = dialogTitled(u"Edit audit-copy"_s);
    QVERIFY(press(form, button));
    QTRY_VERIFY(!form);
    const QWidget *said =
        widgetNamed(fixture.window.get(), QAccessible::StaticText,
                    u"“audit-copy” is saved. It stays FAILED until you choose Retry."_s);
    QCOMPARE(said && said->isVisible(), isSaid);
    if (!isSaid)
        return;
    DeploymentReport report = *fixture.desk.deployments().find(u"d4"_s);
    report.restartsIn60Minutes = 1;
    fixture.desk.apply({.deployments = {report}});
    QVERIFY(said->isVisible());
    report.deployment.status.state = DeploymentState::Transitioning;
    fixture.desk.apply({.deployments = {report}});
    QVERIFY(!said->isVisible());
}

void TestMainWindow::savedDeploymentIsShownInSpiteOfASearch()
{
    WindowFixture fixture;
    fixture.fill();
    auto *field = qobject_cast<QLineEdit *>(
        widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s));
    fixture.select(u"Deployments"_s, u"nightly"_s);
    fixture.action(u"Edit"_s)->trigger();
    QWidget *form = dialogTitled(u"Edit nightly"_s);
    QVERIFY(form);
    field->setText(u"clicks"_s);
    QTableView *table = fixture.table(u"Deployments"_s);
    QCOMPARE(WindowFixture::rowOf(table, u"nightly"_s), -1);
    QVERIFY(press(form, u"Save"_s));
    QTRY_COMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), u"nightly"_s);
    QVERIFY(table->selectionModel()->isRowSelected(table->currentIndex().row()));
    QCOMPARE(field->text(), QString());
}

void TestMainWindow::savedClusterIsShownInSpiteOfASearch()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.go(u"Session Clusters"_s);
    auto *field = qobject_cast<QLineEdit *>(
        widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s));
    fixture.select(u"Session Clusters"_s, u"prod"_s);
    fixture.action(u"Edit Session Cluster"_s)->trigger();
    QWidget *form = dialogTitled(u"Edit prod"_s);
    QVERIFY(form);
    field->setText(u"staging"_s);
    QTableView *table = fixture.table(u"Session Clusters"_s);
    QCOMPARE(WindowFixture::rowOf(table, u"prod"_s), -1);
    QVERIFY(press(form, u"Save"_s));
    QTRY_COMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), u"prod"_s);
    QVERIFY(table->selectionModel()->isRowSelected(table->currentIndex().row()));
}

void TestMainWindow::helpKeyShowsTheKeys()
{
    WindowFixture fixture;
    QTest::keyClick(fixture.table(u"Deployments"_s), Qt::Key_F1);
    QVERIFY(fixture.window->findChild<KeysDialog *>());
}

void TestMainWindow::searchFilters()
{
    WindowFixture fixture;
    fixture.fill();
    QTest::keyClicks(fixture.table(u"Deployments"_s), u"/"_s);
    QWidget *field = widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s);
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, u"state:failed"_s);
    QCOMPARE(fixture.table(u"Deployments"_s)->model()->rowCount(), 1);
    QTest::keyClicks(field, u"x"_s);
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           u"No deployment matches the search."_s));
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(fixture.table(u"Deployments"_s)->model()->rowCount(), 8);
}

void TestMainWindow::searchWithoutAMatchSaysSo()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.go(u"Session Clusters"_s);
    QWidget *field = widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s);
    QTest::keyClicks(field, u"nowhere"_s);
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           u"No session cluster matches the search."_s));
}

void TestMainWindow::keyThatIsRefusedChoosesNoOtherRow()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    auto *table = fixture.table(u"Deployments"_s);
    const QModelIndex chosen = table->currentIndex();
    for (const char key : QByteArray("snope")) { // names and states begin with them
        if (key != '\0')
            table->keyboardSearch(QString(QChar::fromLatin1(key)));
        QCOMPARE(table->currentIndex(), chosen);
    }
}

void TestMainWindow::faintTextIsReadableInEveryTheme_data()
{
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<QColor>("text");
    QTest::newRow("light") << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("dark") << QColor(27, 30, 32) << QColor(252, 252, 252);
}

void TestMainWindow::faintTextIsReadableInEveryTheme()
{
    QFETCH(QColor, ground);
    QFETCH(QColor, text);
    const QPalette before = QApplication::palette();
    WindowFixture fixture;
    QPalette theme = before;
    theme.setColor(QPalette::Base, ground);
    theme.setColor(QPalette::Text, text);
    theme.setColor(QPalette::PlaceholderText, ground); // as if it were left out
    QApplication::setPalette(theme); // while the window is there
    QCoreApplication::processEvents(); // it is told of it
    const QColor faint = QApplication::palette().color(QPalette::PlaceholderText);
    QApplication::setPalette(before);
    QVERIFY(qAbs(faint.lightness() - ground.lightness()) > 100);
    QVERIFY(qAbs(faint.lightness() - text.lightness()) > 50);
}

void TestMainWindow::attentionKeyShowsOnlyThese()
{
    WindowFixture fixture;
    fixture.fill();
    QTest::keyClick(fixture.table(u"Deployments"_s), Qt::Key_Exclam, Qt::ShiftModifier);
    QTRY_COMPARE(fixture.table(u"Deployments"_s)->model()->rowCount(), 3);
    QTest::keyClick(fixture.table(u"Deployments"_s), Qt::Key_Exclam, Qt::ShiftModifier);
    QTRY_COMPARE(fixture.table(u"Deployments"_s)->model()->rowCount(), 8);
}

void TestMainWindow::typingInTheSearchTriggersNoAction()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    QWidget *field = widgetNamed(fixture.window.get(), QAccessible::EditableText, u"Search"_s);
    field->setFocus();
    QTest::keyClicks(field, u"spcrve!/?"_s);
    QCOMPARE(static_cast<QLineEdit *>(field)->text(), u"spcrve!/?"_s);
    QVERIFY(fixture.intentions.calls.isEmpty());
}

void TestMainWindow::hintsStandInEmptyLists()
{
    WindowFixture fixture;
    fixture.desk.apply({.sessionClusters = {clusterReport(u"c"_s, u"prod"_s, fixture.clock.time)}});
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           u"There is no deployment yet. New Deployment makes one."_s));
    fixture.go(u"Savepoints"_s);
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           u"There is no savepoint yet."_s));
}

void TestMainWindow::deletedRowLeavesNoActions()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"nightly"_s);
    QVERIFY(fixture.action(u"Start"_s)->isEnabled());
    fixture.desk.apply({.removedDeployments = {u"d6"_s}});
    for (const QModelIndex &row : fixture.table(u"Deployments"_s)->selectionModel()->selectedRows())
        QVERIFY(row.data().toString() != u"nightly"_s);
    QVERIFY(fixture.intentions.calls.isEmpty());
}

void TestMainWindow::whatCannotBeDoneYetIsNotOffered()
{
    const WindowFixture fixture;
    QVERIFY(fixture.action(u"Force Cancel"_s));
    QVERIFY(fixture.action(u"Upgrade to Changed Jar"_s));
    QVERIFY(fixture.action(u"Upgrade from Newest Checkpoint"_s));
    QVERIFY(fixture.action(u"Adopt Job"_s));
    QVERIFY(!fixture.action(u"Import"_s));
}

void TestMainWindow::sameClusterIsConfirmedWhereItIsDoubted()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.go(u"Session Clusters"_s);
    fixture.select(u"Session Clusters"_s, u"dev"_s);
    const auto *bar = fixture.window->findChild<QToolBar *>(u"clusterBar"_s);
    const QAction *confirm = fixture.action(u"Confirm Same Cluster"_s);
    QVERIFY(!bar->actions().contains(confirm));
    QVERIFY(!confirm->isEnabled());
    QCOMPARE(confirm->statusTip(), u"Nobody doubts that it is the same."_s);
    SessionClusterReport doubted = clusterReport(u"c-prod"_s, u"prod"_s, fixture.clock.time);
    doubted.isPerhapsAnother = true;
    fixture.desk.apply({.sessionClusters = {doubted}});
    QCOMPARE(bar->actions().last(), confirm);
    QVERIFY(!confirm->isEnabled()); // it is another one that is selected
    fixture.select(u"Session Clusters"_s, u"prod"_s);
    QVERIFY(confirm->isEnabled());
    doubted.isPerhapsAnother = false;
    fixture.desk.apply({.sessionClusters = {doubted}});
    QVERIFY(!bar->actions().contains(confirm));
    QVERIFY(!confirm->isEnabled());
}

void TestMainWindow::overviewTellsTheFailure()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"audit-copy"_s);
    const auto says = [&](const QString &text) {
        return findAccessible(fixture.window.get(), QAccessible::StaticText, text) != nullptr;
    };
    QVERIFY(says(u"FAILED"_s));
    QVERIFY(says(u"4 of 4"_s));
    QVERIFY(press(fixture.window.get(), u"Details"_s));
    QWidget *dialog = dialogTitled(u"Failure of audit-copy"_s);
    QVERIFY(dialog);
    QVERIFY(findAccessible(dialog, QAccessible::EditableText, u"Details"_s));
    QVERIFY(press(dialog, u"Close"_s));
}

void TestMainWindow::overviewOfARunningDeployment()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const QTableView *conditions = fixture.table(u"Conditions"_s);
    QVERIFY(conditions->isVisible());
    QCOMPARE(conditions->model()->rowCount(), 3);
    QCOMPARE(conditions->model()->index(0, 1).data().toString(), u"True"_s);
    fixture.select(u"Deployments"_s, u"payments-enrich"_s);
    QVERIFY(!conditions->isVisible());
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::ProgressBar, u"Upload"_s));
}

void TestMainWindow::overviewTellsOfAChangedJar()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const auto says = [&] {
        bool isFound = false;
        walkAccessible(QAccessible::queryAccessibleInterface(fixture.window.get()),
                       [&](QAccessibleInterface *each) {
                           isFound |= each->text(QAccessible::Name)
                                          .startsWith(u"The content of the file has changed"_s);
                       });
        return isFound;
    };
    QVERIFY(!says());
    DeploymentReport report = runningReport(fixture.clock.time);
    report.isJarChanged = true;
    fixture.desk.apply({.deployments = {report}});
    QTRY_VERIFY(says());
}

void TestMainWindow::conditionThatTurnsTrueIsToldOf()
{
    WindowFixture fixture;
    const Event event{.time = fixture.clock.time,
                      .deploymentId = u"d1"_s,
                      .name = u"ConditionTrue"_s,
                      .severity = Severity::Warning,
                      .message = u"JobFailing: it restarts."_s};
    const auto isTold = [&] {
        const QWidget *label = widgetNamed(fixture.window.get(), QAccessible::StaticText,
                                           u"“clicks-agg”: JobFailing: it restarts."_s);
        return label && label->isVisible();
    };
    Changes stored = sampleChanges(fixture.clock.time);
    stored.events.append(event);
    fixture.desk.apply(stored);
    QVERIFY(!isTold()); // that was before the window opened
    DeploymentReport report = runningReport(fixture.clock.time);
    Condition condition{.type = ConditionType::JobFailing, .status = ConditionStatus::True};
    report.deployment.status.running->conditions = {condition};
    fixture.desk.apply({.deployments = {report}, .events = {event}});
    QVERIFY(isTold());
    fixture.desk.apply({.deployments = {report}});
    QVERIFY(isTold());
    condition.status = ConditionStatus::False;
    report.deployment.status.running->conditions = {condition};
    fixture.desk.apply({.deployments = {report}});
    QVERIFY(!isTold());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
