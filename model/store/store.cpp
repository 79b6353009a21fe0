// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/store.h"

#include "model/store/copies.h"
#include "model/store/database.h"
#include "model/store/documents.h"
#include "model/store/rows.h"
#include "model/store/schema.h"
#include "model/store/storefiles.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! The end of a sentence about a damaged or lost store: what there is in its place.
QString offer(const DataDirectory &directory)
{
    const QList<StoreCopy> copies = copiesIn(directory);
    return copies.isEmpty() ? tr("There is no copy of it.")
                            : tr("The newest copy is of %1.").arg(shownTime(copies.first().madeAt));
}

Error lostStore(const DataDirectory &directory)
{
    return Error{.kind = ErrorKind::Damaged,
                 .message =
                     tr("The store “%1” is gone. %2").arg(storePath(directory), offer(directory))};
}

//! Sets the store aside if \a error says that it is damaged; nobody may have it open any more.
Error withStoreSetAside(const DataDirectory &directory, const Clock &clock, Error error)
{
    if (error.kind != ErrorKind::Damaged)
        return error;
    const Result<QString> path = setAside(directory, clock.now());
    if (!path)
        return path.error();
    error.message =
        tr("The store was damaged and has been set aside as “%1”. %2").arg(*path, offer(directory));
    return error;
}

//! A store without documents, whole or not at all.
Result<void> makeStore(const DataDirectory &directory, const Migrations &migrations)
{
    const QString path = unfinishedStorePath(directory);
    discardUnfinishedStore(directory);
    if (const auto created = createPrivateFile(path); !created)
        return created;
    {
        const auto database = Database::open(path);
        if (!database)
            return Failure(database.error());
        if (const auto migrated = migrate(**database, migrations); !migrated)
            return migrated;
    }
    return finishStore(directory);
}

//! Without changing it: SQLite writes to a file that it closes, were it not opened for reading.
Result<void> checkUntouched(const QString &path, const Migrations &migrations)
{
    // To SQLite an empty file is a new database; ours get their name when they are whole.
    if (QFileInfo(path).size() == 0)
        return failure(ErrorKind::Damaged, tr("The store “%1” is empty.").arg(path));
    const auto database = Database::open(path, Database::Access::ReadOnly);
    if (!database)
        return Failure(database.error());
    return check(**database, migrations);
}

Result<void> bringUpToDate(Database &database, const DataDirectory &directory, const Clock &clock,
                           const Migrations &migrations)
{
    const Result<int> version = versionOf(database);
    if (!version)
        return Failure(version.error());
    if (*version == migrations.size())
        return {};
    const QString suffix = u"-version-%1"_s.arg(*version);
    if (const auto copied = makeCopy(database, directory, clock.now(), suffix); !copied)
        return copied;
    return migrate(database, migrations);
}

//! Opens a store that exists and brings it up to date. A damaged one is left where it is.
Result<std::unique_ptr<Database>> openChecked(const DataDirectory &directory, const Clock &clock,
                                              const Migrations &migrations)
{
    const QString path = storePath(directory);
    makePrivate(path);
    if (const auto checked = checkUntouched(path, migrations); !checked)
        return Failure(checked.error());
    Result<std::unique_ptr<Database>> database = Database::open(path);
    if (!database)
        return database;
    Result<void> done = (*database)->useWriteAheadLog();
    if (done)
        done = bringUpToDate(**database, directory, clock, migrations);
    if (!done)
        return Failure(done.error());
    return database;
}

} // namespace

Result<std::unique_ptr<Store>> Store::open(const DataDirectory &directory, const Clock &clock,
                                           const Migrations &migrations)
{
    if (wasStoreLost(directory))
        return Failure(lostStore(directory));
    if (!QFile::exists(storePath(directory))) {
        if (const auto made = makeStore(directory, migrations); !made)
            return Failure(made.error());
    }
    Result<std::unique_ptr<Database>> database = openChecked(directory, clock, migrations);
    if (!database)
        return Failure(withStoreSetAside(directory, clock, database.error()));
    return std::unique_ptr<Store>(new Store(directory, clock, std::move(*database)));
}

QList<StoreCopy> Store::copies(const DataDirectory &directory)
{
    return copiesIn(directory);
}

Result<void> Store::startEmpty(const DataDirectory &directory, const Clock &clock)
{
    if (const auto aside = setAside(directory, clock.now()); !aside)
        return Failure(aside.error());
    return makeStore(directory, shippedMigrations());
}

Store::Store(const DataDirectory &directory, const Clock &clock, std::unique_ptr<Database> database)
    : m_directory(directory)
    , m_clock(clock)
    , m_database(std::move(database))
{
}

Store::~Store() = default;

Result<StoreContents> Store::load()
{
    if (!m_database)
        return Failure(lostStore(m_directory));
    Result<StoreContents> contents = readDocuments(*m_database);
    if (contents || contents.error().kind != ErrorKind::Damaged)
        return contents;
    m_database.reset();
    return Failure(withStoreSetAside(m_directory, m_clock, contents.error()));
}

Result<QList<Event>> Store::write(const Transaction &transaction, QLatin1StringView purpose)
{
    return write(transaction, QList<QLatin1StringView>{purpose});
}

Result<QList<Event>> Store::write(const Transaction &transaction,
                                  const QList<QLatin1StringView> &purposes)
{
    if (!m_database)
        return Failure(lostStore(m_directory));
    if (transaction.isEmpty())
        return QList<Event>();
    QList<Event> events;
    const auto done = m_database->inTransaction(purposes, [&]() -> Result<void> {
        Result<QList<Event>> written = writeDocuments(*m_database, transaction);
        if (!written)
            return Failure(written.error());
        events = std::move(*written);
        return {};
    });
    if (!done)
        return Failure(done.error());
    return events;
}

Result<QList<Event>> Store::events(const EventQuery &query)
{
    if (!m_database)
        return Failure(lostStore(m_directory));
    return readEvents(*m_database, query);
}

Result<void> Store::pruneEvents(int ofAll, int ofEach)
{
    if (!m_database)
        return Failure(lostStore(m_directory));
    return m_database->inTransaction({"prune"_L1},
                                     [&] { return removeOldEvents(*m_database, ofAll, ofEach); });
}

Result<void> Store::writeDeploymentDefaults(const Json &defaults)
{
    if (!m_database)
        return Failure(lostStore(m_directory));
    return m_database->inTransaction({"deployment-defaults"_L1},
                                     [&] { return writeDefaults(*m_database, defaults); });
}

Result<void> Store::copyIfDue()
{
    using std::chrono::days;
    if (!m_database)
        return Failure(lostStore(m_directory));
    const Instant now = m_clock.now();
    const auto isOfToday = [&](const StoreCopy &copy) {
        return copy.madeAt <= now
            && std::chrono::floor<days>(copy.madeAt) == std::chrono::floor<days>(now);
    };
    if (std::ranges::any_of(copiesIn(m_directory), isOfToday))
        return {};
    return makeCopy(*m_database, m_directory, now);
}

} // namespace headgate
