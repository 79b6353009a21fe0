// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/fixture.h"

#include <QThread>

#include <sys/stat.h>

using namespace headgate;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Transaction)

class StoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void newStoreIsEmpty();
    void everythingRoundTrips();
    void documentReplacesTheOneOfItsId();
    void newestSightingIsTheOneWrittenLast_data();
    void newestSightingIsTheOneWrittenLast();
    void sightingGoesWithItsJob_data();
    void sightingGoesWithItsJob();
    void sightingOfNoJobIsRefused();
    void fieldsWeDoNotUseAreKept();
    void orderIsThatOfCreation();
    void emptyTransactionWritesNothing();
    void deploymentDefaultsAreKept();
    void namesAreUniqueInTheirNamespace();
    void clusterNamesAreUnique();
    void nameIsFreeAfterDeletion();
    void nameIsFreeWithinTheTransactionThatDeletes();
    void deletionTakesJobsAndSavepointsWithIt();
    void singleDocumentsCanBeRemoved();
    void failedTransactionLeavesNothing();
    void storeGoesOnAfterAFailedTransaction();
    void filesAreForTheirOwnerOnly();
    void looseRightsAreTightened();
    void anotherThreadCanOwnTheStore();
    void strangeNamesAreKept();
};

void StoreTest::newStoreIsEmpty()
{
    StoreFixture fixture;
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    StoreContents expected;
    expected.deploymentDefaults = deliveredDefaults();
    QCOMPARE(*contents, expected);
}

void StoreTest::everythingRoundTrips()
{
    StoreFixture fixture;
    const Transaction written = sampleTransaction();
    VERIFY_RESULT(fixture.write(written));
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    const auto read = (*store)->load();
    VERIFY_RESULT(read);
    // What is read knows its JSON, so that it can be written as it was; that is no difference.
    const auto texts = [](const auto &documents) {
        QByteArrayList list;
        for (const auto &document : documents)
            list.append(toJson(document).canonical().toCompact());
        return list;
    };
    QCOMPARE(read->deployments.size(), 1);
    QCOMPARE(texts(QList{read->deployments[0].deployment}),
             texts(QList{written.deployments[0].deployment}));
    QCOMPARE(read->deployments[0].record, written.deployments[0].record);
    QList<Job> jobs = written.jobs;
    jobs[0].observed.lastSighting = written.sightings[u"job-1"_s].sighting;
    QCOMPARE(texts(read->jobs), texts(jobs));
    QCOMPARE(read->jobs[0].observed, jobs[0].observed);
    QCOMPARE(read->jobs[0].ending, written.jobs[0].ending);
    QCOMPARE(read->jobs[0].submission, written.jobs[0].submission);
    QCOMPARE(read->jobs[0].cancels, written.jobs[0].cancels);
    QCOMPARE(read->jobs[0].status, written.jobs[0].status);
    QCOMPARE(texts(read->savepoints), texts(written.savepoints));
    QCOMPARE(read->savepoints[0].spec, written.savepoints[0].spec);
    QCOMPARE(read->savepoints[0].status, written.savepoints[0].status);
    QCOMPARE(read->savepoints[0].operation, written.savepoints[0].operation);
    QCOMPARE(texts(read->sessionClusters), texts(written.sessionClusters));
    QCOMPARE(read->sessionClusters[0].spec, written.sessionClusters[0].spec);
    QCOMPARE(read->sessionClusters[0].local, written.sessionClusters[0].local);
    QCOMPARE(read->sessionClusters[0].knownDirectories,
             written.sessionClusters[0].knownDirectories);
    QCOMPARE(read->orphans, written.orphans);
    Event expected = written.events[0];
    expected.number = 1;
    QCOMPARE(*(*store)->events({}), QList{expected});
}

void StoreTest::documentReplacesTheOneOfItsId()
{
    StoreFixture fixture;
    const Transaction before = sampleTransaction();
    VERIFY_RESULT(fixture.write(before));
    Transaction after;
    after.deployments = before.deployments;
    after.deployments[0].record.generation = 6;
    after.jobs = before.jobs;
    after.jobs[0].status.state = JobState::Finished;
    VERIFY_RESULT(fixture.write(after));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deployments.size(), 1);
    QCOMPARE(contents->deployments[0].record.generation, 6);
    QCOMPARE(contents->jobs.size(), 1);
    QCOMPARE(contents->jobs[0].status.state, JobState::Finished);
    QCOMPARE(contents->savepoints.size(), 1);
}

