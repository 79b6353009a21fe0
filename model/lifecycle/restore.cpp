// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/restore.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace headgate::restore {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Restore", text);
}

const Savepoint *find(const QList<Savepoint> &savepoints, const QString &id)
{
    const auto it = std::ranges::find_if(
        savepoints, [&](const Savepoint &each) { return each.metadata.id == id; });
    return it == savepoints.end() ? nullptr : &*it;
}

Choice refuse(FailureReason reason, const QString &message)
{
    return Choice{.refusal = reason, .message = message};
}

Choice startFrom(const Savepoint &savepoint, bool isNonRestoredAllowed, bool isAutomaticStart)
{
    return Choice{.state = {.savepointId = savepoint.metadata.id,
                            .path = savepoint.spec.savepointLocation,
                            .allowNonRestoredState = isNonRestoredAllowed,
                            .isAutomatic = isAutomaticStart}};
}

Choice startEmpty(bool isAutomaticStart)
{
    return Choice{.state = {.isAutomatic = isAutomaticStart}};
}

bool isAllowed(const StoredDeployment &stored)
{
    return stored.deployment.spec.allowNonRestoredState
        || stored.record.order.allowNonRestoredState;
}

//! A Job may have completed a checkpoint wherever nobody has verified the opposite.
bool mayHaveCompletedCheckpoint(const Job &job)
{
    if (job.observed.hasCompletedCheckpoint)
        return true;
    const bool neverSent = job.submission.requestsSent == 0 && !job.status.started;
    const bool wasTurnedDown = !job.submission.isSighted
        && job.submission.rejections == job.submission.requestsSent;
    const bool isVerified = job.ending.isFinalStateRead && !job.ending.isFinalStateUnread;
    return !(neverSent || wasTurnedDown || isVerified) && job.observed.isCheckpointingOn;
}

const Savepoint *newestOfJob(const Job &job, const QList<Savepoint> &savepoints)
{
    const Savepoint *best = nullptr;
    for (const Savepoint &each : savepoints) {
        if (each.spec.jobId == job.metadata.id && each.status.state == SavepointState::Completed
            && (!best || isNewer(each, *best)))
            best = &each;
    }
    return best;
}

bool hasUnplacedSavepoint(const Job &job, const QList<Savepoint> &savepoints)
{
    return std::ranges::any_of(savepoints, [&](const Savepoint &each) {
        return each.spec.jobId == job.metadata.id && each.status.state == SavepointState::Completed
            && each.spec.flinkSavepointId == 0 && each.spec.origin != SavepointOrigin::Suspend;
    });
}

//! Going back through Jobs that verifiably left nothing, to the first that did or was restored.
Choice latestStateOf(const StoredDeployment &stored, const QList<Job> &jobs,
                     const QList<Savepoint> &savepoints)
{
    const Job &last = jobs.last();
    if (hasUnplacedSavepoint(last, savepoints))
        return refuse(FailureReason::StateUnavailable,
                      tr("A savepoint of job %1 has no place in the order yet.")
                          .arg(last.spec.number));
    const Savepoint *own = newestOfJob(last, savepoints);
    if (last.ending.isFinalStateUnread || (!own && mayHaveCompletedCheckpoint(last)))
        return refuse(FailureReason::StateUnavailable,
                      tr("Job %1 may have completed a checkpoint that is not known here; only you "
                         "can choose to start from older state, or empty.")
                          .arg(last.spec.number));
    if (own)
        return startFrom(*own, isAllowed(stored), true);
    return Choice{.state = {.savepointId = last.spec.savepointId,
                            .path = last.spec.savepointLocation,
                            .allowNonRestoredState = last.spec.allowNonRestoredState,
                            .isAutomatic = true}};
}

Choice latestSavepointOf(const StoredDeployment &stored, const QList<Job> &jobs,
                         const QList<Savepoint> &savepoints)
{
    if (const Savepoint *newest = newestFor(RestoreStrategy::LatestSavepoint, savepoints))
        return startFrom(*newest, isAllowed(stored), true);
    if (mayHaveCompletedCheckpoint(jobs.last()))
        return refuse(FailureReason::StateUnavailable,
                      tr("There is no savepoint, and job %1 may have had state; only you can "
                         "choose to start empty.")
                          .arg(jobs.last().spec.number));
    return startEmpty(true);
}

