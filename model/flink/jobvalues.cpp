// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/jobvalues.h"

#include "model/flink/errortext.h"
#include "model/flink/jsonread.h"

#include <array>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

struct StatusWord {
    JobStatus status;
    QLatin1StringView word;
};

constexpr std::array StatusWords{
    StatusWord{JobStatus::Initializing, "INITIALIZING"_L1},
    StatusWord{JobStatus::Created, "CREATED"_L1},
    StatusWord{JobStatus::Running, "RUNNING"_L1},
    StatusWord{JobStatus::Failing, "FAILING"_L1},
    StatusWord{JobStatus::Failed, "FAILED"_L1},
    StatusWord{JobStatus::Cancelling, "CANCELLING"_L1},
    StatusWord{JobStatus::Canceled, "CANCELED"_L1},
    StatusWord{JobStatus::Finished, "FINISHED"_L1},
    StatusWord{JobStatus::Restarting, "RESTARTING"_L1},
    StatusWord{JobStatus::Suspended, "SUSPENDED"_L1},
    StatusWord{JobStatus::Reconciling, "RECONCILING"_L1},
};

TaskCounts taskCountsFrom(const Json &json)
{
    return {.total = countIn(json[u"total"]),
            .created = countIn(json[u"created"]),
            .scheduled = countIn(json[u"scheduled"]),
            .deploying = countIn(json[u"deploying"]),
            .initializing = countIn(json[u"initializing"]),
            .running = countIn(json[u"running"]),
            .finished = countIn(json[u"finished"]),
            .canceling = countIn(json[u"canceling"]),
            .canceled = countIn(json[u"canceled"]),
            .failed = countIn(json[u"failed"]),
            .reconciling = countIn(json[u"reconciling"])};
}

std::optional<JobSummary> summaryFrom(const Json &json)
{
    if (json[u"jid"].toString().isEmpty() || !json[u"state"].isString())
        return std::nullopt;
    return JobSummary{.id = json[u"jid"].toString(),
                      .name = json[u"name"].toString(),
                      .status = jobStatusFrom(json[u"state"].toString()),
                      .startTime = instantIn(json[u"start-time"]),
                      .endTime = pastInstantIn(json[u"end-time"]),
                      .lastModification = instantIn(json[u"last-modification"]),
                      .tasks = taskCountsFrom(json[u"tasks"])};
}

JobException exceptionFrom(const Json &json)
{
    const QString trace = json[u"stacktrace"].toString();
    return {.name = json[u"exceptionName"].toString(),
            .message = innermostCause(trace),
            .stackTrace = trace,
            .time = instantIn(json[u"timestamp"]),
            .taskName = json[u"taskName"].toString(),
            .concurrent = int(json[u"concurrentExceptions"].elements().size())};
}

} // namespace

JobStatus jobStatusFrom(const QString &word)
{
    const auto found = std::ranges::find(StatusWords, word, &StatusWord::word);
    return found == StatusWords.end() ? JobStatus::Unknown : found->status;
}

QString toWord(JobStatus status)
{
    const auto found = std::ranges::find(StatusWords, status, &StatusWord::status);
    return found == StatusWords.end() ? u"UNKNOWN"_s : QString(found->word);
}

bool isTerminal(JobStatus status)
{
    return status == JobStatus::Finished || status == JobStatus::Failed
        || status == JobStatus::Canceled;
}

std::optional<QList<JobSummary>> jobsFromJson(const Json &json)
{
    if (!json[u"jobs"].isArray())
        return std::nullopt;
    QList<JobSummary> result;
    for (const Json &each : json[u"jobs"].elements()) {
        // A list with a hole would say that a job is absent.
        const std::optional<JobSummary> summary = summaryFrom(each);
        if (!summary)
            return std::nullopt;
        result.append(*summary);
    }
    return result;
}

std::optional<JobDetail> JobDetail::fromJson(const Json &json)
{
    if (json[u"jid"].toString().isEmpty() || !json[u"state"].isString())
        return std::nullopt;
    JobDetail result{.id = json[u"jid"].toString(),
                     .name = json[u"name"].toString(),
                     .status = jobStatusFrom(json[u"state"].toString()),
                     .startTime = instantIn(json[u"start-time"]),
                     .endTime = pastInstantIn(json[u"end-time"]),
                     .now = instantIn(json[u"now"])};
    for (const Json::Member &member : json[u"timestamps"].members()) {
        const JobStatus status = jobStatusFrom(member.name);
        const std::optional<Instant> time = pastInstantIn(member.value);
        if (time && status != JobStatus::Unknown)
            result.timestamps.insert(status, *time);
    }
    return result;
}

std::optional<JobConfig> JobConfig::fromJson(const Json &json)
{
    const Json &execution = json[u"execution-config"];
    if (!execution.isObject())
        return std::nullopt;
    return JobConfig{.userConfig = stringsIn(execution[u"user-config"]),
                     .restartStrategy = execution[u"restart-strategy"].toString(),
                     .parallelism = countIn(execution[u"job-parallelism"])};
}

std::optional<JobExceptions> JobExceptions::fromJson(const Json &json)
{
    const Json &history = json[u"exceptionHistory"];
    if (!history[u"entries"].isArray())
        return std::nullopt;
    JobExceptions result{.isTruncated = history[u"truncated"].toBool().value_or(false)};
    for (const Json &entry : history[u"entries"].elements())
        result.entries.append(exceptionFrom(entry));
    return result;
}

std::optional<JobMetrics> JobMetrics::fromJson(const Json &json)
{
    if (!json.isArray())
        return std::nullopt;
    JobMetrics result;
    for (const Json &entry : json.elements()) {
        if (!entry[u"id"].isString())
            return std::nullopt;
        result.values.insert(entry[u"id"].toString(), entry[u"value"].toString());
    }
    return result;
}

std::optional<qint64> JobMetrics::restarts(bool isAdaptive) const
{
    const auto count = [this](const QString &name) {
        bool isWhole = false;
        const qint64 value = values.value(name).toLongLong(&isWhole);
        return isWhole ? std::optional(value) : std::nullopt;
    };
    const auto restarts = count(u"numRestarts"_s);
    const auto rescales = count(u"numRescales"_s);
    if (!restarts || (isAdaptive && !rescales))
        return std::nullopt;
    return std::max<qint64>(0, *restarts - rescales.value_or(0));
}

} // namespace headgate::flink