//! `J`: the document of the Job is written, `s`: a sighting, `+`: both at once. Each is of an
//! earlier time than the one before: the clock is set back.
void StoreTest::newestSightingIsTheOneWrittenLast_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<int>("rows");
    for (const auto &[order, rows] :
         std::initializer_list<std::pair<const char *, int>>{{"J", 0},
                                                             {"Js", 1},
                                                             {"Jss", 1},
                                                             {"JsJ", 0},
                                                             {"JsJs", 1},
                                                             {"+", 1},
                                                             {"+J", 0},
                                                             {"J+", 1}})
        QTest::newRow(order) << QString::fromLatin1(order) << rows;
}

void StoreTest::newestSightingIsTheOneWrittenLast()
{
    QFETCH(QString, order);
    QFETCH(int, rows);
    StoreFixture fixture;
    Transaction first = sampleTransaction();
    first.jobs.clear();
    first.sightings.clear();
    VERIFY_RESULT(fixture.write(first));
    Sighting last{.at = fixture.clock().now()};
    for (qsizetype i = 0; i < order.size(); ++i) {
        const auto next = [&] {
            last.at -= std::chrono::hours(1);
            last.incarnation = u"/tmp/%1"_s.arg(last.at.time_since_epoch().count());
            return last;
        };
        Transaction transaction;
        if (order[i] != u's') {
            transaction.jobs = {sampleJob(u"job-1"_s, u"deployment-1"_s)};
            transaction.jobs[0].observed.lastSighting = next();
        }
        if (order[i] != u'J')
            transaction.sightings = {{u"job-1"_s, {u"deployment-1"_s, next()}}};
        VERIFY_RESULT(fixture.write(transaction));
    }
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->jobs.size(), 1);
    QCOMPARE(contents->jobs[0].observed.lastSighting, std::optional(last));
    QCOMPARE(sqlValue(fixture.path(), u"SELECT count(*) FROM sightings"_s).toInt(), rows);
}

void StoreTest::sightingGoesWithItsJob_data()
{
    QTest::addColumn<Transaction>("removal");
    QTest::newRow("the Job") << Transaction{.removedJobs = {u"job-1"_s}};
    QTest::newRow("its Deployment") << Transaction{.removedDeployments = {u"deployment-1"_s}};
}

void StoreTest::sightingGoesWithItsJob()
{
    QFETCH(Transaction, removal);
    StoreFixture fixture;
    Transaction transaction = sampleTransaction();
    transaction.deployments.append(sampleDeployment(u"deployment-2"_s, u"other"_s));
    transaction.jobs.append(sampleJob(u"job-2"_s, u"deployment-2"_s));
    transaction.sightings.insert(u"job-2"_s, sampleSighting(u"deployment-2"_s, u"/tmp/z"_s));
    VERIFY_RESULT(fixture.write(transaction));
    VERIFY_RESULT(fixture.write(removal));
    QCOMPARE(sqlValue(fixture.path(), u"SELECT group_concat(id) FROM sightings"_s), u"job-2"_s);
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->jobs.size(), 1);
    QCOMPARE(contents->jobs[0].observed.lastSighting->incarnation, u"/tmp/z"_s);
}

void StoreTest::sightingOfNoJobIsRefused()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    const auto before = fixture.contents();
    VERIFY_RESULT(before);
    Transaction broken;
    broken.removedSavepoints = {u"savepoint-1"_s};
    broken.sightings = {{u"no such job"_s, sampleSighting(u"deployment-1"_s, u"/tmp/z"_s)}};
    const auto refused = fixture.write(broken);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::NotFound);
    const auto after = fixture.contents();
    VERIFY_RESULT(after);
    QCOMPARE(*after, *before);
}

void StoreTest::fieldsWeDoNotUseAreKept()
{
    StoreFixture fixture;
    Transaction transaction = sampleTransaction();
    Json json = toJson(transaction.deployments[0].deployment);
    json.member(u"spec").set(u"kubernetes", *Json::parse(R"({"z":1.50,"a":[1e3,"ä"]})"));
    transaction.deployments[0].deployment = *fromJson<Deployment>(json);
    VERIFY_RESULT(fixture.write(transaction));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(toJson(contents->deployments[0].deployment).toCompact(), json.toCompact());
}

