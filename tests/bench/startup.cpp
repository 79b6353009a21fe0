// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/startup.h"

#include "tests/bench/fakedata.h"
#include "tests/fakes/fakeflink.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

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
    const QString programs = QCoreApplication::applicationDirPath();
    QList<double> ours;
    QList<double> theirs;
    for (int round = 0; round < Rounds; ++round) {
        theirs.append(timeToPaint(programs + u"/headgate_emptywindow"_s, {}));
        ours.append(
            timeToPaint(programs + u"/headgate_painted"_s, {u"--data-dir"_s, folder.path()}));
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

} // namespace headgate::bench
