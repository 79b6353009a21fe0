// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Beside app/main.cpp: the program itself, which says when its list is painted.
#include "tests/bench/shownrow.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

void watchList()
{
    auto *row = new headgate::bench::ShownRow([](const QString &) {
        std::puts("painted");
        std::fflush(stdout);
    });
    row->setParent(QCoreApplication::instance());
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(watchList)
