// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/result.h"

#include <optional>

namespace headgate {

//! A checkpoint or savepoint found on disk.
struct CheckpointFiles {
    qint64 id = 0; //!< Of a savepoint, what its `_metadata` says; 0 where that cannot be told.
    QString location; //!< In the form of the location that it was asked by (`file:/…/chk-7`).
    Instant writtenAt; //!< By the clock of its file system.
    qint64 size = 0; //!< Bytes, of a savepoint; 0 for a checkpoint, which may share its files.

    bool operator==(const CheckpointFiles &) const = default;
};

//! The path on this machine of `file:/a`, `file:///a` or `/a`; nothing for another file system.
[[nodiscard]] std::optional<QString> localPathOf(const QString &location);

//! The greatest `chk-N` with `_metadata` in the directory above \a knownCheckpoint (lifecycle.md
//! §3.8). Nothing: it can be read and holds none. Kind Storage: it cannot be read from here.
[[nodiscard]] Result<std::optional<CheckpointFiles>>
newestCheckpoint(const QString &knownCheckpoint);

//! The same in \a directory, which a job makes when it starts: nothing too where it is not there,
//! but the one above it can be read.
[[nodiscard]] Result<std::optional<CheckpointFiles>> checkpointIn(const QString &directory);

//! The savepoint whose `_metadata` stands below `directory/savepointId` (lifecycle.md §5.6).
//! Nothing: there is none. Kind Storage: it cannot be read from here.
[[nodiscard]] Result<std::optional<CheckpointFiles>> savepointBelow(const QString &directory,
                                                                    const QString &savepointId);

} // namespace headgate
