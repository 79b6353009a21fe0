// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/process.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace headgate {

class TestProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsStartTimes_data();
    void readsStartTimes();
    void knowsAProcessFromALaterOne();
    void signalsExactlyThatProcess();
    void signalsAScriptAndWhatItRuns();
    void signalsOneThatIsInOurOwnGroupAlone();
    void watchesAProcess();
    void saysThatAProcessHadEnded();
    void watchesAZombie();
};

void TestProcess::readsStartTimes_data()
{
    QTest::addColumn<QByteArray>("stat");
    QTest::addColumn<qint64>("startTime");
    const QByteArray rest = " 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 239098 3133440 381\n";
    QTest::newRow("plain") << "17 (java) S" + rest << qint64(239098);
    QTest::newRow("hostile name") << "17 (a b) Z 1) S" + rest << qint64(239098);
    QTest::newRow("zombie") << "17 (java) Z" + rest << qint64(-1);
    QTest::newRow("dead") << "17 (java) X" + rest << qint64(-1);
    QTest::newRow("nothing") << QByteArray() << qint64(-1);
    QTest::newRow("cut") << QByteArray("17 (java) S 1 2 3") << qint64(-1);
    QTest::newRow("no name") << QByteArray("17 java S 1 2 3") << qint64(-1);
}

void TestProcess::readsStartTimes()
{
    QFETCH(QByteArray, stat);
    QFETCH(qint64, startTime);
    QCOMPARE(startTimeFromStat(stat).value_or(-1), startTime);
}

void TestProcess::knowsAProcessFromALaterOne()
{
    const auto own = processWith(QCoreApplication::applicationPid());
    QVERIFY(own);
    QVERIFY(isRunning(*own));
    QVERIFY(!own->bootId.isEmpty());
    ProcessRecord other = *own; // the pid of a process that ended, taken by another one
    --other.startTime;
    QVERIFY(!isRunning(other));
    other = *own; // of before the machine was started again
    other.bootId = u"e0b1c2f4-0000-0000-0000-000000000000"_s;
    QVERIFY(!isRunning(other));
    QVERIFY(!processWith(0));
    QVERIFY(!processWith(-1));
    QVERIFY(!processWith(1 << 30));
}

void TestProcess::signalsExactlyThatProcess()
{
    QProcess sleeper;
    sleeper.start(u"sleep"_s, {u"1000"_s});
    QVERIFY(sleeper.waitForStarted());
    const auto process = processWith(sleeper.processId());
    QVERIFY(process);
    ProcessRecord other = *process;
    ++other.startTime;
    QVERIFY(!sendSignal(other, SIGKILL));
    QVERIFY(isRunning(*process));
    QVERIFY(sendSignal(*process, SIGKILL));
    QVERIFY(sleeper.waitForFinished());
    QVERIFY(!sendSignal(*process, SIGKILL));
}

void TestProcess::signalsAScriptAndWhatItRuns()
{
    const QTemporaryDir place;
    const QString pidOfHelper = place.filePath(u"helper"_s);
    qint64 pid = 0;
    QVERIFY(QProcess::startDetached(
        u"/bin/sh"_s,
        {u"-c"_s, u"sleep 1000 & echo $! >\"$0.new\"; mv \"$0.new\" \"$0\"; wait"_s, pidOfHelper},
        {}, &pid));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(pidOfHelper), 60'000);
    QFile file(pidOfHelper);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto script = processWith(pid);
    const auto helper = processWith(file.readAll().trimmed().toLongLong());
    QVERIFY(script);
    QVERIFY(helper);

    ProcessRecord other = *script;
    ++other.startTime;
    QVERIFY(!sendSignalToGroup(other, SIGTERM));
    QVERIFY(isRunning(*helper));
    QVERIFY(sendSignalToGroup(*script, SIGTERM));
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(*script), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(*helper), 60'000);
}

void TestProcess::signalsOneThatIsInOurOwnGroupAlone()
{
    QProcess sleeper; // a child of ours shares our group
    sleeper.start(u"sleep"_s, {u"1000"_s});
    QVERIFY(sleeper.waitForStarted());
    QVERIFY(sendSignalToGroup(*processWith(sleeper.processId()), SIGKILL));
    QVERIFY(sleeper.waitForFinished()); // and we are still here
}

void TestProcess::watchesAProcess()
{
    qint64 pid = 0;
    QVERIFY(QProcess::startDetached(u"sleep"_s, {u"1000"_s}, {}, &pid)); // not our child
    const auto process = processWith(pid);
    QVERIFY(process);
    ProcessWatch watch(*process);
    QSignalSpy ended(&watch, &ProcessWatch::ended);
    QVERIFY(!ended.wait(50));
    QVERIFY(sendSignal(*process, SIGKILL));
    QVERIFY(ended.wait(60'000));
    QVERIFY(!ended.wait(50));
    QCOMPARE(ended.size(), 1);
}

void TestProcess::saysThatAProcessHadEnded()
{
    ProcessWatch watch({.pid = 1 << 30, .startTime = 1, .bootId = u"x"_s});
    QSignalSpy ended(&watch, &ProcessWatch::ended);
    QVERIFY(ended.isEmpty());
    QVERIFY(ended.wait(60'000));
}

void TestProcess::watchesAZombie()
{
    const pid_t child = ::fork(); // and nobody waits for it
    if (child == 0)
        ::pause();
    const auto process = processWith(child);
    QVERIFY(process);
    ProcessWatch watch(*process);
    QSignalSpy ended(&watch, &ProcessWatch::ended);
    QVERIFY(sendSignal(*process, SIGKILL));
    QVERIFY(ended.wait(60'000));
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestProcess)
#include "tst_process.moc"
