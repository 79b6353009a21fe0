// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/fieldchanges.h"
#include "model/resources/report.h"

namespace headgate {

class Desk;

//! What saving a Deployment does to the job that runs, as it is shown before (lifecycle.md §4).
class UpgradePlan {
public:
    //! \a changed is to replace what \a report tells of it.
    UpgradePlan(Desk &desk, const DeploymentReport &report, const Deployment &changed);

    //! Something that runs, or is on its way to, is restarted or would be but for the strategy
    //! NONE; \a isStarted: a start is asked for with it, which releases what had failed.
    [[nodiscard]] bool isNeeded(bool isStarted) const;
    //! The running job keeps what it has, or there is none.
    [[nodiscard]] bool isForNextStart() const;
    //! What is lost, step by step, and what is restored.
    [[nodiscard]] QString steps() const;
    //! A line a field.
    [[nodiscard]] QString changes(const FieldLabels &labelOf) const;
    //! As it was shown, for the engine to hold against what it finds. Not confirmed where that is
    //! what the running job will leave: without it nothing older is meant.
    [[nodiscard]] StartOrder order() const;

private:
    [[nodiscard]] bool isPending() const;
    [[nodiscard]] bool isSnapshotLeft() const;
    [[nodiscard]] StatePreview nextState() const;
    [[nodiscard]] QString refusalOfSavepoint() const;
    [[nodiscard]] QString restoredText() const;

    Desk &m_desk;
    const DeploymentReport m_report;
    const Deployment m_changed;
    bool m_isLive = false;
    std::optional<Job> m_running; //!< Whose template is known.
};

} // namespace headgate
