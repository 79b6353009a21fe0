// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/storefiles.h"

#include "model/store/copies.h"
#include "model/store/datadirectory.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QTimeZone>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype TimeLength = 20;
const QString DamagedPrefix = u"damaged-"_s;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

QDateTime toDateTime(Instant time)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch();
    return QDateTime::fromMSecsSinceEpoch(ms.count()).toUTC();
}

QString inFileName(Instant time)
{
    return toDateTime(time).toString(u"yyyy-MM-dd'T'HH-mm-ss'Z'");
}

const QStringList &journalSuffixes()
{
    static const QStringList suffixes = {u"-wal"_s, u"-shm"_s, u"-journal"_s};
    return suffixes;
}

QString remedyOf(int errorNumber)
{
    switch (errorNumber) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return tr("free some space on that disk");
    case EACCES:
    case EPERM:
        return tr("make it yours, or choose another directory with --data-dir");
    default:
        return tr("choose another directory with --data-dir");
    }
}

Result<void> rename(const QString &from, const QString &to)
{
    if (!QFile::exists(from))
        return {};
    QFile file(from);
    if (!file.rename(to)) // Never overwrites.
        return Failure(fileError(from, errno));
    return {};
}

} // namespace

QString storePath(const DataDirectory &directory)
{
    return directory.filePath(u"headgate.sqlite");
}

QString unfinishedStorePath(const DataDirectory &directory)
{
    return directory.filePath(u"headgate.unfinished.sqlite");
}

bool wasStoreLost(const DataDirectory &directory)
{
    const QString path = storePath(directory);
    if (QFile::exists(path))
        return false;
    const QDir folder(directory.path());
    return QFile::exists(path + u"-wal") || !copiesIn(directory).isEmpty()
        || !folder.entryList({DamagedPrefix + u"*.sqlite"}, QDir::Files).isEmpty();
}

Result<QString> setAside(const DataDirectory &directory, Instant now)
{
    const QString from = storePath(directory);
    QString to = unusedPath(directory.path(), DamagedPrefix, now);
    // The store first: if this is cut short, no store remains, which open() takes for a lost one.
    // The other way round a store without its journal would remain: an older state, and silently.
    Result<void> done = rename(from, to);
    for (const QString &suffix : journalSuffixes()) {
        if (done)
            done = rename(from + suffix, to + suffix);
    }
    if (done)
        done = syncToDisk(directory.path());
    if (!done)
        return Failure(done.error());
    return to;
}

Result<void> finishStore(const DataDirectory &directory)
{
    const QString unfinished = unfinishedStorePath(directory);
    if (const auto synced = syncToDisk(unfinished); !synced)
        return synced;
    if (const auto renamed = rename(unfinished, storePath(directory)); !renamed)
        return renamed;
    return syncToDisk(directory.path());
}

void discardUnfinishedStore(const DataDirectory &directory)
{
    const QString path = unfinishedStorePath(directory);
    QFile::remove(path);
    for (const QString &suffix : journalSuffixes())
        QFile::remove(path + suffix);
}

Result<void> createPrivateFile(const QString &path)
{
    const int file =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return Failure(fileError(path, errno));
    ::close(file);
    return {};
}

void makePrivate(const QString &path)
{
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadUser
        | QFile::WriteUser | QFile::ExeUser;
    const auto present = QFile::permissions(path);
    if (present & ~owner)
        QFile::setPermissions(path, present & owner);
}

Result<void> syncToDisk(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return Failure(fileError(path, errno));
    const int errorNumber = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (errorNumber != 0)
        return Failure(fileError(path, errorNumber));
    return {};
}

QString unusedPath(const QString &folder, const QString &prefix, Instant time,
                   const QString &suffix)
{
    const QString base = folder + u'/' + prefix + inFileName(time);
    QString path = base + suffix + u".sqlite";
    for (int i = 2; QFile::exists(path); ++i)
        path = base + u'-' + QString::number(i) + suffix + u".sqlite";
    return path;
}

QDateTime timeInName(const QString &fileName)
{
    QDateTime time = QDateTime::fromString(fileName.left(TimeLength), u"yyyy-MM-dd'T'HH-mm-ss'Z'");
    time.setTimeZone(QTimeZone::utc());
    return time;
}

QString shownTime(Instant time)
{
    return QLocale().toString(toDateTime(time).toLocalTime(), QLocale::ShortFormat);
}

Error fileError(const QString &path, int errorNumber)
{
    return Error{.kind = ErrorKind::Storage,
                 .message = tr("“%1” cannot be written (%2): %3.")
                                .arg(path, qt_error_string(errorNumber), remedyOf(errorNumber))};
}

} // namespace headgate
