// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fakeserver.h"
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/fixture/historyserver.h"
#include "tests/flink/window/person.h"
#include "tests/flink/window/runningprogram.h"
#include "tests/unit/artifacts/zipwriter.h"

#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

#define MANAGES(action) QVERIFY2(action, m_person.failure().constData())

#define TRY_SEE(condition) EVENTUALLY_OR(condition, m_person.describe().constData())

#define TRY_CELL(table, row, column, expected)                                                     \
    EVENTUALLY_OR(m_person.cell(table, row, column) == (expected), m_person.describe().constData())

//! A Flink of one's own, attached by its URL, and whatever can be typed wrong on the way: each
//! step goes on from the one before it.
class WindowRemote : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QVERIFY2(!m_isBroken, "an earlier step failed"); }
    void cleanup() { m_isBroken |= QTest::currentTestFailed(); }

    void firstPageOffersToAttach();
    void addressWithoutFlinkIsSaidAtItsField_data();
    void addressWithoutFlinkIsSaidAtItsField();
    void flinkThatTakesNoJobsIsSaid();
    void clusterIsAttached();
    void formIsFilled();
    void wrongInputIsSaidAtItsField_data();
    void wrongInputIsSaidAtItsField();
    void jarWithoutManifestNeedsAnEntryClass();
    void savedDeploymentRuns();
    void takenNameIsSaidAtItsField();
    void programThatThrowsIsSaidWithItsTrace();
    void cancelEndsIt();

private:
    [[nodiscard]] QString pathOf(const QString &name) const { return m_files.filePath(name); }

    QTemporaryDir m_files;
    FakeServer m_webPage;
    FakeServer m_silence;
    HistoryServer m_past{FlinkVersion::V2};
    FlinkCluster m_flink{{.version = FlinkVersion::V1,
                          .configuration = {{u"execution.checkpointing.interval"_s, u"1 s"_s}}}};
    RunningProgram m_program;
    Person m_person;
    bool m_isBroken = false;
};

void WindowRemote::initTestCase()
{
    QString failure;
    QVERIFY2(!sampleJob(&failure).isEmpty(), qPrintable(failure));
    QVERIFY2(m_flink.start(), qPrintable(m_flink.failure()));
    m_webPage.react({{.answer = FakeServer::html(200, "<html><body>Welcome</body></html>")}});
    m_silence.react({{.isSilent = true}});
    QVERIFY2(m_past.start(), qPrintable(m_past.failure()));
    QFile text(pathOf(u"text.jar"_s));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no jar at all") > 0);
    QVERIFY(writeZip(pathOf(u"bare.jar"_s), {{.name = "Main.class", .content = "bytes"}}));
    QCOMPARE(m_program.begin(), QString());
    TRY_SEE(m_person.where().startsWith(u"Headgate"_s));
}

