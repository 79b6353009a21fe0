// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/flink/api.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/simulation/script.h"

namespace headgate::test {

//! A real Flink, asked by the client of the program and understood as its engine understands it.
class RealSide : public Side {
public:
    explicit RealSide(FlinkVersion version);

    //! Empty where the cluster answers and has its jar; else why not.
    [[nodiscard]] QString begin();

    OutcomeKind run(const Run &run) override;
    void beginRun(const Run &run) override;
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
    [[nodiscard]] flink::Call<QString> send(const Run &run);
    [[nodiscard]] std::optional<StateView> readState(const QString &job);

    SystemClock m_clock;
    FlinkCluster m_cluster;
    std::unique_ptr<flink::Api> m_api;
    flink::Capabilities m_capabilities;
    QString m_jar;
};

} // namespace headgate::test
