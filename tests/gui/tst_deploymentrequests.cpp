// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QRadioButton>
#include <QStatusBar>
#include <QTest>

using namespace headgate;

//! From an action to what the engine is told: what is asked before, and what is said afterwards.
class TestRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void suspendAsksNothing();
    void cancelOfARunningJobSaysWhatIsLost();
    void cancelQuestionStaysTrue();
    void questionWhoseLossesComeLaterIsWide();
    void cancelOfASuspensionKeepsThat();
    void cancelWithoutAJobAsksNothing();
    void startWithoutStateAsksNothing();
    void stateThatIsPassedOverIsSaid();
    void startShowsWhatIsRestored();
    void anotherSavepointCanBeChosen();
    void pathNeedsOne();
    void clickOnAGreyFieldChoosesIt();
    void runAgainProposesAnEmptyStart();
    void retryCarriesWhatWasShown();
    void chooseStateStartsWhatIsSuspended();
    void unavailableStateMustBeChosen();
    void checkpointOfAnUnseenEndIsOffered();
    void manyRowsAreCheckedOneByOne();
    void refusalOfTheEngineIsSaid();
    void whatHasComeAboutIsNotToldOfAnyMore();
    void changedJarIsTakenAsShown();
    void upgradeThatWouldFailSaysSo();
    void changedJarWithoutUpgradeIsNoUpgrade();
    void upgradeFromCheckpointSaysWhatIsLost();
    void adoptAsks();
    void choiceByKeysHoldsAtOnce();
    void pathChosenBeforeIsNotCalledTheNewestState();
    void newestStateIsOfferedBesideTheOneChosenBefore_data();
    void newestStateIsOfferedBesideTheOneChosenBefore();
    void deleteAsksAndNamesWhatRemains();
    void deleteOfASuspendedOneSaysWhereItsSavepointsStay();
    void forceCancelAlwaysAsks();
    void keysReachTheActions();
    void stopOfAClusterInUseOffersWays();
    void stopThatEndsJobsOfNobodyHereIsAskedFor();
    void cancelOfAllOnAClusterSaysWhatIsLost();
    void allOnAClusterAreSuspendedByName();
    void stopOfAnIdleClusterAsksNothing();
    void stopOfManyLeavesOutWhatIsStopped();
    void orphanIsCancelled();
    void orphanThatRunsIsOffered();
    void startBesideAnOrphanAsks();
    void cancelOfWhatWasFoundSaysSo();
    void deleteSaysThatAJobMayStillRun();
    void savepointIsDeletedWhenThatIsConfirmed();
    void savepointThatHasToStayIsNotDeleted();

private:
    void stopInUse(const QString &clusterId, const QString &refusal);
    void trigger(const QString &row, const QString &action)
    {
        m_fixture->select(u"Deployments"_s, row);
        m_fixture->action(action)->trigger();
    }
    QStringList calls() const
    {
        QStringList result = m_fixture->intentions.calls;
        result.removeAll(u"flinkInstallations"_s);
        return result;
    }
    //! As a person does it, who cannot know what takes the click.
    static void click(const QWidget *widget, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseClick(widget->window()->windowHandle(), button, {},
                          widget->mapTo(widget->window(), widget->rect().center()));
    }
    bool isAnyDialogOpen() const { return QApplication::activeModalWidget() != nullptr; }

    std::unique_ptr<WindowFixture> m_fixture;
};

void TestRequests::init()
{
    failOnAnyWarning();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->fill();
}

void TestRequests::suspendAsksNothing()
{
    trigger(u"clicks-agg"_s, u"Suspend"_s);
    QCOMPARE(calls(), QStringList{u"suspend d1"_s});
    QVERIFY(!isAnyDialogOpen());
}

void TestRequests::cancelOfARunningJobSaysWhatIsLost()
{
    trigger(u"clicks-agg"_s, u"Cancel"_s);
    QWidget *question = dialogTitled(u"Cancel"_s);
    QVERIFY(question);
    QVERIFY(calls().isEmpty());
    QVERIFY(findAccessible(question, QAccessible::StaticText,
                           u"The job has been running for 23 min. Its newest checkpoint is 60 s "
                           "old, and Flink deletes it with the job: all of its state is lost."_s));
    QVERIFY(press(question, u"Keep Running"_s));
    QVERIFY(calls().isEmpty());
    m_fixture->action(u"Cancel"_s)->trigger();
    QTRY_VERIFY((question = dialogTitled(u"Cancel"_s)));
    QVERIFY(press(question, u"Cancel Job"_s));
    QCOMPARE(calls(), QStringList{u"cancel d1"_s});
}

