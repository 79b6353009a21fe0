// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/documents.h"

#include "model/store/database.h"
#include "model/store/rows.h"

#include <QCoreApplication>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

const QString DefaultsId = u"deploymentDefaults"_s;

template <typename T>
QString textOf(const T &document)
{
    return QString::fromUtf8(toJson(document).toCompact());
}

Row rowOf(const StoredDeployment &stored)
{
    const Deployment &deployment = stored.deployment;
    return {
        {u"id"_s, deployment.metadata.id},
        {u"namespace"_s, deployment.metadata.nameSpace},
        {u"name"_s, deployment.metadata.name},
        {u"sessionClusterId"_s, stored.record.sessionClusterId},
        {u"desiredState"_s, wireName(deployment.spec.state)},
        {u"state"_s, wireName(deployment.status.state)},
        {u"document"_s, textOf(deployment)},
        {u"record"_s, textOf(stored.record)},
    };
}

Row rowOf(const Job &job)
{
    return {
        {u"id"_s, job.metadata.id},
        {u"deploymentId"_s, job.spec.deploymentId},
        {u"sessionClusterId"_s, job.spec.sessionClusterId},
        {u"state"_s, wireName(job.status.state)},
        {u"document"_s, textOf(job)},
    };
}

Row rowOf(const QString &jobId, const Sighting &sighting)
{
    return {
        {u"id"_s, jobId},
        {u"at"_s, toIso(sighting.at)},
        {u"incarnation"_s, sighting.incarnation},
    };
}

Row rowOf(const Savepoint &savepoint)
{
    return {
        {u"id"_s, savepoint.metadata.id},
        {u"deploymentId"_s, savepoint.spec.deploymentId},
        {u"jobId"_s, savepoint.spec.jobId},
        {u"origin"_s, wireName(savepoint.spec.origin)},
        {u"state"_s, wireName(savepoint.status.state)},
        {u"document"_s, textOf(savepoint)},
    };
}

Row rowOf(const SessionCluster &cluster)
{
    return {
        {u"id"_s, cluster.metadata.id},
        {u"namespace"_s, cluster.metadata.nameSpace},
        {u"name"_s, cluster.metadata.name},
        {u"desiredState"_s, wireName(cluster.spec.state)},
        {u"state"_s, wireName(cluster.status.state)},
        {u"document"_s, textOf(cluster)},
    };
}

Row rowOf(const PossibleOrphan &orphan)
{
    return {
        {u"id"_s, orphan.flinkJobId},
        {u"sessionClusterId"_s, orphan.sessionClusterId},
        {u"document"_s, textOf(orphan)},
    };
}

Row rowOf(const Event &event)
{
    return {
        {u"time"_s, toIso(event.time)},
        {u"deploymentId"_s, event.deploymentId},
        {u"sessionClusterId"_s, event.sessionClusterId},
        {u"name"_s, event.name},
        {u"document"_s, textOf(event)},
    };
}

//! Kind Conflict with the name and its field, where \a error is one.
Error withName(Error error, const QString &sentence, const Metadata &metadata)
{
    if (error.kind != ErrorKind::Conflict)
        return error;
    error.message = sentence.arg(metadata.name, metadata.nameSpace);
    error.fields = {{u"metadata.name"_s, error.message}};
    return error;
}

template <typename T>
Result<void> putAll(Database &database, QLatin1StringView table, const QList<T> &documents)
{
    for (const T &document : documents) {
        if (const auto done = putRow(database, table, rowOf(document)); !done)
            return done;
    }
    return {};
}

//! As putAll(), for kinds whose names are unique.
template <typename T, typename MetadataOf>
Result<void> putNamed(Database &database, QLatin1StringView table, const QList<T> &documents,
                      const QString &sentence, MetadataOf metadataOf)
{
    for (const T &document : documents) {
        if (const auto done = putRow(database, table, rowOf(document)); !done)
            return Failure(withName(done.error(), sentence, metadataOf(document)));
    }
    return {};
}

Result<void> putClusters(Database &database, const QList<SessionCluster> &clusters)
{
    return putNamed(database, SessionClusterTable, clusters,
                    QCoreApplication::translate(
                        "Store", "There is a session cluster “%1” in the namespace “%2” already."),
                    [](const SessionCluster &cluster) { return cluster.metadata; });
}

Result<void> putDeployments(Database &database, const QList<StoredDeployment> &deployments)
{
    return putNamed(database, DeploymentTable, deployments,
                    QCoreApplication::translate(
                        "Store", "There is a deployment “%1” in the namespace “%2” already."),
                    [](const StoredDeployment &stored) { return stored.deployment.metadata; });
}

//! What is in the document of a Job is its newest sighting; a row stands for one that came later.
Result<void> putJobs(Database &database, const QList<Job> &jobs)
{
    for (const Job &job : jobs) {
        if (const auto done = removeRow(database, SightingTable, job.metadata.id); !done)
            return done;
    }
    return putAll(database, JobTable, jobs);
}

Result<void> putSightings(Database &database, const QMap<QString, JobSighting> &sightings)
{
    for (const auto &[jobId, seen] : sightings.asKeyValueRange()) {
        const auto done = putRow(database, SightingTable, rowOf(jobId, seen.sighting));
        if (!done)
            return done;
    }
    return {};
}

Result<void> removeAll(Database &database, const Transaction &transaction)
{
    const QList<std::pair<QLatin1StringView, const QList<QString> *>> removals = {
        {DeploymentTable, &transaction.removedDeployments},
        {JobTable, &transaction.removedJobs},
        {SavepointTable, &transaction.removedSavepoints},
        {SessionClusterTable, &transaction.removedSessionClusters},
        {OrphanTable, &transaction.removedOrphans},
    };
    for (const auto &[table, ids] : removals) {
        for (const QString &id : *ids) {
            if (const auto done = removeRow(database, table, id); !done)
                return done;
        }
    }
    return {};
}

