// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QSpinBox>
#include <QTest>

using namespace headgate;

class TestSessionClusterForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void attachesByUrl();
    void makesALocalOne();
    void urlOfAnotherClusterIsAskedAbout();
    void conflictShowsBothAndLosesNothing();
    void badUrlIsAnErrorAtItsField_data();
    void badUrlIsAnErrorAtItsField();
    void whatIsTakenIsAnErrorAtItsField();
    void schemeIsCompletedInTheField_data();
    void schemeIsCompletedInTheField();
    void badNumbersAreErrorsAtTheirFields();
    void kindShowsItsOwnFields();
    void testSaysWhatStandsThere();
    void testSaysWhyNot();
    void answerOfATestTakesNoFocus();
    void editedUrlForgetsTheAnswer();
    void answerAboutAnEarlierUrlIsDropped();
    void answerStandsAtItsField();
    void editedOneKeepsItsKind();
    void closingWithChangesAsks();
    void whileSavingNothingIsTypedOrClosed();

private:
    QWidget *openNew();
    template <typename W>
    W *field(QAccessible::Role role, const QString &name) const
    {
        return qobject_cast<W *>(widgetNamed(m_form, role, name));
    }
    QLineEdit *line(const QString &name) const
    {
        return field<QLineEdit>(QAccessible::EditableText, name);
    }

    std::unique_ptr<WindowFixture> m_fixture;
    QPointer<QWidget> m_form;
};

void TestSessionClusterForm::init()
{
    failOnAnyWarning();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->fill();
}

QWidget *TestSessionClusterForm::openNew()
{
    m_fixture->action(u"Add Session Cluster"_s)->trigger();
    m_form = dialogTitled(u"Add Session Cluster"_s);
    return m_form;
}

void TestSessionClusterForm::attachesByUrl()
{
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"prod2"_s);
    QTest::keyClicks(line(u"URL"_s), u"http://flink:8081"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.clusters.size(), 1);
    const SessionCluster saved = m_fixture->intentions.clusters.first();
    QCOMPARE(saved.metadata.name, u"prod2"_s);
    QCOMPARE(saved.spec.kind, SessionClusterKind::Remote);
    QCOMPARE(saved.spec.url, u"http://flink:8081"_s);
    QCOMPARE(saved.spec.state, SessionClusterDesiredState::Running);
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestSessionClusterForm::makesALocalOne()
{
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"here"_s);
    field<QComboBox>(QAccessible::ComboBox, u"Kind"_s)->setCurrentText(u"Local"_s);
    QTRY_COMPARE(line(u"Flink home"_s)->text(), u"/opt/flink-2.3.0"_s);
    field<QSpinBox>(QAccessible::SpinBox, u"Task managers"_s)->setValue(3);
    field<QSpinBox>(QAccessible::SpinBox, u"Slots"_s)->setValue(2);
    field<QCheckBox>(QAccessible::CheckBox, u"Start after saving"_s)->setChecked(false);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.clusters.size(), 1);
    const SessionClusterSpec spec = m_fixture->intentions.clusters.first().spec;
    QCOMPARE(spec.kind, SessionClusterKind::Local);
    QCOMPARE(spec.numberOfTaskManagers, 3);
    QCOMPARE(spec.slotsPerTaskManager, 2);
    QCOMPARE(spec.state, SessionClusterDesiredState::Stopped);
}

void TestSessionClusterForm::badUrlIsAnErrorAtItsField_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("empty") << QString();
    QTest::newRow("no url") << u"not a url"_s;
    QTest::newRow("other scheme") << u"ftp://flink"_s;
    QTest::newRow("port beyond") << u"localhost:99999"_s;
    QTest::newRow("password without scheme") << u"me:secret@flink:8081"_s;
    QTest::newRow("query without scheme") << u"flink:8081/?x=1"_s;
    QTest::newRow("password in it") << u"http://me:secret@flink:8081"_s;
}

void TestSessionClusterForm::badUrlIsAnErrorAtItsField()
{
    QFETCH(QString, url);
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"prod2"_s);
    line(u"URL"_s)->setText(url);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!line(u"URL"_s)->accessibleDescription().isEmpty());
    QVERIFY(line(u"URL"_s)->hasFocus());
    QCOMPARE(line(u"URL"_s)->text(), url);
    QVERIFY(m_fixture->intentions.clusters.isEmpty());
}

