// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/upgrade.h"

#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/savepoints.h"
#include "model/lifecycle/start.h"
#include "model/lifecycle/suspension.h"

namespace headgate::upgrade {

namespace {

void stayRunning(Deliberation &d, const Job &job)
{
    d.status.state = DeploymentState::Running;
    d.record.fulfilledGeneration = d.record.generation;
    if (!d.status.running || d.status.running->jobId != job.metadata.id)
        d.status.running = RunningStatus{.jobId = job.metadata.id, .transitionTime = d.now};
    savepoints::sendRequested(d, job);
}

} // namespace

void considerTemplate(Deliberation &d, Job &job)
{
    const UpgradeStrategy strategy = d.deployment.spec.upgradeStrategy;
    if (strategy == UpgradeStrategy::None || !differsFromSaved(d, job))
        return stayRunning(d, job);
    // What could not be started afterwards is not stopped before.
    if (const QString why = start::refusal(d); !why.isEmpty())
        return d.fail(FailureReason::StartRefused, why);
    if (const QString why = start::obstacle(d.view.target); !why.isEmpty())
        return d.wait(why);
    if (strategy == UpgradeStrategy::Stateful)
        suspension::begin(d, job, TerminationReason::Upgrade);
    else
        cancellation::begin(d, job, TerminationReason::Upgrade);
}

bool differsFromSaved(const Deliberation &d, const Job &job)
{
    if (job.spec.isTemplateUnknown)
        return false; // adopted: no upgrade until the next start (§3.2)
    return job.spec.artifactSha256 != d.record.artifactSha256
        || job.spec.sessionClusterId != d.record.sessionClusterId
        || !isSameTemplate(job.spec.jobTemplate, d.deployment.spec.jobTemplate);
}

} // namespace headgate::upgrade
