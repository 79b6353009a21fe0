// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/stampsearch.h"

#include "model/core/whendone.h"
#include "model/engine/translation.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::seconds PauseAfterFailure{1};
constexpr auto StampKey = "headgate.deployment"_L1;
} // namespace

StampSearch::StampSearch(Holdings &holdings, SessionClusters &clusters, const EngineTime &time)
    : m_holdings(holdings)
    , m_clusters(clusters)
    , m_time(time)
{
}

void StampSearch::begin(const QString &deploymentId, const QString &clusterId)
{
    const HeldCluster *cluster = m_clusters.find(clusterId);
    flink::Api *flink = cluster ? cluster->watch->api() : nullptr;
    const QString key = u"%1 on %2"_s.arg(deploymentId, clusterId);
    const bool hasJustFailed = m_time.now() - m_failedAt.value(key) < PauseAfterFailure;
    if (!flink || m_searches.contains(key) || hasJustFailed)
        return;
    m_searches.insert(key, {.deploymentId = deploymentId, .clusterId = clusterId, .open = 1});
    // Not the newest look: a job may have come since.
    whenDone(this, flink->jobs(),
             [=, this](const Result<flink::Dated<QList<flink::JobSummary>>> &answer) {
                 askEach(key, answer);
             });
}

void StampSearch::askEach(const QString &key,
                          const Result<flink::Dated<QList<flink::JobSummary>>> &answer)
{
    Search &search = m_searches[key];
    const HeldCluster *cluster = m_clusters.find(search.clusterId);
    flink::Api *flink = cluster ? cluster->watch->api() : nullptr;
    search.isWhole = answer && flink;
    if (!answer || !flink)
        return endOne(key);
    QStringList unknown;
    for (const flink::JobSummary &job : answer->value) {
        if (!isTerminal(translation::jobStatus(job.status))
            && !m_holdings.hasJobOf(job.id, search.clusterId))
            unknown.append(job.id);
    }
    search.open += int(unknown.size());
    for (const QString &id : std::as_const(unknown)) {
        whenDone(this, flink->jobConfig(id),
                 [=, this](const Result<flink::Dated<flink::JobConfig>> &config) {
                     take(key, id, config);
                 });
    }
    endOne(key); // at once where every job there is known
}

//! Only an answer tells that a job is not ours, or that it is gone. That of one which is still
//! being initialized says nothing, and is an error.
void StampSearch::take(const QString &key, const QString &flinkJobId,
                       const Result<flink::Dated<flink::JobConfig>> &answer)
{
    Search &search = m_searches[key];
    if (answer && answer->value.userConfig.value(StampKey) == search.deploymentId)
        search.found.append(flinkJobId);
    if (!answer && answer.error().kind != ErrorKind::NotFound)
        search.isWhole = false;
    endOne(key);
}

void StampSearch::endOne(const QString &key)
{
    if (--m_searches[key].open > 0)
        return;
    const Search done = m_searches.take(key);
    if (!done.isWhole) { // a later decision asks again
        m_failedAt.insert(key, m_time.now());
        return;
    }
    m_failedAt.remove(key);
    if (HeldDeployment *held = m_holdings.find(done.deploymentId)) {
        held->facts.stampedJobs = done.found;
        held->facts.stampedClusterId = done.clusterId;
        Q_EMIT ended(done.deploymentId);
    }
}

} // namespace headgate
