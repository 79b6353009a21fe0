// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"

namespace headgate::test {

//! Stands still until it is told otherwise.
class FakeClock : public Clock {
public:
    explicit FakeClock(Instant now = instantFromEpochMs(1'700'000'000'000))
        : m_now(now)
    {
    }

    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] Duration elapsed() const override { return m_elapsed; }

    //! Time goes by.
    void advance(Duration time)
    {
        m_now += time;
        m_elapsed += time;
    }
    //! Somebody sets the wall clock.
    void jump(Duration time) { m_now += time; }

private:
    Instant m_now;
    Duration m_elapsed{};
};

} // namespace headgate::test
