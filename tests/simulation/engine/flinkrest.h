// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/engine/httpserver.h"
#include "tests/simulation/simulatedflink.h"

class QJsonObject;

namespace headgate::simulation {

//! A simulated Flink as its REST API shows it, with the words of errors that real ones answered.
class FlinkRest {
public:
    //! \a version, `1.20` or `2.3`, is one of which answers are recorded. \a directory is where
    //! checkpoints and savepoints go.
    FlinkRest(SimulatedFlink &flink, QString version, QString directory);

    //! The Deployment whose stamp jobs of somebody else bear.
    void setStamp(const QString &deploymentId) { m_stamp = deploymentId; }

    //! What Flink does with \a request at this moment, and says.
    [[nodiscard]] HttpAnswer answer(const HttpRequest &request);
    //! Before it has a leader.
    [[nodiscard]] static HttpAnswer unavailable();

    // What a request asks for; nothing where it is another one.
    [[nodiscard]] static std::optional<RunJob> run(const HttpRequest &request);
    [[nodiscard]] static std::optional<StopJob> stop(const HttpRequest &request);
    [[nodiscard]] static std::optional<TriggerSavepoint> savepoint(const HttpRequest &request);
    [[nodiscard]] static std::optional<DisposeSavepoint> disposal(const HttpRequest &request);
    [[nodiscard]] static std::optional<CancelJob> cancel(const HttpRequest &request);

private:
    [[nodiscard]] HttpAnswer change(const HttpRequest &request);
    [[nodiscard]] HttpAnswer ofCluster(const QString &path);
    [[nodiscard]] HttpAnswer ofJob(const QString &rest, const QString &jobId);
    [[nodiscard]] HttpAnswer jobManagerConfig() const;
    [[nodiscard]] HttpAnswer jobs();
    [[nodiscard]] HttpAnswer jars() const;
    [[nodiscard]] HttpAnswer job(const FlinkSide &job) const;
    [[nodiscard]] HttpAnswer jobConfig(const FlinkSide &job) const;
    [[nodiscard]] HttpAnswer exceptions(const FlinkSide &job) const;
    [[nodiscard]] HttpAnswer checkpoints(const QString &jobId);
    [[nodiscard]] HttpAnswer checkpointsConfig(const FlinkSide &job) const;
    [[nodiscard]] HttpAnswer operation(const QString &jobId, const QString &triggerId) const;
    [[nodiscard]] HttpAnswer disposalStatus(const QString &operationId) const;
    [[nodiscard]] HttpAnswer upload(const HttpRequest &request);
    [[nodiscard]] HttpAnswer answerTo(const RunJob &request);
    [[nodiscard]] HttpAnswer answerTo(const CancelJob &request);
    //! A recorded answer, in which \a changes were made.
    [[nodiscard]] HttpAnswer recorded(const char *name,
                                      const QList<std::pair<QString, QString>> &changes = {}) const;

    struct Seen {
        FlinkJobStatus status = FlinkJobStatus::Unknown;
        int tasksRunning = 0;
        Instant since;
    };

    SimulatedFlink &m_flink;
    const QString m_version;
    const QString m_directory;
    QString m_stamp;
    QHash<QString, Seen> m_seen; //!< By job id: for the time of the last modification.
    int m_uploads = 0;
};

} // namespace headgate::simulation
