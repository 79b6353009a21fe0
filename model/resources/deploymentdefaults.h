// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"

namespace headgate {

//! Everything that keeps DeploymentDefaults from being saved, with the path of each field.
[[nodiscard]] QList<FieldError> validateDefaults(const Json &defaults);

//! A document that somebody wrote or imported, as it comes into the world: with defaults, CANCELLED
//! whatever it says, and without what only its former home knew: status, id, version and times.
[[nodiscard]] Result<Deployment> newDeployment(const Json &document, const Json &defaults);

} // namespace headgate
