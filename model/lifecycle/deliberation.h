// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

namespace headgate {

//! One decision in the making: the working copies that the rooms of this house change in turn.
class Deliberation {
public:
    Deliberation(const DeploymentView &view, IdSource &ids, Instant now);

    const DeploymentView &view;
    const Instant now;
    IdSource &ids;

    Deployment deployment;
    DeploymentRecord record;
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    QList<PossibleOrphan> newOrphans;
    QList<Event> events;
    Action action;
    QList<Read> reads;
    Memory memory;
    std::optional<Instant> decideAgainAt;
    QLatin1StringView purpose;

    //! The newest Job; null where there is none yet.
    [[nodiscard]] Job *newest();
    [[nodiscard]] const Job *newest() const;
    //! The newest Job while it is STARTING, STARTED or TERMINATING.
    [[nodiscard]] Job *live();
    [[nodiscard]] Savepoint *savepoint(const QString &id);
    //! The Savepoint of the stop that this Job is in; null where it is in none.
    [[nodiscard]] Savepoint *stopOf(const Job &job);

    //! The cluster that the newest Job records, where it is observed; else null.
    [[nodiscard]] const ClusterView *observedCluster() const;
    //! The row of \a job in the newest overview; null where it is absent or nothing was observed.
    [[nodiscard]] const FlinkJob *seen(const Job &job) const;
    //! The newest overview was asked for after our last request for \a job ended, and lacks it.
    [[nodiscard]] bool isAbsent(const Job &job) const;

    [[nodiscard]] DesiredState desired() const { return deployment.spec.state; }
    [[nodiscard]] bool isFailed() const;

    void note(const char *name, Severity severity, const QString &message,
              const QString &detail = {});
    //! FAILED, with the generation of now (lifecycle.md §2, "FAILED is sticky").
    void fail(FailureReason reason, const QString &message, const QString &detail = {});
    void wait(const QString &forWhat);
    void wakeAt(Instant instant);
    //! Asks for \a read, once.
    void ask(const Read &read);
    void act(Action next, QLatin1StringView why);

    //! The decision, with only what differs from the view in its records.
    [[nodiscard]] Decision conclude() &&;

private:
    bool m_isWaiting = false;
};

} // namespace headgate
