// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/requests.h"

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

QString wordOf(ClaimMode mode)
{
    switch (mode) {
    case ClaimMode::NoClaim:
        return u"NO_CLAIM"_s;
    case ClaimMode::Claim:
        return u"CLAIM"_s;
    case ClaimMode::Legacy:
        return u"LEGACY"_s;
    }
    Q_UNREACHABLE();
}

Json listOf(const QStringList &texts)
{
    Json result = Json::array();
    for (const QString &text : texts)
        result.append(Json(text));
    return result;
}

Json objectOf(const QMap<QString, QString> &values)
{
    Json result = Json::object();
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        result.set(it.key(), Json(it.value()));
    return result;
}

void setUnlessEmpty(Json &body, QStringView key, const QString &value)
{
    if (!value.isEmpty())
        body.set(key, Json(value));
}

} // namespace

Json toJson(const RunRequest &request, const Capabilities &capabilities)
{
    Json body = Json::object({{u"jobId"_s, Json(request.jobId)},
                              {u"parallelism"_s, Json(request.parallelism)},
                              {u"programArgsList"_s, listOf(request.programArguments)}});
    setUnlessEmpty(body, u"entryClass", request.entryClass);
    setUnlessEmpty(body, u"savepointPath", request.savepointPath);
    body.set(u"allowNonRestoredState", Json(request.allowNonRestoredState));
    if (capabilities.claimMode)
        body.set(u"claimMode", Json(wordOf(request.claimMode)));
    else if (capabilities.restoreMode)
        body.set(u"restoreMode", Json(wordOf(request.claimMode)));
    if (capabilities.flinkConfiguration && !request.flinkConfiguration.isEmpty())
        body.set(u"flinkConfiguration", objectOf(request.flinkConfiguration));
    return body;
}

// Here Flink writes targetDirectory, below target-directory: a wrong spelling is ignored by 1.20.
Json toJson(const StopRequest &request, const Capabilities &capabilities)
{
    Json body = Json::object({{u"drain"_s, Json(request.drain)}});
    setUnlessEmpty(body, u"targetDirectory", request.targetDirectory);
    if (capabilities.triggerId)
        setUnlessEmpty(body, u"triggerId", request.triggerId);
    return body;
}

Json toJson(const SavepointRequest &request, const Capabilities &capabilities)
{
    Json body = Json::object({{u"cancel-job"_s, Json(false)}});
    setUnlessEmpty(body, u"target-directory", request.targetDirectory);
    if (capabilities.triggerId)
        setUnlessEmpty(body, u"triggerId", request.triggerId);
    return body;
}

} // namespace headgate::flink
