// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/savepoint.h"

namespace headgate {

using namespace Qt::StringLiterals;

static void describe(Archive &archive, SavepointSpec &spec)
{
    archive.field(u"deploymentId", spec.deploymentId);
    archive.field(u"jobId", spec.jobId);
    archive.field(u"jobNumber", spec.jobNumber);
    archive.field(u"savepointLocation", spec.savepointLocation);
    archive.field(u"directory", spec.directory);
    archive.field(u"flinkSavepointId", spec.flinkSavepointId);
    archive.field(u"origin", spec.origin);
    archive.field(u"isDrained", spec.isDrained);
    archive.field(u"stateSize", spec.stateSize);
}

static void describe(Archive &archive, SavepointStatus &status)
{
    archive.field(u"state", status.state);
    archive.field(u"failure", status.failure);
    archive.field(u"completedAt", status.completedAt);
}

static void describe(Archive &archive, SavepointOperation &operation)
{
    archive.field(u"requestsSent", operation.requestsSent);
    archive.field(u"lastSentAt", operation.lastSentAt);
    archive.field(u"seenAt", operation.seenAt);
    archive.field(u"isExpired", operation.isExpired);
}

void describe(Archive &archive, Savepoint &savepoint)
{
    describeHead(archive, u"Savepoint"_s);
    archive.field(u"metadata", savepoint.metadata);
    archive.field(u"spec", savepoint.spec);
    archive.field(u"status", savepoint.status);
    archive.field(u"operation", savepoint.operation);
}

} // namespace headgate
