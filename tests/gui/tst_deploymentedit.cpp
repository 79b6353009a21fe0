// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/deploymentformfixture.h"

#include <QMessageBox>
#include <QTableView>
#include <QTest>

using namespace headgate;

//! How a deployment that exists is changed.
class TestDeploymentEdit : public QObject, private DeploymentFormFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void conflictKeepsWhatWasTyped();
    void closingWithoutChangesDoesNotAsk();
    void editKeepsWhatIsNotShown();
    void changeOfARunningOneSaysWhatHappens();
    void metadataOfARunningOneIsSavedWithoutQuestion();
    void strategyThatReleasesAChangeAsks();
    void planIsOfTheStrategyInTheForm();
    void conflictShowsBothAndLosesNothing_data();
    void conflictShowsBothAndLosesNothing();
    void conflictWaitsForWhatWasSaved();

private:
    //! Chooses what has \a value in the combo box \a name.
    void choose(const QString &name, int value) const
    {
        combo(name)->setCurrentIndex(combo(name)->findData(value));
    }
    //! Somebody else saved other arguments and another parallelism.
    void saveElsewhere() const
    {
        DeploymentReport saved = *m_fixture->desk.deployments().find(u"d6"_s);
        ++saved.deployment.metadata.resourceVersion;
        saved.deployment.spec.jobTemplate.artifact.entryClass = u"org.example.Saved"_s;
        saved.deployment.spec.jobTemplate.parallelism = 16;
        m_fixture->desk.apply({.deployments = {saved}});
    }
    void saveInVain()
    {
        m_fixture->intentions.errors[u"saveDeployment"_s] =
            Error{.kind = ErrorKind::Conflict, .message = u"Somebody else changed it."_s};
        QVERIFY(press(m_form, u"Save"_s));
        m_fixture->intentions.errors.clear();
    }
};

