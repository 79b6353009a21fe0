// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/result.h"
#include "model/resources/enums.h"

#include <optional>

namespace headgate {

//! A completed snapshot that Flink named last.
struct ArchivedSnapshot {
    qint64 id = 0;
    QString location;
    bool isSavepoint = false;
    bool isOfStop = false; //!< A SYNC_SAVEPOINT.

    bool operator==(const ArchivedSnapshot &) const = default;
};

//! What Flink wrote of a job when it ended.
struct ArchivedJob {
    FlinkJobStatus status = FlinkJobStatus::Unknown;
    bool wasRunning = false; //!< `timestamps.RUNNING` is set.
    std::optional<Instant> endedAt; //!< By the clock of the cluster.
    QString failure; //!< The root exception with its trace; empty where there is none.
    std::optional<ArchivedSnapshot>
        newestSnapshot; //!< After FINISHED a checkpoint's files are gone.
    //! False where nothing is said of checkpoints: `newestSnapshot` is unknown then, not absent.
    bool isSnapshotKnown = false;

    bool operator==(const ArchivedJob &) const = default;
};

//! The end of \a flinkJobId in \a directory, a `jobmanager.archive.fs.dir`. Nothing: it holds no
//! record of this job. Kind Storage or Damaged: it cannot be read, which says nothing of the job.
[[nodiscard]] Result<std::optional<ArchivedJob>> archivedJob(const QString &directory,
                                                             const QString &flinkJobId);

} // namespace headgate
