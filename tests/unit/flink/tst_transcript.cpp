// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/transcript.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace Qt::StringLiterals;

using Network = QNetworkReply;
using End = Transcript::End;

Q_DECLARE_METATYPE(headgate::flink::Transcript)

namespace {

const QByteArray Html = "<html>A page.</html>";
const QByteArray Flink = "{\"errors\":[\"a.BError: Flink says no.\"]}";

Transcript answered(int status, const QByteArray &body)
{
    return {.host = u"flink.example:8081"_s, .hasLeft = true, .status = status, .body = body};
}

Transcript broken(Network::NetworkError error, bool hasLeft)
{
    return {.host = u"flink.example:8081"_s,
            .hasLeft = hasLeft,
            .error = error,
            .errorText = u"It broke."_s};
}

Transcript ended(End end, bool hasLeft)
{
    return {.host = u"flink.example:8081"_s,
            .hasLeft = hasLeft,
            .end = end,
            .error = Network::OperationCanceledError};
}

} // namespace

class TranscriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isClassified_data();
    void isClassified();
    void answersAreNotWholeAfterABreak_data();
    void answersAreNotWholeAfterABreak();
    void brokenUploadsNameALimit();
    void successIsJson();
    void partOfABodyLeftProvesThatNothingHappened();
    void flinkItselfCanTimeOut_data();
    void flinkItselfCanTimeOut();
    void detailHoldsTheWholeText();
};

void TranscriptTest::isClassified_data()
{
    QTest::addColumn<Transcript>("transcript");
    QTest::addColumn<ErrorKind>("asRead");
    QTest::addColumn<ErrorKind>("asChange");
    using Kind = ErrorKind;
    const auto row = [](const char *name, const Transcript &transcript, Kind asRead,
                        Kind asChange) { QTest::newRow(name) << transcript << asRead << asChange; };
    row("refused", broken(Network::ConnectionRefusedError, false), Kind::ConnectionRefused,
        Kind::NotSent);
    row("host not found", broken(Network::HostNotFoundError, false), Kind::Unreachable,
        Kind::NotSent);
    row("handshake", broken(Network::SslHandshakeFailedError, false), Kind::Unreachable,
        Kind::NotSent);
    row("wrong pin", ended(End::WrongPin, false), Kind::Unreachable, Kind::NotSent);
    row("proxy refused", broken(Network::ProxyConnectionRefusedError, false), Kind::Unreachable,
        Kind::NotSent);
    row("closed early", broken(Network::RemoteHostClosedError, false), Kind::Unreachable,
        Kind::NotSent);
    row("closed", broken(Network::RemoteHostClosedError, true), Kind::Unreachable,
        Kind::UnknownOutcome);
    row("not sent again", broken(Network::ContentReSendError, true), Kind::Unreachable,
        Kind::UnknownOutcome);
    row("TLS alert", broken(Network::UnknownNetworkError, true), Kind::Unreachable,
        Kind::UnknownOutcome);
    row("no HTTP", broken(Network::ProtocolFailure, true), Kind::Foreign, Kind::UnknownOutcome);
    row("deadline", ended(End::Deadline, true), Kind::TimedOut, Kind::UnknownOutcome);
    row("deadline while connecting", ended(End::Deadline, false), Kind::TimedOut, Kind::NotSent);
    row("given up", ended(End::Aborted, true), Kind::Unreachable, Kind::UnknownOutcome);
    row("given up early", ended(End::Aborted, false), Kind::Unreachable, Kind::NotSent);
    row("Qt's own timeout", broken(Network::TimeoutError, true), Kind::TimedOut,
        Kind::UnknownOutcome);

    row("Flink 400", answered(400, Flink), Kind::Rejected, Kind::Rejected);
    row("Flink 404", answered(404, Flink), Kind::NotFound, Kind::NotFound);
    row("Flink 409", answered(409, Flink), Kind::Rejected, Kind::Rejected);
    row("Flink 413", answered(413, Flink), Kind::TooLarge, Kind::TooLarge);
    row("Flink 500", answered(500, Flink), Kind::Rejected, Kind::Rejected);
    row("Flink 503", answered(503, Flink), Kind::Unavailable, Kind::Unavailable);
    row("Flink 408", answered(408, Flink), Kind::TimedOut, Kind::UnknownOutcome);
    row("Flink does not say 504", answered(504, Flink), Kind::Unreachable, Kind::UnknownOutcome);

    for (const int status : {301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 407, 411, 414, 415,
                             421, 429, 431, 501, 505})
        QTest::addRow("page %d", status)
            << answered(status, Html) << Kind::Foreign << Kind::Foreign;
    for (const int status : {408, 409, 422, 499, 500, 520, 599})
        QTest::addRow("page %d", status)
            << answered(status, Html) << Kind::Foreign << Kind::UnknownOutcome;
    for (const int status : {502, 503, 504})
        QTest::addRow("page %d", status)
            << answered(status, Html) << Kind::Unreachable << Kind::UnknownOutcome;
    row("page 413", answered(413, Html), Kind::TooLarge, Kind::TooLarge);
    row("page 200", answered(200, Html), Kind::Foreign, Kind::UnknownOutcome);
    row("empty 200", answered(200, {}), Kind::Foreign, Kind::UnknownOutcome);
    row("empty 204", answered(204, {}), Kind::Foreign, Kind::UnknownOutcome);
    row("cut JSON", answered(200, "{\"jobs\":[{\"jid\""), Kind::Foreign, Kind::UnknownOutcome);
    row("1xx", answered(101, {}), Kind::Foreign, Kind::UnknownOutcome);
    Transcript large = answered(200, "[1,2");
    large.end = End::TooLarge;
    row("too large", large, Kind::TooLarge, Kind::UnknownOutcome);
    Transcript largeError = answered(400, "{\"errors\":[\"a.BError: Flink says no.\\n at");
    largeError.end = End::TooLarge;
    row("too large an error", largeError, Kind::Rejected, Kind::Rejected);
}

