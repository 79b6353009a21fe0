// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/metadata.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {
constexpr int MaxNameLength = 255;
}

void describe(Archive &archive, Metadata &metadata)
{
    archive.field(u"id", metadata.id);
    archive.field(u"name", metadata.name);
    archive.field(u"displayName", metadata.displayName);
    archive.field(u"namespace", metadata.nameSpace);
    archive.field(u"labels", metadata.labels);
    archive.field(u"annotations", metadata.annotations);
    archive.field(u"createdAt", metadata.createdAt);
    archive.field(u"modifiedAt", metadata.modifiedAt);
    archive.field(u"resourceVersion", metadata.resourceVersion);
}

QString titleOf(const Metadata &metadata)
{
    return metadata.displayName.isEmpty() ? metadata.name : metadata.displayName;
}

QList<FieldError> validateName(const QString &name, const QString &path)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Metadata", text); };
    if (name.isEmpty())
        return {{path, tr("A name is needed.")}};
    QList<FieldError> errors;
    if (name.size() > MaxNameLength)
        errors.append({path, tr("A name has at most %1 characters.").arg(MaxNameLength)});
    if (std::ranges::any_of(name, [](QChar c) { return c.category() == QChar::Other_Control; }))
        errors.append({path, tr("A name cannot have control characters.")});
    else if (name.trimmed() != name)
        errors.append({path, tr("A name cannot begin or end with a blank.")});
    return errors;
}

} // namespace headgate
