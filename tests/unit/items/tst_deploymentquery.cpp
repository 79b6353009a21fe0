// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/deploymentquery.h"
#include "tests/gui/samplereports.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class TestDeploymentQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
};

void TestDeploymentQuery::finds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    const QStringList all{u"d1"_s, u"d2"_s, u"d3"_s, u"d4"_s, u"d5"_s, u"d6"_s, u"d7"_s, u"d8"_s};
    QTest::newRow("nothing finds all") << u"  "_s << all;
    QTest::newRow("part of a name") << u"CLICKS"_s << QStringList{u"d1"_s};
    QTest::newRow("state") << u"state:failed"_s << QStringList{u"d4"_s};
    QTest::newRow("begin of a state") << u"state:susp"_s << QStringList{u"d5"_s};
    QTest::newRow("either state") << u"state:failed state:finished"_s
                                  << QStringList{u"d4"_s, u"d7"_s};
    QTest::newRow("cluster") << u"cluster:dev"_s << QStringList{u"d3"_s, u"d4"_s, u"d6"_s};
    QTest::newRow("cluster and word") << u"cluster:dev nig"_s << QStringList{u"d6"_s};
    QTest::newRow("label") << u"team=ADS"_s << all;
    QTest::newRow("other label") << u"team=core"_s << QStringList();
    QTest::newRow("condition") << u"jobunstable"_s << QStringList{u"d1"_s};
    QTest::newRow("no such word") << u"clicks nowhere"_s << QStringList();
}

void TestDeploymentQuery::finds()
{
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    const DeploymentQuery query = DeploymentQuery::fromText(text);
    QStringList ids;
    for (const DeploymentReport &report : sampleChanges(Instant()).deployments) {
        if (query.matches(report))
            ids.append(report.deployment.metadata.id);
    }
    QCOMPARE(ids, found);
}

QTEST_GUILESS_MAIN(TestDeploymentQuery)
#include "tst_deploymentquery.moc"
