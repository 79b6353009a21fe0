// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/startup.h"

#include "app/program.h"
#include "tests/bench/fakedata.h"
#include "tests/bench/shownrow.h"
#include "tests/fakes/fakeflink.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Jobs = 100;
constexpr int Rounds = 25;
constexpr double Goal = 3;
static_assert(Rounds >= FewestRounds);

//! Milliseconds from the start of \a program to its word that it has painted; 0: it said nothing.
double timeToPaint(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QEventLoop loop;
    double paintedAt = 0;
    QElapsedTimer timer;
    QObject::connect(&process, &QProcess::readyReadStandardOutput, &loop, [&] {
        paintedAt = double(timer.nsecsElapsed()) / 1e6;
        loop.quit();
    });
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(60'000, &loop, &QEventLoop::quit);
    timer.start();
    process.start(program, arguments);
    loop.exec();
    process.kill();
    process.waitForFinished();
    return paintedAt;
}

} // namespace

std::optional<QList<Row>> measureStartup()
{
    QTemporaryDir folder;
    const test::FakeFlink flink(test::runningJobIds(Jobs));
    if (!writeRunningDeployments(folder.path(), flink.url(), Jobs))
        return std::nullopt;
    const QString empty = QCoreApplication::applicationDirPath() + u"/headgate_emptywindow"_s;
    QList<double> ours;
    QList<double> theirs;
    for (int round = 0; round < Rounds; ++round) {
        theirs.append(timeToPaint(empty, {}));
        ours.append(
            timeToPaint(QCoreApplication::applicationFilePath(), {u"--painted"_s, folder.path()}));
        if (ours.last() <= 0 || theirs.last() <= 0)
            return std::nullopt;
    }
    const double ratio = median(ours) / median(theirs);
    return QList<Row>{{.what = u"start to the painted list of 100 deployments"_s,
                       .measured = inMilliseconds(median(ours)),
                       .against = u"empty Qt window: "_s + inMilliseconds(median(theirs)),
                       .ratio = QString::number(ratio, 'f', 2),
                       .goal = u"≤ 3 times"_s,
                       .isMet = ratio <= Goal}};
}

int runUntilPainted(const QString &dataDirectory)
{
    auto directory = DataDirectory::own(dataDirectory);
    if (!directory)
        return 1;
    Program program(std::move(*directory));
    const ShownRow row([](const QString &) {
        std::puts("painted");
        std::fflush(stdout);
    });
    program.begin();
    return QApplication::exec();
}

} // namespace headgate::bench
