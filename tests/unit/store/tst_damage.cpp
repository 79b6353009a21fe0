// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database.h"
#include "model/store/rows.h"
#include "tests/unit/store/fixture.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

using namespace headgate;
using namespace Qt::StringLiterals;

//! The law: a damaged store gives what was written, or an error; never something else.
class DamageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void flippedBits();
    void overwrittenBlocks();
    void cutShort();
    void notAStore_data();
    void notAStore();
    void changedText_data();
    void changedText();
    void unreadableDocument_data();
    void unreadableDocument();
    void damagedEvent();
    void damageFoundWhileLoading();
    void nothingIsReplacedUntilAPersonSaysSo();
    void journalWithoutStoreIsKept();
    void linkToNowhereIsNoNewStore();

private:
    void checkLaw(const QByteArray &bytes, const QString &what);

    quint32 m_seed = 0;
    QByteArray m_intact;
    StoreContents m_contents;
    QMap<QString, int> m_outcomes;
};

namespace {

bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.write(bytes) == bytes.size();
}

QStringList asideIn(const StoreFixture &fixture)
{
    return filesIn(fixture.directory().path())
        .filter(QRegularExpression(u"^damaged-.*\\.sqlite$"_s));
}

} // namespace

void DamageTest::initTestCase()
{
    bool isGiven = false;
    m_seed = qEnvironmentVariable("HEADGATE_TEST_SEED").toUInt(&isGiven);
    if (!isGiven)
        m_seed = QRandomGenerator::system()->generate();
    qInfo("HEADGATE_TEST_SEED=%u", m_seed);
    StoreFixture fixture;
    Transaction transaction = sampleTransaction();
    for (int i = 2; i < 12; ++i) {
        const QString id = u"deployment-%1"_s.arg(i);
        transaction.deployments.append(sampleDeployment(id, u"name %1"_s.arg(i)));
        transaction.jobs.append(sampleJob(u"job-%1"_s.arg(i), id));
        transaction.sightings.insert(u"job-%1"_s.arg(i),
                                     sampleSighting(id, u"/tmp/web-%1"_s.arg(i)));
        transaction.savepoints.append(sampleSavepoint(u"savepoint-%1"_s.arg(i), id));
    }
    VERIFY_RESULT(fixture.write(transaction));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    m_contents = *contents;
    m_intact = contentOf(fixture.path());
    QVERIFY(m_intact.size() > 50'000);
}

void DamageTest::checkLaw(const QByteArray &bytes, const QString &what)
{
    const QByteArray text = (what + u", HEADGATE_TEST_SEED=%1"_s.arg(m_seed)).toUtf8();
    StoreFixture fixture;
    QVERIFY(writeFile(fixture.path(), bytes));
    const auto contents = fixture.contents();
    if (contents) {
        ++m_outcomes[u"harmless"_s];
        QVERIFY2(*contents == m_contents, text.constData());
        return;
    }
    if (contents.error().kind != ErrorKind::Damaged) {
        // Flipped bits can say "newer", or "for reading only".
        ++m_outcomes[u"refused"_s];
        QVERIFY2(contents.error().kind == ErrorKind::Newer
                     || contents.error().kind == ErrorKind::Storage,
                 text.constData());
        QVERIFY2(QFile::exists(fixture.path()), text.constData());
        return;
    }
    ++m_outcomes[u"damaged"_s];
    const QStringList aside = asideIn(fixture);
    QVERIFY2(aside.size() == 1, text.constData());
    QVERIFY2(contentOf(fixture.filePath(aside[0])).size() == bytes.size(), text.constData());
    QVERIFY2(!QFile::exists(fixture.path()), text.constData());
}

void DamageTest::flippedBits()
{
    QRandomGenerator random(m_seed);
    m_outcomes.clear();
    for (int i = 0; i < 200 && !QTest::currentTestFailed(); ++i) {
        QByteArray bytes = m_intact;
        // Half of them hit the first page, where the header and the schema are.
        const auto end = i % 2 == 0 ? 4096 : int(bytes.size());
        const int place = random.bounded(end);
        const int bit = random.bounded(8);
        bytes[place] = char(bytes[place] ^ (1 << bit));
        checkLaw(bytes, u"bit %1 of byte %2"_s.arg(bit).arg(place));
    }
    QVERIFY2(m_outcomes[u"damaged"_s] > 50, qPrintable(u"seed %1"_s.arg(m_seed)));
}

void DamageTest::overwrittenBlocks()
{
    QRandomGenerator random(m_seed);
    for (int i = 0; i < 40 && !QTest::currentTestFailed(); ++i) {
        QByteArray bytes = m_intact;
        const int place = random.bounded(int(bytes.size()) / 512) * 512;
        const char with = i % 2 == 0 ? '\0' : char(random.bounded(256));
        bytes.replace(place, 512, QByteArray(512, with));
        checkLaw(bytes, u"block at %1"_s.arg(place));
    }
}

void DamageTest::cutShort()
{
    QRandomGenerator random(m_seed);
    for (int i = 0; i < 40 && !QTest::currentTestFailed(); ++i) {
        const int length = random.bounded(int(m_intact.size()));
        checkLaw(m_intact.left(length), u"first %1 bytes"_s.arg(length));
    }
}

void DamageTest::notAStore_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("S");
    QTest::newRow("text") << QByteArray("this is no database\n").repeated(1000);
    QTest::newRow("zeros") << QByteArray(8192, '\0');
    QTest::newRow("header only") << m_intact.left(100);
    QByteArray garbage = m_intact;
    garbage.replace(0, 16, QByteArray(16, 'x'));
    QTest::newRow("garbage in place of the header") << garbage;
}