void TestRequests::cancelQuestionStaysTrue()
{
    trigger(u"clicks-agg"_s, u"Cancel"_s);
    QWidget *question = dialogTitled(u"Cancel"_s);
    QVERIFY(question);
    m_fixture->clock.time += std::chrono::minutes(5);
    QTRY_VERIFY(findAccessible(question, QAccessible::StaticText,
                               u"The job has been running for 28 min. Its newest checkpoint is 6 "
                               "min old, and Flink deletes it with the job: all of its state is "
                               "lost."_s));
    QVERIFY(press(question, u"Keep Running"_s));
}

void TestRequests::questionWhoseLossesComeLaterIsWide()
{
    for (const auto &[id, name] : {std::pair(u"d3"_s, u"a"_s), std::pair(u"d4"_s, u"b"_s)}) {
        DeploymentReport report = *m_fixture->desk.deployments().find(id);
        report.deployment.metadata.name = name; // so that the question is short
        m_fixture->desk.apply({.deployments = {report}});
    }
    m_fixture->select(u"Deployments"_s, u"a"_s);
    m_fixture->select(u"Deployments"_s, u"b"_s, Qt::ControlModifier);
    m_fixture->action(u"Cancel"_s)->trigger();
    auto *question = qobject_cast<QMessageBox *>(dialogTitled(u"Cancel"_s));
    QVERIFY(question);
    QCOMPARE(question->informativeText(), QString());
    const Instant now = m_fixture->clock.time;
    m_fixture->desk.apply({.jobs = {startedJob(u"j4"_s, u"d4"_s, now - std::chrono::hours(1))}});
    QTRY_VERIFY(!question->informativeText().isEmpty());
    const auto *losses = question->findChild<QLabel *>(u"qt_msgbox_informativelabel"_s);
    QTRY_VERIFY(losses->width() >= question->fontMetrics().averageCharWidth() * 56);
    QVERIFY(press(question, u"Keep Running"_s));
}

void TestRequests::cancelOfASuspensionKeepsThat()
{
    Job job = startedJob(u"j2"_s, u"d2"_s, m_fixture->clock.time);
    job.status.state = JobState::Terminating;
    m_fixture->desk.apply({.jobs = {job}});
    trigger(u"orders-join"_s, u"Cancel"_s);
    QWidget *question = dialogTitled(u"Cancel"_s);
    QVERIFY(question);
    QVERIFY(findAccessible(question, QAccessible::StaticText,
                           u"Cancel the job of “orders-join” without a savepoint?"_s));
    QVERIFY(press(question, u"Keep Suspending"_s));
    QVERIFY(calls().isEmpty());
}

void TestRequests::cancelWithoutAJobAsksNothing()
{
    trigger(u"audit-copy"_s, u"Cancel"_s);
    QCOMPARE(calls(), QStringList{u"cancel d4"_s});
}

void TestRequests::startWithoutStateAsksNothing()
{
    trigger(u"nightly"_s, u"Start"_s);
    QCOMPARE(calls(), QStringList{u"start d6"_s});
    const StartOrder order = m_fixture->intentions.orders.first();
    QCOMPARE(order.choice, StateChoiceKind::Newest);
    QVERIFY(order.isConfirmed);
    QVERIFY(order.shownSavepointId.isEmpty());
}

void TestRequests::stateThatIsPassedOverIsSaid()
{
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d6"_s);
    report.nextState.caution = u"Job 2 went on after that."_s;
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"nightly"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start nightly"_s);
    QVERIFY(dialog);
    QVERIFY(calls().isEmpty());
    QVERIFY(findAccessible(dialog, QAccessible::StaticText, report.nextState.caution));
    // Whatever it is to go on from, a person says it.
    QVERIFY(!widgetNamed(dialog, QAccessible::Button, u"Start"_s)->isEnabled());
    QVERIFY(press(dialog, u"The newest state"_s));
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(calls(), QStringList{u"start d6"_s});
}

