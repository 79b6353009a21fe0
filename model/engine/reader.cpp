// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/reader.h"

#include "model/clusters/jobarchive.h"
#include "model/clusters/statefiles.h"
#include "model/core/whendone.h"
#include "model/engine/translation.h"
#include "model/lifecycle/savepointfiles.h"

#include <QtConcurrentRun>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {
constexpr seconds StatePause{10}; // architecture.md, Cost
constexpr seconds UsualCacheTime{3}; // Flink's own, of what it says of one job
constexpr int MostExceptions = 15; // Flink keeps 16, and says when there are more than asked for

//! Everything that ReadDisk needs, by value: it runs in another thread.
struct DiskQuestion {
    QString knownCheckpoint;
    QString checkpoints; //!< Of a job of which none is known; empty: not asked for.
    QList<std::pair<QString, QString>> savepoints; //!< `<directory>/<savepoint id>` and that id.
    QString archive; //!< Empty: not a local cluster.
    QString flinkJobId;
    Instant requestedAt;
};

CheckpointMark markOf(const CheckpointFiles &files)
{
    return {.id = files.id,
            .path = files.location,
            .triggeredAt = files.writtenAt,
            .stateSize = files.size};
}

//! \a newest is of a directory that could be read, if it says anything.
void takeCheckpoint(DiskView &view, const auto &newest)
{
    view.isReadable = newest.has_value();
    if (newest && *newest)
        view.newest = markOf(**newest);
}

DiskView lookAtDisk(const DiskQuestion &question)
{
    DiskView view{.requestedAt = question.requestedAt};
    // Where jobs share a directory, another's checkpoint would be taken for one of this job.
    if (question.knownCheckpoint.contains(u'/' + question.flinkJobId + u'/'))
        takeCheckpoint(view, newestCheckpoint(question.knownCheckpoint));
    if (!question.checkpoints.isEmpty())
        takeCheckpoint(view, checkpointIn(question.checkpoints));
    for (const auto &[directory, id] : question.savepoints) {
        const auto found = savepointBelow(directory.chopped(id.size() + 1), id);
        if (!found) {
            view.unreadable.append(id);
        } else if (*found) {
            view.savepoints.append(markOf(**found));
            view.savepoints.last().isSavepoint = true;
        }
    }
    if (!question.archive.isEmpty()) {
        const auto archived = archivedJob(question.archive, question.flinkJobId);
        view.hasArchive = archived.has_value();
        if (archived && *archived)
            view.archivedStatus = (*archived)->status;
    }
    return view;
}

} // namespace

Reader::Reader(Holdings &holdings, SessionClusters &clusters, const EngineTime &time,
               QObject *parent)
    : QObject(parent)
    , m_holdings(holdings)
    , m_clusters(clusters)
    , m_time(time)
    , m_stamps(holdings, clusters, time)
{
    m_nextTurn.setSingleShot(true);
    connect(&m_nextTurn, &QTimer::timeout, this, &Reader::takeTurns);
    connect(&m_stamps, &StampSearch::ended, this, &Reader::factArrived);
}

void Reader::beginAnew()
{
    m_rotas.clear();
    m_stamps.beginAnew();
}

void Reader::read(const QString &deploymentId, const Read &wanted)
{
    if (const auto *operation = std::get_if<ReadOperation>(&wanted))
        readOperation(deploymentId, *operation);
    else if (const auto *state = std::get_if<ReadState>(&wanted))
        readState(deploymentId, state->clusterId, state->flinkJobId);
    else if (const auto *cause = std::get_if<ReadFailureCause>(&wanted))
        readFailureCause(deploymentId, *cause);
    else if (const auto *disk = std::get_if<ReadDisk>(&wanted))
        readDisk(deploymentId, *disk);
    else if (const auto *stamps = std::get_if<ReadStamps>(&wanted))
        m_stamps.begin(deploymentId, stamps->clusterId);
}

