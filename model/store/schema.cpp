// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/schema.h"

#include "model/store/database.h"
#include "model/store/rows.h"

#include <QCoreApplication>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr int ApplicationId = 0x48644774; // "HdGt", in the header of each store.

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Result<int> numberOf(Database &database, const QString &pragma)
{
    const Result<QVariant> value = database.value(u"PRAGMA "_s + pragma);
    if (!value)
        return Failure(value.error());
    return value->toInt();
}

Result<void> checkIntegrity(Database &database)
{
    const Result<QVariant> finding = database.value(u"PRAGMA integrity_check(1)"_s);
    if (!finding)
        return Failure(finding.error());
    if (finding->toString() != "ok"_L1)
        return Failure(database.damaged(finding->toString()));
    const Result<QVariant> orphan = database.value(u"PRAGMA foreign_key_check"_s);
    if (!orphan)
        return Failure(orphan.error());
    if (orphan->isValid())
        return Failure(database.damaged(u"a row belongs to none in "_s + orphan->toString()));
    return {};
}

Result<void> applyAll(Database &database, const Migrations &migrations, int from)
{
    for (auto i = from; i < migrations.size(); ++i) {
        for (const QString &statement : migrations[i].statements) {
            if (const auto done = database.execute(statement); !done)
                return done;
        }
    }
    database.forgetStatements();
    if (const auto renewed = renewDigests(database); !renewed)
        return renewed;
    const auto marked = database.execute(u"PRAGMA application_id = %1"_s.arg(ApplicationId));
    if (!marked)
        return marked;
    return database.execute(u"PRAGMA user_version = %1"_s.arg(migrations.size()));
}

} // namespace

Result<int> versionOf(Database &database)
{
    return numberOf(database, u"user_version"_s);
}

Result<void> check(Database &database, const Migrations &migrations)
{
    const Result<int> application = numberOf(database, u"application_id"_s);
    if (!application)
        return Failure(application.error());
    const Result<int> version = versionOf(database);
    if (!version)
        return Failure(version.error());
    if (*application != ApplicationId || *version < 1)
        return Failure(database.damaged(u"it does not say that it is a store of Headgate"_s));
    if (*version > migrations.size())
        return failure(ErrorKind::Newer,
                       tr("“%1” was written by a newer Headgate: start that one, or choose another "
                          "directory with --data-dir.")
                           .arg(database.path()));
    return checkIntegrity(database);
}

Result<void> migrate(Database &database, const Migrations &migrations)
{
    const Result<int> version = versionOf(database);
    if (!version)
        return Failure(version.error());
    if (*version == migrations.size())
        return {};
    if (const auto intact = checkDigests(database); !intact)
        return intact;
    const auto done = database.inTransaction(
        {"migration"_L1}, [&] { return applyAll(database, migrations, *version); });
    if (!done)
        return Failure(
            Error{.kind = ErrorKind::Storage,
                  .message = tr("“%1” cannot be brought up to date, and was left as it was: %2")
                                 .arg(database.path(), done.error().message),
                  .detail = done.error().detail});
    return {};
}

} // namespace headgate
