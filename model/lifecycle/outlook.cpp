// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/outlook.h"

#include "model/lifecycle/attempts.h"
#include "model/lifecycle/submission.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate {

using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

bool isReplaced(const Job &job, const ClusterView &cluster)
{
    return cluster.incarnation != job.submission.incarnation && !cluster.hasHighAvailability;
}

//! Ways (c) and (d).
Outlook ofFence(const DeploymentView &view, const Job &job)
{
    const Deployment &deployment = view.stored.deployment;
    Instant until = submission::fenceEndsAt(deployment, job, *view.current);
    if (isReplaced(job, *view.current))
        until = std::min<Instant>(until, *job.submission.lastSentAt + seconds(60));
    if (deployment.spec.state == DesiredState::Cancelled)
        return {until, tr("If it has not appeared by then, the deployment is CANCELLED.")};
    if (deployment.spec.state == DesiredState::Suspended)
        return {until, tr("If it has not appeared by then, there is no job to suspend.")};
    if (job.ending.isMissing)
        return {until,
                tr("If it has not appeared by then, it is given up, and the start begins anew.")};
    if (job.submission.wasWatchedWithGap)
        return {until,
                tr("If it has not appeared by then, the deployment is FAILED: Retry or "
                   "Cancel decides what comes next.")};
    return {until,
            tr("If it has not appeared by then, the attempt has failed, and the next one "
               "begins while any is left.")};
}

//! The time of the attempt is up before the fence is over.
Outlook ofAttempt(const DeploymentView &view, Instant endsAt)
{
    const bool isRepeated = !view.current->hasHighAvailability
        && attempts::isAnotherLeft(view.stored.record, view.stored.deployment);
    if (isRepeated)
        return {endsAt,
                tr("If it has not appeared by then, the start is sent again under the same "
                   "id, so that it cannot run twice.")};
    return {endsAt,
            tr("If it has not appeared by then, the deployment is FAILED, and the job is "
               "looked for on: Retry or Cancel decides what comes next.")};
}

//! Nothing is sent again, so that the fence alone ends it.
bool isFenceAlone(const DeploymentView &view, const Job &job)
{
    return view.stored.deployment.spec.state == DesiredState::Cancelled
        || isReplaced(job, *view.current)
        || (view.current->hasHighAvailability
            && job.spec.generation != view.stored.record.generation);
}

bool isPersonAwaited(const DeploymentRecord &record)
{
    return record.failure && record.failure->generation == record.generation;
}

} // namespace

std::optional<Outlook> outlookOf(const DeploymentView &view)
{
    if (view.jobs.isEmpty() || !submission::isUnresolved(view.jobs.last())
        || view.facts.isRunRequestOpen || isPersonAwaited(view.stored.record))
        return std::nullopt;
    if (!view.current || !view.current->isObserved || view.current->isPerhapsAnother)
        return Outlook{{}, tr("The time for that stands still while nobody can look.")};
    const Job &job = view.jobs.last();
    const Outlook fence = ofFence(view, job);
    const Instant endsAt =
        submission::attemptEndsAt(view.stored.deployment, job, *view.current, view.memory);
    return isFenceAlone(view, job) || *fence.until <= endsAt ? fence : ofAttempt(view, endsAt);
}

} // namespace headgate
