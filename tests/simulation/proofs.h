// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QtGlobal>

#include <optional>
#include <span>

namespace headgate::simulation {

//! Who notices where a rule of lifecycle.md is switched off.
struct Proof {
    const char *rule;
    std::optional<quint32> seed; //!< Of a schedule in which a law is broken then.
    const char *room = nullptr; //!< The table tst_<room>, and its row that fails then.
    const char *row = nullptr;
};

//! One for each switch.
[[nodiscard]] std::span<const Proof> proofs();

} // namespace headgate::simulation
