// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/api.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Stage = Reaction::Stage;

namespace {

const QString Job = u"0123456789abcdef0123456789abcdef"_s;

QByteArray repeated(const QByteArray &text, int times)
{
    return text.repeated(times);
}

} // namespace

//! Servers that are not Flink, or not well.
class HostileServersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void strangeAnswersAreClassified_data();
    void strangeAnswersAreClassified();
    void interimAnswersAreSkipped();
    void tricklesEndAtTheDeadline();
    void silenceEndsAtTheDeadline();
    void nothingListens();
    void largeAnswersAreCutOff();
    void largeErrorsAreReadAsFarAsAllowed();
    void redirectsAreNotFollowed_data();
    void redirectsAreNotFollowed();
    void cookiesAreNotKept();
    void deadConnectionsAreReplacedForReads();

private:
    ManualClock m_clock;
};

void HostileServersTest::strangeAnswersAreClassified_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("ofRead");
    QTest::addColumn<ErrorKind>("ofChange");
    using Kind = ErrorKind;
    const auto row = [](const char *name, const QByteArray &answer, Kind ofRead, Kind ofChange) {
        QTest::newRow(name) << answer << ofRead << ofChange;
    };
    row("nothing", {}, Kind::Unreachable, Kind::UnknownOutcome);
    row("line feeds", "\r\n\r\n\r\n", Kind::Unreachable, Kind::UnknownOutcome);
    row("no status line", "220 mail.example ESMTP\r\n", Kind::Unreachable, Kind::UnknownOutcome);
    row("bytes", QByteArray::fromHex("16030100020230ff00"), Kind::Unreachable,
        Kind::UnknownOutcome);
    row("status without a number", "HTTP/1.1 OK\r\n\r\n", Kind::Unreachable, Kind::UnknownOutcome);
    row("half a status line", "HTTP/1.", Kind::Unreachable, Kind::UnknownOutcome);
    row("half a head", "HTTP/1.1 200 OK\r\nContent-Len", Kind::Unreachable, Kind::UnknownOutcome);
    row("half a body", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"jobs\":[",
        Kind::Unreachable, Kind::UnknownOutcome);
    row("half an error", "HTTP/1.1 400 No\r\nContent-Length: 99\r\n\r\n{\"errors\":[\"a\"]}",
        Kind::Unreachable, Kind::UnknownOutcome);
    row("half a chunk",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"jobs\":", Kind::Unreachable,
        Kind::UnknownOutcome);
    row("no chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        Kind::Foreign, Kind::UnknownOutcome);
    row("empty, no length", "HTTP/1.1 200 OK\r\n\r\n", Kind::Foreign, Kind::UnknownOutcome);
    row("cut JSON, no length", "HTTP/1.1 200 OK\r\n\r\n{\"jobs\":[{", Kind::Foreign,
        Kind::UnknownOutcome);
    row("empty", FakeServer::json(200, {}), Kind::Foreign, Kind::UnknownOutcome);
    row("html", FakeServer::html(200, "<html>Log in</html>"), Kind::Foreign, Kind::UnknownOutcome);
    row("other JSON", FakeServer::json(200, "[1,2,3]"), Kind::Foreign, Kind::UnknownOutcome);
    row("wrong types", FakeServer::json(200, "{\"jobs\":{\"jid\":1}}"), Kind::Foreign,
        Kind::Invalid);
    row("no UTF-8", FakeServer::json(200, "{\"jobs\":\"\xff\xfe\"}"), Kind::Foreign,
        Kind::UnknownOutcome);
    row("deep", FakeServer::json(200, repeated("[", 100'000)), Kind::Foreign, Kind::UnknownOutcome);
    row("compressed",
        FakeServer::json(200, QByteArray::fromHex("1f8b08000000000002ffabae050043bfa6a302000000")),
        Kind::Foreign, Kind::UnknownOutcome);
    row("credentials wanted",
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        Kind::Foreign, Kind::Foreign);
    row("NTLM wanted", "HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n",
        Kind::Foreign, Kind::Foreign);
    row("bad gateway", FakeServer::html(502, "<html>Bad Gateway</html>"), Kind::Unreachable,
        Kind::UnknownOutcome);
    row("gateway timeout", FakeServer::html(504, "<html>Timeout</html>"), Kind::Unreachable,
        Kind::UnknownOutcome);
    row("forbidden", FakeServer::html(403, "<html>No</html>"), Kind::Foreign, Kind::Foreign);
    row("too large", FakeServer::html(413, "<html>Too large</html>"), Kind::TooLarge,
        Kind::TooLarge);
    row("error without a body", "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", Kind::Foreign,
        Kind::UnknownOutcome);
}

void HostileServersTest::strangeAnswersAreClassified()
{
    QFETCH(QByteArray, answer);
    FakeServer server;
    server.react({{.closesAt = Stage::PartOfAnswer, .answer = answer}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto read = api.jobs();
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 30'000);
    QTEST(read.result().error().kind, "ofRead");
    const qsizetype before = server.requests().size();
    const auto change = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(change.isFinished(), 30'000);
    const Result<Dated<CancelAnswer>> result = change.result();
    QTEST(result ? ErrorKind::Invalid : result.error().kind, "ofChange");
    QCOMPARE(server.requests().size(), before + 1);
}

void HostileServersTest::interimAnswersAreSkipped()
{
    FakeServer server;
    server.react({{.answer = "HTTP/1.1 100 Continue\r\n\r\n" + FakeServer::json(202, "{}")}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto change = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(change.isFinished(), 30'000);
    QVERIFY(change.result());
}

void HostileServersTest::tricklesEndAtTheDeadline()
{
    FakeServer server;
    const QByteArray long_ = FakeServer::json(200, "{\"jobs\":[" + repeated(" ", 9000) + "]}");
    server.react({{.answer = long_, .drip = 5ms}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock,
            {.readDeadline = 2s, .changeDeadline = 2s});
    const auto read = api.jobs();
    const auto change = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished() && change.isFinished(), 30'000);
    QCOMPARE(read.result().error().kind, ErrorKind::TimedOut);
    QCOMPARE(change.result().error().kind, ErrorKind::UnknownOutcome);
}

void HostileServersTest::silenceEndsAtTheDeadline()
{
    FakeServer server;
    server.react({{.isSilent = true}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock, {.readDeadline = 300ms});
    const auto read = api.jobs();
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 30'000);
    QCOMPARE(read.result().error().kind, ErrorKind::TimedOut);
    QVERIFY(read.result().error().message.contains(u"127.0.0.1"_s));
}

void HostileServersTest::nothingListens()
{
    const DeafPort port;
    Api api(Endpoint::from({.url = port.url()}).value(), m_clock);
    const auto read = api.jobs();
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 30'000);
    QCOMPARE(read.result().error().kind, ErrorKind::ConnectionRefused);
}

void HostileServersTest::largeAnswersAreCutOff()
{
    FakeServer server;
    server.react({{.answer = "HTTP/1.1 200 OK\r\n\r\n[", .endlessFill = 1024 * 1024 * 1024}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto read = api.jobs();
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 30'000);
    QCOMPARE(read.result().error().kind, ErrorKind::TooLarge);
}

void HostileServersTest::largeErrorsAreReadAsFarAsAllowed()
{
    FakeServer server;
    const QByteArray start = R"({"errors":["org.example.OneException: Outer.\nCaused by: )"
                             R"(org.example.TwoException: The inner one.\n)";
    server.react({{.answer = "HTTP/1.1 400 No\r\n\r\n" + start, .endlessFill = 200 * 1024 * 1024}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    const auto change = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(change.isFinished(), 30'000);
    const Error error = change.result().error();
    QCOMPARE(error.kind, ErrorKind::Rejected);
    QVERIFY(error.message.startsWith(u"The inner one."_s));
    QVERIFY(error.detail.size() <= Limits().errorBytes);
}

void HostileServersTest::redirectsAreNotFollowed_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status;
}

void HostileServersTest::redirectsAreNotFollowed()
{
    QFETCH(int, status);
    FakeServer elsewhere;
    FakeServer server;
    server.react({{.answer = "HTTP/1.1 " + QByteArray::number(status) + " Moved\r\nLocation: "
                       + elsewhere.url().toLatin1() + "/v1/config\r\nContent-Length: 0\r\n\r\n"}});
    const Connection connection{.url = server.url(),
                                .credentials = {Authentication::Bearer, {}, u"token"_s},
                                .headers = {{u"X-Secret"_s, u"secret"_s}}};
    Api api(Endpoint::from(connection).value(), m_clock);
    const auto read = api.config();
    const auto change = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished() && change.isFinished(), 30'000);
    QCOMPARE(read.result().error().kind, ErrorKind::Foreign);
    QCOMPARE(change.result().error().kind, ErrorKind::Foreign);
    QCOMPARE(server.requests().size(), 2);
    for (const ArrivedRequest &request : server.requests())
        QCOMPARE(request.headers.value("authorization"), "Bearer token"_ba);
    QCOMPARE(elsewhere.connections(), 0);
}

void HostileServersTest::cookiesAreNotKept()
{
    FakeServer server;
    server.react({{.answer = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 11\r\n"
                             "\r\n{\"jobs\":[]}"}});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    for (int i = 0; i < 2; ++i) {
        const auto read = api.jobs();
        QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 30'000);
        QVERIFY(read.result());
    }
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.connections(), 1); // and the connection is kept
    QVERIFY(!server.requests().last().headers.contains("cookie"));
}

void HostileServersTest::deadConnectionsAreReplacedForReads()
{
    FakeServer server;
    const Reaction answer{.answer = FakeServer::json(200, "{\"jobs\":[]}")};
    server.react({answer, {.closesAt = Stage::Headers}, answer});
    Api api(Endpoint::from({.url = server.url()}).value(), m_clock);
    for (int i = 0; i < 2; ++i) {
        const auto read = api.jobs();
        QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 30'000);
        QVERIFY(read.result());
    }
}

QTEST_GUILESS_MAIN(HostileServersTest)
#include "tst_hostileservers.moc"
