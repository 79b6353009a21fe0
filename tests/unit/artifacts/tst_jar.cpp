// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/jar.h"
#include "tests/unit/artifacts/permissions.h"
#include "tests/unit/artifacts/zipwriter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace headgate;
using namespace Qt::StringLiterals;

class JarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void entryClasses_data();
    void entryClasses();
    void foldedLinesAreJoined();
    void manifestOfAJarIsRead();
    void classesOfAJarAreNamed();
    void warnsWhereNoClassIsNamed();
    void refusesWithASentenceOfItsOwn_data();
    void refusesWithASentenceOfItsOwn();
    void everyPartOfAJarIsRefusedOrRead();
    void largeJarsAreNotLoaded();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

static const QByteArray manifestName = "META-INF/MANIFEST.MF"_ba;

//! A line of a manifest as `jar` writes it: at most 72 bytes, then a line break and a blank.
static QByteArray folded(QByteArray line)
{
    QByteArray result;
    for (qsizetype room = 70; line.size() > room; room = 69) {
        result += line.first(room) + "\r\n ";
        line = line.sliced(room);
    }
    return result + line + "\r\n";
}

void JarTest::entryClasses_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QString>("entryClass");
    const auto row = [](const char *name, const QByteArray &manifest, const QString &entryClass) {
        QTest::newRow(name) << manifest << entryClass;
    };
    row("usual", "Manifest-Version: 1.0\r\nMain-Class: org.example.Main\r\n\r\n",
        u"org.example.Main"_s);
    row("Flink's own", "program-class: a.B\nManifest-Version: 1.0\n", u"a.B"_s);
    row("Flink's own wins", "Main-Class: a.B\nprogram-class: c.D\n", u"c.D"_s);
    row("Flink's own is empty", "program-class: \nMain-Class: a.B\n", u"a.B"_s);
    row("any case", "MAIN-class: a.B\n", u"a.B"_s);
    row("old line ends", "Manifest-Version: 1.0\rMain-Class: a.B\r\r", u"a.B"_s);
    row("no end", "Main-Class: a.B", u"a.B"_s);
    row("no blank", "Main-Class:a.B\n", u"a.B"_s);
    row("blanks", "Main-Class:   a.B  \n", u"a.B"_s);
    row("folded", "Main-Class: org.exam\r\n ple.Ma\r\n in\r\n", u"org.example.Main"_s);
    row("folded within a character", "Main-Class: a.\xc3\n \xa4\n", u"a.ä"_s);
    row("of a later section", "Manifest-Version: 1.0\n\nName: x\nMain-Class: a.B\n", u""_s);
    row("none", "Manifest-Version: 1.0\n", u""_s);
    row("empty", "", u""_s);
    row("no manifest at all", "\xff\xfe\0binary: \n\n\n", u""_s);
}

void JarTest::entryClasses()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QString, entryClass);
    QCOMPARE(entryClassOf(manifest), entryClass);
}

void JarTest::foldedLinesAreJoined()
{
    QString name = u"org"_s;
    for (int i = 0; i < 60; ++i) {
        name += u".größe"_s;
        const QByteArray manifest =
            "Manifest-Version: 1.0\r\n" + folded("Main-Class: " + name.toUtf8()) + "\r\n";
        QCOMPARE(entryClassOf(manifest), name);
    }
}

void JarTest::manifestOfAJarIsRead()
{
    const QString jar = path(u"größe ü.jar"_s);
    QVERIFY(writeZip(jar, {{"org/Main.class", "x"}, {manifestName, "Main-Class: org.Main\n"}}));
    const JarReport report = inspectJar(jar).value();
    QCOMPARE(report.entryClass, u"org.Main"_s);
    QCOMPARE(report.path, jar);
    QCOMPARE(report.size, QFile(jar).size());
    QCOMPARE(report.warning, QString());
    // Java takes the name in any case.
    QVERIFY(writeZip(jar, {{"meta-inf/manifest.mf", "Main-Class: org.Other\n"}}));
    QCOMPARE(inspectJar(jar)->entryClass, u"org.Other"_s);
}

void JarTest::classesOfAJarAreNamed()
{
    const QString jar = path(u"classes.jar"_s);
    QVERIFY(writeZip(jar, {{"org/Main.class", "x"}, {"Größe$1.class", "x"}, {"a.txt", "x"}}));
    QCOMPARE(inspectJar(jar)->classes, (QSet<QString>{u"org.Main"_s, u"Größe$1"_s}));
    // Flink looks into those, too.
    QVERIFY(writeZip(jar, {{"org/Main.class", "x"}, {"lib/other.jar", "x"}}));
    QCOMPARE(inspectJar(jar)->classes, QSet<QString>());
}

void JarTest::warnsWhereNoClassIsNamed()
{
    QVERIFY(writeZip(path(u"bare.jar"_s), {{"a.class", "x"}}));
    const JarReport bare = inspectJar(path(u"bare.jar"_s)).value();
    QCOMPARE(bare.entryClass, QString());
    QVERIFY(bare.warning.contains(u"no manifest"_s));
    QVERIFY(writeZip(path(u"classless.jar"_s), {{manifestName, "Manifest-Version: 1.0\n"}}));
    const JarReport classless = inspectJar(path(u"classless.jar"_s)).value();
    QVERIFY(classless.warning.contains(u"names no entry class"_s));
}

