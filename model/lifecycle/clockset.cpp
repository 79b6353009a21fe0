// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/clockset.h"

#include "model/lifecycle/rule.h"

#include <algorithm>
#include <utility>

namespace headgate::clockset {

namespace {

void settle(std::optional<Instant> &recorded, Instant now)
{
    if (recorded && *recorded > now)
        recorded = now;
}

void settle(Job &job, Instant now)
{
    settle(job.submission.firstSentAt, now);
    settle(job.submission.previousSentAt, now);
    settle(job.submission.lastSentAt, now);
    settle(job.submission.lastAnswerAt, now);
    settle(job.cancels.lastSentAt, now);
    settle(job.ending.terminalSeenAt, now);
    settle(job.ending.endedAt, now);
    if (auto &sighting = job.observed.lastSighting)
        sighting->at = std::min(sighting->at, now);
}

//! Those of requests; the time of a checkpoint is one of the cluster's clock.
void settle(Deliberation &d, const QString &jobId)
{
    const QList<Savepoint> all = d.savepoints();
    for (const Savepoint &each : all) {
        Savepoint settled = each;
        settled.metadata.createdAt = std::min(settled.metadata.createdAt, d.now);
        settle(settled.operation.lastSentAt, d.now);
        settle(settled.operation.seenAt, d.now);
        settle(settled.status.completedAt, d.now);
        const bool isOfRequest = each.spec.jobId == jobId && !each.spec.directory.isEmpty();
        if (isOfRequest && settled != each)
            *d.edit(each.metadata.id) = settled;
    }
}

} // namespace

void settle(Deliberation &d)
{
    const Instant before = std::exchange(d.memory.decidedAt, d.now);
    if (before != Instant() && before <= d.now)
        return; // it was not set back, and what was recorded was not in the future then
    if (!rule("9 a clock that was set back"))
        return;
    DeploymentRecord &record = d.record.edit();
    settle(record.lastSavepointFailureAt, d.now);
    for (Instant &each : record.runFailures)
        each = std::min(each, d.now);
    if (!d.newest())
        return;
    settle(d.editJob(), d.now);
    if (const Job *job = d.live())
        settle(d, job->metadata.id);
}

} // namespace headgate::clockset
