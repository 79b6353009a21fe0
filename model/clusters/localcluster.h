// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/configuration.h"

#include <QFuture>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace headgate {

//! What tests change.
struct LocalClusterSettings {
    std::chrono::milliseconds startTime = std::chrono::seconds(120); //!< Until REST must answer.
    std::chrono::milliseconds stopTime = std::chrono::seconds(20); //!< From SIGTERM to SIGKILL.
    //! The same for a TaskManager without JobManager: it only waits, and runs tasks of lost jobs.
    std::chrono::milliseconds orphanTime = std::chrono::seconds(3);
    std::chrono::milliseconds backOff = std::chrono::seconds(1); //!< Before a TaskManager again.
    std::chrono::milliseconds greatestBackOff = std::chrono::seconds(60);
    //! Two free ports of loopback, the given ones if they are; kind Environment if there are none.
    std::function<Result<ClusterPorts>(const ClusterPorts &preferred)> freePorts;
};

//! The processes of one `local` session cluster. They outlive this object, and the program: the
//! next one finds them with adopt(). At most one JobManager and one process for each TaskManager
//! exist in a directory, whoever is killed when.
class LocalCluster : public QObject {
    Q_OBJECT

public:
    LocalCluster(ClusterFiles files, LocalClusterSettings settings = {}, QObject *parent = nullptr);
    ~LocalCluster() override;

    [[nodiscard]] const ClusterFiles &files() const;
    //! What is known to run.
    [[nodiscard]] const LocalProcesses &processes() const;

    //! Looks what runs in the directory, at once: the pid files that each process wrote before it
    //! became Flink, and \a recorded. Without a JobManager, TaskManagers that are left are ended;
    //! with one, it is watched, and the number of TaskManagers of \a spec is seen to.
    LocalProcesses adopt(const SessionClusterSpec &spec, const LocalProcesses &recorded);

    //! Starts it, or takes up the JobManager that runs; done when its REST API answers. An error
    //! says in a sentence what is missing, or what Flink's log said last; nothing runs then.
    //! A stop() meanwhile ends it with kind NotPermitted; asked for during a stop(), it follows
    //! that.
    [[nodiscard]] QFuture<Result<LocalProcesses>> start(const SessionClusterSpec &spec);

    //! Ends its processes and only them; done when they are gone.
    QFuture<Result<LocalProcesses>> stop();

    //! Starts TaskManagers, or ends those with the greatest numbers; done when the processes are
    //! there (Flink knows them a few seconds later) or gone.
    [[nodiscard]] QFuture<Result<LocalProcesses>> setTaskManagers(int count);

Q_SIGNALS:
    //! To be recorded: a process came or went, or the ports became known.
    void changed(const headgate::LocalProcesses &processes);
    //! Not by stop(). Its TaskManagers are ended. \a reason is the line of its log that says most,
    //! \a lines are the last ones; both may be empty.
    void jobManagerEnded(const QString &reason, const QString &lines);
    //! Not by us; it is started again, after a back-off if that happens often.
    void taskManagerEnded(int number, const QString &reason, const QString &lines);

private:
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace headgate