void TestDeploymentEdit::conflictKeepsWhatWasTyped()
{
    m_fixture->intentions.errors[u"saveDeployment"_s] =
        Error{.kind = ErrorKind::Conflict, .message = u"Somebody else changed it."_s};
    QVERIFY(openEdit(u"nightly"_s));
    type(line(u"Arguments"_s), u"--rate 99"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY(says(u"Somebody else changed it."_s));
    QCOMPARE(line(u"Arguments"_s)->text(), u"--rate 99"_s);
}

void TestDeploymentEdit::closingWithoutChangesDoesNotAsk()
{
    QVERIFY(openEdit(u"nightly"_s));
    QTest::keyClick(m_form, Qt::Key_Escape);
    QTRY_VERIFY(!m_form || !m_form->isVisible());
    QVERIFY(!dialogTitled(u"Discard Changes"_s));
}

void TestDeploymentEdit::editKeepsWhatIsNotShown()
{
    QVERIFY(openEdit(u"nightly"_s));
    const Deployment before = m_fixture->desk.deployments().find(u"d6"_s)->deployment;
    QVERIFY(line(u"Name"_s)->isReadOnly());
    QVERIFY(
        says(u"A name is for good: {{deploymentName}} in a path or an option stands for it."_s));
    type(number(u"Parallelism"_s), u"6"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
    Deployment expected = before;
    expected.spec.jobTemplate.parallelism = 6;
    QVERIFY(m_fixture->intentions.drafts.first().deployment == expected);
}

void TestDeploymentEdit::changeOfARunningOneSaysWhatHappens()
{
    QVERIFY(openEdit(u"clicks-agg"_s));
    type(number(u"Parallelism"_s), u"6"_s);
    configuration()->setPlainText(u"a.b: 1"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    QWidget *question = dialogTitled(u"Upgrade"_s);
    QVERIFY(question);
    const auto *box = qobject_cast<QMessageBox *>(question);
    QVERIFY(box->informativeText().contains(u"Parallelism: "_s));
    QVERIFY(box->informativeText().contains(u" → 6\n"_s));
    QVERIFY(box->informativeText().contains(u"Flink configuration: a.b: – → 1\n"_s));
    QVERIFY(!box->informativeText().contains(u"spec."_s));
    QVERIFY(box->informativeText().contains(u"1. The running job is suspended"_s));
    QVERIFY(press(question, u"Keep Editing"_s));
    QVERIFY(m_form->isVisible());
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY((question = dialogTitled(u"Upgrade"_s)));
    QVERIFY(press(question, u"Upgrade"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
    // What the job will leave cannot be shown yet; nothing older is confirmed in its place.
    QVERIFY(!m_fixture->intentions.drafts.first().order.isConfirmed);
}

void TestDeploymentEdit::metadataOfARunningOneIsSavedWithoutQuestion()
{
    QVERIFY(openEdit(u"clicks-agg"_s));
    QVERIFY(!widgetNamed(m_form, QAccessible::Button, u"Save and Start"_s)->isVisible());
    number(u"Maximum job creation attempts"_s)->setValue(9);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

//! Saved under NONE it waits; another strategy restarts the job by itself.
void TestDeploymentEdit::strategyThatReleasesAChangeAsks()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    report.deployment.spec.upgradeStrategy = UpgradeStrategy::None;
    m_fixture->desk.apply({.deployments = {report}}); // its job runs another template
    QVERIFY(openEdit(u"clicks-agg"_s));
    choose(u"Upgrade strategy"_s, int(UpgradeStrategy::Stateful));
    QVERIFY(press(m_form, u"Save"_s));
    QWidget *question = dialogTitled(u"Upgrade"_s);
    QVERIFY(question);
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    QVERIFY(press(question, u"Upgrade"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentEdit::planIsOfTheStrategyInTheForm()
{
    QVERIFY(openEdit(u"clicks-agg"_s));
    choose(u"Upgrade strategy"_s, int(UpgradeStrategy::Stateless));
    choose(u"Restore strategy"_s, int(RestoreStrategy::None));
    type(number(u"Parallelism"_s), u"6"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QWidget *question = dialogTitled(u"Upgrade"_s);
    QVERIFY(question);
    QVERIFY(qobject_cast<QMessageBox *>(question)->informativeText().contains(
        u"It restores nothing: it would start empty"_s));
    QVERIFY(press(question, u"Upgrade"_s));
    const StartOrder shown = m_fixture->intentions.drafts.first().order;
    QVERIFY(shown.isConfirmed);
    QCOMPARE(shown.shownSavepointId, QString());
}

void TestDeploymentEdit::conflictShowsBothAndLosesNothing_data()
{
    QTest::addColumn<QString>("pick");
    QTest::addColumn<int>("parallelism");

    QTest::newRow("mine") << u"Prefer Mine"_s << 6;
    QTest::newRow("saved") << u"Prefer Saved"_s << 16;
}

void TestDeploymentEdit::conflictShowsBothAndLosesNothing()
{
    QFETCH(QString, pick);
    QFETCH(int, parallelism);
    QVERIFY(openEdit(u"nightly"_s));
    type(number(u"Parallelism"_s), u"6"_s);
    type(line(u"Arguments"_s), u"--mine"_s);
    saveElsewhere();
    saveInVain();
    QWidget *dialog = nullptr;
    QTRY_VERIFY((dialog = dialogTitled(u"Changed Meanwhile"_s)));
    const auto *fields =
        qobject_cast<QTableView *>(widgetNamed(dialog, QAccessible::Table, u"Changes"_s));
    QStringList rows;
    for (int row = 0; row < fields->model()->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < fields->model()->columnCount(); ++column)
            cells.append(fields->model()->index(row, column).data().toString());
        rows.append(cells.join(u' '));
    }
    QCOMPARE(rows,
             (QStringList{u"Entry class – org.example.Saved –"_s, u"Arguments – – --mine"_s,
                          u"Parallelism 4 16 6"_s}));
    QVERIFY(press(dialog, pick));
    QTRY_VERIFY(!dialogTitled(u"Changed Meanwhile"_s));
    QCOMPARE(line(u"Arguments"_s)->text(), u"--mine"_s);
    QCOMPARE(line(u"Entry class"_s)->text(), u"org.example.Saved"_s);
    QCOMPARE(number(u"Parallelism"_s)->value(), parallelism);
    QVERIFY(press(m_form, u"Save"_s));
    const Deployment &sent = m_fixture->intentions.drafts.last().deployment;
    QCOMPARE(sent.metadata.resourceVersion,
             m_fixture->desk.deployments().find(u"d6"_s)->deployment.metadata.resourceVersion);
    QCOMPARE(sent.spec.jobTemplate.parallelism, parallelism);
}

//! The refusal can be here before the report of what was saved.
void TestDeploymentEdit::conflictWaitsForWhatWasSaved()
{
    QVERIFY(openEdit(u"nightly"_s));
    type(number(u"Parallelism"_s), u"6"_s);
    saveInVain();
    QTRY_VERIFY(says(u"Somebody else changed it."_s));
    QVERIFY(!dialogTitled(u"Changed Meanwhile"_s));
    saveElsewhere();
    QWidget *dialog = dialogTitled(u"Changed Meanwhile"_s);
    QVERIFY(dialog);
    QVERIFY(press(dialog, u"Keep Editing"_s));
    QCOMPARE(number(u"Parallelism"_s)->value(), 6);
}

QTEST_MAIN(TestDeploymentEdit)
#include "tst_deploymentedit.moc"
