// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/simulation/realside.h"

#include "model/clusters/statefiles.h"
#include "model/engine/translation.h"
#include "tests/flink/fixture/eventually.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QUrl>
#include <QUuid>

namespace headgate::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int CacheTime = 100; // ms, as the fixture configures it
const QMap<QString, QString> Checkpointed{
    {u"execution.checkpointing.interval"_s, u"500 ms"_s},
    {u"execution.checkpointing.externalized-checkpoint-retention"_s, u"RETAIN_ON_CANCELLATION"_s}};

QString idOf(const QString &name)
{
    return QUuid::createUuidV5(QUuid(), name).toString(QUuid::Id128);
}

template <typename T>
Result<T> await(QFuture<Result<T>> future)
{
    return QTest::qWaitFor([&] { return future.isFinished(); }, Patience)
        ? future.result()
        : failure(ErrorKind::TimedOut, u"There was no answer."_s);
}

template <typename T>
OutcomeKind kindOf(const Result<flink::Dated<T>> &answer)
{
    return answer ? OutcomeKind::Accepted : translation::outcome(answer.error(), {}).kind;
}

} // namespace

RealSide::RealSide(FlinkVersion version)
    : m_cluster({.version = version,
                 // What was read a moment ago is still on disk.
                 .configuration = {{u"state.checkpoints.num-retained"_s, u"100"_s}}})
{
}

QString RealSide::begin()
{
    if (!m_cluster.start())
        return m_cluster.failure();
    const auto endpoint = flink::Endpoint::from({.url = m_cluster.url().toString()});
    m_api = std::make_unique<flink::Api>(*endpoint, m_clock);
    const auto config = await(m_api->config());
    if (!config)
        return config.error().message;
    m_capabilities = config->value.capabilities;
    const auto jar = await(m_api->uploadJar(sampleJob(), u"script.jar"_s).answer);
    if (!jar)
        return jar.error().message;
    m_jar = jar->value;
    return {};
}

flink::Call<QString> RealSide::send(const Run &run)
{
    flink::RunRequest request{
        .jobId = idOf(run.job), .savepointPath = run.from, .flinkConfiguration = Checkpointed};
    switch (run.main) {
    case Main::Submits:
        break;
    case Main::Throws:
        request.programArguments = {u"--throw-in-main"_s, u"on purpose"_s};
        break;
    case Main::SubmitsTwice:
        request.programArguments = {u"--two-jobs"_s};
        break;
    case Main::Sleeps:
        request.programArguments = {u"--sleep-in-main"_s, u"20"_s};
        break;
    case Main::WantsManySlots:
        request.parallelism = 99;
        break;
    }
    return m_api->runJar(run.hasJar ? m_jar : u"no-such.jar"_s, request, m_capabilities, 120s);
}

OutcomeKind RealSide::run(const Run &run)
{
    return kindOf(await(send(run).answer));
}

void RealSide::beginRun(const Run &run)
{
    (void)send(run);
}

OutcomeKind RealSide::cancel(const QString &job)
{
    const auto answer = await(m_api->cancelJob(idOf(job)));
    if (!answer)
        return kindOf(answer);
    switch (answer->value) {
    case flink::CancelAnswer::Accepted:
        return OutcomeKind::Accepted;
    case flink::CancelAnswer::AlreadyEnded:
        return OutcomeKind::AlreadyTerminal;
    case flink::CancelAnswer::UnknownJob:
        return OutcomeKind::NotFound;
    }
    return OutcomeKind::Unknown;
}

OutcomeKind RealSide::savepoint(const QString &job, const QString &trigger)
{
    return kindOf(await(
        m_api->triggerSavepoint(idOf(job),
                                {.triggerId = idOf(trigger),
                                 .targetDirectory = "file://"_L1 + m_cluster.savepointDirectory()},
                                m_capabilities)));
}

OutcomeKind RealSide::stop(const QString &job, const QString &trigger, bool isWritable)
{
    const QString directory = isWritable ? m_cluster.savepointDirectory() : u"/proc/headgate"_s;
    return kindOf(await(m_api->stopJob(
        idOf(job), {.triggerId = idOf(trigger), .targetDirectory = "file://"_L1 + directory},
        m_capabilities)));
}

OperationView RealSide::operation(const QString &job, const QString &trigger)
{
    OperationView view;
    (void)QTest::qWaitFor(
        [&] {
            const auto answer = await(m_api->savepointStatus(idOf(job), idOf(trigger)));
            if (answer)
                view = translation::operation(trigger, *answer);
            return answer && view.state != OperationState::InProgress;
        },
        Patience);
    return view;
}

std::optional<FlinkJobStatus> RealSide::status(const QString &job)
{
    const auto jobs = await(m_api->jobs());
    if (!jobs)
        return FlinkJobStatus::Unknown;
    const auto row = std::ranges::find(jobs->value, idOf(job), &flink::JobSummary::id);
    return row == jobs->value.end() ? std::nullopt
                                    : std::optional(translation::jobStatus(row->status));
}

std::optional<FlinkJobStatus> RealSide::waitFor(const QString &job, FlinkJobStatus wanted)
{
    std::optional<FlinkJobStatus> found;
    (void)QTest::qWaitFor([&] { return (found = status(job)) == wanted; }, Patience);
    return found;
}

bool RealSide::waitForCheckpoint(const QString &job)
{
    return QTest::qWaitFor(
        [&] {
            const auto state = readState(job);
            return state && state->completed;
        },
        Patience);
}

std::optional<StateView> RealSide::readState(const QString &job)
{
    const auto checkpoints = await(m_api->checkpoints(idOf(job)));
    const auto config = await(m_api->checkpointsConfig(idOf(job)));
    const auto state =
        translation::state(checkpoints, config, await(m_api->job(idOf(job))), QString());
    return state ? std::optional(*state) : std::nullopt;
}

StateView RealSide::state(const QString &job)
{
    std::optional<StateView> state;
    QElapsedTimer timer;
    timer.start();
    (void)QTest::qWaitFor( // until nothing can come out of Flink's cache any more
        [&] {
            state = readState(job);
            return state && timer.hasExpired(5 * CacheTime);
        },
        Patience);
    return state.value_or(StateView());
}

bool RealSide::isOnDisk(const QString &path)
{
    return !path.isEmpty() && QFile::exists(QUrl(path).path() + u"/_metadata"_s);
}

qint64 RealSide::placeOnDisk(const QString &path)
{
    const QFileInfo above(QFileInfo(QUrl(path).path()).path());
    const auto found = savepointBelow(above.path(), above.fileName());
    return found && *found ? (*found)->id : 0;
}

bool RealSide::waitUntilGone(const QString &path)
{
    return QTest::qWaitFor([&] { return !isOnDisk(path); }, Patience);
}

void RealSide::replaceJobManager()
{
    m_cluster.killJobManager();
    (void)(m_cluster.restartJobManager() && m_cluster.waitForTaskManagers(1));
    (void)QTest::qWaitFor([&] { return m_cluster.bare().freeSlots() == 4; }, Patience);
}

} // namespace headgate::test
