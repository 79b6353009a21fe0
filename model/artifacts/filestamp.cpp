// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/filestamp.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace headgate {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Failure unreadable(const QString &path, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return failure(ErrorKind::NotFound, tr("The file “%1” does not exist.").arg(path));
    case EACCES:
    case EPERM:
        return failure(ErrorKind::Invalid,
                       tr("“%1” cannot be read: permission is missing.").arg(path));
    default:
        return failure(ErrorKind::Invalid,
                       tr("“%1” cannot be read: %2.").arg(path, qt_error_string(error)));
    }
}

qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

Result<SourceFile> openedFile(const QString &path)
{
    // Without O_NONBLOCK, a pipe that nobody writes to would hold us for ever.
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return unreadable(path, errno);
    auto file = std::make_unique<QFile>(path);
    if (!file->open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return unreadable(path, EIO);
    }
    struct stat status{};
    if (::fstat(descriptor, &status) != 0)
        return unreadable(path, errno);
    if (S_ISDIR(status.st_mode))
        return failure(ErrorKind::Invalid, tr("“%1” is a folder, not a file.").arg(path));
    if (!S_ISREG(status.st_mode))
        return failure(ErrorKind::Invalid, tr("“%1” is no ordinary file.").arg(path));
    const FileStamp stamp = stampOf(*file);
    return SourceFile{path, std::move(file), stamp};
}

FileStamp stampOf(const QFile &file)
{
    struct stat status{};
    if (::fstat(file.handle(), &status) != 0)
        return {};
    return {.device = status.st_dev,
            .inode = status.st_ino,
            .size = status.st_size,
            .modifiedAt = nanoseconds(status.st_mtim),
            .changedAt = nanoseconds(status.st_ctim)};
}

bool couldChangeUnseen(const FileStamp &stamp, Instant read)
{
    constexpr std::chrono::seconds LongestStep{2}; // of FAT; others count milliseconds
    const std::chrono::nanoseconds touched(std::max(stamp.modifiedAt, stamp.changedAt));
    return touched >= (read - LongestStep).time_since_epoch();
}

} // namespace headgate
