// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <functional>
#include <map>
#include <memory>

namespace headgate {

//! A connection to one SQLite file, and its prepared statements. Each call leaves no statement
//! open.
class Database {
public:
    using Body = std::function<Result<void>()>;
    using RowReader = std::function<Result<void>(const QSqlQuery &row)>;

    enum class Access { ReadWrite, ReadOnly };

    //! Opens the file \a path, which must exist. Kind Damaged if it is no SQLite file.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path,
                                                                Access access = Access::ReadWrite);

    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;
    ~Database();

    [[nodiscard]] const QString &path() const { return m_path; }

    //! Once, without keeping the statement.
    [[nodiscard]] Result<void> execute(const QString &sql);
    //! The first value of the first row; invalid where there is none.
    [[nodiscard]] Result<QVariant> value(const QString &sql);
    //! By a statement that is prepared once and kept.
    [[nodiscard]] Result<void> run(const QString &sql, const QVariantList &values);
    //! Calls \a reader for each row, until it fails.
    [[nodiscard]] Result<void> read(const QString &sql, const QVariantList &values,
                                    const RowReader &reader);
    //! To be called when the schema has changed.
    void forgetStatements();
    //! The row number given by the last insertion.
    [[nodiscard]] qint64 lastNumber() const { return m_lastNumber; }

    //! All of \a body is durable afterwards, or nothing. Each of \a purposes names fail points.
    [[nodiscard]] Result<void> inTransaction(const QList<QLatin1StringView> &purposes,
                                             const Body &body);

    //! From now on commits go to a write-ahead log and are on the disk when they return.
    [[nodiscard]] Result<void> useWriteAheadLog();

    //! Kind Damaged, with SQLite's or our own finding as detail.
    [[nodiscard]] Error damaged(const QString &finding) const;

private:
    Database(QString path, const QString &connectionName);
    [[nodiscard]] Result<QSqlQuery *> prepared(const QString &sql, const QVariantList &values);
    [[nodiscard]] Error errorOf(const QSqlError &error) const;

    QString m_path;
    QString m_connectionName;
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_statements;
    qint64 m_lastNumber = 0;
};

} // namespace headgate