void TestRequests::startShowsWhatIsRestored()
{
    trigger(u"fraud-score"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start fraud-score"_s);
    QVERIFY(dialog);
    QVERIFY(calls().isEmpty());
    bool isPathShown = false;
    walkAccessible(QAccessible::queryAccessibleInterface(dialog),
                   [&](QAccessibleInterface *candidate) {
                       isPathShown = isPathShown
                           || candidate->text(QAccessible::Name)
                                  .contains(u"file:///savepoints/s2/savepoint-9a0b"_s);
                   });
    QVERIFY(isPathShown);
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(calls(), QStringList{u"start d5"_s});
    QCOMPARE(m_fixture->intentions.orders.first().shownSavepointId, u"s2"_s);
}

void TestRequests::anotherSavepointCanBeChosen()
{
    trigger(u"fraud-score"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start fraud-score"_s);
    QVERIFY(press(dialog, u"A particular savepoint"_s));
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(m_fixture->intentions.orders.first().choice, StateChoiceKind::Savepoint);
    QCOMPARE(m_fixture->intentions.orders.first().savepointId, u"s2"_s);
}

void TestRequests::pathNeedsOne()
{
    trigger(u"fraud-score"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start fraud-score"_s);
    QVERIFY(press(dialog, u"A state by its path"_s));
    const QWidget *start = widgetNamed(dialog, QAccessible::Button, u"Start"_s);
    QVERIFY(!start->isEnabled());
    QTest::keyClicks(widgetNamed(dialog, QAccessible::EditableText, u"Path"_s), u"file:///x"_s);
    QVERIFY(start->isEnabled());
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(m_fixture->intentions.orders.first().path, u"file:///x"_s);
}

void TestRequests::clickOnAGreyFieldChoosesIt()
{
    trigger(u"fraud-score"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start fraud-score"_s);
    QWidget *path = widgetNamed(dialog, QAccessible::EditableText, u"Path"_s);
    QVERIFY(!path->isEnabled());
    click(path, Qt::RightButton);
    click(path, Qt::MiddleButton);
    QVERIFY(!path->isEnabled());
    click(path);
    QVERIFY(path->isEnabled());
    QVERIFY(path->hasFocus());
    QTest::keyClicks(path, u"file:///x"_s);
    QWidget *savepoint = widgetNamed(dialog, QAccessible::ComboBox, u"Savepoint"_s);
    QVERIFY(!savepoint->isEnabled());
    click(widgetNamed(dialog, QAccessible::StaticText, u"Savepoint"_s)); // its label
    QVERIFY(savepoint->isEnabled());
    QVERIFY(!path->isEnabled());
    click(path);
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(m_fixture->intentions.orders.first().path, u"file:///x"_s);
}

void TestRequests::runAgainProposesAnEmptyStart()
{
    trigger(u"backfill-2025"_s, u"Run Again"_s);
    QCOMPARE(calls(), QStringList{u"runAgain d7"_s});
    QCOMPARE(m_fixture->intentions.orders.first().choice, StateChoiceKind::Empty);
}

void TestRequests::retryCarriesWhatWasShown()
{
    trigger(u"audit-copy"_s, u"Retry"_s);
    QWidget *dialog = dialogTitled(u"Retry audit-copy"_s);
    QVERIFY(dialog);
    QVERIFY(press(dialog, u"Retry"_s));
    QCOMPARE(calls(), QStringList{u"retry d4"_s});
    QCOMPARE(m_fixture->intentions.orders.first().shownSavepointId, u"s3"_s);
}

void TestRequests::chooseStateStartsWhatIsSuspended()
{
    trigger(u"fraud-score"_s, u"Choose State"_s);
    QWidget *dialog = dialogTitled(u"Choose State fraud-score"_s);
    QVERIFY(press(dialog, u"Empty, without any state"_s));
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(calls(), QStringList{u"start d5"_s});
    QCOMPARE(m_fixture->intentions.orders.first().choice, StateChoiceKind::Empty);
}

void TestRequests::pathChosenBeforeIsNotCalledTheNewestState()
{
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d4"_s);
    report.nextState = {.location = u"file:/sp/mine"_s};
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"audit-copy"_s, u"Retry"_s);
    QWidget *dialog = dialogTitled(u"Retry audit-copy"_s);
    QVERIFY(dialog);
    QVERIFY(widgetNamed(dialog, QAccessible::RadioButton, u"The state chosen before"_s));
    QVERIFY(!widgetNamed(dialog, QAccessible::RadioButton, u"The newest state"_s));
    QVERIFY(findAccessible(dialog, QAccessible::StaticText,
                           u"It restores the state that was chosen by its path.\nfile:/sp/mine"_s));
}

void TestRequests::newestStateIsOfferedBesideTheOneChosenBefore_data()
{
    QTest::addColumn<QString>("before"); // its savepoint; empty: a path
    QTest::addColumn<QString>("choice");
    QTest::addColumn<QString>("shown");
    QTest::newRow("path, the newest") << QString() << u"The newest state"_s << u"s3"_s;
    QTest::newRow("path, that of before") << QString() << u"The state chosen before"_s << QString();
    QTest::newRow("savepoint, the newest") << u"s1"_s << u"The newest state"_s << u"s3"_s;
    QTest::newRow("savepoint, that of before")
        << u"s1"_s << u"The state chosen before"_s << u"s1"_s;
}

void TestRequests::newestStateIsOfferedBesideTheOneChosenBefore()
{
    QFETCH(QString, before);
    QFETCH(QString, choice);
    QFETCH(QString, shown);
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d4"_s);
    report.newestState = StatePreview{.savepointId = u"s3"_s, .location = u"file:/sp/newest"_s};
    report.nextState = {.savepointId = before, .location = u"file:/sp/mine"_s};
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"audit-copy"_s, u"Retry"_s);
    QWidget *dialog = dialogTitled(u"Retry audit-copy"_s);
    QVERIFY(dialog);
    const auto *kept = qobject_cast<QRadioButton *>(
        widgetNamed(dialog, QAccessible::RadioButton, u"The state chosen before"_s));
    QVERIFY(kept && kept->isChecked());
    QVERIFY(press(dialog, choice));
    const QString path =
        choice == "The newest state"_L1 ? u"file:/sp/newest"_s : u"file:/sp/mine"_s;
    const auto labels = dialog->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(
        labels, [&](const QLabel *each) { return each->text().endsWith(u'\n' + path); }));
    QVERIFY(press(dialog, u"Retry"_s));
    const StartOrder order = m_fixture->intentions.orders.last();
    QCOMPARE(order.choice, StateChoiceKind::Newest);
    QVERIFY(order.isConfirmed);
    QCOMPARE(order.shownSavepointId, shown);
}

void TestRequests::choiceByKeysHoldsAtOnce()
{
    trigger(u"fraud-score"_s, u"Choose State"_s);
    QWidget *dialog = dialogTitled(u"Choose State fraud-score"_s);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    const auto *empty = qobject_cast<QAbstractButton *>(
        widgetNamed(dialog, QAccessible::RadioButton, u"Empty, without any state"_s));
    QTest::keyClick(dialog, Qt::Key_E, Qt::AltModifier);
    QTRY_VERIFY(empty->isChecked());
    QTest::keyClick(dialog, Qt::Key_N, Qt::AltModifier);
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(calls(), QStringList{u"start d5"_s});
    QCOMPARE(m_fixture->intentions.orders.first().choice, StateChoiceKind::Newest);
}

void TestRequests::unavailableStateMustBeChosen()
{
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d5"_s);
    report.nextState = {.refusal = u"The newest state cannot be read."_s};
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"fraud-score"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start fraud-score"_s);
    const QWidget *start = widgetNamed(dialog, QAccessible::Button, u"Start"_s);
    QVERIFY(!start->isEnabled());
    QVERIFY(findAccessible(dialog, QAccessible::StaticText, u"The newest state cannot be read."_s));
    QVERIFY(press(dialog, u"A particular savepoint"_s));
    QVERIFY(start->isEnabled());
}

//! It would start empty, and nothing but its last checkpoint is known of the job before.
void TestRequests::checkpointOfAnUnseenEndIsOffered()
{
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d6"_s);
    report.jobNumber = 2;
    report.nextState.caution = u"Job 2 went on after that."_s;
    report.nextState.passedOver = u"file:///chk-41"_s;
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"nightly"_s, u"Start"_s);
    QWidget *dialog = dialogTitled(u"Start nightly"_s);
    QVERIFY(dialog);
    QVERIFY(findAccessible(dialog, QAccessible::StaticText,
                           u"It restores the newest checkpoint that is known of job 2. How that "
                           "job ended was not seen; it may have written more."_s));
    QVERIFY(press(dialog, u"The newest state"_s));
    QVERIFY(findAccessible(dialog, QAccessible::StaticText,
                           u"It restores nothing: it would start empty.\n"
                           "Job 2 went on after that."_s));
    QVERIFY(press(dialog, u"A state by its path"_s));
    QVERIFY(press(dialog, u"Start"_s));
    QCOMPARE(m_fixture->intentions.orders.last().choice, StateChoiceKind::Path);
    QCOMPARE(m_fixture->intentions.orders.last().path, u"file:///chk-41"_s);
}

