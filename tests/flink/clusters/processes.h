// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace headgate::test {

//! The Flink processes that name \a directory on their command line, by their main class:
//! `StandaloneSessionClusterEntrypoint`, `TaskManagerRunner`; helpers of the scripts too.
[[nodiscard]] QStringList flinkClassesIn(const QString &directory);

//! The addresses on which \a pid listens, as in /proc/net/tcp and tcp6.
[[nodiscard]] QStringList listeningAddresses(qint64 pid);

//! True for an address of listeningAddresses() that only this machine reaches.
[[nodiscard]] bool isLoopback(const QString &address);

//! Ends, with SIGKILL, every Flink process of \a directory: for the end of a test that failed.
void killFlinksIn(const QString &directory);

} // namespace headgate::test
