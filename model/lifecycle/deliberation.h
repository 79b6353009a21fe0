// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

#include <utility>

namespace headgate {

//! A value that is copied when it is first changed: mostly nothing is.
template <typename T>
class Draft {
public:
    explicit Draft(const T &original)
        : m_original(original)
    {
    }

    const T &operator*() const { return m_edited ? *m_edited : m_original; }
    const T *operator->() const { return &**this; }
    //! To be changed. What was read before is the value as it was.
    T &edit() { return m_edited ? *m_edited : m_edited.emplace(m_original); }
    [[nodiscard]] bool isChanged() const { return m_edited && *m_edited != m_original; }

private:
    const T &m_original;
    std::optional<T> m_edited;
};

//! One decision in the making: the working copies that the rooms of this house change in turn.
//!
//! Only what a decision changes is copied. A Savepoint pointer stays valid until the next edit() or
//! add(); a Job pointer to the end, but after editJob() it may be to the Job as it was.
class Deliberation {
public:
    Deliberation(const DeploymentView &view, IdSource &ids, Instant now);

    const DeploymentView &view;
    const Instant now;
    IdSource &ids;

    const Deployment &deployment; //!< Its spec and metadata; its status is below.
    DeploymentStatus status;
    Draft<DeploymentRecord> record;
    QList<PossibleOrphan> newOrphans;
    QList<Event> events;
    Action action;
    QList<Read> reads;
    Memory memory;
    std::optional<Instant> decideAgainAt;
    QLatin1StringView purpose;

    //! The newest Job; null where there is none yet.
    [[nodiscard]] const Job *newest() const
    {
        if (m_newJob || m_editedJob)
            return m_newJob ? &*m_newJob : &*m_editedJob;
        return view.jobs.isEmpty() ? nullptr : &view.jobs.last();
    }
    //! The newest Job while it is STARTING, STARTED or TERMINATING.
    [[nodiscard]] const Job *live() const
    {
        const Job *job = newest();
        return job && isLive(job->status.state) ? job : nullptr;
    }
    //! The newest Job, to be changed. There is one.
    [[nodiscard]] Job &editJob();
    //! The newest Job that Flink has run, before any that only tried; null for none.
    [[nodiscard]] const Job *lastThatRan() const;
    void add(Job job); //!< One a decision.

    [[nodiscard]] const QList<Savepoint> &savepoints() const { return m_savepoints; }
    //! To be changed; null where there is no such Savepoint.
    [[nodiscard]] Savepoint *edit(const QString &savepointId);
    Savepoint &add(Savepoint savepoint);
    //! The Savepoint is gone with this decision; until then it stands among savepoints().
    void remove(const QString &savepointId) { m_removedSavepoints.append(savepointId); }
    //! The Savepoint of the newest stop of ours of \a job, whatever became of it.
    [[nodiscard]] const Savepoint *newestStopOf(const Job &job) const;
    //! The same for the stop that \a job is in, COMPLETED or not resolved; null where it is in no
    //! stop, or the newest trigger has failed or expired.
    [[nodiscard]] const Savepoint *stopOf(const Job &job) const;

    //! The cluster that the newest Job records, where it is observed; else null.
    [[nodiscard]] const ClusterView *observedCluster() const;
    //! The row of \a job in the newest overview; null where it is absent or nothing was observed.
    [[nodiscard]] const FlinkJob *seen(const Job &job) const;
    //! The newest overview was asked for after our last request for \a job ended, and lacks it.
    [[nodiscard]] bool isAbsent(const Job &job) const;
    //! What the disk said when asked at \a since or later.
    [[nodiscard]] const DiskView *diskSince(Instant since) const;

    [[nodiscard]] DesiredState desired() const { return deployment.spec.state; }
    [[nodiscard]] bool isFailed() const;
    [[nodiscard]] bool hasActed() const { return !std::holds_alternative<NoAction>(action); }

    void note(const char *name, Severity severity, const QString &message,
              const QString &detail = {});
    //! FAILED, with the generation of now; the first failure of a generation stands (§2).
    void fail(FailureReason reason, const QString &message, const QString &detail = {});
    //! The last one said is what the Deployment waits for.
    void wait(const QString &forWhat) { m_waitingFor = forWhat; }
    [[nodiscard]] bool isWaiting() const { return !m_waitingFor.isEmpty(); }
    //! Nothing happens where \a instant is not in the future.
    void wakeAt(Instant instant);
    //! What was recorded now is decided on at once, with nothing new from outside.
    void decideAgain() { decideAgainAt = now; }
    //! Asks for \a read, once.
    void ask(const Read &read);
    void act(Action next, QLatin1StringView why);

    //! The decision, with only what differs from the view in its records.
    [[nodiscard]] Decision conclude() &&;

private:
    void concludeWaiting();
    [[nodiscard]] Transaction changes();

    [[nodiscard]] const FlinkJob *find(const Job &job) const;

    std::optional<Job> m_editedJob; //!< The newest of the view, once it is changed.
    std::optional<Job> m_newJob; //!< That this decision creates.
    mutable std::optional<const FlinkJob *> m_row; //!< Of the newest Job of the view, once seen.
    QList<Savepoint> m_savepoints; //!< Shared with the view until something is changed.
    QStringList m_removedSavepoints;
    QString m_waitingFor;
};

} // namespace headgate
