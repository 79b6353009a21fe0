// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/report.h"

namespace headgate {

//! The shape that stands for a state, beside its word.
enum class Mark { None, Running, Changing, Suspended, Stopped, Finished, Failed, Warning, Unknown };

[[nodiscard]] Mark markOf(DesiredState state);
[[nodiscard]] Mark markOf(DeploymentState state);
[[nodiscard]] Mark markOf(JobState state);
[[nodiscard]] Mark markOf(SavepointState state);
[[nodiscard]] Mark markOf(Severity severity);
[[nodiscard]] Mark markOf(ConditionStatus status);
[[nodiscard]] Mark markOf(const SessionClusterReport &report);

//! A True condition, a concern that is certain, FAILED, or a job that nobody can find: somebody
//! should look.
[[nodiscard]] bool needsAttention(const DeploymentReport &report);
//! It failed, or should run and does not answer.
[[nodiscard]] bool needsAttention(const SessionClusterReport &report);
[[nodiscard]] bool isChanging(const DeploymentReport &report);
[[nodiscard]] bool isChanging(const SessionClusterReport &report);

//! The conditions that are True, in their own order.
[[nodiscard]] QList<Condition> trueConditions(const Deployment &deployment);

} // namespace headgate
