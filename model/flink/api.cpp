// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/api.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPromise>
#include <QRegularExpression>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

//! One segment of a path.
QString segment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString pathOfJob(const QString &jobId, const QString &rest = {})
{
    return u"/jobs/"_s + segment(jobId) + rest;
}

RestRequest reading(const QString &path)
{
    return {.path = path};
}

RestRequest posting(const QString &path, const Json &body)
{
    return {.verb = "POST", .path = path, .body = body.toCompact()};
}

//! The outcome of \a transcript as \a parse understands it; errors that \a recover knows are
//! values. Flink's own JSON of another shape is as foreign as any other answer.
template <typename T, typename Parse, typename Recover>
Result<Dated<T>> understood(const Transcript &transcript, const Parse &parse,
                            const Recover &recover)
{
    const Result<Json> json = outcome(transcript);
    std::optional<T> value = json ? parse(*json) : recover(json.error());
    if (!value)
        return Failure(json ? unexpectedAnswer(transcript) : json.error());
    return Dated<T>{.value = std::move(*value),
                    .requestedAt = transcript.requestedAt,
                    .answeredAt = transcript.answeredAt};
}

template <typename T, typename Parse, typename Recover>
Call<T> send(RestClient &client, const RestRequest &request, const Parse &parse,
             const Recover &recover)
{
    // A promise that is destroyed unfinished cancels its future: so does the client that goes.
    const auto promise = std::make_shared<QPromise<Result<Dated<T>>>>();
    promise->start();
    const auto parser = std::decay_t<Parse>(parse); // of a function: its address
    const OpenRequest open =
        client.send(request, [promise, parser, recover](const Transcript &transcript) {
            promise->addResult(understood<T>(transcript, parser, recover));
            promise->finish();
        });
    return {.answer = promise->future(), .request = open};
}

template <typename T, typename Parse>
Call<T> send(RestClient &client, const RestRequest &request, const Parse &parse)
{
    return send<T>(client, request, parse, [](const Error &) { return std::optional<T>(); });
}

template <typename T>
Call<T> refusedHere(const QString &message)
{
    Result<Dated<T>> refusal = failure(ErrorKind::Invalid, message);
    return {.answer = QtFuture::makeReadyFuture(std::move(refusal)), .request = {}};
}

//! A string member that an answer must have.
auto textOf(const QString &key)
{
    return [key](const Json &json) {
        const QString text = json[key].toString();
        return text.isEmpty() ? std::nullopt : std::optional(text);
    };
}

//! The word is another for `/checkpoints` and `/checkpoints/config`.
bool saysCheckpointingIsOff(const Error &error)
{
    return error.kind == ErrorKind::NotFound
        && (error.detail.contains("Checkpointing has not been enabled"_L1)
            || error.detail.contains("Checkpointing is not enabled"_L1));
}

//! Not so the route of a proxy or of a history server, which is missing as well.
bool saysJobIsUnknown(const Error &error)
{
    return error.detail.contains("Job could not be found"_L1)
        || error.detail.contains("FlinkJobNotFoundException"_L1);
}

//! 1.15 and newer, and before.
bool saysOperationIsUnknown(const Error &error)
{
    return error.kind == ErrorKind::NotFound
        && (error.detail.contains("There is no savepoint operation"_L1)
            || error.detail.contains("Operation not found under key"_L1));
}

std::optional<QString> jarIdIn(const Json &json)
{
    const QString file = json[u"filename"].toString();
    const QString id = file.sliced(std::max(file.lastIndexOf(u'/'), file.lastIndexOf(u'\\')) + 1);
    return id.isEmpty() ? std::nullopt : std::optional(id);
}

