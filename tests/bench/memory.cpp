// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/memory.h"

#include "tests/bench/fakedata.h"
#include "tests/fakes/fakeflink.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Jobs = 100;
constexpr int Samples = FewestRounds;
constexpr double Goal = 120;

//! A value of the kernel's summary of a process, in MB.
double megabytes(qint64 pid, const QByteArray &name)
{
    QFile file(u"/proc/%1/smaps_rollup"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(name))
            return line.mid(name.size()).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

} // namespace

std::optional<QList<Row>> measureMemory()
{
    QTemporaryDir folder;
    const test::FakeFlink flink(test::runningJobIds(Jobs));
    if (!writeRunningDeployments(folder.path(), flink.url(), Jobs))
        return std::nullopt;
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QCoreApplication::applicationDirPath() + u"/headgate"_s,
                  {u"--data-dir"_s, folder.path()});
    const bool isSettled =
        QTest::qWaitFor([&] { return flink.count(u"/jobs/:id/exceptions"_s) >= Jobs; }, 300'000);
    QList<double> proportional;
    QList<double> resident;
    while (isSettled && proportional.size() < Samples) {
        const int before = flink.total();
        if (!QTest::qWaitFor([&] { return flink.total() > before; }, 60'000))
            break; // it asks for something every second
        proportional.append(megabytes(program.processId(), "Pss:"));
        resident.append(megabytes(program.processId(), "Rss:"));
    }
    program.terminate();
    if (!program.waitForFinished(10'000))
        program.kill();
    program.waitForFinished();
    if (proportional.size() < Samples || median(proportional) <= 0)
        return std::nullopt;
    const double rss = median(resident);
    return QList<Row>{
        {.what = u"memory (RSS) with 100 deployments"_s,
         .measured = u"%1 MB"_s.arg(rss, 0, 'f', 0),
         .against = u"of it its own share (PSS): %1 MB"_s.arg(median(proportional), 0, 'f', 0),
         .goal = u"≤ 120 MB"_s,
         .isMet = rss <= Goal}};
}

} // namespace headgate::bench
