// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/retention.h"

#include <ranges>

namespace headgate::retention {

QStringList surplusJobs(const HeldDeployment &held, const QList<PossibleOrphan> &orphans, int kept)
{
    if (held.jobs.size() <= kept)
        return {};
    QSet<QString> referred;
    for (const Savepoint &savepoint : held.savepoints)
        referred.insert(savepoint.spec.jobId);
    for (const PossibleOrphan &orphan : orphans)
        referred.insert(orphan.jobId);
    QStringList surplus;
    int ended = 0;
    bool isRunFound = false;
    for (const Job &job : std::views::reverse(held.jobs)) {
        const bool isLastRun = !isRunFound && job.status.started;
        isRunFound = isRunFound || isLastRun;
        if (isLive(job.status.state))
            continue;
        if (++ended > kept && !isLastRun && !referred.contains(job.metadata.id))
            surplus.append(job.metadata.id);
    }
    return surplus;
}

} // namespace headgate::retention
