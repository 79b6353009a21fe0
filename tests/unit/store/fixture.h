// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/store.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/store/samples.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace headgate {

//! A data directory of its own for one test function, and a store in it.
class StoreFixture {
public:
    StoreFixture()
        : m_directory(std::move(*DataDirectory::own(m_temporary.filePath(QStringLiteral("data")))))
    {
    }

    [[nodiscard]] const DataDirectory &directory() const { return m_directory; }
    [[nodiscard]] QString path() const { return m_directory.filePath(u"headgate.sqlite"); }
    [[nodiscard]] QString filePath(QStringView name) const { return m_directory.filePath(name); }
    ManualClock &clock() { return m_clock; }

    [[nodiscard]] Result<std::unique_ptr<Store>>
    open(const Migrations &migrations = shippedMigrations()) const
    {
        return Store::open(m_directory, m_clock, migrations);
    }
    //! What is stored, read by a Store that is closed afterwards.
    [[nodiscard]] Result<StoreContents> contents() const
    {
        const auto store = open();
        return store ? (*store)->load() : Failure(store.error());
    }
    //! Writes through a Store that is closed afterwards.
    [[nodiscard]] Result<QList<Event>> write(const Transaction &transaction) const
    {
        const auto store = open();
        return store ? (*store)->write(transaction, QLatin1StringView("test"))
                     : Failure(store.error());
    }

private:
    QTemporaryDir m_temporary;
    ManualClock m_clock;
    DataDirectory m_directory;
};

} // namespace headgate

//! Fails the test with the error of \a result, where it is one.
#define VERIFY_RESULT(result)                                                                      \
    do {                                                                                           \
        const auto &outcome = (result);                                                            \
        QVERIFY2(outcome.has_value(), outcome ? "" : qPrintable(outcome.error().message));         \
    } while (false)
