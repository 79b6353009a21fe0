// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QTemporaryFile>

#include <memory>

namespace headgate {

//! A file that is written beside its place, and put there whole. Gone if it is not committed.
//! Its errors are of kind Storage.
class DurableFile {
public:
    //! Writes in \a directory, which is made if it is missing, under a name with \a prefix.
    DurableFile(QString directory, const QString &prefix);

    //! A file system that can share the content of \a source does; append() then writes nothing.
    [[nodiscard]] Result<void> begin(const QFile &source);
    [[nodiscard]] Result<void> append(const QByteArray &bytes);
    //! Nothing follows: on the disk, and not written any more.
    [[nodiscard]] Result<void> seal();
    //! Takes its place at \a path, durably too.
    [[nodiscard]] Result<void> commit(const QString &path);

private:
    [[nodiscard]] Failure failed(int error) const;

    const QString m_directory;
    QTemporaryFile m_file;
    qint64 m_size = 0; //!< That it is going to have, in bytes.
    bool m_isCloned = false;
};

//! A sentence for an error number met while writing in \a directory.
[[nodiscard]] QString sentenceOnWriting(int error, const QString &directory, qint64 size);

} // namespace headgate
