// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/flink/simulation/script.h"
#include "tests/simulation/simulatedflink.h"

namespace headgate::test {

//! The Flink of the simulation, whose time passes only while something is waited for.
class SimulatedSide : public Side {
public:
    SimulatedSide();

    OutcomeKind run(const Run &run) override;
    void beginRun(const Run &begun) override { (void)run(begun); }
    OutcomeKind cancel(const QString &job) override;
    OutcomeKind savepoint(const QString &job, const QString &trigger) override;
    OutcomeKind stop(const QString &job, const QString &trigger, bool isWritable) override;
    OperationView operation(const QString &job, const QString &trigger) override;
    std::optional<FlinkJobStatus> waitFor(const QString &job, FlinkJobStatus status) override;
    std::optional<FlinkJobStatus> status(const QString &job) override;
    bool waitForCheckpoint(const QString &job) override;
    StateView state(const QString &job) override;
    bool isOnDisk(const QString &path) override;
    qint64 placeOnDisk(const QString &path) override;
    bool waitUntilGone(const QString &path) override;
    void replaceJobManager() override;

private:
    template <typename Condition>
    bool waitUntil(Condition isTrue);

    simulation::World m_world;
    simulation::SimulatedFlink m_flink{m_world, QStringLiteral("cluster")};
};

} // namespace headgate::test
