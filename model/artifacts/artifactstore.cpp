// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/artifactstore.h"

#include "model/artifacts/durablefile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ChunkSize = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! The hash of the whole file, if it still is what it was; each piece goes to \a take.
template <typename Take>
Result<QString> read(const SourceFile &from, const ArtifactStore::Progress &progress, Take take)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    qint64 done = 0;
    while (done <= from.stamp.size) { // a file may grow faster than we read
        const QByteArray chunk = from.file->read(ChunkSize);
        if (chunk.isEmpty())
            break;
        hash.addData(chunk);
        if (const Result<void> taken = take(chunk); !taken)
            return Failure(taken.error());
        done += chunk.size();
        if (progress)
            progress(done, from.stamp.size);
    }
    if (from.file->error() != QFileDevice::NoError)
        return failure(ErrorKind::Invalid,
                       tr("“%1” cannot be read: %2.").arg(from.path, from.file->errorString()));
    if (done != from.stamp.size || stampOf(*from.file) != from.stamp)
        return failure(
            ErrorKind::Invalid,
            tr("“%1” changed while it was read. Try again when it is complete.").arg(from.path));
    return QString::fromLatin1(hash.result().toHex());
}

//! So that leftovers of an earlier run are told from what is being copied now.
QString incomingPrefix()
{
    return u"incoming-%1-"_s.arg(QCoreApplication::applicationPid());
}

} // namespace

ArtifactStore::ArtifactStore(QString directory, const Clock &clock)
    : m_directory(std::move(directory))
    , m_clock(clock)
{
}

Result<StoredArtifact> ArtifactStore::add(const QString &path, const Progress &progress)
{
    const auto from = openedFile(path);
    if (!from)
        return Failure(from.error());
    StoredArtifact artifact{.size = from->stamp.size, .fileName = QFileInfo(path).fileName()};
    if (const auto seen = contentSeen(path, from->stamp); seen && keep(*seen, artifact.size)) {
        artifact.sha256 = *seen;
        return artifact;
    }
    const Instant started = m_clock.now();
    const Result<QString> sha256 = store(*from, progress);
    if (!sha256)
        return Failure(sha256.error());
    remember(path, from->stamp, *sha256, started);
    artifact.sha256 = *sha256;
    return artifact;
}

bool ArtifactStore::keep(const QString &sha256, qint64 size)
{
    const QMutexLocker lock(&m_mutex);
    const QFileInfo stored(pathOf(sha256));
    if (!stored.exists() || stored.size() != size)
        return false;
    m_fresh.insert(sha256);
    return true;
}

Result<QString> ArtifactStore::store(const SourceFile &from, const Progress &progress)
{
    DurableFile to(m_directory, incomingPrefix());
    if (const auto begun = to.begin(*from.file); !begun)
        return Failure(begun.error());
    const Result<QString> sha256 =
        read(from, progress, [&to](const QByteArray &chunk) { return to.append(chunk); });
    if (!sha256)
        return sha256;
    if (const auto sealed = to.seal(); !sealed)
        return Failure(sealed.error());
    const QMutexLocker lock(&m_mutex);
    m_fresh.insert(*sha256);
    if (contains(*sha256))
        return sha256;
    if (const auto done = to.commit(pathOf(*sha256)); !done)
        return Failure(done.error());
    return sha256;
}

bool ArtifactStore::contains(const QString &sha256) const
{
    return !sha256.isEmpty() && QFileInfo::exists(pathOf(sha256));
}

QString ArtifactStore::pathOf(const QString &sha256) const
{
    return m_directory + u'/' + sha256 + u".jar"_s;
}

Result<bool> ArtifactStore::isChanged(const QString &path, const QString &sha256,
                                      const Progress &progress)
{
    const auto file = openedFile(path);
    if (!file)
        return Failure(file.error());
    if (const auto seen = contentSeen(path, file->stamp))
        return *seen != sha256;
    if (const QFileInfo stored(pathOf(sha256));
        stored.exists() && stored.size() != file->stamp.size)
        return true;
    const Instant started = m_clock.now();
    const Result<QString> found =
        read(*file, progress, [](const QByteArray &) { return Result<void>(); });
    if (!found)
        return Failure(found.error());
    remember(path, file->stamp, *found, started);
    return *found != sha256;
}

std::optional<QString> ArtifactStore::contentSeen(const QString &path, const FileStamp &stamp) const
{
    const QMutexLocker lock(&m_mutex);
    const auto it = m_seen.find(path);
    return it != m_seen.end() && it->stamp == stamp ? std::optional(it->sha256) : std::nullopt;
}

void ArtifactStore::remember(const QString &path, const FileStamp &stamp, const QString &sha256,
                             Instant read)
{
    const QMutexLocker lock(&m_mutex);
    if (couldChangeUnseen(stamp, read))
        m_seen.remove(path);
    else
        m_seen.insert(path, {stamp, sha256});
}

QStringList ArtifactStore::removeUnused(const QSet<QString> &used)
{
    const QMutexLocker lock(&m_mutex);
    m_fresh.subtract(used);
    QStringList removed;
    const QString ours = incomingPrefix();
    const QStringList names =
        QDir(m_directory).entryList({u"*.jar"_s, u"incoming-*"_s}, QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        const QString sha256 = name.chopped(name.endsWith(u".jar"_s) ? 4 : 0);
        const bool isKept =
            used.contains(sha256) || m_fresh.contains(sha256) || name.startsWith(ours);
        if (!isKept && QFile::remove(m_directory + u'/' + name))
            removed.append(name);
    }
    return removed;
}

} // namespace headgate
