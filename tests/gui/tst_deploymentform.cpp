// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/deploymentformfixture.h"

#include <QTest>

using namespace headgate;

//! How a new deployment is saved, and what closing the form means.
class TestDeploymentForm : public QObject, private DeploymentFormFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void savesWhatWasTyped();
    void saveAndStartSaysSo();
    void answerOfTheEngineStandsAtItsField();
    void closingWithChangesAsks();
    void whileSavingNothingIsTypedOrClosed();
    void afterAFailedSaveItCanBeEditedAgain();
    void submissionTimeoutIsAnAnnotationOnlyWhereItIsTyped();
    void annotationsWithAFieldStandInBoth();
    void annotationThatFitsInNoLineIsKept();
    void saveAndStartBesideAnOrphanAsks();
};

void TestDeploymentForm::savesWhatWasTyped()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    combo(u"Session cluster"_s)->setCurrentText(u"prod"_s);
    type(line(u"Jar"_s), u"/jobs/orders.jar"_s);
    type(line(u"Entry class"_s), u"org.example.Orders"_s);
    type(line(u"Arguments"_s), u"--rate 10"_s);
    type(number(u"Parallelism"_s), u"8"_s);
    configuration()->setPlainText(
        u"execution.checkpointing.interval: 30 s\n\nstate.backend.type: rocksdb"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
    const DeploymentDraft draft = m_fixture->intentions.drafts.first();
    const DeploymentSpec &spec = draft.deployment.spec;
    QVERIFY(!draft.isStartedAfterwards);
    QCOMPARE(spec.state, DesiredState::Cancelled);
    QCOMPARE(draft.deployment.metadata.name, u"orders"_s);
    QCOMPARE(spec.sessionClusterName, u"prod"_s);
    QCOMPARE(spec.jobTemplate.artifact.jarUri, u"/jobs/orders.jar"_s);
    QCOMPARE(spec.jobTemplate.artifact.entryClass, u"org.example.Orders"_s);
    QCOMPARE(spec.jobTemplate.artifact.mainArgs, u"--rate 10"_s);
    QCOMPARE(spec.jobTemplate.parallelism, 8);
    const QMap<QString, QString> expected{{u"execution.checkpointing.interval"_s, u"30 s"_s},
                                          {u"state.backend.type"_s, u"rocksdb"_s}};
    QCOMPARE(spec.jobTemplate.flinkConfiguration, expected);
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestDeploymentForm::saveAndStartSaysSo()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Jar"_s), u"/jobs/orders.jar"_s);
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
    QVERIFY(m_fixture->intentions.drafts.first().isStartedAfterwards);
    QVERIFY(m_fixture->intentions.drafts.first().order.isConfirmed);
}

