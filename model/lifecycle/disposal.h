// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! Savepoints that a person wants deleted, with their files (lifecycle.md §5, "Disposal").
namespace headgate::disposal {

//! Takes in how a disposal ended, and sends the next one: one at a time, where nothing else is
//! sent.
void goOn(Deliberation &d);

//! Why \a savepoint of the Deployment has to stay (lifecycle.md §1); empty where it may go.
[[nodiscard]] QString refusal(const Savepoint &savepoint, const DeploymentView &view);
//! Those of all Savepoints of the Deployment that have to stay, by their ids.
[[nodiscard]] QHash<QString, QString> refusals(const DeploymentView &view);

} // namespace headgate::disposal