void DamageTest::notAStore()
{
    QFETCH(QByteArray, bytes);
    StoreFixture fixture;
    QVERIFY(writeFile(fixture.path(), bytes));
    const auto refused = fixture.open();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Damaged);
    const QStringList aside = asideIn(fixture);
    QCOMPARE(aside.size(), 1);
    QVERIFY(refused.error().message.contains(aside[0]));
    QCOMPARE(contentOf(fixture.filePath(aside[0])), bytes);
}

void DamageTest::changedText_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("of a document") << u"UPDATE savepoints SET document = "
                                      "replace(document, 'file:/s/1', 'file:/s/2')"_s;
    QTest::newRow("no Job of a sighting") << u"DELETE FROM jobs"_s;
    QTest::newRow("of a sighting") << u"UPDATE sightings SET incarnation = '/tmp/x'"_s;
}

void DamageTest::changedText()
{
    QFETCH(QString, sql);
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    QVERIFY(runSql(fixture.path(), sql));
    const auto contents = fixture.contents();
    QVERIFY(!contents);
    QCOMPARE(contents.error().kind, ErrorKind::Damaged);
}

void DamageTest::unreadableDocument_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("no JSON") << u"UPDATE deployments SET document = '{\"spec\":'"_s;
    QTest::newRow("no time") << u"UPDATE sightings SET at = 'yesterday'"_s;
}

void DamageTest::unreadableDocument()
{
    QFETCH(QString, sql);
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    QVERIFY(runSql(fixture.path(), sql));
    {
        // Well sealed, and not to be read all the same.
        const auto database = Database::open(fixture.path());
        VERIFY_RESULT(database);
        VERIFY_RESULT(renewDigests(**database));
    }
    const auto contents = fixture.contents();
    QVERIFY(!contents);
    QCOMPARE(contents.error().kind, ErrorKind::Damaged);
    QCOMPARE(asideIn(fixture).size(), 1);
}

void DamageTest::damagedEvent()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    QVERIFY(runSql(fixture.path(), u"UPDATE events SET name = 'Other'"_s));
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    const auto events = (*store)->events({});
    QVERIFY(!events);
    QCOMPARE(events.error().kind, ErrorKind::Damaged);
    // What was is history; it does not keep the engine from its work.
    VERIFY_RESULT((*store)->load());
    VERIFY_RESULT((*store)->write(sampleTransaction(), "test"_L1));
}

void DamageTest::damageFoundWhileLoading()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    QVERIFY(runSql(fixture.path(), u"UPDATE jobs SET state = 'RUNNING'"_s));
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    const auto contents = (*store)->load();
    QVERIFY(!contents);
    QCOMPARE(contents.error().kind, ErrorKind::Damaged);
    QVERIFY(!QFile::exists(fixture.path()));
    const auto refused = (*store)->write(sampleTransaction(), "test"_L1);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Damaged);
    QVERIFY(!(*store)->load());
    QVERIFY(!(*store)->events({}));
    QVERIFY(!(*store)->copyIfDue());
}

void DamageTest::nothingIsReplacedUntilAPersonSaysSo()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    VERIFY_RESULT((*fixture.open())->copyIfDue());
    QVERIFY(writeFile(fixture.path(), "ruin"));
    for (int i = 0; i < 3; ++i) {
        const auto refused = fixture.open();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Damaged);
    }
    QCOMPARE(asideIn(fixture).size(), 1);
    const QList<StoreCopy> copies = Store::copies(fixture.directory());
    QCOMPARE(copies.size(), 1);
    VERIFY_RESULT(Store::restore(fixture.directory(), copies[0], fixture.clock()));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deployments.size(), 1);
    QCOMPARE(asideIn(fixture).size(), 1);
}

void DamageTest::journalWithoutStoreIsKept()
{
    StoreFixture fixture;
    QVERIFY(writeFile(fixture.path() + u"-wal", "transactions of a store that is gone"));
    const auto refused = fixture.open();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Damaged);
    VERIFY_RESULT(Store::startEmpty(fixture.directory(), fixture.clock()));
    VERIFY_RESULT(fixture.contents());
    const QStringList kept = filesIn(fixture.directory().path()).filter(u"damaged-"_s);
    QCOMPARE(kept.size(), 1);
    QCOMPARE(contentOf(fixture.filePath(kept[0])), "transactions of a store that is gone");
}

void DamageTest::linkToNowhereIsNoNewStore()
{
    StoreFixture fixture;
    QVERIFY(QFile::link(u"/nowhere/at-all"_s, fixture.path()));
    const auto refused = fixture.open();
    QVERIFY(!refused);
    QVERIFY(QFileInfo(fixture.path()).isSymLink());
}

QTEST_GUILESS_MAIN(DamageTest)
#include "tst_damage.moc"
