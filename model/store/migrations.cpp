// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/migrations.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! The documents are JSON; beside them stands what is searched. `digest` covers all TEXT columns of
//! its row (rows.h), so that damage which leaves the file well-formed is found as well; so each of
//! them is written with each row.
Migration firstSchema()
{
    return {{
        u"CREATE TABLE deployments ("
        "  id TEXT PRIMARY KEY NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,"
        "  sessionClusterId TEXT NOT NULL, desiredState TEXT NOT NULL, state TEXT NOT NULL,"
        "  document TEXT NOT NULL, record TEXT NOT NULL, digest BLOB NOT NULL,"
        "  UNIQUE (namespace, name)) STRICT"_s,
        u"CREATE TABLE jobs ("
        "  id TEXT PRIMARY KEY NOT NULL,"
        "  deploymentId TEXT NOT NULL REFERENCES deployments (id) ON DELETE CASCADE,"
        "  sessionClusterId TEXT NOT NULL, state TEXT NOT NULL,"
        "  document TEXT NOT NULL, digest BLOB NOT NULL) STRICT"_s,
        u"CREATE INDEX jobsByDeployment ON jobs (deploymentId)"_s,
        u"CREATE TABLE savepoints ("
        "  id TEXT PRIMARY KEY NOT NULL,"
        "  deploymentId TEXT NOT NULL REFERENCES deployments (id) ON DELETE CASCADE,"
        "  jobId TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL,"
        "  document TEXT NOT NULL, digest BLOB NOT NULL) STRICT"_s,
        u"CREATE INDEX savepointsByDeployment ON savepoints (deploymentId)"_s,
        u"CREATE TABLE sessionClusters ("
        "  id TEXT PRIMARY KEY NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,"
        "  desiredState TEXT NOT NULL, state TEXT NOT NULL,"
        "  document TEXT NOT NULL, digest BLOB NOT NULL,"
        "  UNIQUE (namespace, name)) STRICT"_s,
        u"CREATE TABLE possibleOrphans ("
        "  id TEXT PRIMARY KEY NOT NULL, sessionClusterId TEXT NOT NULL,"
        "  document TEXT NOT NULL, digest BLOB NOT NULL) STRICT"_s,
        u"CREATE TABLE events ("
        "  number INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL,"
        "  deploymentId TEXT NOT NULL, sessionClusterId TEXT NOT NULL, name TEXT NOT NULL,"
        "  document TEXT NOT NULL, digest BLOB NOT NULL) STRICT"_s,
        u"CREATE INDEX eventsByDeployment ON events (deploymentId, number)"_s,
        u"CREATE INDEX eventsBySessionCluster ON events (sessionClusterId, number)"_s,
        u"CREATE TABLE settings ("
        "  id TEXT PRIMARY KEY NOT NULL, document TEXT NOT NULL, digest BLOB NOT NULL) STRICT"_s,
    }};
}

//! By the id of the Job. A row is newer than the document of its Job, whatever their times are.
Migration sightingsOfTheirOwn()
{
    return {{
        u"CREATE TABLE sightings ("
        "  id TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,"
        "  at TEXT NOT NULL, incarnation TEXT NOT NULL, digest BLOB NOT NULL) STRICT"_s,
    }};
}

} // namespace

const Migrations &shippedMigrations()
{
    static const Migrations migrations = {firstSchema(), sightingsOfTheirOwn()};
    return migrations;
}

} // namespace headgate
