// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/artifacts/filestamp.h"
#include "model/core/clock.h"

#include <QHash>
#include <QMutex>
#include <QSet>
#include <QStringList>

#include <functional>
#include <optional>

namespace headgate {

//! A jar as it is kept: by its content.
struct StoredArtifact {
    QString sha256; //!< Hexadecimal, lower case.
    qint64 size = 0; //!< Bytes.
    QString fileName; //!< Without folders, as it was called where it came from.

    bool operator==(const StoredArtifact &) const = default;
};

//! The jars that Jobs run, by the SHA-256 of their content, in one directory (lifecycle.md §1).
//! Its functions may be called from any thread, also at once; those that read a whole file take
//! seconds with a large one.
class ArtifactStore {
public:
    //! Bytes that were read, and how many there are. Called in the thread that asked.
    using Progress = std::function<void(qint64 done, qint64 total)>;

    ArtifactStore(QString directory, const Clock &clock);

    //! Copies the file; it is there wholly and durably, or not at all. NotFound or Invalid for a
    //! file that cannot be read or changes meanwhile, Storage where it cannot be written. A file
    //! that is stored already, and whose size and times have not changed since, is not read again.
    [[nodiscard]] Result<StoredArtifact> add(const QString &path, const Progress &progress = {});
    [[nodiscard]] bool contains(const QString &sha256) const;
    [[nodiscard]] QString pathOf(const QString &sha256) const;

    //! Whether \a path no longer has that content; NotFound where it is gone. Reads the file only
    //! if its size and times are not those with which it was read before.
    [[nodiscard]] Result<bool> isChanged(const QString &path, const QString &sha256,
                                         const Progress &progress = {});

    //! Removes all but \a used, and what an earlier run left half copied; answers with the removed.
    //! What was added since the start stays until \a used has named it once: whoever added it may
    //! be about to record it.
    QStringList removeUnused(const QSet<QString> &used);

private:
    struct Seen {
        FileStamp stamp;
        QString sha256;
    };

    [[nodiscard]] std::optional<QString> contentSeen(const QString &path,
                                                     const FileStamp &stamp) const;
    void remember(const QString &path, const FileStamp &stamp, const QString &sha256, Instant read);
    //! Whether that content is stored; if so it stays until it was used once.
    [[nodiscard]] bool keep(const QString &sha256, qint64 size);
    [[nodiscard]] Result<QString> store(const SourceFile &from, const Progress &progress);

    const QString m_directory;
    const Clock &m_clock;
    mutable QMutex m_mutex; //!< Guards what follows, and the moment of renaming and removing.
    QHash<QString, Seen> m_seen;
    QSet<QString> m_fresh;
};

} // namespace headgate
