// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/deploymentformfixture.h"

#include <QMimeData>
#include <QTest>

#include <algorithm>

using namespace headgate;

//! What the fields of the deployment form take, and what they say about it.
class TestDeploymentFields : public QObject, private DeploymentFormFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void badParallelismIsAnErrorAtItsField_data();
    void badParallelismIsAnErrorAtItsField();
    void oneMistakeHidesNoOther();
    void reachableClusterIsChosenFirst();
    void badTimeoutIsAnErrorAtItsField_data();
    void badTimeoutIsAnErrorAtItsField();
    void forceThatNamesAnotherJobIsAnErrorAtItsField();
    void badNameIsAnErrorAtItsField_data();
    void badNameIsAnErrorAtItsField();
    void openQuoteIsAnErrorAtItsField();
    void moreThanTheSlotsIsSaidAtItsField();
    void slotsOfWhatIsOpenedAreSaidAtOnce();
    void wordsAreShownAsTheyWillBe();
    void wrongConfigurationLineIsNamed();
    void entryClassComesFromTheJar();
    void brokenJarIsSaidAtItsField();
    void droppedJarIsTaken();
    void badEntryClassIsAnErrorAtItsField();
    void classThatTheJarHasNotIsDoubted();
    void startWithoutJarIsRefusedAtItsField();
    void jarWithoutEntryClassIsNotStarted();
    void lackOfAnEntryClassIsSaidBeforeAStart();
    void statefulWithoutRestoreCannotBeMade();
    void wrongFieldSaysSoWhenItIsLeft();
    void untouchedFieldSaysNothing();
    void refusalGoesWithTheLastError();

private:
    //! A session cluster `small` that answers.
    void addCluster(int slotsTotal) const
    {
        SessionClusterReport small = clusterReport(u"small"_s, u"small"_s, m_fixture->clock.time);
        small.areSlotsRead = true;
        small.slotsTotal = slotsTotal;
        m_fixture->desk.apply({.sessionClusters = {small}});
    }
    //! That `small` has 2 slots, which are too few.
    [[nodiscard]] bool areSlotsTooFew() const
    {
        const QWidget *note =
            widgetNamed(m_form, QAccessible::StaticText,
                        u"“small” has 2 slots now: the job may have to wait for more."_s);
        return note && note->isVisible();
    }
    //! Shown or hidden; null where none says \a text.
    [[nodiscard]] const QLabel *labelOf(const QString &text) const
    {
        const auto labels = m_form->findChildren<QLabel *>();
        const auto found = std::ranges::find(labels, text, &QLabel::text);
        return found == labels.end() ? nullptr : *found;
    }
};

void TestDeploymentFields::badParallelismIsAnErrorAtItsField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("zero") << u"0"_s;
    QTest::newRow("negative") << u"-1"_s;
    QTest::newRow("huge") << u"1000000000"_s;
}

void TestDeploymentFields::badParallelismIsAnErrorAtItsField()
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

void TestDeploymentFields::oneMistakeHidesNoOther()
{
    m_fixture->intentions.errors[u"inspectJar"_s] =
        Error{.kind = ErrorKind::Invalid, .message = u"This is no jar."_s};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"nightly"_s); // there is one
    type(line(u"Jar"_s), u"/jobs/clicks.txt"_s);
    type(line(u"Arguments"_s), u"'a"_s);
    type(number(u"Parallelism"_s), u"0"_s);
    type(line(u"Job submission timeout"_s), u"soon"_s);
    type(line(u"Force cancellation"_s), u"zzz"_s);
    QTRY_COMPARE(errorAt(line(u"Jar"_s)), u"This is no jar."_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(errorAt(line(u"Name"_s)), u"A deployment of this name exists already."_s);
    QCOMPARE(errorAt(line(u"Jar"_s)), u"This is no jar."_s);
    QVERIFY(!errorAt(line(u"Arguments"_s)).isEmpty());
    QVERIFY(!errorAt(number(u"Parallelism"_s)).isEmpty());
    QVERIFY(!errorAt(line(u"Job submission timeout"_s)).isEmpty());
    QVERIFY(!errorAt(line(u"Force cancellation"_s)).isEmpty());
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
}

