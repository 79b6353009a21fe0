// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/clusterfiles.h"
#include "model/clusters/configuration.h"

#include <optional>

namespace headgate {

// What tells one start of Headgate what another one began, whenever that was killed: each process
// of a cluster takes a lock that it holds as long as it lives, checks that it is still wanted
// (the token of the cluster's start), and writes who it is, all before it becomes Flink.

//! A lock on a file, as long as this object lives. Never inherited by another process.
class RunLock {
public:
    //! Nothing if a process holds it.
    [[nodiscard]] static std::optional<RunLock> take(const QString &path);
    ~RunLock();
    RunLock(RunLock &&other) noexcept;
    RunLock &operator=(RunLock &&other) = delete;

private:
    explicit RunLock(int descriptor);

    int m_descriptor;
};

[[nodiscard]] QString lockFile(const ClusterFiles &files, const QString &name);
[[nodiscard]] QString pidFile(const ClusterFiles &files, const QString &name);

//! Who wrote the pid file of \a name; that process may have ended since.
[[nodiscard]] std::optional<ProcessRecord> writerOfPidFile(const ClusterFiles &files,
                                                           const QString &name);

//! The script that a shell runs to become \a program as the process \a name.
[[nodiscard]] QStringList shellArguments(const ClusterFiles &files, const QString &name,
                                         const QString &token, const QStringList &program);

[[nodiscard]] QString readToken(const ClusterFiles &files); //!< Empty: nothing is to be started.
[[nodiscard]] Result<ClusterPorts> readPorts(const ClusterFiles &files);

//! Makes the directories of a cluster; nothing of it may run.
[[nodiscard]] Result<ClusterFiles> makeDirectories(const ClusterFiles &files);
//! Writes all that a start needs. Only while the lock of the JobManager is held: what runs was
//! started by what is written.
[[nodiscard]] Result<ClusterPorts> writeCluster(const ConfigurationInput &input,
                                                const QString &token);
//! From now on nothing that was launched before comes up.
void revokeToken(const ClusterFiles &files);

} // namespace headgate
