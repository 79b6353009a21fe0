// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/result.h"

#include <QFile>

#include <memory>

namespace headgate {

//! What tells, without reading it, that a file is still the one that was read.
struct FileStamp {
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0; //!< Bytes.
    qint64 modifiedAt = 0; //!< Nanoseconds since 1970.
    qint64 changedAt = 0; //!< The same, of its inode: nobody can set it back.

    bool operator==(const FileStamp &) const = default;
};

//! A regular file that is open for reading.
struct SourceFile {
    QString path; //!< As it was asked for.
    std::unique_ptr<QFile> file; //!< Knows no name of its own.
    FileStamp stamp; //!< When it was opened.
};

//! Opens a regular file. Kind NotFound or Invalid with a sentence that names it; never waits, as
//! opening a pipe would.
[[nodiscard]] Result<SourceFile> openedFile(const QString &path);

[[nodiscard]] FileStamp stampOf(const QFile &file);

//! Whether a file that was last touched as \a stamp says could be written once more after \a read
//! without a sign of it: file systems count time in steps.
[[nodiscard]] bool couldChangeUnseen(const FileStamp &stamp, Instant read);

} // namespace headgate
