// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/upgrade.h"

#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/suspension.h"

#include <QCoreApplication>

namespace headgate::upgrade {

void considerTemplate(Deliberation &d, Job &job)
{
    const bool isChanged = differsFromSaved(d, job);
    if (isChanged && d.deployment.spec.upgradeStrategy == UpgradeStrategy::Stateful)
        return suspension::begin(d, job, TerminationReason::Upgrade);
    if (isChanged && d.deployment.spec.upgradeStrategy == UpgradeStrategy::Stateless)
        return cancellation::begin(d, job, TerminationReason::Upgrade);
    d.deployment.status.state = DeploymentState::Running;
    if (d.deployment.status.running && d.deployment.status.running->jobId == job.metadata.id)
        return;
    d.deployment.status.running
        = RunningStatus{.jobId = job.metadata.id, .transitionTime = d.now};
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