void StoreTest::orderIsThatOfCreation()
{
    StoreFixture fixture;
    Transaction transaction;
    for (const QString &name : {u"c"_s, u"a"_s, u"b"_s})
        transaction.deployments.append(sampleDeployment(u"id-"_s + name, name));
    VERIFY_RESULT(fixture.write(transaction));
    Transaction change;
    change.deployments = {transaction.deployments[0]};
    VERIFY_RESULT(fixture.write(change));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QStringList names;
    for (const StoredDeployment &stored : contents->deployments)
        names.append(stored.deployment.metadata.name);
    QCOMPARE(names, QStringList({u"c"_s, u"a"_s, u"b"_s}));
}

void StoreTest::emptyTransactionWritesNothing()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    const auto size = QFileInfo(fixture.path() + u"-wal").size();
    const auto events = (*store)->write({}, "test"_L1);
    VERIFY_RESULT(events);
    QVERIFY(events->isEmpty());
    QCOMPARE(QFileInfo(fixture.path() + u"-wal").size(), size);
}

void StoreTest::deploymentDefaultsAreKept()
{
    StoreFixture fixture;
    {
        const auto store = fixture.open();
        VERIFY_RESULT(store);
        VERIFY_RESULT((*store)->writeDeploymentDefaults(Json()));
        VERIFY_RESULT((*store)->writeDeploymentDefaults(sampleDefaults()));
    }
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deploymentDefaults, sampleDefaults());
}

void StoreTest::namesAreUniqueInTheirNamespace()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    VERIFY_RESULT((*store)->write(sampleTransaction(), "test"_L1));
    Transaction twin;
    twin.deployments = {sampleDeployment(u"deployment-2"_s, u"täglich"_s)};
    const auto refused = (*store)->write(twin, "test"_L1);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    QVERIFY(refused.error().message.contains(u"täglich"));
    QCOMPARE(refused.error().fields.size(), 1);
    QCOMPARE(refused.error().fields[0].path, u"metadata.name"_s);
    twin.deployments[0].deployment.metadata.nameSpace = u"other"_s;
    VERIFY_RESULT((*store)->write(twin, "test"_L1));
}

void StoreTest::clusterNamesAreUnique()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    Transaction twin;
    twin.sessionClusters = {sampleCluster(u"cluster-2"_s, u"local"_s)};
    const auto refused = fixture.write(twin);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    twin.removedSessionClusters = {u"cluster-1"_s};
    VERIFY_RESULT(fixture.write(twin));
}

void StoreTest::nameIsFreeAfterDeletion()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    Transaction removal;
    removal.removedDeployments = {u"deployment-1"_s};
    VERIFY_RESULT(fixture.write(removal));
    Transaction successor;
    successor.deployments = {sampleDeployment(u"deployment-2"_s, u"täglich"_s)};
    VERIFY_RESULT(fixture.write(successor));
}

void StoreTest::nameIsFreeWithinTheTransactionThatDeletes()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    Transaction change;
    change.removedDeployments = {u"deployment-1"_s};
    change.deployments = {sampleDeployment(u"deployment-2"_s, u"täglich"_s)};
    VERIFY_RESULT(fixture.write(change));
}

void StoreTest::deletionTakesJobsAndSavepointsWithIt()
{
    StoreFixture fixture;
    Transaction transaction = sampleTransaction();
    transaction.deployments.append(sampleDeployment(u"deployment-2"_s, u"other"_s));
    transaction.jobs.append(sampleJob(u"job-2"_s, u"deployment-2"_s));
    VERIFY_RESULT(fixture.write(transaction));
    Transaction removal;
    removal.removedDeployments = {u"deployment-1"_s};
    VERIFY_RESULT(fixture.write(removal));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deployments.size(), 1);
    QCOMPARE(contents->jobs.size(), 1);
    QCOMPARE(contents->jobs[0].metadata.id, u"job-2"_s);
    QVERIFY(contents->savepoints.isEmpty());
    QCOMPARE(contents->orphans.size(), 1);
}