void TestRequests::manyRowsAreCheckedOneByOne()
{
    m_fixture->select(u"Deployments"_s, u"clicks-agg"_s);
    m_fixture->select(u"Deployments"_s, u"inventory-sync"_s, Qt::ControlModifier);
    m_fixture->select(u"Deployments"_s, u"nightly"_s, Qt::ControlModifier);
    m_fixture->action(u"Suspend"_s)->trigger();
    QWidget *question = dialogTitled(u"Suspend"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Suspend"_s));
    QCOMPARE(calls(), (QStringList{u"suspend d1"_s, u"suspend d8"_s}));
}

void TestRequests::refusalOfTheEngineIsSaid()
{
    m_fixture->intentions.errors[u"suspend"_s] =
        Error{.kind = ErrorKind::NotPermitted,
              .message = u"No savepoint directory is configured."_s,
              .detail = u"the whole text"_s};
    trigger(u"clicks-agg"_s, u"Suspend"_s);
    QTRY_VERIFY(findAccessible(m_fixture->window.get(), QAccessible::StaticText,
                               u"Suspend of “clicks-agg” was not possible. No savepoint directory "
                               "is configured."_s));
    QVERIFY(press(m_fixture->window.get(), u"Dismiss"_s));
}

void TestRequests::whatHasComeAboutIsNotToldOfAnyMore()
{
    trigger(u"clicks-agg"_s, u"Suspend"_s);
    const QString sentence = u"Suspend: “clicks-agg” …"_s;
    const QStatusBar *bar = m_fixture->window->statusBar();
    DeploymentReport report = runningReport(m_fixture->clock.time);
    report.deployment.spec.state = DesiredState::Suspended;
    for (const auto state : {DeploymentState::Running, DeploymentState::Transitioning}) {
        report.deployment.status.state = state;
        m_fixture->desk.apply({.deployments = {report}});
        QCOMPARE(bar->currentMessage(), sentence);
    }
    report.deployment.status.state = DeploymentState::Suspended;
    m_fixture->desk.apply({.deployments = {report}});
    QCOMPARE(bar->currentMessage(), QString());
}

void TestRequests::changedJarIsTakenAsShown()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    report.refusals.remove(DeploymentAction::UpgradeToChangedJar);
    report.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"clicks-agg"_s, u"Upgrade to Changed Jar"_s);
    QWidget *question = dialogTitled(u"Upgrade to Changed Jar"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Upgrade"_s));
    QCOMPARE(calls(), QStringList{u"upgradeToChangedJar d1"_s});
    QVERIFY(m_fixture->intentions.orders.first().isConfirmed);
    QCOMPARE(m_fixture->intentions.orders.first().shownSavepointId, u"s1"_s);
}

