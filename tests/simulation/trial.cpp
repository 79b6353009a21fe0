// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/trial.h"

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
void replace(QList<T> &list, const T &value)
{
    const auto it = std::ranges::find_if(
        list, [&](const T &each) { return each.metadata.id == value.metadata.id; });
    if (it == list.end())
        list.append(value);
    else
        *it = value;
}

} // namespace

Trial::Trial()
    : clusters{SimulatedFlink(world, u"cluster"_s), SimulatedFlink(world, u"other"_s)}
{
}

Trial::~Trial() = default;

void Trial::tell(const QString &line)
{
    if (trace)
        trace(toIso(now) + u' ' + line);
}

void Trial::take(const Transaction &records)
{
    countRecords(records);
    checkRecords(records);
    const auto chosenBefore = stored.record.chosen;
    if (!records.deployments.isEmpty())
        stored = records.deployments.last();
    // The choice is made once, and kept for all attempts of that start.
    if (stored.record.chosen && stored.record.chosen != chosenBefore)
        m_strategy = stored.deployment.spec.restoreStrategy;
    for (const Job &each : records.jobs)
        replace(jobs, each);
    for (Job &each : jobs) {
        if (const auto seen = records.sightings.constFind(each.metadata.id);
            seen != records.sightings.constEnd())
            each.observed.lastSighting = seen->sighting;
    }
    for (const Savepoint &each : records.savepoints)
        replace(savepoints, each);
    savepoints.removeIf([&](const Savepoint &each) {
        return records.removedSavepoints.contains(each.metadata.id);
    });
    orphans.append(records.orphans);
    events.append(records.events);
    for (const Event &event : records.events)
        tell(event.name + u": "_s + event.message);
}

// ---- what people do

void Trial::want(DesiredState desired, const StartOrder &order)
{
    const bool isSame = stored.deployment.spec.state == desired;
    if (isSame && has(DeploymentState::Failed))
        return retry(order);
    switch (desired) {
    case DesiredState::Running:
        return ask(isSame && has(DeploymentState::Finished) ? DeploymentAction::RunAgain
                                                            : DeploymentAction::Start,
                   order);
    case DesiredState::Suspended:
        return ask(DeploymentAction::Suspend, order);
    case DesiredState::Cancelled:
        return ask(DeploymentAction::Cancel, order);
    }
}

void Trial::force()
{
    if (newest())
        m_letGo.append(newest()->metadata.id);
    ask(DeploymentAction::ForceCancel, {});
}

void Trial::changeTemplate()
{
    tell(u"A person saves another template"_s);
    Deployment next = stored.deployment;
    ++next.spec.jobTemplate.parallelism;
    save(next);
}

void Trial::change(UpgradeStrategy upgrade, RestoreStrategy restore)
{
    tell(u"A person saves %1, %2"_s.arg(wireName(upgrade), wireName(restore)));
    Deployment next = stored.deployment;
    next.spec.upgradeStrategy = upgrade;
    next.spec.restoreStrategy = restore;
    save(next);
}

void Trial::moveToOtherCluster()
{
    const bool isFirst = stored.record.sessionClusterId == clusters[0].id();
    Deployment next = stored.deployment;
    next.spec.sessionClusterName = clusters[isFirst ? 1 : 0].id();
    tell(u"A person moves it to %1"_s.arg(next.spec.sessionClusterName));
    save(next);
}

void Trial::cancelPossibleOrphans()
{
    for (SimulatedFlink &flink : clusters) {
        const QStringList live = flink.liveJobs();
        for (const QString &id : live) {
            if (isForced(id))
                (void)flink.cancel(id);
        }
    }
}

void Trial::deleteNewestState()
{
    QString newest;
    for (const Savepoint &each : std::as_const(savepoints)) {
        const QString &path = each.spec.savepointLocation;
        if (world.numberOf(path) > world.numberOf(newest))
            newest = path;
    }
    world.files.remove(newest);
    world.deleted.insert(newest);
}

void Trial::deleteSavepoint(int number)
{
    if (savepoints.isEmpty())
        return;
    const Savepoint wanted = savepoints.at(number % savepoints.size());
    const QString path = wanted.spec.savepointLocation;
    const bool areFilesKept = number % 7 == 0;
    tell(u"A person wants the savepoint at “%1” %2"_s.arg(
        path, areFilesKept ? u"forgotten"_s : u"deleted"_s));
    const bool isNew = !path.isEmpty() && !world.unwanted.contains(path);
    if (isNew)
        world.unwanted.insert(path);
    if (areFilesKept)
        m_keptFiles.insert(path);
    const bool isNeededNow = isNeeded(wanted);
    askForDeletion(wanted.metadata.id, areFilesKept);
    const Savepoint *left = savepointOf(wanted.metadata.id);
    const bool isTurnedDown = left && left->status == wanted.status;
    ++m_counters[isTurnedDown       ? u"deletion: turned down"_s
                     : areFilesKept ? u"deletion: of the document alone"_s
                                    : u"deletion: asked for"_s];
    if (isTurnedDown && isNew)
        world.unwanted.remove(path);
    if (isTurnedDown && areFilesKept)
        m_keptFiles.remove(path);
    if (!isTurnedDown && isNeededNow)
        fail(u"What is needed is not deleted"_s);
}

// ---- time

bool Trial::runUntil(const std::function<bool()> &until, Duration patience)
{
    const Instant end = now + patience;
    while (!until()) {
        if (now > end || !broken.isEmpty())
            return false;
        step();
    }
    return true;
}

void Trial::runFor(Duration duration)
{
    const Instant end = now + duration;
    while (now < end && broken.isEmpty())
        step();
}

// ---- what there is

const Savepoint *Trial::savepointOf(const QString &id) const
{
    const auto it = std::ranges::find_if(
        savepoints, [&](const Savepoint &each) { return each.metadata.id == id; });
    return it == savepoints.end() ? nullptr : &*it;
}

SimulatedFlink &Trial::flinkOf(const QString &clusterId)
{
    return clusterId == clusters[0].id() ? clusters[0] : clusters[1];
}

SimulatedFlink &Trial::currentFlink()
{
    return flinkOf(newest() ? newest()->spec.sessionClusterId : stored.record.sessionClusterId);
}

QString Trial::liveFlinkJob()
{
    const QStringList live = currentFlink().liveJobs();
    return live.isEmpty() ? QString() : live.first();
}

QStringList Trial::liveFlinkJobs() const
{
    QStringList live;
    for (const SimulatedFlink &flink : clusters) {
        for (const auto &[id, job] : flink.jobs) {
            const bool isUnforeseen = SimulatedFlink::isBelated(job) || isStray(flink, job);
            if (SimulatedFlink::isLiveOwn(job) && !isForced(id) && !isUnforeseen)
                live.append(id);
        }
    }
    return live;
}

int Trial::count(QLatin1StringView eventName) const
{
    return int(std::ranges::count(events, eventName, &Event::name));
}

QString Trial::story() const
{
    QString text =
        u"wanted %1, is %2"_s.arg(wireName(stored.deployment.spec.state), wireName(state()));
    if (stored.record.waiting)
        text += u", waits: "_s + stored.record.waiting->what;
    for (const Event &event : events.last(std::min<qsizetype>(events.size(), 40)))
        text += u"\n  %1 %2: %3"_s.arg(toIso(event.time), event.name, event.message);
    return text;
}

} // namespace headgate::simulation
