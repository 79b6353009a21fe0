// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>

using namespace headgate;

class TestDeploymentForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void savesWhatWasTyped();
    void saveAndStartSaysSo();
    void badParallelismIsAnErrorAtItsField_data();
    void badParallelismIsAnErrorAtItsField();
    void badNameIsAnErrorAtItsField_data();
    void badNameIsAnErrorAtItsField();
    void openQuoteIsAnErrorAtItsField();
    void wordsAreShownAsTheyWillBe();
    void wrongConfigurationLineIsNamed();
    void entryClassComesFromTheJar();
    void brokenJarIsSaidAtItsField();
    void droppedJarIsTaken();
    void answerOfTheEngineStandsAtItsField();
    void conflictKeepsWhatWasTyped();
    void closingWithChangesAsks();
    void closingWithoutChangesDoesNotAsk();
    void whileSavingNothingIsTypedOrClosed();
    void afterAFailedSaveItCanBeEditedAgain();
    void startWithoutJarIsRefusedAtItsField();
    void jarWithoutEntryClassIsNotStarted();
    void statefulWithoutRestoreCannotBeMade();
    void editKeepsWhatIsNotShown();
    void changeOfARunningOneSaysWhatHappens();
    void metadataOfARunningOneIsSavedWithoutQuestion();
    void submissionTimeoutIsAnAnnotationOnlyWhereItDiffers();

private:
    QWidget *openNew();
    QWidget *openEdit(const QString &row);
    QLineEdit *line(const QString &name) const;
    QSpinBox *number(const QString &name) const;
    QComboBox *combo(const QString &name) const;
    QPlainTextEdit *configuration() const;
    bool says(const QString &text) const;
    //! What stands under the field, as the field itself says it to a screen reader.
    QString errorAt(QWidget *field) const;
    void type(QWidget *field, const QString &text);

    std::unique_ptr<WindowFixture> m_fixture;
    QPointer<QWidget> m_form;
};

void TestDeploymentForm::init()
{
    failOnAnyWarning();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->fill();
}

QWidget *TestDeploymentForm::openNew()
{
    m_fixture->action(u"New Deployment"_s)->trigger();
    m_form = dialogTitled(u"New Deployment"_s);
    return m_form;
}

QWidget *TestDeploymentForm::openEdit(const QString &row)
{
    m_fixture->select(u"Deployments"_s, row);
    m_fixture->action(u"Edit"_s)->trigger();
    m_form = dialogTitled(u"Edit %1"_s.arg(row));
    return m_form;
}

QLineEdit *TestDeploymentForm::line(const QString &name) const
{
    return qobject_cast<QLineEdit *>(widgetNamed(m_form, QAccessible::EditableText, name));
}

QSpinBox *TestDeploymentForm::number(const QString &name) const
{
    return qobject_cast<QSpinBox *>(widgetNamed(m_form, QAccessible::SpinBox, name));
}

QComboBox *TestDeploymentForm::combo(const QString &name) const
{
    return qobject_cast<QComboBox *>(widgetNamed(m_form, QAccessible::ComboBox, name));
}

QPlainTextEdit *TestDeploymentForm::configuration() const
{
    return qobject_cast<QPlainTextEdit *>(
        widgetNamed(m_form, QAccessible::EditableText, u"Flink configuration"_s));
}

bool TestDeploymentForm::says(const QString &text) const
{
    return findAccessible(m_form, QAccessible::StaticText, text) != nullptr;
}

QString TestDeploymentForm::errorAt(QWidget *field) const
{
    const QString error = field->accessibleDescription();
    return error.isEmpty() || says(error) ? error : u"only heard, not seen: "_s + error;
}

void TestDeploymentForm::type(QWidget *field, const QString &text)
{
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
}

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

void TestDeploymentForm::badParallelismIsAnErrorAtItsField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("zero") << u"0"_s;
    QTest::newRow("negative") << u"-1"_s;
    QTest::newRow("huge") << u"1000000000"_s;
}

