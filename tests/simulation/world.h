// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/decision.h"

#include <QSet>

namespace headgate::simulation {

//! How a job really ended, whatever anybody could see of it.
enum class HowEnded { ByItself, Stopped, Cancelled, Failed, Lost };

//! A checkpoint or savepoint on disk.
struct Snapshot {
    qint64 number = 0; //!< Runs over all jobs: what was written later holds more.
    QString flinkJobId;
    bool isSavepoint = false;
    bool isOfStop = false;
};

//! What outlives every JobManager: the disk, and what a bystander knows.
struct World {
    QString checkpoints = QStringLiteral("file:/cp"); //!< Where jobs write them.
    QMap<QString, Snapshot> files; //!< By path.
    qint64 written = 0;
    QSet<QString> deleted; //!< By somebody's hand.
    QSet<QString> unwanted; //!< A person wants it deleted, or forgotten with its files kept.
    QHash<QString, HowEnded> ended; //!< By Flink job id.
    QSet<QString> finished; //!< Those that have; with HA an id can come to life again after it.
    QSet<QString> untoldStops; //!< What failed stops wrote whose failure nobody could ask for.
    QStringList broken; //!< Laws that a cluster saw broken.

    [[nodiscard]] qint64 numberOf(const QString &path) const { return files.value(path).number; }

    //! The savepoint written last in \a directory; empty: none, or no directory.
    [[nodiscard]] QString newestIn(const QString &directory) const;
};

//! A job as Flink knows it, and what it has done.
struct FlinkSide {
    QString id;
    FlinkJobStatus status = FlinkJobStatus::Initializing;
    RunJob request;
    Instant startedAt;
    Instant runsAt;
    Instant tasksRunAt;
    Instant nextCheckpointAt;
    Instant endsAt; //!< While it is CANCELLING.
    Instant endedAt;
    Instant listedAt;
    Instant shownAt; //!< By the newest overview.
    Duration watchedFor{}; //!< How long overviews have shown it, gaps left out.
    QString incarnation; //!< That took its request.
    bool isListed = false; //!< Not yet while main() runs, or while a leader recovers it.
    bool hasRun = false;
    bool isEndShown = false; //!< An overview has listed it so: its end is stored by then.
    bool isExternalized = true;
    bool isForeign = false; //!< Somebody else submitted it.
    bool wasTurnedDown = false; //!< An earlier request with its id was rejected.
    bool hasEndedBefore = false; //!< With HA: its request came twice, and it had ended meanwhile.
    std::optional<CheckpointMark> completed;
    std::optional<CheckpointMark> savepoint;
    QList<CheckpointMark> savepoints; //!< All it has written.
    std::optional<CheckpointMark> restored;
    QString failure;
};

struct FlinkOperation {
    QString jobId;
    QString directory;
    bool isStop = false;
    bool isForeign = false;
    OperationState state = OperationState::InProgress;
    QString location;
    QString failure;
    bool isTold = false; //!< It was asked for after it had ended.
    Instant doneAt;
};

//! What a disposal comes to: done, refused, done and forgotten at once, done late.
enum class DisposalFate { Success, Refused, Forgotten, Slow };
constexpr int DisposalFates = 4;

struct FlinkDisposal {
    QString path;
    DisposalFate fate = DisposalFate::Success;
    OperationState state = OperationState::InProgress;
    Instant doneAt;
};

//! What a stop or savepoint will come to.
enum class StopFate { Success, Declined, Permanent, FailsAfterSavepoint, RunsOnAfterSavepoint };

} // namespace headgate::simulation
