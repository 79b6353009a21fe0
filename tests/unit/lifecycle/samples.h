// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

//! A Deployment, its Jobs and its cluster, as tests of the decisions begin with them.
namespace headgate::samples {

//! \a seconds after the moment at which all tests happen.
[[nodiscard]] Instant at(double seconds);

//! What was saved: STATEFUL, LATEST_STATE, a jar, checkpoints each minute.
[[nodiscard]] StoredDeployment deployment(DesiredState desired);

//! The first Job of it in \a state, sent at -100 s; from STARTED on, run by Flink.
[[nodiscard]] Job job(JobState state);

//! A COMPLETED Savepoint of \a job.
[[nodiscard]] Savepoint savepoint(const Job &job, SavepointOrigin origin, qint64 flinkId);

//! A STARTED one, with a directory and no location yet; it was not sent.
[[nodiscard]] Savepoint savepointUnderWay(const Job &job, SavepointOrigin origin);
//! COMPLETED at \a instant, where nobody has told its place among the checkpoints.
void complete(Savepoint &underWay, Instant instant);

//! Observed at 0 s, watched for an hour, without jobs.
[[nodiscard]] ClusterView cluster();

//! \a job in the overview of Flink, all its tasks running where it does.
[[nodiscard]] FlinkJob row(const Job &job, FlinkJobStatus status);

//! A final read without any snapshot, asked for at \a requestedAt.
[[nodiscard]] StateView emptyState(Instant requestedAt);

[[nodiscard]] CheckpointMark checkpoint(qint64 id, const QString &path);

//! Everything that a decision is made from; decisions can be taken and applied in a row.
struct Scene {
    StoredDeployment stored = deployment(DesiredState::Running);
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    ClusterView cluster = samples::cluster();
    Facts facts{.stampedClusterId = QStringLiteral("cluster")};
    Memory memory;
    Instant now = at(0);
    IdSource ids{QRandomGenerator(1)};
    QList<Event> events;
    QList<PossibleOrphan> orphans;

    [[nodiscard]] DeploymentView view() const;
    //! Decides, and takes over what was recorded; facts that are given once are gone then.
    Decision step();
    //! Lets \a seconds pass and looks at the cluster again.
    void pass(double seconds);
    //! Flink lists \a job in \a status.
    void list(const Job &job, FlinkJobStatus status);
    [[nodiscard]] Job &newest() { return jobs.last(); }
    [[nodiscard]] Savepoint &find(const QString &savepointId);
    [[nodiscard]] DeploymentState state() const { return stored.deployment.status.state; }
    [[nodiscard]] std::optional<FailureReason> failure() const;
    [[nodiscard]] bool hasEvent(QLatin1StringView name) const;
    void setDesired(DesiredState desired);
};

//! A Deployment whose first Job is STARTED and listed RUNNING.
[[nodiscard]] Scene running();

//! A person has let go of its newest Job by force, at \a endedAt.
void letGo(Scene &scene, Instant endedAt);

//! One whose first Job was sent once, at -100 s, and never answered for or seen.
[[nodiscard]] Scene unresolved();

template <typename T>
[[nodiscard]] const T *as(const Decision &decision)
{
    return std::get_if<T>(&decision.action);
}

template <typename T>
[[nodiscard]] bool asks(const Decision &decision)
{
    for (const Read &read : decision.reads) {
        if (std::holds_alternative<T>(read))
            return true;
    }
    return false;
}

} // namespace headgate::samples