void StoreTest::singleDocumentsCanBeRemoved()
{
    StoreFixture fixture;
    const Transaction transaction = sampleTransaction();
    VERIFY_RESULT(fixture.write(transaction));
    Transaction removal;
    removal.removedSavepoints = {u"savepoint-1"_s};
    removal.removedSessionClusters = {u"cluster-1"_s};
    removal.removedOrphans = {transaction.orphans[0].flinkJobId, u"never there"_s};
    VERIFY_RESULT(fixture.write(removal));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    QCOMPARE(contents->deployments.size(), 1);
    QCOMPARE(contents->jobs.size(), 1);
    QVERIFY(contents->savepoints.isEmpty());
    QVERIFY(contents->sessionClusters.isEmpty());
    QVERIFY(contents->orphans.isEmpty());
}

void StoreTest::failedTransactionLeavesNothing()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    const auto before = fixture.contents();
    VERIFY_RESULT(before);
    Transaction broken;
    broken.removedOrphans = {sampleTransaction().orphans[0].flinkJobId};
    broken.deployments = {sampleDeployment(u"deployment-2"_s, u"fine"_s)};
    broken.events = {sampleEvent(u"deployment-2"_s, u"never"_s)};
    broken.jobs = {sampleJob(u"job-2"_s, u"no such deployment"_s)};
    const auto refused = fixture.write(broken);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::NotFound);
    const auto after = fixture.contents();
    VERIFY_RESULT(after);
    QCOMPARE(*after, *before);
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    QCOMPARE((*store)->events({})->size(), 1);
}

void StoreTest::storeGoesOnAfterAFailedTransaction()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    Transaction broken;
    broken.jobs = {sampleJob(u"job-2"_s, u"no such deployment"_s)};
    QVERIFY(!(*store)->write(broken, "test"_L1));
    VERIFY_RESULT((*store)->write(sampleTransaction(), "test"_L1));
    QCOMPARE((*store)->load()->jobs.size(), 1);
}

void StoreTest::filesAreForTheirOwnerOnly()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    VERIFY_RESULT((*store)->write(sampleTransaction(), "test"_L1));
    VERIFY_RESULT((*store)->copyIfDue());
    const auto modeOf = [](const QString &path) {
        struct stat status = {};
        ::stat(QFile::encodeName(path).constData(), &status);
        return int(status.st_mode & 07777);
    };
    QCOMPARE(modeOf(fixture.directory().path()), 0700);
    QCOMPARE(modeOf(fixture.path()), 0600);
    QCOMPARE(modeOf(fixture.path() + u"-wal"), 0600);
    QCOMPARE(modeOf(fixture.path() + u"-shm"), 0600);
    QCOMPARE(modeOf(fixture.filePath(u"copies")), 0700);
    QCOMPARE(modeOf(Store::copies(fixture.directory()).first().path), 0600);
}

void StoreTest::looseRightsAreTightened()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    ::chmod(QFile::encodeName(fixture.path()).constData(), 0666);
    VERIFY_RESULT(fixture.contents());
    struct stat status = {};
    ::stat(QFile::encodeName(fixture.path()).constData(), &status);
    QCOMPARE(int(status.st_mode & 07777), 0600);
}

void StoreTest::anotherThreadCanOwnTheStore()
{
    StoreFixture fixture;
    std::optional<bool> isWritten;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { isWritten = fixture.write(sampleTransaction()).has_value(); }));
    thread->start();
    QVERIFY(thread->wait(QDeadlineTimer(std::chrono::minutes(1))));
    QCOMPARE(isWritten, std::optional(true));
    VERIFY_RESULT(fixture.contents());
}

void StoreTest::strangeNamesAreKept()
{
    StoreFixture fixture;
    Transaction transaction;
    const QStringList names = {u"'; DROP TABLE jobs; --"_s, u"%s"_s, u"名前"_s, u"a\\\"b"_s};
    for (const QString &name : names)
        transaction.deployments.append(sampleDeployment(u"id of "_s + name, name));
    VERIFY_RESULT(fixture.write(transaction));
    const auto contents = fixture.contents();
    VERIFY_RESULT(contents);
    for (int i = 0; i < names.size(); ++i)
        QCOMPARE(contents->deployments[i].deployment.metadata.name, names[i]);
}

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
