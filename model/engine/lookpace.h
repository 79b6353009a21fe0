// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

namespace headgate {

//! How closely a session cluster is looked at.
enum class Attention {
    Calm, //!< Nothing is under way.
    Patient, //!< All that is under way are operations that are asked for their end (§5.4).
    Close, //!< The next look may show what somebody waits for.
};

//! The pauses between the looks at one session cluster.
class LookPace {
public:
    [[nodiscard]] Attention attention() const { return m_attention; }
    void setAttention(Attention attention);
    //! Somebody may have just clicked, and watches.
    void quicken() { m_looks = 0; }

    void noteGood() { m_failures = 0; }
    void noteFailure() { ++m_failures; }

    //! After a look that has ended \a now. \a areTasksComing: a job of ours does not run with all
    //! of its tasks yet; usually it is about to.
    [[nodiscard]] std::chrono::milliseconds pause(Instant now, bool areTasksComing);

private:
    Attention m_attention = Attention::Calm;
    int m_looks = 0; //!< Since attention has grown, or somebody clicked.
    int m_failures = 0; //!< One after the other.
};

} // namespace headgate
