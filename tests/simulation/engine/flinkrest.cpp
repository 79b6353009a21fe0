// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/flinkrest.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

HttpAnswer json(const QJsonObject &object, int status = 200)
{
    return {.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

HttpAnswer list(const QJsonArray &array)
{
    return {.body = QJsonDocument(array).toJson(QJsonDocument::Compact)};
}

qint64 ms(Instant time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

//! -1 for what has not happened.
qint64 msOr(Instant time, bool hasHappened)
{
    return hasHappened ? ms(time) : -1;
}

QJsonObject checkpoint(const CheckpointMark &mark, const QString &type)
{
    return {{u"id"_s, mark.id},
            {u"status"_s, u"COMPLETED"_s},
            {u"is_savepoint"_s, mark.isSavepoint},
            {u"trigger_timestamp"_s, ms(mark.triggeredAt)},
            {u"state_size"_s, 1},
            {u"checkpoint_type"_s, type},
            {u"external_path"_s, mark.path},
            {u"discarded"_s, false}};
}

QJsonValue savepoint(const std::optional<CheckpointMark> &mark)
{
    if (!mark)
        return {};
    return checkpoint(*mark, mark->isSyncSavepoint ? u"SYNC_SAVEPOINT"_s : u"SAVEPOINT"_s);
}

} // namespace

FlinkRest::FlinkRest(SimulatedFlink &flink, QString version, QString directory)
    : m_flink(flink)
    , m_version(std::move(version))
    , m_directory(std::move(directory))
{
}

HttpAnswer FlinkRest::recorded(const char *name,
                               const QList<std::pair<QString, QString>> &changes) const
{
    const QString path = u"%1/%2/%3.json"_s.arg(QStringLiteral(HEADGATE_RECORDED_ANSWERS),
                                                m_version, QString::fromLatin1(name));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("There is no recorded answer %s.", qPrintable(path));
    HttpAnswer answer{.status = QByteArray(name).right(3).toInt(), .body = file.readAll()};
    for (const auto &[before, after] : changes)
        answer.body.replace(before.toUtf8(), after.toUtf8());
    return answer;
}

HttpAnswer FlinkRest::unavailable()
{
    return json({{u"errors"_s,
                  QJsonArray{u"Service temporarily unavailable due to an ongoing leader election. "
                             "Please refresh."_s}}},
                503);
}

HttpAnswer FlinkRest::answer(const HttpRequest &request)
{
    if (request.isChange())
        return change(request);
    static const QRegularExpression job(u"^/jobs/([0-9a-f]{32})(/.*)?$"_s);
    const QRegularExpressionMatch match = job.match(request.path);
    return match.hasMatch() ? ofJob(match.captured(2), match.captured(1)) : ofCluster(request.path);
}

// ---- reads of the cluster

HttpAnswer FlinkRest::ofCluster(const QString &path)
{
    if (path == "/jobs/overview"_L1)
        return jobs();
    if (path == "/jobmanager/config"_L1)
        return jobManagerConfig();
    if (path == "/config"_L1)
        return recorded("config.200");
    if (path == "/jars"_L1)
        return jars();
    if (path == "/overview"_L1) {
        const ClusterView seen = m_flink.overview();
        return json({{u"taskmanagers"_s, seen.slotsTotal > 0 ? 1 : 0},
                     {u"slots-total"_s, seen.slotsTotal},
                     {u"slots-available"_s, seen.slotsFree},
                     {u"jobs-running"_s, int(seen.jobs.size())}});
    }
    if (path.startsWith("/savepoint-disposal/"_L1))
        return disposalStatus(path.section(u'/', 2));
    return recorded("no-route.404");
}

HttpAnswer FlinkRest::jobManagerConfig() const
{
    QMap<QString, QString> values{{u"web.tmpdir"_s, u"/var/flink/web-"_s + m_flink.incarnation()},
                                  {u"heartbeat.timeout"_s, u"8 s"_s},
                                  {u"web.refresh-interval"_s, u"3 s"_s},
                                  {u"state.savepoints.dir"_s, m_directory + u"/sp"_s},
                                  {u"state.checkpoints.dir"_s, m_directory + u"/cp"_s}};
    if (m_flink.isHighlyAvailable) {
        values.insert(u"high-availability.type"_s, u"zookeeper"_s);
        values.insert(u"high-availability.storageDir"_s, m_directory + u"/ha"_s);
    }
    QJsonArray all;
    for (const auto &[key, value] : values.asKeyValueRange())
        all.append(QJsonObject{{u"key"_s, key}, {u"value"_s, value}});
    return list(all);
}

HttpAnswer FlinkRest::jars() const
{
    QJsonArray files;
    for (const QString &id : m_flink.jars)
        files.append(QJsonObject{
            {u"id"_s, id}, {u"name"_s, id.section(u'_', 1)}, {u"entry"_s, QJsonArray()}});
    return json({{u"address"_s, QString()}, {u"files"_s, files}});
}

HttpAnswer FlinkRest::jobs()
{
    QJsonArray rows;
    const ClusterView seen = m_flink.overview();
    for (const FlinkJob &row : seen.jobs) {
        const FlinkSide &side = m_flink.jobs.at(row.id);
        Seen &last = m_seen[row.id];
        if (last.status != row.status || last.tasksRunning != row.tasksRunning)
            last = {row.status, row.tasksRunning, m_flink.now};
        rows.append(QJsonObject{
            {u"jid"_s, row.id},
            {u"name"_s, u"trial"_s},
            {u"start-time"_s, ms(side.startedAt)},
            {u"end-time"_s, msOr(side.endedAt, isTerminal(row.status))},
            {u"duration"_s, 1},
            {u"state"_s, wireName(row.status)},
            {u"last-modification"_s, ms(last.since)},
            {u"tasks"_s,
             QJsonObject{{u"total"_s, row.tasksTotal}, {u"running"_s, row.tasksRunning}}}});
    }
    return json({{u"jobs"_s, rows}});
}

// ---- reads of a job

HttpAnswer FlinkRest::ofJob(const QString &rest, const QString &jobId)
{
    if (rest.startsWith("/savepoints/"_L1))
        return operation(jobId, rest.section(u'/', 2));
    const auto it = m_flink.jobs.find(jobId);
    const bool isKnown = it != m_flink.jobs.end() && it->second.isListed;
    if (rest == "/metrics"_L1)
        return isKnown ? recorded("metrics.200") : recorded("metrics-unknown-job.200");
    if (!isKnown)
        return recorded(rest.startsWith("/checkpoints"_L1) ? "checkpoints-unknown-job.404"
                                                           : "job-unknown.404");
    if (rest.isEmpty())
        return job(it->second);
    if (rest == "/config"_L1)
        return jobConfig(it->second);
    if (rest == "/exceptions"_L1)
        return exceptions(it->second);
    if (rest == "/checkpoints"_L1)
        return checkpoints(jobId);
    if (rest == "/checkpoints/config"_L1)
        return checkpointsConfig(it->second);
    return recorded("no-route.404");
}

HttpAnswer FlinkRest::job(const FlinkSide &job) const
{
    return json(
        {{u"jid"_s, job.id},
         {u"name"_s, u"trial"_s},
         {u"state"_s, wireName(job.status)},
         {u"start-time"_s, ms(job.startedAt)},
         {u"end-time"_s, msOr(job.endedAt, isTerminal(job.status))},
         {u"now"_s, ms(m_flink.now)},
         {u"timestamps"_s, QJsonObject{{u"RUNNING"_s, job.hasRun ? ms(job.startedAt) : 0}}}});
}

HttpAnswer FlinkRest::jobConfig(const FlinkSide &job) const
{
    const QString parameters =
        job.request.flinkConfiguration.value(u"pipeline.global-job-parameters"_s);
    const QString stamp =
        job.isForeign ? m_stamp : parameters.section(u"headgate.deployment:"_s, 1);
    return json(
        {{u"jid"_s, job.id},
         {u"name"_s, u"trial"_s},
         {u"execution-config"_s,
          QJsonObject{{u"job-parallelism"_s, job.request.parallelism},
                      {u"user-config"_s, QJsonObject{{u"headgate.deployment"_s, stamp}}}}}});
}

HttpAnswer FlinkRest::exceptions(const FlinkSide &job) const
{
    QJsonArray entries;
    if (!job.failure.isEmpty())
        entries.append(
            QJsonObject{{u"exceptionName"_s, u"java.lang.RuntimeException"_s},
                        {u"stacktrace"_s, QString(u"java.lang.RuntimeException: "_s + job.failure)},
                        {u"timestamp"_s, ms(job.endedAt)},
                        {u"concurrentExceptions"_s, QJsonArray()}});
    return json(
        {{u"exceptionHistory"_s, QJsonObject{{u"entries"_s, entries}, {u"truncated"_s, false}}}});
}

HttpAnswer FlinkRest::checkpoints(const QString &jobId)
{
    const StateView view = m_flink.state(jobId);
    const QJsonValue completed =
        view.completed ? checkpoint(*view.completed, u"CHECKPOINT"_s) : QJsonValue();
    QJsonValue restored;
    if (view.restored)
        restored = QJsonObject{{u"id"_s, view.restored->id},
                               {u"restore_timestamp"_s, ms(m_flink.jobs.at(jobId).startedAt)},
                               {u"is_savepoint"_s, view.restored->isSavepoint},
                               {u"external_path"_s, view.restored->path}};
    return json({{u"counts"_s,
                  QJsonObject{{u"restored"_s, view.restored ? 1 : 0},
                              {u"completed"_s, (view.completed ? 1 : 0) + (view.savepoint ? 1 : 0)},
                              {u"failed"_s, 0}}},
                 {u"latest"_s,
                  QJsonObject{{u"completed"_s, completed},
                              {u"savepoint"_s, simulation::savepoint(view.savepoint)},
                              {u"failed"_s, QJsonValue()},
                              {u"restored"_s, restored}}},
                 {u"history"_s, QJsonArray()}});
}

HttpAnswer FlinkRest::checkpointsConfig(const FlinkSide &job) const
{
    const auto interval =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_flink.checkpointInterval);
    return json(
        {{u"interval"_s, qint64(interval.count())},
         {u"timeout"_s, 600'000},
         {u"externalization"_s,
          QJsonObject{{u"enabled"_s, job.isExternalized}, {u"delete_on_cancellation"_s, false}}}});
}

HttpAnswer FlinkRest::operation(const QString &jobId, const QString &triggerId) const
{
    const auto it = m_flink.operations.find(triggerId);
    if (it == m_flink.operations.end() || it->second.jobId != jobId)
        return recorded("savepoint-unknown.404");
    const FlinkOperation &operation = it->second;
    if (operation.state == OperationState::InProgress)
        return recorded("savepoint-in-progress.200");
    QJsonObject result{{u"location"_s, operation.location}};
    if (operation.state == OperationState::Failed) {
        const QString cause = operation.location.isEmpty()
            ? QString(u"org.apache.flink.runtime.checkpoint.CheckpointException: "_s
                      + operation.failure)
            : u"org.apache.flink.runtime.scheduler.stopwithsavepoint."
              "StopWithSavepointStoppingException: A savepoint has been created at: %1, but the "
              "corresponding job %2 failed during stopping."_s.arg(operation.location, jobId);
        result = {
            {u"failure-cause"_s,
             QJsonObject{
                 {u"class"_s, u"java.util.concurrent.CompletionException"_s},
                 {u"stack-trace"_s,
                  u"java.util.concurrent.CompletionException: %1\nCaused by: %1\n"_s.arg(cause)}}}};
    }
    return json({{u"status"_s, QJsonObject{{u"id"_s, u"COMPLETED"_s}}}, {u"operation"_s, result}});
}

HttpAnswer FlinkRest::disposalStatus(const QString &operationId) const
{
    const OperationState state = m_flink.disposal(operationId);
    if (state == OperationState::NotFound)
        return recorded("savepoint-unknown.404");
    if (state == OperationState::InProgress)
        return recorded("savepoint-in-progress.200");
    QJsonObject result;
    if (state == OperationState::Failed)
        result.insert(u"failure-cause"_s,
                      QJsonObject{{u"class"_s, u"java.io.FileNotFoundException"_s},
                                  {u"stack-trace"_s,
                                   u"java.io.FileNotFoundException: The file is not there.\n"_s}});
    return json({{u"status"_s, QJsonObject{{u"id"_s, u"COMPLETED"_s}}}, {u"operation"_s, result}});
}

} // namespace headgate::simulation
