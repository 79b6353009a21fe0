// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/agenda.h"

#include <algorithm>

namespace headgate {

void Agenda::decideAt(const QString &id, std::optional<Instant> at)
{
    if (const auto known = m_times.constFind(id); known != m_times.constEnd()) {
        if (known.value() == at)
            return;
        m_inOrder.erase({known.value(), id});
        m_times.erase(known);
    }
    if (!at)
        return;
    m_times.insert(id, *at);
    m_inOrder.emplace(*at, id);
}

void Agenda::forget(const QString &id)
{
    m_undecided.remove(id);
    m_unshown.remove(id);
    decideAt(id, std::nullopt);
}

QSet<QString> Agenda::takeDue(Instant now)
{
    QSet<QString> due = std::exchange(m_undecided, {});
    for (auto it = m_inOrder.begin(); it != m_inOrder.end() && it->first <= now; ++it)
        due.insert(it->second);
    return due;
}

std::optional<Instant> Agenda::nextAt(Instant now) const
{
    if (!m_undecided.isEmpty())
        return now;
    return m_inOrder.empty() ? std::nullopt
                             : std::optional(std::max(now, m_inOrder.begin()->first));
}

} // namespace headgate
