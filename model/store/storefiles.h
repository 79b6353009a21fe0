// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/result.h"

#include <QDateTime>

namespace headgate {

class DataDirectory;

// The files that a store consists of, and those beside it that keep what was.

[[nodiscard]] QString storePath(const DataDirectory &directory);
//! A store that is being made: it takes the name of storePath() when it is whole.
[[nodiscard]] QString unfinishedStorePath(const DataDirectory &directory);

//! True where there is no store but something that was one, or belongs to one: a copy, a store set
//! aside, or a journal.
[[nodiscard]] bool wasStoreLost(const DataDirectory &directory);

//! Renames the store and its journals, whichever of them are there; answers with the new path of
//! the store. Overwrites nothing.
[[nodiscard]] Result<QString> setAside(const DataDirectory &directory, Instant now);

//! Gives the unfinished store its name, durably.
[[nodiscard]] Result<void> finishStore(const DataDirectory &directory);
//! Removes what an earlier attempt may have left at the unfinished store's path.
void discardUnfinishedStore(const DataDirectory &directory);

//! Makes an empty file (0600) that did not exist.
[[nodiscard]] Result<void> createPrivateFile(const QString &path);
//! Takes from all others what rights they have to \a path, where this user may do so.
void makePrivate(const QString &path);
//! Returns when the file, or the directory, \a path is on the disk.
[[nodiscard]] Result<void> syncToDisk(const QString &path);

//! `<folder>/<prefix><time><suffix>.sqlite`; a number is added where that exists.
[[nodiscard]] QString unusedPath(const QString &folder, const QString &prefix, Instant time,
                                 const QString &suffix = {});
//! The time in a file name made by unusedPath() without prefix; invalid if it has none.
[[nodiscard]] QDateTime timeInName(const QString &fileName);

//! A time as it is shown to a person.
[[nodiscard]] QString shownTime(Instant time);

//! Kind Storage: \a path, the reason of \a errorNumber, and what to do about it.
[[nodiscard]] Error fileError(const QString &path, int errorNumber);

} // namespace headgate
