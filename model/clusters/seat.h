// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/launch.h"
#include "model/clusters/process.h"

#include <QElapsedTimer>
#include <QTimer>

#include <chrono>
#include <memory>

namespace headgate {

//! How a process comes up.
struct LaunchOrder {
    FlinkInstallation flink;
    Java java;
    QString token;
};

//! The place of one process of a cluster: at most one sits there at a time, whoever launched it.
class Seat : public QObject {
    Q_OBJECT

public:
    Seat(ClusterFiles files, FlinkProcessName name, QObject *parent = nullptr);
    ~Seat() override;

    [[nodiscard]] const FlinkProcessName &name() const { return m_name; }
    //! Who sits there, as far as known.
    [[nodiscard]] const std::optional<ProcessRecord> &process() const { return m_process; }
    //! Nobody sits there, and nobody is on the way.
    [[nodiscard]] bool isEmpty() const { return !m_process && !isLaunching(); }
    [[nodiscard]] bool isLaunching() const { return m_looking.isActive(); }
    [[nodiscard]] std::chrono::milliseconds age() const; //!< Since process() became known.

    //! Looks, at once, who sits there: by its pid file, or \a recorded.
    void find(const std::optional<ProcessRecord> &recorded = {});
    //! Where somebody has taken the seat and not yet said who it is: waits for that, as if it had
    //! been launched here.
    void expect();
    //! Starts a process; appeared() or emptied() follows. False: not even a shell could be started.
    [[nodiscard]] bool launch(const LaunchOrder &order);
    //! SIGTERM, and SIGKILL after \a patience; emptied() follows, if it was not empty.
    void end(std::chrono::milliseconds patience);

    [[nodiscard]] QString lastLines() const { return headgate::lastLines(m_files, m_name); }

Q_SIGNALS:
    void appeared();
    void emptied();

private:
    void look();
    void settle(const ProcessRecord &process);
    void clear();
    void signalAll(int signal);
    void putAwayLogs() const;

    const ClusterFiles m_files;
    const FlinkProcessName m_name;
    std::optional<ProcessRecord> m_process;
    std::optional<ProcessRecord> m_child; //!< What launch() started; it may find the seat taken.
    std::unique_ptr<ProcessWatch> m_watch;
    QElapsedTimer m_since;
    QTimer m_looking;
    QTimer m_killing;
    bool m_isEnding = false;
};

} // namespace headgate
