// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include "model/lifecycle/decide.h"
#include "model/lifecycle/rest.h"

#include <algorithm>

// The laws of lifecycle.md §2 and §10 that one decision shows.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

const Savepoint *writtenSavepoint(const Decision &decision, const QString &id)
{
    const auto &all = decision.records.savepoints;
    const auto it =
        std::ranges::find_if(all, [&](const Savepoint &each) { return each.metadata.id == id; });
    return it == all.end() ? nullptr : &*it;
}

QSet<QString> changedRows(const ClusterView &before, const ClusterView &now)
{
    QSet<QString> changed;
    for (const auto &[id, row] : now.jobs.asKeyValueRange()) {
        if (before.jobs.value(id) != row)
            changed.insert(id);
    }
    for (const auto &[id, row] : before.jobs.asKeyValueRange()) {
        if (!now.jobs.contains(id))
            changed.insert(id);
    }
    return changed;
}

} // namespace

//! Only looks have come in since the last decision, and the engine would not decide on them.
bool Driver::isAtRest()
{
    const bool isDue = m_decideAt && now >= *m_decideAt;
    if (!m_rest || isDue)
        return false;
    (void)view(); // brings the facts up to date
    if (jobs != m_rest->jobs || savepoints != m_rest->savepoints || stored != m_rest->stored
        || m_facts != m_rest->facts)
        return false;
    for (size_t i = 0; i < sites.size(); ++i) {
        const ClusterView &view = sites[i].view;
        const ClusterView &before = m_rest->views[i];
        if (rest::traitsOf(view) != rest::traitsOf(before)
            || !rest::outlasts(m_rest->until, jobs, view.requestedAt, changedRows(before, view)))
            return false;
    }
    return true;
}

void Driver::checkRest(const Decision &decision)
{
    Memory memory = decision.memory;
    memory.decidedAt = m_memory.decidedAt;
    if (!decision.records.isEmpty() || decision.action != Action() || !decision.reads.isEmpty()
        || memory != m_memory || decision.decideAgainAt != m_decideAt
        || decision.isTransitioning != m_isTransitioning)
        fail(u"What rests has nothing to be decided"_s);
    ++m_counters[u"rest"_s];
}

//! Each decision that does something is made twice, and some of the others.
void Driver::checkSameness(const Decision &decision, const IdSource &ids)
{
    const bool isSample = now.time_since_epoch() / milliseconds(1) % 16 == 0;
    const bool doesSomething =
        !decision.records.isEmpty() || !std::holds_alternative<NoAction>(decision.action);
    if (!isSample && !doesSomething)
        return;
    IdSource same = ids;
    if (decide(view(), same, now) != decision)
        fail(u"The same inputs give the same decision"_s);
}

//! The intent of an action is in the records of the same decision (§10).
void Driver::checkWriteAhead(const Decision &decision)
{
    if (const auto *run = std::get_if<RunJob>(&decision.action)) {
        const auto &written = decision.records.jobs;
        const bool isWritten = !written.isEmpty() && written.last().metadata.id == run->jobId
            && written.last().submission.lastSentAt == now
            && written.last().submission.requestsSent > 0
            && !written.last().submission.incarnation.isEmpty();
        if (!isWritten)
            fail(u"A run request is written before it is sent"_s);
    }
    if (const auto *cancel = std::get_if<CancelJob>(&decision.action);
        cancel && !cancel->jobId.isEmpty()) {
        const Job *job = recordedJob(decision.records, cancel->jobId);
        if (!job || job->cancels.lastSentAt != now || job->status.state != JobState::Terminating)
            fail(u"A cancel request is written before it is sent"_s);
    }
    if (const auto *stop = std::get_if<StopJob>(&decision.action)) {
        const Savepoint *savepoint = writtenSavepoint(decision, stop->savepointId);
        const Job *job = savepoint ? recordedJob(decision.records, savepoint->spec.jobId) : nullptr;
        if (!job || job->status.state != JobState::Terminating
            || savepoint->operation.lastSentAt != now
            || flinkId(stop->savepointId) != stop->triggerId)
            fail(u"A stop request is written before it is sent"_s);
    }
    if (const auto *disposal = std::get_if<DisposeSavepoint>(&decision.action)) {
        const Savepoint *savepoint = writtenSavepoint(decision, disposal->savepointId);
        if (!savepoint || savepoint->status.state != SavepointState::Deleting)
            fail(u"A disposal is written before it is sent"_s);
        checkDisposal(disposal->location);
    }
    if (const auto *trigger = std::get_if<TriggerSavepoint>(&decision.action)) {
        const Savepoint *savepoint = writtenSavepoint(decision, trigger->savepointId);
        if (!savepoint || savepoint->operation.lastSentAt != now)
            fail(u"A savepoint request is written before it is sent"_s);
    }
}

//! One step at a time, on the Job's own cluster, and none in FAILED but cancelling.
void Driver::checkSteps(const Decision &decision)
{
    const auto &before = stored.record;
    const auto &records = decision.records.deployments;
    const DeploymentRecord &after = records.isEmpty() ? before : records.last().record;
    const auto isFailed = [](const DeploymentRecord &record) {
        return record.failure && record.failure->generation == record.generation;
    };
    // What a person wants deleted has nothing to do with the job.
    const bool isAllowed = std::holds_alternative<CancelJob>(decision.action)
        || std::holds_alternative<DisposeSavepoint>(decision.action)
        || std::holds_alternative<NoAction>(decision.action);
    if (isFailed(before) && isFailed(after) && !isAllowed)
        fail(u"In FAILED nothing is done but cancelling"_s);
    const auto check = [&](const QString &jobId, const QString &clusterId) {
        const Job *job = recordedJob(decision.records, jobId);
        if (job && job->spec.sessionClusterId != clusterId)
            fail(u"A request goes to the cluster that the Job records"_s);
    };
    if (const auto *run = std::get_if<RunJob>(&decision.action))
        check(run->jobId, run->clusterId);
    if (const auto *cancel = std::get_if<CancelJob>(&decision.action); cancel) {
        check(cancel->jobId, cancel->clusterId);
        const Job *known = newest();
        const bool isAgain = known && known->metadata.id == cancel->jobId
            && known->cancels.lastSentAt && now - *known->cancels.lastSentAt < seconds(5);
        if (isAgain)
            fail(u"A cancel request is sent again after 5 s at the earliest"_s);
    }
}

} // namespace headgate::simulation
