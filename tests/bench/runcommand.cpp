// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/runcommand.h"

#include <QProcess>
#include <QRegularExpression>

namespace headgate::bench {

using namespace Qt::StringLiterals;

QString RunCommand::output(const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"FLINK_CONF_DIR"_s, m_flink.configurationDirectory());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_flink.home() + u"/bin/flink"_s, arguments);
    if (!process.waitForFinished(120'000))
        return {};
    return QString::fromUtf8(process.readAll());
}

QString RunCommand::run(const QString &savepoint) const
{
    static const QRegularExpression id(u"JobID ([0-9a-f]{32})"_s);
    QStringList arguments{u"run"_s, u"-d"_s, u"-p"_s, u"1"_s,
                          u"-Dexecution.checkpointing.interval=1 s"_s};
    if (!savepoint.isEmpty())
        arguments << u"-s"_s << savepoint;
    arguments << test::sampleJob();
    return id.match(output(arguments)).captured(1);
}

QString RunCommand::stop(const QString &flinkJobId) const
{
    static const QRegularExpression path(u"Path: (\\S+)"_s);
    return path.match(output({u"stop"_s, u"-p"_s, m_flink.savepointDirectory(), flinkJobId}))
        .captured(1);
}

} // namespace headgate::bench
