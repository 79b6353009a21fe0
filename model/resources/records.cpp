// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/records.h"

namespace headgate {

void describe(Archive &archive, StartOrder &order)
{
    archive.field(u"choice", order.choice);
    archive.field(u"savepointId", order.savepointId);
    archive.field(u"path", order.path);
    archive.field(u"allowNonRestoredState", order.allowNonRestoredState);
    archive.field(u"isConfirmed", order.isConfirmed);
    archive.field(u"shownSavepointId", order.shownSavepointId);
}

void describe(Archive &archive, ChosenState &state)
{
    archive.field(u"savepointId", state.savepointId);
    archive.field(u"path", state.path);
    archive.field(u"allowNonRestoredState", state.allowNonRestoredState);
    archive.field(u"isAutomatic", state.isAutomatic);
    archive.field(u"generation", state.generation);
}

void describe(Archive &archive, DeploymentFailure &failure)
{
    archive.field(u"reason", failure.reason);
    archive.field(u"message", failure.message);
    archive.field(u"detail", failure.detail);
    archive.field(u"generation", failure.generation);
    archive.field(u"failedAt", failure.failedAt);
    archive.field(u"flinkJobs", failure.flinkJobs);
}

void describe(Archive &archive, Waiting &waiting)
{
    archive.field(u"what", waiting.what);
    archive.field(u"since", waiting.since);
}

void describe(Archive &archive, DeploymentRecord &record)
{
    archive.field(u"generation", record.generation);
    archive.field(u"sessionClusterId", record.sessionClusterId);
    archive.field(u"artifactSha256", record.artifactSha256);
    archive.field(u"order", record.order);
    archive.field(u"chosen", record.chosen);
    archive.field(u"fulfilledGeneration", record.fulfilledGeneration);
    archive.field(u"pinnedSavepointId", record.pinnedSavepointId);
    archive.field(u"upgradeOrder", record.upgradeOrder);
    archive.field(u"checkpointUpgradeGeneration", record.checkpointUpgradeGeneration);
    archive.field(u"isDrainRequested", record.isDrainRequested);
    archive.field(u"lastJobNumber", record.lastJobNumber);
    archive.field(u"startAttempts", record.startAttempts);
    archive.field(u"runFailures", record.runFailures);
    archive.field(u"countersGeneration", record.countersGeneration);
    archive.field(u"countersTemplate", record.countersTemplate);
    archive.field(u"savepointAttempts", record.savepointAttempts);
    archive.field(u"lastSavepointFailureAt", record.lastSavepointFailureAt);
    archive.field(u"failure", record.failure);
    archive.field(u"waiting", record.waiting);
    archive.field(u"stateSince", record.stateSince);
}

void describe(Archive &archive, PossibleOrphan &orphan)
{
    archive.field(u"flinkJobId", orphan.flinkJobId);
    archive.field(u"sessionClusterId", orphan.sessionClusterId);
    archive.field(u"deploymentId", orphan.deploymentId);
    archive.field(u"deploymentName", orphan.deploymentName);
    archive.field(u"jobId", orphan.jobId);
    archive.field(u"isCancelledOnSight", orphan.isCancelledOnSight);
    archive.field(u"listedAt", orphan.listedAt);
    archive.field(u"fenceUntil", orphan.fenceUntil);
}

} // namespace headgate
