// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/engine.h"

#include "model/lifecycle/decide.h"
#include "model/lifecycle/suspension.h"

#include <QThreadPool>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {
constexpr int RoundsAPump = 16; // then the event loop has its turn
constexpr milliseconds PulsePause{2000};
constexpr seconds StorePause{5};
} // namespace

Engine::Engine(const DataDirectory &directory, std::unique_ptr<Store> store, Secrets &secrets,
               const Clock &clock)
    : m_directory(directory)
    , m_store(std::move(store))
    , m_secrets(secrets)
    , m_time(clock)
    , m_artifacts(m_directory.filePath(u"artifacts"), clock)
    , m_clusters(m_directory.path(), m_secrets, m_time,
                 [this](const Transaction &transaction, QLatin1StringView purpose) {
                     return commit(transaction, purpose);
                 })
    , m_performer(m_holdings, m_clusters, m_artifacts, m_time)
    , m_reader(m_holdings, m_clusters, m_time)
    , m_jars(m_holdings, m_artifacts)
{
    m_wake.setSingleShot(true);
    connect(&m_wake, &QTimer::timeout, this, &Engine::pump);
    connect(&m_pulse, &QTimer::timeout, this, &Engine::beat);
    connect(&m_clusters, &SessionClusters::looked, this, &Engine::takeLook);
    connect(&m_clusters, &SessionClusters::changed, this, &Engine::takeChange);
    connect(&m_performer, &Performer::outcomeArrived, this, &Engine::wake);
    connect(&m_performer, &Performer::progressed, this, &Engine::showAgain);
    connect(&m_jars, &JarWatch::changed, this, &Engine::showAgain);
    connect(&m_reader, &Reader::factArrived, this, [this](const QString &id) {
        m_agenda.decide(id);
        queuePump();
    });
}

Engine::~Engine() = default;

Result<void> Engine::begin()
{
    auto contents = m_store->load();
    if (!contents)
        return Failure(contents.error());
    m_defaults = contents->deploymentDefaults;
    m_holdings.fill(*contents);
    writeChanged(m_holdings.bringBackTimes(m_time.now()));
    sweepArtifacts();
    for (const auto &[id, held] : m_holdings.all()) {
        m_pending.jobs.append(held.jobs);
        m_pending.savepoints.append(held.savepoints);
    }
    showOrphans();
    if (auto events = m_store->events({.limit = 1000})) {
        std::ranges::reverse(*events);
        m_pending.events = *events;
    }
    m_clusters.fill(contents->sessionClusters);
    for (const auto &[id, held] : m_clusters.all())
        m_clustersToReport.insert(id);
    for (const auto &[id, held] : m_holdings.all()) {
        m_agenda.show(id);
        if (!isFirstLookAwaited(held)) // there is nothing new to decide on before
            m_agenda.decide(id);
    }
    m_lastPulse = m_time.now();
    m_pulse.start(PulsePause);
    m_jars.begin();
    noteTraits();
    publish(); // the list is painted while they are decided on for the first time
    queuePump();
    return {};
}

void Engine::end()
{
    m_pulse.stop();
    m_wake.stop();
    m_jars.end();
    QThreadPool::globalInstance()->waitForDone(); // reads of files, copies of jars
    m_clusters.clear();
}

Result<void> Engine::commit(const Transaction &transaction, QLatin1StringView purpose)
{
    Q_ASSERT(m_unwritten.records().isEmpty()); // they would come after it
    const auto written = m_store->write(transaction, purpose);
    if (!written)
        return Failure(written.error());
    m_holdings.apply(transaction);
    announce(transaction, *written);
    for (const StoredDeployment &stored : transaction.deployments)
        m_agenda.decide(stored.deployment.metadata.id);
    queuePump(); // shows it, and decides on what follows from it
    return {};
}

Result<void> Engine::fulfil(HeldDeployment &held, const Transaction &wish,
                            QLatin1StringView purpose)
{
    Decision decision;
    decision.records = wish;
    decision.purpose = purpose;
    m_unwritten.add(m_holdings, held, decision);
    m_holdings.apply(wish);
    m_agenda.decide(held.id());
    m_agenda.show(held.id());
    const qint64 writesBefore = m_writes;
    pump();
    if (m_writes == writesBefore) // the first one has all that waited, this wish too
        return failure(ErrorKind::Storage, m_trouble);
    return {};
}

