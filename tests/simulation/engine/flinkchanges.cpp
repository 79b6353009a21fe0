// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/flinkrest.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

// The requests that change something.
namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

HttpAnswer json(const QJsonObject &object, int status = 200)
{
    return {.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

QJsonObject bodyOf(const HttpRequest &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

//! What \a pattern captures of the path of a request with \a verb; empty where it is another.
QString captured(const HttpRequest &request, const char *verb, const QString &pattern)
{
    if (request.verb != verb)
        return {};
    const QRegularExpression expression(u'^' + pattern + u'$');
    return expression.match(request.path).captured(1);
}

QMap<QString, QString> stringsOf(const QJsonObject &object)
{
    QMap<QString, QString> strings;
    for (auto it = object.begin(); it != object.end(); ++it)
        strings.insert(it.key(), it.value().toString());
    return strings;
}

} // namespace

std::optional<RunJob> FlinkRest::run(const HttpRequest &request)
{
    const QString jar = captured(request, "POST", u"/jars/([^/]+)/run"_s);
    if (jar.isEmpty())
        return std::nullopt;
    const QJsonObject body = bodyOf(request);
    RunJob run{.flinkJobId = body[u"jobId"_s].toString(),
               .jarId = jar,
               .entryClass = body[u"entryClass"_s].toString(),
               .parallelism = body[u"parallelism"_s].toInt(),
               .savepointPath = body[u"savepointPath"_s].toString(),
               .allowNonRestoredState = body[u"allowNonRestoredState"_s].toBool(),
               .flinkConfiguration = stringsOf(body[u"flinkConfiguration"_s].toObject())};
    run.jobId = uuidFromFlinkId(run.flinkJobId);
    return run;
}

std::optional<StopJob> FlinkRest::stop(const HttpRequest &request)
{
    const QString job = captured(request, "POST", u"/jobs/([0-9a-f]{32})/stop"_s);
    if (job.isEmpty())
        return std::nullopt;
    const QJsonObject body = bodyOf(request);
    const QString trigger = body[u"triggerId"_s].toString();
    return StopJob{.savepointId = uuidFromFlinkId(trigger),
                   .flinkJobId = job,
                   .triggerId = trigger,
                   .directory = body[u"targetDirectory"_s].toString(),
                   .isDrained = body[u"drain"_s].toBool()};
}

std::optional<TriggerSavepoint> FlinkRest::savepoint(const HttpRequest &request)
{
    const QString job = captured(request, "POST", u"/jobs/([0-9a-f]{32})/savepoints"_s);
    if (job.isEmpty())
        return std::nullopt;
    const QJsonObject body = bodyOf(request);
    const QString trigger = body[u"triggerId"_s].toString();
    return TriggerSavepoint{.savepointId = uuidFromFlinkId(trigger),
                            .flinkJobId = job,
                            .triggerId = trigger,
                            .directory = body[u"target-directory"_s].toString()};
}

std::optional<DisposeSavepoint> FlinkRest::disposal(const HttpRequest &request)
{
    if (request.verb != "POST" || request.path != "/savepoint-disposal"_L1)
        return std::nullopt;
    return DisposeSavepoint{.location = bodyOf(request)[u"savepoint-path"_s].toString()};
}

std::optional<CancelJob> FlinkRest::cancel(const HttpRequest &request)
{
    const QString job = captured(request, "PATCH", u"/jobs/([0-9a-f]{32})"_s);
    return job.isEmpty() ? std::nullopt : std::optional(CancelJob{.flinkJobId = job});
}

HttpAnswer FlinkRest::change(const HttpRequest &request)
{
    if (const auto wanted = run(request))
        return answerTo(*wanted);
    if (const auto wanted = cancel(request))
        return answerTo(*wanted);
    const auto triggered = [](const QString &id) { return json({{u"request-id"_s, id}}, 202); };
    if (const auto wanted = stop(request)) {
        (void)m_flink.stop(wanted->flinkJobId, wanted->triggerId, wanted->directory, true);
        return triggered(wanted->triggerId);
    }
    if (const auto wanted = savepoint(request)) {
        (void)m_flink.stop(wanted->flinkJobId, wanted->triggerId, wanted->directory, false);
        return triggered(wanted->triggerId);
    }
    if (const auto wanted = disposal(request))
        return triggered(m_flink.dispose(wanted->location));
    if (request.path == "/jars/upload"_L1)
        return upload(request);
    return recorded("no-route-post.404");
}

HttpAnswer FlinkRest::upload(const HttpRequest &request)
{
    static const QRegularExpression name(u"filename=\"([^\"]+)\""_s);
    const QString jar = name.match(QString::fromLatin1(request.body.left(1000))).captured(1);
    if (jar.isEmpty())
        return recorded("upload-nojar.400");
    const QString id = u"%1_%2"_s.arg(++m_uploads, 8, 10, QChar(u'0')).arg(jar);
    m_flink.jars.insert(id);
    return json({{u"filename"_s, QString(u"/var/flink/upload/flink-web-upload/"_s + id)},
                 {u"status"_s, u"success"_s}});
}

HttpAnswer FlinkRest::answerTo(const RunJob &request)
{
    const Outcome outcome = m_flink.run(request);
    switch (outcome.kind) {
    case OutcomeKind::Accepted:
        return json({{u"jobid"_s, request.flinkJobId}});
    case OutcomeKind::Duplicate:
        return recorded("run-duplicate.400");
    case OutcomeKind::JarMissing:
        return recorded("run-no-jar.500");
    case OutcomeKind::Rejected:
        if (outcome.message.contains(request.savepointPath) && !request.savepointPath.isEmpty())
            return recorded("run-no-savepoint.400",
                            {{u"file:///var/flink/sp/missing"_s, request.savepointPath}});
        return recorded("run-throws.400");
    case OutcomeKind::NotSent:
    case OutcomeKind::Unknown:
    case OutcomeKind::NotFound:
    case OutcomeKind::AlreadyTerminal:
        break;
    }
    Q_UNREACHABLE();
}

HttpAnswer FlinkRest::answerTo(const CancelJob &request)
{
    switch (m_flink.cancel(request.flinkJobId).kind) {
    case OutcomeKind::Accepted:
        return json(QJsonObject(), 202);
    case OutcomeKind::AlreadyTerminal:
        return recorded("cancel-finished.409");
    case OutcomeKind::NotFound:
    case OutcomeKind::Duplicate:
    case OutcomeKind::Rejected:
    case OutcomeKind::JarMissing:
    case OutcomeKind::NotSent:
    case OutcomeKind::Unknown:
        break;
    }
    return recorded("cancel-unknown.404");
}

} // namespace headgate::simulation
