// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/ids.h"

#include <QSet>
#include <QTest>
#include <QUuid>

using namespace headgate;
using namespace Qt::StringLiterals;

class IdsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void idsAreRandomUuids();
    void oneSeedGivesOneSequence();
    void flinkIdsComeBack();
    void othersAreNoFlinkIds_data();
    void othersAreNoFlinkIds();
};

void IdsTest::idsAreRandomUuids()
{
    IdSource ids;
    QSet<QString> seen;
    for (int i = 0; i < 1000; ++i) {
        const QString id = ids.next();
        const QUuid uuid = QUuid::fromString(id);
        QCOMPARE(uuid.toString(QUuid::WithoutBraces), id);
        QCOMPARE(uuid.version(), QUuid::Random);
        QCOMPARE(uuid.variant(), QUuid::DCE);
        seen.insert(id);
    }
    QCOMPARE(seen.size(), 1000);
}

void IdsTest::oneSeedGivesOneSequence()
{
    IdSource one(QRandomGenerator(7));
    IdSource other(QRandomGenerator(7));
    const QString first = one.next();
    QCOMPARE(other.next(), first);
    QVERIFY(one.next() != first);
    QVERIFY(IdSource().next() != IdSource().next());
}

void IdsTest::flinkIdsComeBack()
{
    IdSource ids(QRandomGenerator(1));
    for (int i = 0; i < 100; ++i) {
        const QString id = ids.next();
        QCOMPARE(flinkId(id).size(), 32);
        QCOMPARE(uuidFromFlinkId(flinkId(id)), id);
    }
    QCOMPARE(flinkId(u"0F9FAAB2-6A8A-4D9C-8A5C-1E1C1E5C0F00"_s),
             u"0f9faab26a8a4d9c8a5c1e1c1e5c0f00"_s);
}

void IdsTest::othersAreNoFlinkIds_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("short") << u"0f9faab26a8a4d9c8a5c1e1c1e5c0f0"_s;
    QTest::newRow("long") << u"0f9faab26a8a4d9c8a5c1e1c1e5c0f000"_s;
    QTest::newRow("with dashes") << u"0f9faab2-6a8a-4d9c-8a5c-1e1c1e5c0f00"_s;
    QTest::newRow("no hexadecimal digit at the end") << u"0f9faab26a8a4d9c8a5c1e1c1e5c0f0g"_s;
    QTest::newRow("blank in front") << u" f9faab26a8a4d9c8a5c1e1c1e5c0f00"_s;
    QTest::newRow("another script") << u"0f9faab26a8a4d9c8a5c1e1c1e5c0f0\u0661"_s;
}

void IdsTest::othersAreNoFlinkIds()
{
    QFETCH(QString, text);
    QCOMPARE(uuidFromFlinkId(text), QString());
}

QTEST_APPLESS_MAIN(IdsTest)
#include "tst_ids.moc"