flink::Api *Reader::api(const QString &clusterId)
{
    const HeldCluster *held = m_clusters.find(clusterId);
    return held ? held->watch->api() : nullptr;
}

bool Reader::isOutOfTime(Instant requestedAt) const
{
    return requestedAt > m_time.now();
}

bool Reader::begin(const QString &key)
{
    if (m_underWay.contains(key))
        return false;
    m_underWay.insert(key);
    return true;
}

template <typename Deliver>
void Reader::arrive(const QString &deploymentId, const QString &flinkJobId, Deliver deliver)
{
    HeldDeployment *held = m_holdings.find(deploymentId);
    const Job *job = held ? held->newestJob() : nullptr;
    if (!job || flinkJobIdOf(*job) != flinkJobId)
        return; // another Job has followed; this is no fact about it
    deliver(*held);
    Q_EMIT factArrived(deploymentId);
}

void Reader::readOperation(const QString &deploymentId, const ReadOperation &wanted)
{
    flink::Api *flink = api(wanted.clusterId);
    const QString key = u"operation "_s + wanted.savepointId;
    if (!flink || !begin(key))
        return;
    whenDone(this, flink->savepointStatus(wanted.flinkJobId, flinkId(wanted.savepointId)),
             [=, this](const Result<flink::Dated<flink::SavepointStatus>> &answer) {
                 m_underWay.remove(key);
                 HeldDeployment *held = m_holdings.find(deploymentId);
                 if (!answer || !held || isOutOfTime(answer->requestedAt))
                     return; // an operation that could not be read says nothing
                 held->facts.operations.append(translation::operation(wanted.savepointId, *answer));
                 Q_EMIT factArrived(deploymentId);
             });
}

void Reader::readState(const QString &deploymentId, const QString &clusterId,
                       const QString &flinkJobId)
{
    flink::Api *flink = api(clusterId);
    const QString key = u"state "_s + flinkJobId;
    if (!flink || !begin(key))
        return;
    const QString incarnation = m_clusters.view(clusterId)->incarnation;
    auto checkpoints = flink->checkpoints(flinkJobId);
    const auto config = flink->checkpointsConfig(flinkJobId);
    const auto detail = flink->job(flinkJobId);
    const Instant requestedAt = m_time.now();
    // One after the other: each continuation has its answer, or comes when it has.
    whenDone(this, checkpoints, [=, this](const Result<flink::Dated<flink::Checkpoints>> &first) {
        whenDone(this, config,
                 [=, this](const Result<flink::Dated<flink::CheckpointsConfig>> &second) {
                     whenDone(this, detail,
                              [=, this](const Result<flink::Dated<flink::JobDetail>> &third) {
                                  m_underWay.remove(key);
                                  takeState(deploymentId, flinkJobId, requestedAt,
                                            translation::state(first, second, third, incarnation));
                              });
                 });
    });
}

void Reader::takeState(const QString &deploymentId, const QString &flinkJobId, Instant requestedAt,
                       Result<StateView> state)
{
    if (!state || isOutOfTime(requestedAt))
        return;
    if (!state->isJobKnown)
        state->requestedAt = requestedAt;
    arrive(deploymentId, flinkJobId, [&](HeldDeployment &held) { held.facts.state = *state; });
}

void Reader::readCheckpoints(const QString &deploymentId, const QString &clusterId,
                             const QString &flinkJobId, const StateView &known)
{
    flink::Api *flink = api(clusterId);
    const QString key = u"state "_s + flinkJobId;
    if (!flink || !begin(key))
        return;
    const Instant requestedAt = m_time.now();
    whenDone(this, flink->checkpoints(flinkJobId),
             [=, this](const Result<flink::Dated<flink::Checkpoints>> &answer) {
                 m_underWay.remove(key);
                 takeState(deploymentId, flinkJobId, requestedAt,
                           translation::state(answer, known));
             });
}