void TestSessionClusterForm::whatIsTakenIsAnErrorAtItsField()
{
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"prod"_s);
    QTest::keyClicks(line(u"URL"_s), u"PROD.example:8081/"_s);
    QTest::keyClicks(line(u"Savepoint directory"_s), u"savepoints"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(line(u"Name"_s)->accessibleDescription(),
             u"A session cluster of this name exists already."_s);
    QCOMPARE(line(u"URL"_s)->accessibleDescription(),
             u"This URL belongs to session cluster “prod” already."_s);
    QVERIFY(!line(u"Savepoint directory"_s)->accessibleDescription().isEmpty());
    QVERIFY(m_fixture->intentions.clusters.isEmpty());
}

void TestSessionClusterForm::schemeIsCompletedInTheField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("completed");
    QTest::newRow("host and port") << u"localhost:8081"_s << u"http://localhost:8081"_s;
    QTest::newRow("with a path") << u"flink.example/prod"_s << u"http://flink.example/prod"_s;
    QTest::newRow("IPv6") << u"[::1]:8081"_s << u"http://[::1]:8081"_s;
    QTest::newRow("blanks around") << u" flink:8081 "_s << u"http://flink:8081"_s;
    QTest::newRow("complete") << u"https://flink"_s << u"https://flink"_s;
}

void TestSessionClusterForm::schemeIsCompletedInTheField()
{
    QFETCH(QString, typed);
    QFETCH(QString, completed);
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"prod2"_s);
    line(u"URL"_s)->setFocus();
    QTest::keyClicks(line(u"URL"_s), typed);
    QCOMPARE(line(u"URL"_s)->text(), typed); // who is still typing is left alone
    line(u"Savepoint directory"_s)->setFocus();
    QCOMPARE(line(u"URL"_s)->text(), completed);
    line(u"URL"_s)->setText(typed);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(m_fixture->intentions.clusters.size(), 1);
    QCOMPARE(m_fixture->intentions.clusters.first().spec.url, completed);
}

void TestSessionClusterForm::badNumbersAreErrorsAtTheirFields()
{
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"here"_s);
    field<QComboBox>(QAccessible::ComboBox, u"Kind"_s)->setCurrentText(u"Local"_s);
    auto *slotCount = field<QSpinBox>(QAccessible::SpinBox, u"Slots"_s);
    slotCount->setValue(0);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!slotCount->accessibleDescription().isEmpty());
    QCOMPARE(slotCount->value(), 0);
    QVERIFY(m_fixture->intentions.clusters.isEmpty());
}

void TestSessionClusterForm::kindShowsItsOwnFields()
{
    QVERIFY(openNew());
    QWidget *url = line(u"URL"_s);
    QWidget *home = line(u"Flink home"_s);
    QVERIFY(url->isVisible() && !home->isVisible());
    field<QComboBox>(QAccessible::ComboBox, u"Kind"_s)->setCurrentText(u"Local"_s);
    QVERIFY(!url->isVisible() && home->isVisible());
}

void TestSessionClusterForm::testSaysWhatStandsThere()
{
    QVERIFY(openNew());
    QTest::keyClicks(line(u"URL"_s), u"http://flink:8081"_s);
    QVERIFY(press(m_form, u"Test Connection"_s));
    QCOMPARE(m_fixture->intentions.calls.last(), u"probe http://flink:8081"_s);
    QTRY_VERIFY(findAccessible(m_form, QAccessible::StaticText,
                               u"This is Flink 2.3.0, with 8 slots and 2 running jobs."_s));
}

void TestSessionClusterForm::testSaysWhyNot()
{
    m_fixture->intentions.errors[u"probe"_s] =
        Error{.kind = ErrorKind::Foreign, .message = u"This is a web page, no Flink."_s};
    QVERIFY(openNew());
    QTest::keyClicks(line(u"URL"_s), u"http://web"_s);
    QVERIFY(press(m_form, u"Test Connection"_s));
    QTRY_COMPARE(line(u"URL"_s)->accessibleDescription(), u"This is a web page, no Flink."_s);
    QVERIFY(findAccessible(m_form, QAccessible::StaticText, u"This is a web page, no Flink."_s));
    QCOMPARE(line(u"URL"_s)->text(), u"http://web"_s);
}

