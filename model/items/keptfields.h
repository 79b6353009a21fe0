// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"

#include <QStringList>

namespace headgate {

//! The fields of the document that are kept, but mean nothing on a plain Flink cluster:
//! `kubernetes`, `resources` and the like.
[[nodiscard]] QStringList keptFields(const Deployment &deployment);

} // namespace headgate
