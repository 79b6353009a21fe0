// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/simulation/simulatedside.h"

#include "model/core/ids.h"

namespace headgate::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using simulation::StopFate;

namespace {

const QString Jar = u"jar"_s;

//! Operations are known by the id of a Savepoint, whose name this is.
QString idOf(const QString &name)
{
    return QUuid::createUuidV5(QUuid(), name).toString(QUuid::WithoutBraces);
}

QString flinkJobOf(const QString &name)
{
    return flinkId(idOf(name));
}

} // namespace

SimulatedSide::SimulatedSide()
{
    m_flink.keepsJars = true;
    m_flink.jars.insert(Jar);
    m_flink.checkpointInterval = 1s;
    m_flink.cancelTime = 1s;
    m_flink.advance(Instant(1h));
}

template <typename Condition>
bool SimulatedSide::waitUntil(Condition isTrue)
{
    for (int second = 0; second < 120 && !isTrue(); ++second)
        m_flink.advance(m_flink.now + 1s);
    return isTrue();
}

OutcomeKind SimulatedSide::run(const Run &run)
{
    m_flink.rejectsRuns = run.main == Main::Throws;
    m_flink.answersRunsWithError = run.main == Main::SubmitsTwice;
    m_flink.mainTime = run.main == Main::Sleeps ? 20s : 1s;
    m_flink.tasksTime = run.main == Main::WantsManySlots ? Duration(1h) : Duration(0s);
    return m_flink
        .run({.flinkJobId = flinkJobOf(run.job),
              .jarId = run.hasJar ? Jar : u"no such jar"_s,
              .savepointPath = run.from})
        .kind;
}

OutcomeKind SimulatedSide::cancel(const QString &job)
{
    return m_flink.cancel(flinkJobOf(job)).kind;
}

OutcomeKind SimulatedSide::savepoint(const QString &job, const QString &trigger)
{
    return m_flink.stop(flinkJobOf(job), flinkJobOf(trigger), u"file:/sp/"_s + trigger, false).kind;
}

OutcomeKind SimulatedSide::stop(const QString &job, const QString &trigger, bool isWritable)
{
    m_flink.stopFate = isWritable ? StopFate::Success : StopFate::Permanent;
    return m_flink.stop(flinkJobOf(job), flinkJobOf(trigger), u"file:/sp/"_s + trigger, true).kind;
}

OperationView SimulatedSide::operation(const QString &, const QString &trigger)
{
    (void)waitUntil(
        [&] { return m_flink.operation(idOf(trigger)).state != OperationState::InProgress; });
    return m_flink.operation(idOf(trigger));
}

std::optional<FlinkJobStatus> SimulatedSide::status(const QString &job)
{
    const ClusterView seen = m_flink.overview();
    const auto row = seen.jobs.constFind(flinkJobOf(job));
    return row == seen.jobs.constEnd() ? std::nullopt : std::optional(row->status);
}

std::optional<FlinkJobStatus> SimulatedSide::waitFor(const QString &job, FlinkJobStatus wanted)
{
    (void)waitUntil([&] { return status(job) == wanted; });
    return status(job);
}

bool SimulatedSide::waitForCheckpoint(const QString &job)
{
    return waitUntil([&] { return m_flink.state(flinkJobOf(job)).completed.has_value(); });
}

StateView SimulatedSide::state(const QString &job)
{
    const Instant until = m_flink.now + 10s; // what was cached is older than that
    while (m_flink.now < until)
        m_flink.advance(m_flink.now + 1s);
    return m_flink.state(flinkJobOf(job));
}

bool SimulatedSide::isOnDisk(const QString &path)
{
    return m_world.files.contains(path);
}

qint64 SimulatedSide::placeOnDisk(const QString &path)
{
    return m_world.numberOf(path);
}

bool SimulatedSide::waitUntilGone(const QString &path)
{
    return !isOnDisk(path);
}

void SimulatedSide::replaceJobManager()
{
    m_flink.die();
    m_flink.comeBack();
    const Instant until = m_flink.now + 30s; // tasks of before have ended, and others found it
    while (m_flink.now < until)
        m_flink.advance(m_flink.now + 1s);
}

} // namespace headgate::test
