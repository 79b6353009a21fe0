// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fakes/manualclock.h"

#include <QAbstractEventDispatcher>
#include <QHash>

#include <atomic>
#include <functional>
#include <map>
#include <vector>

namespace headgate::simulation {

//! The event dispatcher of one thread, whose timers go by a clock that only it moves: on to the
//! next timer when nothing is left to do, here or where it was asked to wait for.
class SimulatedTime : public QAbstractEventDispatcher {
    Q_OBJECT

public:
    SimulatedTime();
    ~SimulatedTime() override;

    [[nodiscard]] const ManualClock &clock() const { return m_clock; }
    //! The moment at which each trial begins. Where timers are, they stay.
    Instant beginAnew();

    //! Something really goes on that this thread will hear of: the clock stands still meanwhile.
    std::function<bool()> isAwaited = [] { return false; };
    std::function<void()> quiet = [] { }; //!< Called when nothing is due before the clock moves.
    std::function<void()> moved = [] { }; //!< Called when the clock was moved, before its timers.

    //! Called where nothing was heard for some seconds: the clock moves, and with it time-outs.
    std::function<void()> waitedInVain = [] { };

    //! What is due, or else the clock moves, but not beyond \a limit.
    void turn(Instant limit);

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;
    void wakeUp() override;
    void interrupt() override { }

private:
    struct Timer {
        Duration at{}; //!< By the clock's elapsed().
        qint64 order = 0; //!< Of two at the same moment the older one goes first.
        qint64 interval = 0; //!< Milliseconds
        Qt::TimerType type = Qt::CoarseTimer;
        QObject *object = nullptr;
    };

    [[nodiscard]] bool sendPosted();
    [[nodiscard]] bool activateSockets(int milliseconds);
    [[nodiscard]] bool fireDueTimer();
    [[nodiscard]] std::optional<Instant> nextTimerAt() const;

    ManualClock m_clock;
    std::map<int, Timer> m_timers;
    std::vector<QSocketNotifier *> m_notifiers;
    std::atomic<bool> m_isWoken = true;
    int m_wakeDescriptor = -1;
    qint64 m_order = 0;
    int m_waits = 0; //!< In a row, without anything happening.
};

} // namespace headgate::simulation