//! Why \a file cannot be uploaded under \a remoteName; empty if it can.
QString errorInUpload(const QString &file, const QString &remoteName)
{
    static const QRegularExpression allowed(u"^[A-Za-z0-9._-]+\\.jar$"_s);
    const QFileInfo info(file);
    if (!allowed.match(remoteName).hasMatch())
        return QCoreApplication::translate("headgate::flink", "\"%1\" cannot be the name of a jar.")
            .arg(remoteName);
    if (!info.isFile() || !info.isReadable())
        return QCoreApplication::translate("headgate::flink", "The jar %1 cannot be read.")
            .arg(file);
    if (info.size() == 0)
        return QCoreApplication::translate("headgate::flink", "The jar %1 is empty.").arg(file);
    return {};
}

} // namespace

Api::Api(Endpoint endpoint, const Clock &clock, Limits limits)
    : m_client(std::move(endpoint), clock, limits)
{
}

Api::~Api() = default;

Answer<ClusterConfig> Api::config()
{
    return send<ClusterConfig>(m_client, reading(u"/config"_s), ClusterConfig::fromJson).answer;
}

Answer<ClusterOverview> Api::overview()
{
    return send<ClusterOverview>(m_client, reading(u"/overview"_s), ClusterOverview::fromJson)
        .answer;
}

Answer<JobManagerConfig> Api::jobManagerConfig()
{
    return send<JobManagerConfig>(m_client, reading(u"/jobmanager/config"_s),
                                  JobManagerConfig::fromJson)
        .answer;
}

Answer<QList<TaskManager>> Api::taskManagers()
{
    return send<QList<TaskManager>>(m_client, reading(u"/taskmanagers"_s), taskManagersFromJson)
        .answer;
}

Answer<QList<JobSummary>> Api::jobs()
{
    return send<QList<JobSummary>>(m_client, reading(u"/jobs/overview"_s), jobsFromJson).answer;
}

Answer<JobDetail> Api::job(const QString &jobId)
{
    return send<JobDetail>(m_client, reading(pathOfJob(jobId)), JobDetail::fromJson).answer;
}

Answer<JobConfig> Api::jobConfig(const QString &jobId)
{
    return send<JobConfig>(m_client, reading(pathOfJob(jobId, u"/config"_s)), JobConfig::fromJson)
        .answer;
}

Answer<JobExceptions> Api::exceptions(const QString &jobId, int maximum)
{
    RestRequest request = reading(pathOfJob(jobId, u"/exceptions"_s));
    request.query.addQueryItem(u"maxExceptions"_s, QString::number(maximum));
    return send<JobExceptions>(m_client, request, JobExceptions::fromJson).answer;
}

Answer<JobMetrics> Api::metrics(const QString &jobId, const QStringList &names)
{
    RestRequest request = reading(pathOfJob(jobId, u"/metrics"_s));
    request.query.addQueryItem(u"get"_s, names.join(u','));
    return send<JobMetrics>(m_client, request, JobMetrics::fromJson).answer;
}

Answer<Checkpoints> Api::checkpoints(const QString &jobId)
{
    return send<Checkpoints>(m_client, reading(pathOfJob(jobId, u"/checkpoints"_s)),
                             Checkpoints::fromJson,
                             [](const Error &error) {
                                 return saysCheckpointingIsOff(error)
                                     ? std::optional(Checkpoints{.isEnabled = false})
                                     : std::nullopt;
                             })
        .answer;
}

Answer<CheckpointsConfig> Api::checkpointsConfig(const QString &jobId)
{
    return send<CheckpointsConfig>(m_client, reading(pathOfJob(jobId, u"/checkpoints/config"_s)),
                                   CheckpointsConfig::fromJson,
                                   [](const Error &error) {
                                       return saysCheckpointingIsOff(error)
                                           ? std::optional(CheckpointsConfig{.isEnabled = false})
                                           : std::nullopt;
                                   })
        .answer;
}

Answer<SavepointStatus> Api::savepointStatus(const QString &jobId, const QString &triggerId)
{
    const QString path = pathOfJob(jobId, u"/savepoints/"_s + segment(triggerId));
    return send<SavepointStatus>(m_client, reading(path), SavepointStatus::fromJson,
                                 [](const Error &error) {
                                     return saysOperationIsUnknown(error)
                                         ? std::optional(SavepointStatus{})
                                         : std::nullopt;
                                 })
        .answer;
}

