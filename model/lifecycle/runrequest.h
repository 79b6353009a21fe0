// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What a run request says (lifecycle.md §3.3).
namespace headgate::submission {

[[nodiscard]] RunJob runRequestFor(const Deliberation &d, const Job &job);

//! The configuration that the job is run with: the template's, placeholders filled in, stamped.
[[nodiscard]] QMap<QString, QString> configurationFor(const Deployment &deployment, const Job &job);

} // namespace headgate::submission
