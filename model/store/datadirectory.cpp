// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/datadirectory.h"

#include "model/store/storefiles.h"

#include <QCoreApplication>
#include <QDir>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace headgate {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::DataDirectory", text);
}

//! Makes \a path with all its parents; only this user may enter it.
Result<void> makeDirectory(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    errno = 0;
    QDir().mkpath(QFileInfo(path).path());
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return Failure(fileError(path, errno));
    return {};
}

//! Not every directory is ours to close: somebody may have named their home, or /tmp.
void makePrivateIfOurs(const DataDirectory &directory)
{
    if (QFile::exists(storePath(directory)) || QDir(directory.path()).isEmpty())
        makePrivate(directory.path());
}

} // namespace

Result<DataDirectory> DataDirectory::own(const QString &path)
{
    const QString absolute = QDir::cleanPath(QDir(path).absolutePath());
    if (const auto made = makeDirectory(absolute); !made)
        return Failure(made.error());
    // The directory itself is locked, for a lock file could be deleted under its owner.
    const int lock =
        ::open(QFile::encodeName(absolute).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0)
        return Failure(fileError(absolute, errno));
    DataDirectory directory(QFileInfo(absolute).canonicalFilePath(), lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return failure(ErrorKind::Conflict,
                           tr("Another Headgate already uses “%1”.").arg(absolute));
        // A network file system; the store's journal would not be safe there, either.
        return failure(ErrorKind::Storage,
                       tr("“%1” cannot be locked: choose a directory on a disk of this machine "
                          "with --data-dir.")
                           .arg(absolute));
    }
    makePrivateIfOurs(directory);
    if (::faccessat(lock, ".", W_OK | X_OK, AT_EACCESS) != 0)
        return Failure(fileError(absolute, errno));
    return directory;
}

DataDirectory::DataDirectory(QString path, int lock)
    : m_path(std::move(path))
    , m_lock(lock)
{
}

DataDirectory::DataDirectory(DataDirectory &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
{
}

DataDirectory &DataDirectory::operator=(DataDirectory &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_lock, other.m_lock);
    return *this;
}

DataDirectory::~DataDirectory()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

QString DataDirectory::filePath(QStringView name) const
{
    return m_path + u'/' + name;
}

} // namespace headgate
