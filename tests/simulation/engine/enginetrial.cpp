// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/enginetrial.h"

#include "model/core/whendone.h"
#include "model/lifecycle/permissions.h"
#include "tests/unit/artifacts/zipwriter.h"

#include <QThreadPool>

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr int MostTurnsOfAWish = 10'000;
constexpr int MostAsks = 3;
constexpr int MostTurnsOfTheDead = 1000; // until what it has sent has arrived
const auto DeploymentName = u"trial"_s;

//! In memory where that is possible: each commit waits for the disk.
QString folderTemplate()
{
    const QString memory = u"/dev/shm"_s;
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + u"/headgate-XXXXXX"_s;
}

SessionCluster clusterNamed(const QString &name, const QString &url, Instant now)
{
    SessionCluster cluster;
    cluster.metadata.id = cluster.metadata.name = name;
    cluster.metadata.createdAt = cluster.metadata.modifiedAt = now;
    cluster.spec.url = url;
    cluster.spec.state = SessionClusterDesiredState::Running;
    return cluster;
}

} // namespace

EngineTrial::EngineTrial(SimulatedTime &time, const Plan &plan)
    : m_time(time)
    , m_plan(plan)
    , m_folder(folderTemplate())
    , m_disk(m_folder.filePath(u"flink"_s))
    , m_program(m_folder.filePath(u"headgate"_s), time.clock())
    , m_chance(plan.seed + 2)
{
    now = m_time.beginAnew();
    world.checkpoints = m_disk.location() + u"/cp"_s;
    const QString version = plan.seed % 2 == 0 ? u"2.3"_s : u"1.20"_s;
    for (size_t i = 0; i < clusters.size(); ++i) {
        clusters[i].isHighlyAvailable = plan.isHighlyAvailable;
        clusters[i].advance(now);
        m_sites[i] = std::make_unique<ServedFlink>(clusters[i], version, m_disk.location());
        connectSite(*m_sites[i], clusters[i].id());
    }
    m_time.isAwaited = [this] { return isNetworkBusy(); };
    m_time.quiet = [this] {
        if (m_program.isThere())
            checkQuiet();
        else
            m_overdueSince.reset();
    };
    m_time.moved = [this] {
        for (SimulatedFlink &flink : clusters)
            flink.advance(m_time.clock().now());
        m_disk.mirror(world);
    };
    m_time.waitedInVain = [this] {
        ++m_counters[u"waited in vain"_s];
        tell(u"Nothing is heard of "_s + m_traffic.changes().join(u", "_s));
    };
    failPointPassed = [this](QLatin1StringView point) { passFailPoint(point); };
    connect(&m_program, &Program::happened, this, [this](const QList<Event> &happened) {
        for (const Event &event : happened) {
            if (!events.isEmpty() && event.number <= events.last().number)
                continue; // that is from an earlier life
            countEvents({event});
            tell(event.name + u": "_s + event.message);
            events.append(event);
        }
    });
    prepare();
}

EngineTrial::~EngineTrial()
{
    failPointPassed = {};
    m_program.bury();
    for (auto &site : m_sites)
        site->cut();
    while (m_traffic.sent() > 0)
        turn();
    m_time.isAwaited = [] { return false; };
    m_time.quiet = [] { };
    m_time.moved = [] { };
}

//! Two session clusters, and a Deployment that a person has saved.
void EngineTrial::prepare()
{
    const QString jar = m_folder.filePath(u"job.jar"_s);
    const bool isWritten =
        writeZip(jar, {{.name = "META-INF/MANIFEST.MF", .content = "Main-Class: trial.Job\n\n"}})
        && m_program.write(
            {.sessionClusters = {clusterNamed(clusters[0].id(), m_sites[0]->url(), now),
                                 clusterNamed(clusters[1].id(), m_sites[1]->url(), now)}});
    if (!isWritten)
        qFatal("Nothing can be written in %s.", qPrintable(m_folder.path()));
    isFaulty = false;
    begin();
    Deployment deployment;
    deployment.metadata.name = DeploymentName;
    deployment.metadata.annotations.insert(SubmissionTimeoutAnnotation, u"60"_s);
    deployment.spec.sessionClusterName = clusters[0].id();
    deployment.spec.jobTemplate.artifact.jarUri = jar;
    save(deployment);
    runFor(seconds(1));
    for (auto &site : m_sites)
        site->rest().setStamp(stored.deployment.metadata.id);
    isFaulty = true;
}

