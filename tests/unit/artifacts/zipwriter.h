// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace headgate {

//! An entry of a zip, not compressed.
struct ZipEntry {
    QByteArray name;
    QByteArray content;
    quint32 hole = 0; //!< Bytes behind the content that take no room on the disk.
    bool isDamaged = false; //!< Its checksum is another.
};

//! Writes a zip as `jar` would, but as broken and as large as a test wants it.
[[nodiscard]] bool writeZip(const QString &path, const QList<ZipEntry> &entries);

} // namespace headgate
