// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/api.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/flink/recorded.h"

#include <QTemporaryFile>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Large = 300 * 1024 * 1024;

//! The most memory that this process ever had, in bytes.
qint64 peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.sliced(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

} // namespace

class UploadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void isAFormOfOneFile_data() { recordedVersions(); }
    void isAFormOfOneFile();
    void tellsItsProgress();
    void streamsALargeFile();
    void isRefusedForBadFiles_data();
    void isRefusedForBadFiles();
    void namesTheProxysLimit();
    void endsWhereNothingIsRead();
    void canBeGivenUpInTheMiddle();

private:
    FakeServer m_server;
    ManualClock m_clock;
    std::unique_ptr<QTemporaryFile> m_jar;
};

void UploadTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_jar = std::make_unique<QTemporaryFile>();
    QVERIFY(m_jar->open());
    QVERIFY(m_jar->write("PK, and so on") > 0 && m_jar->flush());
}

void UploadTest::isAFormOfOneFile()
{
    const QByteArray answer = recorded(ofThisVersion("upload.200"));
    FakeServer server;
    server.answer(200, answer);
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto upload = api.uploadJar(m_jar->fileName(), u"job-0123.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(upload.answer.isFinished(), 30'000);
    const QString id = upload.answer.result().value().value;
    QVERIFY(id.endsWith(u"_sample.jar"_s) && !id.contains(u'/'));
    const ArrivedRequest request = server.requests().first();
    QCOMPARE(request.verb + request.target, "POST/v1/jars/upload"_ba);
    const QByteArray type = request.headers.value("content-type");
    QVERIFY(type.startsWith("multipart/form-data; boundary="));
    const QByteArray boundary = type.sliced(type.indexOf('=') + 1).replace("\"", "");
    QCOMPARE(request.body,
             "--" + boundary
                 + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"job-0123.jar\""
                   "\r\nContent-Type: application/x-java-archive\r\n\r\nPK, and so on\r\n--"
                 + boundary + "--\r\n");
}

void UploadTest::tellsItsProgress()
{
    constexpr qint64 fileSize = 64 * 1024 * 1024; // Qt tells its progress every 100 ms only
    QVERIFY(m_jar->resize(fileSize));
    FakeServer server;
    server.answer(200, recorded(u"2.3/upload.200"_s));
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    QList<qint64> steps;
    qint64 size = 0;
    const auto upload =
        api.uploadJar(m_jar->fileName(), u"job.jar"_s, [&](qint64 sent, qint64 total) {
            if (total <= 0)
                return; // what Qt says when there is nothing more to say
            steps.append(sent);
            size = total;
        });
    QTRY_VERIFY_WITH_TIMEOUT(upload.answer.isFinished(), 30'000);
    QVERIFY(steps.size() > 2);
    QVERIFY(std::ranges::is_sorted(steps));
    QCOMPARE(steps.last(), size);
    QVERIFY(size > fileSize && size < fileSize + 1000);
}

void UploadTest::streamsALargeFile()
{
    QVERIFY(m_jar->resize(Large)); // sparse: takes no room on the disk
    FakeServer server;
    server.answer(200, recorded(u"2.3/upload.200"_s));
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const qint64 before = peakMemory();
    const auto upload = api.uploadJar(m_jar->fileName(), u"job.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(upload.answer.isFinished(), 90'000);
    QVERIFY(upload.answer.result());
    QVERIFY(server.requests().first().bodySize > Large);
    QCOMPARE(server.requests().size(), 1);
    const qint64 growth = peakMemory() - before;
    QVERIFY2(before > 0 && growth < 64 * 1024 * 1024, QByteArray::number(growth).constData());
}

void UploadTest::isRefusedForBadFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("name");
    QTemporaryFile empty;
    QVERIFY(empty.open());
    empty.setAutoRemove(false);
    QTest::newRow("missing") << u"/nowhere/job.jar"_s << u"job.jar"_s;
    QTest::newRow("folder") << QDir::tempPath() << u"job.jar"_s;
    QTest::newRow("empty") << empty.fileName() << u"job.jar"_s;
    for (const QString &name : {u"job.zip"_s, u""_s, u".jar"_s, u"a b.jar"_s, u"a/b.jar"_s,
                                u"a\"b.jar"_s, u"a\r\nb.jar"_s, u"ä.jar"_s})
        QTest::addRow("name '%s'", qPrintable(name)) << QString() << name;
}

void UploadTest::isRefusedForBadFiles()
{
    QFETCH(QString, file);
    QFETCH(QString, name);
    FakeServer server;
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto upload = api.uploadJar(file.isNull() ? m_jar->fileName() : file, name);
    QVERIFY(upload.answer.isFinished());
    QCOMPARE(upload.answer.result().error().kind, ErrorKind::Invalid);
    QCOMPARE(server.connections(), 0);
    if (file.startsWith(QDir::tempPath() + u'/'))
        QFile::remove(file);
}

// The proxy answers before it has read everything, and closes.
void UploadTest::namesTheProxysLimit()
{
    QVERIFY(m_jar->resize(32 * 1024 * 1024));
    FakeServer server;
    server.react({{.closesAt = Reaction::Stage::PartOfBody}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto upload = api.uploadJar(m_jar->fileName(), u"job.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(upload.answer.isFinished(), 30'000);
    const Error error = upload.answer.result().error();
    QCOMPARE(error.kind, ErrorKind::NotSent);
    QVERIFY2(error.message.contains(u"proxy"_s), qPrintable(error.message));
    QCOMPARE(server.requests().size(), 1);
}

void UploadTest::endsWhereNothingIsRead()
{
    QVERIFY(m_jar->resize(32 * 1024 * 1024));
    QTcpServer deaf; // the kernel takes the connection and some of the bytes
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    deaf.pauseAccepting();
    const QString url = u"http://127.0.0.1:%1"_s.arg(deaf.serverPort());
    Api api(Endpoint::from({.url = url}).value(), m_clock, {.uploadIdle = 500ms});
    const auto upload = api.uploadJar(m_jar->fileName(), u"job.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(upload.answer.isFinished(), 30'000);
    QCOMPARE(upload.answer.result().error().kind, ErrorKind::NotSent);
}

void UploadTest::canBeGivenUpInTheMiddle()
{
    QVERIFY(m_jar->resize(Large));
    FakeServer server;
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    auto upload = api.uploadJar(m_jar->fileName(), u"job.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(server.bytes() > 100'000, 30'000);
    upload.request.abort();
    QTRY_VERIFY_WITH_TIMEOUT(upload.answer.isFinished(), 30'000);
    QCOMPARE(upload.answer.result().error().kind, ErrorKind::NotSent);
    QVERIFY(!server.requests().first().isWhole);
}

QTEST_GUILESS_MAIN(UploadTest)
#include "tst_upload.moc"
