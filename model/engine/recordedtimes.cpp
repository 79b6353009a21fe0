// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/recordedtimes.h"

#include <algorithm>

namespace headgate::recordedtimes {

namespace {

bool limit(Instant &time, Instant now)
{
    const bool isOfTheFuture = time > now;
    time = std::min(time, now);
    return isOfTheFuture;
}

void limit(std::optional<Outcome> &outcome, Instant now)
{
    if (outcome)
        limit(outcome->at, now);
}

} // namespace

void bringBack(DeploymentRecord &record, Instant now)
{
    limit(record.stateSince, now);
    if (record.waiting)
        limit(record.waiting->since, now);
    if (record.failure)
        limit(record.failure->failedAt, now);
}

bool bringBack(Job &job, Instant now)
{
    bool isChanged = false;
    if (auto &endedAt = job.ending.endedAt) // what is seen from now on comes after it
        isChanged = limit(*endedAt, now);
    if (auto &sighting = job.observed.lastSighting; sighting && sighting->at > now) {
        sighting->at = Instant();
        isChanged = true;
    }
    if (auto &started = job.status.started) {
        isChanged = limit(started->startedAt, now) || isChanged;
        isChanged = limit(started->lastUpdateTime, now) || isChanged;
    }
    return isChanged;
}

void bringBack(PossibleOrphan &orphan, Instant now)
{
    if (orphan.listedAt <= now)
        return;
    if (orphan.fenceUntil)
        *orphan.fenceUntil -= orphan.listedAt - now;
    orphan.listedAt = now;
}

void bringBack(Facts &facts, Instant now)
{
    limit(facts.run, now);
    limit(facts.trigger, now);
    limit(facts.upload, now);
    facts.operations.removeIf([&](const OperationView &each) { return each.requestedAt > now; });
    if (facts.state && facts.state->requestedAt > now)
        facts.state.reset();
    if (facts.disk && facts.disk->requestedAt > now)
        facts.disk.reset();
}

} // namespace headgate::recordedtimes
