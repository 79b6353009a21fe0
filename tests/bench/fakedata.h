// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace headgate::bench {

//! A data directory at \a path with \a count Deployments that run on the Flink at \a url.
[[nodiscard]] bool writeRunningDeployments(const QString &path, const QString &url, int count);

} // namespace headgate::bench