void TestSessionClusterForm::answerOfATestTakesNoFocus()
{
    m_fixture->intentions.slow = {u"probe"_s};
    m_fixture->intentions.errors[u"probe"_s] =
        Error{.kind = ErrorKind::Unreachable, .message = u"Nobody answers."_s};
    QVERIFY(openNew());
    QTest::keyClicks(line(u"URL"_s), u"http://web"_s);
    QVERIFY(press(m_form, u"Test Connection"_s));
    line(u"Name"_s)->setFocus();
    m_fixture->intentions.answerSlow();
    QTRY_COMPARE(line(u"URL"_s)->accessibleDescription(), u"Nobody answers."_s);
    QVERIFY(line(u"Name"_s)->hasFocus());
}

void TestSessionClusterForm::editedUrlForgetsTheAnswer()
{
    m_fixture->intentions.errors[u"probe"_s] =
        Error{.kind = ErrorKind::Unreachable, .message = u"Nobody answers."_s};
    QVERIFY(openNew());
    QTest::keyClicks(line(u"URL"_s), u"http://web"_s);
    QVERIFY(press(m_form, u"Test Connection"_s));
    QTRY_COMPARE(line(u"URL"_s)->accessibleDescription(), u"Nobody answers."_s);
    QTest::keyClicks(line(u"URL"_s), u"2"_s);
    QCOMPARE(line(u"URL"_s)->accessibleDescription(), QString());
    QVERIFY(!widgetNamed(m_form, QAccessible::StaticText, u"No Flink was reached."_s)->isVisible());
}

void TestSessionClusterForm::answerAboutAnEarlierUrlIsDropped()
{
    m_fixture->intentions.slow = {u"probe"_s};
    QVERIFY(openNew());
    QTest::keyClicks(line(u"URL"_s), u"http://old"_s);
    QVERIFY(press(m_form, u"Test Connection"_s));
    line(u"URL"_s)->setText(u"http://new"_s);
    m_fixture->intentions.answerSlow();
    QCoreApplication::processEvents(); // what would show it
    QVERIFY(!findAccessible(m_form, QAccessible::StaticText,
                            u"This is Flink 2.3.0, with 8 slots and 2 running jobs."_s));
}

void TestSessionClusterForm::answerStandsAtItsField()
{
    m_fixture->intentions.errors[u"saveSessionCluster"_s] =
        Error{.kind = ErrorKind::Invalid,
              .message = u"This cannot be saved."_s,
              .fields = {{u"spec.flinkHome"_s, u"There is no Flink in this folder."_s}}};
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"here"_s);
    field<QComboBox>(QAccessible::ComboBox, u"Kind"_s)->setCurrentText(u"Local"_s);
    QTRY_VERIFY(!line(u"Flink home"_s)->text().isEmpty());
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_COMPARE(line(u"Flink home"_s)->accessibleDescription(),
                 u"There is no Flink in this folder."_s);
    QVERIFY(m_form->isVisible());
}

void TestSessionClusterForm::editedOneKeepsItsKind()
{
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, u"dev"_s);
    m_fixture->action(u"Edit Session Cluster"_s)->trigger();
    m_form = dialogTitled(u"Edit dev"_s);
    QVERIFY(m_form);
    QVERIFY(line(u"Name"_s)->isReadOnly());
    QVERIFY(findAccessible(m_form, QAccessible::StaticText,
                           u"Its name and kind are for good: deployments refer to it."_s));
    QVERIFY(!field<QComboBox>(QAccessible::ComboBox, u"Kind"_s)->isEnabled());
    field<QSpinBox>(QAccessible::SpinBox, u"Task managers"_s)->setValue(4);
    QVERIFY(press(m_form, u"Save"_s));
    SessionCluster expected = m_fixture->desk.sessionClusters().find(u"c-dev"_s)->cluster;
    expected.spec.numberOfTaskManagers = 4;
    QVERIFY(m_fixture->intentions.clusters.first() == expected);
}

