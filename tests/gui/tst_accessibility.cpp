// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QComboBox>
#include <QMessageBox>
#include <QTest>

using namespace headgate;

//! What a screen reader and a script find: the names of the interface, and a way to each by Tab.
class TestAccessibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void windowIsAFrameCalledHeadgate();
    void actionsAreMenuItems_data();
    void actionsAreMenuItems();
    void actionsAreToolButtons_data();
    void actionsAreToolButtons();
    void tablesAndListsHaveTheirNames();
    void listSpeaksPlainText();
    void detailsAreTabs();
    void formFieldsHaveTheirNames();
    void clusterFormFieldsHaveTheirNames();
    void dialogsAreDialogsWithATitle_data() { dialogs(); }
    void dialogsAreDialogsWithATitle();
    void questionsSayWhatTheirButtonsDo_data();
    void questionsSayWhatTheirButtonsDo();
    void firstRunOffersThreeWays();
    void pagesAreWalkedByTab_data();
    void pagesAreWalkedByTab();
    void detailsAreWalkedByTab_data();
    void detailsAreWalkedByTab();
    void dialogsAreWalkedByTab_data() { dialogs(); }
    void dialogsAreWalkedByTab();
    void pagesOfFormsAreWalkedByTab();

private:
    //! Rows of: what is selected first, the action, the title of the dialog that it opens.
    static void dialogs();
    [[nodiscard]] static QWidget *opened(const WindowFixture &fixture);
};

void TestAccessibility::init()
{
    failOnAnyWarning();
}

void TestAccessibility::windowIsAFrameCalledHeadgate()
{
    WindowFixture fixture;
    fixture.fill();
    const QAccessibleInterface *frame = QAccessible::queryAccessibleInterface(fixture.window.get());
    QCOMPARE(frame->role(), QAccessible::Window);
    QVERIFY(frame->text(QAccessible::Name).startsWith(u"Headgate"_s));
}

static QStringList deploymentActions()
{
    return {u"New Deployment"_s, u"Start"_s, u"Suspend"_s, u"Cancel"_s,           u"Retry"_s,
            u"Run Again"_s,      u"Edit"_s,  u"Delete"_s,  u"Trigger Savepoint"_s};
}

static QStringList clusterActions()
{
    return {u"Add Session Cluster"_s, u"Start Session Cluster"_s, u"Stop Session Cluster"_s};
}

void TestAccessibility::actionsAreMenuItems_data()
{
    QTest::addColumn<QString>("name");
    QStringList names = deploymentActions() + clusterActions();
    names += {u"Force Cancel"_s,           u"Choose State"_s, u"Stop with Drain"_s,
              u"Upgrade to Changed Jar"_s, u"Adopt Job"_s,    u"Refresh"_s};
    for (const QString &name : std::as_const(names))
        QTest::newRow(qPrintable(name)) << name;
}

void TestAccessibility::actionsAreMenuItems()
{
    QFETCH(QString, name);
    WindowFixture fixture;
    const QAccessibleInterface *item =
        findAccessible(fixture.window->menuBar(), QAccessible::MenuItem, name);
    QVERIFY(item);
    QVERIFY(!fixture.action(name)->statusTip().isEmpty());
    QVERIFY(!fixture.action(name)->shortcut().isEmpty());
}

void TestAccessibility::actionsAreToolButtons_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("name");
    for (const QString &name : deploymentActions())
        QTest::newRow(qPrintable(name)) << u"Deployments"_s << name;
    for (const QString &name : clusterActions())
        QTest::newRow(qPrintable(name)) << u"Session Clusters"_s << name;
}

void TestAccessibility::actionsAreToolButtons()
{
    QFETCH(QString, place);
    QFETCH(QString, name);
    WindowFixture fixture;
    fixture.fill();
    fixture.go(place);
    for (const int width : {800, 1500}) {
        fixture.window->resize(width, 600);
        const QWidget *button = widgetNamed(fixture.window.get(), QAccessible::Button, name);
        QVERIFY(button);
        QVERIFY(button->isVisible());
    }
}

