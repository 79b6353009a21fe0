// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/transaction.h"
#include "tests/fakes/fakeserver.h"

#include <QElapsedTimer>
#include <QMap>

namespace headgate::test {

//! A Flink on loopback whose jobs run for ever, and which counts what it is asked.
class FakeFlink {
public:
    explicit FakeFlink(const QStringList &jobIds);

    [[nodiscard]] QString url() const { return m_server.url(); }
    //! How often a path was asked for; the id of a job in it is `:id`. What is no GET stands after
    //! its method: `PATCH /jobs/:id`.
    [[nodiscard]] int count(const QString &path) const { return m_counts.value(path); }
    [[nodiscard]] QMap<QString, int> counts() const { return m_counts; }
    [[nodiscard]] int total() const { return m_total; }
    //! The jobs whose checkpoints were read, in order.
    [[nodiscard]] QStringList checkpointsRead() const { return m_checkpointsRead; }
    //! When, since it began.
    [[nodiscard]] QList<std::chrono::milliseconds> checkpointsReadAt() const
    {
        return m_checkpointsReadAt;
    }

    //! Its tasks changed, as after a restart.
    void touch(const QString &jobId);
    //! Answers 404 for it from now on, but in the overview.
    void forget(const QString &jobId) { m_forgotten.append(jobId); }
    //! Of the two tasks of every job.
    void setRunningTasks(int count) { m_runningTasks = count; }
    //! What `numRestarts` of every job says.
    void setRestartCount(int count) { m_restartCount = count; }
    //! \a path, as in count(), is answered with \a status from now on; 200: with what it knows.
    void answerWith(const QString &path, int status) { m_statuses.insert(path, status); }
    //! The job says that it belongs to this Deployment.
    void stamp(const QString &jobId, const QString &deploymentId)
    {
        m_stamps.insert(jobId, deploymentId);
    }
    //! How each disposal of a savepoint ended, the `operation` of the answer; empty: nobody knows.
    void setDisposal(const QString &operation) { m_disposal = operation; }
    //! The job has finished.
    void end(const QString &jobId) { m_ended.append(jobId); }
    //! Another JobManager stands behind the address from now on; it knows of no jobs but these,
    //! which were submitted to it.
    void replaceJobManager(const QString &incarnation, const QStringList &jobIds = {});
    //! From now on its configuration names a high-availability service.
    void makeHighlyAvailable() { m_isHighlyAvailable = true; }
    //! Where its configuration keeps checkpoints and savepoints.
    void setDirectory(const QString &directory) { m_directory = directory; }
    //! Calls \a happen with each path, as in count(), before it is answered.
    void whenAsked(std::function<void(const QString &)> happen) { m_whenAsked = std::move(happen); }

private:
    [[nodiscard]] QByteArray answer(const ArrivedRequest &request);
    [[nodiscard]] QByteArray ofCluster(const QString &path) const;
    [[nodiscard]] QByteArray ofJob(const QString &path, const QString &jobId);
    [[nodiscard]] QByteArray overview() const;

    FakeServer m_server;
    QMap<QString, qint64> m_modifications; //!< By job id.
    QString m_incarnation;
    qint64 m_startTime; //!< Of its jobs, milliseconds since the epoch.
    bool m_isHighlyAvailable = false;
    QString m_directory;
    QStringList m_forgotten;
    QStringList m_ended;
    QString m_disposal;
    int m_restartCount = 0;
    int m_runningTasks = 2;
    QHash<QString, int> m_statuses; //!< By path.
    QHash<QString, QString> m_stamps; //!< By job id.
    std::function<void(const QString &)> m_whenAsked;
    QStringList m_checkpointsRead;
    QList<std::chrono::milliseconds> m_checkpointsReadAt;
    QElapsedTimer m_timer;
    QMap<QString, int> m_counts;
    int m_total = 0;
};

//! A session cluster at \a url, and \a count Deployments with a Job that runs there.
[[nodiscard]] Transaction runningDeployments(const QString &url, int count);
//! The Flink job ids of these.
[[nodiscard]] QStringList runningJobIds(int count);

} // namespace headgate::test