void JarTest::refusesWithASentenceOfItsOwn_data()
{
    QTest::addColumn<QString>("jar");
    QTest::addColumn<QString>("part");
    const auto file = [this](const QString &name, const QByteArray &content) -> QString {
        QFile out(path(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write");
        return out.fileName();
    };
    const auto zip = [this](const QString &name, const QList<ZipEntry> &entries) -> QString {
        if (!writeZip(path(name), entries))
            qFatal("cannot write");
        return path(name);
    };
    QTest::newRow("missing") << path(u"missing.jar"_s) << u"does not exist"_s;
    QTest::newRow("below a file") << file(u"a"_s, "x") + u"/b.jar" << u"does not exist"_s;
    QTest::newRow("folder") << m_folder.path() << u"is a folder"_s;
    QTest::newRow("no name") << u""_s << u"does not exist"_s;
    const QString pipe = path(u"pipe.jar"_s);
    QVERIFY(::mkfifo(QFile::encodeName(pipe).constData(), 0644) == 0);
    QTest::newRow("pipe") << pipe << u"no ordinary file"_s;
    QTest::newRow("device") << u"/dev/zero"_s << u"no ordinary file"_s;
    QTest::newRow("nothing in it") << file(u"empty.jar"_s, "") << u"is empty"_s;
    QTest::newRow("text") << file(u"text.jar"_s, "Main-Class: a.B\n") << u"is no jar"_s;
    QTest::newRow("class file") << file(u"A.jar"_s, "\xca\xfe\xba\xbe") << u"is no jar"_s;
    QTest::newRow("no entries") << zip(u"none.jar"_s, {}) << u"nothing in it"_s;
    const ZipEntry damaged{.name = manifestName, .content = "Main-Class: a.B\n", .isDamaged = true};
    QTest::newRow("damaged") << zip(u"damaged.jar"_s, {damaged}) << u"is damaged"_s;
    const ZipEntry huge{.name = manifestName, .hole = 2 * 1024 * 1024};
    QTest::newRow("huge manifest") << zip(u"huge.jar"_s, {huge}) << u"larger than 1 MB"_s;
    const QString locked = zip(u"locked.jar"_s, {{manifestName, "Main-Class: a.B\n"}});
    QFile::setPermissions(locked, {});
    QTest::newRow("locked") << locked << u"permission is missing"_s;
}

void JarTest::refusesWithASentenceOfItsOwn()
{
    QFETCH(QString, jar);
    QFETCH(QString, part);
    // The folder is the test's own, but here it is not the test that is tried.
    QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7755));
    const WithoutPrivileges user;
    const auto report = inspectJar(jar);
    QVERIFY(!report);
    QVERIFY2(report.error().message.contains(part), qPrintable(report.error().message));
    QVERIFY(report.error().message.contains(jar));
    QVERIFY(report.error().message.endsWith(u'.'));
}

void JarTest::everyPartOfAJarIsRefusedOrRead()
{
    const QString whole = path(u"whole.jar"_s);
    QVERIFY(
        writeZip(whole, {{"a.class", QByteArray(300, 'x')}, {manifestName, "Main-Class: a.B\n"}}));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    for (qsizetype size = 0; size < content.size(); ++size) {
        QFile part(path(u"part.jar"_s));
        QVERIFY(part.open(QIODevice::WriteOnly));
        QCOMPARE(part.write(content.first(size)), size);
        part.close();
        QVERIFY2(!inspectJar(part.fileName()), qPrintable(QString::number(size)));
    }
    for (qsizetype i = 0; i < content.size(); ++i) { // one byte of another value: no crash
        QByteArray other = content;
        other[i] = char(other[i] ^ 0x55);
        QFile part(path(u"part.jar"_s));
        QVERIFY(part.open(QIODevice::WriteOnly));
        QCOMPARE(part.write(other), other.size());
        part.close();
        const auto report = inspectJar(part.fileName());
        QVERIFY(!report || report->entryClass.size() < 20);
    }
}

//! How many bytes this process has read so far.
static qint64 bytesRead()
{
    QFile counters(u"/proc/self/io"_s);
    if (!counters.open(QIODevice::ReadOnly))
        return -1;
    return counters.readLine().mid("rchar:"_L1.size()).trimmed().toLongLong();
}

void JarTest::largeJarsAreNotLoaded()
{
    constexpr quint32 size = 300U * 1024 * 1024;
    const QString jar = path(u"large.jar"_s);
    const ZipEntry manifest{manifestName, "Main-Class: a.B\n"};
    QVERIFY(writeZip(jar, {{"big", "", size}, manifest, {"more", "", size}}));
    const qint64 before = bytesRead();
    QVERIFY(before > 0);
    const JarReport report = inspectJar(jar).value();
    QVERIFY(bytesRead() - before < 1'000'000);
    QCOMPARE(report.entryClass, u"a.B"_s);
    QVERIFY(report.size > 2 * qint64(size));
}

QTEST_GUILESS_MAIN(JarTest)
#include "tst_jar.moc"
