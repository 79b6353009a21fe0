// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/clusterfaults.h"
#include "tests/flink/soak/headgatekills.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! As many rounds as asked for, or up to the first in which a law broke; the number that held.
template <typename Rounds>
int play(FlinkCluster &flink, quint32 seed, int count)
{
    Rounds rounds(flink, seed);
    QString broken = rounds.begin();
    int held = 0;
    for (; broken.isEmpty() && held < count; held += broken.isEmpty() ? 1 : 0) {
        broken = rounds.round();
        std::printf("%d %s\n", held + 1, qPrintable(rounds.description()));
        if (!broken.isEmpty())
            std::printf("  BROKEN: %s\n", qPrintable(broken));
        std::fflush(stdout);
    }
    return held;
}

} // namespace

//! `headgate_flink_soak kill|cluster COUNT [--from SEED] [--flink 1|2]`. Its last line says how
//! many rounds held; its exit code is 0 when all did.
int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption from(u"from"_s, u"The seed."_s, u"seed"_s, u"1"_s);
    const QCommandLineOption version(u"flink"_s, u"1: 1.20.5, 2: 2.3.0."_s, u"version"_s, u"2"_s);
    parser.addOptions({from, version});
    parser.addPositionalArgument(u"kind"_s, u"kill: Headgate; cluster: JobManager, TaskManager."_s);
    parser.addPositionalArgument(u"count"_s, u"How many rounds."_s);
    parser.addHelpOption();
    parser.process(application);
    const QStringList arguments = parser.positionalArguments();
    const int count = arguments.value(1).toInt();
    if (count <= 0 || (arguments[0] != "kill"_L1 && arguments[0] != "cluster"_L1))
        parser.showHelp(2);

    FlinkCluster flink(
        {.version = parser.value(version) == "1"_L1 ? FlinkVersion::V1 : FlinkVersion::V2});
    if (!flink.start()) {
        std::fprintf(stderr, "%s\n", qPrintable(flink.failure()));
        return 1;
    }
    const quint32 seed = parser.value(from).toUInt();
    const int held = arguments[0] == "kill"_L1 ? play<HeadgateKills>(flink, seed, count)
                                               : play<ClusterFaults>(flink, seed, count);
    std::printf("%d of %d rounds held, from seed %u\n", held, count, seed);
    return held == count ? 0 : 1;
}
