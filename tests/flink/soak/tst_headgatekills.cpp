// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/headgatekills.h"

using namespace headgate::test;

//! Headgate is killed at random moments: a few of the rounds of `./dev soak kill`.
class HeadgateKillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOn_data();
    void goesOn();
};

void HeadgateKillsTest::goesOn_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void HeadgateKillsTest::goesOn()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster flink({.version = version});
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    HeadgateKills kills(flink, seed);
    QCOMPARE(kills.begin(), QString());
    for (int i = 0; i < 15; ++i) {
        const QString broken = kills.round();
        QVERIFY2(broken.isEmpty(), qPrintable(kills.description() + u" ― " + broken));
    }
}

QTEST_GUILESS_MAIN(HeadgateKillsTest)
#include "tst_headgatekills.moc"