DeploymentView Engine::viewOf(const HeldDeployment &held)
{
    const Job *job = held.newestJob();
    const ClusterView *target = m_clusters.view(held.stored.record.sessionClusterId);
    const ClusterView *current = job ? m_clusters.view(job->spec.sessionClusterId) : nullptr;
    QList<const ClusterView *> former;
    for (const Job &each : held.jobs) {
        const bool isElsewhere = job && each.spec.sessionClusterId != job->spec.sessionClusterId
            && each.spec.sessionClusterId != held.stored.record.sessionClusterId;
        const ClusterView *cluster =
            isElsewhere ? m_clusters.view(each.spec.sessionClusterId) : nullptr;
        if (cluster && !former.contains(cluster))
            former.append(cluster);
    }
    return DeploymentView{
        .stored = held.stored,
        .jobs = held.jobs,
        .savepoints = held.savepoints,
        .target = target,
        .current = current,
        .former = former,
        .facts = held.facts,
        .memory = held.memory,
        .isJarChanged = held.isJarChanged,
    };
}

void Engine::wake(const QString &deploymentId)
{
    m_agenda.decide(deploymentId);
    m_agenda.show(deploymentId);
    queuePump();
}

bool Engine::isFirstLookAwaited(const HeldDeployment &held)
{
    const Job *job = held.newestJob();
    const HeldCluster *cluster =
        m_clusters.find(job ? job->spec.sessionClusterId : held.stored.record.sessionClusterId);
    return cluster && cluster->watch->isFirstLookAwaited();
}

void Engine::queuePump()
{
    if (m_isPumpQueued)
        return;
    m_isPumpQueued = true;
    QMetaObject::invokeMethod(this, &Engine::pump, Qt::QueuedConnection);
}

void Engine::pump()
{
    m_isPumpQueued = false;
    noteTraits(); // those of answers that are no looks
    const qint64 writesBefore = m_writes;
    const bool isRecorded = decideAndAct();
    updateAttention(); // what it asks is under way while the disk is waited for
    const bool isAllRecorded = isRecorded && record();
    const bool isRetried = !m_wake.isActive(); // where nothing is left to write, all is well
    if (isAllRecorded && (isRetried || m_writes > writesBefore))
        endTrouble();
    scheduleWake();
    publish();
}

//! False where something could not be recorded; then it was not decided.
bool Engine::decideAndAct()
{
    for (int round = 0; round < RoundsAPump; ++round) {
        Batch batch = decideDue();
        if (batch.empty())
            break;
        takeUp(batch);
        const bool isAnyToAct = std::ranges::any_of(batch, [](const auto &entry) {
            return !std::holds_alternative<NoAction>(entry.second.action);
        });
        if (isAnyToAct && !record()) {
            for (const auto &[held, decision] : batch)
                m_agenda.decide(held->id());
            return false;
        }
        carryOut(batch); // what is only read need not wait for the disk
    }
    return true;
}

Engine::Batch Engine::decideDue()
{
    Batch batch;
    const Instant now = m_time.now();
    const QSet<QString> due = m_agenda.takeDue(now);
    for (const QString &id : due) {
        HeldDeployment *found = m_holdings.find(id);
        if (!found) { // removed while something came in for it
            m_agenda.forget(id);
            continue;
        }
        HeldDeployment &held = *found;
        m_performer.refreshFacts(held);
        Decision decision = decide(viewOf(held), m_ids, now);
        if (const auto *run = std::get_if<RunJob>(&decision.action)) {
            // Those of one round count among each other (lifecycle.md §3.3: at most 4 open).
            ClusterWatch &watch = *m_clusters.find(run->clusterId)->watch;
            watch.setOpenRunRequests(watch.view().openRunRequests + 1);
        }
        const bool hasActed = !std::holds_alternative<NoAction>(decision.action);
        if (hasActed || !decision.records.isEmpty() || !decision.reads.isEmpty())
            batch.emplace_back(&held, std::move(decision));
        else
            settle(held, decision);
    }
    return batch;
}

//! What follows from these decisions is decided next; all of it becomes durable at once.
void Engine::takeUp(Batch &batch)
{
    for (auto &[held, decision] : batch) {
        m_unwritten.add(m_holdings, *held, decision);
        m_holdings.apply(decision.records);
        settle(*held, decision);
        if (!decision.records.hasSightingsOnly() || decision.action != Action())
            m_agenda.show(held->id());
    }
}

