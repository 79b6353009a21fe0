// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTabWidget>
#include <QTest>

using namespace headgate;

//! What the details of a deployment tell, and how what has no room can still be read and taken.
class TestDetails : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void unresolvedSubmissionSaysUntilWhenAndWhatFollows();
    void clusterThatComesUpIsSeenFromItsDeployment();
    void concernIsASentence();
    void failedUpgradeSaysThatTheJobRunsOn();
    void longPathIsElidedAndCopiedWhole();
    void clusterNamesItsDeploymentsInOneLine();
    void detachedClusterWithoutDeploymentsExplainsItself();
    void cellIsCopiedWhole();
    void headingsOfJobsAreWhole();
    void versionsOfFlinkAreWhole();

private:
    static const QString LongPath;
    static void openTab(const WindowFixture &fixture, int tab)
    {
        for (QTabWidget *each : fixture.window->findChildren<QTabWidget *>()) {
            if (each->accessibleName() == u"Details"_s)
                each->setCurrentIndex(tab);
        }
    }
};

const QString TestDetails::LongPath = u"file:///srv/flink/savepoints/"_s
    + QString(u"production/"_s).repeated(30) + u"savepoint-4f1c"_s;

void TestDetails::unresolvedSubmissionSaysUntilWhenAndWhatFollows()
{
    WindowFixture fixture;
    DeploymentReport report = runningReport(fixture.clock.time);
    report.deployment.status.state = DeploymentState::Transitioning;
    report.waitingFor = u"Looking for the job."_s;
    report.waitingSince = fixture.clock.time;
    report.lookedForUntil = fixture.clock.time + std::chrono::minutes(5);
    report.afterwards = u"Then it is sent again."_s;
    fixture.desk.apply({.deployments = {report}});
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const QLabel *progress = nullptr;
    for (const QLabel *each : fixture.window->findChildren<QLabel *>()) {
        if (each->text().startsWith(report.waitingFor))
            progress = each;
    }
    QVERIFY(progress && progress->isVisible());
    const QString time = QLocale().toString(
        QDateTime::fromSecsSinceEpoch(
            std::chrono::floor<std::chrono::seconds>(report.lookedForUntil->time_since_epoch())
                .count())
            .time(),
        u"mm:ss"_s);
    QVERIFY(progress->text().contains(u"\nIt is looked for until "_s));
    QVERIFY2(progress->text().contains(time), qPrintable(progress->text()));
    QVERIFY(progress->text().endsWith(report.afterwards));
}

void TestDetails::clusterThatComesUpIsSeenFromItsDeployment()
{
    WindowFixture fixture;
    SessionClusterReport cluster = clusterReport(u"c-prod"_s, u"prod"_s, fixture.clock.time);
    cluster.cluster.spec.kind = SessionClusterKind::Local;
    cluster.cluster.spec.numberOfTaskManagers = 2;
    cluster.areSlotsRead = true;
    cluster.taskManagers = 1;
    DeploymentReport report = runningReport(fixture.clock.time);
    report.deployment.status.state = DeploymentState::Transitioning;
    fixture.desk.apply({.deployments = {report}, .sessionClusters = {cluster}});
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const QString progress = u"The JobManager answers; task managers registered: 1 of 2."_s;
    const auto isSaid = [&] {
        for (const QLabel *each : fixture.window->findChildren<QLabel *>()) {
            if (each->isVisible() && each->text() == progress)
                return true;
        }
        return false;
    };
    QVERIFY(isSaid());
    fixture.go(u"Session Clusters"_s);
    QVERIFY(!isSaid());
    fixture.select(u"Session Clusters"_s, u"prod"_s);
    QVERIFY(isSaid());
    cluster.taskManagers = 2;
    fixture.desk.apply({.sessionClusters = {cluster}});
    QVERIFY(!isSaid());
}

void TestDetails::concernIsASentence()
{
    WindowFixture fixture;
    DeploymentReport report = runningReport(fixture.clock.time);
    report.concerns = {Concern::ClusterStopped};
    fixture.desk.apply({.deployments = {report}});
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const QList<QLabel *> labels = fixture.window->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *each) {
        return each->isVisible() && each->text().startsWith(u"Its session cluster is stopped, "_s);
    }));
}

void TestDetails::failedUpgradeSaysThatTheJobRunsOn()
{
    WindowFixture fixture;
    DeploymentReport report = runningReport(fixture.clock.time);
    report.deployment.status.state = DeploymentState::Failed;
    report.record.failure = DeploymentFailure{.reason = FailureReason::SuspendFailed,
                                              .message = u"No savepoint directory is set."_s};
    fixture.desk.apply(
        {.deployments = {report}, .jobs = {startedJob(u"j1"_s, u"d1"_s, fixture.clock.time)}});
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    QVERIFY(findAccessible(fixture.window.get(), QAccessible::StaticText,
                           report.record.failure->message + u"\nThe job runs on unchanged."_s));
}

