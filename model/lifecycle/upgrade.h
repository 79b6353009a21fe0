// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What a changed template does to a running job (lifecycle.md §4).
namespace headgate::upgrade {

//! RUNNING is desired and the Job is STARTED: nothing, or the first step of an upgrade.
void considerTemplate(Deliberation &d, Job &job);

//! The saved template, its content or its session cluster is not what \a job runs.
[[nodiscard]] bool differsFromSaved(const Deliberation &d, const Job &job);

} // namespace headgate::upgrade
