// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/table.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace headgate::bench {

using namespace Qt::StringLiterals;

double median(QList<double> values)
{
    if (values.isEmpty())
        return 0;
    std::ranges::sort(values);
    const qsizetype middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double usedMilliseconds()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return double(used.tv_sec) * 1e3 + double(used.tv_nsec) / 1e6;
}

QString inMilliseconds(double ms)
{
    return u"%1 ms"_s.arg(ms, 0, 'f', ms < 10 ? 1 : 0);
}

void print(const QList<Row> &rows)
{
    std::puts("| what | measured | against | ratio | goal | met |\n|---|---|---|---|---|---|");
    for (const Row &row : rows) {
        const QString met = row.goal.isEmpty() ? QString() : row.isMet ? u"yes"_s : u"no"_s;
        const QString line = u"| %1 | %2 | %3 | %4 | %5 | %6 |"_s.arg(
            row.what, row.measured, row.against, row.ratio, row.goal, met);
        std::puts(qPrintable(line));
    }
    std::fflush(stdout);
}

} // namespace headgate::bench
