// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

//! lifecycle.md §9.7: a clock that was set back an hour. What was recorded is in the future then.
class TestClockSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesOfAStopAreOfNow_data()
    {
        QTest::addColumn<bool>("isOfThisJob");
        QTest::addColumn<bool>("isOurs"); // else Flink's clock has dated it
        QTest::addColumn<double>("recorded");
        QTest::addColumn<double>("settled");
        QTest::newRow("in the future") << true << true << 3500. << 0.;
        QTest::newRow("in the past") << true << true << -20. << -20.;
        QTest::newRow("of another job") << false << true << 3500. << 3500.;
        QTest::newRow("of a checkpoint") << true << false << 3500. << 3500.;
    }
    void timesOfAStopAreOfNow()
    {
        QFETCH(bool, isOfThisJob);
        QFETCH(bool, isOurs);
        QFETCH(double, recorded);
        QFETCH(double, settled);
        Scene scene = running();
        Savepoint known = savepoint(scene.newest(), SavepointOrigin::UserRequest, 5);
        if (isOurs)
            known.spec.directory = u"file:/sp/"_s + known.metadata.id;
        if (!isOfThisJob)
            known.spec.jobId = u"another"_s;
        known.metadata.createdAt = at(recorded);
        known.operation = {.lastSentAt = at(recorded), .seenAt = at(recorded)};
        known.status.completedAt = at(recorded);
        scene.savepoints = {known};
        scene.step();
        const Savepoint &now = scene.savepoints.first();
        QCOMPARE(now.metadata.createdAt, at(settled));
        QCOMPARE(now.operation.lastSentAt, at(settled));
        QCOMPARE(now.operation.seenAt, at(settled));
        QCOMPARE(now.status.completedAt, at(settled));
    }

    void failuresAreOfNow_data()
    {
        QTest::addColumn<bool>("isNew"); // the engine; else it saw the later time itself
        QTest::newRow("before it began") << true;
        QTest::newRow("while it runs") << false;
    }
    void failuresAreOfNow()
    {
        QFETCH(bool, isNew);
        Scene scene = running();
        if (!isNew)
            scene.memory.decidedAt = at(3600);
        scene.stored.record.countersGeneration = scene.stored.record.generation;
        scene.stored.record.runFailures = {at(-10), at(3500)};
        scene.stored.record.lastSavepointFailureAt = at(3500);
        scene.step();
        QCOMPARE(scene.stored.record.runFailures, (QList{at(-10), at(0)}));
        QCOMPARE(scene.stored.record.lastSavepointFailureAt, at(0));
    }
};

QTEST_APPLESS_MAIN(TestClockSet)
#include "tst_clockset.moc"
