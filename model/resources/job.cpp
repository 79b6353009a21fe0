// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/job.h"

#include "model/core/ids.h"

namespace headgate {

using namespace Qt::StringLiterals;

static void describe(Archive &archive, JobSpec &spec)
{
    archive.field(u"deploymentId", spec.deploymentId);
    archive.field(u"deploymentName", spec.deploymentName);
    archive.field(u"number", spec.number);
    archive.field(u"generation", spec.generation);
    archive.field(u"sessionClusterId", spec.sessionClusterId);
    archive.field(u"sessionClusterUrl", spec.sessionClusterUrl);
    archive.field(u"template", spec.jobTemplate);
    archive.field(u"isTemplateUnknown", spec.isTemplateUnknown);
    archive.field(u"artifactSha256", spec.artifactSha256);
    archive.field(u"savepointLocation", spec.savepointLocation);
    archive.field(u"savepointId", spec.savepointId);
    archive.field(u"allowNonRestoredState", spec.allowNonRestoredState);
    archive.field(u"isAutomatic", spec.isAutomatic);
}

static void describe(Archive &archive, StartedStatus &status)
{
    archive.field(u"flinkJobId", status.flinkJobId);
    archive.field(u"startedAt", status.startedAt);
    archive.field(u"lastUpdateTime", status.lastUpdateTime);
    archive.field(u"observedFlinkJobStatus", status.observedFlinkJobStatus);
    archive.field(u"observedFlinkJobRestarts", status.observedFlinkJobRestarts);
}

static void describe(Archive &archive, JobFailure &failure)
{
    archive.field(u"message", failure.message);
    archive.field(u"reason", failure.reason);
    archive.field(u"detail", failure.detail);
    archive.field(u"failedAt", failure.failedAt);
}

static void describe(Archive &archive, JobStatus &status)
{
    archive.field(u"state", status.state);
    archive.field(u"started", status.started);
    archive.field(u"failure", status.failure);
}

static void describe(Archive &archive, Submission &submission)
{
    archive.field(u"requestsSent", submission.requestsSent);
    archive.field(u"firstSentAt", submission.firstSentAt);
    archive.field(u"previousSentAt", submission.previousSentAt);
    archive.field(u"lastSentAt", submission.lastSentAt);
    archive.field(u"incarnation", submission.incarnation);
    archive.field(u"rejections", submission.rejections);
    archive.field(u"lastAnswerAt", submission.lastAnswerAt);
    archive.field(u"rejection", submission.rejection);
    archive.field(u"rejectionDetail", submission.rejectionDetail);
    archive.field(u"isSighted", submission.isSighted);
    archive.field(u"wasWatchedWithGap", submission.wasWatchedWithGap);
}

static void describe(Archive &archive, CancelRequests &cancels)
{
    archive.field(u"sent", cancels.sent);
    archive.field(u"lastSentAt", cancels.lastSentAt);
}

static void describe(Archive &archive, Sighting &sighting)
{
    archive.field(u"at", sighting.at);
    archive.field(u"incarnation", sighting.incarnation);
}

static void describe(Archive &archive, CheckpointMark &mark)
{
    archive.field(u"id", mark.id);
    archive.field(u"path", mark.path);
    archive.field(u"isSavepoint", mark.isSavepoint);
    archive.field(u"isSyncSavepoint", mark.isSyncSavepoint);
    archive.field(u"triggeredAt", mark.triggeredAt);
    archive.field(u"stateSize", mark.stateSize);
}

static void describe(Archive &archive, Ending &ending)
{
    archive.field(u"reason", ending.reason);
    archive.field(u"terminalStatus", ending.terminalStatus);
    archive.field(u"terminalSeenAt", ending.terminalSeenAt);
    archive.field(u"isFinalStateRead", ending.isFinalStateRead);
    archive.field(u"isFinalStateUnread", ending.isFinalStateUnread);
    archive.field(u"endedWithJobManager", ending.endedWithJobManager);
    archive.field(u"endedAt", ending.endedAt);
    archive.field(u"generation", ending.generation);
    archive.field(u"isMissing", ending.isMissing);
}

static void describe(Archive &archive, RestartSpan &span)
{
    archive.field(u"from", span.from);
    archive.field(u"to", span.to);
    archive.field(u"count", span.count);
}

static void describe(Archive &archive, JobObservations &observed)
{
    archive.field(u"lastSighting", observed.lastSighting);
    archive.field(u"newestCheckpoint", observed.newestCheckpoint);
    archive.field(u"newestPeriodic", observed.newestPeriodic);
    archive.field(u"hasCompletedCheckpoint", observed.hasCompletedCheckpoint);
    archive.field(u"isCheckpointingOn", observed.isCheckpointingOn);
    archive.field(u"checkpointInterval", observed.checkpointInterval);
    archive.field(u"clusterAhead", observed.clusterAhead);
    archive.field(u"isExternalized", observed.isExternalized);
    archive.field(u"isDeletedOnCancellation", observed.isDeletedOnCancellation);
    archive.field(u"restarts", observed.restarts);
    archive.field(u"restartSpans", observed.restartSpans);
    archive.field(u"lastRestartAt", observed.lastRestartAt);
    archive.field(u"restartsAccounted", observed.restartsAccounted);
    archive.field(u"numRestarts", observed.numRestarts);
    archive.field(u"countedSince", observed.countedSince);
    archive.field(u"lastRestartCause", observed.lastRestartCause);
    archive.field(u"restartsReadUpTo", observed.restartsReadUpTo);
    archive.field(u"restoredPath", observed.restoredPath);
}

void describe(Archive &archive, Job &job)
{
    describeHead(archive, u"Job"_s);
    archive.field(u"metadata", job.metadata);
    archive.field(u"spec", job.spec);
    archive.field(u"status", job.status);
    archive.field(u"submission", job.submission);
    archive.field(u"cancels", job.cancels);
    archive.field(u"ending", job.ending);
    archive.field(u"observed", job.observed);
}

QString flinkJobIdOf(const Job &job)
{
    return job.status.started && !job.status.started->flinkJobId.isEmpty()
        ? job.status.started->flinkJobId
        : flinkId(job.metadata.id);
}

bool outlivesCancel(const Job &job)
{
    const JobObservations &observed = job.observed;
    const auto &newest = observed.newestCheckpoint;
    const bool areKept = observed.isExternalized && !observed.isDeletedOnCancellation;
    return newest && !newest->path.isEmpty() && (areKept || newest->isSavepoint);
}

} // namespace headgate
