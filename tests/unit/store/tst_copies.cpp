// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/fixture.h"

#include <QDir>
#include <QFile>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class CopiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void oneIsMadeADay();
    void sevenAreKept();
    void copiesOfTheFutureDoNotCount();
    void filesOfOthersAreKept();
    void copyIsTheWholeStore();
    void folderThatCannotBeMadeIsNamed();
    void restoredDeploymentsWaitForAPerson();
    void restoredOrphansAreOnlyOffered();
    void restoringSetsThePresentStoreAside();
    void restoringADamagedCopyChangesNothing();
    void restoringAnOlderCopyBringsItUpToDate();
    void restoringANewerCopyIsRefused();
    void restoringAMissingCopyIsRefused();
    void startingEmptySetsThePresentStoreAside();
    void lostStoreIsNotReplacedSilently();
};

namespace {

//! Writes the samples and makes a copy of them.
Result<StoreCopy> copyOfSamples(StoreFixture &fixture)
{
    const auto store = fixture.open();
    if (!store)
        return Failure(store.error());
    if (const auto written = (*store)->write(sampleTransaction(), "test"_L1); !written)
        return Failure(written.error());
    if (const auto copied = (*store)->copyIfDue(); !copied)
        return Failure(copied.error());
    return Store::copies(fixture.directory()).first();
}

} // namespace

void CopiesTest::oneIsMadeADay()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    QVERIFY(Store::copies(fixture.directory()).isEmpty());
    VERIFY_RESULT((*store)->copyIfDue());
    VERIFY_RESULT((*store)->copyIfDue());
    QCOMPARE(Store::copies(fixture.directory()).size(), 1);
    QCOMPARE(Store::copies(fixture.directory())[0].madeAt, fixture.clock().now());
    fixture.clock().advance(24h);
    VERIFY_RESULT((*store)->copyIfDue());
    QCOMPARE(Store::copies(fixture.directory()).size(), 2);
    QCOMPARE(Store::copies(fixture.directory())[0].madeAt, fixture.clock().now());
}

void CopiesTest::sevenAreKept()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    for (int day = 0; day < 10; ++day) {
        VERIFY_RESULT((*store)->copyIfDue());
        fixture.clock().advance(24h);
    }
    const QList<StoreCopy> copies = Store::copies(fixture.directory());
    QCOMPARE(copies.size(), 7);
    for (int i = 0; i < copies.size(); ++i)
        QCOMPARE(copies[i].madeAt, fixture.clock().now() - 24h * (i + 1));
    QCOMPARE(filesIn(fixture.filePath(u"copies")).size(), 7);
}

//! The clock was wrong for a week, and has been set right.
void CopiesTest::copiesOfTheFutureDoNotCount()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    const Instant right = fixture.clock().now();
    for (int day = 0; day < 7; ++day) {
        fixture.clock().jumpTo(right + 24h * day + 1h);
        VERIFY_RESULT((*store)->copyIfDue());
    }
    fixture.clock().jumpTo(right);
    VERIFY_RESULT((*store)->copyIfDue());
    VERIFY_RESULT((*store)->copyIfDue());
    const QList<StoreCopy> copies = Store::copies(fixture.directory());
    QCOMPARE(copies.size(), 8);
    QCOMPARE(copies.last().madeAt, right);
}

void CopiesTest::filesOfOthersAreKept()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    QVERIFY(QDir().mkpath(fixture.filePath(u"copies")));
    QVERIFY(QFile::copy(fixture.path(), fixture.filePath(u"copies/before I tried it.sqlite")));
    for (int day = 0; day < 8; ++day) {
        VERIFY_RESULT((*store)->copyIfDue());
        fixture.clock().advance(24h);
    }
    QVERIFY(filesIn(fixture.filePath(u"copies")).contains(u"before I tried it.sqlite"));
    QCOMPARE(Store::copies(fixture.directory()).size(), 7);
}

void CopiesTest::copyIsTheWholeStore()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    for (const QString &table : {u"deployments"_s, u"jobs"_s, u"sightings"_s, u"savepoints"_s,
                                 u"sessionClusters"_s, u"possibleOrphans"_s, u"events"_s}) {
        const QString sql = u"SELECT count(*) || hex(max(digest)) FROM "_s + table;
        QCOMPARE(sqlValue(copy->path, sql), sqlValue(fixture.path(), sql));
    }
}

void CopiesTest::folderThatCannotBeMadeIsNamed()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    QFile file(fixture.filePath(u"copies"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto refused = (*store)->copyIfDue();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Storage);
    QVERIFY(refused.error().message.contains(fixture.filePath(u"copies")));
}

