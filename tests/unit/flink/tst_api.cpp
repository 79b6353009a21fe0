// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/api.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/flink/recorded.h"

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Job = u"0123456789abcdef0123456789abcdef"_s;
const QString Trigger = u"fedcba9876543210fedcba9876543210"_s;

Endpoint endpointAt(const QString &url)
{
    return Endpoint::from({.url = url}).value();
}

using Asking = std::function<void(Api &)>;

} // namespace

Q_DECLARE_METATYPE(Asking)

class ApiTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyEndpointIsAskedAtItsPath_data();
    void everyEndpointIsAskedAtItsPath();
    void segmentsAreEncoded();
    void answersAreDated();
    void checkpointingOffIsAValue_data() { recordedVersions(); }
    void checkpointingOffIsAValue();
    void unknownJobsAreNotFound_data() { recordedVersions(); }
    void unknownJobsAreNotFound();
    void unknownOperationIsAValue_data() { recordedVersions(); }
    void unknownOperationIsAValue();
    void cancellingTellsWhatItMet_data();
    void cancellingTellsWhatItMet();
    void goneJarsAreDeletedAlready_data() { recordedVersions(); }
    void goneJarsAreDeletedAlready();
    void runTellsTheJobOrWhy_data();
    void runTellsTheJobOrWhy();
    void triggersComeBack_data() { recordedVersions(); }
    void triggersComeBack();
    void startingClustersAreUnavailable();
};

