// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/archive.h"

#include <algorithm>

namespace headgate {

//! What every document has (lifecycle.md §1).
struct Metadata {
    QString id; //!< A UUID; references between documents go by it.
    QString name; //!< Unique in its namespace, immutable.
    QString displayName;
    QString nameSpace = QStringLiteral("default");
    QMap<QString, QString> labels;
    QMap<QString, QString> annotations;
    Instant createdAt;
    Instant modifiedAt;
    qint64 resourceVersion = 0; //!< Grows with each write of spec or metadata.
    Json source;

    bool operator==(const Metadata &) const = default;
};

void describe(Archive &archive, Metadata &metadata);

//! `apiVersion` and `kind`, with which every document begins; any other than \a kind is an error.
void describeHead(Archive &archive, const QString &kind);

//! The one of \a documents with \a id; null where there is none.
template <typename Documents>
[[nodiscard]] auto findById(Documents &documents, const QString &id)
    -> decltype(&*documents.begin())
{
    const auto it = std::ranges::find(
        documents, id, [](const auto &each) -> const QString & { return each.metadata.id; });
    return it == documents.end() ? nullptr : &*it;
}

//! What a person sees: the display name where there is one.
[[nodiscard]] QString titleOf(const Metadata &metadata);

//! Errors of a name: empty, longer than 255, control characters or broken lines, blanks at its
//! ends.
[[nodiscard]] QList<FieldError> validateName(const QString &name, const QString &path);

} // namespace headgate
