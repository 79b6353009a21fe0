// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

//! What Flink and the disk say of a Deployment, held against the laws of lifecycle.md §9. Nothing
//! here asks Headgate about anything but what it claims.
namespace headgate::test {

class EngineDesk;
class FlinkCluster;

//! Two jobs of the session cluster that ran at the same time; nothing: there are none. For a
//! cluster that runs the jobs of one Deployment.
[[nodiscard]] QString twoJobsAtOnce(const FlinkCluster &flink);

//! A job that did not go on from the newest state that the job before it left; nothing: all did.
//! For a cluster as above, whose Deployment restores its latest state.
[[nodiscard]] QString jobThatWentBack(const FlinkCluster &flink);

//! Savepoints below \a directory that the Deployment \a id does not list as COMPLETED.
[[nodiscard]] QStringList lostSavepoints(const QString &directory, const EngineDesk &desk,
                                         const QString &id);

} // namespace headgate::test
