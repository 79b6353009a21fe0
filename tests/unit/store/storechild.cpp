// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A second process for the tests of the store: it does one thing to a data directory, says in a
// line each what happened, and can be killed meanwhile.
#include "model/store/singleinstance.h"
#include "model/store/store.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/store/samples.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

using namespace headgate;
using namespace Qt::StringLiterals;

namespace {

constexpr uid_t Nobody = 65534;

void say(const QString &line)
{
    std::cout << qPrintable(line) << std::endl;
}

QString outcomeOf(const auto &result)
{
    if (result)
        return u"done"_s;
    const QString kind = QString::number(int(result.error().kind));
    return u"error "_s + kind + u' ' + result.error().message;
}

void waitForEndOfInput()
{
    std::string line;
    while (std::getline(std::cin, line)) { }
}

//! Sample documents in which the round stands at several places.
Transaction transactionOf(int round)
{
    Transaction transaction = sampleTransaction();
    transaction.deployments[0].record.generation = round;
    transaction.jobs[0].spec.number = round;
    transaction.sightings.first().sighting.incarnation = QString::number(round);
    transaction.savepoints[0].spec.jobNumber = round;
    transaction.events[0].message = QString::number(round);
    return transaction;
}

int own(const QString &path)
{
    const auto directory = DataDirectory::own(path);
    say(outcomeOf(directory));
    waitForEndOfInput();
    return 0;
}

int open(const QString &path)
{
    // Root may write everywhere.
    if (::geteuid() == 0 && ::setresuid(Nobody, Nobody, Nobody) != 0)
        return 1;
    const auto directory = DataDirectory::own(path);
    if (!directory) {
        say(outcomeOf(directory));
        return 0;
    }
    const ManualClock clock;
    say(outcomeOf(Store::open(*directory, clock)));
    return 0;
}

int write(const QString &path, const QString &purpose, int rounds)
{
    const ManualClock clock;
    const auto directory = DataDirectory::own(path);
    const auto store = Store::open(*directory, clock);
    const QByteArray name = purpose.toLatin1();
    const QList<QLatin1StringView> purposes{QLatin1StringView(name), "second"_L1};
    for (int round = 2; store && round < 2 + rounds; ++round) {
        const auto written = (*store)->write(transactionOf(round), purposes);
        say(written ? QString::number(round) : outcomeOf(written));
    }
    return 0;
}

int migrate(const QString &path)
{
    const ManualClock clock;
    const auto directory = DataDirectory::own(path);
    say(outcomeOf(Store::open(*directory, clock, nextMigrations())));
    return 0;
}

int restore(const QString &path)
{
    const ManualClock clock;
    const auto directory = DataDirectory::own(path);
    const QList<StoreCopy> copies = Store::copies(*directory);
    say(outcomeOf(Store::restore(*directory, copies.first(), clock)));
    return 0;
}

//! No file can grow beyond \a limit, for which a disk that is full stands; nothing: as far as it
//! may.
void limitFiles(std::optional<int> limit)
{
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit size = {};
    ::getrlimit(RLIMIT_FSIZE, &size);
    size.rlim_cur = limit ? rlim_t(*limit) : size.rlim_max;
    ::setrlimit(RLIMIT_FSIZE, &size);
}

int create(const QString &path, int limit)
{
    const ManualClock clock;
    const auto directory = DataDirectory::own(path);
    limitFiles(limit);
    say(outcomeOf(Store::open(*directory, clock)));
    limitFiles({});
    say(outcomeOf(Store::open(*directory, clock)));
    return 0;
}

//! Writes until the disk is full, tries a copy, then writes once more with the limit gone.
int fill(const QString &path, int limit)
{
    const ManualClock clock;
    const auto directory = DataDirectory::own(path);
    const auto store = Store::open(*directory, clock);
    limitFiles(limit);
    Result<QList<Event>> written;
    int round = 1;
    while (written)
        written = (*store)->write(transactionOf(++round), "fill"_L1);
    say(outcomeOf(written));
    say(QString::number(round - 1));
    say(outcomeOf((*store)->copyIfDue()));
    limitFiles({});
    say(outcomeOf((*store)->write(transactionOf(round), "fill"_L1)));
    return 0;
}

int raiseFirst(const QString &path, const QByteArray &token)
{
    say(outcomeOf(SingleInstance::raiseFirst(path, token)));
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString what = arguments.value(1);
    const QString path = arguments.value(2);
    if (what == "own"_L1)
        return own(path);
    if (what == "open"_L1)
        return open(path);
    if (what == "write"_L1)
        return write(path, arguments.value(3), arguments.value(4).toInt());
    if (what == "migrate"_L1)
        return migrate(path);
    if (what == "restore"_L1)
        return restore(path);
    if (what == "create"_L1)
        return create(path, arguments.value(3).toInt());
    if (what == "fill"_L1)
        return fill(path, arguments.value(3).toInt());
    if (what == "raise"_L1)
        return raiseFirst(path, arguments.value(3).toUtf8());
    return 2;
}
