// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/proofs.h"
#include "tests/simulation/ruleswitch.h"
#include "tests/simulation/soak.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <thread>

// Each rule of lifecycle.md that has a switch is switched off, one at a time: does a law of the
// simulation notice, or a row of a table? Who does is known (proofs.cpp) and tried first.
using namespace headgate;
using namespace headgate::simulation;
using namespace Qt::StringLiterals;

namespace {

struct Search {
    quint32 count = 0; //!< Schedules for a rule whose own seed no longer does.
    int workers = 1;
    bool isForLaws = false; //!< A row of a table is not enough.
};

void print(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

bool holds(quint32 seed)
{
    return Schedule(planFor(seed)).run().hasHeld();
}

//! The law that \a seed breaks without \a rule and keeps with it; empty if there is none.
QString lawBroken(const QString &rule, quint32 seed)
{
    switchOff(rule.toStdString());
    const QString law = Schedule(planFor(seed)).run().law;
    switchOff({});
    return law.isEmpty() || !holds(seed) ? QString() : law;
}

//! The exit code of a row of tst_\a room, played without \a rule.
int playRow(const QString &rule, const QString &room, const QString &row)
{
    QProcess table;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HEADGATE_MUTANT"_s, rule);
    table.setProcessEnvironment(environment);
    table.start(QCoreApplication::applicationDirPath() + u"/mutant_"_s + room, {row});
    const bool hasEnded = table.waitForFinished(60'000);
    return hasEnded && table.exitStatus() == QProcess::NormalExit ? table.exitCode() : -1;
}

bool isRowBroken(const QString &rule, const QString &room, const QString &row)
{
    return playRow({}, room, row) == 0 && playRow(rule, room, row) > 0;
}

//! Who notices that \a proof's rule is off; empty: nobody.
QString whoNotices(const Proof &proof, const Search &search)
{
    const QString rule = QString::fromLatin1(proof.rule);
    if (proof.seed) {
        if (const QString law = lawBroken(rule, *proof.seed); !law.isEmpty())
            return u"seed %1: %2"_s.arg(*proof.seed).arg(law);
    }
    const QString room = QString::fromLatin1(proof.room);
    const QString row = QString::fromLatin1(proof.row);
    if (!room.isEmpty() && !search.isForLaws && isRowBroken(rule, room, row))
        return u"tst_%1: %2"_s.arg(room, row);
    switchOff(proof.rule);
    const auto breach = firstBreach(0, search.count, search.workers);
    switchOff({});
    if (!breach || !holds(breach->seed))
        return {};
    return u"seed %1, found anew: %2"_s.arg(breach->seed).arg(breach->law);
}

//! Those that the first schedules come by and that no proof names.
QStringList rulesWithoutProof()
{
    noteRules(true);
    for (quint32 seed = 0; seed < 300; ++seed)
        (void)holds(seed);
    noteRules(false);
    QStringList missing;
    for (const std::string &met : notedRules()) {
        const bool isNamed =
            std::ranges::any_of(proofs(), [&](const Proof &proof) { return met == proof.rule; });
        if (!isNamed)
            missing.append(QString::fromStdString(met));
    }
    return missing;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Switches rules off. COUNT: schedules searched where nobody is known to notice."_s);
    parser.addHelpOption();
    const QString cores = QString::number(std::max(1U, std::thread::hardware_concurrency()));
    const QCommandLineOption workers(u"workers"_s, u"threads"_s, u"N"_s, cores);
    const QCommandLineOption only(u"only"_s, u"this rule alone; may stand several times"_s,
                                  u"RULE"_s);
    const QCommandLineOption laws(u"laws"_s, u"only a law counts as who notices"_s);
    parser.addOptions({workers, only, laws});
    parser.addPositionalArgument(u"count"_s, u"COUNT"_s);
    parser.process(app);
    const QStringList words = parser.positionalArguments();
    const Search search{.count = words.isEmpty() ? 2000 : words.first().toUInt(),
                        .workers = parser.value(workers).toInt(),
                        .isForLaws = parser.isSet(laws)};
    const QStringList chosen = parser.values(only);

    int tried = 0;
    int noticed = 0;
    for (const Proof &proof : proofs()) {
        const QString rule = QString::fromLatin1(proof.rule);
        if (!chosen.isEmpty() && !chosen.contains(rule))
            continue;
        const QString who = whoNotices(proof, search);
        ++tried;
        noticed += who.isEmpty() ? 0 : 1;
        print(u"%1 %2"_s.arg(rule, -48).arg(who.isEmpty() ? u"NOT NOTICED"_s : who));
    }
    const QStringList missing = chosen.isEmpty() ? rulesWithoutProof() : QStringList();
    for (const QString &rule : missing)
        print(u"%1 HAS NO PROOF"_s.arg(rule, -48));
    print(
        u"mutants: %1 of %2 noticed by a law or a row"_s.arg(noticed).arg(tried + missing.size()));
    return noticed == tried && missing.isEmpty() && tried > 0 ? 0 : 1;
}
