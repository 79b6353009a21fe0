// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/restore.h"

#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/staterestore.h"
#include "model/lifecycle/submission.h"
#include "model/lifecycle/upgrade.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <ranges>
#include <tuple>

namespace headgate::restore {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::restore", text);
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

//! A Job may have completed a checkpoint wherever nobody has verified the opposite.
bool mayHaveCompletedCheckpoint(const Job &job)
{
    if (job.observed.hasCompletedCheckpoint)
        return true;
    const bool neverSent = job.submission.requestsSent == 0 && !job.status.started;
    const bool wasTurnedDown =
        !job.submission.isSighted && job.submission.rejections == job.submission.requestsSent;
    const bool isVerified = job.ending.isFinalStateRead && !job.ending.isFinalStateUnread;
    return !(neverSent || wasTurnedDown || isVerified) && job.observed.isCheckpointingOn
        && rule("3.8 unknown counts as completed");
}

//! Nobody saw it, and it may have run and written between two looks (§3.8).
bool mayHaveRunUnseen(const Job &job)
{
    const auto interval = configuredInterval(job.spec.jobTemplate);
    const bool isWatchedClosely = interval && *interval >= seconds(60); // gaps are shorter
    const bool isVerified = job.ending.isFinalStateRead; // its directory holds none
    return submission::endedUnseen(job) && !isWatchedClosely && !isVerified;
}

//! Its stop failed, and it is known from the text of the error alone (§3.9).
bool isUnplaced(const Savepoint &savepoint)
{
    const bool isEndOfJob =
        savepoint.spec.origin == SavepointOrigin::Suspend && savepoint.status.failure.isEmpty();
    return savepoint.status.state == SavepointState::Completed
        && savepoint.spec.origin != SavepointOrigin::Copied && savepoint.spec.flinkSavepointId == 0
        && !isEndOfJob;
}

//! It may have gone on after all that is known of it.
bool isLastUnknown(const Job &job)
{
    return job.ending.isFinalStateUnread
        || (cancellation::wasForced(job) && !job.ending.isFinalStateRead);
}

Choice refuseDrained()
{
    return refuse(FailureReason::StateUnavailable,
                  tr("The newest savepoint was taken by a stop with drain; it is restored only "
                     "where it is chosen by hand."));
}

Choice latestStateOf(const Past &past)
{
    const Job &last = *past.last;
    const bool isAnyUnplaced = rule("3.9 a savepoint without place")
        && std::ranges::any_of(past.savepoints, [&](const Savepoint &each) {
                                   return each.spec.jobId == last.metadata.id && isUnplaced(each);
                               });
    if (isAnyUnplaced)
        return refuse(
            FailureReason::StateUnavailable,
            tr("A savepoint of job %1 has no place in the order yet.").arg(last.spec.number));
    const Savepoint *own = rule("3.8 only of the Job that ended")
        ? newestOfJob(last, past.savepoints)
        : newestFor(RestoreStrategy::LatestState, past.savepoints);
    const bool isUnread = last.ending.isFinalStateUnread && rule("3.9 not after an unread end");
    if (isUnread || (!own && mayHaveCompletedCheckpoint(last)))
        return refuse(FailureReason::StateUnavailable,
                      tr("Job %1 may have completed a checkpoint that is not known here; only you "
                         "can choose to start from older state, or empty.")
                          .arg(last.spec.number));
    if (own && own->spec.isDrained && rule("3.1 drained only by choice"))
        return refuseDrained();
    if (own)
        return startFrom(*own, past.deployment.spec.allowNonRestoredState, true);
    return Choice{.state = {.savepointId = last.spec.savepointId,
                            .path = last.spec.savepointLocation,
                            .allowNonRestoredState = last.spec.allowNonRestoredState,
                            .isAutomatic = true}};
}

Choice latestSavepointOf(const Past &past)
{
    const bool isAllowed = past.deployment.spec.allowNonRestoredState;
    if (const Savepoint *newest = newestFor(RestoreStrategy::LatestSavepoint, past.savepoints))
        return newest->spec.isDrained ? refuseDrained() : startFrom(*newest, isAllowed, true);
    if (mayHaveCompletedCheckpoint(*past.last))
        return refuse(FailureReason::StateUnavailable,
                      tr("There is no savepoint, and job %1 may have had state; only you can "
                         "choose to start empty.")
                          .arg(past.last->spec.number));
    return startEmpty(true);
}

bool isAllowedByOrder(const Past &past)
{
    return past.deployment.spec.allowNonRestoredState || past.record.order.allowNonRestoredState;
}

//! From \a found, the pin or the newest by the strategy, where that is what a person was shown.
Choice startAsShown(const Past &past, const Savepoint *found)
{
    const QString foundId = found ? found->metadata.id : QString();
    // Its Job was live when that was confirmed: what it leaves could not be shown then.
    const bool isLeftSince = found && past.last && found->spec.jobId == past.last->metadata.id
        && past.last->ending.generation == past.record.generation
        && rule("3.1 what is left since the order is newer");
    if (!isLeftSince && !agreesWithShown(past.record.order, foundId, past.savepoints))
        return refuse(FailureReason::StateDiffers,
                      tr("The state that would be restored is not the one that was confirmed; "
                         "choose again."));
    if (found && found->spec.isDrained)
        return refuseDrained();
    return found ? startFrom(*found, isAllowedByOrder(past), false) : startEmpty(false);
}

Choice chosenSavepoint(const Past &past)
{
    const Savepoint *chosen = findById(past.savepoints, past.record.order.savepointId);
    if (chosen && chosen->status.state == SavepointState::Completed)
        return startFrom(*chosen, isAllowedByOrder(past), false);
    return refuse(FailureReason::StateUnavailable, tr("The chosen savepoint is not there."));
}

//! Chosen for this start; or the cluster could not read it, and nobody has chosen another.
bool isKept(const Past &past)
{
    const auto &chosen = past.record.chosen;
    if (!rule("3.1 the choice is kept"))
        return false;
    const StartOrder &order = past.record.order;
    if (!chosen || chosen->generation == past.record.generation)
        return chosen.has_value();
    return past.last && staterestore::hasFailed(*past.last)
        && order.choice == StateChoiceKind::Newest
        && (!order.isConfirmed || order.shownSavepointId == chosen->savepointId);
}

//! The plan of an upgrade was confirmed when it was saved: it starts as a person ordered (§3.8).
//! What the job leaves that the upgrade ends could not be shown then; it is newer than all that
//! was.
Choice forUpgrade(const Past &past)
{
    DeploymentRecord ordered = past.record;
    ordered.order = *past.record.upgradeOrder;
    const Savepoint *left = findById(past.savepoints, past.record.pinnedSavepointId);
    if (!left)
        left = newestFor(past.deployment.spec.restoreStrategy, past.savepoints);
    if (left && left->spec.jobId == past.last->metadata.id)
        ordered.order.shownSavepointId = left->metadata.id;
    return forOrder({.deployment = past.deployment,
                     .record = ordered,
                     .last = past.last,
                     .savepoints = past.savepoints});
}

//! A snapshot that an unseen run may have left would be passed over.
bool isUnseenStateAtStake(const Past &past)
{
    if (!isAutomatic(past) || !mayHaveRunUnseen(*past.last) || !rule("3.8 it may have run unseen"))
        return false;
    switch (past.deployment.spec.restoreStrategy) {
    case RestoreStrategy::LatestState:
        return true;
    case RestoreStrategy::LatestSavepoint:
        return !newestFor(RestoreStrategy::LatestSavepoint, past.savepoints);
    case RestoreStrategy::None:
        return false;
    }
    return false;
}

} // namespace