Result<QList<Event>> append(Database &database, QList<Event> events)
{
    for (Event &event : events) {
        if (const auto done = insertRow(database, EventTable, rowOf(event)); !done)
            return Failure(done.error());
        event.number = database.lastNumber();
    }
    return events;
}

template <typename T>
Result<T> parse(const Database &database, const QByteArray &text)
{
    const Result<Json> json = Json::parse(text);
    if (!json)
        return Failure(database.damaged(json.error().message));
    Result<T> document = fromJson<T>(*json);
    if (!document)
        return Failure(database.damaged(document.error().message));
    return document;
}

template <typename T>
Result<QList<T>> readAll(Database &database, QLatin1StringView table)
{
    QList<T> documents;
    const auto done = readRows(database, table, [&](const StoredRow &row) -> Result<void> {
        Result<T> document = parse<T>(database, row[u"document"_s]);
        if (!document)
            return Failure(document.error());
        documents.append(std::move(*document));
        return {};
    });
    if (!done)
        return Failure(done.error());
    return documents;
}

Result<QHash<QString, Sighting>> readSightings(Database &database)
{
    QHash<QString, Sighting> sightings;
    const auto done = readRows(database, SightingTable, [&](const StoredRow &row) -> Result<void> {
        const auto at = instantFromIso(QString::fromUtf8(row[u"at"_s]));
        if (!at)
            return Failure(database.damaged(u"a sighting has no time"_s));
        sightings.insert(QString::fromUtf8(row[u"id"_s]),
                         {.at = *at, .incarnation = QString::fromUtf8(row[u"incarnation"_s])});
        return {};
    });
    if (!done)
        return Failure(done.error());
    return sightings;
}

Result<QList<Job>> readJobs(Database &database)
{
    Result<QList<Job>> jobs = readAll<Job>(database, JobTable);
    const auto sightings = readSightings(database);
    if (!jobs || !sightings)
        return Failure(jobs ? sightings.error() : jobs.error());
    for (Job &job : *jobs) {
        if (const auto seen = sightings->constFind(job.metadata.id); seen != sightings->constEnd())
            job.observed.lastSighting = *seen;
    }
    return jobs;
}

Result<QList<StoredDeployment>> readDeployments(Database &database)
{
    QList<StoredDeployment> stored;
    const auto done =
        readRows(database, DeploymentTable, [&](const StoredRow &row) -> Result<void> {
            auto deployment = parse<Deployment>(database, row[u"document"_s]);
            auto record = parse<DeploymentRecord>(database, row[u"record"_s]);
            if (!deployment || !record)
                return Failure(deployment ? record.error() : deployment.error());
            stored.append({std::move(*deployment), std::move(*record)});
            return {};
        });
    if (!done)
        return Failure(done.error());
    return stored;
}

Result<Json> readDefaults(Database &database)
{
    Json defaults = deliveredDefaults();
    const auto done = readRows(database, SettingTable, [&](const StoredRow &row) -> Result<void> {
        if (row[u"id"_s] != DefaultsId.toUtf8())
            return {};
        Result<Json> json = Json::parse(row[u"document"_s]);
        if (!json)
            return Failure(database.damaged(json.error().message));
        defaults = std::move(*json);
        return {};
    });
    if (!done)
        return Failure(done.error());
    return defaults;
}

//! Puts a result into its place; the first error stays in \a error.
template <typename T>
void keep(T &place, Result<T> result, std::optional<Error> &error)
{
    if (result)
        place = std::move(*result);
    else if (!error)
        error = result.error();
}

} // namespace

Result<QList<Event>> writeDocuments(Database &database, const Transaction &transaction)
{
    Result<void> done = removeAll(database, transaction);
    if (done)
        done = putClusters(database, transaction.sessionClusters);
    if (done)
        done = putDeployments(database, transaction.deployments);
    if (done)
        done = putJobs(database, transaction.jobs);
    if (done)
        done = putSightings(database, transaction.sightings);
    if (done)
        done = putAll(database, SavepointTable, transaction.savepoints);
    if (done)
        done = putAll(database, OrphanTable, transaction.orphans);
    if (!done)
        return Failure(done.error());
    return append(database, transaction.events);
}

Result<StoreContents> readDocuments(Database &database)
{
    StoreContents contents;
    std::optional<Error> error;
    keep(contents.deployments, readDeployments(database), error);
    keep(contents.jobs, readJobs(database), error);
    keep(contents.savepoints, readAll<Savepoint>(database, SavepointTable), error);
    keep(contents.sessionClusters, readAll<SessionCluster>(database, SessionClusterTable), error);
    keep(contents.orphans, readAll<PossibleOrphan>(database, OrphanTable), error);
    keep(contents.deploymentDefaults, readDefaults(database), error);
    if (error)
        return Failure(*error);
    return contents;
}

Result<QList<Event>> readEvents(Database &database, const EventQuery &query)
{
    QList<Event> events;
    const auto done = readEventRows(database, query, [&](const StoredRow &row, qint64 number) {
        Result<Event> event = parse<Event>(database, row[u"document"_s]);
        if (!event)
            return Result<void>(Failure(event.error()));
        event->number = number;
        events.append(std::move(*event));
        return Result<void>();
    });
    if (!done)
        return Failure(done.error());
    return events;
}

Result<void> writeDefaults(Database &database, const Json &defaults)
{
    return putRow(
        database, SettingTable,
        {{u"id"_s, DefaultsId}, {u"document"_s, QString::fromUtf8(defaults.toCompact())}});
}

} // namespace headgate
