// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

namespace headgate {

//! Where the time comes from; only main() and benchmarks name the real one.
class Clock {
public:
    virtual ~Clock() = default;

    //! The wall clock. It may jump.
    [[nodiscard]] virtual Instant now() const = 0;
    //! Time since some fixed moment; never jumps, includes the time in which the machine slept.
    [[nodiscard]] virtual Duration elapsed() const = 0;
};

class SystemClock : public Clock {
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] Duration elapsed() const override;
};

} // namespace headgate
