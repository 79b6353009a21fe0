// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/child.h"
#include "tests/unit/store/fixture.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

using namespace headgate;
using namespace Qt::StringLiterals;

class DataDirectoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isMadeWithItsParents();
    void hasOneOwner();
    void hasOneOwnerByWhateverName();
    void hasOneOwnerAmongProcesses();
    void isFreeAfterKill();
    void isFreeThoughAProgramStartedByItsOwnerGoesOn();
    void manyAtOnceMakeOneOwner();
    void fileInItsPlaceIsNamed();
    void directoryWithoutRightsIsNamed();
    void unreadableStoreIsNoDamage();
    void rightsOfAStrangersDirectoryAreKept();
};

namespace {

int modeOf(const QString &path)
{
    struct stat status = {};
    ::stat(QFile::encodeName(path).constData(), &status);
    return int(status.st_mode & 07777);
}

//! Without rights for those who are not root, and entered by way of directories that let them pass.
bool closeTo(const QString &path, mode_t mode)
{
    const QByteArray name = QFile::encodeName(path);
    const QByteArray parent = QFile::encodeName(QFileInfo(path).path());
    return ::chmod(name.constData(), mode) == 0 && ::chmod(parent.constData(), 0755) == 0;
}

QString errorStart(ErrorKind kind)
{
    return u"error %1 "_s.arg(int(kind));
}

} // namespace

void DataDirectoryTest::isMadeWithItsParents()
{
    const QTemporaryDir temporary;
    const QString path = temporary.filePath(u"a/b/c"_s);
    const auto directory = DataDirectory::own(path);
    VERIFY_RESULT(directory);
    QCOMPARE(directory->path(), QFileInfo(path).canonicalFilePath());
    QCOMPARE(modeOf(path), 0700);
    QCOMPARE(directory->filePath(u"x"), directory->path() + u"/x");
}

void DataDirectoryTest::hasOneOwner()
{
    const QTemporaryDir temporary;
    auto first = DataDirectory::own(temporary.path());
    VERIFY_RESULT(first);
    const auto second = DataDirectory::own(temporary.path());
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Conflict);
    QVERIFY(second.error().message.contains(temporary.path()));
    {
        const DataDirectory moved = std::move(*first);
        QVERIFY(!DataDirectory::own(temporary.path()));
    }
    VERIFY_RESULT(DataDirectory::own(temporary.path()));
}

void DataDirectoryTest::hasOneOwnerByWhateverName()
{
    const QTemporaryDir temporary;
    const QString path = temporary.filePath(u"data"_s);
    const auto first = DataDirectory::own(path);
    VERIFY_RESULT(first);
    const QString link = temporary.filePath(u"link"_s);
    QVERIFY(QFile::link(path, link));
    QVERIFY(!DataDirectory::own(link));
    QVERIFY(!DataDirectory::own(path + u"/../data/"));
}

void DataDirectoryTest::hasOneOwnerAmongProcesses()
{
    const QTemporaryDir temporary;
    Child child({u"own"_s, temporary.path()});
    QCOMPARE(child.line(), u"done"_s);
    const auto refused = DataDirectory::own(temporary.path());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    child.process().closeWriteChannel();
    QVERIFY(!child.wasKilled());
    const auto directory = DataDirectory::own(temporary.path());
    VERIFY_RESULT(directory);
    Child second({u"own"_s, temporary.path()});
    QVERIFY(second.line().startsWith(errorStart(ErrorKind::Conflict)));
}

void DataDirectoryTest::isFreeAfterKill()
{
    const QTemporaryDir temporary;
    Child child({u"own"_s, temporary.path()});
    QCOMPARE(child.line(), u"done"_s);
    child.process().kill();
    QVERIFY(child.wasKilled());
    VERIFY_RESULT(DataDirectory::own(temporary.path()));
}

void DataDirectoryTest::isFreeThoughAProgramStartedByItsOwnerGoesOn()
{
    const QTemporaryDir temporary;
    QProcess outliving;
    {
        const auto directory = DataDirectory::own(temporary.path());
        VERIFY_RESULT(directory);
        outliving.start(u"cat"_s, {});
        QVERIFY(outliving.waitForStarted());
    }
    VERIFY_RESULT(DataDirectory::own(temporary.path()));
    QCOMPARE(outliving.state(), QProcess::Running);
    outliving.closeWriteChannel();
    QVERIFY(outliving.waitForFinished());
}

void DataDirectoryTest::manyAtOnceMakeOneOwner()
{
    const QTemporaryDir temporary;
    std::vector<std::unique_ptr<Child>> children;
    for (int i = 0; i < 8; ++i)
        children.push_back(
            std::make_unique<Child>(QStringList{u"own"_s, temporary.filePath(u"new"_s)}));
    int owners = 0;
    for (const auto &child : children)
        owners += child->line() == u"done";
    QCOMPARE(owners, 1);
}

void DataDirectoryTest::fileInItsPlaceIsNamed()
{
    const QTemporaryDir temporary;
    const QString path = temporary.filePath(u"file"_s);
    QVERIFY(QFile(path).open(QIODevice::WriteOnly));
    for (const QString &each : QStringList{path, path + u"/below"_s, u"/proc/nowhere"_s}) {
        const auto refused = DataDirectory::own(each);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QVERIFY(refused.error().message.contains(each));
        QVERIFY(refused.error().message.contains(u"--data-dir"));
    }
}

void DataDirectoryTest::directoryWithoutRightsIsNamed()
{
    const QTemporaryDir temporary;
    const QString path = temporary.filePath(u"data"_s);
    QVERIFY(QDir().mkpath(path + u"/inner"));
    QVERIFY(closeTo(path, 0555));
    for (const QString &each : QStringList{path, path + u"/missing"_s}) {
        Child child({u"open"_s, each});
        const QString line = child.line();
        QVERIFY2(line.startsWith(errorStart(ErrorKind::Storage)), qPrintable(line));
        QVERIFY2(line.contains(each), qPrintable(line));
    }
    QVERIFY(closeTo(path, 0755));
}

void DataDirectoryTest::unreadableStoreIsNoDamage()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    const QByteArray before = contentOf(fixture.path());
    const QTemporaryDir temporary;
    const QString path = temporary.filePath(u"data"_s);
    QVERIFY(QDir().mkpath(path));
    QVERIFY(QFile::copy(fixture.path(), path + u"/headgate.sqlite"));
    QVERIFY(closeTo(path, 0777));
    QCOMPARE(::chmod(QFile::encodeName(path + u"/headgate.sqlite").constData(), 0000), 0);
    Child child({u"open"_s, path});
    const QString line = child.line();
    QVERIFY2(line.startsWith(errorStart(ErrorKind::Storage)), qPrintable(line));
    QVERIFY2(line.contains(path), qPrintable(line));
    QCOMPARE(filesIn(path), QStringList(u"headgate.sqlite"_s));
    ::chmod(QFile::encodeName(path + u"/headgate.sqlite").constData(), 0600);
    QCOMPARE(contentOf(path + u"/headgate.sqlite"), before);
}

void DataDirectoryTest::rightsOfAStrangersDirectoryAreKept()
{
    const QTemporaryDir temporary;
    QVERIFY(QDir().mkpath(temporary.filePath(u"documents"_s)));
    ::chmod(QFile::encodeName(temporary.path()).constData(), 0755);
    VERIFY_RESULT(DataDirectory::own(temporary.path()));
    QCOMPARE(modeOf(temporary.path()), 0755);
}

QTEST_GUILESS_MAIN(DataDirectoryTest)
#include "tst_datadirectory.moc"