void TestDeploymentFields::reachableClusterIsChosenFirst()
{
    SessionClusterReport dev = *m_fixture->desk.sessionClusters().find(u"c-dev"_s);
    QVERIFY(openNew());
    QCOMPARE(combo(u"Session cluster"_s)->currentText(), u"dev"_s);
    QTest::keyClick(m_form, Qt::Key_Escape);
    QTRY_VERIFY(!m_form);
    dev.isReachable = false;
    dev.lastSeen.reset();
    m_fixture->desk.apply({.sessionClusters = {dev}});
    QVERIFY(openNew());
    QCOMPARE(combo(u"Session cluster"_s)->currentText(), u"prod"_s);
}

void TestDeploymentFields::badTimeoutIsAnErrorAtItsField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("zero") << u"0"_s;
    QTest::newRow("negative") << u"-1"_s;
    QTest::newRow("not whole") << u"1.5"_s;
    QTest::newRow("a word") << u"soon"_s;
    QTest::newRow("huge") << u"100000000000000000000"_s;
}

void TestDeploymentFields::badTimeoutIsAnErrorAtItsField()
{
    QFETCH(QString, typed);
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QLineEdit *timeout = line(u"Job submission timeout"_s);
    type(timeout, typed);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(errorAt(timeout), u"This is a whole number of seconds, at least 1."_s);
    QCOMPARE(timeout->text(), typed);
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    annotations()->setPlainText(u"%1: %2"_s.arg(SubmissionTimeoutAnnotation, typed)); // the same
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!errorAt(timeout).isEmpty());
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    type(timeout, u"600"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentFields::forceThatNamesAnotherJobIsAnErrorAtItsField()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    annotations()->setPlainText(ForceCancellationAnnotation + u": zzz"_s); // the same
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(errorAt(line(u"Force cancellation"_s)).startsWith(u"There is no live job"_s));
    QTest::keyClick(m_form, Qt::Key_Escape);
    QVERIFY(press(dialogTitled(u"Discard Changes"_s), u"Discard Changes"_s));
    QTRY_VERIFY(!m_form);
    QVERIFY(openEdit(u"clicks-agg"_s));
    type(line(u"Force cancellation"_s), u"zzz"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(errorAt(line(u"Force cancellation"_s)).startsWith(u"This names the live job"_s));
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
    type(line(u"Force cancellation"_s), m_fixture->desk.jobs().newestOf(u"d1"_s)->metadata.id);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentFields::badNameIsAnErrorAtItsField_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("300 characters") << QString(300, u'x');
    QTest::newRow("control character") << u"a\u0007b"_s;
    QTest::newRow("blank at the end") << u"a "_s;
}

void TestDeploymentFields::badNameIsAnErrorAtItsField()
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

void TestDeploymentFields::openQuoteIsAnErrorAtItsField()
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

void TestDeploymentFields::moreThanTheSlotsIsSaidAtItsField()
{
    addCluster(2);
    QVERIFY(openNew());
    combo(u"Session cluster"_s)->setCurrentText(u"small"_s);
    type(number(u"Parallelism"_s), u"2"_s);
    QVERIFY(!areSlotsTooFew());
    QTest::keyClick(number(u"Parallelism"_s), Qt::Key_Up);
    QVERIFY(areSlotsTooFew());
    QTest::keyClick(number(u"Parallelism"_s), Qt::Key_Down);
    QVERIFY(!areSlotsTooFew());
    type(number(u"Parallelism"_s), u"3"_s);
    QVERIFY(areSlotsTooFew());
    QTest::keyClick(number(u"Parallelism"_s), Qt::Key_Backspace); // nothing is nothing too much
    QVERIFY(!areSlotsTooFew());
    QTest::keyClicks(number(u"Parallelism"_s), u"3"_s);
    QVERIFY(areSlotsTooFew());
    addCluster(3);
    QVERIFY(!areSlotsTooFew());
}

void TestDeploymentFields::slotsOfWhatIsOpenedAreSaidAtOnce()
{
    addCluster(2);
    DeploymentReport report = *m_fixture->desk.deployments().find(u"d6"_s);
    report.deployment.spec.sessionClusterName = u"small"_s;
    report.deployment.spec.jobTemplate.parallelism = 3;
    m_fixture->desk.apply({.deployments = {report}});
    QVERIFY(openEdit(u"nightly"_s));
    QVERIFY(areSlotsTooFew());
}

void TestDeploymentFields::wordsAreShownAsTheyWillBe()
{
    QVERIFY(openNew());
    type(line(u"Arguments"_s), u"--name 'a  b' \"c\""_s);
    QVERIFY(says(u"3 words: “--name” “a  b” “c”"_s));
}

void TestDeploymentFields::wrongConfigurationLineIsNamed()
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

void TestDeploymentFields::entryClassComesFromTheJar()
{
    QVERIFY(openNew());
    type(line(u"Jar"_s), u"/jobs/clicks.jar"_s);
    QTRY_COMPARE(line(u"Entry class"_s)->placeholderText(), u"org.example.Clicks"_s);
    QCOMPARE(m_fixture->intentions.calls.count(u"inspectJar /jobs/clicks.jar"_s), 1);
    QVERIFY(line(u"Entry class"_s)->text().isEmpty());
}

void TestDeploymentFields::brokenJarIsSaidAtItsField()
{
    m_fixture->intentions.errors[u"inspectJar"_s] =
        Error{.kind = ErrorKind::Invalid, .message = u"This is no jar."_s};
    QVERIFY(openNew());
    type(line(u"Jar"_s), u"/jobs/clicks.txt"_s);
    QTRY_COMPARE(errorAt(line(u"Jar"_s)), u"This is no jar."_s);
}

void TestDeploymentFields::droppedJarIsTaken()
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

void TestDeploymentFields::badEntryClassIsAnErrorAtItsField()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Entry class"_s), u"org.example.My Job"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(errorAt(line(u"Entry class"_s)).contains(u"no name of a class"_s));
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
}

