// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/metadata.h"

#include <chrono>

namespace headgate {

//! What a Job runs. `kind` is JAR; other kinds are kept and refused at Start.
struct Artifact {
    QString kind = QStringLiteral("JAR");
    QString jarUri; //!< A local path or `file:` URL.
    QString entryClass; //!< Empty: the jar's manifest says it.
    QString mainArgs; //!< One string, split as POSIX shell words (shellwords.h).
    Json source;

    bool operator==(const Artifact &) const = default;
};

//! The part of a Deployment that a Job is a snapshot of.
struct JobTemplate {
    Artifact artifact;
    int parallelism = 1;
    QMap<QString, QString> flinkConfiguration;
    QMap<QString, QString> annotations;
    Json source;

    bool operator==(const JobTemplate &) const = default;
};

struct DeploymentSpec {
    DesiredState state = DesiredState::Cancelled;
    UpgradeStrategy upgradeStrategy = UpgradeStrategy::Stateful;
    RestoreStrategy restoreStrategy = RestoreStrategy::LatestState;
    bool allowNonRestoredState = false;
    QString sessionClusterName;
    int maxJobCreationAttempts = 4;
    int maxSavepointCreationAttempts = 4;
    std::chrono::seconds jobFailureExpirationTime = std::chrono::minutes(10);
    JobTemplate jobTemplate;
    Json source;

    bool operator==(const DeploymentSpec &) const = default;
};

//! A condition of a RUNNING Deployment (lifecycle.md §7).
struct Condition {
    ConditionType type = ConditionType::ClusterUnreachable;
    ConditionStatus status = ConditionStatus::Unknown;
    QString message;
    QString reason;
    Instant lastTransitionTime; //!< Moves only with `status`.
    Instant lastUpdateTime;

    bool operator==(const Condition &) const = default;
};

struct RunningStatus {
    QString jobId;
    Instant transitionTime;
    QList<Condition> conditions;

    bool operator==(const RunningStatus &) const = default;
};

struct DeploymentStatus {
    DeploymentState state = DeploymentState::Cancelled;
    std::optional<RunningStatus> running; //!< Only while RUNNING.

    bool operator==(const DeploymentStatus &) const = default;
};

//! What should run, and the state it should be in (lifecycle.md §1).
struct Deployment {
    Metadata metadata;
    DeploymentSpec spec;
    DeploymentStatus status;
    Json source;

    bool operator==(const Deployment &) const = default;
};

void describe(Archive &archive, Artifact &artifact);
void describe(Archive &archive, JobTemplate &jobTemplate);
void describe(Archive &archive, DeploymentSpec &spec);
void describe(Archive &archive, Condition &condition);
void describe(Archive &archive, RunningStatus &status);
void describe(Archive &archive, DeploymentStatus &status);
void describe(Archive &archive, Deployment &deployment);

//! Everything that keeps the document from being saved, with the path of each field.
[[nodiscard]] QList<FieldError> validate(const Deployment &deployment);

//! Why the force cancellation that \a wanted asks for cannot be saved in the place of \a stored (of
//! a new one: an empty document). It names the live Job, or stays as it was (lifecycle.md §6);
//! \a liveJobId is empty where there is none.
[[nodiscard]] QList<FieldError> errorsInForceCancellation(const Deployment &wanted,
                                                          const Deployment &stored,
                                                          const QString &liveJobId);

//! Why a document that may be saved cannot be started; empty where it can (lifecycle.md §1).
[[nodiscard]] QList<FieldError> refusalsOfStart(const Deployment &deployment);

//! The template with every default spelled out and all members in one order.
[[nodiscard]] Json canonicalTemplate(const JobTemplate &jobTemplate);

//! Equal canonical templates, before placeholders: a difference is an upgrade (lifecycle.md §4).
[[nodiscard]] bool isSameTemplate(const JobTemplate &one, const JobTemplate &other);

//! The DeploymentDefaults as delivered (lifecycle.md §1).
[[nodiscard]] Json deliveredDefaults();

//! \a document with what its spec lacks taken from the spec of \a defaults. An option of Flink
//! that stands in the document by one of its names is not lacking by another.
[[nodiscard]] Json withDefaults(const Json &document, const Json &defaults);

//! The local file that \a jarUri names by its whole path; empty for another scheme or host.
[[nodiscard]] QString localJarPath(const QString &jarUri);

//! The submission timeout of the Deployment: 300 s, or what its annotation says (lifecycle.md
//! §3.3).
[[nodiscard]] std::chrono::seconds submissionTimeout(const Deployment &deployment);

inline constexpr auto SubmissionTimeoutAnnotation =
    QLatin1StringView("deployment.sessionmode.job-submission-timeout-seconds");
inline constexpr auto ForceCancellationAnnotation =
    QLatin1StringView("deployment.sessionmode.force-cancellation");

} // namespace headgate
