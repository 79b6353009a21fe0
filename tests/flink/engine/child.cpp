// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/clock.h"
#include "model/engine/enginehost.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/datadirectory.h"

#include <QCoreApplication>

#include <cstdio>

using namespace headgate;

//! `headgate_child DIRECTORY start|suspend|cancel DEPLOYMENT`: the engine without a window, which
//! asks for one thing and goes on until it is killed.
int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    const SystemClock clock;
    const auto directory = DataDirectory::own(arguments[1]);
    if (!directory)
        return 3;
    EngineHost host(*directory, clock, [] { return std::make_unique<MemorySecrets>(); }, {});
    host.begin().then(&application, [&](const Result<Done> &begun) {
        if (!begun)
            return QCoreApplication::exit(4);
        const QString &id = arguments[3];
        auto asked = arguments[2] == QLatin1StringView("start") ? host.start(id, {})
            : arguments[2] == QLatin1StringView("suspend")      ? host.suspend(id, false)
                                                                : host.cancel(id);
        asked.then(&application, [](const Result<Done> &answer) {
            if (!answer)
                std::fprintf(stderr, "%s\n", qPrintable(answer.error().message));
        });
    });
    return QCoreApplication::exec();
}
