// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <functional>

namespace headgate {

//! A jar as it is kept: by its content.
struct StoredArtifact {
    QString sha256; //!< Hexadecimal, lower case.
    qint64 size = 0; //!< Bytes.

    bool operator==(const StoredArtifact &) const = default;
};

//! The jars that Jobs run, by the SHA-256 of their content, in one directory (lifecycle.md §1).
//! Its functions may be called from any thread, also at once.
class ArtifactStore {
public:
    //! Bytes that were copied, and how many there are.
    using Progress = std::function<void(qint64 done, qint64 total)>;

    explicit ArtifactStore(QString directory);

    //! Copies the file; it is there wholly or not at all. Kind Invalid for a file that cannot be
    //! read or changes meanwhile, Storage where it cannot be written.
    [[nodiscard]] Result<StoredArtifact> add(const QString &path,
                                             const Progress &progress = {}) const;
    [[nodiscard]] bool contains(const QString &sha256) const;
    [[nodiscard]] QString pathOf(const QString &sha256) const;

private:
    QString m_directory;
};

} // namespace headgate
