// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

//! Which state a start restores (lifecycle.md §3.1, §3.8).
namespace headgate::restore {

//! "Newest" is never a time: the greatest (running number of the Job, Flink's checkpoint id).
[[nodiscard]] bool isNewer(const Savepoint &one, const Savepoint &other);

//! What was shown holds, or \a foundId (empty: none) is newer, of the same line of Jobs (§3.1).
[[nodiscard]] bool agreesWithShown(const StartOrder &order, const QString &foundId,
                                   const QList<Savepoint> &savepoints);

//! The newest COMPLETED Savepoint that \a strategy takes; null where there is none.
[[nodiscard]] const Savepoint *newestFor(RestoreStrategy strategy,
                                         const QList<Savepoint> &savepoints);

//! What would be restored, or why that cannot be said without a person.
struct Choice {
    ChosenState state;
    std::optional<FailureReason> refusal;
    QString message; //!< Of the refusal.

    bool operator==(const Choice &) const = default;
};

//! What is stored of a Deployment, and what it has run.
struct Past {
    const Deployment &deployment;
    const DeploymentRecord &record;
    const Job *last = nullptr; //!< The newest Job; null where there is none.
    const QList<Savepoint> &savepoints;
};

//! The state of a start that a person ordered: what was chosen or shown, or the newest.
[[nodiscard]] Choice forOrder(const Past &past);

//! The state of a start that nobody ordered: after an end, or of an upgrade (§3.8, never empty by
//! surprise and never older by itself). There is a newest Job.
[[nodiscard]] Choice forRestart(const Past &past);

//! The start that would come next is one that nobody ordered: its generation has run already.
[[nodiscard]] bool isAutomatic(const Past &past);

//! Whichever of the two applies; what was chosen before, for all attempts of one start.
[[nodiscard]] Choice choose(const Past &past);

//! The newest of \a jobs that has run, where it has ended or is missing, and may have left state
//! that is not listed here, and that a start from \a chosen would pass over; null where it has not.
[[nodiscard]] const Job *passedOver(const QList<Job> &jobs, const Past &past,
                                    const ChosenState &chosen);

//! The newest COMPLETED Savepoint of \a job; null where it left none.
[[nodiscard]] const Savepoint *newestOfJob(const Job &job, const QList<Savepoint> &savepoints);

//! \a job is STARTED: what was chosen, confirmed and pinned for its start has been used; but not
//! a plan for what is \a stored since, which it does not run.
void conclude(const StoredDeployment &stored, DeploymentRecord &record, const Job &job);

//! The checkpoint interval that \a jobTemplate configures; nothing where it does not say.
[[nodiscard]] std::optional<Duration> configuredInterval(const JobTemplate &jobTemplate);

} // namespace headgate::restore
