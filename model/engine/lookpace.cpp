// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/lookpace.h"

#include "model/core/pause.h"

#include <utility>

namespace headgate {

using namespace std::chrono;

namespace {
constexpr milliseconds CalmPause{5000};
constexpr milliseconds ClosePause{2}; // then doubled, look by look
constexpr int QuickLooks = 60;
constexpr milliseconds PatientPause{100}; // then doubled, look by look
constexpr milliseconds LongestAttentivePause{2000};
constexpr milliseconds FirstFailurePause{500};
constexpr milliseconds LongestFailurePause{60'000};

milliseconds doubled(milliseconds first, int times, milliseconds longest)
{
    return duration_cast<milliseconds>(doubledPause(first, times, longest));
}

} // namespace

void LookPace::setAttention(Attention attention)
{
    if (attention > std::exchange(m_attention, attention))
        m_looks = 0;
}

milliseconds LookPace::pause(Instant now, bool areTasksComing)
{
    if (m_failures > 0) {
        const milliseconds longest =
            m_attention == Attention::Calm ? LongestFailurePause : LongestAttentivePause;
        const milliseconds pause = doubled(FirstFailurePause, m_failures - 1, longest);
        // By the last digits of the clock: as good as chance, and repeatable on a simulated one.
        return pause * (75 + now.time_since_epoch().count() % 51) / 100;
    }
    switch (m_attention) {
    case Attention::Calm:
        return areTasksComing ? doubled(ClosePause, ++m_looks - QuickLooks, CalmPause) : CalmPause;
    case Attention::Patient:
        return doubled(PatientPause, m_looks++, LongestAttentivePause);
    case Attention::Close:
        break;
    }
    return doubled(ClosePause, ++m_looks - QuickLooks, LongestAttentivePause);
}

} // namespace headgate
