// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/api.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"

#include <QBuffer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Stage = Reaction::Stage;

namespace {

constexpr auto Deadline = 10s; // long enough for the request to leave a busy machine

const Capabilities Newest = capabilitiesOf(Version{2, 3});

Endpoint endpointAt(const QString &url)
{
    return Endpoint::from({.url = url}).value();
}

//! The kind of the error that a change ended with, whatever its type; nothing for success.
template <typename T>
std::function<std::optional<Error>()> errorOf(const Answer<T> &answer)
{
    return [answer]() -> std::optional<Error> {
        const Result<Dated<T>> result = answer.result();
        return result ? std::nullopt : std::optional(result.error());
    };
}

//! One change of any type under way.
struct Change {
    std::function<bool()> isOver;
    std::function<std::optional<Error>()> error;
    OpenRequest request;
};

template <typename T>
Change changeFrom(const Call<T> &call)
{
    return {.isOver = [answer = call.answer] { return answer.isFinished(); },
            .error = errorOf(call.answer),
            .request = call.request};
}

Change changeNamed(Api &api, const QString &name, const QString &file)
{
    const QString job = u"00000000000000000000000000000001"_s;
    if (name == "upload"_L1)
        return changeFrom(api.uploadJar(file, u"job.jar"_s));
    if (name == "run"_L1)
        return changeFrom(api.runJar(u"a_job.jar"_s, {.jobId = job}, Newest, 10s));
    if (name == "stop"_L1)
        return changeFrom(Call<QString>{api.stopJob(job, {.triggerId = job}, Newest), {}});
    if (name == "savepoint"_L1)
        return changeFrom(Call<QString>{api.triggerSavepoint(job, {.triggerId = job}, Newest), {}});
    if (name == "cancel"_L1)
        return changeFrom(Call<CancelAnswer>{api.cancelJob(job), {}});
    if (name == "disposal"_L1)
        return changeFrom(Call<QString>{api.disposeSavepoint(u"file:/sp/1"_s), {}});
    return changeFrom(Call<bool>{api.deleteJar(u"a_job.jar"_s), {}});
}

const QStringList Names{u"upload"_s, u"run"_s,      u"stop"_s,  u"savepoint"_s,
                        u"cancel"_s, u"disposal"_s, u"delete"_s};

} // namespace

//! Every change against a server that closes at every stage: one request at most arrives, and the
//! error never claims more than is known.
class ChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void leaveOnceWhateverTheServerDoes_data();
    void leaveOnceWhateverTheServerDoes();
    void leaveOnceOverAConnectionThatDiesIdle();
    void plainQtSendsMoreThanOnce();
    void areNotSentWhereNothingListens_data();
    void areNotSentWhereNothingListens();
    void haveAnUnknownOutcomeAfterTheDeadline();
    void areNotSentWhileTheHandshakeHangs();
    void canBeGivenUp();
    void cancelWithTheirClient();
    void areIndependentOfEachOther();

private:
    QTemporaryFile m_jar;
    ManualClock m_clock;
};

void ChangesTest::initTestCase()
{
    QVERIFY(m_jar.open());
    QVERIFY(m_jar.resize(12 * 1024 * 1024)); // more than the kernel takes on its own
}

void ChangesTest::leaveOnceWhateverTheServerDoes_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("stage");
    QTest::addColumn<bool>("withReset");
    const QList<std::pair<const char *, Stage>> stages{{"connected", Stage::Connected},
                                                       {"headers", Stage::Headers},
                                                       {"part of the body", Stage::PartOfBody},
                                                       {"whole request", Stage::WholeRequest},
                                                       {"part of the answer", Stage::PartOfAnswer}};
    for (const QString &name : Names) {
        for (const auto &[text, stage] : stages) {
            QTest::addRow("%s, %s, closed", qPrintable(name), text) << name << int(stage) << false;
            QTest::addRow("%s, %s, reset", qPrintable(name), text) << name << int(stage) << true;
        }
    }
}