// ---- time

void EngineTrial::turn()
{
    const Instant limit = m_program.isThere() ? now + minutes(1) : std::max(now, m_offUntil);
    m_time.turn(limit);
    now = m_time.clock().now();
}

void EngineTrial::step()
{
    const bool isAwaited = !m_onItsWay.isEmpty() && --m_turnsLeft > 0;
    if (m_program.isKilled() && !isAwaited)
        bury();
    if (!m_program.isThere() && !m_program.isKilled() && now >= m_offUntil)
        begin();
    follow();
    turn();
    checkLaws();
}

//! What was done to Flink from outside shows itself at its port and on its disk.
void EngineTrial::follow()
{
    for (auto &site : m_sites)
        site->follow();
    m_disk.setReadable(isDiskReadable);
    m_disk.mirror(world);
}

//! The clock stands still until all that was sent is where only time goes on, and nothing is read
//! from the disk.
bool EngineTrial::isNetworkBusy()
{
    const auto held = m_sites[0]->unanswered().size() + m_sites[1]->unanswered().size();
    return m_traffic.sent() != held || QThreadPool::globalInstance()->activeThreadCount() > 0;
}

// ---- the program, its end and its beginning

void EngineTrial::begin()
{
    tell(u"Headgate is started"_s);
    ++m_life;
    m_asked.clear();
    if (const QString trouble = m_program.start(); !trouble.isEmpty())
        return fail(u"Headgate can be started: "_s + trouble);
    checkStoredAfterKill();
}

void EngineTrial::startProgram()
{
    m_offUntil = std::min(m_offUntil, now);
}

void EngineTrial::crash(Duration downTime)
{
    ++m_counters[u"killed by the plan"_s];
    kill(downTime);
}

void EngineTrial::kill(Duration downTime)
{
    if (!m_program.isThere())
        return;
    tell(u"Headgate is killed"_s);
    ++m_counters[u"crash"_s];
    m_program.kill();
    m_eventsLeft = 0;
    // What it has given to the network has left, or not.
    m_onItsWay = m_chance.bounded(2) == 0 ? m_traffic.changes() : QStringList();
    for (const auto &site : m_sites) {
        for (const QString &arrived : site->unanswered())
            m_onItsWay.removeOne(arrived);
    }
    m_turnsLeft = MostTurnsOfTheDead;
    m_offUntil = now + seconds(1) + downTime;
}

//! Whoever asked is no more; what has arrived at Flink goes on.
void EngineTrial::bury()
{
    m_onItsWay.clear();
    m_program.bury();
    for (auto &site : m_sites)
        site->cut();
}

void EngineTrial::passEvent()
{
    const bool isDue = isFaulty && m_eventsLeft > 0 && m_time.clock().now() >= m_killAt;
    if (!isDue || --m_eventsLeft > 0 || !m_program.isThere())
        return;
    ++m_counters[u"killed between two events"_s];
    kill({});
}

void EngineTrial::passFailPoint(QLatin1StringView point)
{
    if (!m_program.isThere())
        return;
    const bool isCommitted = point == "after-commit"_L1;
    if (isCommitted)
        takeStored();
    if (!isFaulty)
        return;
    // Of the moments around a commit one is drawn as often as the plan says.
    const auto isDrawn = [this] { return int(m_chance.bounded(200)) < m_plan.killPercent; };
    const bool isKilledHere = isDrawn();
    const bool isKilledSoon = isDrawn();
    const milliseconds pause(m_chance.bounded(3) == 0 ? 0 : m_chance.bounded(1000));
    const int eventsLeft = 1 + int(m_chance.bounded(8));
    if (isKilledSoon && isCommitted) {
        m_killAt = now + pause;
        m_eventsLeft = eventsLeft;
    }
    if (!isKilledHere && !(isCommitted && m_commits++ == m_plan.killAtCommit))
        return;
    ++m_counters[u"killed at "_s + point];
    kill({});
}

// ---- what is durable

