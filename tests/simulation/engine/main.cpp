// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/calm.h"
#include "tests/simulation/engine/enginetrial.h"
#include "tests/simulation/schedule.h"
#include "tests/simulation/troubles.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QThread>

#include <cstdio>

using namespace headgate;
using namespace headgate::simulation;
using namespace Qt::StringLiterals;

namespace {

//! Says between which two events of its own thread it is.
class Application : public QCoreApplication {
public:
    using QCoreApplication::QCoreApplication;

    std::function<void()> isBetweenEvents = [] { };

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() == thread())
            isBetweenEvents();
        return QCoreApplication::notify(receiver, event);
    }
};

void print(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

//! As in the simulation, with more faults: a schedule costs a hundred times as much here.
Plan busyPlanFor(quint32 seed)
{
    Plan plan = planFor(seed);
    if (plan.faultPercent > 0)
        plan.faultPercent += 25;
    return plan;
}

Verdict play(Application &app, SimulatedTime &time, const Plan &plan,
             const std::function<void(const QString &)> &trace)
{
    EngineTrial trial(time, plan);
    trial.trace = trace;
    app.isBetweenEvents = [&trial] { trial.passEvent(); };
    trial.want(DesiredState::Running);
    for (const Step &step : plan.steps) {
        trial.runFor(step.pause);
        if (!trial.broken.isEmpty())
            break;
        inflict(trial, step);
    }
    Verdict verdict;
    if (trial.broken.isEmpty()) {
        trial.isFaulty = false;
        trial.startProgram();
        trial.runFor(std::chrono::seconds(1)); // for a program that is not there, no one can ask
        calmDown(trial);
        verdict.law = converge(trial);
    }
    app.isBetweenEvents = [] { };
    if (!trial.broken.isEmpty())
        verdict.law = lawOf(trial.broken.first());
    if (!verdict.law.isEmpty())
        verdict.story = trial.broken.join(u'\n') + u'\n' + trial.story();
    verdict.counters = trial.counters();
    return verdict;
}

int soak(Application &app, SimulatedTime &time, quint32 from, quint32 count)
{
    Counters counters;
    QStringList broken;
    for (quint32 seed = from; seed - from < count; ++seed) {
        const Verdict verdict = play(app, time, busyPlanFor(seed), {});
        add(counters, verdict.counters);
        if (verdict.law.isEmpty())
            continue;
        broken.append(u"seed %1 broke “%2”"_s.arg(seed).arg(verdict.law));
        print(broken.last() + u'\n' + verdict.story + u'\n');
    }
    for (const auto &[name, seen] : counters.asKeyValueRange())
        print(u"%1 %2"_s.arg(seen, 12).arg(name));
    QString last =
        u"soak engine: %1 of %2 schedules held, seeds %3 to %4"_s.arg(count - broken.size())
            .arg(count)
            .arg(from)
            .arg(from + count - 1);
    for (const QString &each : std::as_const(broken))
        last += u"; "_s + each;
    const QStringList unmet =
        count >= EnoughForAllCounters ? unmetCounters(counters) : QStringList();
    if (!unmet.isEmpty())
        last += u"; never met: "_s + unmet.join(u", ");
    print(last);
    return broken.isEmpty() && unmet.isEmpty() ? 0 : 1;
}

int replay(Application &app, SimulatedTime &time, quint32 seed, bool isShrunk)
{
    Plan plan = busyPlanFor(seed);
    if (isShrunk) {
        const QString law = play(app, time, plan, {}).law;
        plan = law.isEmpty() ? plan : shrink(plan, [&](const Plan &tried) {
            return play(app, time, tried, {}).law == law;
        });
    }
    const Verdict verdict = play(app, time, plan, print);
    print(describe(plan));
    print(verdict.law.isEmpty() ? u"All laws held."_s : u"Broken: "_s + verdict.law);
    return verdict.law.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed(); // a seed plays the same each time
    auto *time = new SimulatedTime; // the application takes it
    QCoreApplication::setEventDispatcher(time);
    Application app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Plays schedules of trouble with the real engine: COUNT, or replay SEED."_s);
    parser.addHelpOption();
    const QCommandLineOption from(u"from"_s, u"the first seed"_s, u"SEED"_s, u"0"_s);
    const QCommandLineOption shrunk(u"shrunk"_s, u"replay the fewest steps that do it"_s);
    parser.addOptions({from, shrunk});
    parser.addPositionalArgument(u"command"_s, u"COUNT, or replay SEED"_s);
    parser.process(app);
    const QStringList words = parser.positionalArguments();
    bool isNumber = false;
    const uint number = words.isEmpty() ? 0 : words.last().toUInt(&isNumber);
    if (!isNumber)
        parser.showHelp(2);
    if (words.first() == "replay"_L1)
        return replay(app, *time, number, parser.isSet(shrunk));
    return soak(app, *time, parser.value(from).toUInt(), number);
}