void TestDeploymentForm::badParallelismIsAnErrorAtItsField()
{
    QFETCH(QString, typed);
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QSpinBox *parallelism = number(u"Parallelism"_s);
    type(parallelism, typed);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(m_form && m_form->isVisible());
    QVERIFY(errorAt(parallelism).startsWith(u"Parallelism is"_s));
    QCOMPARE(parallelism->text(), typed);
    QVERIFY(parallelism->hasFocus());
    QCOMPARE(line(u"Name"_s)->text(), u"orders"_s);
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    type(parallelism, u"2"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentForm::badNameIsAnErrorAtItsField_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("300 characters") << QString(300, u'x');
    QTest::newRow("control character") << u"a\u0007b"_s;
    QTest::newRow("blank at the end") << u"a "_s;
}

void TestDeploymentForm::badNameIsAnErrorAtItsField()
{
    QFETCH(QString, name);
    QVERIFY(openNew());
    line(u"Name"_s)->setText(name);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!errorAt(line(u"Name"_s)).isEmpty());
    QVERIFY(line(u"Name"_s)->hasFocus());
    QCOMPARE(line(u"Name"_s)->text(), name);
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
}

void TestDeploymentForm::openQuoteIsAnErrorAtItsField()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Arguments"_s), u"--name 'a b"_s);
    QVERIFY(!errorAt(line(u"Arguments"_s)).isEmpty()); // at once, not only when saving
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!errorAt(line(u"Arguments"_s)).isEmpty());
    QTest::keyClicks(line(u"Arguments"_s), u"'"_s);
    QCOMPARE(errorAt(line(u"Arguments"_s)), QString());
}

void TestDeploymentForm::wordsAreShownAsTheyWillBe()
{
    QVERIFY(openNew());
    type(line(u"Arguments"_s), u"--name 'a  b' \"c\""_s);
    QVERIFY(says(u"3 words: “--name” “a  b” “c”"_s));
}

void TestDeploymentForm::wrongConfigurationLineIsNamed()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    const QString text = u"a.b: 1\nno option\na.b: 2\n# why"_s;
    configuration()->setPlainText(text);
    QVERIFY(press(m_form, u"Save"_s));
    const QString error = errorAt(configuration());
    for (const QString &line : {u"Line 2:"_s, u"Line 3:"_s, u"Line 4:"_s})
        QVERIFY2(error.contains(line), qPrintable(error));
    QVERIFY(configuration()->isVisible()); // its page was opened
    QVERIFY(configuration()->hasFocus());
    QCOMPARE(configuration()->toPlainText(), text);
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
}

void TestDeploymentForm::entryClassComesFromTheJar()
{
    QVERIFY(openNew());
    type(line(u"Jar"_s), u"/jobs/clicks.jar"_s);
    QTRY_COMPARE(line(u"Entry class"_s)->placeholderText(), u"org.example.Clicks"_s);
    QCOMPARE(m_fixture->intentions.calls.count(u"inspectJar /jobs/clicks.jar"_s), 1);
    QVERIFY(line(u"Entry class"_s)->text().isEmpty());
}

void TestDeploymentForm::brokenJarIsSaidAtItsField()
{
    m_fixture->intentions.errors[u"inspectJar"_s] =
        Error{.kind = ErrorKind::Invalid, .message = u"This is no jar."_s};
    QVERIFY(openNew());
    type(line(u"Jar"_s), u"/jobs/clicks.txt"_s);
    QTRY_COMPARE(errorAt(line(u"Jar"_s)), u"This is no jar."_s);
}

void TestDeploymentForm::droppedJarIsTaken()
{
    QVERIFY(openNew());
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(u"/jobs/dropped.jar"_s)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_form, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_form, &drop);
    QCOMPARE(line(u"Jar"_s)->text(), u"/jobs/dropped.jar"_s);
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

