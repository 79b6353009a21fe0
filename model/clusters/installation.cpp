// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/installation.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QVersionNumber>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr FlinkRelease OldestManaged{1, 17};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Failure unusable(const QString &message)
{
    return failure(ErrorKind::Environment, message);
}

//! The scripts that are run, with those that they run.
QStringList scripts()
{
    return {u"bin/jobmanager.sh"_s, u"bin/taskmanager.sh"_s, u"bin/flink-console.sh"_s};
}

//! Why the scripts in \a home cannot be run; empty if they can.
QString problemOfScripts(const QDir &home)
{
    for (const QString &script : scripts()) {
        const QFileInfo file(home.filePath(script));
        if (!file.isFile()) {
            return tr("“%1” holds no Apache Flink, for %2 is missing; choose the folder of an "
                      "unpacked Flink, the one with bin, conf and lib in it.")
                .arg(home.path(), script);
        }
        if (!file.isExecutable()) {
            return tr("The scripts in “%1” may not be executed; allow it with chmod +x, or unpack "
                      "Flink again.")
                .arg(home.filePath(u"bin"_s));
        }
    }
    return {};
}

//! Flink's scripts take the installation's path apart at these.
bool hasTroublesomePath(const QDir &home)
{
    static const QRegularExpression troublesome(uR"([\s*?\[\]:\\])"_s);
    return home.canonicalPath().contains(troublesome);
}

QString versionOfJar(const QString &fileName)
{
    static const QRegularExpression dist(uR"(^flink-dist(?:_2\.\d+)?-(\d.*)\.jar$)"_s);
    return dist.match(fileName).captured(1);
}

Result<QString> versionIn(const QDir &home)
{
    const QStringList jars =
        QDir(home.filePath(u"lib"_s)).entryList({u"flink-dist*.jar"_s}, QDir::Files);
    if (jars.size() > 1) {
        return unusable(tr("There is more than one flink-dist jar in “%1”; keep the one that "
                           "belongs to this Flink.")
                            .arg(home.filePath(u"lib"_s)));
    }
    QString version = jars.isEmpty() ? QString() : versionOfJar(jars.constFirst());
    if (!flinkReleaseOf(version)) {
        return unusable(
            tr("“%1” has no lib/flink-dist-VERSION.jar; unpack Flink again.").arg(home.path()));
    }
    return version;
}

bool isNewer(const FlinkInstallation &left, const FlinkInstallation &right)
{
    return QVersionNumber::fromString(left.version) > QVersionNumber::fromString(right.version);
}

QStringList candidates(const QProcessEnvironment &environment)
{
    const QString cache = environment.value(
        u"XDG_CACHE_HOME"_s, environment.value(u"HOME"_s, QDir::homePath()) + "/.cache"_L1);
    QStringList homes;
    if (const QString home = environment.value(u"FLINK_HOME"_s); !home.isEmpty())
        homes.append(home);
    const auto addBelow = [&homes](const QString &folder, const QString &pattern) {
        const QDir dir(folder);
        for (const QString &name : dir.entryList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot))
            homes.append(dir.filePath(name));
    };
    addBelow(cache + "/headgate/flink"_L1, u"*"_s);
    addBelow(u"/opt"_s, u"flink*"_s);
    return homes;
}

} // namespace

std::optional<FlinkRelease> flinkReleaseOf(QStringView version)
{
    static const QRegularExpression number(uR"(^(\d{1,4})\.(\d{1,4})(?:[.\-].*)?$)"_s);
    const QRegularExpressionMatch match = number.match(version.toString());
    if (!match.hasMatch())
        return std::nullopt;
    return FlinkRelease{match.captured(1).toInt(), match.captured(2).toInt()};
}

Result<FlinkInstallation> inspectInstallation(const QString &home)
{
    const QDir dir(QDir::cleanPath(home));
    if (home.isEmpty() || !dir.exists()) {
        return unusable(
            tr("There is no folder “%1”; choose the folder of an unpacked Apache Flink.")
                .arg(home));
    }
    if (const QString problem = problemOfScripts(dir); !problem.isEmpty())
        return unusable(problem);
    const Result<QString> version = versionIn(dir);
    if (!version)
        return Failure(version.error());
    if (*flinkReleaseOf(*version) < OldestManaged) {
        return unusable(tr("Flink %1 in “%2” is too old; install Flink %3.%4 or newer.")
                            .arg(*version, dir.path())
                            .arg(OldestManaged.major)
                            .arg(OldestManaged.minor));
    }
    if (hasTroublesomePath(dir)) {
        return unusable(tr("Flink's own scripts fail in “%1” because of a space or special "
                           "character in its path; move Flink to a folder without.")
                            .arg(dir.canonicalPath()));
    }
    return FlinkInstallation{dir.absolutePath(), *version};
}

QList<FlinkInstallation> findInstallations(const QProcessEnvironment &environment)
{
    QList<FlinkInstallation> found;
    QStringList seen;
    for (const QString &home : candidates(environment)) {
        const QString canonical = QDir(home).canonicalPath();
        if (const auto installation = inspectInstallation(home);
            installation && !seen.contains(canonical)) {
            found.append(*installation);
            seen.append(canonical);
        }
    }
    std::ranges::stable_sort(found, isNewer);
    return found;
}

} // namespace headgate
