// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/statefiles.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! The directory \a location on this machine, if it can be listed from here.
Result<QDir> readable(const QString &location)
{
    const std::optional<QString> path = localPathOf(location);
    if (!path) {
        return failure(ErrorKind::Storage,
                       tr("“%1” is on a file system that Headgate cannot read.").arg(location));
    }
    const QFileInfo info(*path);
    if (!info.isDir() || !info.isReadable() || !info.isExecutable()) {
        return failure(ErrorKind::Storage,
                       tr("The directory “%1” cannot be read from here.").arg(*path));
    }
    return QDir(*path);
}

const QString Metadata = u"_metadata"_s;

bool holdsMetadata(const QDir &directory)
{
    return QFileInfo(directory.filePath(Metadata)).isFile();
}

//! The checkpoint id that Flink writes at the head of \a metadata, since version 2 of its format;
//! 0 where there is none.
qint64 checkpointIdIn(const QString &metadata)
{
    constexpr qint32 Magic = 0x4960672d;
    constexpr qint32 FirstWithId = 2;
    QFile file(metadata);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    QDataStream head(&file); // big-endian, as Java writes
    qint32 magic = 0;
    qint32 version = 0;
    qint64 id = 0;
    head >> magic >> version >> id;
    const bool isWhole = head.status() == QDataStream::Ok && magic == Magic;
    return isWhole && version >= FirstWithId && id > 0 ? id : 0;
}

Instant writtenAt(const QString &metadata)
{
    return instantFromEpochMs(QFileInfo(metadata).lastModified().toMSecsSinceEpoch());
}

qint64 sizeOfFilesIn(const QDir &directory)
{
    qint64 size = 0;
    for (const QFileInfo &file : directory.entryInfoList(QDir::Files))
        size += file.size();
    return size;
}

QString withoutTrailing(QString location, QStringView ending)
{
    while (location.endsWith(u'/'))
        location.chop(1);
    return location.endsWith(ending) ? location.chopped(ending.size()) : location;
}

//! The greatest `chk-N` with `_metadata` in the directory \a above; nothing if there is none.
Result<std::optional<CheckpointFiles>> newestIn(const QString &above)
{
    static const QRegularExpression name(uR"(^chk-(\d{1,18})$)"_s);
    const Result<QDir> directory = readable(above);
    if (!directory)
        return Failure(directory.error());
    std::optional<CheckpointFiles> newest;
    for (const QString &entry : directory->entryList({u"chk-*"_s}, QDir::Dirs)) {
        const qint64 id = name.match(entry).captured(1).toLongLong();
        const bool isNewer = id > 0 && (!newest || id > newest->id);
        const QDir checkpoint(directory->filePath(entry));
        if (isNewer && holdsMetadata(checkpoint))
            newest = CheckpointFiles{.id = id,
                                     .location = above + u'/' + entry,
                                     .writtenAt = writtenAt(checkpoint.filePath(Metadata))};
    }
    return newest;
}

} // namespace

std::optional<QString> localPathOf(const QString &location)
{
    static const QRegularExpression file(uR"(^file:(?://(?=/))?(/(?!/).*)$)"_s);
    if (location.startsWith(u'/'))
        return location;
    const QRegularExpressionMatch match = file.match(location);
    return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
}

Result<std::optional<CheckpointFiles>> newestCheckpoint(const QString &knownCheckpoint)
{
    const QString known = withoutTrailing(knownCheckpoint, u"/_metadata");
    return newestIn(known.left(known.lastIndexOf(u'/')));
}

Result<std::optional<CheckpointFiles>> checkpointIn(const QString &directory)
{
    const QString own = withoutTrailing(directory, u"");
    const Result<QDir> parent = readable(own.left(own.lastIndexOf(u'/')));
    if (!parent)
        return Failure(parent.error());
    if (!parent->exists(own.mid(own.lastIndexOf(u'/') + 1)))
        return std::optional<CheckpointFiles>();
    return newestIn(own);
}

Result<std::optional<CheckpointFiles>> savepointBelow(const QString &directory,
                                                      const QString &savepointId)
{
    const QString target = withoutTrailing(directory, u"") + u'/' + savepointId;
    const Result<QDir> parent = readable(directory);
    if (!parent)
        return Failure(parent.error());
    if (!parent->exists(savepointId))
        return std::optional<CheckpointFiles>();
    const Result<QDir> own = readable(target);
    if (!own)
        return Failure(own.error());
    const QDir::Filters folders = QDir::Dirs | QDir::NoDotAndDotDot;
    for (const QString &entry : own->entryList(folders, QDir::Time)) {
        const QDir savepoint(own->filePath(entry));
        const QString metadata = savepoint.filePath(Metadata);
        if (holdsMetadata(savepoint))
            return std::optional(CheckpointFiles{.id = checkpointIdIn(metadata),
                                                 .location = target + u'/' + entry,
                                                 .writtenAt = writtenAt(metadata),
                                                 .size = sizeOfFilesIn(savepoint)});
    }
    return std::optional<CheckpointFiles>();
}

} // namespace headgate
