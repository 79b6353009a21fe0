// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/seat.h"

#include "model/clusters/runfiles.h"
#include "model/core/failpoint.h"

#include <QFile>
#include <QProcess>

#include <csignal>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LookingInterval = 20ms;
constexpr auto PatienceWithOrphan = 10s; // it holds the lock, and has not said who it is

} // namespace

Seat::Seat(ClusterFiles files, FlinkProcessName name, QObject *parent)
    : QObject(parent)
    , m_files(std::move(files))
    , m_name(name)
{
    m_looking.setInterval(LookingInterval);
    connect(&m_looking, &QTimer::timeout, this, &Seat::look);
    m_killing.setSingleShot(true);
    connect(&m_killing, &QTimer::timeout, this, [this] { signalAll(SIGKILL); });
}

Seat::~Seat() = default;

std::chrono::milliseconds Seat::age() const
{
    return std::chrono::milliseconds(m_since.isValid() ? m_since.elapsed() : 0);
}

void Seat::find(const std::optional<ProcessRecord> &recorded)
{
    if (m_process)
        return;
    const auto written = writerOfPidFile(m_files, m_name.ident());
    if (written && isRunning(*written))
        settle(*written);
    else if (recorded && isRunning(*recorded))
        settle(*recorded);
}

void Seat::expect()
{
    if (!isEmpty() || !QFile::exists(lockFile(m_files, m_name.ident()))
        || RunLock::take(lockFile(m_files, m_name.ident())))
        return;
    m_since.start();
    m_looking.start();
}

bool Seat::launch(const LaunchOrder &order)
{
    Q_ASSERT(isEmpty());
    m_isEnding = false;
    putAwayLogs();
    QProcess shell;
    shell.setProgram(u"/bin/sh"_s);
    shell.setArguments(
        shellArguments(m_files, m_name.ident(), order.token,
                       {order.flink.home + u'/' + m_name.script(), u"start-foreground"_s}));
    shell.setWorkingDirectory(m_files.root);
    shell.setProcessEnvironment(
        flinkEnvironment(QProcessEnvironment::systemEnvironment(), m_files, m_name, order.java));
    const QString output = m_name.log(m_files) + ".out"_L1;
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.setStandardOutputFile(output, QIODevice::Truncate);
    shell.setStandardErrorFile(output, QIODevice::Append);
    qint64 pid = 0;
    if (!shell.startDetached(&pid)) // a session of its own: it outlives us
        return false;
    failPoint("cluster-launched"_L1, {QLatin1StringView(m_name.ident().toLatin1())});
    m_child = processWith(pid);
    m_since.start();
    m_looking.start();
    return true;
}

void Seat::end(std::chrono::milliseconds patience)
{
    if (isEmpty() || m_isEnding)
        return;
    m_isEnding = true;
    signalAll(SIGTERM);
    m_killing.start(patience);
}

//! Waits for the pid file that the launched process writes, or another that was there before it.
void Seat::look()
{
    const auto written = writerOfPidFile(m_files, m_name.ident());
    if (written && isRunning(*written))
        return settle(*written);
    if (m_child && isRunning(*m_child))
        return;
    const bool isTaken = !RunLock::take(lockFile(m_files, m_name.ident()));
    if (!isTaken || age() > PatienceWithOrphan)
        clear();
}

void Seat::settle(const ProcessRecord &process)
{
    m_looking.stop();
    m_process = process;
    m_since.start();
    m_watch = std::make_unique<ProcessWatch>(process);
    connect(m_watch.get(), &ProcessWatch::ended, this, &Seat::clear);
    failPoint("cluster-known"_L1, {QLatin1StringView(m_name.ident().toLatin1())});
    if (m_isEnding)
        signalAll(SIGTERM);
    Q_EMIT appeared();
}

void Seat::clear()
{
    m_looking.stop();
    m_killing.stop();
    if (m_watch)
        m_watch.release()->deleteLater(); // it may be its signal that we are in
    m_process.reset();
    m_child.reset();
    m_isEnding = false;
    Q_EMIT emptied();
}

void Seat::signalAll(int signal)
{
    for (const auto &process : {m_process, m_child}) {
        if (process)
            sendSignalToGroup(*process, signal); // Flink's scripts run a JVM before they become one
    }
}

//! So that the last lines are those of the process that is launched now.
void Seat::putAwayLogs() const
{
    const QString log = m_name.log(m_files) + ".log"_L1;
    QFile::remove(log + ".previous"_L1);
    QFile::rename(log, log + ".previous"_L1);
    QFile::remove(m_files.run() + "/scripts/flink-"_L1 + m_name.ident()
                  + (m_name.role == FlinkRole::JobManager ? "-standalonesession.pid"_L1
                                                          : "-taskexecutor.pid"_L1));
}

} // namespace headgate
