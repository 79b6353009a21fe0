// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/statefiles.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace headgate {

class TestStateFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsLocations_data();
    void readsLocations();
    void findsTheGreatestCheckpoint();
    void saysThatThereIsNoCheckpoint();
    void saysThatItCannotLook();
    void findsCheckpointsOfAJobThatMayNeverHaveRun();
    void findsASavepointByItsId();
    void readsThePlaceOfASavepoint_data();
    void readsThePlaceOfASavepoint();

private:
    void makeState(const QString &path, const QByteArray &metadata = {}) const
    {
        const QDir dir(m_place->path());
        dir.mkpath(path);
        QFile file(dir.filePath(path + "/_metadata"_L1));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(metadata), metadata.size());
    }

    std::unique_ptr<QTemporaryDir> m_place;
};

void TestStateFiles::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_place = std::make_unique<QTemporaryDir>();
}

void TestStateFiles::readsLocations_data()
{
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("path");
    QTest::newRow("path") << u"/a/b"_s << u"/a/b"_s;
    QTest::newRow("short") << u"file:/a b"_s << u"/a b"_s;
    QTest::newRow("long") << u"file:///a%20b"_s << u"/a%20b"_s; // Flink does not encode
    QTest::newRow("host") << u"file://host/a"_s << QString();
    QTest::newRow("other") << u"s3://bucket/a"_s << QString();
    QTest::newRow("relative") << u"a/b"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestStateFiles::readsLocations()
{
    QFETCH(QString, location);
    QFETCH(QString, path);
    QCOMPARE(localPathOf(location).value_or(QString()), path);
}

void TestStateFiles::findsTheGreatestCheckpoint()
{
    for (const auto &name : {"chk-2"_L1, "chk-9"_L1, "chk-10"_L1, "shared"_L1, "chk-x"_L1})
        makeState("job/"_L1 + name);
    QDir(m_place->path()).mkpath(u"job/chk-11"_s); // begun, never completed
    const QString above = "file:"_L1 + m_place->filePath(u"job"_s);
    const auto found = newestCheckpoint(above + "/chk-2"_L1);
    QVERIFY(found && *found);
    QCOMPARE((*found)->id, 10);
    QCOMPARE((*found)->location, QString(above + "/chk-10"_L1));
    QCOMPARE(newestCheckpoint(above + "/chk-3/_metadata"_L1), found); // gone by now
    QCOMPARE(newestCheckpoint(above + "/chk-3/"_L1), found);
}

void TestStateFiles::saysThatThereIsNoCheckpoint()
{
    QDir(m_place->path()).mkpath(u"job/chk-1"_s);
    const auto found = newestCheckpoint(m_place->filePath(u"job/chk-1"_s));
    QVERIFY(found && !*found);
}

void TestStateFiles::saysThatItCannotLook()
{
    for (const auto &location :
         {u"s3://bucket/job/chk-1"_s, m_place->filePath(u"nowhere/chk-1"_s), QString()}) {
        const auto found = newestCheckpoint(location);
        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::Storage);
        QCOMPARE(savepointBelow(location, u"id"_s).error().kind, ErrorKind::Storage);
    }
}

void TestStateFiles::findsCheckpointsOfAJobThatMayNeverHaveRun()
{
    makeState(u"cp/ran/chk-4"_s);
    const QString directory = "file:"_L1 + m_place->filePath(u"cp"_s);
    QCOMPARE((*checkpointIn(directory + "/ran"_L1))->id, 4);
    QVERIFY(checkpointIn(directory + "/never"_L1).value() == std::nullopt);
    QCOMPARE(checkpointIn(directory + "/not/there"_L1).error().kind, ErrorKind::Storage);
}

void TestStateFiles::findsASavepointByItsId()
{
    makeState(u"sp/id-1/savepoint-4f1c-0"_s, "of it");
    const auto before = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    QDir(m_place->path()).mkpath(u"sp/id-2/savepoint-4f1c-1"_s); // never completed
    const QString directory = "file://"_L1 + m_place->filePath(u"sp"_s);
    for (const QString &given : {directory, QString(directory + u'/')}) {
        const auto found = savepointBelow(given, u"id-1"_s);
        QVERIFY(found && *found);
        QCOMPARE((*found)->location, QString(directory + "/id-1/savepoint-4f1c-0"_L1));
        QCOMPARE((*found)->id, 0);
        QCOMPARE((*found)->size, 5);
        QVERIFY(abs((*found)->writtenAt - before) < std::chrono::minutes(1));
        QVERIFY(savepointBelow(given, u"id-2"_s).value() == std::nullopt);
        QVERIFY(savepointBelow(given, u"id-3"_s).value() == std::nullopt);
    }
}

//! The head of `_metadata`, as Flink 1.20 and 2.3 write it.
void TestStateFiles::readsThePlaceOfASavepoint_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<qint64>("id");
    const auto row = [](const char *name, const char *hex, qint64 id) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << id;
    };
    row("2.3.0", "4960672d 00000006 0000000000000022 00", 34);
    row("1.20.5", "4960672d 00000004 0000000100000001 00", (1LL << 32) + 1);
    row("too old", "4960672d 00000001 0000000000000022 00", 0);
    row("cut off", "4960672d 00000006 00000000", 0);
    row("something else", "ffd8ffe0 00000006 0000000000000022 00", 0);
    row("nonsense", "4960672d 00000006 ffffffffffffffff 00", 0);
    row("empty", "", 0);
}

void TestStateFiles::readsThePlaceOfASavepoint()
{
    QFETCH(QByteArray, metadata);
    QFETCH(qint64, id);
    makeState(u"sp/id-1/savepoint-4f1c-0"_s, metadata);
    const auto found = savepointBelow(m_place->filePath(u"sp"_s), u"id-1"_s);
    QVERIFY(found && *found);
    QCOMPARE((*found)->id, id);
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestStateFiles)
#include "tst_statefiles.moc"
