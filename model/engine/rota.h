// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

#include <QMap>
#include <QString>

#include <optional>

namespace headgate {

//! A Job that the last look at its cluster has shown to run.
struct RunningJob {
    QString deploymentId;
    QString flinkJobId;
    Instant lastModification; //!< The cluster's clock: moves with each restart.
    Duration statePause{}; //!< From one read of its checkpoints to the next.
};

//! What a Job is asked regularly.
enum class Subject { State, Restarts };

struct Turn {
    QString deploymentId;
    QString flinkJobId;
    Subject subject = Subject::State;
    bool isWhole = false; //!< With the cluster's clock, and what else seldom changes.

    bool operator==(const Turn &) const = default;
};

//! The regular reads of the Jobs that run on one cluster: who is next, five a second at the most.
//!
//! Checkpoints are read again and again. Restarts are read when the overview shows that something
//! changed, and once more when Flink's cache can no longer be older than that.
class Rota {
public:
    //! A look at \a now has shown these and no others; answers are at most \a cacheTime old.
    void setRunning(const QList<RunningJob> &jobs, Duration cacheTime, Instant now);
    //! The read that is longest overdue, which counts as made; nothing while there is none, or
    //! while the last one was too short a time ago.
    [[nodiscard]] std::optional<Turn> take(Instant now);
    //! When take() is worth a call again; nothing: not before the next look.
    [[nodiscard]] std::optional<Instant> nextAt() const { return m_nextAt; }

    //! The restarts of that job were read when the cluster's clock showed \a clusterNow.
    void noteRestarts(const QString &flinkJobId, Instant clusterNow, Instant now);
    //! No restart since the last read, as the look at \a now proves: the cluster's clock by now, if
    //! that is worth telling again.
    [[nodiscard]] std::optional<Instant> restartsVerifiedUpTo(const QString &flinkJobId,
                                                              Instant now);

private:
    struct Entry {
        RunningJob job;
        Duration cacheTime{};
        Instant seenAt; //!< First.
        Instant modifiedSeenAt;
        std::optional<Instant> stateReadAt;
        std::optional<Instant> wholeReadAt;
        std::optional<Instant> restartsReadAt;
        std::optional<Instant> clusterNow; //!< At the moment `clusterNowAt`.
        Instant clusterNowAt;
        Instant toldAt;

        [[nodiscard]] Instant stateDueAt() const;
        [[nodiscard]] bool areRestartsSettled() const;
        [[nodiscard]] std::optional<Instant> restartsDueAt() const;
    };

    void findNext();

    QMap<QString, Entry> m_entries; //!< By Flink job id.
    std::optional<Instant> m_nextAt;
    std::optional<Instant> m_lastTurnAt;
};

} // namespace headgate
