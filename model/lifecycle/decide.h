// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

namespace headgate {

//! The next step that brings what is observed nearer to what the Deployment wants, with the records
//! to write before it; no action where they agree (lifecycle.md §2). Pure but for the ids it draws.
[[nodiscard]] Decision decide(const DeploymentView &view, IdSource &ids, Instant now);

} // namespace headgate
