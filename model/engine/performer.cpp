// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/performer.h"

#include "model/artifacts/artifactstore.h"
#include "model/core/whendone.h"
#include "model/engine/translation.h"
#include "model/lifecycle/upgrade.h"

#include <QTimer>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds DisposalPause{200};
constexpr std::chrono::minutes LongestDisposal{10};

//! Jars are known on a cluster by their content.
QString remoteName(const QString &sha256)
{
    return u"headgate-"_s + sha256 + u".jar"_s;
}

template <typename T>
Outcome outcomeOf(const Result<flink::Dated<T>> &answer, Instant now)
{
    return answer ? translation::accepted(answer->answeredAt)
                  : translation::outcome(answer.error(), now);
}

Error noAddress()
{
    return Error{.kind = ErrorKind::NotSent,
                 .message = Performer::tr("The session cluster has no address at the moment.")};
}

} // namespace

Performer::Performer(Holdings &holdings, SessionClusters &clusters, const ArtifactStore &artifacts,
                     const EngineTime &time, QObject *parent)
    : QObject(parent)
    , m_holdings(holdings)
    , m_clusters(clusters)
    , m_artifacts(artifacts)
    , m_time(time)
{
}

void Performer::perform(const QString &deploymentId, const Action &action)
{
    if (const auto *bringing = std::get_if<BringJar>(&action))
        bring(deploymentId, *bringing);
    else if (const auto *running = std::get_if<RunJob>(&action))
        run(deploymentId, *running);
    else if (const auto *cancelling = std::get_if<CancelJob>(&action))
        cancelJob(deploymentId, *cancelling);
    else if (const auto *stopping = std::get_if<StopJob>(&action))
        stop(deploymentId, *stopping);
    else if (const auto *triggering = std::get_if<TriggerSavepoint>(&action))
        trigger(deploymentId, *triggering);
    else if (const auto *disposing = std::get_if<DisposeSavepoint>(&action))
        dispose(deploymentId, *disposing);
}

flink::Api *Performer::api(const QString &clusterId)
{
    const HeldCluster *held = m_clusters.find(clusterId);
    // Nothing is sent to what is perhaps another cluster, until a person says which it is.
    return held && !held->watch->view().isPerhapsAnother ? held->watch->api() : nullptr;
}

QString Performer::jarOf(const QString &clusterId, const QString &sha256)
{
    HeldCluster *held = m_clusters.find(clusterId);
    if (!held || sha256.isEmpty())
        return {};
    if (held->jarsIncarnation != held->watch->view().incarnation) {
        held->jars.clear(); // by default they end with their JobManager
        held->jarsIncarnation = held->watch->view().incarnation;
    }
    return held->jars.value(sha256);
}

//! It runs, and is to go on as it is: no decision looks at its jar.
bool Performer::isSettled(const HeldDeployment &held)
{
    const Job *job = held.newestJob();
    if (!job || job->status.state != JobState::Started || upgrade::isChanged(held.stored, *job))
        return false;
    const ClusterView *cluster = m_clusters.view(job->spec.sessionClusterId);
    if (!cluster || !cluster->isObserved)
        return false;
    const auto row = cluster->jobs.constFind(flinkJobIdOf(*job));
    return row != cluster->jobs.constEnd() && row->status == FlinkJobStatus::Running;
}

void Performer::refreshFacts(HeldDeployment &held)
{
    Facts &facts = held.facts;
    facts.isRunRequestOpen = !held.openRuns.isEmpty();
    facts.uploadedJarId.clear();
    facts.isUploadOpen = false;
    facts.unreadableReason.clear();
    if (isSettled(held))
        return;
    const QString sha256 = held.stored.record.artifactSha256;
    if (!sha256.isEmpty() && !m_artifacts.contains(sha256))
        facts.unreadableReason =
            tr("Its stored jar is missing from the data directory; choose the jar again.");
    if (const Job *job = held.newestJob()) {
        const QString clusterId = job->spec.sessionClusterId;
        facts.uploadedJarId = jarOf(clusterId, job->spec.artifactSha256);
        facts.isUploadOpen = m_uploads.contains(clusterId + job->spec.artifactSha256);
    }
}

int Performer::openRunRequests(const QString &clusterId) const
{
    return m_openRuns.value(clusterId);
}

void Performer::arrive(const QString &deploymentId, const QString &clusterId)
{
    if (HeldCluster *cluster = m_clusters.find(clusterId))
        cluster->watch->lookNow();
    Q_EMIT outcomeArrived(deploymentId);
}

// ---- the jar

void Performer::bring(const QString &deploymentId, const BringJar &action)
{
    const QString key = action.clusterId + action.sha256;
    Upload &upload = m_uploads[key];
    upload.deployments.insert(deploymentId);
    const bool isUnderWay = !upload.clusterId.isEmpty();
    upload.clusterId = action.clusterId;
    upload.sha256 = action.sha256;
    if (!isUnderWay)
        findOrUpload(key);
}