bool isNewer(const Savepoint &one, const Savepoint &other)
{
    // A stop is the last thing in its Job, also while its checkpoint id is not known (§3.9).
    const auto place = [](const Savepoint &s) {
        const bool isLast = s.spec.flinkSavepointId == 0
            && s.spec.origin == SavepointOrigin::Suspend && s.status.failure.isEmpty();
        const bool isByHand = s.spec.origin == SavepointOrigin::Copied;
        const qint64 job = rule("3.1 newest by its Job") ? s.spec.jobNumber : 0;
        const qint64 id = rule("3.1 newest by its checkpoint id") ? s.spec.flinkSavepointId : 0;
        return std::tuple(job, isByHand, isLast && rule("3.9 a stop comes last"), id,
                          isByHand ? s.metadata.createdAt : Instant());
    };
    return place(one) > place(other);
}

bool agreesWithShown(const StartOrder &order, const QString &foundId,
                     const QList<Savepoint> &savepoints)
{
    if (!order.isConfirmed || foundId == order.shownSavepointId || !rule("3.1 what was confirmed"))
        return true;
    const Savepoint *found = findById(savepoints, foundId);
    const Savepoint *shown = findById(savepoints, order.shownSavepointId);
    return found && shown && isNewer(*found, *shown);
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

Choice forOrder(const Past &past)
{
    switch (past.record.order.choice) {
    case StateChoiceKind::Newest:
        break;
    case StateChoiceKind::Empty:
        return startEmpty(false);
    case StateChoiceKind::Path:
        return Choice{.state = {.path = past.record.order.path,
                                .allowNonRestoredState = isAllowedByOrder(past)}};
    case StateChoiceKind::Savepoint:
        return chosenSavepoint(past);
    }
    if (const Savepoint *pinned = findById(past.savepoints, past.record.pinnedSavepointId))
        return startAsShown(past, pinned);
    return startAsShown(past, newestFor(past.deployment.spec.restoreStrategy, past.savepoints));
}

Choice forRestart(const Past &past)
{
    const DeploymentSpec &spec = past.deployment.spec;
    if (const Savepoint *pinned = findById(past.savepoints, past.record.pinnedSavepointId);
        pinned && rule("3.1 a pin goes before"))
        return pinned->spec.isDrained ? refuseDrained()
                                      : startFrom(*pinned, spec.allowNonRestoredState, true);
    switch (spec.restoreStrategy) {
    case RestoreStrategy::LatestState:
        return latestStateOf(past);
    case RestoreStrategy::LatestSavepoint:
        return latestSavepointOf(past);
    case RestoreStrategy::None:
        break;
    }
    return startEmpty(true);
}

bool isAutomatic(const Past &past)
{
    return past.last
        && (past.last->spec.generation == past.record.generation
            || past.record.fulfilledGeneration == past.record.generation);
}

Choice choose(const Past &past)
{
    if (isUnseenStateAtStake(past))
        return refuse(FailureReason::StateUnavailable,
                      tr("Job %1 was never seen, but may have run and completed a checkpoint; only "
                         "you can choose what to start from.")
                          .arg(past.last->spec.number));
    Choice choice;
    const bool isUpgradeConfirmed = isAutomatic(past) && past.record.upgradeOrder
        && past.last->ending.reason == TerminationReason::Upgrade
        && rule("4 the plan that was confirmed");
    if (isKept(past)) {
        choice.state = *past.record.chosen;
        if (choice.state.generation != past.record.generation) // Retry, perhaps with that allowed
            choice.state.allowNonRestoredState |= isAllowedByOrder(past);
    } else if (isUpgradeConfirmed) {
        choice = forUpgrade(past);
    } else {
        choice = isAutomatic(past) ? forRestart(past) : forOrder(past);
    }
    choice.state.generation = past.record.generation;
    return choice;
}

const Job *passedOver(const QList<Job> &jobs, const Past &past, const ChosenState &chosen)
{
    const Savepoint *savepoint = findById(past.savepoints, chosen.savepointId);
    const bool isByHand = savepoint && savepoint->spec.origin == SavepointOrigin::Copied;
    if (isByHand || past.deployment.spec.restoreStrategy != RestoreStrategy::LatestState)
        return nullptr;
    for (const Job &job : std::views::reverse(jobs)) {
        const bool hasEnded = !isLive(job.status.state) || job.ending.isMissing;
        if (!hasEnded)
            return nullptr;
        if (savepoint && savepoint->spec.jobId == job.metadata.id)
            return isLastUnknown(job) ? &job : nullptr;
        if (mayHaveCompletedCheckpoint(job))
            return &job;
        if (job.status.started) // it went on from what a person had chosen then
            return nullptr;
    }
    return nullptr;
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

void conclude(const StoredDeployment &stored, DeploymentRecord &record, const Job &job)
{
    if (rule("3 a start that succeeds resets its counter"))
        record.startAttempts = 0;
    record.chosen.reset();
    if (!upgrade::isChanged(stored, job)) { // else a plan was confirmed while it was starting
        record.upgradeOrder.reset();
        record.checkpointUpgradeGeneration = 0;
    }
    if (!job.spec.savepointId.isEmpty() && job.spec.savepointId == record.pinnedSavepointId
        && rule("4 the pin is dropped with the start"))
        record.pinnedSavepointId.clear();
}

std::optional<Duration> configuredInterval(const JobTemplate &jobTemplate)
{
    static const QRegularExpression duration(u"^\\s*(\\d{1,12})\\s*([a-z]*)\\s*$"_s);
    const QString text =
        jobTemplate.flinkConfiguration.value(u"execution.checkpointing.interval"_s);
    const auto match = duration.match(text.toLower());
    if (!match.hasMatch())
        return std::nullopt;
    const qint64 amount = match.captured(1).toLongLong();
    const QString unit = match.captured(2);
    if (unit.isEmpty() || unit == "ms"_L1 || unit.startsWith("milli"_L1))
        return milliseconds(amount);
    if (unit.startsWith(u's'))
        return seconds(amount);
    if (unit == "m"_L1 || unit.startsWith("min"_L1))
        return minutes(amount);
    if (unit.startsWith(u'h'))
        return hours(amount);
    return unit.startsWith(u'd') ? std::optional<Duration>(days(amount)) : std::nullopt;
}

} // namespace headgate::restore
