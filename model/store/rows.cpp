// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/rows.h"

#include "model/store/database.h"
#include "model/store/store.h"

#include <QCryptographicHash>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Digest = "digest"_L1;

QByteArray utf8(const QString &text)
{
    return text.toUtf8();
}

QByteArray utf8(const QByteArray &text)
{
    return text;
}

template <typename Text>
QByteArray digestOf(const QMap<QString, Text> &row)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    for (const auto &[column, text] : row.asKeyValueRange()) {
        hash.addData(column.toUtf8());
        hash.addData(QByteArrayView("\0", 1));
        hash.addData(utf8(text));
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

//! Reads whole rows of one table as SQLite stores them: no text becomes UTF-16 on its way.
class RowReading {
public:
    [[nodiscard]] static Result<RowReading> of(Database &database, const QString &table)
    {
        RowReading reading;
        const auto done =
            database.read(u"SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'"_s, {table},
                          [&](const QSqlQuery &query) {
                              reading.m_texts.append(query.value(0).toString());
                              return Result<void>();
                          });
        if (!done)
            return Failure(done.error());
        return reading;
    }

    //! What is to be selected; \a number is read by numberIn().
    [[nodiscard]] QString columns(QLatin1StringView number) const
    {
        QStringList columns{number, Digest};
        for (const QString &text : m_texts)
            columns.append(u"CAST(%1 AS BLOB)"_s.arg(text));
        return columns.join(u", ");
    }

    [[nodiscard]] static qint64 numberIn(const QSqlQuery &query)
    {
        return query.value(0).toLongLong();
    }

    [[nodiscard]] StoredRow textsIn(const QSqlQuery &query) const
    {
        StoredRow row;
        for (int i = 0; i < m_texts.size(); ++i)
            row.insert(m_texts[i], query.value(2 + i).toByteArray());
        return row;
    }

    [[nodiscard]] Result<StoredRow> intactRow(const Database &database,
                                              const QSqlQuery &query) const
    {
        StoredRow row = textsIn(query);
        if (query.value(1).toByteArray() != digestOf(row))
            return Failure(database.damaged(u"a row does not fit its digest"_s));
        return row;
    }

private:
    QStringList m_texts;
};

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
    const auto reading = RowReading::of(database, table);
    if (!reading)
        return Failure(reading.error());
    QList<std::pair<qint64, QByteArray>> digests;
    auto read = database.read(
        u"SELECT %1 FROM %2"_s.arg(reading->columns("rowid"_L1), table), {},
        [&](const QSqlQuery &query) {
            digests.append({RowReading::numberIn(query), digestOf(reading->textsIn(query))});
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
    for (const QString &column : row.keys() + QStringList(QString(Digest)))
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

Result<void> readRows(Database &database, const QString &table, const RowVisitor &visitor)
{
    const auto reading = RowReading::of(database, table);
    if (!reading)
        return Failure(reading.error());
    return database.read(
        u"SELECT %1 FROM %2 ORDER BY rowid"_s.arg(reading->columns("rowid"_L1), table), {},
        [&](const QSqlQuery &query) -> Result<void> {
            const Result<StoredRow> row = reading->intactRow(database, query);
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
    const auto reading = RowReading::of(database, EventTable);
    if (!reading)
        return Failure(reading.error());
    return database.read(u"SELECT %1 FROM events WHERE %2 ORDER BY number DESC LIMIT ?"_s.arg(
                             reading->columns("number"_L1), conditions.join(u" AND ")),
                         values, [&](const QSqlQuery &found) -> Result<void> {
                             const Result<StoredRow> row = reading->intactRow(database, found);
                             return row ? visitor(*row, RowReading::numberIn(found))
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
        const auto done =
            readRows(database, table, [](const StoredRow &) { return Result<void>(); });
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
