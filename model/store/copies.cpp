// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/copies.h"

#include "model/store/database.h"
#include "model/store/storefiles.h"

#include <QDir>

#include <cerrno>
#include <sys/stat.h>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype CopiesKept = 7;

QString folderOf(const DataDirectory &directory)
{
    return directory.filePath(u"copies");
}

Result<void> makeFolder(const QString &folder)
{
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && errno != EEXIST)
        return Failure(fileError(folder, errno));
    return {};
}

Result<void> finishCopy(const QString &unfinished, const QString &path)
{
    if (const auto synced = syncToDisk(unfinished); !synced)
        return synced;
    if (!QFile::rename(unfinished, path))
        return Failure(fileError(path, errno));
    return syncToDisk(QFileInfo(path).path());
}

} // namespace

QList<StoreCopy> copiesIn(const DataDirectory &directory)
{
    const QDir folder(folderOf(directory));
    QList<StoreCopy> copies;
    for (const QString &name :
         folder.entryList({u"*.sqlite"_s}, QDir::Files, QDir::Name | QDir::Reversed)) {
        const QDateTime time = timeInName(name);
        if (time.isValid())
            copies.append({.path = folder.filePath(name),
                           .madeAt = instantFromEpochMs(time.toMSecsSinceEpoch())});
    }
    return copies;
}

Result<void> makeCopy(Database &database, const DataDirectory &directory, Instant now,
                      const QString &suffix)
{
    const QString folder = folderOf(directory);
    if (const auto made = makeFolder(folder); !made)
        return made;
    const QString unfinished = folder + u"/unfinished";
    QFile::remove(unfinished);
    // An empty file is taken by SQLite, and keeps its permissions.
    if (const auto created = createPrivateFile(unfinished); !created)
        return created;
    if (const auto copied = database.run(u"VACUUM INTO ?"_s, {unfinished}); !copied) {
        QFile::remove(unfinished);
        return copied;
    }
    const auto finished = finishCopy(unfinished, unusedPath(folder, {}, now, suffix));
    if (!finished)
        return finished;
    QList<StoreCopy> copies = copiesIn(directory);
    copies.removeIf([now](const StoreCopy &copy) { return copy.madeAt > now; });
    for (const StoreCopy &old : copies.mid(CopiesKept))
        QFile::remove(old.path);
    return {};
}

} // namespace headgate