void TranscriptTest::isClassified()
{
    QFETCH(Transcript, transcript);
    const Result<Json> asRead = outcome(transcript);
    transcript.isChange = true;
    const Result<Json> asChange = outcome(transcript);
    QVERIFY(!asRead && !asChange);
    QTEST(asRead.error().kind, "asRead");
    QTEST(asChange.error().kind, "asChange");
    QCOMPARE(asChange.error().httpStatus, transcript.status);
    for (const Error &error : {asRead.error(), asChange.error()}) {
        const bool isFlinks = error.message == "Flink says no."_L1;
        const bool namesHost = error.message.contains("flink.example:8081"_L1);
        const bool isInner = error.message.startsWith("Flink says no. Whether"_L1);
        QVERIFY2(isFlinks || namesHost || isInner, qPrintable(error.message));
        QVERIFY2(!error.message.contains(u'%'), qPrintable(error.message));
    }
}

void TranscriptTest::answersAreNotWholeAfterABreak_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 202, 400, 404, 409, 500, 503})
        QTest::addRow("%d", status) << status;
}

// Whatever the status said: the proof would have been in the part that is missing.
void TranscriptTest::answersAreNotWholeAfterABreak()
{
    QFETCH(int, status);
    Transcript transcript = answered(status, Flink);
    transcript.isChange = true;
    transcript.error = Network::RemoteHostClosedError;
    QCOMPARE(outcome(transcript).error().kind, ErrorKind::UnknownOutcome);
    transcript.error = Network::OperationCanceledError;
    transcript.end = End::Deadline;
    QCOMPARE(outcome(transcript).error().kind, ErrorKind::UnknownOutcome);
}

// Which of the errors Qt tells depends on whether it was writing or reading at that moment.
void TranscriptTest::brokenUploadsNameALimit()
{
    for (const auto error : {Network::RemoteHostClosedError, Network::UnknownNetworkError}) {
        Transcript transcript;
        transcript.host = u"flink:8081"_s;
        transcript.isChange = transcript.isUpload = true;
        transcript.error = error;
        const Error told = outcome(transcript).error();
        QCOMPARE(told.kind, ErrorKind::NotSent);
        QVERIFY2(told.message.contains(u"proxy"_s), qPrintable(told.message));
    }
}

void TranscriptTest::successIsJson()
{
    QCOMPARE(outcome(answered(200, "{\"a\":1}")).value()[u"a"].toInteger(), 1);
    QCOMPARE(outcome(answered(202, "{}")).value(), Json::object());
}

// A server that refuses before it has read the request: nothing can have happened, whatever it
// says.
void TranscriptTest::partOfABodyLeftProvesThatNothingHappened()
{
    for (const int status : {500, 502, 503, 504}) {
        Transcript transcript = answered(status, Html);
        transcript.isChange = true;
        transcript.hasLeft = false;
        QCOMPARE(outcome(transcript).error().kind, ErrorKind::Foreign);
    }
}

void TranscriptTest::flinkItselfCanTimeOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("Akka")
        << "x.Y: z\\nCaused by: akka.pattern.AskTimeoutException: Ask timed out"_ba;
    QTest::newRow("RPC")
        << "x.Y: z\\nCaused by: java.util.concurrent.TimeoutException: Invocation of "
           "[RemoteRpcInvocation(DispatcherGateway.submitJob(JobGraph, Time))] timed out."_ba;
}

// The submission may be carried out after the answer that says that it took too long.
void TranscriptTest::flinkItselfCanTimeOut()
{
    QFETCH(QByteArray, text);
    Transcript transcript = answered(400, "{\"errors\":[\"" + text + "\"]}");
    QCOMPARE(outcome(transcript).error().kind, ErrorKind::TimedOut);
    transcript.isChange = true;
    QCOMPARE(outcome(transcript).error().kind, ErrorKind::UnknownOutcome);
}

void TranscriptTest::detailHoldsTheWholeText()
{
    const Error error =
        outcome(answered(400, "{\"errors\":[\"a.B: c\\nCaused by: d.EException: Inner most.\"]}"))
            .error();
    QCOMPARE(error.message, u"Inner most."_s);
    QCOMPARE(error.detail, u"a.B: c\nCaused by: d.EException: Inner most."_s);
    QCOMPARE(outcome(answered(502, Html)).error().detail, QString::fromUtf8(Html));
}

QTEST_GUILESS_MAIN(TranscriptTest)
#include "tst_transcript.moc"
