// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/configuration.h"

namespace headgate {

//! Two free ports of loopback: the \a preferred ones where they are free, so that a cluster keeps
//! its URL; kind Environment if there are none.
[[nodiscard]] Result<ClusterPorts> freeLoopbackPorts(const ClusterPorts &preferred);

} // namespace headgate