void WindowRemote::firstPageOffersToAttach()
{
    MANAGES(m_person.press(u"Attach a cluster"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Add Session Cluster"_s);
    MANAGES(m_person.type(u"Name"_s, u"prod"_s));
}

void WindowRemote::addressWithoutFlinkIsSaidAtItsField_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("button");
    const QString save = u"Save"_s;
    const QString test = u"Test Connection"_s;
    QTest::newRow("empty") << QString() << save;
    QTest::newRow("no URL") << u"not a url"_s << save;
    QTest::newRow("no URL, tested") << u"not a url"_s << test;
    QTest::newRow("refused") << u"http://127.0.0.1:1"_s << test;
    QTest::newRow("silence") << m_silence.url() << test;
    QTest::newRow("web page") << m_webPage.url() << test;
    QTest::newRow("history server") << m_past.url().toString() << test;
}

void WindowRemote::addressWithoutFlinkIsSaidAtItsField()
{
    QFETCH(QString, url);
    QFETCH(QString, button);
    MANAGES(m_person.type(u"URL"_s, url));
    MANAGES(m_person.press(button));
    TRY_SEE(!m_person.errorAt(u"URL"_s).isEmpty());
    // What a test finds comes late, and leaves the focus where the person is by then.
    QCOMPARE(m_person.isAt(u"URL"_s), button == u"Save"_s);
    QCOMPARE(m_person.value(u"URL"_s), url);
    QCOMPARE(m_person.value(u"Name"_s), u"prod"_s);
}

void WindowRemote::flinkThatTakesNoJobsIsSaid()
{
    FlinkCluster closed({.version = FlinkVersion::V2,
                         .taskManagers = 0,
                         .configuration = {{u"web.submit.enable"_s, u"false"_s}}});
    QVERIFY2(closed.start(), qPrintable(closed.failure()));
    MANAGES(m_person.type(u"URL"_s, closed.url().toString()));
    MANAGES(m_person.press(u"Test Connection"_s));
    TRY_SEE(m_person.texts().join(u'\n').contains(u"web.submit.enable"_s));
}

void WindowRemote::clusterIsAttached()
{
    MANAGES(m_person.type(u"URL"_s, m_flink.url().toString()));
    MANAGES(m_person.press(u"Test Connection"_s));
    const QString found = u"This is Flink 1.20.5, with 4 slots and 0 running jobs."_s;
    TRY_SEE(m_person.texts().contains(found));
    QCOMPARE(m_person.errorAt(u"URL"_s), QString());
    MANAGES(m_person.press(u"Save"_s));
    TRY_CELL(u"Session Clusters"_s, u"prod"_s, u"Status"_s, u"RUNNING"_s);
    TRY_CELL(u"Session Clusters"_s, u"prod"_s, u"Flink"_s, u"1.20.5"_s);
    QCOMPARE(m_person.cell(u"Session Clusters"_s, u"prod"_s, u"URL"_s), m_flink.url().toString());
}

void WindowRemote::formIsFilled()
{
    MANAGES(m_person.click(QAccessible::TreeItem, u"Deployments"_s));
    MANAGES(m_person.press(u"New Deployment"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"New Deployment"_s);
    MANAGES(m_person.type(u"Name"_s, u"clicks"_s));
    MANAGES(m_person.choose(u"Session cluster"_s, u"prod"_s));
    MANAGES(m_person.type(u"Jar"_s, sampleJob()));
}

void WindowRemote::wrongInputIsSaidAtItsField_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("wrong");
    const QString name = u"Name"_s;
    const QString jar = u"Jar"_s;
    const QString parallelism = u"Parallelism"_s;
    QTest::newRow("empty name") << name << u"clicks"_s << QString();
    QTest::newRow("name of 300 characters") << name << u"clicks"_s << QString(300, u'x');
    QTest::newRow("control character") << name << u"clicks"_s << u"clicks\u0007"_s;
    QTest::newRow("parallelism 0") << parallelism << u"1"_s << u"0"_s;
    QTest::newRow("parallelism -1") << parallelism << u"1"_s << u"-1"_s;
    QTest::newRow("parallelism 10^9") << parallelism << u"1"_s << u"1000000000"_s;
    QTest::newRow("missing jar") << jar << sampleJob() << pathOf(u"missing.jar"_s);
    QTest::newRow("no jar") << jar << sampleJob() << pathOf(u"text.jar"_s);
}

void WindowRemote::wrongInputIsSaidAtItsField()
{
    QFETCH(QString, field);
    QFETCH(QString, right);
    QFETCH(QString, wrong);
    if (wrong.isEmpty())
        MANAGES(m_person.type(field, wrong));
    else
        MANAGES(m_person.paste(field, wrong));
    MANAGES(m_person.press(u"Save"_s));
    TRY_SEE(!m_person.errorAt(field).isEmpty() && m_person.isAt(field));
    QCOMPARE(m_person.where(), u"New Deployment"_s);
    QCOMPARE(m_person.value(field), wrong);
    MANAGES(m_person.type(field, right));
    QCOMPARE(m_person.value(u"Name"_s), u"clicks"_s);
    QCOMPARE(m_person.value(u"Session cluster"_s), u"prod"_s);
    QCOMPARE(m_person.value(u"Jar"_s), sampleJob());
    QCOMPARE(m_person.value(u"Parallelism"_s), u"1"_s);
}

void WindowRemote::jarWithoutManifestNeedsAnEntryClass()
{
    MANAGES(m_person.type(u"Jar"_s, pathOf(u"bare.jar"_s)));
    TRY_SEE(m_person.texts().join(u'\n').contains(u"no manifest"_s));
    MANAGES(m_person.press(u"Save and Start"_s));
    TRY_SEE(!m_person.errorAt(u"Entry class"_s).isEmpty());
    QVERIFY(m_person.isAt(u"Entry class"_s));
    MANAGES(m_person.type(u"Jar"_s, sampleJob()));
}

void WindowRemote::savedDeploymentRuns()
{
    QCOMPARE(m_flink.bare().jobs()->size(), 0);
    MANAGES(m_person.press(u"Save and Start"_s));
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"RUNNING"_s);
    QCOMPARE(m_flink.bare().jobs()->size(), 1);
    const BareJob job = m_flink.bare().jobs()->first();
    QVERIFY(m_person.texts().contains(job.id));
    EVENTUALLY(m_flink.bare().isRunningWholly(job.id));
}

