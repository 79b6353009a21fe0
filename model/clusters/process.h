// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/sessioncluster.h"

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace headgate {

//! The start time in the text of /proc/PID/stat; nothing for a process that has ended (a zombie).
[[nodiscard]] std::optional<qint64> startTimeFromStat(const QByteArray &stat);

//! The process that has \a pid now; nothing if there is none.
[[nodiscard]] std::optional<ProcessRecord> processWith(qint64 pid);

//! True while exactly this process runs: not another with its pid, not one of before a reboot.
[[nodiscard]] bool isRunning(const ProcessRecord &process);

//! Sends \a signal to exactly this process; false if it has ended.
bool sendSignal(const ProcessRecord &process, int signal);

//! Sends \a signal to this process and to all of its process group, which is what a script and the
//! programs that it runs are; false if it has ended. Never to the group that we ourselves belong
//! to.
bool sendSignalToGroup(const ProcessRecord &process, int signal);

//! Says when a process ends, whosever child it is.
class ProcessWatch : public QObject {
    Q_OBJECT

public:
    explicit ProcessWatch(ProcessRecord process, QObject *parent = nullptr);
    ~ProcessWatch() override;

    [[nodiscard]] const ProcessRecord &process() const { return m_process; }

Q_SIGNALS:
    //! Once, from the event loop, also for a process that had ended before.
    void ended();

private:
    void look();

    const ProcessRecord m_process;
    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_hasEnded = false;
};

} // namespace headgate
