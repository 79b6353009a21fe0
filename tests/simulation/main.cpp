// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/soak.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>
#include <thread>

using namespace headgate::simulation;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ShrunkAtMost = 3;

void print(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

//! How \a seed breaks its law, in few steps.
void explain(const Breach &breach)
{
    const Plan few = shrink(planFor(breach.seed), breach.law);
    print(u"\nseed %1: %2; shrunk to %3 steps:"_s.arg(breach.seed)
              .arg(breach.law)
              .arg(few.steps.size()));
    print(describe(few));
}

int replay(quint32 seed, bool isShrunk)
{
    Plan plan = planFor(seed);
    Verdict verdict = Schedule(plan).run();
    if (isShrunk && !verdict.hasHeld()) {
        plan = shrink(plan, verdict.law);
        verdict = Schedule(plan).run(print);
    } else {
        verdict = Schedule(plan).run(print);
    }
    print(describe(plan));
    print(verdict.hasHeld() ? u"All laws held."_s : u"Broken: "_s + verdict.law);
    return verdict.hasHeld() ? 0 : 1;
}

QString summaryOf(const Soak &soak)
{
    QString text =
        u"soak: %1 of %2 schedules held, seeds %3 to %4"_s.arg(soak.done - soak.broken.size())
            .arg(soak.done)
            .arg(soak.from)
            .arg(soak.from + soak.done - 1);
    for (const Breach &each : soak.broken.first(std::min<qsizetype>(soak.broken.size(), 20)))
        text += u"; seed %1 broke “%2”"_s.arg(each.seed).arg(each.law);
    return text;
}

int soakSeeds(quint32 from, quint32 count, int workers, const QString &stateFile)
{
    Soak soak = resumed(from, count, stateFile);
    play(soak, workers, [&](const Soak &now) {
        if (!stateFile.isEmpty() && !save(now, stateFile))
            std::fputs("soak: the progress cannot be written\n", stderr);
        if (now.done % 10'000 == 0)
            print(u"%1 done, %2 broken"_s.arg(now.done).arg(now.broken.size()));
        return true;
    });
    for (const auto &[name, seen] : soak.counters.asKeyValueRange())
        print(u"%1 %2"_s.arg(seen, 12).arg(name));
    for (const Breach &each : soak.broken.first(std::min(soak.broken.size(), ShrunkAtMost)))
        explain(each);
    const QStringList unmet =
        count >= EnoughForAllCounters ? unmetCounters(soak.counters) : QStringList();
    QString last = summaryOf(soak);
    if (!unmet.isEmpty())
        last += u"; never met: "_s + unmet.join(u", ");
    print(last);
    return soak.broken.isEmpty() && unmet.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Plays schedules of trouble on simulated Flinks: COUNT, or replay SEED."_s);
    parser.addHelpOption();
    const QCommandLineOption from(u"from"_s, u"the first seed"_s, u"SEED"_s, u"0"_s);
    const int cores = int(std::max(1U, std::thread::hardware_concurrency()));
    const QCommandLineOption workers(u"workers"_s, u"threads"_s, u"N"_s, QString::number(cores));
    const QCommandLineOption state(u"resume"_s, u"where progress is kept"_s, u"FILE"_s);
    const QCommandLineOption shrunk(u"shrunk"_s, u"replay the fewest steps that do it"_s);
    parser.addOptions({from, workers, state, shrunk});
    parser.addPositionalArgument(u"command"_s, u"COUNT, or replay SEED"_s);
    parser.process(app);
    const QStringList words = parser.positionalArguments();
    bool isNumber = false;
    const uint number = words.isEmpty() ? 0 : words.last().toUInt(&isNumber);
    if (!isNumber)
        parser.showHelp(2);
    if (words.first() == "replay"_L1)
        return replay(number, parser.isSet(shrunk));
    return soakSeeds(parser.value(from).toUInt(), number, parser.value(workers).toInt(),
                     parser.value(state));
}
