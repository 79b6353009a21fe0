// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/clusterprocesses.h"
#include "model/clusters/runfiles.h"
#include "model/core/whendone.h"

#include <QDir>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! The greatest number of a TaskManager that ever wrote a pid file.
int greatestNumber(const ClusterFiles &files)
{
    int greatest = 0;
    const QStringList names = QDir(files.run()).entryList({u"taskmanager-*.pid"_s}, QDir::Files);
    for (const QString &name : names)
        greatest = qMax(greatest, name.section(u'-', 1).section(u'.', 0, 0).toInt());
    return qMin(greatest, 1024); // a file of that name need not be ours
}

} // namespace

QFuture<Result<LocalProcesses>> LocalCluster::Private::setTaskManagers(int count)
{
    const auto promise = std::make_shared<QPromise<Result<LocalProcesses>>>();
    promise->start();
    counting.append(promise);
    if (phase == Phase::Idle || phase == Phase::Stopping) {
        if (next)
            next->numberOfTaskManagers = qMax(0, count);
        settleCounts();
        return promise->future();
    }
    wanted = qMax(0, count);
    spec.numberOfTaskManagers = wanted;
    if (isManaging()) { // else the start does it
        trimPlaces(settings.stopTime);
        fillPlaces();
        settleCounts();
    }
    return promise->future();
}

void LocalCluster::Private::addTaskPlace()
{
    auto place = std::make_unique<TaskPlace>();
    const int number = int(places.size()) + 1;
    place->seat = std::make_unique<Seat>(files, FlinkProcessName{FlinkRole::TaskManager, number});
    place->again.setSingleShot(true);
    TaskPlace *const added = place.get();
    QObject::connect(added->seat.get(), &Seat::appeared, q, [this] {
        publish();
        settleCounts();
    });
    QObject::connect(added->seat.get(), &Seat::emptied, q,
                     [this, added] { onTaskManagerGone(*added); });
    QObject::connect(&added->again, &QTimer::timeout, q, [this, added] {
        if (isManaging() && isWanted(*added))
            fill(*added);
    });
    places.push_back(std::move(place));
}

void LocalCluster::Private::prepareOrder()
{
    if (std::exchange(isPreparingOrder, true))
        return;
    const auto giveUp = [this](const QString &reason) {
        isPreparingOrder = false;
        settleCounts();
        Q_EMIT q->taskManagerEnded(wanted, reason, {});
    };
    const Result<FlinkInstallation> flink = inspectInstallation(spec.flinkHome);
    if (!flink)
        return giveUp(flink.error().message);
    const auto java = findJava(q, *flink, spec.flinkConfiguration.value(u"env.java.home"_s));
    whenDone(q, java, [this, giveUp, flink = *flink](const Result<Java> &found) {
        if (!found)
            return giveUp(found.error().message);
        isPreparingOrder = false;
        if (!isManaging())
            return;
        order = LaunchOrder{.flink = flink, .java = *found, .token = readToken(files)};
        fillPlaces();
    });
}

void LocalCluster::Private::fillPlaces()
{
    while (int(places.size()) < wanted)
        addTaskPlace();
    for (const auto &place : places) {
        if (isWanted(*place) && place->seat->isEmpty() && !place->again.isActive())
            fill(*place);
    }
}

void LocalCluster::Private::fill(TaskPlace &place)
{
    if (!order)
        return prepareOrder();
    if (place.seat->isEmpty() && !place.seat->launch(*order))
        onTaskManagerGone(place);
}

//! Ends those with the greatest numbers.
void LocalCluster::Private::trimPlaces(std::chrono::milliseconds patience)
{
    for (const auto &place : places) {
        if (isWanted(*place))
            continue;
        place->again.stop();
        place->isEnding = !place->seat->isEmpty();
        place->seat->end(patience);
    }
}

void LocalCluster::Private::onTaskManagerGone(TaskPlace &place)
{
    publish();
    const bool wasOurs = std::exchange(place.isEnding, false);
    if (isManaging() && isWanted(place)) {
        const bool livedLong = place.seat->age() > settings.greatestBackOff;
        place.backOff = wasOurs ? std::chrono::milliseconds(0)
            : livedLong || place.backOff.count() == 0
            ? settings.backOff
            : qMin(place.backOff * 2, settings.greatestBackOff);
        place.again.start(place.backOff);
        const QString lines = place.seat->lastLines();
        if (!wasOurs)
            Q_EMIT q->taskManagerEnded(place.seat->name().number, reasonIn(lines), lines);
    }
    settleCounts();
    advance();
}

void LocalCluster::Private::settleCounts()
{
    const bool isOver = !isManaging() && !starting;
    const bool isReached = isManaging() && std::ranges::all_of(places, [this](const auto &place) {
                               return isWanted(*place)
                                   ? place->seat->process() || place->again.isActive()
                                   : place->seat->isEmpty();
                           });
    const bool isStuck = isManaging() && !order && !isPreparingOrder && !isReached;
    if (!isOver && !isReached && !isStuck)
        return;
    for (const Promise &promise : std::exchange(counting, {})) {
        const bool isDone = isReached && int(processes.taskManagers.size()) == wanted;
        promise->addResult(isDone
                               ? Result<LocalProcesses>(processes)
                               : failure(isOver ? ErrorKind::NotPermitted : ErrorKind::Environment,
                                         isOver ? tr("This session cluster is not running.")
                                                : tr("Not every task manager could be started.")));
        promise->finish();
    }
}

bool LocalCluster::Private::isManaging() const
{
    return phase == Phase::AwaitingRest || phase == Phase::Running;
}

bool LocalCluster::Private::isWanted(const TaskPlace &place) const
{
    return place.seat->name().number <= wanted;
}

void LocalCluster::Private::findAll(const LocalProcesses &recorded)
{
    isLooking = true;
    jobManager.find(recorded.jobManager);
    while (int(places.size()) < greatestNumber(files))
        addTaskPlace();
    for (const auto &place : places)
        place->seat->find();
    for (const ProcessRecord &process : recorded.taskManagers) {
        const bool isKnown = std::ranges::any_of(
            places, [&](const auto &place) { return place->seat->process() == process; });
        if (isKnown || !isRunning(process))
            continue;
        addTaskPlace();
        places.back()->seat->find(process);
    }
    isLooking = false;
}

} // namespace headgate
