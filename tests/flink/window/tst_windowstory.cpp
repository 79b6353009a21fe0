// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/clusters/processes.h"
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/window/person.h"
#include "tests/flink/window/runningprogram.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

#define MANAGES(action) QVERIFY2(action, m_person.failure().constData())

#define TAB_REACHES_ALL() QCOMPARE(m_person.missedByTab(), QString())

#define TRY_CELL(table, row, column, expected)                                                     \
    EVENTUALLY_OR(m_person.cell(table, row, column) == (expected), m_person.describe().constData())

//! What a new user does in the first ten minutes, on a local Flink that the window starts and
//! ends: each step goes on from the one before it, and wherever it leads Tab reaches all controls.
class WindowStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QVERIFY2(!m_isBroken, "an earlier step failed"); }
    void cleanup() { m_isBroken |= QTest::currentTestFailed(); }
    void cleanupTestCase();

    void firstPageStartsALocalClusterWithTheSample();
    void formMakesADeployment();
    void startRunsIt();
    void suspendLeavesASavepoint();
    void startGoesOnFromTheSavepoint();
    void editUpgradesTheRunningJob();
    void cancelEndsIt();
    void stoppedClusterIsGone();
    void quitClosesTheWindow();

private:
    void showDeployment(const QString &name);
    //! The id of the Flink job that the window shows for the selected deployment.
    [[nodiscard]] QString shownJob() const;
    //! True if Flink's own list has \a jobs RUNNING, and no others.
    [[nodiscard]] bool runsOnly(QStringList jobs) const;
    [[nodiscard]] QString newestSavepoint();
    [[nodiscard]] QString restoredPath(const QString &flinkJobId) const;
    [[nodiscard]] QString localClusterUrl();

    RunningProgram m_program;
    Person m_person;
    BareFlink m_flink{QUrl()};
    QString m_sampleJob;
    QString m_first; //!< The Flink job of each start of the deployment `clicks`.
    QString m_second;
    QString m_third;
    QString m_savepoint;
    bool m_isBroken = false;
};

void WindowStory::initTestCase()
{
    QString failure;
    const QString home = flinkHome(FlinkVersion::V2, &failure);
    QVERIFY2(!home.isEmpty(), qPrintable(failure));
    const QString jar = sampleJob(&failure);
    QVERIFY2(!jar.isEmpty(), qPrintable(failure));
    qputenv("FLINK_HOME", home.toUtf8());
    qputenv("XDG_CACHE_HOME", m_program.directory().toUtf8()); // no other Flink is found there
    qputenv("HEADGATE_SAMPLE_JOB", jar.toUtf8());
    qputenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto");
    QCOMPARE(m_program.begin(), QString());
    EVENTUALLY(m_person.where().startsWith(u"Headgate"_s));
}

void WindowStory::cleanupTestCase()
{
    m_program.end();
    killFlinksIn(m_program.directory());
}

void WindowStory::firstPageStartsALocalClusterWithTheSample()
{
    TAB_REACHES_ALL();
    MANAGES(m_person.press(u"Start a local cluster with a sample job"_s));
    TRY_CELL(u"Deployments"_s, u"sample"_s, u"Status"_s, u"RUNNING"_s);
    QCOMPARE(m_person.cell(u"Deployments"_s, u"sample"_s, u"Desired"_s), u"RUNNING"_s);
    showDeployment(u"sample"_s);
    m_sampleJob = shownJob();
    m_flink = BareFlink(QUrl(localClusterUrl()));
    EVENTUALLY(m_flink.isRunningWholly(m_sampleJob));
    QVERIFY(runsOnly({m_sampleJob}));
}

