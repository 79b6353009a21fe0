// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/probe.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/flink/recorded.h"

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Finding = Probe::Finding;

class ProbeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void clustersAreRecognized_data();
    void clustersAreRecognized();
    void roomAndJobsAreRead();
    void otherServersAreRecognized_data();
    void otherServersAreRecognized();
    void nothingThereIsSaid();
    void silenceIsSaidInTime();
    void noAddressIsSaidAtOnce();
    void answerMayBeDropped();

private:
    ManualClock m_clock;
};

void ProbeTest::clustersAreRecognized_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<int>("finding");
    QTest::addColumn<QString>("words");
    const auto made = [](const char *version, const char *features) -> QByteArray {
        return QByteArray("{\"refresh-interval\":3000,\"flink-version\":\"") + version
            + "\",\"features\":{" + features + "}}";
    };
    QTest::newRow("1.20") << recorded(u"1.20/config.200"_s) << int(Finding::Managed)
                          << u"Flink 1.20.5"_s;
    QTest::newRow("2.3") << recorded(u"2.3/config.200"_s) << int(Finding::Managed)
                         << u"Flink 2.3.0"_s;
    QTest::newRow("1.17") << made("1.17.2", "\"web-submit\":true") << int(Finding::Managed)
                          << u"can be started"_s;
    QTest::newRow("1.16") << made("1.16.3", "\"web-submit\":true") << int(Finding::TooOld)
                          << u"older than 1.17"_s;
    QTest::newRow("unknown") << made("<unknown>", "\"web-submit\":true")
                             << int(Finding::UnknownVersion) << u"<unknown>"_s;
    QTest::newRow("no submission") << made("2.3.0", "\"web-submit\":false")
                                   << int(Finding::NoSubmission) << u"web.submit.enable"_s;
    QTest::newRow("history server") << made("2.3.0", "\"web-submit\":false,\"web-history\":true")
                                    << int(Finding::HistoryServer) << u"history server"_s;
}

void ProbeTest::clustersAreRecognized()
{
    QFETCH(QByteArray, config);
    QFETCH(QString, words);
    FakeServer server;
    server.answer(200, config);
    const Answer<Probe> answer = probe({.url = server.url()}, m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 30'000);
    const Probe found = answer.result().value().value;
    QTEST(int(found.finding), "finding");
    QVERIFY2(found.sentence.contains(words), qPrintable(found.sentence));
    QVERIFY(found.sentence.contains(u"127.0.0.1:%1"_s.arg(server.port())));
    QVERIFY(!found.sentence.contains(u'%'));
}

void ProbeTest::roomAndJobsAreRead()
{
    FakeServer server;
    const QByteArray overview = "{\"taskmanagers\":2,\"slots-total\":8,\"slots-available\":5,"
                                "\"jobs-running\":3,\"flink-version\":\"2.3.0\"}";
    server.react({{.answer = FakeServer::json(200, recorded(u"2.3/config.200"_s))},
                  {.answer = FakeServer::json(200, overview)}});
    const Answer<Probe> answer = probe({.url = server.url()}, m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 30'000);
    const Probe found = answer.result().value().value;
    QVERIFY(found.overview);
    QCOMPARE(found.overview->slotsTotal, 8);
    QCOMPARE(found.overview->jobsRunning, 3);
}

void ProbeTest::otherServersAreRecognized_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("words");
    QTest::newRow("TLS port")
        << "HTTP/1.1 301 Moved\r\nLocation: https://localhost:8443/v1/config\r\n\r\n"_ba
        << ErrorKind::Foreign << u"https only"_s;
    QTest::newRow("log-in") << "HTTP/1.1 302 Found\r\nLocation: http://login.example/?x\r\n\r\n"_ba
                            << ErrorKind::Foreign << u"login.example"_s;
    QTest::newRow("web page") << FakeServer::html(200, "<html></html>") << ErrorKind::Foreign
                              << u"not Flink"_s;
    QTest::newRow("missing page") << FakeServer::html(404, "<html></html>") << ErrorKind::Foreign
                                  << u"path of a proxy"_s;
    // Seen of 2.3.0, for `/v1/config` too: it knows no versions of the interface.
    QTest::newRow("history server") << FakeServer::json(404, "{\"errors\":[\"File not found.\"]}")
                                    << ErrorKind::Foreign << u"history server"_s;
    QTest::newRow("other JSON") << FakeServer::json(200, "{\"version\":\"7.1\"}")
                                << ErrorKind::Foreign << u"not Flink"_s;
    QTest::newRow("credentials") << FakeServer::html(401, "<html></html>") << ErrorKind::Foreign
                                 << u"credentials"_s;
    QTest::newRow("dead behind its proxy")
        << FakeServer::html(502, "<html></html>") << ErrorKind::Unreachable << u"proxy"_s;
    QTest::newRow("starting") << FakeServer::json(503, recorded(u"1.20/starting.503"_s))
                              << ErrorKind::Unavailable << u"electing a leader"_s;
}

void ProbeTest::otherServersAreRecognized()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, words);
    FakeServer server;
    server.react({{.closesAt = Reaction::Stage::PartOfAnswer, .answer = answer}});
    const Answer<Probe> found = probe({.url = server.url()}, m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 30'000);
    const Error error = found.result().error();
    QTEST(error.kind, "kind");
    QVERIFY2(error.message.contains(words), qPrintable(error.message));
}

void ProbeTest::nothingThereIsSaid()
{
    const DeafPort port;
    const Answer<Probe> found = probe({.url = port.url()}, m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 30'000);
    QCOMPARE(found.result().error().kind, ErrorKind::ConnectionRefused);
}

void ProbeTest::silenceIsSaidInTime()
{
    QVERIFY(Limits().readDeadline <= 10s);
    FakeServer server;
    server.react({{.isSilent = true}});
    const Answer<Probe> found = probe({.url = server.url()}, m_clock, {.readDeadline = 300ms});
    QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 30'000);
    QCOMPARE(found.result().error().kind, ErrorKind::TimedOut);
}

void ProbeTest::noAddressIsSaidAtOnce()
{
    const Answer<Probe> found = probe({.url = u"flink"_s}, m_clock);
    QVERIFY(found.isFinished());
    QCOMPARE(found.result().error().kind, ErrorKind::Invalid);
    QCOMPARE(found.result().error().fields.first().path, u"url"_s);
}

void ProbeTest::answerMayBeDropped()
{
    FakeServer server;
    server.answer(200, recorded(u"2.3/config.200"_s));
    (void)probe({.url = server.url()}, m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(!server.requests().isEmpty() && server.requests().first().isWhole,
                             30'000);
    const Answer<Probe> second = probe({.url = server.url()}, m_clock);
    QTRY_VERIFY_WITH_TIMEOUT(second.isFinished(), 30'000);
    QVERIFY(second.result());
}

QTEST_GUILESS_MAIN(ProbeTest)
#include "tst_probe.moc"
