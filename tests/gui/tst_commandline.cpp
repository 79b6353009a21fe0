// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

//! The program as a shell starts it: what it prints, and how it ends.
class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void questionsAreAnsweredWithoutADisplay_data();
    void questionsAreAnsweredWithoutADisplay();
    void refusalsAreOneLine_data();
    void refusalsAreOneLine();
    void directoryThatCannotBeUsedIsExplained();
    void aSecondOneGivesWayToTheFirst();

private:
    [[nodiscard]] std::unique_ptr<QProcess> started(const QStringList &arguments,
                                                    const QString &platform) const;
    [[nodiscard]] QString pathOf(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

std::unique_ptr<QProcess> CommandLineTest::started(const QStringList &arguments,
                                                   const QString &platform) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path()); // Qt says where it has none
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(HEADGATE_PROGRAM), arguments);
    return process;
}

void CommandLineTest::questionsAreAnsweredWithoutADisplay_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("answer");
    QTest::newRow("version") << u"--version"_s << u"^headgate \\d+\\.\\d+\\.\\d+\n$"_s;
    QTest::newRow("help") << u"--help"_s << u"--data-dir <directory>"_s;
}

void CommandLineTest::questionsAreAnsweredWithoutADisplay()
{
    QFETCH(QString, argument);
    QFETCH(QString, answer);
    const auto process = started({argument}, u"no such platform"_s);
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitCode(), 0);
    QCOMPARE(process->readAllStandardError(), QByteArray());
    const QString said = QString::fromUtf8(process->readAllStandardOutput());
    QVERIFY2(said.contains(QRegularExpression(answer)), qPrintable(said));
}

void CommandLineTest::refusalsAreOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown option") << QStringList{u"--colour"_s} << u"colour"_s;
    QTest::newRow("unknown word") << QStringList{u"deploy"_s} << u"deploy"_s;
    QTest::newRow("missing value") << QStringList{u"--data-dir"_s} << u"data-dir"_s;
}

void CommandLineTest::refusalsAreOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto process = started(arguments, u"offscreen"_s);
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitCode(), 1);
    QCOMPARE(process->readAllStandardOutput(), QByteArray());
    const QString said = QString::fromUtf8(process->readAllStandardError());
    QVERIFY2(said.startsWith(u"headgate: "_s) && said.contains(named), qPrintable(said));
    QCOMPARE(said.count(u'\n'), 1);
}

//! In a window, too, for whoever has no terminal.
void CommandLineTest::directoryThatCannotBeUsedIsExplained()
{
    QFile file(pathOf(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto process = started({u"--data-dir"_s, file.fileName()}, u"offscreen"_s);
    process->setReadChannel(QProcess::StandardError);
    QTRY_VERIFY_WITH_TIMEOUT(process->canReadLine(), 30'000);
    QCOMPARE(process->state(), QProcess::Running);
    QVERIFY(process->readLine().startsWith("headgate: "));
    process->terminate();
    QVERIFY(process->waitForFinished());
}

void CommandLineTest::aSecondOneGivesWayToTheFirst()
{
    const QStringList arguments{u"--data-dir"_s, pathOf(u"data"_s)};
    const auto first = started(arguments, u"offscreen"_s);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(pathOf(u"data/headgate.sqlite"_s)), 30'000);
    const auto second = started(arguments, u"offscreen"_s);
    QVERIFY(second->waitForFinished());
    QCOMPARE(second->exitCode(), 0);
    QCOMPARE(second->readAllStandardError(), QByteArray());
    QCOMPARE(first->state(), QProcess::Running);
    first->terminate();
    QVERIFY(first->waitForFinished());
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_commandline.moc"
