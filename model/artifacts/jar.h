// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QSet>

namespace headgate {

//! What the file of a jar says of itself.
struct JarReport {
    QString path;
    QString entryClass; //!< Of the manifest (`program-class`, `Main-Class`); empty: it names none.
    qint64 size = 0; //!< Bytes.
    QString warning; //!< A sentence, where no entry class is named; empty otherwise.
    QSet<QString> classes; //!< By their whole names; empty: not known, for jars lie in it.

    bool operator==(const JarReport &) const = default;
};

//! Reads the manifest and the list of entries, never the whole file. NotFound or Invalid, in a
//! sentence, for what is no jar. A jar without a manifest is one: whoever runs it names the entry
//! class.
[[nodiscard]] Result<JarReport> inspectJar(const QString &path);

//! The entry class that the text of a MANIFEST.MF names; empty for none.
[[nodiscard]] QString entryClassOf(const QByteArray &manifest);

} // namespace headgate
