// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/flink/fixture/flinkcluster.h"

#include <optional>

namespace headgate::bench {

//! The `flink` command of the installation, on the cluster of the same installation.
class RunCommand {
public:
    explicit RunCommand(const test::FlinkCluster &flink)
        : m_flink(flink)
    {
    }

    //! `flink run -d`: the id of the job; empty if that failed.
    [[nodiscard]] QString run(const QString &savepoint) const;
    //! `flink stop`: where the savepoint is; empty if that failed.
    [[nodiscard]] QString stop(const QString &flinkJobId) const;

private:
    [[nodiscard]] QString output(const QStringList &arguments) const;

    const test::FlinkCluster &m_flink;
};

} // namespace headgate::bench
