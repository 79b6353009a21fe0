// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/ruleswitch.h"
#include "tests/simulation/soak.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>
#include <thread>

// Each rule of lifecycle.md that has a switch is switched off, one at a time: does a law notice?
using namespace headgate;
using namespace headgate::simulation;
using namespace Qt::StringLiterals;

namespace {

void print(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

//! The rules that these schedules come by.
std::set<std::string> rulesMet(quint32 count)
{
    noteRules(true);
    for (quint32 seed = 0; seed < count; ++seed)
        (void)Schedule(planFor(seed)).run();
    noteRules(false);
    return notedRules();
}

//! The law by which \a rule is missed, and its seed, which holds with the rule; nothing if none.
std::optional<Breach> noticed(const std::string &rule, quint32 count, int workers)
{
    switchOff(rule);
    const auto breach = firstBreach(0, count, workers);
    switchOff({});
    if (breach && !Schedule(planFor(breach->seed)).run().hasHeld())
        return std::nullopt;
    return breach;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Plays COUNT schedules with each rule switched off."_s);
    parser.addHelpOption();
    const QString cores = QString::number(std::max(1U, std::thread::hardware_concurrency()));
    const QCommandLineOption workers(u"workers"_s, u"threads"_s, u"N"_s, cores);
    const QCommandLineOption only(u"only"_s, u"this rule alone; may stand several times"_s,
                                  u"RULE"_s);
    parser.addOptions({workers, only});
    parser.addPositionalArgument(u"count"_s, u"COUNT"_s);
    parser.process(app);
    const QStringList words = parser.positionalArguments();
    const quint32 count = words.isEmpty() ? 3000 : words.first().toUInt();

    std::set<std::string> rules;
    const QStringList chosen = parser.values(only);
    for (const QString &each : chosen)
        rules.insert(each.toStdString());
    if (rules.empty())
        rules = rulesMet(500);
    int unnoticed = 0;
    for (const std::string &rule : rules) {
        const auto breach = noticed(rule, count, parser.value(workers).toInt());
        unnoticed += breach ? 0 : 1;
        print(u"%1 %2"_s.arg(QString::fromStdString(rule), -48)
                  .arg(breach ? u"seed %1: %2"_s.arg(breach->seed).arg(breach->law)
                              : u"NOT NOTICED"_s));
    }
    print(u"mutants: %1 of %2 noticed by a law"_s.arg(int(rules.size()) - unnoticed)
              .arg(rules.size()));
    return unnoticed == 0 ? 0 : 1;
}
