// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QScreen>
#include <QStatusBar>
#include <QTest>

using namespace headgate;

//! What somebody sees who opens the window for the first time.
class TestFirstRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void windowFitsTheScreen();
    void sampleShowsWhatItWaitsFor();
    void clusterThatComesUpIsNotUnreachable();
};

void TestFirstRun::windowFitsTheScreen()
{
    FakeClock clock;
    FakeIntentions intentions;
    Desk desk(clock);
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    MainWindow window(intentions, desk, settings);
    const QSize room = window.screen()->availableGeometry().size();
    // Else the screen is so large that this shows nothing.
    QVERIFY(room.width() < window.fontMetrics().height() * 78);
    QVERIFY(window.width() <= room.width());
    QVERIFY(window.height() <= room.height());
    window.show();
    QVERIFY(window.width() <= room.width()); // what stands in it asks for no more
    QVERIFY(window.height() <= room.height());
}

void TestFirstRun::sampleShowsWhatItWaitsFor()
{
    WindowFixture fixture;
    fixture.intentions.slow.insert(u"startSample"_s);
    fixture.desk.apply(Changes());
    QVERIFY(press(fixture.window.get(), u"Start a local cluster with a sample job"_s));
    const auto isSaid = [&](const QString &text) {
        const QAccessibleInterface *found =
            findAccessible(fixture.window.get(), QAccessible::StaticText, text);
        return found && !found->state().invisible;
    };
    QVERIFY(isSaid(u"Looking for a Flink on this machine …"_s));
    SessionClusterReport cluster = clusterReport(u"c-local"_s, u"local"_s, fixture.clock.time);
    cluster.cluster.spec.kind = SessionClusterKind::Local;
    cluster.cluster.status.state = SessionClusterState::Starting;
    cluster.isReachable = false;
    fixture.desk.apply({.sessionClusters = {cluster}});
    QVERIFY(isSaid(u"Waiting for the JobManager to answer, then for task managers (1)."_s));
    fixture.desk.apply({.deployments = {runningReport(fixture.clock.time)}});
    QVERIFY(fixture.table(u"Deployments"_s)->isVisible());
    fixture.intentions.answerSlow();
}

void TestFirstRun::clusterThatComesUpIsNotUnreachable()
{
    WindowFixture fixture;
    SessionClusterReport cluster = clusterReport(u"c-local"_s, u"local"_s, fixture.clock.time);
    cluster.cluster.status.state = SessionClusterState::Starting;
    cluster.isReachable = false;
    fixture.desk.apply({.sessionClusters = {cluster}});
    QVERIFY(findAccessible(fixture.window->statusBar(), QAccessible::StaticText,
                           u"reconciling · 0 clusters reachable, 0 not · 1 session clusters "
                           "starting · 0 deployments, 0 need attention"_s));
}

QTEST_MAIN(TestFirstRun)
#include "tst_firstrun.moc"
