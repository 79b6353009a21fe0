// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/fixture.h"

using namespace headgate;
using namespace Qt::StringLiterals;

class MigrationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void newStoreHasAllBehindIt();
    void pendingOnesRunOnce();
    void jobsOfAnOlderStoreKeepTheirSightings();
    void copyIsMadeBefore();
    void failingOneLeavesTheStoreAsItWas();
    void allPendingAreOneTransaction();
    void newerStoreIsRefusedUntouched();
    void damagedRowIsNotSealed();
    void shippedSchemaIsStrict();
};

void MigrationsTest::newStoreHasAllBehindIt()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.open());
    QCOMPARE(sqlValue(fixture.path(), u"PRAGMA user_version"_s).toInt(),
             int(shippedMigrations().size()));
    QVERIFY(Store::copies(fixture.directory()).isEmpty());
}

void MigrationsTest::pendingOnesRunOnce()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    for (int i = 0; i < 2; ++i) {
        const auto store = fixture.open(nextMigrations());
        VERIFY_RESULT(store);
        const auto contents = (*store)->load();
        VERIFY_RESULT(contents);
        QCOMPARE(contents->deployments[0].deployment.spec.state, DesiredState::Suspended);
        QCOMPARE(contents->jobs.size(), 1);
        QCOMPARE((*store)->events({})->size(), 1);
    }
    QCOMPARE(sqlValue(fixture.path(), u"SELECT team FROM jobs"_s), QVariant(u"none"_s));
}

//! The first version had them in the documents of the Jobs alone.
void MigrationsTest::jobsOfAnOlderStoreKeepTheirSightings()
{
    StoreFixture fixture;
    Transaction transaction = sampleTransaction();
    transaction.sightings.clear();
    VERIFY_RESULT(fixture.write(transaction));
    const auto before = fixture.contents();
    VERIFY_RESULT(before);
    QVERIFY(runSql(fixture.path(), u"DROP TABLE sightings"_s));
    QVERIFY(runSql(fixture.path(), u"PRAGMA user_version = 1"_s));
    const auto brought = fixture.contents();
    VERIFY_RESULT(brought);
    QCOMPARE(*brought, *before);
    QVERIFY(brought->jobs[0].observed.lastSighting.has_value());
    QCOMPARE(Store::copies(fixture.directory()).size(), 1);
    const JobSighting seen = sampleSighting(u"deployment-1"_s, u"/tmp/z"_s);
    VERIFY_RESULT(fixture.write({.sightings = {{u"job-1"_s, seen}}}));
    QCOMPARE(fixture.contents()->jobs[0].observed.lastSighting, std::optional(seen.sighting));
    // That copy is of the first version too.
    VERIFY_RESULT(Store::restore(fixture.directory(), Store::copies(fixture.directory()).first(),
                                 fixture.clock()));
    QCOMPARE(fixture.contents()->jobs, before->jobs);
}

void MigrationsTest::copyIsMadeBefore()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    VERIFY_RESULT(fixture.open(nextMigrations()));
    const QList<StoreCopy> copies = Store::copies(fixture.directory());
    QCOMPARE(copies.size(), 1);
    QCOMPARE(sqlValue(copies[0].path, u"PRAGMA user_version"_s).toInt(),
             int(shippedMigrations().size()));
    QCOMPARE(sqlValue(copies[0].path, u"SELECT count(*) FROM jobs"_s).toInt(), 1);
}

void MigrationsTest::failingOneLeavesTheStoreAsItWas()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    const auto before = fixture.contents();
    VERIFY_RESULT(before);
    const Migrations failing =
        shippedMigrations() + Migrations{{{u"DELETE FROM jobs"_s, u"SELECT nothing"_s}}};
    const auto refused = fixture.open(failing);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Storage);
    QVERIFY(refused.error().message.contains(fixture.path()));
    const auto after = fixture.contents();
    VERIFY_RESULT(after);
    QCOMPARE(*after, *before);
}

void MigrationsTest::allPendingAreOneTransaction()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    QVERIFY(!fixture.open(nextMigrations() + Migrations{{{u"SELECT nothing"_s}}}));
    QCOMPARE(sqlValue(fixture.path(), u"PRAGMA user_version"_s).toInt(),
             int(shippedMigrations().size()));
    QCOMPARE(sqlValue(fixture.path(), u"SELECT count(*) FROM sqlite_schema WHERE name = 'teams'"_s)
                 .toInt(),
             0);
    VERIFY_RESULT(fixture.contents());
}

void MigrationsTest::newerStoreIsRefusedUntouched()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    VERIFY_RESULT(fixture.open(nextMigrations()));
    const QByteArray before = contentOf(fixture.path());
    const auto refused = fixture.open();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Newer);
    QVERIFY(refused.error().message.contains(fixture.path()));
    QCOMPARE(contentOf(fixture.path()), before);
    VERIFY_RESULT(fixture.open(nextMigrations()));
}

void MigrationsTest::damagedRowIsNotSealed()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    QVERIFY(runSql(fixture.path(),
                   u"UPDATE jobs SET document = replace(document, 'TERMINATING', 'STARTED')"_s));
    const auto refused = fixture.open(nextMigrations());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Damaged);
}

void MigrationsTest::shippedSchemaIsStrict()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.open());
    QCOMPARE(sqlValue(fixture.path(),
                      u"SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
                      " AND type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict"_s)
                 .toInt(),
             0);
}

QTEST_GUILESS_MAIN(MigrationsTest)
#include "tst_migrations.moc"
