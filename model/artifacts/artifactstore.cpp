// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/artifactstore.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryFile>

#include <unistd.h>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ChunkSize = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("ArtifactStore", text);
}

Failure cannotWrite(const QString &directory, const QString &reason)
{
    return failure(ErrorKind::Storage,
                   tr("The jar cannot be stored in %1: %2. Make room there, or make it writable.")
                       .arg(directory, reason));
}

//! Copies and hashes in one pass; the answer is the hash, or why that failed.
Result<QString> copy(QFile &from, QTemporaryFile &to, const ArtifactStore::Progress &progress)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const qint64 total = from.size();
    qint64 done = 0;
    while (!from.atEnd()) {
        const QByteArray chunk = from.read(ChunkSize);
        if (chunk.isEmpty())
            break;
        if (to.write(chunk) != chunk.size())
            return cannotWrite(to.fileName(), to.errorString());
        hash.addData(chunk);
        done += chunk.size();
        if (progress)
            progress(done, total);
    }
    if (from.error() != QFile::NoError || done != total || from.size() != total)
        return failure(ErrorKind::Invalid,
                       tr("“%1” could not be read whole; did it change meanwhile?")
                           .arg(from.fileName()));
    if (!to.flush() || fsync(to.handle()) != 0)
        return cannotWrite(to.fileName(), to.errorString());
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

ArtifactStore::ArtifactStore(QString directory)
    : m_directory(std::move(directory))
{
}

Result<StoredArtifact> ArtifactStore::add(const QString &path, const Progress &progress) const
{
    QFile from(path);
    if (!from.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Invalid,
                       tr("The jar “%1” cannot be read: %2.").arg(path, from.errorString()));
    if (!QDir().mkpath(m_directory))
        return cannotWrite(m_directory, tr("the folder cannot be made"));
    QTemporaryFile to(m_directory + u"/incoming-XXXXXX"_s);
    if (!to.open())
        return cannotWrite(m_directory, to.errorString());
    const Result<QString> sha256 = copy(from, to, progress);
    if (!sha256)
        return Failure(sha256.error());
    const StoredArtifact artifact{.sha256 = *sha256, .size = from.size()};
    if (contains(*sha256))
        return artifact;
    to.setAutoRemove(false);
    if (!to.rename(pathOf(*sha256)) && !contains(*sha256)) {
        to.setAutoRemove(true);
        return cannotWrite(m_directory, to.errorString());
    }
    return artifact;
}

bool ArtifactStore::contains(const QString &sha256) const
{
    return !sha256.isEmpty() && QFile::exists(pathOf(sha256));
}

QString ArtifactStore::pathOf(const QString &sha256) const
{
    return m_directory + u'/' + sha256 + u".jar"_s;
}

} // namespace headgate