void Reader::readFailureCause(const QString &deploymentId, const ReadFailureCause &wanted)
{
    flink::Api *flink = api(wanted.clusterId);
    const QString key = u"cause "_s + wanted.flinkJobId;
    if (!flink || !begin(key))
        return;
    whenDone(this, flink->exceptions(wanted.flinkJobId, MostExceptions),
             [=, this](const Result<flink::Dated<flink::JobExceptions>> &answer) {
                 m_underWay.remove(key);
                 const bool isUnknown = !answer && answer.error().kind == ErrorKind::NotFound;
                 if (!answer && !isUnknown)
                     return;
                 const bool isSaid = answer && !answer->value.entries.isEmpty();
                 arrive(deploymentId, wanted.flinkJobId, [&](HeldDeployment &held) {
                     held.facts.failureCause = isSaid ? answer->value.entries.first().message
                                                      : tr("Flink gives no reason.");
                     held.facts.failureDetail =
                         isSaid ? answer->value.entries.first().stackTrace : QString();
                 });
             });
}

//! The count first: what it counts is in the history by then, but for what a cache still hides.
void Reader::readRestarts(const QString &deploymentId, const QString &clusterId,
                          const QString &flinkJobId)
{
    flink::Api *flink = api(clusterId);
    const QString key = u"restarts "_s + flinkJobId;
    if (!flink || !begin(key))
        return;
    const bool isAdaptive = m_clusters.view(clusterId)->hasAdaptiveScheduler;
    whenDone(this, flink->metrics(flinkJobId, {u"numRestarts"_s, u"numRescales"_s}),
             [=, this](const Result<flink::Dated<flink::JobMetrics>> &answer) {
                 m_underWay.remove(key);
                 readRestartTimes(deploymentId, clusterId, flinkJobId,
                                  answer ? answer->value.restarts(isAdaptive) : std::nullopt);
             });
}

void Reader::readRestartTimes(const QString &deploymentId, const QString &clusterId,
                              const QString &flinkJobId, std::optional<qint64> counted)
{
    flink::Api *flink = api(clusterId);
    const QString key = u"restarts "_s + flinkJobId;
    if (!flink || !begin(key))
        return;
    auto exceptions = flink->exceptions(flinkJobId, MostExceptions);
    const auto detail = flink->job(flinkJobId);
    whenDone(this, exceptions, [=, this](const Result<flink::Dated<flink::JobExceptions>> &first) {
        whenDone(this, detail, [=, this](const Result<flink::Dated<flink::JobDetail>> &second) {
            m_underWay.remove(key);
            if (!first || !second)
                return;
            const RestartsView view = translation::restarts(first->value, second->value, counted);
            m_rotas[clusterId].noteRestarts(flinkJobId, view.now, second->answeredAt);
            arrive(deploymentId, flinkJobId,
                   [&](HeldDeployment &held) { held.facts.restarts = view; });
        });
    });
}

void Reader::readDisk(const QString &deploymentId, const ReadDisk &wanted)
{
    HeldDeployment *held = m_holdings.find(deploymentId);
    const Job *job = held ? held->newestJob() : nullptr;
    const HeldCluster *cluster = m_clusters.find(wanted.clusterId);
    const QString key = u"disk "_s + wanted.jobId;
    if (!job || job->metadata.id != wanted.jobId || !cluster || !begin(key))
        return;
    DiskQuestion question{.checkpoints = wanted.checkpoints,
                          .flinkJobId = flinkJobIdOf(*job),
                          .requestedAt = m_time.now()};
    if (wanted.checkpoints.isEmpty() && job->observed.newestPeriodic)
        question.knownCheckpoint = job->observed.newestPeriodic->path;
    for (const Savepoint &each : held->savepoints) {
        if (each.spec.jobId == job->metadata.id && savepointfiles::mayTellOf(each)
            && !each.spec.directory.isEmpty())
            question.savepoints.append({each.spec.directory, each.metadata.id});
    }
    if (cluster->local)
        question.archive = cluster->local->files().archive();
    QtConcurrent::run(lookAtDisk, question).then(this, [=, this](const DiskView &view) {
        m_underWay.remove(key);
        if (isOutOfTime(view.requestedAt))
            return;
        arrive(deploymentId, question.flinkJobId,
               [&](HeldDeployment &found) { found.facts.disk = view; });
    });
}