void CopiesTest::restoredDeploymentsWaitForAPerson()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    Transaction later;
    later.removedDeployments = {u"deployment-1"_s};
    later.deployments = {sampleDeployment(u"deployment-2"_s, u"later"_s)};
    VERIFY_RESULT(fixture.write(later));
    fixture.clock().advance(72h);

    VERIFY_RESULT(Store::restore(fixture.directory(), *copy, fixture.clock()));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deployments.size(), 1);
    const StoredDeployment &stored = contents->deployments[0];
    QCOMPARE(stored.deployment.metadata.id, u"deployment-1"_s);
    QCOMPARE(stored.deployment.spec.state, DesiredState::Running);
    QCOMPARE(stored.deployment.status.state, DeploymentState::Failed);
    QVERIFY(!stored.deployment.status.running);
    QVERIFY(stored.record.failure.has_value());
    QCOMPARE(stored.record.failure->reason, FailureReason::RestoredFromCopy);
    QCOMPARE(stored.record.failure->generation, stored.record.generation);
    QCOMPARE(stored.record.failure->failedAt, fixture.clock().now());
    QVERIFY(stored.record.failure->message.contains(u"26")); // The year of the copy's date.
    QCOMPARE(contents->jobs.size(), 1);
    QCOMPARE(contents->jobs[0].observed.lastSighting,
             std::optional(sampleTransaction().sightings.first().sighting));
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    const auto events = (*store)->events({.deploymentId = u"deployment-1"_s});
    VERIFY_RESULT(events);
    QCOMPARE(events->first().name, u"RestoredFromCopy"_s);
}

void CopiesTest::restoredOrphansAreOnlyOffered()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    VERIFY_RESULT(Store::restore(fixture.directory(), *copy, fixture.clock()));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->orphans.size(), 1);
    QVERIFY(!contents->orphans[0].isCancelledOnSight);
}

void CopiesTest::restoringSetsThePresentStoreAside()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    const QByteArray before = contentOf(fixture.path());
    for (int i = 0; i < 2; ++i)
        VERIFY_RESULT(Store::restore(fixture.directory(), *copy, fixture.clock()));
    const QStringList aside =
        filesIn(fixture.directory().path()).filter(QRegularExpression(u"^damaged-.*sqlite$"_s));
    QCOMPARE(aside.size(), 2);
    QVERIFY(contentOf(fixture.filePath(aside[0])) == before
            || contentOf(fixture.filePath(aside[1])) == before);
    QVERIFY(QFile::exists(copy->path));
}

void CopiesTest::restoringADamagedCopyChangesNothing()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    QVERIFY(runSql(copy->path, u"UPDATE jobs SET document = document || ' '"_s));
    const QByteArray before = contentOf(fixture.path());
    const auto refused = Store::restore(fixture.directory(), *copy, fixture.clock());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Damaged);
    QVERIFY(refused.error().message.contains(copy->path));
    QCOMPARE(contentOf(fixture.path()), before);
    VERIFY_RESULT(fixture.contents());
    QVERIFY(filesIn(fixture.directory().path()).filter(u"unfinished"_s).isEmpty());
}

void CopiesTest::restoringAnOlderCopyBringsItUpToDate()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    VERIFY_RESULT(fixture.open(nextMigrations()));
    // The writing of rows knows the shipped tables only, so there may be none of a changed one.
    QVERIFY(runSql(copy->path, u"DELETE FROM sightings"_s));
    QVERIFY(runSql(copy->path, u"DELETE FROM jobs"_s));
    VERIFY_RESULT(Store::restore(fixture.directory(), *copy, fixture.clock(), nextMigrations()));
    QCOMPARE(sqlValue(fixture.path(), u"PRAGMA user_version"_s).toInt(),
             int(nextMigrations().size()));
    const auto store = fixture.open(nextMigrations());
    VERIFY_RESULT(store);
    const auto contents = (*store)->load();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deployments[0].deployment.spec.state, DesiredState::Suspended);
    QCOMPARE(contents->deployments[0].deployment.status.state, DeploymentState::Failed);
}

void CopiesTest::restoringANewerCopyIsRefused()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    QVERIFY(runSql(copy->path, u"PRAGMA user_version = 99"_s));
    const auto refused = Store::restore(fixture.directory(), *copy, fixture.clock());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Newer);
    VERIFY_RESULT(fixture.contents());
}

void CopiesTest::restoringAMissingCopyIsRefused()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    const StoreCopy copy{.path = fixture.filePath(u"copies/none.sqlite"), .madeAt = {}};
    const auto refused = Store::restore(fixture.directory(), copy, fixture.clock());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::NotFound);
    VERIFY_RESULT(fixture.contents());
}

void CopiesTest::startingEmptySetsThePresentStoreAside()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    VERIFY_RESULT(Store::startEmpty(fixture.directory(), fixture.clock()));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QVERIFY(contents->deployments.isEmpty());
    QCOMPARE(filesIn(fixture.directory().path()).filter(u"damaged-"_s).size(), 1);
}

void CopiesTest::lostStoreIsNotReplacedSilently()
{
    StoreFixture fixture;
    const auto copy = copyOfSamples(fixture);
    VERIFY_RESULT(copy);
    QVERIFY(QFile::remove(fixture.path()));
    for (int i = 0; i < 2; ++i) {
        const auto refused = fixture.open();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Damaged);
        QVERIFY(!QFile::exists(fixture.path()));
    }
    VERIFY_RESULT(Store::restore(fixture.directory(), *copy, fixture.clock()));
    VERIFY_RESULT(fixture.contents());
}

QTEST_GUILESS_MAIN(CopiesTest)
#include "tst_copies.moc"
