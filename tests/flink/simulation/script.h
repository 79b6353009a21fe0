// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/observation.h"

namespace headgate::test {

//! What main() of a job does.
enum class Main { Submits, Throws, SubmitsTwice, Sleeps, WantsManySlots };

struct Run {
    QString job;
    Main main = Main::Submits;
    QString from = {}; //!< A path; empty: no state.
    bool hasJar = true;
};

//! A session cluster that a script is played on. Jobs and triggers have names; each side makes ids
//! of them. What is waited for comes true, or the answer says what there is instead.
class Side {
public:
    Side() = default;
    virtual ~Side() = default;
    Q_DISABLE_COPY_MOVE(Side)

    virtual OutcomeKind run(const Run &run) = 0;
    //! The answer is not waited for.
    virtual void beginRun(const Run &run) = 0;
    virtual OutcomeKind cancel(const QString &job) = 0;
    virtual OutcomeKind savepoint(const QString &job, const QString &trigger) = 0;
    //! \a isWritable: to a directory that can be made.
    virtual OutcomeKind stop(const QString &job, const QString &trigger,
                             bool isWritable = true) = 0;
    //! Once the operation is over.
    virtual OperationView operation(const QString &job, const QString &trigger) = 0;
    //! Waits until it is \a status; where it is not, what it is. Absent: nothing.
    virtual std::optional<FlinkJobStatus> waitFor(const QString &job, FlinkJobStatus status) = 0;
    [[nodiscard]] virtual std::optional<FlinkJobStatus> status(const QString &job) = 0;
    //! Waits until all its tasks run, and a checkpoint of it is complete.
    virtual bool waitForCheckpoint(const QString &job) = 0;
    //! Not older than this call.
    [[nodiscard]] virtual StateView state(const QString &job) = 0;
    [[nodiscard]] virtual bool isOnDisk(const QString &path) = 0;
    //! The checkpoint id in the files of the savepoint at \a path, the newest; 0: there is none.
    [[nodiscard]] virtual qint64 placeOnDisk(const QString &path) = 0;
    //! Flink deletes what it does not keep a while after the end of the job.
    [[nodiscard]] virtual bool waitUntilGone(const QString &path) = 0;
    //! The JobManager dies at once; another one comes in its place, and the TaskManagers to it.
    virtual void replaceJobManager() = 0;
};

//! The rows of what was measured on live clusters: one line a step, with what came of it.
[[nodiscard]] QStringList playScript(Side &side);

} // namespace headgate::test
