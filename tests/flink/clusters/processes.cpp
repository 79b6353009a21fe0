// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/clusters/processes.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <csignal>

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Found {
    qint64 pid = 0;
    QString mainClass;
};

QList<Found> flinksIn(const QString &directory)
{
    QList<Found> found;
    for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const QList<QByteArray> words = contentOf("/proc/"_L1 + entry + "/cmdline"_L1).split('\0');
        if (!words.join(' ').contains(directory.toUtf8()) || !words[0].endsWith("java"))
            continue;
        const auto word = std::ranges::find_if(
            words, [](const QByteArray &each) { return each.startsWith("org.apache.flink."); });
        if (word != words.end()) {
            const QString name = QString::fromUtf8(*word);
            found.append({entry.toLongLong(), name.mid(name.lastIndexOf(u'.') + 1)});
        }
    }
    return found;
}

QSet<QByteArray> socketsOf(qint64 pid)
{
    QSet<QByteArray> inodes;
    const QDir descriptors(u"/proc/%1/fd"_s.arg(pid));
    for (const QString &name : descriptors.entryList(QDir::Files | QDir::System)) {
        const QString target = QFile::symLinkTarget(descriptors.filePath(name));
        const qsizetype start = target.indexOf("socket:["_L1);
        if (start >= 0)
            inodes.insert(target.mid(start + 8).chopped(1).toLatin1());
    }
    return inodes;
}

} // namespace

QStringList flinkClassesIn(const QString &directory)
{
    QStringList classes;
    for (const Found &each : flinksIn(directory))
        classes.append(each.mainClass);
    classes.sort();
    return classes;
}

QStringList listeningAddresses(qint64 pid)
{
    const QSet<QByteArray> inodes = socketsOf(pid);
    QStringList addresses;
    for (const auto &table : {u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s}) {
        const QList<QByteArray> lines = contentOf(table).split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() > 9 && fields[3] == "0A" && inodes.contains(fields[9]))
                addresses.append(QString::fromLatin1(fields[1].split(':').first()));
        }
    }
    return addresses;
}

bool isLoopback(const QString &address)
{
    return address == "0100007F"_L1 // 127.0.0.1, and the same as an IPv6 address, and ::1
        || address == "0000000000000000FFFF00000100007F"_L1
        || address == "00000000000000000000000001000000"_L1;
}

void killFlinksIn(const QString &directory)
{
    for (const Found &each : flinksIn(directory))
        ::kill(pid_t(each.pid), SIGKILL);
}

} // namespace headgate::test