void TestDeploymentForm::answerOfTheEngineStandsAtItsField()
{
    m_fixture->intentions.errors[u"saveDeployment"_s] =
        Error{.kind = ErrorKind::Invalid,
              .message = u"This cannot be saved."_s,
              .fields = {{u"metadata.name"_s, u"The name “orders” is taken."_s},
                         {u"metadata.labels"_s, u"There are too many."_s}}};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_COMPARE(errorAt(line(u"Name"_s)), u"The name “orders” is taken."_s);
    QVERIFY(says(u"This cannot be saved yet.\nmetadata.labels: There are too many."_s));
    QVERIFY(m_form->isVisible());
    m_fixture->intentions.errors.clear();
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestDeploymentForm::closingWithChangesAsks()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Cancel"_s));
    QWidget *question = dialogTitled(u"Discard Changes"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Keep Editing"_s));
    QVERIFY(m_form->isVisible());
    QCOMPARE(line(u"Name"_s)->text(), u"orders"_s);
    m_form->close();
    question = dialogTitled(u"Discard Changes"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Discard Changes"_s));
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestDeploymentForm::whileSavingNothingIsTypedOrClosed()
{
    m_fixture->intentions.slow = {u"saveDeployment"_s};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!line(u"Name"_s)->isEnabled());
    QVERIFY(!line(u"Job submission timeout"_s)->isEnabled());
    QVERIFY(press(m_form, u"Cancel"_s));
    QVERIFY(!dialogTitled(u"Discard Changes"_s));
    QVERIFY(m_form->isVisible());
    QVERIFY(says(u"Saving … This closes when the answer is there."_s));
    m_form->close();
    QVERIFY(!dialogTitled(u"Discard Changes"_s));
    QVERIFY(m_form->isVisible());
    m_fixture->intentions.answerSlow();
    QTRY_VERIFY(!m_form || !m_form->isVisible());
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentForm::afterAFailedSaveItCanBeEditedAgain()
{
    m_fixture->intentions.slow = {u"saveDeployment"_s};
    m_fixture->intentions.errors[u"saveDeployment"_s] =
        Error{.kind = ErrorKind::Storage, .message = u"The disk is full."_s};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QTest::keyClick(line(u"Name"_s), Qt::Key_Return);
    QVERIFY(!line(u"Name"_s)->hasFocus());
    m_fixture->intentions.answerSlow();
    QTRY_VERIFY(says(u"The disk is full."_s));
    QVERIFY(line(u"Name"_s)->hasFocus());
    QTest::keyClicks(line(u"Name"_s), u"2"_s);
    QCOMPARE(line(u"Name"_s)->text(), u"orders2"_s);
    QVERIFY(press(m_form, u"Cancel"_s));
    QVERIFY(dialogTitled(u"Discard Changes"_s));
}

void TestDeploymentForm::submissionTimeoutIsAnAnnotationOnlyWhereItIsTyped()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(m_fixture->intentions.drafts[0].deployment.metadata.annotations.isEmpty());
    QTRY_VERIFY(!m_form || !m_form->isVisible());
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Job submission timeout"_s), u"60"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 2);
    QCOMPARE(m_fixture->intentions.drafts[1].deployment.metadata.annotations.value(
                 SubmissionTimeoutAnnotation),
             u"60"_s);
}

void TestDeploymentForm::annotationsWithAFieldStandInBoth()
{
    QVERIFY(openEdit(u"clicks-agg"_s));
    QPlainTextEdit *all = annotations();
    type(line(u"Force cancellation"_s), u"j1"_s);
    QCOMPARE(all->toPlainText(), ForceCancellationAnnotation + u": j1"_s);
    all->setPlainText(u"team: ads\n"_s + SubmissionTimeoutAnnotation + u": 600"_s);
    QCOMPARE(line(u"Job submission timeout"_s)->text(), u"600"_s);
    QCOMPARE(line(u"Force cancellation"_s)->text(), QString());
    type(line(u"Job submission timeout"_s), u" "_s);
    QCOMPARE(all->toPlainText(), u"team: ads"_s);
    all->setPlainText(u"team: ads\nno annotation"_s); // would be lost if a field wrote them anew
    QVERIFY(!line(u"Job submission timeout"_s)->isEnabled());
    QVERIFY(errorAt(all).startsWith(u"Line 2:"_s));
    all->setPlainText(u"team: search"_s);
    QVERIFY(press(m_form, u"Save"_s));
    const QMap<QString, QString> expected{{u"team"_s, u"search"_s}};
    QCOMPARE(m_fixture->intentions.drafts.value(0).deployment.metadata.annotations, expected);
}

void TestDeploymentForm::annotationThatFitsInNoLineIsKept()
{
    DeploymentReport report = runningReport(m_fixture->clock.time);
    const QMap<QString, QString> annotations{{u"note"_s, u"one\ntwo"_s}};
    report.deployment.metadata.annotations = annotations;
    m_fixture->desk.apply({.deployments = {report}});
    QVERIFY(openEdit(u"clicks-agg"_s));
    QVERIFY(this->annotations()->isReadOnly());
    QVERIFY(!line(u"Job submission timeout"_s)->isEnabled());
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.value(0).deployment.metadata.annotations, annotations);
}

void TestDeploymentForm::saveAndStartBesideAnOrphanAsks()
{
    m_fixture->desk.apply({.orphans = {{.orphan = {.flinkJobId = u"abc"_s,
                                                   .sessionClusterId = u"c-prod"_s,
                                                   .deploymentId = u"d5"_s,
                                                   .isCancelledOnSight = false}}},
                           .haveOrphansChanged = true});
    const QString name = m_fixture->desk.deployments().nameOf(u"d5"_s);
    QVERIFY(openEdit(name));
    QVERIFY(press(m_form, u"Save and Start"_s));
    QWidget *question = dialogTitled(u"Save and Start"_s);
    QVERIFY(question);
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    QVERIFY(press(question, u"Save and Start"_s));
    QTRY_COMPARE(m_fixture->intentions.drafts.size(), 1);
}

QTEST_MAIN(TestDeploymentForm)
#include "tst_deploymentform.moc"