void TestRequests::upgradeThatWouldFailSaysSo()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    report.refusals.remove(DeploymentAction::UpgradeToChangedJar);
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"clicks-agg"_s, u"Upgrade to Changed Jar"_s);
    const QString title = u"Upgrade to Changed Jar"_s;
    const auto *question = qobject_cast<QMessageBox *>(dialogTitled(title));
    QVERIFY(question && question->informativeText().contains(u"No state is lost."_s));
    QVERIFY(press(dialogTitled(title), u"Keep Running"_s));
    const QString reason = u"No savepoint directory is set."_s;
    report.refusals.insert(DeploymentAction::Suspend, reason);
    m_fixture->desk.apply({.deployments = {report}});
    m_fixture->action(title)->trigger();
    QTRY_VERIFY((question = qobject_cast<QMessageBox *>(dialogTitled(title))));
    QVERIFY(question->informativeText().startsWith(u"The upgrade would fail now"_s));
    QVERIFY(question->informativeText().endsWith(reason));
}

void TestRequests::changedJarWithoutUpgradeIsNoUpgrade()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    report.refusals.remove(DeploymentAction::UpgradeToChangedJar);
    report.deployment.spec.upgradeStrategy = UpgradeStrategy::None;
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"clicks-agg"_s, u"Upgrade to Changed Jar"_s);
    QWidget *question = dialogTitled(u"Upgrade to Changed Jar"_s);
    QVERIFY(question);
    QVERIFY(!widgetNamed(question, QAccessible::Button, u"Upgrade"_s));
    QVERIFY(press(question, u"Take for Next Start"_s));
    QCOMPARE(calls(), QStringList{u"upgradeToChangedJar d1"_s});
}

void TestRequests::upgradeFromCheckpointSaysWhatIsLost()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    m_fixture->desk.apply({.deployments = {report}});
    m_fixture->select(u"Deployments"_s, u"clicks-agg"_s);
    QVERIFY(!m_fixture->action(u"Upgrade from Newest Checkpoint"_s)->isEnabled());
    report.refusals.remove(DeploymentAction::UpgradeFromCheckpoint);
    Job job = startedJob(u"j1"_s, u"d1"_s, m_fixture->clock.time - std::chrono::minutes(23));
    job.observed.isExternalized = true;
    job.observed.isDeletedOnCancellation = false;
    m_fixture->desk.apply({.deployments = {report}, .jobs = {job}});
    trigger(u"clicks-agg"_s, u"Upgrade from Newest Checkpoint"_s);
    QWidget *question = dialogTitled(u"Upgrade from Newest Checkpoint"_s);
    QVERIFY(question);
    const QString loss = u"The running job is cancelled without a savepoint, and what is saved is "
                         "started from its newest checkpoint.\nThe job has been running for 23 "
                         "min. Its newest checkpoint is 60 s old and stays; what came after it is "
                         "lost."_s;
    QVERIFY(findAccessible(question, QAccessible::StaticText, loss));
    QVERIFY(calls().isEmpty());
    QVERIFY(press(question, u"Upgrade"_s));
    QCOMPARE(calls(), QStringList{u"upgradeFromCheckpoint d1"_s});
}

void TestRequests::adoptAsks()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    report.refusals.insert(DeploymentAction::AdoptJob, u"No job was found."_s);
    m_fixture->desk.apply({.deployments = {report}});
    m_fixture->select(u"Deployments"_s, u"clicks-agg"_s);
    QVERIFY(!m_fixture->action(u"Adopt Job"_s)->isEnabled());
    report.refusals.remove(DeploymentAction::AdoptJob);
    m_fixture->desk.apply({.deployments = {report}});
    trigger(u"clicks-agg"_s, u"Adopt Job"_s);
    QWidget *question = dialogTitled(u"Adopt Job"_s);
    QVERIFY(question);
    QVERIFY(calls().isEmpty());
    QVERIFY(press(question, u"Adopt Job"_s));
    QCOMPARE(calls(), QStringList{u"adoptJob d1"_s});
}

