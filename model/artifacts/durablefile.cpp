// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/durablefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <linux/fs.h>
#endif

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! Makes the names in a folder durable. Some file systems cannot; then nothing more can be done.
void syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

bool shareContent(int source, int target)
{
#ifdef FICLONE
    return ::ioctl(target, FICLONE, source) == 0;
#else
    Q_UNUSED(source)
    Q_UNUSED(target)
    return false;
#endif
}

} // namespace

QString sentenceOnWriting(int error, const QString &directory, qint64 size)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return tr("There is not enough room in %1: %2 are needed.")
            .arg(directory, QLocale().formattedDataSize(size));
    case EACCES:
    case EPERM:
    case EROFS:
        return tr("The folder %1 cannot be written: permission is missing.").arg(directory);
    default:
        return tr("The folder %1 cannot be written: %2.").arg(directory, qt_error_string(error));
    }
}

DurableFile::DurableFile(QString directory, const QString &prefix)
    : m_directory(std::move(directory))
    , m_file(m_directory + u'/' + prefix + u"XXXXXX"_s)
{
}

Result<void> DurableFile::begin(const QFile &source)
{
    m_size = source.size();
    if (!QFileInfo(m_directory).isDir()) {
        if (!QDir().mkpath(m_directory))
            return failed(errno);
        syncFolder(QFileInfo(m_directory).path());
    }
    const qint64 room = QStorageInfo(m_directory).bytesAvailable();
    if (room >= 0 && room < m_size)
        return failed(ENOSPC);
    if (!m_file.open())
        return failed(errno);
    m_isCloned = shareContent(source.handle(), m_file.handle());
    return {};
}

Result<void> DurableFile::append(const QByteArray &bytes)
{
    for (qsizetype done = 0; !m_isCloned && done < bytes.size();) {
        const ssize_t count =
            ::write(m_file.handle(), bytes.constData() + done, size_t(bytes.size() - done));
        if (count < 0 && errno != EINTR)
            return failed(errno);
        done += std::max<ssize_t>(count, 0);
    }
    return {};
}

Result<void> DurableFile::seal()
{
    if (::fchmod(m_file.handle(), S_IRUSR) != 0 || ::fsync(m_file.handle()) != 0)
        return failed(errno);
    return {};
}

Result<void> DurableFile::commit(const QString &path)
{
    const QByteArray from = QFile::encodeName(m_file.fileName());
    if (::rename(from.constData(), QFile::encodeName(path).constData()) != 0)
        return failed(errno);
    m_file.setAutoRemove(false);
    syncFolder(m_directory);
    return {};
}

Failure DurableFile::failed(int error) const
{
    return failure(ErrorKind::Storage, sentenceOnWriting(error, m_directory, m_size));
}

} // namespace headgate