void ChangesTest::leaveOnceWhateverTheServerDoes()
{
    QFETCH(QString, change);
    QFETCH(int, stage);
    QFETCH(bool, withReset);
    FakeServer server;
    server.react({{.closesAt = Stage(stage),
                   .withReset = withReset,
                   .answer = "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"jobid\":"}});
    auto api = std::make_unique<Api>(endpointAt(server.url()), m_clock);
    const Change open = changeNamed(*api, change, m_jar.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(open.isOver(), 30'000);
    const std::optional<Error> error = open.error();
    QVERIFY(error);
    // Qt may connect once more; when all connections are over, nothing can follow on one of them.
    api.reset();
    QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, 30'000);
    QVERIFY(server.requests().size() <= 1);
    const bool arrived = !server.requests().isEmpty() && server.requests().first().isWhole;
    QCOMPARE(arrived, stage >= int(Stage::WholeRequest));
    const bool isKnown = error->kind == ErrorKind::NotSent;
    QVERIFY2(isKnown || error->kind == ErrorKind::UnknownOutcome, qPrintable(error->message));
    if (arrived)
        QVERIFY(!isKnown);
    if (change == "upload"_L1)
        QCOMPARE(isKnown, !arrived); // so much can only have been sent if the server read it
    QVERIFY(error->message.contains(u"127.0.0.1"_s));
}

// The connection of a read was kept and is closed while idle: what Qt would send again.
void ChangesTest::leaveOnceOverAConnectionThatDiesIdle()
{
    FakeServer server;
    server.react(
        {{.answer = FakeServer::json(200, "{\"jobs\":[]}")}, {.closesAt = Stage::WholeRequest}});
    Api api(endpointAt(server.url()), m_clock);
    const auto jobs = api.jobs();
    QTRY_VERIFY_WITH_TIMEOUT(jobs.isFinished(), 30'000);
    QVERIFY(jobs.result());
    const Change cancel = changeNamed(api, u"cancel"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(cancel.isOver(), 30'000);
    QCOMPARE(cancel.error()->kind, ErrorKind::UnknownOutcome);
    QCOMPARE(server.requests().size(), 2);
}

// If this fails, Qt has changed, and model/flink/onceonly.h may no longer be needed.
void ChangesTest::plainQtSendsMoreThanOnce()
{
    FakeServer server;
    server.react({{.closesAt = Stage::WholeRequest}});
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(server.url()));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const std::unique_ptr<QNetworkReply> reply(network.post(request, "{}"_ba));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 30'000);
    QVERIFY(server.requests().size() > 1);
}

void ChangesTest::areNotSentWhereNothingListens_data()
{
    QTest::addColumn<QString>("change");
    for (const QString &name : Names)
        QTest::addRow("%s", qPrintable(name)) << name;
}

void ChangesTest::areNotSentWhereNothingListens()
{
    QFETCH(QString, change);
    const DeafPort port;
    Api api(endpointAt(port.url()), m_clock);
    const Change open = changeNamed(api, change, m_jar.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(open.isOver(), 30'000);
    QCOMPARE(open.error()->kind, ErrorKind::NotSent);
    QVERIFY(open.error()->message.contains(u"Nothing listens at 127.0.0.1"_s));
}

void ChangesTest::haveAnUnknownOutcomeAfterTheDeadline()
{
    FakeServer server;
    server.react({{.isSilent = true}});
    Api api(endpointAt(server.url()), m_clock,
            {.changeDeadline = Deadline, .uploadIdle = Deadline});
    QList<Change> changes{changeFrom(api.runJar(u"a.jar"_s, {}, Newest, Deadline))};
    for (const QString &name : {u"stop"_s, u"savepoint"_s, u"cancel"_s, u"delete"_s, u"upload"_s})
        changes.append(changeNamed(api, name, m_jar.fileName()));
    for (const Change &change : std::as_const(changes)) {
        QTRY_VERIFY_WITH_TIMEOUT(change.isOver(), 30'000);
        QCOMPARE(change.error()->kind, ErrorKind::UnknownOutcome);
        QVERIFY(change.error()->message.contains(u"did not answer in time"_s));
    }
    QCOMPARE(server.requests().size(), changes.size());
}

void ChangesTest::areNotSentWhileTheHandshakeHangs()
{
    FakeServer server;
    server.react({{.isSilent = true}});
    const QString url = server.url().replace("http:"_L1, "https:"_L1);
    Api api(endpointAt(url), m_clock, {.changeDeadline = Deadline});
    const Change open = changeNamed(api, u"cancel"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(open.isOver(), 30'000);
    QCOMPARE(open.error()->kind, ErrorKind::NotSent);
    QVERIFY(open.error()->message.contains(u"did not answer in time"_s));
}

void ChangesTest::canBeGivenUp()
{
    FakeServer server;
    server.react({{.isSilent = true}});
    Api api(endpointAt(server.url()), m_clock);
    Change sent = changeNamed(api, u"run"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(!server.requests().isEmpty() && server.requests().first().isWhole,
                             30'000);
    QVERIFY(sent.request.isOpen());
    sent.request.abort();
    QTRY_VERIFY_WITH_TIMEOUT(sent.isOver(), 30'000);
    QCOMPARE(sent.error()->kind, ErrorKind::UnknownOutcome);
    QTRY_VERIFY_WITH_TIMEOUT(!sent.request.isOpen(), 30'000);
    sent.request.abort(); // too late, and harmless

    Change unsent = changeNamed(api, u"run"_s, {});
    unsent.request.abort(); // before the event loop could send anything
    QTRY_VERIFY_WITH_TIMEOUT(unsent.isOver(), 30'000);
    QCOMPARE(unsent.error()->kind, ErrorKind::NotSent);
    QCOMPARE(server.requests().size(), 1);
}

void ChangesTest::cancelWithTheirClient()
{
    FakeServer server;
    server.react({{.isSilent = true}});
    auto api = std::make_unique<Api>(endpointAt(server.url()), m_clock);
    const Answer<CancelAnswer> change = api->cancelJob(u"1"_s);
    const Answer<QList<JobSummary>> read = api->jobs();
    const Call<QString> run = api->runJar(u"a.jar"_s, {}, Newest, 10s);
    OpenRequest request = run.request;
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 3, 30'000);
    api.reset();
    QVERIFY(change.isCanceled());
    QVERIFY(read.isCanceled());
    QVERIFY(run.answer.isCanceled());
    QVERIFY(!request.isOpen());
    request.abort();
}

// Six reads that hang fill all connections that Qt opens to a host.
void ChangesTest::areIndependentOfEachOther()
{
    FakeServer server;
    server.react({{.isSilent = true},
                  {.isSilent = true},
                  {.isSilent = true},
                  {.isSilent = true},
                  {.isSilent = true},
                  {.isSilent = true},
                  {.answer = FakeServer::json(202, "{}")}});
    Api api(endpointAt(server.url()), m_clock);
    QList<Answer<QList<JobSummary>>> reads;
    for (int i = 0; i < 6; ++i)
        reads.append(api.jobs());
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 6, 30'000);
    const Answer<CancelAnswer> cancel = api.cancelJob(u"1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(cancel.isFinished(), 30'000);
    QCOMPARE(cancel.result()->value, CancelAnswer::Accepted);
}

QTEST_GUILESS_MAIN(ChangesTest)
#include "tst_changes.moc"