void TestAccessibility::tablesAndListsHaveTheirNames()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s); // the jobs are those of one deployment
    for (const QString &name :
         {u"Deployments"_s, u"Session Clusters"_s, u"Savepoints"_s, u"Events"_s, u"Jobs"_s})
        QVERIFY2(findAccessible(fixture.window.get(), QAccessible::Table, name), qPrintable(name));
    QWidget *navigation = widgetNamed(fixture.window.get(), QAccessible::Tree, u"Navigation"_s);
    QVERIFY(navigation);
    for (const QString &name :
         {u"Deployments"_s, u"Session Clusters"_s, u"Savepoints"_s, u"Events"_s, u"Attention"_s})
        QVERIFY2(findAccessible(navigation, QAccessible::TreeItem, name), qPrintable(name));
}

void TestAccessibility::listSpeaksPlainText()
{
    WindowFixture fixture;
    fixture.fill();
    QAccessibleTableInterface *table =
        findAccessible(fixture.window.get(), QAccessible::Table, u"Deployments"_s)
            ->tableInterface();
    QCOMPARE(table->columnCount(), 7);
    const QStringList headings{u"Name"_s,       u"Desired"_s,         u"Status"_s,
                               u"Conditions"_s, u"Session cluster"_s, u"Restarts"_s,
                               u"Last seen"_s};
    for (int column = 0; column < headings.size(); ++column)
        QCOMPARE(table->columnDescription(column), headings[column]);
    const int row = WindowFixture::rowOf(fixture.table(u"Deployments"_s), u"clicks-agg"_s);
    const auto name = [&](int column) {
        return table->cellAt(row, column)->text(QAccessible::Name);
    };
    QCOMPARE(name(1), u"RUNNING"_s);
    QCOMPARE(name(2), u"RUNNING"_s);
    QCOMPARE(name(3), u"JobFailing, JobUnstable"_s);
    const int other = WindowFixture::rowOf(fixture.table(u"Deployments"_s), u"orders-join"_s);
    QCOMPARE(table->cellAt(other, 3)->text(QAccessible::Name), QString());
    QCOMPARE(table->cellAt(other, 3)->text(QAccessible::Description),
             u"Waiting for the savepoint · 12 s"_s);
}

void TestAccessibility::detailsAreTabs()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    QWidget *details = widgetNamed(fixture.window.get(), QAccessible::PageTabList, u"Overview"_s);
    QVERIFY(details);
    for (const QString &name : {u"Overview"_s, u"Jobs"_s, u"Savepoints"_s, u"Events"_s})
        QVERIFY2(findAccessible(details, QAccessible::PageTab, name), qPrintable(name));
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           u"4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e"_s));
}

void TestAccessibility::formFieldsHaveTheirNames()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.action(u"New Deployment"_s)->trigger();
    QWidget *form = dialogTitled(u"New Deployment"_s);
    QVERIFY(form);
    using Expected = std::pair<QAccessible::Role, QString>;
    const QList<Expected> fields{
        {QAccessible::EditableText, u"Name"_s},
        {QAccessible::ComboBox, u"Session cluster"_s},
        {QAccessible::EditableText, u"Jar"_s},
        {QAccessible::EditableText, u"Entry class"_s},
        {QAccessible::EditableText, u"Arguments"_s},
        {QAccessible::SpinBox, u"Parallelism"_s},
        {QAccessible::ComboBox, u"Upgrade strategy"_s},
        {QAccessible::ComboBox, u"Restore strategy"_s},
        {QAccessible::CheckBox, u"Allow non-restored state"_s},
        {QAccessible::SpinBox, u"Maximum job creation attempts"_s},
        {QAccessible::SpinBox, u"Maximum savepoint creation attempts"_s},
        {QAccessible::SpinBox, u"Job failure expiration time"_s},
        {QAccessible::EditableText, u"Job submission timeout"_s},
        {QAccessible::EditableText, u"Force cancellation"_s},
        {QAccessible::EditableText, u"Flink configuration"_s},
        {QAccessible::EditableText, u"Annotations"_s},
        {QAccessible::Button, u"Save"_s},
        {QAccessible::Button, u"Save and Start"_s},
        {QAccessible::Button, u"Cancel"_s},
    };
    for (const auto &[role, name] : fields)
        QVERIFY2(findAccessible(form, role, name), qPrintable(name));
}