void TestDeploymentForm::conflictKeepsWhatWasTyped()
{
    m_fixture->intentions.errors[u"saveDeployment"_s] =
        Error{.kind = ErrorKind::Conflict, .message = u"Somebody else changed it."_s};
    QVERIFY(openEdit(u"nightly"_s));
    type(line(u"Arguments"_s), u"--rate 99"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY(says(u"Somebody else changed it."_s));
    QCOMPARE(line(u"Arguments"_s)->text(), u"--rate 99"_s);
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

void TestDeploymentForm::closingWithoutChangesDoesNotAsk()
{
    QVERIFY(openEdit(u"nightly"_s));
    QTest::keyClick(m_form, Qt::Key_Escape);
    QTRY_VERIFY(!m_form || !m_form->isVisible());
    QVERIFY(!dialogTitled(u"Discard Changes"_s));
}

void TestDeploymentForm::whileSavingNothingIsTypedOrClosed()
{
    m_fixture->intentions.slow = {u"saveDeployment"_s};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!line(u"Name"_s)->isEnabled());
    QVERIFY(!number(u"Job submission timeout"_s)->isEnabled());
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

void TestDeploymentForm::startWithoutJarIsRefusedAtItsField()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(errorAt(line(u"Jar"_s)), u"No jar is chosen."_s);
    QVERIFY(press(m_form, u"Save"_s)); // saved it may be
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentForm::jarWithoutEntryClassIsNotStarted()
{
    const QString warning = u"The jar has no manifest."_s;
    m_fixture->intentions.jar = {.path = u"/jobs/bare.jar"_s, .size = 100, .warning = warning};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Jar"_s), u"/jobs/bare.jar"_s);
    QTRY_VERIFY(says(u"100 bytes. The jar has no manifest."_s));
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(errorAt(line(u"Entry class"_s)), warning);
    QVERIFY(line(u"Entry class"_s)->hasFocus());
    type(line(u"Entry class"_s), u"org.example.Orders"_s);
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentForm::statefulWithoutRestoreCannotBeMade()
{
    QVERIFY(openNew());
    QComboBox *upgrade = combo(u"Upgrade strategy"_s);
    QComboBox *restore = combo(u"Restore strategy"_s);
    const auto isOffered = [](const QComboBox *box, const QString &word) {
        const QModelIndex index = box->model()->index(box->findText(word), 0);
        return box->model()->flags(index).testFlag(Qt::ItemIsEnabled);
    };
    QCOMPARE(upgrade->currentText(), u"STATEFUL"_s);
    QVERIFY(!isOffered(restore, u"NONE"_s));
    upgrade->setCurrentText(u"STATELESS"_s);
    QVERIFY(isOffered(restore, u"NONE"_s));
    restore->setCurrentText(u"NONE"_s);
    QVERIFY(!isOffered(upgrade, u"STATEFUL"_s));
}

void TestDeploymentForm::editKeepsWhatIsNotShown()
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

void TestDeploymentForm::changeOfARunningOneSaysWhatHappens()
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

void TestDeploymentForm::metadataOfARunningOneIsSavedWithoutQuestion()
{
    QVERIFY(openEdit(u"clicks-agg"_s));
    QVERIFY(!widgetNamed(m_form, QAccessible::Button, u"Save and Start"_s)->isVisible());
    number(u"Maximum job creation attempts"_s)->setValue(9);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentForm::submissionTimeoutIsAnAnnotationOnlyWhereItDiffers()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QCOMPARE(number(u"Job submission timeout"_s)->value(), 300);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(m_fixture->intentions.drafts[0].deployment.metadata.annotations.isEmpty());
    QTRY_VERIFY(!m_form || !m_form->isVisible());
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    number(u"Job submission timeout"_s)->setValue(60);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 2);
    QCOMPARE(m_fixture->intentions.drafts[1].deployment.metadata.annotations.value(
                 SubmissionTimeoutAnnotation),
             u"60"_s);
}

QTEST_MAIN(TestDeploymentForm)
#include "tst_deploymentform.moc"
