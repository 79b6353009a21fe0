// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/launch.h"
#include "model/clusters/process.h"
#include "model/clusters/runfiles.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace headgate {

//! The promises that hold across a kill -9: one process a seat, and only one that is wanted.
class TestRunFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesAClusterThatCanBeRead();
    void replacesTheFileOfAnotherVersion();
    void processSaysWhoItIs();
    void onlyOneProcessTakesASeat();
    void nobodyStartsWithoutAToken();
    void pidFileMayBeAnything_data();
    void pidFileMayBeAnything();
    void findsTheReason_data();
    void findsTheReason();
    void findsTheReasonBeforeADumpOfAllThreads();
    void environmentLeadsNowhereElse();

private:
    [[nodiscard]] ConfigurationInput input() const
    {
        return {.files = m_files, .ports = {40001, 40002}, .flink = {2, 3}};
    }
    void write(const QString &token) const
    {
        QVERIFY(makeDirectories(m_files));
        QVERIFY(writeCluster(input(), token));
    }
    void launch(QProcess &process, const QString &token) const
    {
        process.start(
            u"/bin/sh"_s,
            shellArguments(m_files, u"jobmanager"_s, token, {u"/bin/sleep"_s, u"1000"_s}));
    }

    std::unique_ptr<QTemporaryDir> m_place;
    ClusterFiles m_files;
};

void TestRunFiles::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_place = std::make_unique<QTemporaryDir>();
    m_files.root = m_place->filePath(u"it's \"one\" $HOME ü"_s);
}

void TestRunFiles::writesAClusterThatCanBeRead()
{
    QVERIFY(!readPorts(m_files));
    write(u"token-1"_s);
    const ClusterPorts expected{40001, 40002};
    QCOMPARE(readPorts(m_files).value(), expected);
    QCOMPARE(readToken(m_files), u"token-1"_s);
    QVERIFY(QFile::exists(m_files.configuration() + "/config.yaml"_L1));
    QCOMPARE(QFileInfo(m_files.root).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    revokeToken(m_files);
    QCOMPARE(readToken(m_files), QString());
}

void TestRunFiles::replacesTheFileOfAnotherVersion()
{
    QVERIFY(makeDirectories(m_files));
    ConfigurationInput old = input();
    old.flink = {1, 18};
    QVERIFY(writeCluster(old, u"1"_s));
    QVERIFY(QFile::exists(m_files.configuration() + "/flink-conf.yaml"_L1));
    write(u"2"_s);
    QVERIFY(!QFile::exists(m_files.configuration() + "/flink-conf.yaml"_L1));
}

void TestRunFiles::processSaysWhoItIs()
{
    write(u"token"_s);
    QProcess process;
    launch(process, u"token"_s);
    QTRY_VERIFY(writerOfPidFile(m_files, u"jobmanager"_s));
    const ProcessRecord written = *writerOfPidFile(m_files, u"jobmanager"_s);
    QCOMPARE(written.pid, process.processId());
    QCOMPARE(std::optional(written), processWith(process.processId()));
    QVERIFY(!RunLock::take(lockFile(m_files, u"jobmanager"_s)));
    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(!isRunning(written));
    QVERIFY(RunLock::take(lockFile(m_files, u"jobmanager"_s)));
}

void TestRunFiles::onlyOneProcessTakesASeat()
{
    write(u"token"_s);
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int i = 0; i < 8; ++i) {
        processes.push_back(std::make_unique<QProcess>());
        launch(*processes.back(), u"token"_s);
    }
    const auto running = [&] {
        return std::ranges::count_if(
            processes, [](const auto &each) { return each->state() != QProcess::NotRunning; });
    };
    QTRY_COMPARE(running(), 1);
    QTRY_VERIFY(writerOfPidFile(m_files, u"jobmanager"_s));
    const ProcessRecord winner = *writerOfPidFile(m_files, u"jobmanager"_s);
    QVERIFY(isRunning(winner));
    for (const auto &process : processes) {
        if (process->state() == QProcess::NotRunning)
            QCOMPARE(process->exitCode(), 75);
        else
            QCOMPARE(process->processId(), winner.pid);
        process->kill();
        process->waitForFinished();
    }
}

void TestRunFiles::nobodyStartsWithoutAToken()
{
    write(u"new"_s);
    QProcess process;
    launch(process, u"old"_s); // launched by a Headgate that was killed, for an earlier start
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 76);
    revokeToken(m_files);
    launch(process, u"new"_s);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 76);
    QVERIFY(!writerOfPidFile(m_files, u"jobmanager"_s));
}

void TestRunFiles::pidFileMayBeAnything_data()
{
    QTest::addColumn<QByteArray>("content");
    for (const auto &content : {"", "\n", "17", "17 18", "a b c", "-1 -1 x", "1 2 3 4"})
        QTest::newRow(content) << QByteArray(content);
}

