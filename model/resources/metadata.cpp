// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/metadata.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxNameLength = 255;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! A character that has no place on one line, or in no text at all.
bool isControl(QChar character)
{
    return character.category() == QChar::Other_Control || character == QChar::LineSeparator
        || character == QChar::ParagraphSeparator;
}

} // namespace

void describeHead(Archive &archive, const QString &kind)
{
    QString apiVersion = u"v1"_s;
    QString found = kind;
    archive.field(u"apiVersion", apiVersion);
    archive.field(u"kind", found);
    if (apiVersion != "v1"_L1)
        archive.addError(u"apiVersion", tr("Only v1 is known here, not “%1”.").arg(apiVersion));
    if (found != kind)
        archive.addError(u"kind", tr("This is no %1 but a “%2”.").arg(kind, found));
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
    if (name.isEmpty())
        return {{path, tr("A name is needed.")}};
    QList<FieldError> errors;
    if (name.size() > MaxNameLength)
        errors.append({path, tr("A name has at most %1 characters.").arg(MaxNameLength)});
    if (std::ranges::any_of(name, isControl) || !name.isValidUtf16())
        errors.append({path, tr("A name cannot have control characters or line breaks.")});
    else if (name.trimmed() != name)
        errors.append({path, tr("A name cannot begin or end with a blank.")});
    return errors;
}

} // namespace headgate
