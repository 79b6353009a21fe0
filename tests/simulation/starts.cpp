// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/trial.h"

#include <algorithm>
#include <utility>

// What may be started, and from which state.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

void Trial::checkRun(const RunJob &request)
{
    const Job &job = *newest();
    if (job.submission.requestsSent > 1 && flinkOf(request.clusterId).isHighlyAvailable)
        fail(u"With HA nothing is sent twice"_s);
    if (std::exchange(m_checkedJob, request.jobId) == request.jobId)
        return; // the same start goes on
    // Nobody here knows that it is gone; Flink refuses the start.
    const QString &path = request.savepointPath;
    if (world.unwanted.contains(path))
        fail(u"Nothing starts from what a person wants deleted"_s);
    const bool isGone = !path.isEmpty() && !world.files.contains(path);
    if (job.spec.isAutomatic)
        return isGone ? void() : checkAutomaticStart(request);
    if (!isGone)
        checkOrderedStart(request);
    m_chosenFrom = world.written; // a person may pass over what there is by then
    passOver(request);
}

//! By a person's choice, or by a strategy that takes less than the newest state. LATEST_STATE then
//! has what the Job was started from, and what came after it (§3.8).
void Trial::passOver(const RunJob &request)
{
    m_passedOver = world.written;
    m_startedFrom = world.numberOf(request.savepointPath);
}

//! The newest that the Jobs before it left; never silently empty, and no finished job again.
void Trial::checkAutomaticStart(const RunJob &request)
{
    const Job *last = jobs.size() > 1 ? &jobs.at(jobs.size() - 2) : nullptr;
    // What ended between two looks and went with its JobManager is lost, for all that can be known.
    const bool isLost = last && last->status.failure && last->status.failure->reason == "Lost"_L1;
    // Flink names what it wrote as the last that the job did: so it was stopped (§3.7).
    const bool isAsIfStopped =
        !request.savepointPath.isEmpty() && world.untoldStops.contains(request.savepointPath);
    // It ended and was forgotten between two looks, and the answer to its start was no success.
    const bool isUnknowable =
        last && !last->submission.isSighted && !shown.contains(flinkJobIdOf(*last));
    if (last && !isLost && !isAsIfStopped && !isUnknowable
        && world.ended.value(flinkJobIdOf(*last), HowEnded::Lost) == HowEnded::ByItself)
        fail(u"A finished job is not run again by itself"_s);
    const RestoreStrategy strategy = m_strategy;
    if (strategy == RestoreStrategy::None)
        return passOver(request);
    const bool isNewestState = strategy == RestoreStrategy::LatestState;
    const auto isRecorded = [&](const QString &path) {
        return std::ranges::any_of(savepoints, [&](const Savepoint &each) {
            return each.spec.savepointLocation == path
                && each.status.state == SavepointState::Completed;
        });
    };
    const qint64 leftFrom = isNewestState ? m_passedOver : m_chosenFrom;
    qint64 newestLeft = isNewestState ? m_startedFrom : 0;
    for (const auto &[path, file] : world.files.asKeyValueRange()) {
        // A savepoint by request that nobody could learn of stops nothing.
        const bool counts = file.isSavepoint ? file.isOfStop || isRecorded(path) : isNewestState;
        // What a job that was let go of writes meanwhile, nobody looks for.
        const bool isAway = isForced(file.flinkJobId) || world.unwanted.contains(path);
        if (file.number > leftFrom && counts && !isAway)
            newestLeft = std::max(newestLeft, file.number);
    }
    tell(u"It restores %1 of %2"_s.arg(world.numberOf(request.savepointPath)).arg(newestLeft));
    if (world.numberOf(request.savepointPath) < newestLeft)
        fail(request.savepointPath.isEmpty() ? u"No automatic start is empty by surprise"_s
                                             : u"An automatic start restores the newest state"_s);
    if (!isNewestState)
        passOver(request);
}

//! A person who only says "start" gets the newest state that is recorded.
void Trial::checkOrderedStart(const RunJob &request)
{
    const StartOrder &order = stored.record.order;
    const RestoreStrategy strategy = m_strategy;
    const bool isOrdered = newest()->spec.generation == stored.record.generation;
    if (!isOrdered || order.choice != StateChoiceKind::Newest || strategy == RestoreStrategy::None)
        return;
    const auto last = std::ranges::find_if(jobs.crbegin() + 1, jobs.crend(), [](const Job &each) {
        return each.status.started.has_value();
    });
    const bool isKept = stored.record.chosen && !stored.record.chosen->savepointId.isEmpty()
        && jobs.size() > 1 && jobs.at(jobs.size() - 2).status.failure
        && jobs.at(jobs.size() - 2).status.failure->reason == "StateUnreadable"_L1;
    if (isKept || last == jobs.crend())
        return;
    qint64 newest = 0;
    for (const Savepoint &each : std::as_const(savepoints)) {
        // One whose checkpoint id nobody knows yet has no place in the order (§3.9).
        const bool isEnd =
            each.spec.origin == SavepointOrigin::Suspend && each.status.failure.isEmpty();
        const bool isPlaced = isEnd || each.spec.flinkSavepointId != 0;
        const bool counts = each.status.state == SavepointState::Completed && isPlaced
            && (strategy == RestoreStrategy::LatestState
                || each.spec.origin != SavepointOrigin::RetainedCheckpoint);
        if (counts)
            newest = std::max(newest, world.numberOf(each.spec.savepointLocation));
    }
    tell(u"It restores %1 of %2"_s.arg(world.numberOf(request.savepointPath)).arg(newest));
    if (world.numberOf(request.savepointPath) < newest)
        fail(u"A start restores the newest state that is recorded"_s);
}

} // namespace headgate::simulation
