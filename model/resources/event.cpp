// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/event.h"

namespace headgate {

void describe(Archive &archive, Event &event)
{
    archive.field(u"time", event.time);
    archive.field(u"deploymentId", event.deploymentId);
    archive.field(u"deploymentName", event.deploymentName);
    archive.field(u"jobId", event.jobId);
    archive.field(u"sessionClusterId", event.sessionClusterId);
    archive.field(u"name", event.name);
    archive.field(u"severity", event.severity);
    archive.field(u"message", event.message);
    archive.field(u"detail", event.detail);
}

} // namespace headgate
