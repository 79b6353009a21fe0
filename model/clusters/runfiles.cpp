// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/runfiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

QString tokenFile(const ClusterFiles &files)
{
    return files.run() + "/token"_L1;
}

QString portsFile(const ClusterFiles &files)
{
    return files.run() + "/ports"_L1;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! Writes \a content whole or not at all; says why not, or nothing.
QString writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return {};
    return tr("“%1” cannot be written: %2").arg(path, file.errorString());
}

// $1 lock, $2 token file, $3 token, $4 pid file, then the program. Descriptor 9 keeps the lock
// through exec. The start time of the shell is that of the JVM which it becomes.
constexpr auto Script = R"sh(
exec 9>>"$1" || exit 74
flock -n 9 || exit 75
[ "$(cat "$2")" = "$3" ] || exit 76
read -r boot </proc/sys/kernel/random/boot_id
start=$(cut -d' ' -f22 "/proc/$$/stat")
echo "$$ $start $boot" >"$4.new" && mv "$4.new" "$4" || exit 77
shift 4
exec "$@"
)sh"_L1;

} // namespace

std::optional<RunLock> RunLock::take(const QString &path)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return std::nullopt;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return RunLock(descriptor);
    ::close(descriptor);
    return std::nullopt;
}

RunLock::RunLock(int descriptor)
    : m_descriptor(descriptor)
{
}

RunLock::RunLock(RunLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

RunLock::~RunLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

QString lockFile(const ClusterFiles &files, const QString &name)
{
    return files.run() + u'/' + name + ".lock"_L1;
}

QString pidFile(const ClusterFiles &files, const QString &name)
{
    return files.run() + u'/' + name + ".pid"_L1;
}

std::optional<ProcessRecord> writerOfPidFile(const ClusterFiles &files, const QString &name)
{
    const QList<QByteArray> words = contentOf(pidFile(files, name)).trimmed().split(' ');
    if (words.size() != 3)
        return std::nullopt;
    return ProcessRecord{.pid = words[0].toLongLong(),
                         .startTime = words[1].toLongLong(),
                         .bootId = QString::fromLatin1(words[2])};
}

QStringList shellArguments(const ClusterFiles &files, const QString &name, const QString &token,
                           const QStringList &program)
{
    return QStringList{
               u"-c"_s,          QString(Script), u"headgate"_s,       lockFile(files, name),
               tokenFile(files), token,           pidFile(files, name)}
    + program;
}

QString readToken(const ClusterFiles &files)
{
    return QString::fromLatin1(contentOf(tokenFile(files))).trimmed();
}

Result<ClusterPorts> readPorts(const ClusterFiles &files)
{
    const QList<QByteArray> words = contentOf(portsFile(files)).trimmed().split(' ');
    const ClusterPorts ports{.rest = words.value(0).toInt(), .rpc = words.value(1).toInt()};
    if (ports.rest <= 0 || ports.rpc <= 0)
        return failure(ErrorKind::NotFound, tr("The ports of this cluster are not known."));
    return ports;
}

Result<ClusterFiles> makeDirectories(const ClusterFiles &files)
{
    for (const QString &path :
         {files.root, files.configuration(), files.logs(), files.uploads(), files.temporary(),
          files.checkpoints(), files.savepoints(), files.archive(), files.run()}) {
        if (!QDir().mkpath(path)) {
            return failure(ErrorKind::Storage, tr("The directory “%1” cannot be made.").arg(path));
        }
    }
    QFile::setPermissions(files.root, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return files;
}

Result<ClusterPorts> writeCluster(const ConfigurationInput &input, const QString &token)
{
    const ClusterFiles &files = input.files;
    const QDir configuration(files.configuration());
    QFile::remove(configuration.filePath(u"flink-conf.yaml"_s)); // 1.19 and 1.20 would prefer it
    QDir(files.temporary()).removeRecursively(); // of processes that were killed
    QDir().mkpath(files.temporary());
    const QByteArray ports =
        QByteArray::number(input.ports.rest) + ' ' + QByteArray::number(input.ports.rpc) + '\n';
    QString error = writeFile(configuration.filePath(configurationFileName(input.flink)),
                              configurationText(configurationOf(input), input.flink));
    if (error.isEmpty())
        error = writeFile(configuration.filePath(u"log4j-console.properties"_s), loggingText());
    if (error.isEmpty())
        error = writeFile(portsFile(files), ports);
    if (error.isEmpty())
        error = writeFile(tokenFile(files), token.toLatin1() + '\n');
    if (!error.isEmpty())
        return failure(ErrorKind::Storage, error);
    return input.ports;
}

void revokeToken(const ClusterFiles &files)
{
    QFile::remove(tokenFile(files));
}

} // namespace headgate
