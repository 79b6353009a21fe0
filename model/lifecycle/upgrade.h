// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What a changed template does to a running job (lifecycle.md §4).
namespace headgate::upgrade {

//! RUNNING is desired and the Job is STARTED: nothing, or the first step of an upgrade.
void considerTemplate(Deliberation &d, const Job &job);

//! The saved template, its content or its session cluster is not what \a job runs.
[[nodiscard]] bool differsFromSaved(const Deliberation &d, const Job &job);

//! What is saved is not what \a job runs: its template, the content of its jar, or its cluster.
[[nodiscard]] bool isChanged(const StoredDeployment &stored, const Job &job);

//! A person asked for the upgrade from the newest checkpoint, by cancelling (lifecycle.md §4).
[[nodiscard]] bool isFromCheckpoint(const Deliberation &d);

//! \a job was cancelled for that: the next one starts from its newest snapshot, or not by itself.
void concludeFromCheckpoint(Deliberation &d, const Job &job);

} // namespace headgate::upgrade
