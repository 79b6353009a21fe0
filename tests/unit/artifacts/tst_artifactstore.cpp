// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/artifactstore.h"
#include "model/artifacts/durablefile.h"
#include "tests/unit/artifacts/permissions.h"

#include <QCryptographicHash>
#include <QDir>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace headgate;
using namespace Qt::StringLiterals;

namespace {

//! Two hours from now: whatever a test has written counts as settled.
class LateClock : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_clock.now() + std::chrono::hours(2); }
    [[nodiscard]] Duration elapsed() const override { return m_clock.elapsed(); }

private:
    SystemClock m_clock;
};

bool write(const QString &path, const QByteArray &content,
           QIODevice::OpenMode mode = QIODevice::WriteOnly)
{
    QFile file(path);
    return file.open(mode) && file.write(content) == content.size();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : "?"_ba;
}

QString sha256Of(const QByteArray &content)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
}

} // namespace

class ArtifactStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void keepsACopyByItsContent();
    void oneContentIsKeptOnce();
    void nothingIsSeenBeforeItIsWhole();
    void aFileThatChangesIsRefused_data();
    void aFileThatChangesIsRefused();
    void unreadableFilesAreRefused();
    void aPlaceThatCannotBeWrittenIsSaid();
    void aFullDiskIsSaid();
    void sentencesOnWriting();
    void manyAtOnce();
    void unusedOnesAreRemoved();
    void whatWasJustAddedStays();
    void whatIsBeingCopiedStays();
    void changesAreFound();
    void settledFilesAreNotReadAgain();
    void settledFilesAreNotCopiedAgain();
    void aChangeWithinOneTickIsFound();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QString kept() const { return path(u"data/artifacts"_s); }
    [[nodiscard]] QStringList keptFiles() const
    {
        return QDir(kept()).entryList(QDir::Files | QDir::Hidden);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    const SystemClock m_clock;
    const LateClock m_lateClock;
};

void ArtifactStoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7755));
}

void ArtifactStoreTest::keepsACopyByItsContent()
{
    const QByteArray content = QByteArray(3 * 1024 * 1024 + 5, 'x') + "end";
    QVERIFY(write(path(u"ü b.jar"_s), content));
    ArtifactStore store(kept(), m_clock);
    qint64 last = 0;
    qint64 all = 0;
    const auto artifact = store.add(path(u"ü b.jar"_s), [&](qint64 done, qint64 total) {
        QVERIFY(done > last && done <= total);
        last = done;
        all = total;
    });
    QVERIFY2(artifact, qPrintable(artifact ? QString() : artifact.error().message));
    const StoredArtifact expected{sha256Of(content), content.size(), u"ü b.jar"_s};
    QCOMPARE(*artifact, expected);
    QCOMPARE(last, content.size());
    QCOMPARE(all, content.size());
    QVERIFY(store.contains(artifact->sha256));
    QVERIFY(contentOf(store.pathOf(artifact->sha256)) == content);
    QCOMPARE(keptFiles().size(), 1);
    QVERIFY(!(QFile::permissions(store.pathOf(artifact->sha256)) & QFile::WriteOwner));
    // Another run finds it.
    QVERIFY(ArtifactStore(kept(), m_clock).contains(artifact->sha256));
    QVERIFY(!store.contains(sha256Of("other")));
    QVERIFY(!store.contains(QString()));
}

void ArtifactStoreTest::oneContentIsKeptOnce()
{
    QVERIFY(write(path(u"a.jar"_s), "same") && write(path(u"b.jar"_s), "same"));
    ArtifactStore store(kept(), m_clock);
    const auto one = store.add(path(u"a.jar"_s));
    const auto other = store.add(path(u"b.jar"_s));
    QCOMPARE(one->sha256, other->sha256);
    QCOMPARE(other->fileName, u"b.jar"_s);
    QCOMPARE(keptFiles(), QStringList(one->sha256 + u".jar"));
    // An empty file is a content like another; that it is no jar is for others to say.
    QVERIFY(write(path(u"empty.jar"_s), ""));
    QCOMPARE(store.add(path(u"empty.jar"_s))->sha256, sha256Of(""));
}

