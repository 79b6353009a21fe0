// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/translation.h"

#include <algorithm>
#include <limits>

namespace headgate::translation {

FlinkJobStatus jobStatus(flink::JobStatus status)
{
    switch (status) {
    case flink::JobStatus::Initializing:
        return FlinkJobStatus::Initializing;
    case flink::JobStatus::Created:
        return FlinkJobStatus::Created;
    case flink::JobStatus::Running:
        return FlinkJobStatus::Running;
    case flink::JobStatus::Failing:
        return FlinkJobStatus::Failing;
    case flink::JobStatus::Failed:
        return FlinkJobStatus::Failed;
    case flink::JobStatus::Cancelling:
        return FlinkJobStatus::Cancelling;
    case flink::JobStatus::Canceled:
        return FlinkJobStatus::Canceled;
    case flink::JobStatus::Finished:
        return FlinkJobStatus::Finished;
    case flink::JobStatus::Restarting:
        return FlinkJobStatus::Restarting;
    case flink::JobStatus::Suspended:
        return FlinkJobStatus::Suspended;
    case flink::JobStatus::Reconciling:
        return FlinkJobStatus::Reconciling;
    case flink::JobStatus::Unknown:
        break;
    }
    return FlinkJobStatus::Unknown;
}

FlinkJob job(const flink::JobSummary &summary)
{
    return FlinkJob{.id = summary.id,
                    .name = summary.name,
                    .status = jobStatus(summary.status),
                    .startTime = summary.startTime,
                    .endTime = summary.endTime.value_or(Instant()),
                    .lastModification = summary.lastModification,
                    .tasksTotal = summary.tasks.total,
                    .tasksRunning = summary.tasks.running,
                    .tasksFinished = summary.tasks.finished};
}

static CheckpointMark markOf(const flink::Checkpoint &found)
{
    return {.id = found.id,
            .path = found.isRestorable() ? found.path : QString(),
            .isSavepoint = found.isSavepoint,
            .isSyncSavepoint = found.isOfStop(),
            .triggeredAt = found.triggeredAt,
            .stateSize = found.stateSize};
}

std::optional<CheckpointMark> mark(const std::optional<flink::Checkpoint> &found)
{
    return found ? std::optional(markOf(*found)) : std::nullopt;
}

OperationView operation(const QString &savepointId,
                        const flink::Dated<flink::SavepointStatus> &status)
{
    using Phase = flink::SavepointStatus::Phase;
    OperationView view{.savepointId = savepointId, .requestedAt = status.requestedAt};
    switch (status.value.phase) {
    case Phase::InProgress:
        view.state = OperationState::InProgress;
        break;
    case Phase::Completed:
        view.state = OperationState::Completed;
        view.location = status.value.location;
        break;
    case Phase::Failed:
        view.state = OperationState::Failed;
        view.location = status.value.rescuedLocation;
        view.failure = status.value.failure;
        view.detail = status.value.stackTrace;
        break;
    case Phase::NotFound:
        view.state = OperationState::NotFound;
        break;
    }
    return view;
}

static OutcomeKind outcomeKind(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Duplicate:
        return OutcomeKind::Duplicate;
    case ErrorKind::Rejected:
    case ErrorKind::TooLarge:
    case ErrorKind::Invalid:
        return OutcomeKind::Rejected;
    case ErrorKind::JarMissing:
        return OutcomeKind::JarMissing;
    case ErrorKind::NotFound:
        return OutcomeKind::NotFound;
    case ErrorKind::NotSent:
    case ErrorKind::ConnectionRefused:
    case ErrorKind::Unavailable:
        return OutcomeKind::NotSent;
    case ErrorKind::Foreign: // a proxy's own no, which proves that Flink was not asked
        return OutcomeKind::Rejected;
    case ErrorKind::Conflict:
    case ErrorKind::NotPermitted:
    case ErrorKind::TimedOut:
    case ErrorKind::Unreachable:
    case ErrorKind::UnknownOutcome:
    case ErrorKind::Storage:
    case ErrorKind::Damaged:
    case ErrorKind::Newer:
    case ErrorKind::Environment:
        break;
    }
    return OutcomeKind::Unknown;
}

Outcome outcome(const Error &error, Instant at)
{
    return Outcome{.kind = outcomeKind(error.kind),
                   .message = error.message,
                   .detail = error.detail,
                   .at = at};
}

Outcome accepted(Instant at)
{
    return Outcome{.kind = OutcomeKind::Accepted, .at = at};
}

static void take(StateView &view, const flink::Checkpoints &checkpoints)
{
    view.isCheckpointingOn = checkpoints.isEnabled;
    view.completed = mark(checkpoints.latestCompleted);
    view.isNewestDiscarded =
        checkpoints.latestCompleted && checkpoints.latestCompleted->isDiscarded;
    view.savepoint = mark(checkpoints.latestSavepoint);
    view.savepoints.clear();
    for (const flink::Checkpoint &each : checkpoints.history) {
        if (each.isSavepoint && each.isRestorable())
            view.savepoints.append(markOf(each));
    }
    view.restored.reset();
    if (const auto &restored = checkpoints.latestRestored)
        view.restored = CheckpointMark{
            .id = restored->id, .path = restored->path, .isSavepoint = restored->isSavepoint};
}

