// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/resources/transaction.h"
#include "model/store/datadirectory.h"
#include "model/store/migrations.h"

#include <memory>

namespace headgate {

class Database;

//! Which events to read.
struct EventQuery {
    QString deploymentId; //!< Empty: of any or no Deployment.
    QString sessionClusterId; //!< Empty: of any or none.
    std::optional<qint64> before; //!< Only those with a smaller number.
    int limit = 100;
};

//! A whole store as it was at some time.
struct StoreCopy {
    QString path;
    Instant madeAt;

    bool operator==(const StoreCopy &) const = default;
};

//! The documents of one data directory, durable. Used by one thread: that which opened it.
class Store {
public:
    //! Makes the store if there has never been one, and brings an older one up to date.
    //! Kind Damaged: it was set aside, and copies() says what restore() can bring back; this stays
    //! so until restore() or startEmpty(). Kind Newer or Storage: nothing was touched.
    [[nodiscard]] static Result<std::unique_ptr<Store>>
    open(const DataDirectory &directory, const Clock &clock,
         const Migrations &migrations = shippedMigrations());

    //! The copies that exist, newest first.
    [[nodiscard]] static QList<StoreCopy> copies(const DataDirectory &directory);

    //! Puts \a copy in the place of the store, which is set aside; to be opened afterwards.
    //! Each Deployment is FAILED with RestoredFromCopy, no orphan is cancelled on sight any more.
    [[nodiscard]] static Result<void> restore(const DataDirectory &directory, const StoreCopy &copy,
                                              const Clock &clock,
                                              const Migrations &migrations = shippedMigrations());

    //! Puts an empty store in the place of a damaged one, which is set aside.
    [[nodiscard]] static Result<void> startEmpty(const DataDirectory &directory,
                                                 const Clock &clock);

    ~Store();

    //! Everything but the events, in the order of creation; the delivered DeploymentDefaults where
    //! nobody saved others. Kind Damaged as in open(); the Store is of no use then.
    [[nodiscard]] Result<StoreContents> load();

    //! Durable when it returns; on an error nothing of it is stored. Removals go first. Answers
    //! with the events and the numbers that they were given. Kind Conflict where a name is taken.
    //! Each of \a purposes names fail points: `before-commit-<purpose>`, `after-commit-<purpose>`.
    [[nodiscard]] Result<QList<Event>> write(const Transaction &transaction,
                                             const QList<QLatin1StringView> &purposes);
    [[nodiscard]] Result<QList<Event>> write(const Transaction &transaction,
                                             QLatin1StringView purpose);

    //! Newest first.
    [[nodiscard]] Result<QList<Event>> events(const EventQuery &query);

    //! Removes all events but the newest \a ofAll, and of these all but the newest \a ofEach of
    //! each Deployment.
    [[nodiscard]] Result<void> pruneEvents(int ofAll, int ofEach);

    [[nodiscard]] Result<void> writeDeploymentDefaults(const Json &defaults);

    //! Makes today's copy if there is none yet (UTC), and keeps the last 7; those of a clock that
    //! was wrong, dated in the future, neither count nor go. To be called now and then when nothing
    //! is urgent: it takes as long as writing the whole store once.
    [[nodiscard]] Result<void> copyIfDue();

private:
    Store(const DataDirectory &directory, const Clock &clock, std::unique_ptr<Database> database);

    const DataDirectory &m_directory;
    const Clock &m_clock;
    std::unique_ptr<Database> m_database;
};

} // namespace headgate
