// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/simulation/realside.h"
#include "tests/flink/simulation/simulatedside.h"

#include <QTest>

using namespace headgate::test;
using namespace Qt::StringLiterals;

//! The Flink of the simulation answers as a real one does.
class SimulatedFlinkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isLikeARealOne_data();
    void isLikeARealOne();
};

void SimulatedFlinkTest::isLikeARealOne_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void SimulatedFlinkTest::isLikeARealOne()
{
    QFETCH(FlinkVersion, version);
    SimulatedSide simulated;
    const QStringList expected = playScript(simulated);
    RealSide real(version);
    const QString failure = real.begin();
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
    const QStringList found = playScript(real);
    QCOMPARE(found.size(), expected.size());
    QStringList differences;
    for (qsizetype i = 0; i < found.size(); ++i) {
        if (found[i] != expected[i])
            differences.append(
                u"step %1: %2, simulated: %3"_s.arg(i + 1).arg(found[i], expected[i]));
    }
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
}

QTEST_GUILESS_MAIN(SimulatedFlinkTest)
#include "tst_simulatedflink.moc"
