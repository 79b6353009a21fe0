// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"

namespace headgate {

//! The wall clock as it was when watching began, carried on by a clock that never jumps: all
//! records and intervals of one engine lie on this one line (lifecycle.md §9, law 7).
class EngineTime : public Clock {
public:
    explicit EngineTime(const Clock &clock);

    [[nodiscard]] Instant now() const override;
    [[nodiscard]] Duration elapsed() const override;

    //! The wall clock has left this line by over 5 s.
    [[nodiscard]] bool hasJumped() const;
    //! Begins anew at the wall clock.
    void rebase();

private:
    const Clock &m_clock;
    Instant m_base;
    Duration m_baseElapsed{};
};

} // namespace headgate