void TestAccessibility::clusterFormFieldsHaveTheirNames()
{
    WindowFixture fixture;
    fixture.action(u"Add Session Cluster"_s)->trigger();
    QWidget *form = dialogTitled(u"Add Session Cluster"_s);
    QVERIFY(form);
    for (const QString &name :
         {u"Name"_s, u"URL"_s, u"Flink home"_s, u"Savepoint directory"_s, u"Flink configuration"_s})
        QVERIFY2(findAccessible(form, QAccessible::EditableText, name), qPrintable(name));
    QWidget *kind = widgetNamed(form, QAccessible::ComboBox, u"Kind"_s);
    QVERIFY(kind);
    for (const QString &name : {u"Remote"_s, u"Local"_s})
        QVERIFY2(findAccessible(kind, QAccessible::ListItem, name), qPrintable(name));
    for (const QString &name : {u"Task managers"_s, u"Slots"_s})
        QVERIFY2(findAccessible(form, QAccessible::SpinBox, name), qPrintable(name));
    for (const QString &name : {u"Save"_s, u"Cancel"_s, u"Test Connection"_s})
        QVERIFY2(findAccessible(form, QAccessible::Button, name), qPrintable(name));
}

void TestAccessibility::questionsSayWhatTheirButtonsDo_data()
{
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QStringList>("buttons");
    QTest::newRow("start") << u"fraud-score"_s << u"Start"_s
                           << QStringList{u"Cancel"_s, u"Start"_s};
    QTest::newRow("suspend many") << u"clicks-agg"_s << u"Suspend"_s
                                  << QStringList{u"Keep Running"_s, u"Suspend"_s};
    QTest::newRow("upgrade") << u"clicks-agg"_s << u"Upgrade to Changed Jar"_s
                             << QStringList{u"Keep Running"_s, u"Upgrade"_s};
    QTest::newRow("cancel") << u"clicks-agg"_s << u"Cancel"_s
                            << QStringList{u"Cancel Job"_s, u"Keep Running"_s};
    QTest::newRow("drain") << u"clicks-agg"_s << u"Stop with Drain"_s
                           << QStringList{u"Keep Running"_s, u"Stop with Drain"_s};
    QTest::newRow("delete") << u"nightly"_s << u"Delete"_s << QStringList{u"Delete"_s, u"Keep"_s};
}

void TestAccessibility::questionsSayWhatTheirButtonsDo()
{
    QFETCH(QString, row);
    QFETCH(QString, action);
    WindowFixture fixture;
    fixture.fill();
    DeploymentReport changed = *fixture.desk.deployments().find(u"d1"_s);
    changed.refusals.remove(DeploymentAction::UpgradeToChangedJar);
    fixture.desk.apply({.deployments = {changed}});
    fixture.select(u"Deployments"_s, row);
    if (action == u"Suspend"_s) // of one nothing is asked
        fixture.select(u"Deployments"_s, u"inventory-sync"_s, Qt::ControlModifier);
    fixture.action(action)->trigger();
    QWidget *question = QApplication::activeModalWidget();
    QVERIFY(question);
    QVERIFY(question->windowTitle().startsWith(action));
    if (const auto *box = qobject_cast<QMessageBox *>(question))
        QVERIFY2(box->text().endsWith(u'?'), qPrintable(box->text()));
    QStringList buttons;
    walkAccessible(QAccessible::queryAccessibleInterface(question),
                   [&buttons](const QAccessibleInterface *each) {
                       if (each->role() == QAccessible::Button)
                           buttons.append(each->text(QAccessible::Name));
                   });
    buttons.sort();
    QTEST(buttons, "buttons");
}

void TestAccessibility::firstRunOffersThreeWays()
{
    WindowFixture fixture;
    fixture.desk.apply(Changes());
    for (const QString &name : {u"Start a local cluster with a sample job"_s, u"Attach a cluster"_s,
                                u"New Deployment"_s}) {
        const QWidget *button = widgetNamed(fixture.window.get(), QAccessible::Button, name);
        QVERIFY2(button && button->isVisible(), qPrintable(name));
    }
}

void TestAccessibility::pagesAreWalkedByTab_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("isEmpty");
    for (const QString &place :
         {u"Deployments"_s, u"Session Clusters"_s, u"Savepoints"_s, u"Events"_s}) {
        QTest::newRow(qPrintable(place)) << place << false;
        QTest::newRow(qPrintable(place + u", empty"_s)) << place << true;
    }
}