void WindowRemote::takenNameIsSaidAtItsField()
{
    MANAGES(m_person.press(u"New Deployment"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"New Deployment"_s);
    MANAGES(m_person.type(u"Name"_s, u"clicks"_s));
    MANAGES(m_person.press(u"Save"_s));
    TRY_SEE(m_person.errorAt(u"Name"_s).contains(u"exists already"_s));
    QVERIFY(m_person.isAt(u"Name"_s));
    MANAGES(m_person.press(u"Cancel"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Discard Changes"_s);
    MANAGES(m_person.press(u"Discard Changes"_s));
    TRY_SEE(m_person.where().startsWith(u"Headgate"_s));
}

void WindowRemote::programThatThrowsIsSaidWithItsTrace()
{
    MANAGES(m_person.press(u"New Deployment"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"New Deployment"_s);
    MANAGES(m_person.type(u"Name"_s, u"broken"_s));
    MANAGES(m_person.type(u"Jar"_s, sampleJob()));
    MANAGES(m_person.type(u"Arguments"_s, u"--throw-in-main 'the table is gone'"_s));
    MANAGES(m_person.click(QAccessible::PageTab, u"Advanced"_s));
    MANAGES(m_person.type(u"Maximum job creation attempts"_s, u"1"_s));
    MANAGES(m_person.press(u"Save and Start"_s));
    TRY_CELL(u"Deployments"_s, u"broken"_s, u"Status"_s, u"FAILED"_s);
    MANAGES(m_person.pick(u"Deployments"_s, u"broken"_s));
    const QStringList causes = m_person.texts().filter(u"the table is gone"_s);
    QVERIFY2(!causes.isEmpty(), m_person.describe().constData());
    QVERIFY2(!causes.join(u' ').contains(u"\tat "_s), m_person.describe().constData());
    MANAGES(m_person.press(u"Details"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Failure of broken"_s);
    const QString trace = m_person.value(u"Details"_s);
    QVERIFY2(trace.contains(u"at org.headgate.sample.SampleJob.main"_s), qPrintable(trace));
    MANAGES(m_person.press(u"Close"_s));
    TRY_SEE(m_person.where().startsWith(u"Headgate"_s));
}

void WindowRemote::cancelEndsIt()
{
    const QString job = m_flink.bare().jobs()->first().id;
    MANAGES(m_person.pick(u"Deployments"_s, u"clicks"_s));
    MANAGES(m_person.press(u"Cancel"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Cancel"_s);
    MANAGES(m_person.press(u"Cancel Job"_s));
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"CANCELLED"_s);
    QCOMPARE(m_flink.bare().stateOf(job), u"CANCELED"_s);
}

QTEST_MAIN(WindowRemote)
#include "tst_windowremote.moc"
