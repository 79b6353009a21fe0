// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/child.h"
#include "tests/unit/store/fixture.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

using namespace headgate;
using namespace Qt::StringLiterals;

//! What remains of a store whose process was killed, or whose disk was full.
class CrashesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void killAtAFailPoint_data();
    void killAtAFailPoint();
    void killAtAnyTime();
    void killDuringMigration_data();
    void killDuringMigration();
    void killWhileTheFirstStoreIsMade();
    void killDuringRestore();
    void damagedJournalGivesAnEarlierState();
    void fullDisk_data();
    void fullDisk();
    void fullDiskAtTheFirstStart();
};

namespace {

//! The round of which everything stored speaks; nothing if parts speak of different ones.
std::optional<qint64> roundOf(StoreFixture &fixture)
{
    const auto store = fixture.open();
    const auto contents = store ? (*store)->load() : Failure(store.error());
    if (!contents || contents->deployments.isEmpty())
        return std::nullopt;
    const qint64 round = contents->deployments[0].record.generation;
    const auto events = (*store)->events({.limit = 1});
    const bool isWhole = contents->jobs[0].spec.number == round
        && contents->jobs[0].observed.lastSighting->incarnation == QString::number(round)
        && contents->savepoints[0].spec.jobNumber == round && events
        && events->first().message == QString::number(round);
    return isWhole ? std::optional(round) : std::nullopt;
}

//! Round 1, by the same values as the rounds of the child.
Result<QList<Event>> writeFirstRound(StoreFixture &fixture)
{
    Transaction transaction = sampleTransaction();
    transaction.deployments[0].record.generation = 1;
    transaction.jobs[0].spec.number = 1;
    transaction.sightings.first().sighting.incarnation = u"1"_s;
    transaction.savepoints[0].spec.jobNumber = 1;
    transaction.events[0].message = u"1"_s;
    return fixture.write(transaction);
}

//! A data directory that no process owns, with a store of round 1; the child is to own it.
class FreeDirectory {
public:
    explicit FreeDirectory(const QByteArray &store)
    {
        QFile file(m_temporary.filePath(u"headgate.sqlite"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(store);
    }
    [[nodiscard]] QString path() const { return m_temporary.path(); }
    [[nodiscard]] QString filePath(const QString &name) const { return m_temporary.filePath(name); }

    //! Moves the store with its journals to \a fixture, as the killed child left it.
    [[nodiscard]] bool giveTo(const StoreFixture &fixture) const
    {
        const QDir from(m_temporary.path());
        for (const QString &name : filesIn(from.path())) {
            QFile::remove(fixture.filePath(name));
            if (!QFile::copy(from.filePath(name), fixture.filePath(name)))
                return false;
        }
        return true;
    }

private:
    QTemporaryDir m_temporary;
};

//! A store of round 1, as bytes.
QByteArray firstRound()
{
    StoreFixture fixture;
    return writeFirstRound(fixture) ? contentOf(fixture.path()) : QByteArray();
}

} // namespace

void CrashesTest::killAtAFailPoint_data()
{
    QTest::addColumn<QString>("failPoint");
    QTest::addColumn<bool>("isKilled");
    QTest::addColumn<int>("round");
    QTest::newRow("before any commit") << u"before-commit"_s << true << 1;
    QTest::newRow("after any commit") << u"after-commit"_s << true << 2;
    QTest::newRow("before this commit") << u"before-commit-run"_s << true << 1;
    QTest::newRow("after this commit") << u"after-commit-run"_s << true << 2;
    QTest::newRow("before the third") << u"before-commit-run:3"_s << true << 3;
    QTest::newRow("after the third") << u"after-commit:3"_s << true << 4;
    QTest::newRow("before its other purpose") << u"before-commit-second"_s << true << 1;
    QTest::newRow("before one of two") << u"before-commit-stop,before-commit-run"_s << true << 1;
    QTest::newRow("of another purpose") << u"before-commit-stop"_s << false << 6;
    QTest::newRow("of a longer purpose") << u"before-commit-runs"_s << false << 6;
    QTest::newRow("never reached") << u"after-commit-run:6"_s << false << 6;
}

void CrashesTest::killAtAFailPoint()
{
    QFETCH(QString, failPoint);
    QFETCH(bool, isKilled);
    QFETCH(int, round);
    const FreeDirectory free(firstRound());
    Child child({u"write"_s, free.path(), u"run"_s, u"5"_s}, failPoint);
    QCOMPARE(child.wasKilled(), isKilled);
    StoreFixture fixture;
    QVERIFY(free.giveTo(fixture));
    QCOMPARE(roundOf(fixture), std::optional<qint64>(round));
}

void CrashesTest::killAtAnyTime()
{
    const quint32 seed = QRandomGenerator::system()->generate();
    QRandomGenerator random(seed);
    const QByteArray text = "seed " + QByteArray::number(seed);
    const QByteArray first = firstRound();
    for (int i = 0; i < 10; ++i) {
        const FreeDirectory free(first);
        Child child({u"write"_s, free.path(), u"run"_s, u"100000"_s});
        const int patience = random.bounded(1, 40);
        qint64 said = 1;
        while (said < patience)
            said = child.line().toInt();
        child.process().kill();
        QVERIFY2(child.wasKilled(), text.constData());
        for (QString line = child.line(); !line.isEmpty(); line = child.line())
            said = line.toInt();
        StoreFixture fixture;
        QVERIFY(free.giveTo(fixture));
        // What it said is durable; the one after that may be.
        const auto round = roundOf(fixture);
        QVERIFY2(round && *round >= said && *round <= said + 1, text.constData());
    }
}

void CrashesTest::killDuringMigration_data()
{
    QTest::addColumn<QString>("failPoint");
    QTest::addColumn<int>("version");
    const int shipped = int(shippedMigrations().size());
    QTest::newRow("before") << u"before-commit-migration"_s << shipped;
    QTest::newRow("after") << u"after-commit-migration"_s << shipped + 1;
}

void CrashesTest::killDuringMigration()
{
    QFETCH(QString, failPoint);
    QFETCH(int, version);
    const FreeDirectory free(firstRound());
    Child child({u"migrate"_s, free.path()}, failPoint);
    QVERIFY(child.wasKilled());
    QCOMPARE(filesIn(free.filePath(u"copies"_s)).size(), 1);
    StoreFixture fixture;
    QVERIFY(free.giveTo(fixture));
    QCOMPARE(sqlValue(fixture.path(), u"PRAGMA user_version"_s).toInt(), version);
    const auto store = fixture.open(nextMigrations());
    VERIFY_RESULT(store);
    QCOMPARE((*store)->load()->deployments[0].deployment.spec.state, DesiredState::Suspended);
}

void CrashesTest::killWhileTheFirstStoreIsMade()
{
    for (const QString &failPoint : {u"before-commit-migration"_s, u"after-commit-migration"_s}) {
        const QTemporaryDir temporary;
        Child child({u"write"_s, temporary.path(), u"run"_s, u"1"_s}, failPoint);
        QVERIFY(child.wasKilled());
        QVERIFY(!QFile::exists(temporary.filePath(u"headgate.sqlite"_s)));
        Child next({u"write"_s, temporary.path(), u"run"_s, u"1"_s});
        QCOMPARE(next.line(), u"2"_s);
        QVERIFY(!next.wasKilled());
    }
}

void CrashesTest::killDuringRestore()
{
    for (const QString &failPoint : {u"before-commit-restore"_s, u"store-set-aside"_s}) {
        const FreeDirectory free(firstRound());
        QVERIFY(QDir().mkpath(free.filePath(u"copies"_s)));
        QVERIFY(QFile::copy(free.filePath(u"headgate.sqlite"_s),
                            free.filePath(u"copies/2026-01-31T12-00-00Z.sqlite"_s)));
        {
            Child child({u"restore"_s, free.path()}, failPoint);
            QVERIFY(child.wasKilled());
        }
        const auto directory = DataDirectory::own(free.path());
        VERIFY_RESULT(directory);
        const ManualClock clock;
        if (const auto store = Store::open(*directory, clock); !store)
            QCOMPARE(store.error().kind, ErrorKind::Damaged);
        VERIFY_RESULT(Store::restore(*directory, Store::copies(*directory).first(), clock));
        const auto store = Store::open(*directory, clock);
        VERIFY_RESULT(store);
        QCOMPARE((*store)->load()->deployments[0].record.failure->reason,
                 FailureReason::RestoredFromCopy);
    }
}

void CrashesTest::damagedJournalGivesAnEarlierState()
{
    const FreeDirectory free(firstRound());
    Child child({u"write"_s, free.path(), u"run"_s, u"20"_s}, u"after-commit-run:20"_s);
    QVERIFY(child.wasKilled());
    const QString journal = free.filePath(u"headgate.sqlite-wal"_s);
    const QByteArray intact = contentOf(journal);
    QVERIFY(intact.size() > 10'000);
    const quint32 seed = QRandomGenerator::system()->generate();
    QRandomGenerator random(seed);
    const QByteArray text = "seed " + QByteArray::number(seed);
    for (int i = 0; i < 30; ++i) {
        QByteArray bytes = intact;
        const int place = random.bounded(int(bytes.size()));
        bytes[place] = char(bytes[place] ^ (1 << random.bounded(8)));
        QFile file(journal);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        StoreFixture fixture;
        QVERIFY(free.giveTo(fixture));
        QFile::remove(fixture.path() + u"-shm");
        // Each frame has its checksum: what follows a broken one was never there.
        const auto round = roundOf(fixture);
        QVERIFY2(round && *round >= 1 && *round <= 21, text.constData());
    }
}

void CrashesTest::fullDisk_data()
{
    QTest::addColumn<int>("limit");
    for (const int limit : {1, 90'000, 200'000, 444'444})
        QTest::addRow("%d bytes", limit) << limit;
}

void CrashesTest::fullDisk()
{
    QFETCH(int, limit);
    const FreeDirectory free(firstRound());
    Child child({u"fill"_s, free.path(), QString::number(limit)});
    const QString refusal = child.line();
    QVERIFY2(refusal.startsWith(u"error %1 "_s.arg(int(ErrorKind::Storage))), qPrintable(refusal));
    QVERIFY2(refusal.contains(free.path()), qPrintable(refusal));
    const qint64 written = child.line().toInt();
    (void)child.line(); // A copy may fit or not.
    QCOMPARE(child.line(), u"done"_s);
    QVERIFY(!child.wasKilled());
    StoreFixture fixture;
    QVERIFY(free.giveTo(fixture));
    QCOMPARE(roundOf(fixture), std::optional<qint64>(written + 1));
}

void CrashesTest::fullDiskAtTheFirstStart()
{
    const QTemporaryDir temporary;
    Child child({u"create"_s, temporary.path(), u"20000"_s});
    const QString refusal = child.line();
    QVERIFY2(refusal.startsWith(u"error %1 "_s.arg(int(ErrorKind::Storage))), qPrintable(refusal));
    QVERIFY2(refusal.contains(temporary.path()), qPrintable(refusal));
    QCOMPARE(child.line(), u"done"_s);
    QVERIFY(!child.wasKilled());
}

QTEST_GUILESS_MAIN(CrashesTest)
#include "tst_crashes.moc"