void TestRequests::deleteAsksAndNamesWhatRemains()
{
    m_fixture->intentions.remaining = {u"file:///savepoints/old"_s};
    trigger(u"nightly"_s, u"Delete"_s);
    QWidget *question = dialogTitled(u"Delete"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Delete"_s));
    QCOMPARE(calls(), QStringList{u"deleteDeployment d6"_s});
    QWidget *remaining = nullptr;
    QTRY_VERIFY((remaining = dialogTitled(u"Savepoints Remain"_s)));
    QVERIFY(findAccessible(remaining, QAccessible::StaticText, u"file:///savepoints/old"_s));
    QVERIFY(press(remaining, u"Close"_s));
}

void TestRequests::deleteSaysThatAJobMayStillRun()
{
    m_fixture->desk.apply({.orphans = {{.orphan = {.flinkJobId = u"abc"_s,
                                                   .sessionClusterId = u"c-prod"_s,
                                                   .deploymentId = u"d6"_s,
                                                   .isCancelledOnSight = false}}},
                           .haveOrphansChanged = true});
    trigger(u"nightly"_s, u"Delete"_s);
    const auto *question = qobject_cast<QMessageBox *>(dialogTitled(u"Delete"_s));
    QVERIFY(question);
    QVERIFY(question->informativeText().contains(
        u"Flink job abc of “nightly” may still run; it stays listed as a possible orphan."_s));
}

void TestRequests::deleteOfASuspendedOneSaysWhereItsSavepointsStay()
{
    trigger(u"fraud-score"_s, u"Delete"_s);
    const auto *question = qobject_cast<QMessageBox *>(dialogTitled(u"Delete"_s));
    QVERIFY(question);
    QVERIFY(question->informativeText().contains(u"The files of 1 savepoint"_s));
    QVERIFY(question->informativeText().endsWith(u"\nfile:///savepoints/s2/savepoint-4f1c"_s));
    QList<Savepoint> many;
    for (int i = 0; i < 7; ++i)
        many.append(completedSavepoint(u"more-%1"_s.arg(i), u"d5"_s, 5 + i, m_fixture->clock.time));
    m_fixture->desk.apply({.savepoints = many});
    QVERIFY(press(dialogTitled(u"Delete"_s), u"Keep"_s));
    m_fixture->action(u"Delete"_s)->trigger();
    QTRY_VERIFY((question = qobject_cast<QMessageBox *>(dialogTitled(u"Delete"_s))));
    QVERIFY(question->informativeText().contains(u"The files of 8 savepoints stay"_s));
    QVERIFY(question->informativeText().endsWith(u"\nand 2 more"_s));
    QVERIFY(press(dialogTitled(u"Delete"_s), u"Keep"_s));
}

void TestRequests::forceCancelAlwaysAsks()
{
    trigger(u"orders-join"_s, u"Force Cancel"_s);
    QWidget *question = dialogTitled(u"Force Cancel"_s);
    QVERIFY(question);
    const QString consequences = qobject_cast<QMessageBox *>(question)->informativeText();
    QVERIFY(consequences.contains(u"A start before that can make two jobs do the same work."_s));
    QVERIFY(press(question, u"Force Cancel"_s));
    QCOMPARE(calls(), QStringList{u"forceCancel d2"_s});
}

void TestRequests::keysReachTheActions()
{
    m_fixture->select(u"Deployments"_s, u"clicks-agg"_s);
    QTest::keyClick(m_fixture->table(u"Deployments"_s), Qt::Key_V);
    QTest::keyClick(m_fixture->table(u"Deployments"_s), Qt::Key_P);
    QTRY_COMPARE(calls(), (QStringList{u"triggerSavepoint d1"_s, u"suspend d1"_s}));
}

//! Asks to stop a session cluster that is wanted to run, where \a refusal says what runs on it.
void TestRequests::stopInUse(const QString &clusterId, const QString &refusal)
{
    SessionClusterReport report = *m_fixture->desk.sessionClusters().find(clusterId);
    report.cluster.spec.state = SessionClusterDesiredState::Running;
    report.stopRefusal = refusal;
    m_fixture->desk.apply({.sessionClusters = {report}});
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, report.cluster.metadata.name);
    m_fixture->action(u"Stop Session Cluster"_s)->trigger();
}

