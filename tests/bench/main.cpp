// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/decisions.h"
#include "tests/bench/memory.h"
#include "tests/bench/requests.h"
#include "tests/bench/startup.h"
#include "tests/bench/tick.h"
#include "tests/bench/transitions.h"

#include <QApplication>

#include <cstdio>

using namespace headgate::bench;
using namespace Qt::StringLiterals;

namespace {

struct Part {
    QString name;
    std::optional<QList<Row>> (*measure)();
};

//! The parts that \a names names; all of them where it names none.
QList<Part> chosenParts(const QStringList &names)
{
    QList<Part> parts{{u"startup"_s, measureStartup},     {u"memory"_s, measureMemory},
                      {u"decisions"_s, measureDecisions}, {u"requests"_s, measureRequests},
                      {u"tick"_s, measureTick},           {u"transitions"_s, measureTransitions}};
    parts.removeIf(
        [&](const Part &part) { return !names.isEmpty() && !names.contains(part.name); });
    return parts;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"headgate"_s);
    const QStringList arguments = QApplication::arguments().sliced(1);

    QList<Row> rows;
    bool isWhole = true;
    for (const Part &part : chosenParts(arguments)) {
        std::fputs(qPrintable(u"measuring %1 …\n"_s.arg(part.name)), stderr);
        const auto measured = part.measure();
        if (measured)
            rows += *measured;
        else
            std::fputs(qPrintable(u"%1 could not be measured\n"_s.arg(part.name)), stderr);
        isWhole = isWhole && measured;
    }
    print(rows);
    return isWhole ? 0 : 1;
}
