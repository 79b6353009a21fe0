// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"
#include "model/resources/report.h"

//! What a person may ask of a Deployment at this moment (lifecycle.md §2, last line).
namespace headgate {

//! Why \a action makes no sense now; empty where it does.
[[nodiscard]] QString refusalOf(DeploymentAction action, const DeploymentView &view);

//! Why the job that runs must not be cancelled to be upgraded as \a shown: its state would be lost,
//! or another be restored. Empty where nothing is cancelled (lifecycle.md §4).
[[nodiscard]] QString refusalOfUpgrade(const DeploymentView &view, const StartOrder &shown);

//! What the next start would restore, and whether that needs a person.
[[nodiscard]] StatePreview previewOfNextState(const DeploymentView &view);

//! Where a choice of before is kept through Retry as \a next: the newest state, if it is another.
[[nodiscard]] std::optional<StatePreview> previewOfNewestState(const DeploymentView &view,
                                                               const StatePreview &next);

} // namespace headgate