Transaction EngineTrial::newsIn(const StoreContents &contents) const
{
    Transaction news;
    const auto add = [](auto &changed, const auto &before, const auto &after) {
        for (const auto &each : after) {
            if (!before.contains(each))
                changed.append(each);
        }
    };
    add(news.deployments, m_contents.deployments, contents.deployments);
    add(news.jobs, m_contents.jobs, contents.jobs);
    add(news.savepoints, m_contents.savepoints, contents.savepoints);
    for (const Savepoint &each : m_contents.savepoints) {
        const bool isThere = std::ranges::any_of(contents.savepoints, [&](const Savepoint &other) {
            return other.metadata.id == each.metadata.id;
        });
        if (!isThere)
            news.removedSavepoints.append(each.metadata.id);
    }
    add(news.orphans, m_contents.orphans, contents.orphans);
    return news;
}

void EngineTrial::takeStored()
{
    const auto contents = m_program.stored();
    if (!contents)
        return fail(u"What is stored can be read: "_s + contents.error().message);
    countCell();
    take(newsIn(*contents));
    m_contents = *contents;
}

void EngineTrial::checkStoredAfterKill()
{
    const auto contents = m_program.stored();
    if (!contents || (m_contents != StoreContents() && *contents != m_contents))
        fail(u"What was durable is there after a kill, and nothing else"_s);
}

bool EngineTrial::isObserved(const QString &clusterId)
{
    const ClusterView *view = m_program.engine().clusters().view(clusterId);
    return view && view->isObserved;
}

// ---- people

template <typename T>
void EngineTrial::await(const QFuture<Result<T>> &answer)
{
    for (int i = 0; i < MostTurnsOfAWish && m_program.isThere() && !answer.isFinished(); ++i)
        turn();
    if (m_program.isThere() && !answer.isFinished())
        return fail(u"A wish is answered"_s);
    if (answer.isFinished() && !answer.isCanceled() && !answer.result())
        tell(u"It is refused: "_s + answer.result().error().message);
}

//! Whoever sees the window go before an answer asks again, where nothing has come of it.
void EngineTrial::ask(DeploymentAction action, const StartOrder &order)
{
    const qint64 before = stored.record.generation;
    for (int i = 0; i < MostAsks && m_program.isThere(); ++i) {
        askOnce(action, order);
        if (m_program.isThere() || stored.record.generation != before)
            return;
        (void)runUntil([this] { return m_program.isThere(); });
    }
}

void EngineTrial::askOnce(DeploymentAction action, const StartOrder &order)
{
    tell(u"A person wants "_s + wireName(action));
    Wishes &wishes = m_program.wishes();
    const QString id = stored.deployment.metadata.id;
    switch (action) {
    case DeploymentAction::Start:
        return await(wishes.start(id, order));
    case DeploymentAction::RunAgain:
        return await(wishes.runAgain(id, order));
    case DeploymentAction::Suspend:
    case DeploymentAction::StopWithDrain:
        return await(wishes.suspend(id, action == DeploymentAction::StopWithDrain));
    case DeploymentAction::Cancel:
        return await(wishes.cancel(id));
    case DeploymentAction::Retry:
        return await(wishes.retry(id, order));
    case DeploymentAction::ForceCancel:
        return await(wishes.forceCancel(id));
    case DeploymentAction::TriggerSavepoint:
        return await(wishes.triggerSavepoint(id));
    case DeploymentAction::UpgradeToChangedJar:
    case DeploymentAction::UpgradeFromCheckpoint:
    case DeploymentAction::ChooseState:
    case DeploymentAction::AdoptJob:
    case DeploymentAction::Edit:
    case DeploymentAction::Delete:
        Q_UNREACHABLE(); // no plan asks for it
    }
}

void EngineTrial::save(const Deployment &deployment)
{
    if (m_program.isThere())
        await(m_program.wishes().saveDeployment({.deployment = deployment}));
}

void EngineTrial::askForDeletion(const QString &savepointId, bool areFilesKept)
{
    if (m_program.isThere())
        await(m_program.wishes().deleteSavepoint(savepointId, areFilesKept));
}

StartOrder EngineTrial::confirmedOrder()
{
    if (!m_program.isThere())
        return {};
    Engine &engine = m_program.engine();
    const HeldDeployment *held = engine.holdings().find(stored.deployment.metadata.id);
    return StartOrder{.isConfirmed = true,
                      .shownSavepointId = previewOfNextState(engine.viewOf(*held)).savepointId};
}

} // namespace headgate::simulation
