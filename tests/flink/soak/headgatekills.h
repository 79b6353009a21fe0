// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/enums.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

namespace headgate::test {

class EngineDesk;
class FlinkCluster;

//! One Deployment on a real Flink, whose Headgate is killed at random moments of start, suspend,
//! upgrade and cancel (lifecycle.md §9, quality.md item 3).
class HeadgateKills {
public:
    HeadgateKills(FlinkCluster &flink, quint32 seed);

    //! Attaches the session cluster and saves the Deployment; empty, or why that failed.
    [[nodiscard]] QString begin();

    //! Asks a Headgate for the next change, kills it one to three times on the way, and looks at
    //! what has become of it. Empty if all laws held; else which did not, and how things stand.
    [[nodiscard]] QString round();

    //! What the last round was: "suspend, killed after 83 ms and 411 ms".
    [[nodiscard]] QString description() const { return m_description; }

private:
    [[nodiscard]] QString nextIntention();
    [[nodiscard]] QString killOne(const QString &intention);
    [[nodiscard]] QString comeToRest();

    FlinkCluster &m_flink;
    QRandomGenerator m_random;
    QTemporaryDir m_directory;
    QString m_id;
    DesiredState m_state = DesiredState::Cancelled; //!< As of the end of the last round.
    QString m_description;
};

} // namespace headgate::test
