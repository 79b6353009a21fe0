// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace headgate::simulation {

//! What the network does to a request that changes something.
enum class Fault {
    None,
    LostBefore, //!< It left and never arrived; the client sees a time-out.
    LostAfter, //!< It took effect; the answer is lost.
    Late, //!< It arrives a good while later; the client has given up by then.
    Held, //!< A proxy keeps it for most of a minute, and gives it to whoever answers then.
    Twice, //!< It arrives twice.
    NotSent, //!< The connection is refused.
    TurnedAway, //!< 503, unread.
    Garbled, //!< It took effect; the answer is not Flink's.
};
constexpr int FaultKinds = 9;

} // namespace headgate::simulation
