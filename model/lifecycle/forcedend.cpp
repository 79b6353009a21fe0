// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/forcedend.h"

#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/ending.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepointfiles.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::forcedend {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds PatienceOfStart{60};
constexpr std::chrono::minutes PatienceForState{10};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::forcedend", text);
}

//! Flink lists it as ended, and nobody has read what it left.
bool isUnread(const Deliberation &d)
{
    const Job *job = d.newest();
    if (!job || !cancellation::wasForced(*job) || job->ending.isFinalStateRead
        || job->ending.isFinalStateUnread || !rule("6 what a forced job left is read"))
        return false;
    const FlinkJob *row = d.seen(*job);
    return row && isTerminal(row->status);
}

//! From when on what it left can be asked for, by somebody who is there.
Instant readSince(const Deliberation &d, const Job &job)
{
    const ClusterView &cluster = *d.observedCluster();
    return std::max(cluster.observedSince, finalread::notBefore(job, cluster));
}

//! Also where nobody saw it RUNNING before it was let go of.
void noteRun(Deliberation &d, Job &job)
{
    const bool wasSeen = job.status.started.has_value();
    ending::markAsRun(d, job);
    if (!wasSeen)
        job.status.started->startedAt = job.submission.lastSentAt.value_or(*job.ending.endedAt);
    job.status.started->observedFlinkJobStatus = *job.ending.terminalStatus;
    job.status.started->lastUpdateTime = d.now;
}

void noteEnd(Deliberation &d, Job &job)
{
    if (job.ending.terminalStatus)
        return;
    job.ending.terminalStatus = d.seen(job)->status;
    job.ending.terminalSeenAt = d.observedCluster()->answeredAt;
    d.purpose = "terminal"_L1;
    d.note("ForcedJobEnded", Severity::Info,
           tr("Job %1, which was let go of by force, has ended at Flink: %2.")
               .arg(job.spec.number)
               .arg(wireName(*job.ending.terminalStatus)));
}

//! A savepoint without a document has been forgotten by a person's wish since, or is somebody
//! else's: it is named, and not brought back.
bool isLastNotListed(Deliberation &d, const Job &job, const StateView &state)
{
    const auto mark =
        finalread::survivingSnapshot(state, *job.ending.terminalStatus, flinkJobIdOf(job));
    if (!mark || !mark->isSavepoint)
        return false;
    const auto &all = d.savepoints();
    if (std::ranges::any_of(
            all, [&](const Savepoint &each) { return savepointfiles::isAt(each, mark->path); }))
        return false;
    d.note("SnapshotNotListed", Severity::Warning,
           tr("The last state of job %1 is the savepoint %2, which is not listed here. To go on "
              "from it, choose its path at a start.")
               .arg(job.spec.number)
               .arg(mark->path));
    return true;
}

} // namespace

void goOn(Deliberation &d)
{
    if (!isUnread(d))
        return;
    Job &job = d.editJob();
    noteEnd(d, job);
    if (const StateView *state = finalread::settledState(d, job)) {
        finalread::takeIn(d, *state);
        if (state->hasRun)
            noteRun(d, job);
        job.ending.isFinalStateUnread = isLastNotListed(d, job, *state);
    } else if (d.now >= readSince(d, job) + PatienceForState) {
        job.ending.isFinalStateUnread = true; // it would be asked for ever
    }
    if (!finalread::settle(d, job))
        return;
    ending::noteOutrunStop(d, job);
    d.record.edit().chosen.reset(); // what was chosen before this was known is chosen anew
}

bool isBeingRead(const Deliberation &d)
{
    if (!isUnread(d))
        return false;
    return d.now < readSince(d, *d.newest()) + PatienceOfStart;
}

} // namespace headgate::forcedend