void Reader::readRunning(const QString &clusterId)
{
    const ClusterView *view = m_clusters.view(clusterId);
    if (!view || !view->isObserved || view->isPerhapsAnother)
        return;
    const QList<RunningJob> jobs = runningJobs(*view);
    Rota &rota = m_rotas[clusterId];
    rota.setRunning(jobs, std::max<Duration>(UsualCacheTime, view->statisticsCacheTime),
                    m_time.now());
    for (const RunningJob &job : jobs) {
        if (const auto upTo = rota.restartsVerifiedUpTo(job.flinkJobId, view->requestedAt)) {
            m_holdings.find(job.deploymentId)->facts.restarts = RestartsView{.now = *upTo};
            Q_EMIT factArrived(job.deploymentId);
        }
    }
    takeTurnOn(clusterId, rota);
}

QList<RunningJob> Reader::runningJobs(const ClusterView &cluster) const
{
    QList<RunningJob> jobs;
    for (const HeldDeployment *held : m_holdings.on(cluster.id)) {
        const Job *job = held->liveJob();
        if (!job || job->status.state != JobState::Started
            || job->spec.sessionClusterId != cluster.id)
            continue;
        const auto row = cluster.jobs.constFind(flinkJobIdOf(*job));
        if (row == cluster.jobs.constEnd() || isTerminal(row->status))
            continue;
        const milliseconds interval(job->observed.checkpointInterval.value_or(0));
        // The first one may be there long before the second: until it is known, all seems lost.
        const bool isAnyKnown = job->observed.newestCheckpoint.has_value();
        const Duration usual = isAnyKnown ? std::max<Duration>(StatePause, interval) : StatePause;
        const auto &known = held->facts.state; // discarded by now: there is a newer one
        const bool isSuperseded = known && known->isNewestDiscarded;
        jobs.append(
            {.deploymentId = held->id(),
             .flinkJobId = row->id,
             .lastModification = row->lastModification,
             .statePause = isSuperseded ? std::min(usual, cluster.statisticsCacheTime) : usual});
    }
    return jobs;
}

void Reader::takeTurns()
{
    for (auto &[clusterId, rota] : m_rotas)
        takeTurnOn(clusterId, rota);
}

void Reader::takeTurnOn(const QString &clusterId, Rota &rota)
{
    const ClusterView *view = m_clusters.view(clusterId);
    if (!view || !view->isObserved)
        return; // a look will show when it goes on
    const Instant now = m_time.now();
    if (const auto turn = rota.take(now))
        takeTurn(clusterId, *turn);
    const auto next = rota.nextAt();
    if (!next)
        return;
    const milliseconds pause = std::max(milliseconds(1), ceil<milliseconds>(*next - now));
    if (!m_nextTurn.isActive() || pause < m_nextTurn.remainingTimeAsDuration())
        m_nextTurn.start(pause);
}

void Reader::takeTurn(const QString &clusterId, const Turn &turn)
{
    const HeldDeployment *held = m_holdings.find(turn.deploymentId);
    if (!held)
        return;
    const Job *job = held->liveJob();
    if (!job || flinkJobIdOf(*job) != turn.flinkJobId)
        return;
    if (turn.subject == Subject::Restarts)
        return readRestarts(turn.deploymentId, clusterId, turn.flinkJobId);
    const auto &known = held->facts.state;
    const bool isKnown = !turn.isWhole && known && held->factsJobId == job->metadata.id
        && known->isJobKnown && known->hasRun
        && known->incarnation == m_clusters.view(clusterId)->incarnation;
    if (isKnown)
        readCheckpoints(turn.deploymentId, clusterId, turn.flinkJobId, *known);
    else
        readState(turn.deploymentId, clusterId, turn.flinkJobId);
}

} // namespace headgate
