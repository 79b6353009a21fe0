// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QDir>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

//! The transitions of lifecycle.md on a real Flink, without a window.
class StoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<FlinkVersion>("version");
        QTest::newRow("2.3.0") << FlinkVersion::V2;
        QTest::newRow("1.20.5") << FlinkVersion::V1;
    }

    void startSuspendStartCancel();
};

void StoryTest::startSuspendStartCancel()
{
    QFETCH_GLOBAL(FlinkVersion, version);
    FlinkCluster flink({.version = version});
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    EngineDesk desk;
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    QCOMPARE(desk.attach(u"prod"_s, flink.url(), flink.savepointDirectory()), QString());
    const QString id = desk.deploy(u"clicks"_s, u"prod"_s);
    QVERIFY(!id.isEmpty());
    EVENTUALLY_EQUAL(desk.state(id), DeploymentState::Cancelled);

    const Result<Done> started = await(desk.ask().start(id, {}));
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    TRY_STATE(desk, id, DeploymentState::Running);
    const QString first = desk.report(id).flinkJobId;
    EVENTUALLY(flink.bare().isRunningWholly(first));

    QVERIFY(await(desk.ask().suspend(id, false)));
    TRY_STATE(desk, id, DeploymentState::Suspended);
    QCOMPARE(flink.bare().stateOf(first), u"FINISHED"_s);
    QCOMPARE(desk.savepoints(id).size(), 1);
    const Savepoint savepoint = desk.savepoints(id).first();
    QCOMPARE(savepoint.status.state, SavepointState::Completed);
    const QString path = QUrl(savepoint.spec.savepointLocation).path();
    QVERIFY2(QFile::exists(path + u"/_metadata"_s), qPrintable(path));

    QVERIFY(await(desk.ask().start(id, {})));
    TRY_STATE(desk, id, DeploymentState::Running);
    const QString second = desk.report(id).flinkJobId;
    QVERIFY(second != first);
    QCOMPARE(desk.jobs(id).last().spec.savepointLocation, savepoint.spec.savepointLocation);
    QCOMPARE(flink.bare().stateOf(second), u"RUNNING"_s);

    QVERIFY(await(desk.ask().cancel(id)));
    TRY_STATE(desk, id, DeploymentState::Cancelled);
    QCOMPARE(flink.bare().stateOf(second), u"CANCELED"_s);
    QCOMPARE(flink.bare().jobs()->size(), 2);
}

QTEST_GUILESS_MAIN(StoryTest)
#include "tst_story.moc"