void TestSessionClusterForm::closingWithChangesAsks()
{
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"prod2"_s);
    QVERIFY(press(m_form, u"Cancel"_s));
    QWidget *question = dialogTitled(u"Discard Changes"_s);
    QVERIFY(question);
    QVERIFY(press(question, u"Discard Changes"_s));
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestSessionClusterForm::whileSavingNothingIsTypedOrClosed()
{
    m_fixture->intentions.slow = {u"saveSessionCluster"_s};
    QVERIFY(openNew());
    QTest::keyClicks(line(u"Name"_s), u"prod2"_s);
    QTest::keyClicks(line(u"URL"_s), u"http://flink:8081"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!line(u"Name"_s)->isEnabled());
    QVERIFY(press(m_form, u"Cancel"_s));
    QVERIFY(!dialogTitled(u"Discard Changes"_s));
    QVERIFY(m_form->isVisible());
    QVERIFY(findAccessible(m_form, QAccessible::StaticText,
                           u"Saving … This closes when the answer is there."_s));
    m_fixture->intentions.answerSlow();
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestSessionClusterForm::urlOfAnotherClusterIsAskedAbout()
{
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, u"prod"_s);
    m_fixture->action(u"Edit Session Cluster"_s)->trigger();
    m_form = dialogTitled(u"Edit prod"_s);
    QVERIFY(m_form);
    line(u"URL"_s)->setText(u"http://elsewhere:8081"_s);
    const QString reason = u"Another JobManager answers at the new URL."_s;
    m_fixture->intentions.errors[u"saveSessionCluster"_s] = Error{
        .kind = ErrorKind::NotPermitted, .message = reason, .fields = {{u"spec.url"_s, reason}}};
    QVERIFY(press(m_form, u"Save"_s));
    QWidget *question = nullptr;
    QTRY_VERIFY((question = dialogTitled(u"Change URL"_s)));
    QVERIFY(qobject_cast<QMessageBox *>(question)->informativeText().startsWith(reason));
    QVERIFY(!m_fixture->intentions.areSame.last());
    m_fixture->intentions.errors.clear();
    QVERIFY(press(question, u"It Is the Same"_s));
    QTRY_VERIFY(m_fixture->intentions.areSame.last());
    QTRY_VERIFY(!m_form || !m_form->isVisible());
}

void TestSessionClusterForm::conflictShowsBothAndLosesNothing()
{
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, u"prod"_s);
    m_fixture->action(u"Edit Session Cluster"_s)->trigger();
    m_form = dialogTitled(u"Edit prod"_s);
    QVERIFY(m_form);
    line(u"Savepoint directory"_s)->setText(u"file:///mine"_s);
    m_fixture->intentions.errors[u"saveSessionCluster"_s] =
        Error{.kind = ErrorKind::Conflict, .message = u"It was changed meanwhile."_s};
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(!dialogTitled(u"Changed Meanwhile"_s)); // what was saved is not known here yet
    SessionClusterReport saved = *m_fixture->desk.sessionClusters().find(u"c-prod"_s);
    ++saved.cluster.metadata.resourceVersion;
    saved.cluster.spec.url = u"http://theirs:8081"_s;
    m_fixture->desk.apply({.sessionClusters = {saved}});
    QWidget *conflict = nullptr;
    QTRY_VERIFY((conflict = dialogTitled(u"Changed Meanwhile"_s)));
    for (const QString &text : {u"file:///mine"_s, u"http://theirs:8081"_s})
        QVERIFY2(findAccessible(conflict, QAccessible::Cell, text), qPrintable(text));
    QVERIFY(press(conflict, u"Prefer Mine"_s));
    QCOMPARE(line(u"Savepoint directory"_s)->text(), u"file:///mine"_s);
    QCOMPARE(line(u"URL"_s)->text(), u"http://theirs:8081"_s);
    m_fixture->intentions.errors.clear();
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY(!m_form || !m_form->isVisible());
    const SessionCluster written = m_fixture->intentions.clusters.last();
    QCOMPARE(written.metadata.resourceVersion, saved.cluster.metadata.resourceVersion);
    QCOMPARE(written.spec.url, u"http://theirs:8081"_s);
    QCOMPARE(written.spec.savepointDirectory, u"file:///mine"_s);
}

QTEST_MAIN(TestSessionClusterForm)
#include "tst_sessionclusterform.moc"
