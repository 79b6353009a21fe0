// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/deploymentformfixture.h"

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
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    QWidget *question = dialogTitled(u"Upgrade"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Keep Editing"_s));
    QVERIFY(m_form->isVisible());
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY((question = dialogTitled(u"Upgrade"_s)));
    QVERIFY(press(question, u"Upgrade"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
    QCOMPARE(m_fixture->intentions.drafts.first().order.shownSavepointId, u"s1"_s);
}

void TestDeploymentEdit::metadataOfARunningOneIsSavedWithoutQuestion()
{
    QVERIFY(openEdit(u"clicks-agg"_s));
    QVERIFY(!widgetNamed(m_form, QAccessible::Button, u"Save and Start"_s)->isVisible());
    number(u"Maximum job creation attempts"_s)->setValue(9);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

QTEST_MAIN(TestDeploymentEdit)
#include "tst_deploymentedit.moc"