//! What was shown holds, or something newer of the same line of Jobs has come (§3.1).
bool agreesWithShown(const StartOrder &order, const Savepoint *found,
                     const QList<Savepoint> &savepoints)
{
    if (!order.isConfirmed)
        return true;
    const QString foundId = found ? found->metadata.id : QString();
    if (foundId == order.shownSavepointId)
        return true;
    const Savepoint *shown = find(savepoints, order.shownSavepointId);
    return found && shown && isNewer(*found, *shown);
}

Choice newestByStrategy(const StoredDeployment &stored, const QList<Savepoint> &savepoints)
{
    const StartOrder &order = stored.record.order;
    const Savepoint *found = newestFor(stored.deployment.spec.restoreStrategy, savepoints);
    if (!agreesWithShown(order, found, savepoints))
        return refuse(FailureReason::StateDiffers,
                      tr("The state that would be restored is not the one that was confirmed; "
                         "choose again."));
    if (found && found->spec.isDrained)
        return refuse(FailureReason::StateUnavailable,
                      tr("The newest savepoint was taken by a stop with drain; it is restored "
                         "only where it is chosen by hand."));
    return found ? startFrom(*found, isAllowed(stored), false) : startEmpty(false);
}

} // namespace

bool isNewer(const Savepoint &one, const Savepoint &other)
{
    // A stop is the last thing in its Job, also while its checkpoint id is not known (§3.9).
    const auto place = [](const Savepoint &s) {
        const bool isLast = s.spec.flinkSavepointId == 0 && s.spec.origin == SavepointOrigin::Suspend;
        const bool isByHand = s.spec.origin == SavepointOrigin::Copied;
        return std::tuple(s.spec.jobNumber, isByHand, isLast, s.spec.flinkSavepointId,
                          isByHand ? s.metadata.createdAt : Instant());
    };
    return place(one) > place(other);
}

const Savepoint *newestFor(RestoreStrategy strategy, const QList<Savepoint> &savepoints)
{
    const Savepoint *best = nullptr;
    if (strategy == RestoreStrategy::None)
        return best;
    for (const Savepoint &each : savepoints) {
        const bool isTaken = each.status.state == SavepointState::Completed
            && !each.spec.savepointLocation.isEmpty()
            && (strategy == RestoreStrategy::LatestState
                || each.spec.origin != SavepointOrigin::RetainedCheckpoint);
        if (isTaken && (!best || isNewer(each, *best)))
            best = &each;
    }
    return best;
}

Choice forOrder(const StoredDeployment &stored, const QList<Job> &, const QList<Savepoint> &savepoints)
{
    const StartOrder &order = stored.record.order;
    switch (order.choice) {
    case StateChoiceKind::Newest:
        break;
    case StateChoiceKind::Empty:
        return startEmpty(false);
    case StateChoiceKind::Path:
        return Choice{.state = {.path = order.path, .allowNonRestoredState = isAllowed(stored)}};
    case StateChoiceKind::Savepoint:
        if (const Savepoint *chosen = find(savepoints, order.savepointId))
            return startFrom(*chosen, isAllowed(stored), false);
        return refuse(FailureReason::StateUnavailable,
                      tr("The chosen savepoint is no longer listed."));
    }
    if (const Savepoint *pinned = find(savepoints, stored.record.pinnedSavepointId))
        return startFrom(*pinned, isAllowed(stored), false);
    return newestByStrategy(stored, savepoints);
}

Choice forRestart(const StoredDeployment &stored, const QList<Job> &jobs,
                  const QList<Savepoint> &savepoints)
{
    if (const Savepoint *pinned = find(savepoints, stored.record.pinnedSavepointId))
        return startFrom(*pinned, isAllowed(stored), true);
    switch (stored.deployment.spec.restoreStrategy) {
    case RestoreStrategy::LatestState:
        return latestStateOf(stored, jobs, savepoints);
    case RestoreStrategy::LatestSavepoint:
        return latestSavepointOf(stored, jobs, savepoints);
    case RestoreStrategy::None:
        break;
    }
    return startEmpty(true);
}

bool isAutomatic(const DeploymentRecord &record, const QList<Job> &jobs)
{
    return !jobs.isEmpty() && jobs.last().spec.generation == record.generation;
}

Choice choose(const StoredDeployment &stored, const QList<Job> &jobs,
              const QList<Savepoint> &savepoints)
{
    return isAutomatic(stored.record, jobs) ? forRestart(stored, jobs, savepoints)
                                            : forOrder(stored, jobs, savepoints);
}

} // namespace headgate::restore
