// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/schedule.h"

#include <optional>

namespace headgate::simulation {

struct Breach {
    quint32 seed = 0;
    QString law;
};

//! What a range of seeds came to.
struct Soak {
    quint32 from = 0;
    quint32 count = 0;
    quint32 done = 0; //!< In a row, from the first.
    QList<Breach> broken; //!< In the order of the seeds.
    Counters counters;
};

//! Plays the seeds that \a soak has not done, on \a workers threads; \a progress is told after each
//! piece and says whether to go on.
void play(Soak &soak, int workers, const std::function<bool(const Soak &)> &progress = {});

//! The first seed of the range by which a law is broken; nothing where all held.
[[nodiscard]] std::optional<Breach> firstBreach(quint32 from, quint32 count, int workers);

[[nodiscard]] bool save(const Soak &soak, const QString &path);
//! What was saved for the same range; a new beginning where there is nothing.
[[nodiscard]] Soak resumed(quint32 from, quint32 count, const QString &path);

} // namespace headgate::simulation
