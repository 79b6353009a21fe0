// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/checkpointvalues.h"

#include "model/flink/errortext.h"
#include "model/flink/jsonread.h"

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

//! What Flink says for a checkpoint in the JobManager's memory becomes no path.
QString pathFrom(const Json &json)
{
    const QString path = json.toString();
    return path.startsWith(u'<') ? QString() : path;
}

Checkpoint checkpointFrom(const Json &json)
{
    return {.id = numberIn(json[u"id"]),
            .status = json[u"status"].toString(),
            .type = json[u"checkpoint_type"].toString(),
            .isSavepoint = json[u"is_savepoint"].toBool().value_or(false),
            .isDiscarded = json[u"discarded"].toBool().value_or(false),
            .triggeredAt = instantIn(json[u"trigger_timestamp"]),
            .path = pathFrom(json[u"external_path"]),
            .stateSize = numberIn(json[u"state_size"]),
            .failureMessage = json[u"failure_message"].toString()};
}

std::optional<Checkpoint> latestFrom(const Json &json)
{
    return json[u"id"].toInteger() ? std::optional(checkpointFrom(json)) : std::nullopt;
}

std::optional<RestoredCheckpoint> restoredFrom(const Json &json)
{
    if (!json[u"id"].toInteger())
        return std::nullopt;
    return RestoredCheckpoint{.id = numberIn(json[u"id"]),
                              .restoredAt = instantIn(json[u"restore_timestamp"]),
                              .isSavepoint = json[u"is_savepoint"].toBool().value_or(false),
                              .path = pathFrom(json[u"external_path"])};
}

SavepointStatus failedFrom(const Json &cause)
{
    const QString trace = cause[u"stack-trace"].toString();
    return {.phase = SavepointStatus::Phase::Failed,
            .failure = innermostCause(trace),
            .failureClass = cause[u"class"].toString(),
            .stackTrace = trace,
            .rescuedLocation = rescuedSavepoint(trace)};
}

} // namespace

bool Checkpoint::isRestorable() const
{
    return status == "COMPLETED"_L1 && !isDiscarded && !path.isEmpty();
}

bool Checkpoint::isOfStop() const
{
    return type == "SYNC_SAVEPOINT"_L1;
}

std::optional<Checkpoints> Checkpoints::fromJson(const Json &json)
{
    const Json &counts = json[u"counts"];
    const Json &latest = json[u"latest"];
    if (!counts.isObject() || !latest.isObject())
        return std::nullopt;
    Checkpoints result{.completedCount = numberIn(counts[u"completed"]),
                       .failedCount = numberIn(counts[u"failed"]),
                       .restoredCount = numberIn(counts[u"restored"]),
                       .latestCompleted = latestFrom(latest[u"completed"]),
                       .latestSavepoint = latestFrom(latest[u"savepoint"]),
                       .latestFailed = latestFrom(latest[u"failed"]),
                       .latestRestored = restoredFrom(latest[u"restored"])};
    for (const Json &each : json[u"history"].elements())
        result.history.append(checkpointFrom(each));
    return result;
}

std::optional<CheckpointsConfig> CheckpointsConfig::fromJson(const Json &json)
{
    const Json &externalization = json[u"externalization"];
    if (!json[u"interval"].toInteger() || !externalization.isObject())
        return std::nullopt;
    const auto flag = [](const Json &value, bool fallback) {
        return value.toBool().value_or(fallback);
    };
    return CheckpointsConfig{
        .interval = durationIn(json[u"interval"]),
        .timeout = durationIn(json[u"timeout"]).value_or(Duration{}),
        .isExternalized = flag(externalization[u"enabled"], false),
        .isDeletedOnCancellation = flag(externalization[u"delete_on_cancellation"], true),
        .isUnaligned = flag(json[u"unaligned_checkpoints"], false),
    };
}

std::optional<SavepointStatus> SavepointStatus::fromJson(const Json &json)
{
    const QString word = json[u"status"][u"id"].toString();
    if (word == "IN_PROGRESS"_L1)
        return SavepointStatus{.phase = Phase::InProgress};
    const Json &operation = json[u"operation"];
    if (word != "COMPLETED"_L1 || !operation.isObject())
        return std::nullopt;
    if (operation[u"failure-cause"].isObject())
        return failedFrom(operation[u"failure-cause"]);
    const QString location = operation[u"location"].toString();
    if (location.isEmpty())
        return std::nullopt;
    return SavepointStatus{.phase = Phase::Completed, .location = location};
}

std::optional<DisposalStatus> DisposalStatus::fromJson(const Json &json)
{
    const QString word = json[u"status"][u"id"].toString();
    if (word == "IN_PROGRESS"_L1)
        return DisposalStatus{.phase = Phase::InProgress};
    const Json &operation = json[u"operation"];
    if (word != "COMPLETED"_L1 || !operation.isObject())
        return std::nullopt;
    const Json &cause = operation[u"failure-cause"];
    if (!cause.isObject())
        return DisposalStatus{.phase = Phase::Completed};
    return DisposalStatus{.phase = Phase::Failed,
                          .failure = innermostCause(cause[u"stack-trace"].toString())};
}

} // namespace headgate::flink
