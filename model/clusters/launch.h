// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/clusterfiles.h"
#include "model/clusters/java.h"

namespace headgate {

//! The two kinds of process that a session cluster has.
enum class FlinkRole { JobManager, TaskManager };

//! What a process of a cluster is called in its files, and by Flink.
struct FlinkProcessName {
    FlinkRole role = FlinkRole::JobManager;
    int number = 0; //!< Of a TaskManager, from 1 on.

    [[nodiscard]] QString ident() const; //!< `jobmanager`, `taskmanager-1`
    [[nodiscard]] QString script() const; //!< Below the installation: `bin/jobmanager.sh`
    //! The path without ending of what it writes: `.log` its log, `.out` its standard output.
    [[nodiscard]] QString log(const ClusterFiles &files) const;
};

//! \a base without what would lead Flink's scripts elsewhere, and with what leads them to \a files.
[[nodiscard]] QProcessEnvironment flinkEnvironment(QProcessEnvironment base,
                                                   const ClusterFiles &files,
                                                   const FlinkProcessName &name, const Java &java);

//! The last lines of what it wrote since it was launched.
[[nodiscard]] QString lastLines(const ClusterFiles &files, const FlinkProcessName &name);

//! The line that says most about an end: the innermost cause, or the last error, or the last line.
[[nodiscard]] QString reasonIn(const QString &lines);

} // namespace headgate
