// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/clustervalues.h"

#include "model/flink/jsonread.h"

namespace headgate::flink {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

std::optional<ClusterConfig> ClusterConfig::fromJson(const Json &json)
{
    const QString text = json[u"flink-version"].toString();
    const Json &features = json[u"features"];
    if (text.isEmpty() || !features.isObject())
        return std::nullopt;
    const std::optional<Version> version = versionFrom(text);
    return ClusterConfig{
        .versionText = text,
        .version = version,
        .capabilities = capabilitiesOf(version),
        .canSubmit = features[u"web-submit"].toBool().value_or(false),
        .isHistoryServer = features[u"web-history"].toBool().value_or(false),
    };
}

std::optional<ClusterOverview> ClusterOverview::fromJson(const Json &json)
{
    if (!json[u"taskmanagers"].toInteger() || !json[u"slots-total"].toInteger())
        return std::nullopt;
    return ClusterOverview{
        .taskManagers = countIn(json[u"taskmanagers"]),
        .slotsTotal = countIn(json[u"slots-total"]),
        .slotsAvailable = countIn(json[u"slots-available"]),
        .jobsRunning = countIn(json[u"jobs-running"]),
        .versionText = json[u"flink-version"].toString(),
    };
}

std::optional<JobManagerConfig> JobManagerConfig::fromJson(const Json &json)
{
    if (!json.isArray())
        return std::nullopt;
    JobManagerConfig result;
    for (const Json &entry : json.elements()) {
        if (!entry[u"key"].isString())
            return std::nullopt;
        result.values.insert(entry[u"key"].toString(), entry[u"value"].toString());
    }
    return result;
}

QString JobManagerConfig::incarnation() const
{
    return values.value(u"web.tmpdir"_s);
}

bool JobManagerConfig::isHighlyAvailable() const
{
    const QString type =
        values.value(u"high-availability.type"_s, values.value(u"high-availability"_s));
    return !type.isEmpty() && type.compare(u"NONE"_s, Qt::CaseInsensitive) != 0;
}

QString JobManagerConfig::savepointDirectory() const
{
    return values.value(u"execution.checkpointing.savepoint-dir"_s,
                        values.value(u"state.savepoints.dir"_s));
}

QString JobManagerConfig::checkpointDirectory() const
{
    return values.value(u"execution.checkpointing.dir"_s, values.value(u"state.checkpoints.dir"_s));
}

QString JobManagerConfig::highAvailabilityDirectory() const
{
    return values.value(u"high-availability.storageDir"_s);
}

std::optional<Duration> JobManagerConfig::heartbeatTimeout() const
{
    return durationFrom(values.value(u"heartbeat.timeout"_s));
}

bool JobManagerConfig::hasAdaptiveScheduler() const
{
    const auto says = [this](const QString &option, QLatin1StringView word) {
        return values.value(option).trimmed().compare(word, Qt::CaseInsensitive) == 0;
    };
    return says(u"jobmanager.scheduler"_s, "adaptive"_L1)
        || says(u"scheduler-mode"_s, "reactive"_L1);
}

Duration JobManagerConfig::checkpointCacheTime() const
{
    const auto own = durationFrom(values.value(u"rest.cache.checkpoint-statistics.timeout"_s));
    return own ? *own : durationFrom(values.value(u"web.refresh-interval"_s)).value_or(3s);
}

Duration JobManagerConfig::operationStoreDuration() const
{
    return durationFrom(values.value(u"rest.async.store-duration"_s)).value_or(5min);
}

std::optional<QList<TaskManager>> taskManagersFromJson(const Json &json)
{
    if (!json[u"taskmanagers"].isArray())
        return std::nullopt;
    QList<TaskManager> result;
    for (const Json &each : json[u"taskmanagers"].elements()) {
        if (!each[u"id"].isString())
            return std::nullopt;
        result.append({.id = each[u"id"].toString(),
                       .path = each[u"path"].toString(),
                       .slotsNumber = countIn(each[u"slotsNumber"]),
                       .freeSlots = countIn(each[u"freeSlots"]),
                       .lastHeartbeat = pastInstantIn(each[u"timeSinceLastHeartbeat"])});
    }
    return result;
}

std::optional<QList<Jar>> jarsFromJson(const Json &json)
{
    if (!json[u"files"].isArray())
        return std::nullopt;
    QList<Jar> result;
    for (const Json &each : json[u"files"].elements()) {
        if (!each[u"id"].isString())
            return std::nullopt;
        Jar jar{.id = each[u"id"].toString(),
                .name = each[u"name"].toString(),
                .uploadedAt = instantIn(each[u"uploaded"])};
        for (const Json &entry : each[u"entry"].elements())
            jar.entryClasses.append(entry[u"name"].toString());
        result.append(jar);
    }
    return result;
}

} // namespace headgate::flink