//! All that was decided since the last time in one transaction; false where it could not be made
//! durable: then it was not decided.
bool Engine::record()
{
    const UnwrittenRecords unwritten = std::exchange(m_unwritten, {});
    if (!unwritten.records().isEmpty()) {
        const auto written = m_store->write(unwritten.records(), unwritten.purposes());
        if (!written) {
            takeBack(unwritten);
            m_trouble = written.error().message;
            Q_EMIT troubled(m_trouble);
            m_wake.start(StorePause);
            return false;
        }
        ++m_writes;
        announce(unwritten.records(), *written);
    }
    return true;
}

void Engine::takeBack(const UnwrittenRecords &unwritten)
{
    unwritten.takeBack(m_holdings);
    for (const QString &id : unwritten.deployments()) {
        m_agenda.decide(id);
        noteTransition(*m_holdings.find(id));
    }
}

void Engine::endTrouble()
{
    if (m_trouble.isEmpty())
        return;
    m_trouble.clear();
    Q_EMIT troubled({});
}

//! The facts of this decision are recorded now; what follows from it is decided next.
void Engine::settle(HeldDeployment &held, Decision &decision)
{
    Facts &facts = held.facts;
    facts.run.reset();
    facts.trigger.reset();
    facts.upload.reset();
    facts.disposal.reset();
    facts.operations.clear();
    facts.restarts.reset();
    facts.stampedJobs.reset();
    const QString jobId = held.liveJob() ? held.liveJob()->metadata.id : QString();
    if (std::exchange(held.factsJobId, jobId) != jobId) { // what was read is of the Job before
        facts.state.reset();
        facts.disk.reset();
        facts.failureCause.reset();
        facts.failureDetail.reset();
    }
    held.memory = std::move(decision.memory);
    m_agenda.decideAt(held.id(), decision.decideAgainAt);
    held.restsUntil = decision.restsUntil;
    held.isTransitioning = decision.isTransitioning;
    noteTransition(held);
    const bool hasActed = !std::holds_alternative<NoAction>(decision.action);
    const bool hasRecorded = !decision.records.deployments.isEmpty()
        || !decision.records.jobs.isEmpty() || !decision.records.savepoints.isEmpty();
    if (hasRecorded && !hasActed)
        m_agenda.decide(held.id());
}

void Engine::noteTransition(const HeldDeployment &held)
{
    if (held.isTransitioning)
        m_transitioning.insert(held.id());
    else
        m_transitioning.remove(held.id());
}

void Engine::carryOut(const Batch &batch)
{
    for (const auto &[held, decision] : batch) {
        m_performer.perform(held->id(), decision.action);
        for (const Read &read : decision.reads)
            m_reader.read(held->id(), read);
    }
}

void Engine::scheduleWake()
{
    if (!m_trouble.isEmpty())
        return;
    const Instant now = m_time.now();
    const auto next = m_agenda.nextAt(now);
    if (!next)
        return m_wake.stop();
    const auto pause = ceil<milliseconds>(*next - now);
    m_wake.start(std::clamp<milliseconds>(pause, milliseconds(1), hours(1)));
}

//! Clusters on which something is under way are looked at often.
void Engine::updateAttention()
{
    QHash<QString, Attention> wanted;
    QSet<QString> told; // session clusters on which an operation has just come to its end
    for (const QString &id : std::as_const(m_transitioning)) {
        HeldDeployment &held = *m_holdings.find(id);
        const Job *job = held.liveJob();
        const QString clusterId =
            job ? job->spec.sessionClusterId : held.stored.record.sessionClusterId;
        const bool willOperationTell = job && suspension::isStopping(*job)
            && !held.memory.stopAnswer // it has failed, and a look shows whether the job runs on
            && (held.facts.isTriggerRequestOpen || held.memory.operationsAskedAt);
        if (std::exchange(held.isToldByOperation, willOperationTell) && !willOperationTell)
            told.insert(clusterId);
        Attention &most = wanted[clusterId];
        most = std::max(most, willOperationTell ? Attention::Patient : Attention::Close);
    }
    for (auto &[id, cluster] : m_clusters.all()) {
        cluster.watch->expect(m_holdings.expectedOn(id));
        cluster.watch->setOpenRunRequests(m_performer.openRunRequests(id));
        if (told.contains(id) && cluster.watch->attention() == Attention::Close)
            cluster.watch->lookNow(); // it is so for another Deployment, maybe for long
        cluster.watch->setAttention(wanted.value(id));
    }
}

} // namespace headgate
