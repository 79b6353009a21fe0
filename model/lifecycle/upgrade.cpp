// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/upgrade.h"

#include "model/core/sametext.h"
#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/restore.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepoints.h"
#include "model/lifecycle/start.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>

namespace headgate::upgrade {

namespace {

void stayRunning(Deliberation &d, const Job &job)
{
    d.status.state = DeploymentState::Running;
    if (d.record->fulfilledGeneration != d.record->generation
        || d.record->checkpointUpgradeGeneration != 0) {
        d.record.edit().fulfilledGeneration = d.record->generation;
        d.record.edit().checkpointUpgradeGeneration = 0;
    }
    if (!d.status.running || !isSameText(d.status.running->jobId, job.metadata.id))
        d.status.running = RunningStatus{.jobId = job.metadata.id, .transitionTime = d.now};
    savepoints::sendRequested(d, job);
}

} // namespace

void considerTemplate(Deliberation &d, const Job &job)
{
    const UpgradeStrategy strategy = d.deployment.spec.upgradeStrategy;
    const bool isKept = strategy == UpgradeStrategy::None && rule("4 NONE keeps the running job");
    if (isKept || !differsFromSaved(d, job))
        return stayRunning(d, job);
    // What could not be started afterwards is not stopped before.
    if (const QString why = start::refusal(d); !why.isEmpty())
        return d.fail(FailureReason::StartRefused, why);
    if (const QString why = start::obstacle(*d.view.target); !why.isEmpty())
        return d.wait(why);
    if (strategy == UpgradeStrategy::Stateful && !isFromCheckpoint(d))
        suspension::begin(d, d.editJob(), TerminationReason::Upgrade);
    else
        cancellation::begin(d, d.editJob(), TerminationReason::Upgrade);
}

bool isFromCheckpoint(const Deliberation &d)
{
    return d.record->checkpointUpgradeGeneration == d.record->generation
        && rule("4 from the newest checkpoint by a person's click");
}

void concludeFromCheckpoint(Deliberation &d, const Job &job)
{
    const Savepoint *newest = restore::newestOfJob(job, d.savepoints());
    if (newest && !job.ending.isFinalStateUnread) {
        d.record.edit().pinnedSavepointId = newest->metadata.id;
        return;
    }
    if (!rule("4 refused where no checkpoint is left"))
        return;
    d.fail(FailureReason::StateUnavailable,
           QCoreApplication::translate(
               "Upgrade",
               "The job was cancelled to be upgraded from its newest checkpoint, but none is left; "
               "only you can choose to start from older state, or empty."));
}

bool isChanged(const StoredDeployment &stored, const Job &job)
{
    if (job.spec.isTemplateUnknown)
        return false; // adopted: no upgrade until the next start (§3.2)
    return !isSameText(job.spec.artifactSha256, stored.record.artifactSha256)
        || (!isSameText(job.spec.sessionClusterId, stored.record.sessionClusterId)
            && rule("4 another cluster is an upgrade"))
        || !isSameTemplate(job.spec.jobTemplate, stored.deployment.spec.jobTemplate);
}

bool differsFromSaved(const Deliberation &d, const Job &job)
{
    return isChanged(d.view.stored, job);
}

} // namespace headgate::upgrade