void TestRequests::stopOfAClusterInUseOffersWays()
{
    stopInUse(u"c-prod"_s, u"“clicks-agg” runs on it."_s);
    QWidget *question = dialogTitled(u"Stop Session Cluster"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Suspend All"_s));
    QCOMPARE(calls(), QStringList{u"suspend d1"_s});
    m_fixture->action(u"Stop Session Cluster"_s)->trigger();
    QTRY_VERIFY((question = dialogTitled(u"Stop Session Cluster"_s)));
    QVERIFY(press(question, u"Force Stop"_s));
    QCOMPARE(calls().last(), u"forceStop c-prod"_s);
}

void TestRequests::stopThatEndsJobsOfNobodyHereIsAskedFor()
{
    stopInUse(u"c-old"_s, u"Jobs run on it that are of none of its deployments: theirs."_s);
    QWidget *question = dialogTitled(u"Stop Session Cluster"_s);
    QVERIFY(question);
    QVERIFY(calls().isEmpty());
    QCOMPARE(qobject_cast<QMessageBox *>(question)->buttons().size(), 2); // nothing to suspend
    QVERIFY(press(question, u"Force Stop"_s));
    QCOMPARE(calls(), QStringList{u"forceStop c-old"_s});
}

void TestRequests::cancelOfAllOnAClusterSaysWhatIsLost()
{
    stopInUse(u"c-prod"_s, u"“clicks-agg” runs on it."_s);
    QVERIFY(press(dialogTitled(u"Stop Session Cluster"_s), u"Cancel All"_s));
    QVERIFY(calls().isEmpty());
    QWidget *question = nullptr;
    QTRY_VERIFY((question = dialogTitled(u"Cancel"_s)));
    QVERIFY(press(question, u"Cancel Job"_s));
    QCOMPARE(calls(), QStringList{u"cancel d1"_s});
    m_fixture->action(u"Cancel All"_s)->trigger();
    QTRY_VERIFY((question = dialogTitled(u"Cancel"_s)));
    QVERIFY(press(question, u"Keep Running"_s));
    QCOMPARE(calls().size(), 1);
}

void TestRequests::allOnAClusterAreSuspendedByName()
{
    const Instant now = m_fixture->clock.time;
    m_fixture->desk.apply({.jobs = {startedJob(u"j5"_s, u"d7"_s, now)}});
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, u"old"_s);
    const QAction *all = m_fixture->action(u"Suspend All"_s);
    QVERIFY(!all->isEnabled());
    QCOMPARE(all->statusTip(), u"No deployment has a job on it."_s);
    m_fixture->select(u"Session Clusters"_s, u"prod"_s);
    m_fixture->action(u"Suspend All"_s)->trigger();
    QWidget *question = dialogTitled(u"Suspend All"_s);
    QVERIFY(question);
    QVERIFY(calls().isEmpty());
    const QString names = qobject_cast<QMessageBox *>(question)->informativeText();
    QVERIFY(names.contains(u"“clicks-agg”"_s) && names.contains(u"“backfill-2025”"_s));
    QVERIFY(press(question, u"Suspend All"_s));
    QStringList asked = calls();
    asked.sort();
    QCOMPARE(asked, (QStringList{u"suspend d1"_s, u"suspend d7"_s}));
}

void TestRequests::stopOfManyLeavesOutWhatIsStopped()
{
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, u"prod"_s);
    m_fixture->select(u"Session Clusters"_s, u"old"_s, Qt::ControlModifier);
    m_fixture->action(u"Stop Session Cluster"_s)->trigger();
    QVERIFY(!dialogTitled(u"Stop Session Cluster"_s));
    QCOMPARE(calls(), QStringList{u"stopSessionCluster c-prod"_s});
}

void TestRequests::stopOfAnIdleClusterAsksNothing()
{
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, u"prod"_s);
    m_fixture->action(u"Stop Session Cluster"_s)->trigger();
    QCOMPARE(calls(), QStringList{u"stopSessionCluster c-prod"_s});
    m_fixture->select(u"Session Clusters"_s, u"old"_s);
    QVERIFY(!m_fixture->action(u"Stop Session Cluster"_s)->isEnabled());
    QCOMPARE(m_fixture->action(u"Stop Session Cluster"_s)->statusTip(),
             u"It is stopped already."_s);
}

