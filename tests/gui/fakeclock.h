// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"

namespace headgate {

//! Stands still until it is set.
class FakeClock : public Clock {
public:
    Instant time = *instantFromIso(u"2026-03-02T10:05:00Z");

    [[nodiscard]] Instant now() const override { return time; }
    [[nodiscard]] Duration elapsed() const override { return time.time_since_epoch(); }
};

} // namespace headgate