void TestRunFiles::pidFileMayBeAnything()
{
    QFETCH(QByteArray, content);
    QVERIFY(makeDirectories(m_files));
    QFile file(pidFile(m_files, u"jobmanager"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto writer = writerOfPidFile(m_files, u"jobmanager"_s);
    QVERIFY(!writer || !isRunning(*writer));
}

void TestRunFiles::findsTheReason_data()
{
    QTest::addColumn<QString>("lines");
    QTest::addColumn<QString>("reason");
    QTest::newRow("innermost cause")
        << u"2026-01-01 10:00:00,000 ERROR org.a.B                     [] - It failed.\n"
           "java.lang.Exception: outer\n\tat x\nCaused by: a.B: middle\n\tat y\n"
           "Caused by: java.net.BindException: Address already in use\n\t... 3 more"_s
        << u"BindException: Address already in use"_s;
    QTest::newRow("helper of the scripts")
        << u"[ERROR] Could not get JVM parameters properly.\n[ERROR] Raw output:\n"
           "INFO  [] - Loading configuration property\n"
           "Exception in thread \"main\" org.a.IllegalConfigurationException: Too small.\n"
           "\tat org.a.B.c(B.java:1)\n"_s
        << u"IllegalConfigurationException: Too small."_s;
    QTest::newRow("script") << u"[ERROR] Could not parse configurations properly.\nmore\n"_s
                            << u"[ERROR] Could not parse configurations properly."_s;
    QTest::newRow("log")
        << u"2026-01-01 10:00:00,000 ERROR org.a.B                     [] - It failed.\n"
           "2026-01-01 10:00:00,001 INFO  org.a.B                     [] - Bye."_s
        << u"It failed."_s;
    const QString dying = u"2026-01-01 10:00:00,001 ERROR "
                          u"org.apache.flink.util.FatalExitExceptionHandler  [] - FATAL\n"
                          "java.lang.NoClassDefFoundError: a/B\n\tat x\n"
                          "Caused by: java.lang.ClassNotFoundException: a.B\n"_s;
    QTest::newRow("threads that die in the shutdown")
        << u"2026-01-01 10:00:00,000 ERROR org.a.B                     [] - It failed.\n"
           "java.net.BindException: Address already in use\n"_s
            + dying
        << u"BindException: Address already in use"_s;
    QTest::newRow("a thread that dies alone") << dying << u"ClassNotFoundException: a.B"_s;
    QTest::newRow("last line") << u"one\ntwo\n\n"_s << u"two"_s;
    QTest::newRow("nothing") << QString() << QString();
}

void TestRunFiles::findsTheReason()
{
    QFETCH(QString, lines);
    QFETCH(QString, reason);
    QCOMPARE(reasonIn(lines), reason);
}

//! As FatalExitExceptionHandler writes it: each thread with eight frames, of some sixty threads.
void TestRunFiles::findsTheReasonBeforeADumpOfAllThreads()
{
    QVERIFY(makeDirectories(m_files));
    const FlinkProcessName name{FlinkRole::JobManager, 0};
    QFile log(name.log(m_files) + ".log"_L1);
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write("java.net.BindException: Address already in use\n");
    for (int thread = 0; thread < 60; ++thread) {
        log.write("\"flink-shutdown-hook-1\" prio=5 Id=34 RUNNABLE\n");
        for (int frame = 0; frame < 8; ++frame)
            log.write(
                "\tat app//org.apache.logging.slf4j.Log4jLogger.error(Log4jLogger.java:303)\n");
        log.write("\t...\n\n");
    }
    log.close();
    QCOMPARE(reasonIn(lastLines(m_files, name)), u"BindException: Address already in use"_s);
}

void TestRunFiles::environmentLeadsNowhereElse()
{
    QProcessEnvironment base;
    base.insert(u"PATH"_s, u"/bin"_s);
    base.insert(u"FLINK_HOME"_s, u"/other"_s);
    base.insert(u"FLINK_LIB_DIR"_s, u"/other/lib"_s);
    base.insert(u"FLINK_ENV_JAVA_OPTS_JM"_s, u"-Dx"_s);
    base.insert(u"JVM_ARGS"_s, u"-Dx"_s);
    base.insert(u"JAVA_HOME"_s, u"/other/java"_s);
    const FlinkProcessName name{FlinkRole::TaskManager, 2};
    const QProcessEnvironment result = flinkEnvironment(base, m_files, name, {});
    for (const auto &key : {"FLINK_HOME"_L1, "FLINK_LIB_DIR"_L1, "FLINK_ENV_JAVA_OPTS_JM"_L1,
                            "JVM_ARGS"_L1, "JAVA_HOME"_L1})
        QVERIFY(!result.contains(key));
    QCOMPARE(result.value(u"PATH"_s), u"/bin"_s);
    QCOMPARE(result.value(u"FLINK_CONF_DIR"_s), m_files.configuration());
    QCOMPARE(result.value(u"FLINK_IDENT_STRING"_s), u"taskmanager-2"_s);
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestRunFiles)
#include "tst_runfiles.moc"