void TestAccessibility::pagesAreWalkedByTab()
{
    QFETCH(QString, place);
    QFETCH(bool, isEmpty);
    WindowFixture fixture;
    fixture.desk.apply(isEmpty ? Changes() : sampleChanges(fixture.clock.time));
    if (!isEmpty)
        fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    fixture.go(place);
    QCOMPARE(unreachableOrNameless(fixture.window.get()), QString());
    QCOMPARE(nameless(fixture.window.get()), QString());
}

void TestAccessibility::detailsAreWalkedByTab_data()
{
    QTest::addColumn<QString>("tab");
    for (const QString &tab : {u"Overview"_s, u"Jobs"_s, u"Savepoints"_s, u"Events"_s})
        QTest::newRow(qPrintable(tab)) << tab;
}

static void openTab(QWidget *widget, const QString &name)
{
    QAccessibleInterface *tab = findAccessible(widget, QAccessible::PageTab, name);
    QVERIFY2(tab, qPrintable(name));
    tab->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
}

void TestAccessibility::detailsAreWalkedByTab()
{
    QFETCH(QString, tab);
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    openTab(fixture.window.get(), tab);
    QCOMPARE(unreachableOrNameless(fixture.window.get()), QString());
}

void TestAccessibility::dialogs()
{
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("title");
    const auto row = [](const char *name, const QString &selected, const QString &action,
                        const QString &title) {
        QTest::newRow(name) << selected << action << title;
    };
    row("new", {}, u"New Deployment"_s, u"New Deployment"_s);
    row("edit", u"fraud-score"_s, u"Edit"_s, u"Edit fraud-score"_s);
    row("cluster", {}, u"Add Session Cluster"_s, u"Add Session Cluster"_s);
    row("start", u"fraud-score"_s, u"Start"_s, u"Start fraud-score"_s);
    row("choose", u"fraud-score"_s, u"Choose State"_s, u"Choose State fraud-score"_s);
    row("cancel", u"clicks-agg"_s, u"Cancel"_s, u"Cancel"_s);
    row("delete", u"nightly"_s, u"Delete"_s, u"Delete"_s);
    row("keys", {}, u"Keys"_s, u"Keys"_s);
}

//! The dialog of the current row of dialogs().
QWidget *TestAccessibility::opened(const WindowFixture &fixture)
{
    const QString row = *static_cast<QString *>(QTest::qData("row", QMetaType::QString));
    const QString action = *static_cast<QString *>(QTest::qData("action", QMetaType::QString));
    const QString title = *static_cast<QString *>(QTest::qData("title", QMetaType::QString));
    if (!row.isEmpty())
        fixture.select(u"Deployments"_s, row);
    fixture.action(action)->trigger();
    return dialogTitled(title);
}

void TestAccessibility::dialogsAreDialogsWithATitle()
{
    QFETCH(QString, title);
    WindowFixture fixture;
    fixture.fill();
    const QAccessibleInterface *dialog = QAccessible::queryAccessibleInterface(opened(fixture));
    QVERIFY(dialog);
    const bool isQuestion = dialog->role() == QAccessible::AlertMessage;
    QVERIFY(isQuestion || dialog->role() == QAccessible::Dialog);
    QCOMPARE(dialog->text(QAccessible::Name), title);
}

void TestAccessibility::dialogsAreWalkedByTab()
{
    WindowFixture fixture;
    fixture.fill();
    QWidget *dialog = opened(fixture);
    QVERIFY(dialog);
    QCOMPARE(unreachableOrNameless(dialog), QString());
    QCOMPARE(nameless(dialog), QString());
}

void TestAccessibility::pagesOfFormsAreWalkedByTab()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.action(u"New Deployment"_s)->trigger();
    QWidget *form = dialogTitled(u"New Deployment"_s);
    QVERIFY(form);
    openTab(form, u"Advanced"_s);
    QVERIFY(widgetNamed(form, QAccessible::ComboBox, u"Upgrade strategy"_s)->isVisible());
    QCOMPARE(unreachableOrNameless(form), QString());
    form->close();
    fixture.action(u"Add Session Cluster"_s)->trigger();
    form = dialogTitled(u"Add Session Cluster"_s);
    QVERIFY(form);
    auto *kind = qobject_cast<QComboBox *>(widgetNamed(form, QAccessible::ComboBox, u"Kind"_s));
    kind->setCurrentText(u"Local"_s);
    QCOMPARE(unreachableOrNameless(form), QString());
}

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