void WindowStory::formMakesADeployment()
{
    MANAGES(m_person.click(QAccessible::TreeItem, u"Deployments"_s));
    MANAGES(m_person.press(u"New Deployment"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"New Deployment"_s);
    MANAGES(m_person.type(u"Name"_s, u"clicks"_s));
    MANAGES(m_person.choose(u"Session cluster"_s, u"local"_s));
    MANAGES(m_person.type(u"Jar"_s, sampleJob()));
    MANAGES(m_person.type(u"Arguments"_s, u"--rate 50"_s));
    TAB_REACHES_ALL();
    MANAGES(m_person.click(QAccessible::PageTab, u"Advanced"_s));
    TAB_REACHES_ALL();
    MANAGES(m_person.type(u"Flink configuration"_s, u"execution.checkpointing.interval: 1 s"_s));
    MANAGES(m_person.press(u"Save"_s));
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"CANCELLED"_s);
    QCOMPARE(m_person.cell(u"Deployments"_s, u"clicks"_s, u"Desired"_s), u"CANCELLED"_s);
    QVERIFY(runsOnly({m_sampleJob}));
}

void WindowStory::startRunsIt()
{
    showDeployment(u"clicks"_s);
    MANAGES(m_person.press(u"Start"_s));
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"RUNNING"_s);
    m_first = shownJob();
    EVENTUALLY(m_flink.isRunningWholly(m_first));
    QVERIFY(runsOnly({m_first, m_sampleJob}));
    for (const QString &tab : {u"Jobs"_s, u"Savepoints"_s, u"Events"_s, u"Overview"_s}) {
        MANAGES(m_person.click(QAccessible::PageTab, tab));
        TAB_REACHES_ALL();
    }
}

void WindowStory::suspendLeavesASavepoint()
{
    MANAGES(m_person.press(u"Suspend"_s));
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"SUSPENDED"_s);
    QCOMPARE(m_flink.stateOf(m_first), u"FINISHED"_s);
    QVERIFY(runsOnly({m_sampleJob}));
    m_savepoint = newestSavepoint();
    const QFileInfo metadata(QUrl(m_savepoint).path() + u"/_metadata"_s);
    QVERIFY2(metadata.size() > 0, qPrintable(m_savepoint));
    QVERIFY(metadata.filePath().startsWith(m_program.directory()));
}

