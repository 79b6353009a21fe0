// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/ids.h"
#include "model/flink/api.h"
#include "model/flink/probe.h"
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/faultproxy.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QMap<QString, QString> Checkpointed{
    {u"execution.checkpointing.interval"_s, u"200 ms"_s},
    {u"execution.checkpointing.externalized-checkpoint-retention"_s, u"RETAIN_ON_CANCELLATION"_s},
    {u"pipeline.global-job-parameters"_s, u"headgate.deployment:6f9619ff,team:blue"_s}};

//! Asks until there is an answer of which \a condition holds.
template <typename Ask, typename Condition>
bool comesTrue(const Ask &ask, const Condition &condition)
{
    const auto isTrue = [&] {
        const auto answer = ask();
        return QTest::qWaitFor([&answer] { return answer.isFinished(); }, 20'000) && answer.result()
            && condition(answer.result()->value);
    };
    return QTest::qWaitFor(isTrue, 30'000);
}

} // namespace

#define TRY_ANSWER(expression, condition)                                                          \
    QVERIFY(comesTrue([&] { return expression; },                                                  \
                      [&]([[maybe_unused]] const auto &value) { return bool(condition); }))

#define WAIT_FOR(answer) EVENTUALLY((answer).isFinished())

//! The client against real clusters: what the recorded answers cannot show.
class FlinkClientTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void wholeLife_data() { versions(); }
    void wholeLife();
    void lostAnswers_data() { versions(); }
    void lostAnswers();

private:
    static void versions();
    QString next() { return flinkId(m_ids.next()); }

    SystemClock m_clock;
    IdSource m_ids;
    QString m_jar;
};

void FlinkClientTest::versions()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("1.20") << FlinkVersion::V1;
    QTest::newRow("2.3") << FlinkVersion::V2;
}

void FlinkClientTest::initTestCase()
{
    QString failure;
    m_jar = sampleJob(&failure);
    QVERIFY2(!m_jar.isEmpty(), qPrintable(failure));
}

void FlinkClientTest::wholeLife()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster cluster({.version = version});
    QVERIFY2(cluster.start(), qPrintable(cluster.failure()));
    const Connection connection{.url = cluster.url().toString()};
    const auto found = probe(connection, m_clock);
    WAIT_FOR(found);
    QCOMPARE(found.result().value().value.finding, Probe::Finding::Managed);
    const Capabilities capabilities = found.result()->value.config.capabilities;

    Api api(Endpoint::from(connection).value(), m_clock);
    TRY_ANSWER(api.jobManagerConfig(), value.incarnation() == cluster.bare().incarnation());
    TRY_ANSWER(api.overview(), value.slotsAvailable == 4);
    TRY_ANSWER(api.taskManagers(), value.size() == 1);
    const auto upload = api.uploadJar(m_jar, u"sample-0123.jar"_s);
    WAIT_FOR(upload.answer);
    const QString jar = upload.answer.result().value().value;
    TRY_ANSWER(api.jars(), value.first().id == jar && value.first().name == u"sample-0123.jar"_s);

    const QString job = next();
    RunRequest request{.jobId = job,
                       .programArguments = {u"--name"_s, u"Client test"_s},
                       .flinkConfiguration = Checkpointed};
    const auto run = api.runJar(jar, request, capabilities, 60s);
    WAIT_FOR(run.answer);
    QCOMPARE(run.answer.result().value().value, job);
    TRY_ANSWER(api.jobs(), value.first().tasks.running == value.first().tasks.total);
    TRY_ANSWER(api.job(job), value.timestamps.contains(JobStatus::Running));
    TRY_ANSWER(api.jobConfig(job),
               value.userConfig.value(u"headgate.deployment"_s) == u"6f9619ff"_s);
    TRY_ANSWER(api.checkpoints(job),
               value.latestCompleted && value.latestCompleted->isRestorable());
    TRY_ANSWER(api.checkpointsConfig(job),
               value.isExternalized && value.interval == Duration(200ms));
    TRY_ANSWER(api.exceptions(job, 5), value.entries.isEmpty());
    TRY_ANSWER(api.metrics(job, {u"numRestarts"_s}), value.restarts(false) == 0);

    const QString savepoint = next();
    const QString directory = cluster.savepointDirectory() + u'/' + savepoint;
    const auto trigger = api.triggerSavepoint(
        job, {.triggerId = savepoint, .targetDirectory = directory}, capabilities);
    WAIT_FOR(trigger);
    QCOMPARE(trigger.result().value().value, savepoint);
    TRY_ANSWER(api.savepointStatus(job, savepoint), value.location.contains(directory));
    TRY_ANSWER(api.savepointStatus(job, next()), value.phase == SavepointStatus::Phase::NotFound);

    const QString stop = next();
    const auto stopping = api.stopJob(
        job, {.triggerId = stop, .targetDirectory = cluster.savepointDirectory()}, capabilities);
    WAIT_FOR(stopping);
    QCOMPARE(stopping.result().value().value, stop);
    TRY_ANSWER(api.savepointStatus(job, stop), value.phase == SavepointStatus::Phase::Completed);
    TRY_ANSWER(api.jobs(), value.first().status == JobStatus::Finished && value.first().endTime);
    TRY_ANSWER(api.checkpoints(job), value.latestSavepoint && value.latestSavepoint->isOfStop());
    // For a moment a cluster still takes the cancellation of a job that it shows as FINISHED.
    TRY_ANSWER(api.cancelJob(job), value == CancelAnswer::AlreadyEnded);

    const auto status = api.savepointStatus(job, stop);
    WAIT_FOR(status);
    request.jobId = next();
    request.savepointPath = status.result().value().value.location;
    const auto again = api.runJar(jar, request, capabilities, 60s);
    WAIT_FOR(again.answer);
    QVERIFY(again.answer.result());
    TRY_ANSWER(api.checkpoints(request.jobId),
               value.latestRestored && value.latestRestored->path == request.savepointPath);
    const auto cancel = api.cancelJob(request.jobId);
    WAIT_FOR(cancel);
    QCOMPARE(cancel.result().value().value, CancelAnswer::Accepted);
    TRY_ANSWER(api.job(request.jobId), value.status == JobStatus::Canceled);
    for (const bool wasThere : {true, false}) {
        const auto deleted = api.deleteJar(jar);
        WAIT_FOR(deleted);
        QCOMPARE(deleted.result().value().value, wasThere);
    }
    const auto gone = api.runJar(jar, request, capabilities, 60s);
    WAIT_FOR(gone.answer);
    QCOMPARE(gone.answer.result().error().kind, ErrorKind::JarMissing);
}