Answer<QList<Jar>> Api::jars()
{
    return send<QList<Jar>>(m_client, reading(u"/jars"_s), jarsFromJson).answer;
}

Call<QString> Api::uploadJar(const QString &file, const QString &remoteName, Progress progress)
{
    if (const QString error = errorInUpload(file, remoteName); !error.isEmpty())
        return refusedHere<QString>(error);
    const RestRequest request{.verb = "POST",
                              .path = u"/jars/upload"_s,
                              .file = file,
                              .remoteName = remoteName,
                              .progress = std::move(progress)};
    return send<QString>(m_client, request, jarIdIn);
}

Answer<bool> Api::deleteJar(const QString &jarId)
{
    const RestRequest request{.verb = "DELETE", .path = u"/jars/"_s + segment(jarId)};
    return send<bool>(
               m_client, request,
               [](const Json &json) {
                   return json.isObject() ? std::optional(true) : std::nullopt;
               },
               [](const Error &error) {
                   return error.kind == ErrorKind::JarMissing ? std::optional(false) : std::nullopt;
               })
        .answer;
}

Call<QString> Api::runJar(const QString &jarId, const RunRequest &request,
                          const Capabilities &capabilities, std::chrono::milliseconds deadline)
{
    RestRequest rest =
        posting(u"/jars/"_s + segment(jarId) + u"/run"_s, toJson(request, capabilities));
    rest.deadline = deadline;
    return send<QString>(m_client, rest, textOf(u"jobid"_s));
}

Answer<CancelAnswer> Api::cancelJob(const QString &jobId)
{
    RestRequest request{.verb = "PATCH", .path = pathOfJob(jobId)};
    request.query.addQueryItem(u"mode"_s, u"cancel"_s);
    return send<CancelAnswer>(
               m_client, request,
               [](const Json &json) {
                   return json.isObject() ? std::optional(CancelAnswer::Accepted) : std::nullopt;
               },
               [](const Error &error) -> std::optional<CancelAnswer> {
                   if (error.kind == ErrorKind::NotFound && saysJobIsUnknown(error))
                       return CancelAnswer::UnknownJob;
                   if (error.kind == ErrorKind::Rejected && error.httpStatus == 409)
                       return CancelAnswer::AlreadyEnded;
                   return std::nullopt;
               })
        .answer;
}

Answer<QString> Api::stopJob(const QString &jobId, const StopRequest &request,
                             const Capabilities &capabilities)
{
    return send<QString>(m_client,
                         posting(pathOfJob(jobId, u"/stop"_s), toJson(request, capabilities)),
                         textOf(u"request-id"_s))
        .answer;
}

Answer<QString> Api::triggerSavepoint(const QString &jobId, const SavepointRequest &request,
                                      const Capabilities &capabilities)
{
    return send<QString>(m_client,
                         posting(pathOfJob(jobId, u"/savepoints"_s), toJson(request, capabilities)),
                         textOf(u"request-id"_s))
        .answer;
}

Answer<QString> Api::disposeSavepoint(const QString &path)
{
    const Json body = Json::object({{u"savepoint-path"_s, Json(path)}});
    return send<QString>(m_client, posting(u"/savepoint-disposal"_s, body), textOf(u"request-id"_s))
        .answer;
}

Answer<DisposalStatus> Api::disposalStatus(const QString &triggerId)
{
    return send<DisposalStatus>(m_client, reading(u"/savepoint-disposal/"_s + segment(triggerId)),
                                DisposalStatus::fromJson,
                                [](const Error &error) {
                                    return saysOperationIsUnknown(error)
                                        ? std::optional(DisposalStatus{})
                                        : std::nullopt;
                                })
        .answer;
}

} // namespace headgate::flink
