// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/java.h"

#include <QDir>
#include <QFutureWatcher>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace headgate {

class TestJava : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsItsRelease_data();
    void readsItsRelease();
    void knowsWhatFlinkNeeds_data();
    void knowsWhatFlinkNeeds();
    void takesJavaHomeFirst();
    void goesOnToThePath();
    void takesOnlyThePreferredOne();
    void saysThatThereIsNone();
    void saysWhatIsWrongWithTheFirst();
    void survivesAJavaThatIsNone();

private:
    //! A `java` that says \a said.
    [[nodiscard]] QString makeJava(const QString &home, const QByteArray &said) const
    {
        const QDir dir(m_place.filePath(home));
        dir.mkpath(u"bin"_s);
        QFile file(dir.filePath(u"bin/java"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write("#!/bin/sh\necho '" + said + "' >&2\n");
        file.setPermissions(file.permissions() | QFile::ExeOwner);
        return dir.path();
    }

    [[nodiscard]] Result<Java> find(const QProcessEnvironment &environment,
                                    const QString &preferred = {})
    {
        const auto future = findJava(this, {u"/flink"_s, u"2.3.0"_s}, preferred, environment);
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }))
            return failure(ErrorKind::TimedOut, u"no answer"_s);
        return future.result();
    }

    QTemporaryDir m_place;
};

void TestJava::readsItsRelease_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<int>("release");
    QTest::newRow("17") << u"openjdk version \"17.0.21.1\" 2026-11-17\nOpenJDK Runtime"_s << 17;
    QTest::newRow("8") << u"java version \"1.8.0_392\"\nJava(TM) SE"_s << 8;
    QTest::newRow("25") << u"openjdk version \"25\" 2025-09-16 LTS"_s << 25;
    QTest::newRow("early access") << u"openjdk version \"21-ea\" 2023-09-19"_s << 21;
    QTest::newRow("behind options")
        << u"Picked up JAVA_TOOL_OPTIONS: -Dx\nopenjdk version \"11.0.2\" 2019"_s << 11;
    QTest::newRow("none") << u"java: command not found"_s << 0;
    QTest::newRow("empty") << QString() << 0;
}

void TestJava::readsItsRelease()
{
    QFETCH(QString, output);
    QFETCH(int, release);
    QCOMPARE(javaReleaseFrom(output).value_or(0), release);
}

void TestJava::knowsWhatFlinkNeeds_data()
{
    QTest::addColumn<QString>("flink");
    QTest::addColumn<int>("release");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *flink, int release, bool isGood) {
        QTest::addRow("%s on %d", flink, release)
            << QString::fromLatin1(flink) << release << isGood;
    };
    row("1.17.2", 8, true);
    row("1.17.2", 11, true);
    row("1.17.2", 17, false);
    row("1.18.1", 8, true);
    row("1.18.1", 17, true);
    row("1.20.5", 21, true);
    row("2.0.0", 8, false);
    row("2.3.0", 11, true);
    row("2.3.0", 17, true);
    row("2.3.0", 23, true);
    row("2.3.0", 24, false);
    row("1.20.5", 25, false);
    row("1.20.5", 7, false);
}

void TestJava::knowsWhatFlinkNeeds()
{
    QFETCH(QString, flink);
    QFETCH(int, release);
    QFETCH(bool, isGood);
    const QString problem = javaProblem({u"/flink"_s, flink}, release);
    QVERIFY2(problem.isEmpty() == isGood, qPrintable(problem));
    if (!isGood) {
        QVERIFY(problem.contains(flink));
        QVERIFY(problem.contains(u"install JDK"_s));
    }
}

void TestJava::takesJavaHomeFirst()
{
    const QString home = makeJava(u"seventeen"_s, "openjdk version \"17.0.1\"");
    const QString other = makeJava(u"eleven"_s, "openjdk version \"11.0.1\"");
    QProcessEnvironment environment;
    environment.insert(u"JAVA_HOME"_s, home);
    environment.insert(u"PATH"_s, other + "/bin"_L1);
    const Java expected{home + "/bin/java"_L1, home, 17};
    QCOMPARE(find(environment).value(), expected);
}

void TestJava::goesOnToThePath()
{
    const QString home = makeJava(u"eight"_s, "openjdk version \"1.8.0_1\"");
    const QString other = makeJava(u"eleven"_s, "openjdk version \"11.0.1\"");
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/nowhere:"_s + other + "/bin"_L1);
    const Java expected{other + "/bin/java"_L1, QString(), 11};
    QCOMPARE(find(environment).value(), expected);
    environment.insert(u"JAVA_HOME"_s, home); // too old for Flink 2.3
    QCOMPARE(find(environment).value(), expected);
    environment.insert(u"JAVA_HOME"_s, u"/nowhere"_s);
    QCOMPARE(find(environment).value(), expected);
}

void TestJava::takesOnlyThePreferredOne()
{
    const QString eight = makeJava(u"eight"_s, "openjdk version \"1.8.0_1\"");
    const QString other = makeJava(u"eleven"_s, "openjdk version \"11.0.1\"");
    QProcessEnvironment environment;
    environment.insert(u"JAVA_HOME"_s, other);
    QCOMPARE(find(environment, eight).error().kind, ErrorKind::Environment);
    QCOMPARE(find({}, other).value().home, other);
}

void TestJava::saysThatThereIsNone()
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, m_place.path());
    const Error error = find(environment).error();
    QCOMPARE(error.kind, ErrorKind::Environment);
    QVERIFY2(error.message.startsWith(u"No Java was found"_s), qPrintable(error.message));
}

void TestJava::saysWhatIsWrongWithTheFirst()
{
    QProcessEnvironment environment;
    environment.insert(u"JAVA_HOME"_s, makeJava(u"eight"_s, "openjdk version \"1.8.0_1\""));
    const QString other = makeJava(u"twentyfive"_s, "openjdk version \"25\"");
    environment.insert(u"PATH"_s, other + "/bin"_L1);
    const Error error = find(environment).error();
    QVERIFY2(error.message.contains(u"Java 8"_s), qPrintable(error.message));
}

void TestJava::survivesAJavaThatIsNone()
{
    QProcessEnvironment environment;
    const QString home = makeJava(u"odd"_s, "Hello");
    environment.insert(u"JAVA_HOME"_s, home);
    const Error error = find(environment).error();
    QCOMPARE(error.kind, ErrorKind::Environment);
    QVERIFY(error.message.contains(home));
    QFile::remove(home + "/bin/java"_L1);
    QFile file(home + "/bin/java"_L1);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x7f no program");
    file.setPermissions(file.permissions() | QFile::ExeOwner);
    file.close();
    QCOMPARE(find(environment).error().kind, ErrorKind::Environment);
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestJava)
#include "tst_java.moc"