void TestRequests::orphanIsCancelled()
{
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Possible Orphans"_s, u"deadbeefdeadbeefdeadbeefdeadbeef"_s);
    QVERIFY(press(m_fixture->window.get(), u"Cancel Job"_s));
    QVERIFY(calls().isEmpty());
    QWidget *question = dialogTitled(u"Cancel Job"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Cancel Job"_s));
    QCOMPARE(calls(), QStringList{u"cancelOrphan deadbeefdeadbeefdeadbeefdeadbeef"_s});
}

void TestRequests::orphanThatRunsIsOffered()
{
    OrphanReport report = m_fixture->desk.orphans().values().first();
    report.isRunning = true;
    m_fixture->desk.apply({.orphans = {report}, .haveOrphansChanged = true});
    m_fixture->go(u"Session Clusters"_s);
    QVERIFY(
        findAccessible(m_fixture->window.get(), QAccessible::Cell, u"it runs now: cancel it?"_s));
}

void TestRequests::startBesideAnOrphanAsks()
{
    m_fixture->desk.apply({.orphans = {{.orphan = {.flinkJobId = u"abc"_s,
                                                   .sessionClusterId = u"c-prod"_s,
                                                   .deploymentId = u"d6"_s,
                                                   .isCancelledOnSight = false}}},
                           .haveOrphansChanged = true});
    trigger(u"nightly"_s, u"Start"_s);
    QWidget *question = dialogTitled(u"Start"_s);
    QVERIFY(question);
    const QString consequences = qobject_cast<QMessageBox *>(question)->informativeText();
    QVERIFY(consequences.contains(u"abc"_s));
    QVERIFY(consequences.contains(u"two jobs may do the same work."_s));
    QVERIFY(press(question, u"Leave as It Is"_s));
    QVERIFY(calls().isEmpty());
    m_fixture->action(u"Start"_s)->trigger();
    QTRY_VERIFY((question = dialogTitled(u"Start"_s)));
    QVERIFY(press(question, u"Start"_s));
    QTRY_COMPARE(calls(), QStringList{u"start d6"_s});
}

void TestRequests::cancelOfWhatWasFoundSaysSo()
{
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d4"_s);
    report.deployment.spec.state = DesiredState::Running;
    report.deployment.status.state = DeploymentState::Failed;
    report.record.failure =
        DeploymentFailure{.reason = FailureReason::JobWithoutRecord, .flinkJobs = {u"abc"_s}};
    report.refusals.remove(DeploymentAction::Cancel);
    m_fixture->desk.apply({.deployments = {report}});
    trigger(report.deployment.metadata.name, u"Cancel"_s);
    QWidget *question = dialogTitled(u"Cancel"_s);
    QVERIFY(question);
    QVERIFY(qobject_cast<QMessageBox *>(question)->informativeText().contains(u"abc"_s));
    QVERIFY(press(question, u"Cancel Job"_s));
    QCOMPARE(calls(), QStringList{u"cancel "_s + report.deployment.metadata.id});
}

void TestRequests::savepointIsDeletedWhenThatIsConfirmed()
{
    m_fixture->go(u"Savepoints"_s);
    const QAction *deletion = m_fixture->action(u"Delete Savepoint"_s);
    QVERIFY(!deletion->isEnabled());
    QCOMPARE(deletion->statusTip(), u"Select a savepoint in the list first."_s);
    QTableView *table = m_fixture->table(u"Savepoints"_s);
    const Savepoint wanted = *m_fixture->desk.savepoints().find(u"s0"_s);
    const int row = table->model()
                        ->match(table->model()->index(0, SavepointsModel::Location),
                                Qt::DisplayRole, wanted.spec.savepointLocation)
                        .value(0)
                        .row();
    table->selectRow(row);
    for (const auto &[action, call] : {std::pair(u"Delete Savepoint"_s, u"deleteSavepoint s0"_s),
                                       std::pair(u"Forget Savepoint"_s, u"forgetSavepoint s0"_s)}) {
        m_fixture->intentions.calls.clear();
        m_fixture->action(action)->trigger();
        QWidget *question = dialogTitled(action);
        QVERIFY(question);
        QCOMPARE(qobject_cast<QMessageBox *>(question)->informativeText(),
                 wanted.spec.savepointLocation);
        QVERIFY(calls().isEmpty());
        QVERIFY(press(question, action));
        QCOMPARE(calls(), QStringList{call});
        QTRY_VERIFY(!isAnyDialogOpen());
    }
}

void TestRequests::savepointThatHasToStayIsNotDeleted()
{
    Savepoint savepoint;
    savepoint.metadata.id = u"kept"_s;
    savepoint.spec.savepointLocation = u"file:/kept"_s;
    DeploymentReport report = runningReport(m_fixture->clock.time);
    savepoint.spec.deploymentId = report.deployment.metadata.id;
    report.keptSavepoints.insert(savepoint.metadata.id, u"It is the last one."_s);
    m_fixture->desk.apply({.deployments = {report}, .savepoints = {savepoint}});
    m_fixture->go(u"Savepoints"_s);
    QTableView *table = m_fixture->table(u"Savepoints"_s);
    const QModelIndex first = table->model()->index(0, SavepointsModel::Location);
    const QModelIndexList found = table->model()->match(first, Qt::DisplayRole, u"file:/kept"_s);
    QCOMPARE(found.size(), 1);
    table->selectRow(found.first().row());
    for (const QString &name : {u"Delete Savepoint"_s, u"Forget Savepoint"_s}) {
        QVERIFY(!m_fixture->action(name)->isEnabled());
        QCOMPARE(m_fixture->action(name)->statusTip(), u"It is the last one."_s);
    }
}

QTEST_MAIN(TestRequests)
#include "tst_deploymentrequests.moc"
