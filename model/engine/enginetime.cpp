// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/enginetime.h"

namespace headgate {

EngineTime::EngineTime(const Clock &clock)
    : m_clock(clock)
{
    rebase();
}

Instant EngineTime::now() const
{
    return m_base + (m_clock.elapsed() - m_baseElapsed);
}

Duration EngineTime::elapsed() const
{
    return m_clock.elapsed();
}

bool EngineTime::hasJumped() const
{
    return std::chrono::abs(m_clock.now() - now()) > std::chrono::seconds(5);
}

void EngineTime::rebase()
{
    m_base = m_clock.now();
    m_baseElapsed = m_clock.elapsed();
}

} // namespace headgate
