// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"
#include "model/resources/report.h"

//! What a person may ask of a Deployment at this moment (lifecycle.md §2, last line).
namespace headgate {

//! Why \a action makes no sense now; empty where it does.
[[nodiscard]] QString refusalOf(DeploymentAction action, const DeploymentView &view);

//! What the next start would restore, and whether that needs a person.
[[nodiscard]] StatePreview previewOfNextState(const DeploymentView &view);

} // namespace headgate