void ApiTest::everyEndpointIsAskedAtItsPath_data()
{
    QTest::addColumn<Asking>("call");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *line, const QByteArray &body, const Asking &call) {
        QTest::addRow("%s", line) << call << QByteArray(line) << body;
    };
    const Capabilities newest = capabilitiesOf(Version{2, 3});
    row("GET /v1/config", {}, [](Api &api) { api.config(); });
    row("GET /v1/overview", {}, [](Api &api) { api.overview(); });
    row("GET /v1/jobmanager/config", {}, [](Api &api) { api.jobManagerConfig(); });
    row("GET /v1/taskmanagers", {}, [](Api &api) { api.taskManagers(); });
    row("GET /v1/jobs/overview", {}, [](Api &api) { api.jobs(); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef", {}, [](Api &api) { api.job(Job); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef/config", {},
        [](Api &api) { api.jobConfig(Job); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef/exceptions?maxExceptions=5", {},
        [](Api &api) { api.exceptions(Job, 5); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef/metrics?get=numRestarts,uptime", {},
        [](Api &api) { api.metrics(Job, {u"numRestarts"_s, u"uptime"_s}); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef/checkpoints", {},
        [](Api &api) { api.checkpoints(Job); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef/checkpoints/config", {},
        [](Api &api) { api.checkpointsConfig(Job); });
    row("GET /v1/jobs/0123456789abcdef0123456789abcdef/savepoints/"
        "fedcba9876543210fedcba9876543210",
        {}, [](Api &api) { api.savepointStatus(Job, Trigger); });
    row("GET /v1/jars", {}, [](Api &api) { api.jars(); });
    row("DELETE /v1/jars/a_b.jar", "{}", [](Api &api) { api.deleteJar(u"a_b.jar"_s); });
    row("PATCH /v1/jobs/0123456789abcdef0123456789abcdef?mode=cancel", "{}",
        [](Api &api) { api.cancelJob(Job); });
    row("POST /v1/jars/a_b.jar/run",
        R"({"jobId":"0123456789abcdef0123456789abcdef","parallelism":2,"programArgsList":[],)"
        R"("allowNonRestoredState":false,"claimMode":"NO_CLAIM"})",
        [newest](Api &api) {
            api.runJar(u"a_b.jar"_s, {.jobId = Job, .parallelism = 2}, newest, 10s);
        });
    row("POST /v1/jobs/0123456789abcdef0123456789abcdef/stop",
        R"({"drain":false,"targetDirectory":"/sp","triggerId":"fedcba9876543210fedcba9876543210"})",
        [newest](Api &api) {
            api.stopJob(Job, {.triggerId = Trigger, .targetDirectory = u"/sp"_s}, newest);
        });
    row("POST /v1/jobs/0123456789abcdef0123456789abcdef/savepoints",
        R"({"cancel-job":false,"triggerId":"fedcba9876543210fedcba9876543210"})",
        [newest](Api &api) { api.triggerSavepoint(Job, {.triggerId = Trigger}, newest); });
    row("POST /v1/savepoint-disposal", R"({"savepoint-path":"file:/sp/savepoint-1"})",
        [](Api &api) { api.disposeSavepoint(u"file:/sp/savepoint-1"_s); });
    row("GET /v1/savepoint-disposal/fedcba9876543210fedcba9876543210", {},
        [](Api &api) { api.disposalStatus(Trigger); });
}

void ApiTest::everyEndpointIsAskedAtItsPath()
{
    QFETCH(Asking, call);
    FakeServer server;
    ManualClock clock;
    Api api(endpointAt(server.url(u"/behind/a%20proxy/"_s)), clock);
    call(api);
    QTRY_VERIFY_WITH_TIMEOUT(!server.requests().isEmpty() && server.requests().first().isWhole,
                             30'000);
    const ArrivedRequest request = server.requests().first();
    QFETCH(QByteArray, line);
    line.replace(" /", " /behind/a%20proxy/");
    QCOMPARE(request.verb + ' ' + request.target, line);
    QTEST(request.body, "body");
    QCOMPARE(request.headers.value("content-type"),
             request.verb == "GET" ? QByteArray() : "application/json"_ba);
    QVERIFY(!request.headers.contains("expect"));
}

void ApiTest::segmentsAreEncoded()
{
    FakeServer server;
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    api.job(u"../a b?c=d#e/f%2e"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!server.requests().isEmpty(), 30'000);
    QCOMPARE(server.requests().first().target, "/v1/jobs/..%2Fa%20b%3Fc%3Dd%23e%2Ff%252e"_ba);
}

void ApiTest::answersAreDated()
{
    FakeServer server;
    server.react({{.answer = FakeServer::json(200, "{\"jobs\":[]}"), .drip = 1ms}});
    ManualClock clock;
    const Instant start = clock.now();
    Api api(endpointAt(server.url()), clock);
    const Answer<QList<JobSummary>> answer = api.jobs();
    clock.advance(3s);
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 30'000);
    const Dated<QList<JobSummary>> jobs = answer.result().value();
    QCOMPARE(jobs.requestedAt, start);
    QCOMPARE(jobs.answeredAt, start + 3s);
}

void ApiTest::checkpointingOffIsAValue()
{
    FakeServer server;
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    server.answer(404, recorded(ofThisVersion("checkpoints-not-enabled.404")));
    const auto checkpoints = api.checkpoints(Job);
    QTRY_VERIFY_WITH_TIMEOUT(checkpoints.isFinished(), 30'000);
    QVERIFY(!checkpoints.result().value().value.isEnabled);
    server.answer(404, recorded(ofThisVersion("checkpoints-config-not-enabled.404")));
    const auto config = api.checkpointsConfig(Job);
    QTRY_VERIFY_WITH_TIMEOUT(config.isFinished(), 30'000);
    QVERIFY(!config.result().value().value.isEnabled);
}

void ApiTest::unknownJobsAreNotFound()
{
    FakeServer server;
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    server.answer(404, recorded(ofThisVersion("checkpoints-unknown-job.404")));
    const auto checkpoints = api.checkpoints(Job);
    const auto config = api.checkpointsConfig(Job);
    const auto savepoint = api.savepointStatus(Job, Trigger);
    const auto job = api.job(Job);
    QTRY_VERIFY_WITH_TIMEOUT(checkpoints.isFinished() && config.isFinished()
                                 && savepoint.isFinished() && job.isFinished(),
                             30'000);
    QCOMPARE(checkpoints.result().error().kind, ErrorKind::NotFound);
    QCOMPARE(config.result().error().kind, ErrorKind::NotFound);
    QCOMPARE(savepoint.result().error().kind, ErrorKind::NotFound);
    QCOMPARE(job.result().error().kind, ErrorKind::NotFound);
}

void ApiTest::unknownOperationIsAValue()
{
    FakeServer server;
    server.answer(404, recorded(ofThisVersion("savepoint-unknown.404")));
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    const auto status = api.savepointStatus(Job, Trigger);
    QTRY_VERIFY_WITH_TIMEOUT(status.isFinished(), 30'000);
    QCOMPARE(status.result().value().value, SavepointStatus());
}

void ApiTest::cancellingTellsWhatItMet_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("answer"); // -1: an error
    for (const QString &version : {u"1.20"_s, u"2.3"_s}) {
        const auto row = [&version](const char *name, int status, CancelAnswer answer) {
            const QString file = u"%1/%2.%3"_s.arg(version, QString::fromLatin1(name)).arg(status);
            QTest::addRow("%s", qPrintable(file)) << status << recorded(file) << int(answer);
        };
        row("cancel", 202, CancelAnswer::Accepted);
        row("cancel-again", 202, CancelAnswer::Accepted);
        row("cancel-finished", 409, CancelAnswer::AlreadyEnded);
        row("cancel-unknown", 404, CancelAnswer::UnknownJob);
    }
    QTest::newRow("no such route") << 404 << "{\"errors\":[\"Not found: /v1/jobs/1\"]}"_ba << -1;
    QTest::newRow("a page that is missing") << 404 << "<html>Not here.</html>"_ba << -1;
    QTest::newRow("a list") << 202 << "[]"_ba << -1;
}

void ApiTest::cancellingTellsWhatItMet()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, answer);
    FakeServer server;
    server.answer(status, body);
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    const auto cancel = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(cancel.isFinished(), 30'000);
    const Result<Dated<CancelAnswer>> result = cancel.result();
    QCOMPARE(result ? int(result->value) : -1, answer);
}

void ApiTest::goneJarsAreDeletedAlready()
{
    FakeServer server;
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    server.answer(400, recorded(ofThisVersion("delete-gone.400")));
    const auto gone = api.deleteJar(u"a.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(gone.isFinished(), 30'000);
    QCOMPARE(gone.result().value().value, false);
    server.answer(200, recorded(ofThisVersion("delete-empty-body.200")));
    const auto deleted = api.deleteJar(u"a.jar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(deleted.isFinished(), 30'000);
    QCOMPARE(deleted.result().value().value, true);
}

void ApiTest::runTellsTheJobOrWhy_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("kind"); // -1: success
    for (const QString &version : {u"1.20"_s, u"2.3"_s}) {
        const auto row = [&version](const char *name, int kind) {
            const QString file = version + u'/' + QString::fromLatin1(name);
            QTest::addRow("%s", qPrintable(file)) << file << kind;
        };
        row("run.200", -1);
        row("run-restored.200", -1);
        row("run-duplicate.400", int(ErrorKind::Duplicate));
        row("run-no-jar.500", int(ErrorKind::JarMissing));
        row("run-no-class.500", int(ErrorKind::Rejected));
        row("run-no-savepoint.400", int(ErrorKind::Rejected));
        row("run-throws.400", int(ErrorKind::Rejected));
        row("run-two-jobs.400", int(ErrorKind::Rejected));
        row("no-route-post.404", int(ErrorKind::NotFound));
        row("upload.200", int(ErrorKind::UnknownOutcome)); // JSON, but not of a run
    }
}

void ApiTest::runTellsTheJobOrWhy()
{
    QFETCH(QString, answer);
    QFETCH(int, kind);
    FakeServer server;
    server.answer(answer.right(3).toInt(), recorded(answer));
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    const auto run = api.runJar(u"a.jar"_s, {.jobId = Job}, capabilitiesOf(Version{2, 3}), 10s);
    QTRY_VERIFY_WITH_TIMEOUT(run.answer.isFinished(), 30'000);
    const Result<Dated<QString>> result = run.answer.result();
    QCOMPARE(result ? -1 : int(result.error().kind), kind);
    if (result)
        QCOMPARE(result->value, recordedJson(answer)[u"jobid"].toString());
    else if (result.error().kind == ErrorKind::Rejected)
        QVERIFY(result.error().detail.contains(u"\n\tat "_s));
}

void ApiTest::triggersComeBack()
{
    FakeServer server;
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    const QString answer = ofThisVersion("savepoint.202");
    server.answer(202, recorded(answer));
    const Capabilities newest = capabilitiesOf(Version{2, 3});
    const auto savepoint = api.triggerSavepoint(Job, {.triggerId = Trigger}, newest);
    const auto stop = api.stopJob(Job, {.triggerId = Trigger}, newest);
    QTRY_VERIFY_WITH_TIMEOUT(savepoint.isFinished() && stop.isFinished(), 30'000);
    const QString trigger = recordedJson(answer)[u"request-id"].toString();
    QCOMPARE(savepoint.result().value().value, trigger);
    QCOMPARE(stop.result().value().value, trigger);
}

void ApiTest::startingClustersAreUnavailable()
{
    FakeServer server;
    server.answer(503, recorded(u"1.20/starting.503"_s));
    ManualClock clock;
    Api api(endpointAt(server.url()), clock);
    const auto read = api.overview();
    const auto change = api.cancelJob(Job);
    QTRY_VERIFY_WITH_TIMEOUT(read.isFinished() && change.isFinished(), 30'000);
    QCOMPARE(read.result().error().kind, ErrorKind::Unavailable);
    QCOMPARE(change.result().error().kind, ErrorKind::Unavailable);
}

QTEST_GUILESS_MAIN(ApiTest)
#include "tst_api.moc"