Result<StateView> state(const Result<flink::Dated<flink::Checkpoints>> &checkpoints,
                        const Result<flink::Dated<flink::CheckpointsConfig>> &config,
                        const Result<flink::Dated<flink::JobDetail>> &detail,
                        const QString &incarnation)
{
    StateView view{.incarnation = incarnation};
    for (const Error *error :
         {checkpoints ? nullptr : &checkpoints.error(), config ? nullptr : &config.error(),
          detail ? nullptr : &detail.error()}) {
        if (error && error->kind != ErrorKind::NotFound)
            return Failure(*error);
        if (error)
            view.isJobKnown = false;
    }
    if (!view.isJobKnown)
        return view;
    view.requestedAt =
        std::min({checkpoints->requestedAt, config->requestedAt, detail->requestedAt});
    view.hasRun = detail->value.timestamps.contains(flink::JobStatus::Running);
    if (detail->value.now != Instant()) // asked no later than it was written down there
        view.clusterAhead =
            std::chrono::ceil<std::chrono::milliseconds>(detail->value.now - detail->requestedAt)
                .count();
    take(view, checkpoints->value);
    view.isExternalized = config->value.isEnabled && config->value.isExternalized;
    view.isDeletedOnCancellation = config->value.isDeletedOnCancellation;
    if (config->value.interval)
        view.interval =
            std::chrono::duration_cast<std::chrono::milliseconds>(*config->value.interval).count();
    return view;
}

Result<StateView> state(const Result<flink::Dated<flink::Checkpoints>> &checkpoints,
                        const StateView &known)
{
    if (!checkpoints && checkpoints.error().kind != ErrorKind::NotFound)
        return Failure(checkpoints.error());
    if (!checkpoints)
        return StateView{.isJobKnown = false, .incarnation = known.incarnation};
    StateView view = known;
    view.requestedAt = checkpoints->requestedAt;
    take(view, checkpoints->value);
    return view;
}

std::optional<Outcome> outcomeOfDisposal(const Result<flink::Dated<flink::DisposalStatus>> &answer,
                                         Instant at)
{
    using Phase = flink::DisposalStatus::Phase;
    if (!answer) // it goes on, whether this question arrived or not
        return std::nullopt;
    switch (answer->value.phase) {
    case Phase::InProgress:
        return std::nullopt;
    case Phase::Completed:
        return accepted(at);
    case Phase::Failed:
        return Outcome{.kind = OutcomeKind::Rejected, .message = answer->value.failure, .at = at};
    case Phase::NotFound:
        break;
    }
    return Outcome{.kind = OutcomeKind::Unknown, .at = at};
}

RestartsView restarts(const flink::JobExceptions &exceptions, const flink::JobDetail &detail,
                      std::optional<qint64> counted)
{
    RestartsView view{.now = detail.now, .isTruncated = exceptions.isTruncated};
    if (detail.startTime != Instant())
        view.startedAt = detail.startTime;
    // The newest failure of a job that is over was followed by no restart.
    const qsizetype newest = flink::isTerminal(detail.status) ? 1 : 0;
    for (qsizetype i = newest; i < exceptions.entries.size(); ++i)
        view.times.append(exceptions.entries[i].time);
    if (newest < exceptions.entries.size())
        view.cause = exceptions.entries[newest].message;
    constexpr qint64 Most = std::numeric_limits<int>::max();
    if (counted)
        view.numRestarts = int(std::clamp<qint64>(*counted, 0, Most));
    return view;
}

static flink::Credentials credentials(const QString &userName, const QString &password)
{
    if (!userName.isEmpty())
        return {.kind = flink::Authentication::Basic, .user = userName, .secret = password};
    if (!password.isEmpty())
        return {.kind = flink::Authentication::Bearer, .secret = password};
    return {};
}

flink::Connection connection(const SessionCluster &cluster, const ClusterSecrets &secrets)
{
    const ConnectionSettings &settings = cluster.spec.connection;
    flink::Connection result{.url = urlOf(cluster)};
    if (cluster.spec.kind == SessionClusterKind::Local)
        return result;
    result.credentials = credentials(settings.userName, secrets.password);
    for (const auto &[name, value] : settings.headers.asKeyValueRange())
        result.headers.append({name, value});
    result.tls = {.caFile = settings.caFile,
                  .certificateFile = settings.clientCertificateFile,
                  .keyFile = settings.clientKeyFile,
                  .keyPassword = secrets.clientKeyPassword,
                  .pinnedSha256 = settings.pinnedSha256};
    return result;
}

} // namespace headgate::translation