void Performer::findOrUpload(const QString &key)
{
    flink::Api *flink = api(m_uploads[key].clusterId);
    if (!flink)
        return finishUpload(key, Failure(noAddress()));
    whenDone(this, flink->jars(),
             [this, key](const Result<flink::Dated<QList<flink::Jar>>> &answer) {
                 if (!answer)
                     return finishUpload(key, Failure(answer.error()));
                 const QString name = remoteName(m_uploads[key].sha256);
                 for (const flink::Jar &jar : answer->value) {
                     if (jar.name == name)
                         return finishUpload(key, jar.id);
                 }
                 upload(key);
             });
}

void Performer::upload(const QString &key)
{
    const Upload &upload = m_uploads[key];
    flink::Api *flink = api(upload.clusterId);
    if (!flink)
        return finishUpload(key, Failure(noAddress()));
    const auto progress = [this, key](qint64 sent, qint64 total) {
        for (const QString &id : m_uploads.value(key).deployments) {
            HeldDeployment *held = m_holdings.find(id);
            const int percent = total > 0 ? int(100 * sent / total) : 0;
            if (!held || held->uploadPercent == percent)
                continue;
            held->uploadPercent = percent;
            Q_EMIT progressed(id);
        }
    };
    const auto call =
        flink->uploadJar(m_artifacts.pathOf(upload.sha256), remoteName(upload.sha256), progress);
    whenDone(this, call.answer, [this, key](const Result<flink::Dated<QString>> &answer) {
        if (answer)
            finishUpload(key, answer->value);
        else
            finishUpload(key, Failure(answer.error()));
    });
}

void Performer::finishUpload(const QString &key, const Result<QString> &jarId)
{
    const Upload upload = m_uploads.take(key);
    if (HeldCluster *cluster = m_clusters.find(upload.clusterId); cluster && jarId) {
        (void)jarOf(upload.clusterId, upload.sha256); // drops those of an older incarnation
        cluster->jars.insert(upload.sha256, *jarId);
    }
    for (const QString &id : upload.deployments) {
        HeldDeployment *held = m_holdings.find(id);
        if (!held)
            continue;
        held->uploadPercent.reset();
        if (!jarId)
            held->facts.upload = translation::outcome(jarId.error(), m_time.now());
        arrive(id, upload.clusterId);
    }
}

// ---- the job

void Performer::run(const QString &deploymentId, const RunJob &action)
{
    HeldDeployment &held = *m_holdings.find(deploymentId);
    flink::Api *flink = api(action.clusterId);
    if (!flink)
        return takeRunAnswer(deploymentId, action, Failure(noAddress()));
    const flink::RunRequest request{.jobId = action.flinkJobId,
                                    .entryClass = action.entryClass,
                                    .programArguments = action.programArguments,
                                    .parallelism = action.parallelism,
                                    .savepointPath = action.savepointPath,
                                    .allowNonRestoredState = action.allowNonRestoredState,
                                    .flinkConfiguration = action.flinkConfiguration};
    const auto deadline = std::chrono::duration_cast<std::chrono::milliseconds>(action.timeout);
    auto call = flink->runJar(action.jarId, request,
                              m_clusters.find(action.clusterId)->watch->capabilities(), deadline);
    held.openRuns.insert(action.jobId);
    held.runRequest = call.request;
    ++m_openRuns[action.clusterId];
    whenDone(this, call.answer,
             [this, deploymentId, action](const Result<flink::Dated<QString>> &answer) {
                 --m_openRuns[action.clusterId];
                 takeRunAnswer(deploymentId, action, answer);
             });
}

void Performer::takeRunAnswer(const QString &deploymentId, const RunJob &action,
                              const Result<flink::Dated<QString>> &answer)
{
    HeldDeployment *held = m_holdings.find(deploymentId);
    if (!held)
        return;
    held->openRuns.remove(action.jobId);
    if (!answer && answer.error().kind == ErrorKind::JarMissing) {
        if (HeldCluster *cluster = m_clusters.find(action.clusterId))
            cluster->jars.removeIf([&](const auto &jar) { return jar.value() == action.jarId; });
    }
    // The answer belongs to this Job alone, also when another has followed it.
    if (const Job *job = held->newestJob(); job && job->metadata.id == action.jobId)
        held->facts.run = outcomeOf(answer, m_time.now());
    arrive(deploymentId, action.clusterId);
}

