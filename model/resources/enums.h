// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaEnum>
#include <QObject>
#include <QString>

#include <optional>

//! The states and kinds of our documents; wire spellings follow from the names (lifecycle.md §1).
namespace headgate {
Q_NAMESPACE

enum class DesiredState { Running, Suspended, Cancelled };
Q_ENUM_NS(DesiredState)

enum class DeploymentState { Cancelled, Running, Suspended, Finished, Transitioning, Failed };
Q_ENUM_NS(DeploymentState)

enum class UpgradeStrategy { Stateful, Stateless, None };
Q_ENUM_NS(UpgradeStrategy)

enum class RestoreStrategy { LatestState, LatestSavepoint, None };
Q_ENUM_NS(RestoreStrategy)

enum class JobState { Starting, Started, Terminating, Terminated, Finished, Failed };
Q_ENUM_NS(JobState)

//! Why a Job is TERMINATING.
enum class TerminationReason { None, Suspend, Upgrade, Cancel };
Q_ENUM_NS(TerminationReason)

enum class SavepointState { Started, Completed, Failed, PendingDeletion, Deleting, FailedDeletion };
Q_ENUM_NS(SavepointState)

enum class SavepointOrigin { UserRequest, Suspend, Copied, RetainedCheckpoint };
Q_ENUM_NS(SavepointOrigin)

enum class SessionClusterKind { Remote, Local };
Q_ENUM_NS(SessionClusterKind)

enum class SessionClusterDesiredState { Running, Stopped };
Q_ENUM_NS(SessionClusterDesiredState)

enum class SessionClusterState { Stopped, Starting, Running, Updating, Stopping, Failed };
Q_ENUM_NS(SessionClusterState)

//! Flink's own job states; Unknown is any word that we don't know.
enum class FlinkJobStatus {
    Unknown,
    Initializing,
    Created,
    Running,
    Failing,
    Failed,
    Cancelling,
    Canceled,
    Finished,
    Restarting,
    Suspended,
    Reconciling,
};
Q_ENUM_NS(FlinkJobStatus)

enum class ConditionType {
    ClusterUnreachable,
    JobFailing,
    JobUnstable,
    TasksNotRunning,
    RestoreMismatch,
    CheckpointsFailing,
    TemplateDiffers,
};
Q_ENUM_NS(ConditionType)

enum class ConditionStatus { True, False, Unknown };
Q_ENUM_NS(ConditionStatus)

enum class Severity { Info, Warning, Error };
Q_ENUM_NS(Severity)

//! Why a Deployment is FAILED (lifecycle.md §2 to §6).
enum class FailureReason {
    OutcomeUnknown, //!< Outcome of the submission unknown.
    StateDiffers, //!< State differs from what was confirmed.
    StateUnavailable,
    StateUnreadable, //!< The cluster, now, cannot read the state.
    JobWithoutRecord,
    AttemptsExhausted,
    StoppedOutside,
    CancelledOutside,
    EndedUnseen, //!< Missing: ended while nobody looked.
    MissingAfterFailover,
    NoJobToSuspend,
    SuspendFailed,
    FailedDuringStop,
    ClusterLostDuringStop,
    FinalStateUnread,
    StartRefused, //!< The document contradicts itself, or its jar or cluster cannot be used.
    RestoredFromCopy, //!< The store was restored from a copy; a person has to confirm.
};
Q_ENUM_NS(FailureReason)

//! What a person can ask of a Deployment.
enum class DeploymentAction {
    Start,
    Suspend,
    Cancel,
    Retry,
    RunAgain,
    ForceCancel,
    StopWithDrain,
    TriggerSavepoint,
    UpgradeToChangedJar,
    UpgradeFromCheckpoint,
    ChooseState,
    AdoptJob,
    Edit,
    Delete,
};
Q_ENUM_NS(DeploymentAction)

//! What state a start was told to restore.
enum class StateChoiceKind { Newest, Savepoint, Path, Empty };
Q_ENUM_NS(StateChoiceKind)

namespace detail {
[[nodiscard]] QStringList wireNamesOf(const QMetaEnum &meta);
[[nodiscard]] std::optional<int> valueFromWire(const QStringList &names, QStringView wire);
} // namespace detail

//! The spellings in documents of all values, in the order of the values, which count from 0:
//! `LATEST_STATE`; conditions `JobFailing`, session cluster kinds `local`.
template <typename E>
[[nodiscard]] const QStringList &wireNames()
{
    static const QStringList names = detail::wireNamesOf(QMetaEnum::fromType<E>());
    return names;
}

template <typename E>
[[nodiscard]] const QString &wireName(E value)
{
    return wireNames<E>().at(qsizetype(value));
}

//! Reads a wire spelling in any case; `CANCELED` is taken for `CANCELLED` where that is known.
template <typename E>
[[nodiscard]] std::optional<E> fromWire(QStringView wire)
{
    const std::optional<int> value = detail::valueFromWire(wireNames<E>(), wire);
    return value ? std::optional(E(*value)) : std::nullopt;
}

//! FINISHED, FAILED or CANCELED: Flink will not run this job any more.
[[nodiscard]] bool isTerminal(FlinkJobStatus status);

//! STARTING, STARTED or TERMINATING.
[[nodiscard]] bool isLive(JobState state);

} // namespace headgate
