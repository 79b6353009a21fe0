// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/jobarchive.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace headgate {

class TestJobArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsWhatFlinkWrote_data();
    void readsWhatFlinkWrote();
    void knowsThatThereIsNoRecord();
    void checkpointingThatWasOffIsKnown();
    void saysNothingOfWhatItCannotRead_data();
    void saysNothingOfWhatItCannotRead();

private:
    [[nodiscard]] static QString job(int number)
    {
        return QString(32, QLatin1Char(char('0' + number)));
    }
};

void TestJobArchive::readsWhatFlinkWrote_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<int>("number");
    QTest::addColumn<FlinkJobStatus>("status");
    QTest::addColumn<bool>("wasRunning");
    QTest::addColumn<QString>("failure");
    QTest::addColumn<std::optional<ArchivedSnapshot>>("snapshot");
    using Snapshot = std::optional<ArchivedSnapshot>;
    using enum FlinkJobStatus;
    const auto checkpoint = [](int number, qint64 id) {
        return Snapshot(
            {.id = id, .location = u"file:/data/checkpoints/%1/chk-%2"_s.arg(job(number)).arg(id)});
    };
    const auto savepoint = [](qint64 id, const QString &name) {
        return Snapshot({.id = id,
                         .location = "file:/data/savepoints/"_L1 + name,
                         .isSavepoint = true,
                         .isOfStop = true});
    };
    const QString suppressed = u"Recovery is suppressed"_s;
    const QString notStarted = u"Could not start the JobMaster"_s;
    for (const auto &version : {u"1.20.5"_s, u"2.3.0"_s}) {
        const QByteArray name = version.toLatin1();
        const bool isFirst = version.startsWith(u'1');
        const auto row = [&](const char *what) -> QTestData & {
            return QTest::addRow("%s %s", name.constData(), what) << version;
        };
        row("finished") << 1 << Finished << true << QString() << checkpoint(1, 5);
        row("failed") << 2 << Failed << true << suppressed << checkpoint(2, 6);
        row("cancelled") << 3 << Canceled << true << QString() << checkpoint(3, 3);
        row("stopped") << 4 << Finished << true << QString()
                       << savepoint(isFirst ? 1 : 2,
                                    isFirst ? u"savepoint-444444-cdf0441060af"_s
                                            : u"savepoint-444444-40264b25ec05"_s);
        row("never started") << 5 << Failed << false << notStarted << Snapshot();
    }
}

void TestJobArchive::readsWhatFlinkWrote()
{
    QFETCH(QString, version);
    QFETCH(int, number);
    QFETCH(FlinkJobStatus, status);
    QFETCH(bool, wasRunning);
    QFETCH(QString, failure);
    QFETCH(std::optional<ArchivedSnapshot>, snapshot);
    const auto found =
        archivedJob(QStringLiteral(HEADGATE_TEST_DATA "/archives/") + version, job(number));
    QVERIFY(found && *found);
    QCOMPARE((*found)->status, status);
    QCOMPARE((*found)->wasRunning, wasRunning);
    QVERIFY((*found)->endedAt > instantFromEpochMs(1795409770000));
    QCOMPARE((*found)->failure.isEmpty(), failure.isEmpty());
    QVERIFY((*found)->failure.contains(failure));
    QVERIFY((*found)->isSnapshotKnown);
    QCOMPARE((*found)->newestSnapshot, snapshot);
}

void TestJobArchive::knowsThatThereIsNoRecord()
{
    for (const auto &version : {u"1.20.5"_s, u"2.3.0"_s}) {
        const auto found =
            archivedJob(QStringLiteral(HEADGATE_TEST_DATA "/archives/") + version, job(9));
        QVERIFY(found && !*found);
    }
    const QTemporaryDir empty;
    const auto found = archivedJob(empty.path(), job(1));
    QVERIFY(found && !*found);
}

void TestJobArchive::checkpointingThatWasOffIsKnown()
{
    const QTemporaryDir place;
    QFile file(place.filePath(job(1)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"archive":[
        {"path":"/jobs/11111111111111111111111111111111","json":"{\"state\":\"FINISHED\"}"},
        {"path":"/jobs/11111111111111111111111111111111/checkpoints",
         "json":"{\"errors\":[\"Checkpointing has not been enabled.\"]}"}]})");
    file.close();
    const auto found = archivedJob(place.path(), job(1));
    QVERIFY(found && *found);
    QVERIFY((*found)->isSnapshotKnown);
    QVERIFY(!(*found)->newestSnapshot);
    QVERIFY(!(*found)->endedAt);
}

void TestJobArchive::saysNothingOfWhatItCannotRead_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray(R"({"archive":[{"path":"/jobs/11111111111111)");
    QTest::newRow("no job") << QByteArray(R"({"archive":[]})");
    QTest::newRow("no archive") << QByteArray("[1,2]");
    QTest::newRow("no state") << QByteArray(
        R"({"archive":[{"path":"/jobs/11111111111111111111111111111111","json":"{}"}]})");
    QTest::newRow("inner damage") << QByteArray(
        R"({"archive":[{"path":"/jobs/11111111111111111111111111111111","json":"{"}]})");
}

void TestJobArchive::saysNothingOfWhatItCannotRead()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir place;
    QFile file(place.filePath(job(1)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto found = archivedJob(place.path(), job(1));
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Damaged);
    QCOMPARE(archivedJob(place.filePath(u"nowhere"_s), job(1)).error().kind, ErrorKind::Storage);
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestJobArchive)
#include "tst_jobarchive.moc"
