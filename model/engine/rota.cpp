// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/rota.h"

#include <algorithm>
#include <utility>

namespace headgate {

using namespace std::chrono;

namespace {
constexpr milliseconds TurnPause{200};
constexpr seconds RestartsPause{5};
constexpr seconds TellingPause{60};
constexpr minutes WholePause{5}; // a clock that is set meanwhile misleads for no longer
} // namespace

Instant Rota::Entry::stateDueAt() const
{
    return stateReadAt ? *stateReadAt + job.statePause : seenAt;
}

bool Rota::Entry::areRestartsSettled() const
{
    return restartsReadAt && *restartsReadAt >= modifiedSeenAt + cacheTime;
}

std::optional<Instant> Rota::Entry::restartsDueAt() const
{
    if (!restartsReadAt)
        return seenAt;
    if (areRestartsSettled())
        return std::nullopt;
    return std::max(modifiedSeenAt, *restartsReadAt + RestartsPause);
}

void Rota::setRunning(const QList<RunningJob> &jobs, Duration cacheTime, Instant now)
{
    QMap<QString, Entry> entries;
    for (const RunningJob &job : jobs) {
        const auto known = m_entries.constFind(job.flinkJobId);
        Entry entry =
            known == m_entries.constEnd() ? Entry{.seenAt = now, .modifiedSeenAt = now} : *known;
        if (known != m_entries.constEnd() && known->job.lastModification != job.lastModification)
            entry.modifiedSeenAt = now;
        entry.job = job;
        entry.cacheTime = cacheTime;
        entries.insert(job.flinkJobId, entry);
    }
    m_entries = std::move(entries);
    findNext();
}

std::optional<Turn> Rota::take(Instant now)
{
    if (!m_nextAt || now < *m_nextAt)
        return std::nullopt;
    Entry *next = nullptr;
    Subject subject = Subject::State;
    Instant dueAt = now;
    const auto consider = [&](Entry &entry, Subject what, Instant at) {
        if (at > now || (next && at >= dueAt))
            return;
        next = &entry;
        subject = what;
        dueAt = at;
    };
    for (Entry &entry : m_entries) {
        if (const auto at = entry.restartsDueAt())
            consider(entry, Subject::Restarts, *at);
        consider(entry, Subject::State, entry.stateDueAt());
    }
    if (!next)
        return std::nullopt;
    (subject == Subject::State ? next->stateReadAt : next->restartsReadAt) = now;
    m_lastTurnAt = now;
    findNext();
    const bool isWhole =
        subject == Subject::State && (!next->wholeReadAt || now - *next->wholeReadAt >= WholePause);
    if (isWhole)
        next->wholeReadAt = now;
    return Turn{next->job.deploymentId, next->job.flinkJobId, subject, isWhole};
}

void Rota::findNext()
{
    m_nextAt.reset();
    const auto consider = [&](Instant at) { m_nextAt = m_nextAt ? std::min(*m_nextAt, at) : at; };
    for (const Entry &entry : std::as_const(m_entries)) {
        consider(entry.stateDueAt());
        if (const auto at = entry.restartsDueAt())
            consider(*at);
    }
    if (m_nextAt && m_lastTurnAt)
        m_nextAt = std::max(*m_nextAt, *m_lastTurnAt + TurnPause);
}

void Rota::noteRestarts(const QString &flinkJobId, Instant clusterNow, Instant now)
{
    const auto found = m_entries.find(flinkJobId);
    if (found == m_entries.end())
        return;
    found->clusterNow = clusterNow;
    found->clusterNowAt = now;
    found->toldAt = now;
}

std::optional<Instant> Rota::restartsVerifiedUpTo(const QString &flinkJobId, Instant now)
{
    const auto found = m_entries.find(flinkJobId);
    if (found == m_entries.end() || !found->clusterNow || !found->areRestartsSettled()
        || now - found->toldAt < TellingPause)
        return std::nullopt;
    found->toldAt = now;
    return *found->clusterNow + (now - found->clusterNowAt);
}

} // namespace headgate
