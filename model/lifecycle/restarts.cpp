// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/restarts.h"

#include "model/lifecycle/rule.h"

#include <algorithm>

namespace headgate::restarts {

using namespace std::chrono;

namespace {

constexpr hours LongestWindow{1};

//! It was counted before it was listed: its time is known now.
bool takeOutOfSpan(JobObservations &observed, Instant at)
{
    for (qsizetype i = 0; i < observed.restartSpans.size(); ++i) {
        RestartSpan &span = observed.restartSpans[i];
        if (at < span.from || at > span.to)
            continue;
        if (--span.count == 0)
            observed.restartSpans.removeAt(i);
        return true;
    }
    return false;
}

//! The entries of Flink's history that no earlier read has listed; how many of these had not been
//! counted either.
int recordTimes(JobObservations &observed, const QList<Instant> &times)
{
    auto before = observed.lastRestartAt;
    if (!before && !observed.restarts.isEmpty()) // recorded when the newest was not kept apart
        before = std::ranges::max(observed.restarts);
    int found = 0;
    for (const Instant at : times) {
        if (before && at <= *before)
            continue;
        found += takeOutOfSpan(observed, at) ? 0 : 1;
        observed.restarts.append(at);
        observed.lastRestartAt = std::max(observed.lastRestartAt.value_or(at), at);
    }
    std::ranges::sort(observed.restarts);
    return found;
}

//! What Flink has counted beyond its history. A value that fell, or a new start time, is of a new
//! JobMaster.
void recordCount(JobObservations &observed, const RestartsView &read, int found, Instant lastLook)
{
    if (!read.numRestarts) {
        observed.restartsAccounted += found;
        return;
    }
    const bool isBegunAnew = read.startedAt && observed.countedSince
        && *read.startedAt != *observed.countedSince && rule("7 a new start time counts anew");
    if (read.startedAt)
        observed.countedSince = read.startedAt;
    const bool hasFallen = *read.numRestarts < observed.numRestarts;
    observed.numRestarts = *read.numRestarts;
    if (isBegunAnew) { // all of its count is of the time since then
        observed.restartsAccounted = found;
        lastLook = std::max(lastLook, *read.startedAt);
    } else if (hasFallen) { // what it counted before anybody looked, the former history may list
        observed.restartsAccounted = std::max(found, *read.numRestarts);
    } else {
        observed.restartsAccounted += found;
    }
    const int more = *read.numRestarts - observed.restartsAccounted;
    if (more <= 0)
        return;
    observed.restartsAccounted = *read.numRestarts;
    // Where the history is full, they are older than what it lists.
    const bool isFull = read.isTruncated && !read.times.isEmpty();
    const Instant to = isFull ? *std::ranges::min_element(read.times) : read.now;
    observed.restartSpans.append({.from = std::min(lastLook, to), .to = to, .count = more});
}

} // namespace

void record(JobObservations &observed, const RestartsView &read, Instant lastLook)
{
    const int found = recordTimes(observed, read.times);
    recordCount(observed, read, found, lastLook);
    if (!read.cause.isEmpty())
        observed.lastRestartCause = read.cause;
    const Instant oldest = read.now - LongestWindow;
    observed.restarts.removeIf([&](Instant at) { return at < oldest; });
    observed.restartSpans.removeIf([&](const RestartSpan &span) { return span.to < oldest; });
}

Count countWithin(const JobObservations &observed, Duration length, Instant now)
{
    const Instant begin = now - length;
    const auto isInside = [&](Instant at) { return at >= begin && at <= now; };
    Count count;
    count.certain = int(std::ranges::count_if(observed.restarts, isInside));
    count.possible = count.certain;
    for (const RestartSpan &span : observed.restartSpans) {
        if (isInside(span.from) && isInside(span.to))
            count.certain += span.count;
        if (span.to >= begin && span.from <= now)
            count.possible += span.count;
    }
    return count;
}

} // namespace headgate::restarts
