// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/process.h"

#include <QFile>
#include <QList>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>
#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LookingInterval(500); // only where there is no pidfd

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString bootId()
{
    static const QString id =
        QString::fromLatin1(contentOf(u"/proc/sys/kernel/random/boot_id"_s)).trimmed();
    return id;
}

//! A descriptor of exactly \a process; -1 if it has ended, or the kernel has none.
int descriptorOf(const ProcessRecord &process)
{
    const int descriptor = int(::syscall(SYS_pidfd_open, pid_t(process.pid), 0));
    if (descriptor < 0 || isRunning(process))
        return descriptor;
    ::close(descriptor); // the pid belongs to another one by now
    return -1;
}

} // namespace

std::optional<qint64> startTimeFromStat(const QByteArray &stat)
{
    // The name, in parentheses, may hold anything: spaces and parentheses too.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).trimmed().split(' ');
    constexpr qsizetype state = 0; // field 3 of stat
    constexpr qsizetype startTime = 22 - 3;
    if (!stat.contains(')') || fields.size() <= startTime || fields[state] == "Z"
        || fields[state] == "X")
        return std::nullopt;
    bool isNumber = false;
    const qint64 ticks = fields[startTime].toLongLong(&isNumber);
    return isNumber ? std::optional(ticks) : std::nullopt;
}

std::optional<ProcessRecord> processWith(qint64 pid)
{
    if (pid <= 0)
        return std::nullopt;
    const std::optional<qint64> startTime =
        startTimeFromStat(contentOf(u"/proc/%1/stat"_s.arg(pid)));
    if (!startTime)
        return std::nullopt;
    return ProcessRecord{.pid = pid, .startTime = *startTime, .bootId = bootId()};
}

bool isRunning(const ProcessRecord &process)
{
    return processWith(process.pid) == process;
}

bool sendSignal(const ProcessRecord &process, int signal)
{
    const int descriptor = descriptorOf(process);
    if (descriptor >= 0) {
        const auto sent = ::syscall(SYS_pidfd_send_signal, descriptor, signal, nullptr, 0);
        ::close(descriptor);
        return sent == 0;
    }
    return isRunning(process) && ::kill(pid_t(process.pid), signal) == 0;
}

bool sendSignalToGroup(const ProcessRecord &process, int signal)
{
    const pid_t group = ::getpgid(pid_t(process.pid));
    if (group > 1 && group != ::getpgrp() && isRunning(process)) // so it is the group of this one
        return ::kill(-group, signal) == 0;
    return sendSignal(process, signal);
}

ProcessWatch::ProcessWatch(ProcessRecord process, QObject *parent)
    : QObject(parent)
    , m_process(std::move(process))
    , m_descriptor(descriptorOf(m_process))
{
    if (m_descriptor >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &ProcessWatch::look);
    } else {
        auto *timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, &ProcessWatch::look);
        timer->start(LookingInterval);
    }
    QTimer::singleShot(0, this, &ProcessWatch::look);
}

ProcessWatch::~ProcessWatch()
{
    m_notifier.reset(); // before what it listens to
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void ProcessWatch::look()
{
    if (m_hasEnded || isRunning(m_process))
        return;
    m_hasEnded = true;
    if (m_notifier)
        m_notifier->setEnabled(false);
    Q_EMIT ended();
}

} // namespace headgate