void Performer::cancelJob(const QString &deploymentId, const CancelJob &action)
{
    HeldDeployment &held = *m_holdings.find(deploymentId);
    held.facts.isCancelRequestOpen = true;
    using Answer = Result<flink::Dated<flink::CancelAnswer>>;
    whenDone(this, cancel(action.clusterId, action.flinkJobId),
             [this, deploymentId, action](const Answer &) { // the next look shows what it did
                 HeldDeployment *cancelled = m_holdings.find(deploymentId);
                 if (!cancelled)
                     return;
                 cancelled->facts.isCancelRequestOpen = false;
                 arrive(deploymentId, action.clusterId);
             });
}

QFuture<Result<flink::Dated<flink::CancelAnswer>>> Performer::cancel(const QString &clusterId,
                                                                     const QString &flinkJobId)
{
    flink::Api *flink = api(clusterId);
    if (!flink)
        return QtFuture::makeReadyFuture<Result<flink::Dated<flink::CancelAnswer>>>(
            Failure(noAddress()));
    return flink->cancelJob(flinkJobId);
}

// ---- savepoints

void Performer::stop(const QString &deploymentId, const StopJob &action)
{
    flink::Api *flink = api(action.clusterId);
    m_holdings.find(deploymentId)->facts.isTriggerRequestOpen = true;
    if (!flink)
        return takeTriggerAnswer(deploymentId, action.savepointId, Failure(noAddress()));
    const flink::StopRequest request{.triggerId = action.triggerId,
                                     .targetDirectory = action.directory,
                                     .drain = action.isDrained};
    whenDone(this,
             flink->stopJob(action.flinkJobId, request,
                            m_clusters.find(action.clusterId)->watch->capabilities()),
             [this, deploymentId, action](const Result<flink::Dated<QString>> &answer) {
                 takeTriggerAnswer(deploymentId, action.savepointId, answer);
             });
}

void Performer::trigger(const QString &deploymentId, const TriggerSavepoint &action)
{
    flink::Api *flink = api(action.clusterId);
    m_holdings.find(deploymentId)->facts.isTriggerRequestOpen = true;
    if (!flink)
        return takeTriggerAnswer(deploymentId, action.savepointId, Failure(noAddress()));
    const flink::SavepointRequest request{.triggerId = action.triggerId,
                                          .targetDirectory = action.directory};
    whenDone(this,
             flink->triggerSavepoint(action.flinkJobId, request,
                                     m_clusters.find(action.clusterId)->watch->capabilities()),
             [this, deploymentId, action](const Result<flink::Dated<QString>> &answer) {
                 takeTriggerAnswer(deploymentId, action.savepointId, answer);
             });
}

void Performer::takeTriggerAnswer(const QString &deploymentId, const QString &savepointId,
                                  const Result<flink::Dated<QString>> &answer)
{
    HeldDeployment *held = m_holdings.find(deploymentId);
    if (!held)
        return;
    held->facts.isTriggerRequestOpen = false;
    held->facts.trigger = outcomeOf(answer, m_time.now());
    held->facts.triggerSavepointId = savepointId;
    Q_EMIT outcomeArrived(deploymentId); // the operation is asked next, not the overview
}

void Performer::dispose(const QString &deploymentId, const DisposeSavepoint &action)
{
    m_holdings.find(deploymentId)->facts.isDisposalOpen = true;
    flink::Api *flink = api(action.clusterId);
    if (!flink)
        return endDisposal(deploymentId, action, translation::outcome(noAddress(), m_time.now()));
    whenDone(this, flink->disposeSavepoint(action.location),
             [this, deploymentId, action](const Result<flink::Dated<QString>> &answer) {
                 if (answer)
                     awaitDisposal(deploymentId, action, answer->value,
                                   m_time.elapsed() + LongestDisposal);
                 else
                     endDisposal(deploymentId, action,
                                 translation::outcome(answer.error(), m_time.now()));
             });
}

void Performer::awaitDisposal(const QString &deploymentId, const DisposeSavepoint &action,
                              const QString &triggerId, Duration patience)
{
    flink::Api *flink = api(action.clusterId);
    if (!flink || m_time.elapsed() > patience)
        return endDisposal(deploymentId, action, {.kind = OutcomeKind::Unknown});
    whenDone(this, flink->disposalStatus(triggerId),
             [=, this](const Result<flink::Dated<flink::DisposalStatus>> &answer) {
                 if (const auto outcome = translation::outcomeOfDisposal(answer, m_time.now()))
                     return endDisposal(deploymentId, action, *outcome);
                 QTimer::singleShot(DisposalPause, this, [=, this] {
                     awaitDisposal(deploymentId, action, triggerId, patience);
                 });
             });
}

void Performer::endDisposal(const QString &deploymentId, const DisposeSavepoint &action,
                            const Outcome &outcome)
{
    HeldDeployment *held = m_holdings.find(deploymentId);
    if (!held)
        return;
    held->facts.isDisposalOpen = false;
    held->facts.disposal = outcome;
    held->facts.disposalSavepointId = action.savepointId;
    Q_EMIT outcomeArrived(deploymentId);
}

} // namespace headgate