void TestDetails::longPathIsElidedAndCopiedWhole()
{
    WindowFixture fixture;
    DeploymentReport report = runningReport(fixture.clock.time);
    Job job = startedJob(u"j1"_s, u"d1"_s, fixture.clock.time);
    job.spec.savepointLocation = LongPath;
    fixture.desk.apply({.deployments = {report}, .jobs = {job}});
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    const auto *label = qobject_cast<QLabel *>(
        widgetNamed(fixture.window.get(), QAccessible::StaticText, LongPath));
    QVERIFY(label && label->isVisible());
    QVERIFY(label->text().size() < LongPath.size());
    QVERIFY(label->text().startsWith(u"file:///"_s) && label->text().endsWith(u"-4f1c"_s));
    QVERIFY(label->sizeHint().width() > label->width()); // else this shows nothing
    QVERIFY(label->mapTo(fixture.window.get(), label->rect().topRight()).x()
            < fixture.window->width());
    QCOMPARE(label->toolTip(), LongPath);
    QVERIFY(press(fixture.window.get(), u"Copy Restored from"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), LongPath);
}

void TestDetails::detachedClusterWithoutDeploymentsExplainsItself()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.go(u"Session Clusters"_s);
    fixture.select(u"Session Clusters"_s, u"old"_s);
    for (const QString &text :
         {u"None yet. New Deployment makes one that runs on it."_s,
          u"DETACHED. Headgate does not look at it, and has left its Flink as it was."_s}) {
        const QWidget *label = widgetNamed(fixture.window.get(), QAccessible::StaticText, text);
        QVERIFY2(label && label->isVisible(), qPrintable(text));
    }
}

void TestDetails::clusterNamesItsDeploymentsInOneLine()
{
    WindowFixture fixture;
    fixture.fill();
    QStringList names;
    QList<DeploymentReport> reports;
    for (int i = 10; i < 60; ++i) {
        DeploymentReport report = runningReport(fixture.clock.time);
        report.deployment.metadata.id = u"many-%1"_s.arg(i);
        report.deployment.metadata.name = u"orders-%1"_s.arg(i);
        report.record.sessionClusterId = u"c-dev"_s;
        reports.append(report);
        names.append(report.deployment.metadata.name);
    }
    fixture.desk.apply({.removedDeployments = {u"d1"_s, u"d2"_s, u"d3"_s, u"d4"_s, u"d5"_s, u"d6"_s,
                                               u"d7"_s, u"d8"_s}});
    fixture.desk.apply({.deployments = reports});
    fixture.go(u"Session Clusters"_s);
    fixture.select(u"Session Clusters"_s, u"dev"_s);
    const auto *label = qobject_cast<QLabel *>(
        widgetNamed(fixture.window.get(), QAccessible::StaticText, names.join(u", "_s)));
    QVERIFY(label && label->isVisible());
    QVERIFY(label->text().startsWith(u"orders-10, "_s));
    QVERIFY(label->text().endsWith(u'…'));
    QVERIFY(label->height() < 2 * label->fontMetrics().height());
    QVERIFY(label->toolTip().contains(names.last()));
    const QWidget *page = label->parentWidget();
    QVERIFY(label->geometry().bottom() < page->height());
}

void TestDetails::cellIsCopiedWhole()
{
    WindowFixture fixture;
    Savepoint savepoint = completedSavepoint(u"s1"_s, u"d1"_s, 2, fixture.clock.time);
    savepoint.spec.savepointLocation = LongPath;
    fixture.desk.apply({.savepoints = {savepoint}});
    fixture.go(u"Savepoints"_s);
    QTableView *table = fixture.table(u"Savepoints"_s);
    const QModelIndex cell = table->model()->index(0, SavepointsModel::Location);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), LongPath);
}

//! As wide as the window may be, a heading is whole or not there.
void TestDetails::headingsOfJobsAreWhole()
{
    WindowFixture fixture;
    fixture.fill();
    fixture.select(u"Deployments"_s, u"clicks-agg"_s);
    openTab(fixture, 1);
    const QTableView *jobs = fixture.table(u"Jobs"_s);
    const QHeaderView *header = jobs->horizontalHeader();
    bool isEverShown = false;
    for (int width = 800; width < 2000; width += 50) {
        fixture.window->resize(width, 900);
        if (header->isSectionHidden(JobsModel::Restarts))
            continue;
        isEverShown = true;
        QVERIFY2(header->sectionSize(JobsModel::Restarts)
                     >= header->sectionSizeHint(JobsModel::Restarts),
                 qPrintable(QString::number(width)));
    }
    QVERIFY(isEverShown);
}

void TestDetails::versionsOfFlinkAreWhole()
{
    WindowFixture fixture;
    SessionClusterReport report = clusterReport(u"c"_s, u"prod"_s, fixture.clock.time);
    report.cluster.status.flinkVersion = u"1.20.5"_s;
    fixture.desk.apply({.sessionClusters = {report}});
    fixture.go(u"Session Clusters"_s);
    const QTableView *clusters = fixture.table(u"Session Clusters"_s);
    const QModelIndex cell = clusters->model()->index(0, SessionClustersModel::Version);
    bool isEverShown = false;
    for (int width = 800; width < 2000; width += 50) {
        fixture.window->resize(width, 900);
        if (clusters->isColumnHidden(cell.column()))
            continue;
        isEverShown = true;
        QVERIFY2(clusters->columnWidth(cell.column())
                     >= clusters->itemDelegate()->sizeHint({}, cell).width(),
                 qPrintable(QString::number(width)));
    }
    QVERIFY(isEverShown);
}

QTEST_MAIN(TestDetails)
#include "tst_details.moc"
