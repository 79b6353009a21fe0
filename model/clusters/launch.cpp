// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/launch.h"

#include <QFile>
#include <QRegularExpression>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 TailSize = 1 << 18;
// What Flink logs while it shuts down, perhaps a dump of all threads, stands after the reason.
constexpr qsizetype TailLines = 2000;

QString tailOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(qMax<qint64>(0, file.size() - TailSize));
    const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(u'\n');
    return lines.mid(qMax<qsizetype>(0, lines.size() - TailLines)).join(u'\n');
}

const QRegularExpression &prefix()
{
    static const QRegularExpression prefix(
        uR"(^\d{4}-\d\d-\d\d [\d:,]+ +[A-Z]+ +(\S+) +\S* *- )"_s);
    return prefix;
}

//! Without the time, the level and the logger that stand before it.
QString messageOf(const QString &line)
{
    return QString(line).remove(prefix()).trimmed();
}

//! A thread that dies while the process shuts down tells of the shutdown, and not of its reason.
bool isOfDyingThread(QStringView logger)
{
    return logger.endsWith(u"UncaughtExceptionHandler")
        || logger.endsWith(u"FatalExitExceptionHandler");
}

} // namespace

QString FlinkProcessName::ident() const
{
    return role == FlinkRole::JobManager ? u"jobmanager"_s : u"taskmanager-%1"_s.arg(number);
}

QString FlinkProcessName::script() const
{
    return role == FlinkRole::JobManager ? u"bin/jobmanager.sh"_s : u"bin/taskmanager.sh"_s;
}

QString FlinkProcessName::log(const ClusterFiles &files) const
{
    const QString service =
        role == FlinkRole::JobManager ? u"standalonesession"_s : u"taskexecutor"_s;
    return files.logs() + "/flink-"_L1 + ident() + u'-' + service + "-0-localhost"_L1;
}

QProcessEnvironment flinkEnvironment(QProcessEnvironment base, const ClusterFiles &files,
                                     const FlinkProcessName &name, const Java &java)
{
    for (const QString &key : base.keys()) {
        if (key.startsWith("FLINK_"_L1) || key.startsWith("_FLINK_"_L1))
            base.remove(key);
    }
    for (const auto &key : {"JVM_ARGS"_L1, "JAVA_HOME"_L1, "MAX_LOG_FILE_NUMBER"_L1,
                            "ROOT_LOG_LEVEL"_L1, "STD_REDIRECT_TO_FILE"_L1, "HIGH_AVAILABILITY"_L1})
        base.remove(key);
    if (!java.home.isEmpty())
        base.insert(u"JAVA_HOME"_s, java.home);
    base.insert(u"FLINK_CONF_DIR"_s, files.configuration());
    base.insert(u"FLINK_LOG_DIR"_s, files.logs());
    base.insert(u"FLINK_PID_DIR"_s, files.run() + "/scripts"_L1);
    base.insert(u"FLINK_IDENT_STRING"_s, name.ident());
    base.insert(u"HOSTNAME"_s, u"localhost"_s); // in the names of logs, so that we know them
    base.insert(u"LC_ALL"_s, u"C.UTF-8"_s); // without, Java cannot open every path
    return base;
}

QString lastLines(const ClusterFiles &files, const FlinkProcessName &name)
{
    const QString log = tailOf(name.log(files) + ".log"_L1);
    const QString output = tailOf(name.log(files) + ".out"_L1);
    return QString(output + u'\n' + log).trimmed();
}

QString reasonIn(const QString &lines)
{
    static const QRegularExpression headline(
        uR"re(^(?:Exception in thread "[^"]*" )?(?:Caused by: )?(?:[a-z]\w*\.)+(\w+(?:Exception|Error)\b.*)$)re"_s);
    QString thrown; // the last one, by its innermost cause: that stands last
    QString thrownByThread;
    bool isAside = false;
    QString error;
    QString last;
    for (const QString &line : lines.split(u'\n', Qt::SkipEmptyParts)) {
        const QString message = messageOf(line);
        if (const auto logged = prefix().match(line); logged.hasMatch())
            isAside = isOfDyingThread(logged.capturedView(1));
        if (const auto match = headline.match(message); match.hasMatch())
            (isAside ? thrownByThread : thrown) = match.captured(1);
        else if ((line.contains(" ERROR "_L1) && !isAside) || line.startsWith("[ERROR]"_L1)
                 || line.startsWith("Error "_L1))
            error = message;
        if (!line.startsWith(u'\t') && !message.isEmpty())
            last = message;
    }
    for (const QString &each : {thrown, error, thrownByThread}) {
        if (!each.isEmpty())
            return each;
    }
    return last;
}

} // namespace headgate
