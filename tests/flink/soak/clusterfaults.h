// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/flink/engine/enginedesk.h"

#include <QRandomGenerator>

namespace headgate::test {

class FlinkCluster;

//! One Deployment on a real Flink whose JobManager or TaskManager is killed, or hangs for a while,
//! at random moments of start, suspend, upgrade and cancel (quality.md item 3). Without high
//! availability: what ran under a killed JobManager is lost.
class ClusterFaults {
public:
    ClusterFaults(FlinkCluster &flink, quint32 seed);

    //! Attaches the session cluster and saves the Deployment; empty, or why that failed.
    [[nodiscard]] QString begin();

    //! Asks for the next change, lets one fault happen on the way, mends it, and looks at what has
    //! become of it. Empty if all laws held; else which did not, and how things stand.
    [[nodiscard]] QString round();

    //! What the last round was: "suspend, JobManager killed after 83 ms: SUSPENDED".
    [[nodiscard]] QString description() const { return m_description; }

private:
    [[nodiscard]] QString ask(const QString &intention);
    [[nodiscard]] QString disturb();
    [[nodiscard]] bool isAtRest() const;
    [[nodiscard]] QString leaveFailure();
    [[nodiscard]] QString brokenLaw();

    FlinkCluster &m_flink;
    QRandomGenerator m_random;
    EngineDesk m_desk;
    QString m_id;
    QString m_description;
};

} // namespace headgate::test
