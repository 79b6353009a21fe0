// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/installation.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace headgate {

class TestInstallation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsVersions_data();
    void readsVersions();
    void knowsAnInstallation();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void findsThemNewestFirst();

private:
    //! Something that looks like an installation, in \a folder below the directory of the test.
    [[nodiscard]] QString install(const QString &folder, const QString &jar) const
    {
        const QDir home(m_place.filePath(folder));
        home.mkpath(u"bin"_s);
        home.mkpath(u"lib"_s);
        for (const auto &script : {"jobmanager.sh"_L1, "taskmanager.sh"_L1, "flink-console.sh"_L1})
            touch(home.filePath("bin/"_L1 + script), true);
        touch(home.filePath("lib/"_L1 + jar), false);
        return home.path();
    }

    static void touch(const QString &path, bool isExecutable)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(isExecutable ? file.permissions() | QFile::ExeOwner
                                         : file.permissions());
    }

    QTemporaryDir m_place;
};

void TestInstallation::readsVersions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<FlinkRelease>>("release");
    using Release = std::optional<FlinkRelease>;
    QTest::newRow("2.3.0") << u"2.3.0"_s << Release({2, 3});
    QTest::newRow("1.20.5") << u"1.20.5"_s << Release({1, 20});
    QTest::newRow("snapshot") << u"2.1-SNAPSHOT"_s << Release({2, 1});
    QTest::newRow("candidate") << u"2.0.0-rc1"_s << Release({2, 0});
    QTest::newRow("vendor") << u"1.17.2.5-vendor"_s << Release({1, 17});
    QTest::newRow("two") << u"1.18"_s << Release({1, 18});
    for (const auto &text : {"", "2", "two.three", "v2.3", "2.x", "2.3x", "99999.1"})
        QTest::newRow(text) << QString::fromLatin1(text) << Release();
}

void TestInstallation::readsVersions()
{
    QFETCH(QString, text);
    QFETCH(std::optional<FlinkRelease>, release);
    QCOMPARE(flinkReleaseOf(text), release);
}

void TestInstallation::knowsAnInstallation()
{
    const QString home = install(u"good"_s, u"flink-dist-2.3.0.jar"_s);
    const FlinkInstallation expected{home, u"2.3.0"_s};
    QCOMPARE(inspectInstallation(home).value(), expected);
    QCOMPARE(inspectInstallation(home + u'/').value(), expected);
    const QString old = install(u"scala"_s, u"flink-dist_2.12-1.17.1.jar"_s);
    QCOMPARE(inspectInstallation(old).value().version, u"1.17.1"_s);
}

void TestInstallation::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("home");
    QTest::addColumn<QString>("word");
    const QString good = install(u"noJar"_s, u"flink-core-2.3.0.jar"_s);
    QTest::newRow("nothing there") << m_place.filePath(u"nowhere"_s) << u"no folder"_s;
    QTest::newRow("nothing said") << QString() << u"no folder"_s;
    QTest::newRow("a file") << good + "/bin/jobmanager.sh"_L1 << u"no folder"_s;
    QTest::newRow("another folder") << m_place.path() << u"bin/jobmanager.sh is missing"_s;
    QTest::newRow("no jar") << good << u"flink-dist"_s;
    const QString two = install(u"two"_s, u"flink-dist-2.3.0.jar"_s);
    touch(two + "/lib/flink-dist-2.2.0.jar"_L1, false);
    QTest::newRow("two jars") << two << u"more than one"_s;
    QTest::newRow("old") << install(u"old"_s, u"flink-dist-1.16.3.jar"_s) << u"too old"_s;
    const QString still = install(u"still"_s, u"flink-dist-2.3.0.jar"_s);
    QFile::setPermissions(still + "/bin/taskmanager.sh"_L1, QFile::ReadOwner);
    QTest::newRow("no run bits") << still << u"chmod +x"_s;
    QTest::newRow("space") << install(u"a b"_s, u"flink-dist-2.3.0.jar"_s) << u"space"_s;
}

void TestInstallation::saysWhatIsWrong()
{
    QFETCH(QString, home);
    QFETCH(QString, word);
    const Result<FlinkInstallation> result = inspectInstallation(home);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Environment);
    QVERIFY2(result.error().message.contains(word), qPrintable(result.error().message));
    QCOMPARE(result.error().message.count(u'.') > 0, true);
}

void TestInstallation::findsThemNewestFirst()
{
    const QString own = install(u"own/flink"_s, u"flink-dist-1.20.5.jar"_s);
    const QString cached =
        install(u"cache/headgate/flink/flink-2.3.0"_s, u"flink-dist-2.3.0.jar"_s);
    const QString older = install(u"cache/headgate/flink/flink-1.9"_s, u"flink-dist-1.18.9.jar"_s);
    QDir(m_place.path()).mkpath(u"cache/headgate/flink/unfinished"_s);
    QProcessEnvironment environment;
    environment.insert(u"FLINK_HOME"_s, own);
    environment.insert(u"XDG_CACHE_HOME"_s, m_place.filePath(u"cache"_s));
    QList<FlinkInstallation> found = findInstallations(environment);
    found.removeIf([](const auto &each) { return each.home.startsWith("/opt/"_L1); });
    const QList<FlinkInstallation> expected{
        {cached, u"2.3.0"_s}, {own, u"1.20.5"_s}, {older, u"1.18.9"_s}};
    QCOMPARE(found, expected);
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestInstallation)
#include "tst_installation.moc"