// The answer to a run is lost: the outcome is unknown, and the same id again is a duplicate.
void FlinkClientTest::lostAnswers()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster cluster({.version = version});
    QVERIFY2(cluster.start(), qPrintable(cluster.failure()));
    FaultProxy proxy(cluster.url());
    Api api(Endpoint::from({.url = proxy.url().toString()}).value(), m_clock);
    const auto upload = api.uploadJar(m_jar, u"sample.jar"_s);
    WAIT_FOR(upload.answer);
    const QString jar = upload.answer.result().value().value;
    const Capabilities capabilities = capabilitiesOf(Version{1, 20});
    const RunRequest request{.jobId = next()};
    proxy.add({.kind = FaultKind::CutAfter, .method = u"POST"_s});
    const auto lost = api.runJar(jar, request, capabilities, 60s);
    WAIT_FOR(lost.answer);
    QCOMPARE(lost.answer.result().error().kind, ErrorKind::UnknownOutcome);
    const auto repeated = api.runJar(jar, request, capabilities, 60s);
    WAIT_FOR(repeated.answer);
    QCOMPARE(repeated.answer.result().error().kind, ErrorKind::Duplicate);
    QCOMPARE(cluster.bare().jobs()->size(), 1);

    proxy.add({.kind = FaultKind::CutAfter, .method = u"PATCH"_s});
    const auto cancel = api.cancelJob(request.jobId);
    WAIT_FOR(cancel);
    QCOMPARE(cancel.result().error().kind, ErrorKind::UnknownOutcome);
    EVENTUALLY_EQUAL(cluster.bare().stateOf(request.jobId), u"CANCELED"_s);

    cluster.killJobManager();
    Api direct(Endpoint::from({.url = cluster.url().toString()}).value(), m_clock);
    const auto read = direct.jobs();
    const auto change = direct.cancelJob(request.jobId);
    WAIT_FOR(read);
    WAIT_FOR(change);
    QCOMPARE(read.result().error().kind, ErrorKind::ConnectionRefused);
    QCOMPARE(change.result().error().kind, ErrorKind::NotSent);
}

QTEST_GUILESS_MAIN(FlinkClientTest)
#include "tst_flinkclient.moc"
