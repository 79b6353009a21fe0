// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/simulatedtime.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace headgate::simulation {

using namespace std::chrono;

namespace {

constexpr int WaitAtOnce = 10; // ms
constexpr int MostWaits = 500; // of ten milliseconds: a machine may be busy otherwise

short eventsOf(QSocketNotifier::Type type)
{
    switch (type) {
    case QSocketNotifier::Read:
        return POLLIN;
    case QSocketNotifier::Write:
        return POLLOUT;
    case QSocketNotifier::Exception:
        return POLLPRI;
    }
    return 0;
}

} // namespace

SimulatedTime::SimulatedTime()
    : m_wakeDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (m_wakeDescriptor < 0)
        qFatal("There is no descriptor to wake the thread with.");
}

SimulatedTime::~SimulatedTime()
{
    ::close(m_wakeDescriptor);
}

Instant SimulatedTime::beginAnew()
{
    m_clock.jumpTo(ManualClock().now());
    return m_clock.now();
}

void SimulatedTime::turn(Instant limit)
{
    if (sendPosted() || activateSockets(0) || fireDueTimer()) {
        m_waits = 0;
        return;
    }
    if (isAwaited()) {
        m_waits = activateSockets(WaitAtOnce) ? 0 : m_waits + 1;
        if (m_waits < MostWaits)
            return;
        waitedInVain();
    }
    m_waits = 0;
    const Instant next = std::min(limit, nextTimerAt().value_or(limit));
    if (next > m_clock.now()) {
        quiet();
        m_clock.advance(next - m_clock.now());
        moved();
    }
}

bool SimulatedTime::processEvents(QEventLoop::ProcessEventsFlags)
{
    turn(m_clock.now() + hours(1));
    return true;
}

bool SimulatedTime::sendPosted()
{
    if (!m_isWoken.exchange(false))
        return false;
    quint64 count = 0;
    (void)!::read(m_wakeDescriptor, &count, sizeof count);
    QCoreApplication::sendPostedEvents();
    return true;
}

//! True where a socket was ready, or another thread woke this one.
bool SimulatedTime::activateSockets(int milliseconds)
{
    std::vector<pollfd> descriptors{{.fd = m_wakeDescriptor, .events = POLLIN, .revents = 0}};
    const std::vector<QSocketNotifier *> notifiers = m_notifiers;
    for (const QSocketNotifier *each : notifiers)
        descriptors.push_back(
            {.fd = int(each->socket()), .events = eventsOf(each->type()), .revents = 0});
    if (::poll(descriptors.data(), descriptors.size(), milliseconds) <= 0)
        return false;
    if (descriptors.front().revents != 0)
        m_isWoken = true; // whoever woke this thread may have been slower than the look before
    for (size_t i = 0; i < notifiers.size(); ++i) {
        // One that was activated before may have removed it.
        const bool isThere = std::ranges::find(m_notifiers, notifiers[i]) != m_notifiers.end();
        if (descriptors[i + 1].revents == 0 || !isThere)
            continue;
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(notifiers[i], &event);
    }
    return true;
}

bool SimulatedTime::fireDueTimer()
{
    const auto first = std::ranges::min_element(m_timers, {}, [](const auto &entry) {
        return std::pair(entry.second.at, entry.second.order);
    });
    if (first == m_timers.end() || first->second.at > m_clock.elapsed())
        return false;
    const int id = first->first;
    first->second.at = m_clock.elapsed() + milliseconds(first->second.interval);
    first->second.order = ++m_order;
    QTimerEvent event(id);
    QCoreApplication::sendEvent(first->second.object, &event);
    return true;
}

std::optional<Instant> SimulatedTime::nextTimerAt() const
{
    std::optional<Duration> next;
    for (const auto &[id, timer] : m_timers)
        next = std::min(next.value_or(timer.at), timer.at);
    if (!next)
        return std::nullopt;
    return m_clock.now() + (*next - m_clock.elapsed());
}

void SimulatedTime::registerSocketNotifier(QSocketNotifier *notifier)
{
    m_notifiers.push_back(notifier);
}

void SimulatedTime::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    std::erase(m_notifiers, notifier);
}

void SimulatedTime::registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject *object)
{
    m_timers[timerId] = {.at = m_clock.elapsed() + milliseconds(interval),
                         .order = ++m_order,
                         .interval = interval,
                         .type = type,
                         .object = object};
}

bool SimulatedTime::unregisterTimer(int timerId)
{
    return m_timers.erase(timerId) > 0;
}

bool SimulatedTime::unregisterTimers(QObject *object)
{
    return std::erase_if(m_timers, [&](const auto &each) { return each.second.object == object; })
        > 0;
}

QList<QAbstractEventDispatcher::TimerInfo> SimulatedTime::registeredTimers(QObject *object) const
{
    QList<TimerInfo> found;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            found.append(TimerInfo(id, int(timer.interval), timer.type));
    }
    return found;
}

int SimulatedTime::remainingTime(int timerId)
{
    const auto it = m_timers.find(timerId);
    if (it == m_timers.end())
        return -1;
    return int(duration_cast<milliseconds>(it->second.at - m_clock.elapsed()).count());
}

void SimulatedTime::wakeUp()
{
    const quint64 one = 1;
    m_isWoken = true;
    (void)!::write(m_wakeDescriptor, &one, sizeof one);
}

} // namespace headgate::simulation