void ArtifactStoreTest::nothingIsSeenBeforeItIsWhole()
{
    QVERIFY(write(path(u"a.jar"_s), QByteArray(5 * 1024 * 1024, 'x')));
    ArtifactStore store(kept(), m_clock);
    int looks = 0;
    const auto artifact = store.add(path(u"a.jar"_s), [&](qint64, qint64) {
        ++looks;
        QCOMPARE(QDir(kept()).entryList({u"*.jar"_s}), QStringList());
    });
    QVERIFY(artifact);
    QCOMPARE(looks, 5);
}

void ArtifactStoreTest::aFileThatChangesIsRefused_data()
{
    QTest::addColumn<int>("change");
    QTest::newRow("grows") << 0;
    QTest::newRow("shrinks") << 1;
    QTest::newRow("is written over") << 2;
}

void ArtifactStoreTest::aFileThatChangesIsRefused()
{
    QFETCH(int, change);
    const QString jar = path(u"a.jar"_s);
    QVERIFY(write(jar, QByteArray(2 * 1024 * 1024, 'x')));
    QFile file(jar);
    QVERIFY(file.open(QIODevice::ReadWrite));
    // Long ago, so that the change shows in its time, whatever the steps of this file system.
    QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000),
                             QFile::FileModificationTime));
    ArtifactStore store(kept(), m_clock);
    const auto artifact = store.add(jar, [&](qint64, qint64) {
        if (change == 0) // faster than it is read
            QVERIFY(write(jar, QByteArray(2 * 1024 * 1024, 'y'), QIODevice::Append));
        else if (change == 1)
            QVERIFY(file.resize(1024 * 1024));
        else
            QVERIFY(write(jar, "y", QIODevice::ReadWrite));
    });
    QVERIFY(!artifact);
    QCOMPARE(artifact.error().kind, ErrorKind::Invalid);
    QVERIFY2(artifact.error().message.startsWith(u"“" + jar + u"” changed"),
             qPrintable(artifact.error().message));
    QCOMPARE(keptFiles(), QStringList());
}

void ArtifactStoreTest::unreadableFilesAreRefused()
{
    QVERIFY(write(path(u"locked.jar"_s), "x"));
    QFile::setPermissions(path(u"locked.jar"_s), {});
    ArtifactStore store(kept(), m_clock);
    const auto missing = store.add(path(u"missing.jar"_s));
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
    QVERIFY(missing.error().message.contains(u"does not exist"_s));
    const auto folder = store.add(m_folder->path());
    QVERIFY(folder.error().message.contains(u"is a folder"_s));
    // A regular file by its looks; reading its first byte fails.
    const auto broken = store.add(u"/proc/self/mem"_s);
    QVERIFY(!broken);
    QVERIFY2(broken.error().message.startsWith(u"“/proc/self/mem” cannot be read"_s),
             qPrintable(broken.error().message));
    const WithoutPrivileges user;
    const auto locked = store.add(path(u"locked.jar"_s));
    QVERIFY(locked.error().message.contains(u"permission is missing"_s));
    QCOMPARE(keptFiles(), QStringList());
}

void ArtifactStoreTest::aPlaceThatCannotBeWrittenIsSaid()
{
    QVERIFY(write(path(u"a.jar"_s), "x"));
    const auto inFile = ArtifactStore(path(u"a.jar/artifacts"_s), m_clock).add(path(u"a.jar"_s));
    QCOMPARE(inFile.error().kind, ErrorKind::Storage);
    QVERIFY(inFile.error().message.contains(path(u"a.jar/artifacts"_s)));
    const auto isFile = ArtifactStore(path(u"a.jar"_s), m_clock).add(path(u"a.jar"_s));
    QCOMPARE(isFile.error().kind, ErrorKind::Storage);

    QVERIFY(QDir().mkpath(kept()));
    QFile::setPermissions(kept(), QFile::ReadOwner | QFile::ExeOwner);
    const WithoutPrivileges user;
    const auto locked = ArtifactStore(kept(), m_clock).add(path(u"a.jar"_s));
    QVERIFY(!locked);
    QCOMPARE(locked.error().kind, ErrorKind::Storage);
    QVERIFY2(locked.error().message.contains(u"permission is missing"_s),
             qPrintable(locked.error().message));
}