void WindowStory::startGoesOnFromTheSavepoint()
{
    MANAGES(m_person.press(u"Start"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Start clicks"_s);
    QVERIFY(m_person.texts().join(u'\n').contains(m_savepoint));
    TAB_REACHES_ALL();
    MANAGES(m_person.press(u"Start"_s));
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"RUNNING"_s);
    m_second = shownJob();
    QVERIFY(m_second != m_first);
    QCOMPARE(m_flink.stateOf(m_second), u"RUNNING"_s);
    EVENTUALLY_EQUAL(restoredPath(m_second), m_savepoint);
    QVERIFY(m_person.texts().contains(m_savepoint));
    QVERIFY(runsOnly({m_second, m_sampleJob}));
}

void WindowStory::editUpgradesTheRunningJob()
{
    MANAGES(m_person.press(u"Edit"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Edit clicks"_s);
    MANAGES(m_person.type(u"Parallelism"_s, u"2"_s));
    MANAGES(m_person.press(u"Save"_s));
    EVENTUALLY_EQUAL(m_person.where(), u"Upgrade"_s);
    TAB_REACHES_ALL();
    MANAGES(m_person.press(u"Upgrade"_s));
    EVENTUALLY_EQUAL(m_flink.stateOf(m_second), u"FINISHED"_s);
    TRY_CELL(u"Deployments"_s, u"clicks"_s, u"Status"_s, u"RUNNING"_s);
    EVENTUALLY(shownJob() != m_second && m_flink.isRunningWholly(shownJob()));
    m_third = shownJob();
    const QString savepoint = newestSavepoint();
    QVERIFY(savepoint != m_savepoint);
    EVENTUALLY_EQUAL(restoredPath(m_third), savepoint);
    const QJsonArray vertices = m_flink.get(u"/jobs/"_s + m_third).json()["vertices"_L1].toArray();
    QCOMPARE(vertices.last()["parallelism"_L1].toInt(), 2);
    QVERIFY(runsOnly({m_third, m_sampleJob}));
}

void WindowStory::cancelEndsIt()
{
    const QList<std::pair<QString, QString>> jobs{{u"clicks"_s, m_third},
                                                  {u"sample"_s, m_sampleJob}};
    for (const auto &[name, job] : jobs) {
        showDeployment(name);
        MANAGES(m_person.press(u"Cancel"_s));
        EVENTUALLY_EQUAL(m_person.where(), u"Cancel"_s);
        TAB_REACHES_ALL();
        MANAGES(m_person.press(u"Cancel Job"_s));
        TRY_CELL(u"Deployments"_s, name, u"Status"_s, u"CANCELLED"_s);
        QCOMPARE(m_flink.stateOf(job), u"CANCELED"_s);
    }
    QVERIFY(runsOnly({}));
    QCOMPARE(m_flink.jobs()->size(), 4);
    for (const QString &place : {u"Savepoints"_s, u"Events"_s, u"Session Clusters"_s}) {
        MANAGES(m_person.click(QAccessible::TreeItem, place));
        TAB_REACHES_ALL();
    }
}

void WindowStory::stoppedClusterIsGone()
{
    MANAGES(m_person.click(QAccessible::TreeItem, u"Session Clusters"_s));
    MANAGES(m_person.pick(u"Session Clusters"_s, u"local"_s));
    TRY_CELL(u"Session Clusters"_s, u"local"_s, u"Jobs"_s, u"0"_s); // what it is asked about
    MANAGES(m_person.press(u"Stop Session Cluster"_s));
    TRY_CELL(u"Session Clusters"_s, u"local"_s, u"Status"_s, u"STOPPED"_s);
    QVERIFY(!m_flink.jobs());
    QCOMPARE(flinkClassesIn(m_program.directory()), QStringList());
}

void WindowStory::quitClosesTheWindow()
{
    m_person.hit(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY_EQUAL(m_person.where(), QString());
}

void WindowStory::showDeployment(const QString &name)
{
    MANAGES(m_person.click(QAccessible::TreeItem, u"Deployments"_s));
    MANAGES(m_person.pick(u"Deployments"_s, name));
    MANAGES(m_person.click(QAccessible::PageTab, u"Overview"_s));
}

QString WindowStory::shownJob() const
{
    static const QRegularExpression id(u"^[0-9a-f]{32}$"_s);
    return m_person.texts().filter(id).value(0);
}

bool WindowStory::runsOnly(QStringList jobs) const
{
    QStringList running;
    for (const BareJob &job : m_flink.jobs().value_or(QList<BareJob>())) {
        if (job.state == "RUNNING"_L1)
            running.append(job.id);
    }
    running.sort();
    jobs.sort();
    return running == jobs;
}

//! Read in the details of the selected deployment, whose overview is in front again afterwards.
QString WindowStory::newestSavepoint()
{
    const bool isThere = m_person.click(QAccessible::PageTab, u"Savepoints"_s);
    const QString location = m_person.column(u"Savepoints"_s, u"Location"_s).value(0);
    const bool isBack = m_person.click(QAccessible::PageTab, u"Overview"_s);
    return isThere && isBack ? location : QString();
}

QString WindowStory::restoredPath(const QString &flinkJobId) const
{
    return m_flink.get(u"/jobs/%1/checkpoints"_s.arg(flinkJobId))
        .json()["latest"_L1]["restored"_L1]["external_path"_L1]
        .toString();
}

QString WindowStory::localClusterUrl()
{
    if (!m_person.click(QAccessible::TreeItem, u"Session Clusters"_s))
        return {};
    return m_person.cell(u"Session Clusters"_s, u"local"_s, u"URL"_s);
}

QTEST_MAIN(WindowStory)
#include "tst_windowstory.moc"
