// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/desk.h"

namespace headgate {

// What is lost, and what stays, as a question says it.

//! In quotes, in one line.
[[nodiscard]] QString namesOf(Desk &desk, const QStringList &deploymentIds);

//! Of a cancel now; empty where nothing is lost.
[[nodiscard]] QString lossesByCancel(Desk &desk, const QStringList &deploymentIds);

//! What is forgotten, and where the files of savepoints stay.
[[nodiscard]] QString remainsOfDelete(Desk &desk, const QStringList &deploymentIds);

} // namespace headgate
