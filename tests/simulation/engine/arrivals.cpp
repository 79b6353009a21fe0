// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/enginetrial.h"

#include <algorithm>

// What has to be durable by the time at which a request arrives (lifecycle.md §10).
namespace headgate::simulation {

using namespace Qt::StringLiterals;

const Job *EngineTrial::jobOf(const QString &flinkJobId) const
{
    const auto it = std::ranges::find(jobs, flinkJobId, flinkJobIdOf);
    return it == jobs.end() ? nullptr : &*it;
}

void EngineTrial::checkArrival(const HttpRequest &request, const QString &clusterId)
{
    ++m_counters[u"requests that change something"_s];
    if (const auto run = FlinkRest::run(request))
        checkArrival(*run, clusterId);
    else if (const auto cancel = FlinkRest::cancel(request))
        checkArrival(*cancel, clusterId);
    else if (const auto stop = FlinkRest::stop(request))
        checkArrival(*stop, clusterId);
    else if (const auto savepoint = FlinkRest::savepoint(request))
        checkArrival(*savepoint, clusterId);
    else if (const auto disposal = FlinkRest::disposal(request))
        checkArrival(*disposal);
}

void EngineTrial::checkArrival(const RunJob &request, const QString &clusterId)
{
    const Job *job = newest();
    const bool isWritten = job && job->metadata.id == request.jobId
        && job->submission.requestsSent > 0 && !job->submission.incarnation.isEmpty()
        && job->spec.savepointLocation == request.savepointPath
        && job->spec.jobTemplate.parallelism == request.parallelism;
    if (!isWritten)
        return fail(u"A run request is written before it is sent"_s);
    if (job->spec.sessionClusterId != clusterId)
        fail(u"A request goes to the cluster that the Job records"_s);
    RunJob judged = request;
    judged.clusterId = clusterId;
    checkRun(judged);
}

void EngineTrial::checkArrival(const CancelJob &request, const QString &clusterId)
{
    const Job *job = jobOf(request.flinkJobId);
    const bool isOrphan = std::ranges::any_of(m_contents.orphans, [&](const PossibleOrphan &each) {
        return each.flinkJobId == request.flinkJobId;
    });
    const bool isWritten = job && (job->cancels.sent > 0 || !isLive(job->status.state));
    if (job && !isLive(job->status.state))
        ++m_counters[u"§3.4 cancelled on sight"_s];
    if (!isWritten && !isOrphan)
        fail(u"A cancel request is written before it is sent"_s);
    if (job && job->spec.sessionClusterId != clusterId)
        fail(u"A request goes to the cluster that the Job records"_s);
}

void EngineTrial::checkArrival(const StopJob &request, const QString &clusterId)
{
    const Savepoint *savepoint = savepointOf(request.savepointId);
    const Job *job = jobOf(request.flinkJobId);
    const bool isWritten = savepoint && job && savepoint->spec.jobId == job->metadata.id
        && savepoint->operation.lastSentAt && savepoint->spec.directory == request.directory;
    if (!isWritten)
        return fail(u"A stop request is written before it is sent"_s);
    if (job->spec.sessionClusterId != clusterId)
        fail(u"A request goes to the cluster that the Job records"_s);
    if (!m_stops.contains(request.triggerId))
        checkStop();
    m_stops.insert(request.triggerId);
}

void EngineTrial::checkArrival(const TriggerSavepoint &request, const QString &clusterId)
{
    const Savepoint *savepoint = savepointOf(request.savepointId);
    const Job *job = jobOf(request.flinkJobId);
    if (!savepoint || !job || !savepoint->operation.lastSentAt)
        return fail(u"A savepoint request is written before it is sent"_s);
    if (job->spec.sessionClusterId != clusterId)
        fail(u"A request goes to the cluster that the Job records"_s);
}

void EngineTrial::checkArrival(const DisposeSavepoint &request)
{
    const bool isWritten = std::ranges::any_of(savepoints, [&](const Savepoint &each) {
        return each.spec.savepointLocation == request.location
            && each.status.state == SavepointState::Deleting;
    });
    if (!isWritten)
        fail(u"A disposal is written before it is sent"_s);
    checkDisposal(request.location);
}

} // namespace headgate::simulation
