// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database.h"

#include "model/core/failpoint.h"

#include <QCoreApplication>
#include <QFile>
#include <QScopeGuard>
#include <QSqlError>

#include <atomic>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

// Of sqlite3.h, which we don't link.
constexpr int SqliteError = 1;
constexpr int SqliteCorrupt = 11;
constexpr int SqliteFull = 13;
constexpr int SqliteNotADatabase = 26;
constexpr int SqliteBusy = 5;
constexpr int SqliteForeignKey = 787;
constexpr int SqlitePrimaryKey = 1555;
constexpr int SqliteUnique = 2067;
constexpr int PrimaryCode = 0xff;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

QString newConnectionName()
{
    static std::atomic<int> last = 0;
    return u"headgate-store-%1"_s.arg(++last);
}

//! What holds for each connection, whatever the file.
QStringList connectionSettings()
{
    return {
        u"PRAGMA foreign_keys = ON"_s,
        u"PRAGMA synchronous = FULL"_s,
        u"PRAGMA cell_size_check = ON"_s,
        u"PRAGMA trusted_schema = OFF"_s,
        u"PRAGMA journal_size_limit = 16777216"_s,
    };
}

ErrorKind kindOf(int code)
{
    if (code == SqliteUnique || code == SqlitePrimaryKey)
        return ErrorKind::Conflict;
    if (code == SqliteForeignKey)
        return ErrorKind::NotFound;
    const int primary = code & PrimaryCode;
    // Our statements are fixed: if one makes no sense to SQLite, the schema is no more what it was.
    if (primary == SqliteCorrupt || primary == SqliteNotADatabase || primary == SqliteError)
        return ErrorKind::Damaged;
    return ErrorKind::Storage;
}

QString messageOf(int code, const QString &path, const QString &text)
{
    const int primary = code & PrimaryCode;
    if (kindOf(code) == ErrorKind::Damaged)
        return tr("The store “%1” is damaged (%2).").arg(path, text);
    if (kindOf(code) == ErrorKind::Conflict)
        return tr("This name is taken.");
    if (kindOf(code) == ErrorKind::NotFound)
        return tr("What this belongs to is not stored.");
    if (primary == SqliteFull)
        return tr("There is no room to write “%1”: free some space on its disk.").arg(path);
    if (primary == SqliteBusy)
        return tr("Another program holds “%1”: end it, and try again.").arg(path);
    return tr("“%1” cannot be read or written (%2): check its disk, its free space and your rights "
              "there.")
        .arg(path, text);
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    // SQLite would make a missing file.
    if (!QFile::exists(path))
        return failure(ErrorKind::Storage, headgate::tr("There is no “%1”.").arg(path));
    std::unique_ptr<Database> database(new Database(path, newConnectionName()));
    if (access == Access::ReadOnly)
        database->m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
    if (!database->m_database.open())
        return Failure(database->errorOf(database->m_database.lastError()));
    for (const QString &setting : connectionSettings()) {
        if (const auto done = database->execute(setting); !done)
            return Failure(done.error());
    }
    return database;
}

Database::Database(QString path, const QString &connectionName)
    : m_path(std::move(path))
    , m_connectionName(connectionName)
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName))
{
    m_database.setDatabaseName(m_path);
}

Database::~Database()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase(); // Qt warns of a connection that is removed while it is held.
    QSqlDatabase::removeDatabase(m_connectionName);
}

Result<void> Database::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return Failure(errorOf(query.lastError()));
    return {};
}

Result<QVariant> Database::value(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return Failure(errorOf(query.lastError()));
    if (query.next())
        return query.value(0);
    if (query.lastError().isValid())
        return Failure(errorOf(query.lastError()));
    return QVariant();
}

Result<QSqlQuery *> Database::prepared(const QString &sql, const QVariantList &values)
{
    auto it = m_statements.find(sql);
    if (it == m_statements.end()) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return Failure(errorOf(query.lastError()));
        it = m_statements.emplace(sql, std::move(query)).first;
    }
    for (int i = 0; i < values.size(); ++i)
        it->second.bindValue(i, values[i]);
    return &it->second;
}

Result<void> Database::run(const QString &sql, const QVariantList &values)
{
    return read(sql, values, [](const QSqlQuery &) { return Result<void>(); });
}

Result<void> Database::read(const QString &sql, const QVariantList &values, const RowReader &reader)
{
    const Result<QSqlQuery *> statement = prepared(sql, values);
    if (!statement)
        return Failure(statement.error());
    QSqlQuery &query = **statement;
    const auto finish = qScopeGuard([&query] { query.finish(); });
    if (!query.exec())
        return Failure(errorOf(query.lastError()));
    m_lastNumber = query.lastInsertId().toLongLong();
    while (query.next()) {
        if (const auto done = reader(query); !done)
            return done;
    }
    if (query.lastError().isValid())
        return Failure(errorOf(query.lastError()));
    return {};
}

void Database::forgetStatements()
{
    m_statements.clear();
}

Result<void> Database::inTransaction(const QList<QLatin1StringView> &purposes, const Body &body)
{
    if (const auto begun = execute(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    Result<void> done = body();
    if (done) {
        failPoint("before-commit"_L1, purposes);
        done = execute(u"COMMIT"_s);
    }
    if (!done) {
        // SQLite may have rolled back by itself, then this fails and means nothing.
        (void)execute(u"ROLLBACK"_s);
        return done;
    }
    failPoint("after-commit"_L1, purposes);
    return {};
}

Result<void> Database::useWriteAheadLog()
{
    const Result<QVariant> mode = value(u"PRAGMA journal_mode = WAL"_s);
    if (!mode)
        return Failure(mode.error());
    if (mode->toString() != "wal"_L1)
        return failure(
            ErrorKind::Storage,
            headgate::tr("“%1” cannot be written safely there: choose a directory on a disk of "
                         "this machine with --data-dir.")
                .arg(m_path));
    return {};
}

Error Database::damaged(const QString &finding) const
{
    return Error{.kind = ErrorKind::Damaged,
                 .message = messageOf(SqliteCorrupt, m_path, finding),
                 .detail = finding};
}

Error Database::errorOf(const QSqlError &error) const
{
    const int code = error.nativeErrorCode().toInt();
    return Error{.kind = kindOf(code),
                 .message = messageOf(code, m_path, error.databaseText()),
                 .detail = error.text()};
}

} // namespace headgate
