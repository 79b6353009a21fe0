// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"

namespace headgate {

//! A clock that stands still until a test moves it.
class ManualClock : public Clock {
public:
    explicit ManualClock(Instant now = instantFromEpochMs(1'770'000'000'000))
        : m_now(now)
    {
    }

    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] Duration elapsed() const override { return m_elapsed; }

    void advance(Duration duration)
    {
        m_now += duration;
        m_elapsed += duration;
    }
    //! The wall clock jumps; the other goes on.
    void jumpTo(Instant now) { m_now = now; }

private:
    Instant m_now;
    Duration m_elapsed{};
};

} // namespace headgate