void TestDeploymentFields::classThatTheJarHasNotIsDoubted()
{
    m_fixture->intentions.jar.classes = {u"org.example.Clicks"_s, u"org.example.Views"_s};
    const QString doubt = u"The jar has no class “org.example.Other”."_s;
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Entry class"_s), u"org.example.Other"_s);
    QVERIFY(!says(doubt));
    type(line(u"Jar"_s), u"/jobs/clicks.jar"_s);
    QTRY_VERIFY(says(doubt));
    type(line(u"Entry class"_s), u"org.example.Views"_s);
    QVERIFY(!says(doubt));
    type(line(u"Entry class"_s), u"org.example.Other"_s);
    QVERIFY(says(doubt));
    QVERIFY(press(m_form, u"Save"_s)); // it may lie elsewhere
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentFields::startWithoutJarIsRefusedAtItsField()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(errorAt(line(u"Jar"_s)), u"No jar is chosen."_s);
    QVERIFY(press(m_form, u"Save"_s)); // saved it may be
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentFields::jarWithoutEntryClassIsNotStarted()
{
    const QString warning = u"The jar has no manifest."_s;
    m_fixture->intentions.jar = {.path = u"/jobs/bare.jar"_s, .size = 100, .warning = warning};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    type(line(u"Jar"_s), u"/jobs/bare.jar"_s);
    QTRY_VERIFY(says(warning));
    QVERIFY(says(u"100 bytes"_s));
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(errorAt(line(u"Entry class"_s)),
             u"Without an entry class this jar cannot be started."_s);
    QVERIFY(!labelOf(warning)->isVisible()); // one sentence is enough
    QVERIFY(line(u"Entry class"_s)->hasFocus());
    type(line(u"Entry class"_s), u"org.example.Orders"_s);
    QVERIFY(!says(warning));
    QVERIFY(press(m_form, u"Save and Start"_s));
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentFields::lackOfAnEntryClassIsSaidBeforeAStart()
{
    const QString warning = u"The manifest names no entry class."_s;
    m_fixture->intentions.jar = {.path = u"/jobs/bare.jar"_s, .size = 100, .warning = warning};
    QVERIFY(openNew());
    type(line(u"Name"_s), u"orders"_s);
    QVERIFY(!says(warning));
    type(line(u"Jar"_s), u"/jobs/bare.jar"_s);
    QTRY_VERIFY(says(warning));
    const QWidget *editor = line(u"Entry class"_s);
    const QLabel *said = labelOf(warning);
    QVERIFY(said && said->isVisible());
    const int below = said->mapTo(m_form, QPoint()).y() - editor->mapTo(m_form, QPoint()).y();
    QVERIFY(below > 0 && below < 2 * editor->height());
    type(line(u"Entry class"_s), u"o"_s);
    QVERIFY(!said->isVisible());
    QTest::keyClick(line(u"Entry class"_s), Qt::Key_Backspace);
    QVERIFY(said->isVisible());
    QVERIFY(press(m_form, u"Save"_s)); // saved it may be
    QCOMPARE(m_fixture->intentions.drafts.size(), 1);
}

void TestDeploymentFields::statefulWithoutRestoreCannotBeMade()
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

void TestDeploymentFields::wrongFieldSaysSoWhenItIsLeft()
{
    QVERIFY(openNew());
    type(line(u"Name"_s), u"a "_s);
    QCOMPARE(errorAt(line(u"Name"_s)), QString()); // who is still typing is left alone
    line(u"Entry class"_s)->setFocus();
    QTRY_VERIFY(!errorAt(line(u"Name"_s)).isEmpty());
    QVERIFY(line(u"Entry class"_s)->hasFocus());
    type(line(u"Name"_s), u"orders"_s);
    line(u"Entry class"_s)->setFocus();
    QTRY_COMPARE(errorAt(line(u"Name"_s)), QString());
    type(number(u"Parallelism"_s), u"0"_s);
    line(u"Name"_s)->setFocus();
    QTRY_VERIFY(errorAt(number(u"Parallelism"_s)).startsWith(u"Parallelism is"_s));
    QVERIFY(m_fixture->intentions.drafts.isEmpty());
}

void TestDeploymentFields::untouchedFieldSaysNothing()
{
    QVERIFY(openNew());
    QVERIFY(line(u"Name"_s)->hasFocus());
    line(u"Entry class"_s)->setFocus();
    type(number(u"Parallelism"_s), u"0"_s);
    line(u"Entry class"_s)->setFocus();
    QTRY_VERIFY(!errorAt(number(u"Parallelism"_s)).isEmpty()); // so that one was looked at
    QCOMPARE(errorAt(line(u"Name"_s)), QString());
}

void TestDeploymentFields::refusalGoesWithTheLastError()
{
    const QString refusal = u"This cannot be saved yet."_s;
    QVERIFY(openNew());
    type(number(u"Parallelism"_s), u"0"_s);
    QVERIFY(press(m_form, u"Save"_s)); // it has no name either
    QVERIFY(labelOf(refusal)->isVisible());
    type(line(u"Name"_s), u"orders"_s);
    line(u"Arguments"_s)->setFocus();
    QTRY_COMPARE(errorAt(line(u"Name"_s)), QString());
    QVERIFY(labelOf(refusal)->isVisible());
    type(number(u"Parallelism"_s), u"1"_s);
    line(u"Arguments"_s)->setFocus();
    QTRY_VERIFY(!labelOf(refusal)->isVisible());
}

QTEST_MAIN(TestDeploymentFields)
#include "tst_deploymentfields.moc"
