// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/jobarchive.h"

#include "model/core/json.h"

#include <QCoreApplication>
#include <QDir>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 GreatestArchive = qint64(256) << 20; // a job of thousands of tasks has some MB

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Failure unreadable(const QString &path, const QString &reason)
{
    return failure(ErrorKind::Storage,
                   tr("Flink's record of ended jobs, “%1”, cannot be read: %2").arg(path, reason));
}

QStringList foldersIn(const QString &path)
{
    return QDir(path).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

//! The file of the job: `<directory>/<job>` up to 2.2 and where no application stands behind it,
//! else `<directory>/<cluster>/applications/<application>/jobs/<job>`. Empty: there is none.
QString fileOf(const QString &directory, const QString &flinkJobId)
{
    if (const QString path = directory + u'/' + flinkJobId; QFileInfo(path).isFile())
        return path;
    for (const QString &cluster : foldersIn(directory)) {
        const QString applications = directory + u'/' + cluster + "/applications"_L1;
        QStringList ids = foldersIn(applications);
        ids.prepend(flinkJobId); // an application of one job has its id
        for (const QString &application : ids) {
            const QString path = applications + u'/' + application + "/jobs/"_L1 + flinkJobId;
            if (QFileInfo(path).isFile())
                return path;
        }
    }
    return {};
}

//! What Flink would have answered to a GET of \a path.
Result<Json> answerIn(const Json &archive, const QString &path)
{
    for (const Json &entry : archive[u"archive"].elements()) {
        if (entry[u"path"].toString() == path)
            return Json::parse(entry[u"json"].toString().toUtf8());
    }
    return Json();
}

std::optional<Instant> endOf(const Json &job)
{
    const std::optional<qint64> ms = job[u"end-time"].toInteger();
    return ms && *ms > 0 ? std::optional(instantFromEpochMs(*ms)) : std::nullopt;
}

QString failureIn(const Json &exceptions)
{
    // Up to 1.x there is a root exception; the history has it first, in every version.
    if (const QString root = exceptions[u"root-exception"].toString(); !root.isEmpty())
        return root;
    const Json::Array &entries = exceptions[u"exceptionHistory"][u"entries"].elements();
    return entries.empty() ? QString() : entries.front()[u"stacktrace"].toString();
}

std::optional<ArchivedSnapshot> newestOf(const Json &checkpoints)
{
    std::optional<ArchivedSnapshot> newest;
    for (const auto &kind : {u"completed"_s, u"savepoint"_s}) {
        const Json &latest = checkpoints[u"latest"][kind];
        const qint64 id = latest[u"id"].toInteger().value_or(0);
        if (id > 0 && (!newest || id > newest->id)) {
            newest = ArchivedSnapshot{
                .id = id,
                .location = latest[u"external_path"].toString(),
                .isSavepoint = latest[u"is_savepoint"].toBool().value_or(false),
                .isOfStop = latest[u"checkpoint_type"].toString() == "SYNC_SAVEPOINT"_L1};
        }
    }
    return newest;
}

//! True also where checkpointing was off: then there is verifiably no snapshot.
bool saysSomething(const Json &checkpoints)
{
    const Json::Array &errors = checkpoints[u"errors"].elements();
    return checkpoints.find(u"latest")
        || (!errors.empty()
            && errors.front().toString().contains("Checkpointing has not been enabled"_L1));
}

Result<ArchivedJob> read(const Json &archive, const QString &flinkJobId)
{
    const QString path = "/jobs/"_L1 + flinkJobId;
    const Result<Json> job = answerIn(archive, path);
    const Result<Json> exceptions = answerIn(archive, path + "/exceptions"_L1);
    const Result<Json> checkpoints = answerIn(archive, path + "/checkpoints"_L1);
    for (const Result<Json> *part : {&job, &exceptions, &checkpoints}) {
        if (!*part)
            return Failure(part->error());
    }
    const auto status = fromWire<FlinkJobStatus>((*job)[u"state"].toString());
    if (!status)
        return failure(ErrorKind::Damaged, tr("It says nothing of the state of the job."));
    return ArchivedJob{
        .status = *status,
        .wasRunning = (*job)[u"timestamps"][u"RUNNING"].toInteger().value_or(0) > 0,
        .endedAt = endOf(*job),
        .failure = failureIn(*exceptions),
        .newestSnapshot = newestOf(*checkpoints),
        .isSnapshotKnown = saysSomething(*checkpoints),
    };
}

} // namespace

Result<std::optional<ArchivedJob>> archivedJob(const QString &directory, const QString &flinkJobId)
{
    const QFileInfo info(directory);
    if (!info.isDir() || !info.isReadable() || !info.isExecutable())
        return unreadable(directory, tr("it is no directory that can be listed"));
    const QString path = fileOf(directory, flinkJobId);
    if (path.isEmpty())
        return std::optional<ArchivedJob>();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    if (file.size() > GreatestArchive)
        return unreadable(path, tr("it is too large"));
    const Result<Json> archive = Json::parse(file.readAll());
    const Result<ArchivedJob> job =
        archive ? read(*archive, flinkJobId) : Result<ArchivedJob>(Failure(archive.error()));
    if (!job) {
        return failure(ErrorKind::Damaged,
                       tr("Flink's record of an ended job, “%1”, is damaged: %2")
                           .arg(path, job.error().message));
    }
    return std::optional(*job);
}

} // namespace headgate
