// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/failpoint.h"
#include "model/store/database.h"
#include "model/store/documents.h"
#include "model/store/schema.h"
#include "model/store/store.h"
#include "model/store/storefiles.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

QString restoredFrom(Instant madeAt)
{
    return tr("The store was restored from its copy of %1. What happened since then is not known "
              "here: look at the cluster, and confirm.")
        .arg(shownTime(madeAt));
}

//! What was true of \a stored then may be wrong by now: a person has to confirm it.
void mark(StoredDeployment &stored, Instant madeAt, Instant now)
{
    stored.deployment.status.state = DeploymentState::Failed;
    stored.deployment.status.running.reset();
    stored.record.failure = DeploymentFailure{.reason = FailureReason::RestoredFromCopy,
                                              .message = restoredFrom(madeAt),
                                              .detail = {},
                                              .generation = stored.record.generation,
                                              .failedAt = now};
    stored.record.waiting.reset();
    stored.record.stateSince = now;
}

Event eventOf(const StoredDeployment &stored, Instant now)
{
    return Event{.time = now,
                 .deploymentId = stored.deployment.metadata.id,
                 .jobId = {},
                 .sessionClusterId = {},
                 .name = u"RestoredFromCopy"_s,
                 .severity = Severity::Warning,
                 .message = stored.record.failure->message,
                 .detail = {}};
}

//! What keeps Headgate from acting by itself on a past that it takes for the present.
Transaction marksOf(const StoreContents &contents, Instant madeAt, Instant now)
{
    Transaction transaction;
    transaction.deployments = contents.deployments;
    for (StoredDeployment &stored : transaction.deployments) {
        mark(stored, madeAt, now);
        transaction.events.append(eventOf(stored, now));
    }
    transaction.orphans = contents.orphans;
    for (PossibleOrphan &orphan : transaction.orphans)
        orphan.isCancelledOnSight = false;
    return transaction;
}

Result<void> markAll(Database &database, Instant madeAt, Instant now)
{
    const Result<StoreContents> contents = readDocuments(database);
    if (!contents)
        return Failure(contents.error());
    const Transaction marks = marksOf(*contents, madeAt, now);
    return database.inTransaction({"restore"_L1}, [&]() -> Result<void> {
        const auto written = writeDocuments(database, marks);
        return written ? Result<void>() : Failure(written.error());
    });
}

Result<void> copyFile(const QString &from, const QString &to)
{
    if (!QFile::exists(from))
        return failure(ErrorKind::NotFound, tr("There is no copy “%1”.").arg(from));
    QFile source(from);
    if (!source.copy(to))
        return Failure(fileError(to, errno));
    makePrivate(to);
    return {};
}

//! The unfinished store \a path becomes a store of today.
Result<void> prepare(const QString &path, Instant madeAt, Instant now, const Migrations &migrations)
{
    const auto database = Database::open(path);
    if (!database)
        return Failure(database.error());
    Result<void> done = check(**database, migrations);
    if (done)
        done = migrate(**database, migrations);
    if (done)
        done = markAll(**database, madeAt, now);
    return done;
}

Error aboutCopy(Error error, const StoreCopy &copy)
{
    if (error.kind == ErrorKind::Damaged)
        error.message = tr("The copy “%1” is damaged as well: choose another one.").arg(copy.path);
    return error;
}

} // namespace

Result<void> Store::restore(const DataDirectory &directory, const StoreCopy &copy,
                            const Clock &clock, const Migrations &migrations)
{
    const QString path = unfinishedStorePath(directory);
    discardUnfinishedStore(directory);
    Result<void> done = copyFile(copy.path, path);
    if (done)
        done = prepare(path, copy.madeAt, clock.now(), migrations);
    if (!done) {
        discardUnfinishedStore(directory);
        return Failure(aboutCopy(done.error(), copy));
    }
    if (const auto aside = setAside(directory, clock.now()); !aside)
        return Failure(aside.error());
    failPoint("store-set-aside"_L1);
    return finishStore(directory);
}

} // namespace headgate
