// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/rows.h"

#include "model/store/database.h"
#include "model/store/store.h"

#include <QCryptographicHash>
#include <QSqlField>
#include <QSqlRecord>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

const QString Digest = u"digest"_s;

QByteArray digestOf(const Row &row)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    for (const auto &[column, text] : row.asKeyValueRange()) {
        hash.addData(column.toUtf8());
        hash.addData(QByteArrayView("\0", 1));
        hash.addData(text.toUtf8());
        hash.addData(QByteArrayView("\0", 1));
    }
    return hash.result();
}

QVariantList valuesOf(const Row &row)
{
    QVariantList values;
    for (const QString &text : row)
        values.append(text.isNull() ? u""_s : text); // A null QString would be NULL.
    values.append(digestOf(row));
    return values;
}

QString insertion(QLatin1StringView table, const Row &row)
{
    const QStringList columns = row.keys();
    return u"INSERT INTO %1 (%2, digest) VALUES (%3?)"_s.arg(table, columns.join(u", "),
                                                             u"?, "_s.repeated(columns.size()));
}

//! The texts of the present row; other columns are numbers, or its digest.
Row textsOf(const QSqlQuery &query)
{
    Row row;
    const QSqlRecord record = query.record();
    for (int i = 0; i < record.count(); ++i) {
        const QVariant value = query.value(i);
        if (value.typeId() == QMetaType::QString)
            row.insert(record.fieldName(i), value.toString());
    }
    return row;
}

Result<Row> intactRow(const Database &database, const QSqlQuery &query)
{
    Row row = textsOf(query);
    const int digest = query.record().indexOf(Digest); // -1 where the schema itself is damaged.
    if (digest < 0 || query.value(digest).toByteArray() != digestOf(row))
        return Failure(database.damaged(u"a row does not fit its digest"_s));
    return row;
}

//! The names of all tables whose rows have a digest.
Result<QStringList> tablesWithDigest(Database &database)
{
    QStringList tables;
    const auto done =
        database.read(u"SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c"
                      " WHERE m.type = 'table' AND c.name = ?"_s,
                      {Digest}, [&tables](const QSqlQuery &query) {
                          tables.append(query.value(0).toString());
                          return Result<void>();
                      });
    if (!done)
        return Failure(done.error());
    return tables;
}

Result<void> renewDigests(Database &database, const QString &table)
{
    QList<std::pair<qint64, QByteArray>> digests;
    auto read = database.read(
        u"SELECT *, rowid AS place FROM %1"_s.arg(table), {}, [&digests](const QSqlQuery &query) {
            digests.append({query.value(u"place"_s).toLongLong(), digestOf(textsOf(query))});
            return Result<void>();
        });
    if (!read)
        return read;
    for (const auto &[place, digest] : digests) {
        const auto done =
            database.run(u"UPDATE %1 SET digest = ? WHERE rowid = ?"_s.arg(table), {digest, place});
        if (!done)
            return done;
    }
    return {};
}

} // namespace

Result<void> putRow(Database &database, QLatin1StringView table, const Row &row)
{
    QStringList updates;
    for (const QString &column : row.keys() + QStringList(Digest))
        updates.append(column + u" = excluded." + column);
    return database.run(insertion(table, row) + u" ON CONFLICT (id) DO UPDATE SET "
                            + updates.join(u", "),
                        valuesOf(row));
}

Result<void> insertRow(Database &database, QLatin1StringView table, const Row &row)
{
    return database.run(insertion(table, row), valuesOf(row));
}

Result<void> removeRow(Database &database, QLatin1StringView table, const QString &id)
{
    return database.run(u"DELETE FROM %1 WHERE id = ?"_s.arg(table), {id});
}

Result<void> readRows(Database &database, QLatin1StringView table, const RowVisitor &visitor)
{
    return database.read(u"SELECT * FROM %1 ORDER BY rowid"_s.arg(table), {},
                         [&](const QSqlQuery &query) -> Result<void> {
                             const Result<Row> row = intactRow(database, query);
                             return row ? visitor(*row) : Failure(row.error());
                         });
}

Result<void> readEventRows(Database &database, const EventQuery &query, const EventVisitor &visitor)
{
    QStringList conditions = {u"TRUE"_s};
    QVariantList values;
    const auto restrict = [&](const QString &condition, const QVariant &value) {
        conditions.append(condition);
        values.append(value);
    };
    if (!query.deploymentId.isEmpty())
        restrict(u"deploymentId = ?"_s, query.deploymentId);
    if (!query.sessionClusterId.isEmpty())
        restrict(u"sessionClusterId = ?"_s, query.sessionClusterId);
    if (query.before)
        restrict(u"number < ?"_s, *query.before);
    values.append(query.limit);
    return database.read(u"SELECT * FROM events WHERE %1 ORDER BY number DESC LIMIT ?"_s.arg(
                             conditions.join(u" AND ")),
                         values, [&](const QSqlQuery &found) -> Result<void> {
                             const Result<Row> row = intactRow(database, found);
                             return row ? visitor(*row, found.value(u"number"_s).toLongLong())
                                        : Failure(row.error());
                         });
}

Result<void> removeOldEvents(Database &database, int ofAll, int ofEachDeployment)
{
    return database.run(
        u"DELETE FROM events WHERE number IN (SELECT number FROM (SELECT number, deploymentId,"
        " row_number() OVER (ORDER BY number DESC) AS place,"
        " row_number() OVER (PARTITION BY deploymentId ORDER BY number DESC) AS ownPlace"
        " FROM events) WHERE place > ? OR (deploymentId <> '' AND ownPlace > ?))"_s,
        {ofAll, ofEachDeployment});
}

Result<void> checkDigests(Database &database)
{
    const Result<QStringList> tables = tablesWithDigest(database);
    if (!tables)
        return Failure(tables.error());
    for (const QString &table : *tables) {
        const auto done = database.read(u"SELECT * FROM %1"_s.arg(table), {},
                                        [&](const QSqlQuery &query) -> Result<void> {
                                            const Result<Row> row = intactRow(database, query);
                                            return row ? Result<void>() : Failure(row.error());
                                        });
        if (!done)
            return done;
    }
    return {};
}

Result<void> renewDigests(Database &database)
{
    const Result<QStringList> tables = tablesWithDigest(database);
    if (!tables)
        return Failure(tables.error());
    for (const QString &table : *tables) {
        if (const auto done = renewDigests(database, table); !done)
            return done;
    }
    return {};
}

} // namespace headgate
