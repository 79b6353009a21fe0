// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/clusterfaults.h"

using namespace headgate::test;

//! JobManager and TaskManager die or hang at random moments: a few of the rounds of `./dev soak
//! cluster`.
class ClusterFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOn_data();
    void goesOn();
};

void ClusterFaultsTest::goesOn_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void ClusterFaultsTest::goesOn()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster flink({.version = version});
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    ClusterFaults faults(flink, seed);
    QCOMPARE(faults.begin(), QString());
    for (int i = 0; i < 10; ++i) {
        const QString broken = faults.round();
        QVERIFY2(broken.isEmpty(), qPrintable(faults.description() + u" ― " + broken));
    }
}

QTEST_GUILESS_MAIN(ClusterFaultsTest)
#include "tst_clusterfaults.moc"