void ArtifactStoreTest::aFullDiskIsSaid()
{
    // Larger than all the room there is, without taking any.
    QFile large(path(u"large.jar"_s));
    QVERIFY(large.open(QIODevice::WriteOnly));
    QVERIFY(large.resize(QStorageInfo(m_folder->path()).bytesAvailable() + (qint64(1) << 30)));
    ArtifactStore store(kept(), m_clock);
    const auto tooLarge = store.add(large.fileName());
    QCOMPARE(tooLarge.error().kind, ErrorKind::Storage);
    QVERIFY(tooLarge.error().message.contains(u"not enough room"_s));

    // The disk that fills up while it is written: a limit of this process stands for it.
    QVERIFY(write(path(u"a.jar"_s), QByteArray(3 * 1024 * 1024, 'x')));
    rlimit before{};
    QVERIFY(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit limited{.rlim_cur = 2 * 1024 * 1024, .rlim_max = before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QVERIFY(::setrlimit(RLIMIT_FSIZE, &limited) == 0);
    const auto cut = store.add(path(u"a.jar"_s));
    QVERIFY(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!cut);
    QCOMPARE(cut.error().kind, ErrorKind::Storage);
    QCOMPARE(keptFiles(), QStringList());
    QVERIFY(store.add(path(u"a.jar"_s)));
}

void ArtifactStoreTest::sentencesOnWriting()
{
    const auto sentence = [](int error) { return sentenceOnWriting(error, u"/data"_s, 3'000'000); };
    QVERIFY(sentence(ENOSPC).contains(u"not enough room in /data: 2.86 MiB"_s));
    QCOMPARE(sentence(EDQUOT), sentence(ENOSPC));
    QVERIFY(sentence(EROFS).contains(u"permission"_s));
    QVERIFY(sentence(EIO).contains(u"Input/output error"_s));
}

void ArtifactStoreTest::manyAtOnce()
{
    constexpr int Files = 6;
    for (int i = 0; i < Files; ++i)
        QVERIFY(write(path(QString::number(i)), QByteArray(2'000'000 + i / 2, 'x')));
    ArtifactStore store(kept(), m_clock);
    std::vector<std::thread> threads;
    threads.reserve(2 * Files);
    std::atomic<int> added = 0;
    for (int i = 0; i < 2 * Files; ++i) {
        threads.emplace_back([&, i] {
            const auto artifact = store.add(path(QString::number(i % Files)));
            added += artifact && store.contains(artifact->sha256);
            store.removeUnused({});
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(added, 2 * Files);
    QCOMPARE(keptFiles().size(), Files / 2);
}

void ArtifactStoreTest::unusedOnesAreRemoved()
{
    QVERIFY(write(path(u"a"_s), "a") && write(path(u"b"_s), "b"));
    QString a;
    QString b;
    {
        ArtifactStore earlier(kept(), m_clock);
        a = earlier.add(path(u"a"_s))->sha256;
        b = earlier.add(path(u"b"_s))->sha256;
    }
    QVERIFY(write(kept() + u"/incoming-1-abcdef", "left behind"));
    QVERIFY(write(kept() + u"/notes.txt", "not ours"));
    ArtifactStore store(kept(), m_clock);
    QStringList removed = store.removeUnused({a, u"unknown"_s});
    removed.sort();
    QCOMPARE(removed, QStringList({b + u".jar", u"incoming-1-abcdef"_s}));
    QVERIFY(store.contains(a));
    QVERIFY(!store.contains(b));
    QVERIFY(QFile::exists(kept() + u"/notes.txt"));
    QCOMPARE(ArtifactStore(path(u"nowhere"_s), m_clock).removeUnused({}), QStringList());
}

void ArtifactStoreTest::whatWasJustAddedStays()
{
    QVERIFY(write(path(u"a"_s), "a"));
    ArtifactStore store(kept(), m_clock);
    const QString a = store.add(path(u"a"_s))->sha256;
    QCOMPARE(store.removeUnused({}), QStringList()); // nobody has recorded it yet
    QCOMPARE(store.removeUnused({a}), QStringList());
    QCOMPARE(store.removeUnused({}), QStringList(a + u".jar"));
    // Added again it is copied again, and is new again.
    QVERIFY(store.add(path(u"a"_s)));
    QCOMPARE(store.removeUnused({}), QStringList());
}

void ArtifactStoreTest::whatIsBeingCopiedStays()
{
    QVERIFY(write(path(u"a"_s), QByteArray(3 * 1024 * 1024, 'x')));
    ArtifactStore store(kept(), m_clock);
    const auto artifact = store.add(path(u"a"_s), [&](qint64, qint64) { store.removeUnused({}); });
    QVERIFY(artifact);
    QVERIFY(store.contains(artifact->sha256));
}

void ArtifactStoreTest::changesAreFound()
{
    const QString jar = path(u"a.jar"_s);
    QVERIFY(write(jar, "one"));
    ArtifactStore store(kept(), m_clock);
    const QString one = store.add(jar)->sha256;
    QCOMPARE(store.isChanged(jar, one), Result<bool>(false));
    QVERIFY(write(jar, "longer"));
    int reads = 0;
    QCOMPARE(store.isChanged(jar, one, [&](qint64, qint64) { ++reads; }), Result<bool>(true));
    QCOMPARE(reads, 0); // its size says it
    QCOMPARE(store.isChanged(jar, sha256Of("longer")), Result<bool>(false));
    QVERIFY(QFile::remove(jar));
    QCOMPARE(store.isChanged(jar, one).error().kind, ErrorKind::NotFound);
    QVERIFY(write(jar, "one"));
    QCOMPARE(store.isChanged(jar, one), Result<bool>(false));
}

void ArtifactStoreTest::settledFilesAreNotCopiedAgain()
{
    const QString jar = path(u"a.jar"_s);
    QVERIFY(write(jar, "one"));
    ArtifactStore store(kept(), m_lateClock);
    int reads = 0;
    const auto count = [&reads](qint64, qint64) { ++reads; };
    const auto first = store.add(jar, count);
    QVERIFY(first);
    QCOMPARE(store.removeUnused({first->sha256}), QStringList());
    QCOMPARE(store.add(jar, count), first);
    QCOMPARE(reads, 1);
    // It stays until somebody has recorded it, like one that was copied.
    QCOMPARE(store.removeUnused({}), QStringList());
    QVERIFY(store.contains(first->sha256));
    // What is no longer stored whole is copied again.
    QVERIFY(QFile::remove(store.pathOf(first->sha256)));
    QCOMPARE(store.add(jar, count), first);
    QCOMPARE(reads, 2);
    QVERIFY(contentOf(store.pathOf(first->sha256)) == "one");
}

void ArtifactStoreTest::settledFilesAreNotReadAgain()
{
    const QString jar = path(u"a.jar"_s);
    QVERIFY(write(jar, "one"));
    ArtifactStore store(kept(), m_lateClock);
    int reads = 0;
    const auto count = [&reads](qint64, qint64) { ++reads; };
    QCOMPARE(store.isChanged(jar, sha256Of("one"), count), Result<bool>(false));
    QCOMPARE(store.isChanged(jar, sha256Of("one"), count), Result<bool>(false));
    QCOMPARE(store.isChanged(jar, sha256Of("two"), count), Result<bool>(true));
    QCOMPARE(reads, 1);
    QFile file(jar);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000),
                             QFile::FileModificationTime));
    QCOMPARE(store.isChanged(jar, sha256Of("one"), count), Result<bool>(false));
    QCOMPARE(reads, 2);
    // Put in its place by another name: same size, same time, another file.
    QVERIFY(write(path(u"b.jar"_s), "two"));
    QFile other(path(u"b.jar"_s));
    QVERIFY(other.open(QIODevice::ReadWrite));
    QVERIFY(other.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000),
                              QFile::FileModificationTime));
    QVERIFY(QFile::remove(jar) && QFile::rename(path(u"b.jar"_s), jar));
    QCOMPARE(store.isChanged(jar, sha256Of("one"), count), Result<bool>(true));
    // add() has read it too.
    QVERIFY(store.add(jar));
    QCOMPARE(store.isChanged(jar, sha256Of("two"), count), Result<bool>(false));
    QCOMPARE(reads, 3);
}

void ArtifactStoreTest::aChangeWithinOneTickIsFound()
{
    const QString jar = path(u"a.jar"_s);
    ArtifactStore store(kept(), m_clock);
    for (int i = 0; i < 200; ++i) { // the size never differs, the time often not either
        const QByteArray content = QByteArray::number(1000 + i);
        QVERIFY(write(jar, content));
        QCOMPARE(store.isChanged(jar, sha256Of(content)), Result<bool>(false));
    }
}

QTEST_GUILESS_MAIN(ArtifactStoreTest)
#include "tst_artifactstore.moc"
