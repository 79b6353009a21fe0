// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/disposal.h"

#include "model/lifecycle/restore.h"
#include "model/lifecycle/rule.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::disposal {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds PauseAfterUnsent{5};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::disposal", text);
}

//! The first of the Deployment in \a state; null for none.
const Savepoint *firstIn(const Deliberation &d, SavepointState state)
{
    const auto &all = d.savepoints();
    const auto it = std::ranges::find_if(
        all, [&](const Savepoint &each) { return each.status.state == state; });
    return it == all.end() ? nullptr : &*it;
}

//! Where its files were written, for that cluster can reach them; else where the next Job runs.
const ClusterView *clusterFor(const Deliberation &d, const Savepoint &savepoint)
{
    const auto &jobs = d.view.jobs;
    const auto job = std::ranges::find(jobs, savepoint.spec.jobId,
                                       [](const Job &each) { return each.metadata.id; });
    const QString wanted = job == jobs.end() ? QString() : job->spec.sessionClusterId;
    QList<const ClusterView *> known{d.view.current, d.view.target};
    known += d.view.former;
    const auto writer = std::ranges::find_if(
        known, [&](const ClusterView *each) { return each && each->id == wanted; });
    const bool isKnown =
        writer != known.end() && rule("5 files are deleted where they were written");
    return isKnown ? *writer : d.view.target;
}

void failDeletion(Deliberation &d, const QString &id, const QString &failure)
{
    Savepoint *savepoint = d.edit(id);
    savepoint->status.state = SavepointState::FailedDeletion;
    savepoint->status.failure = failure;
    d.note("SavepointDeletionFailed", Severity::Warning,
           tr("The savepoint at %1 could not be deleted: %2")
               .arg(savepoint->spec.savepointLocation, failure));
}

QString unknownOutcome()
{
    return tr("whether Flink has deleted its files is not known.");
}

void concludeDeletion(Deliberation &d, const Savepoint &deleted)
{
    d.note("SavepointDeleted", Severity::Info,
           tr("The savepoint at %1 was deleted.").arg(deleted.spec.savepointLocation));
    d.remove(deleted.metadata.id);
    d.decideAgain();
}

void absorbAnswer(Deliberation &d, const Savepoint &deleting, const Outcome &outcome)
{
    const QString id = deleting.metadata.id;
    switch (outcome.kind) {
    case OutcomeKind::Accepted:
        return concludeDeletion(d, deleting);
    case OutcomeKind::NotSent:
        d.edit(id)->status.state = SavepointState::PendingDeletion;
        d.memory.disposalRetryAt = d.now + PauseAfterUnsent;
        return;
    case OutcomeKind::Rejected:
    case OutcomeKind::NotFound:
        return failDeletion(d, id, outcome.message);
    case OutcomeKind::Unknown:
    case OutcomeKind::Duplicate:
    case OutcomeKind::JarMissing:
    case OutcomeKind::AlreadyTerminal:
        if (!rule("5 an unknown disposal is no deletion"))
            return concludeDeletion(d, deleting);
        return failDeletion(d, id, unknownOutcome());
    }
}

//! What a request of now did, or one of which nobody will ever hear: Headgate ended meanwhile.
void absorb(Deliberation &d)
{
    const Savepoint *deleting = firstIn(d, SavepointState::Deleting);
    const Facts &facts = d.view.facts;
    if (!deleting || facts.isDisposalOpen)
        return;
    if (facts.disposal && facts.disposalSavepointId == deleting->metadata.id)
        absorbAnswer(d, *deleting, *facts.disposal);
    else if (rule("5 a disposal that nobody hears of has failed"))
        failDeletion(d, deleting->metadata.id, unknownOutcome());
}

void sendNext(Deliberation &d)
{
    const Savepoint *next = firstIn(d, SavepointState::PendingDeletion);
    const bool isOneUnderWay =
        firstIn(d, SavepointState::Deleting) && rule("5 one disposal at a time");
    if (!next || d.hasActed() || isOneUnderWay)
        return;
    const auto &retryAt = d.memory.disposalRetryAt;
    if (retryAt && d.now < *retryAt)
        return d.wakeAt(*retryAt);
    const ClusterView *cluster = clusterFor(d, *next);
    const bool isThere = cluster && cluster->isObserved && !cluster->isPerhapsAnother;
    if (!cluster || (!isThere && rule("5 a disposal waits for its cluster")))
        return; // until somebody is there to do it
    const DisposeSavepoint action{.savepointId = next->metadata.id,
                                  .clusterId = cluster->id,
                                  .location = next->spec.savepointLocation};
    if (rule("5 DELETING is written first"))
        d.edit(action.savepointId)->status.state = SavepointState::Deleting;
    d.act(action, "disposal"_L1);
}

//! The ids of the newest of all, of the stops, of the last Job, and of those that LATEST_SAVEPOINT
//! takes; empty where there is none.
struct Newest {
    QString ofAll;
    QString ofStops;
    QString ofLastJob;
    QString bySavepoint;
};

QString idOf(const Savepoint *savepoint)
{
    return savepoint ? savepoint->metadata.id : QString();
}

Newest newestOf(const DeploymentView &view)
{
    QList<Savepoint> ofStops = view.savepoints;
    ofStops.removeIf(
        [](const Savepoint &each) { return each.spec.origin != SavepointOrigin::Suspend; });
    const QList<Savepoint> &all = view.savepoints;
    return {.ofAll = idOf(restore::newestFor(RestoreStrategy::LatestState, all)),
            .ofStops = idOf(restore::newestFor(RestoreStrategy::LatestState, ofStops)),
            .ofLastJob =
                view.jobs.isEmpty() ? QString() : idOf(restore::newestOfJob(view.jobs.last(), all)),
            .bySavepoint = idOf(restore::newestFor(RestoreStrategy::LatestSavepoint, all))};
}

//! SUSPENDED means that it is there.
bool isLastOfSuspended(const Savepoint &savepoint, const DeploymentView &view, const Newest &newest)
{
    const Deployment &deployment = view.stored.deployment;
    const bool isSuspended = deployment.spec.state == DesiredState::Suspended
        || deployment.status.state == DeploymentState::Suspended;
    const QString &id = savepoint.metadata.id;
    return isSuspended && (newest.ofAll == id || newest.ofStops == id);
}

//! A Job that goes on from there, for it has nothing newer of its own.
bool isNeededBy(const Job &job, const Savepoint &savepoint)
{
    const bool isRestored = job.spec.savepointId == savepoint.metadata.id
        || job.spec.savepointLocation == savepoint.spec.savepointLocation;
    const auto &newest = job.observed.newestCheckpoint; // without a path, nothing can restore it
    const bool hasOwn = job.observed.hasCompletedCheckpoint && newest && !newest->path.isEmpty();
    return isRestored && !hasOwn;
}

//! A start that nobody orders would take it, were it to happen now, and older state without it.
bool isNextOfRestart(const Savepoint &savepoint, const Job &job, const DeploymentView &view,
                     const Newest &newest)
{
    const Deployment &deployment = view.stored.deployment;
    const DeploymentState state = deployment.status.state;
    const bool isToRun = deployment.spec.state == DesiredState::Running
        && state != DeploymentState::Failed && state != DeploymentState::Finished;
    if (!isToRun && !isLive(job.status.state))
        return false;
    const bool isUnplaced =
        savepoint.spec.jobId == job.metadata.id && savepoint.spec.flinkSavepointId == 0;
    return isUnplaced // nobody knows yet that it is not the newest
        || newest.ofLastJob == savepoint.metadata.id
        || (deployment.spec.restoreStrategy == RestoreStrategy::LatestSavepoint
            && newest.bySavepoint == savepoint.metadata.id);
}

QString refusalOfState(SavepointState state)
{
    switch (state) {
    case SavepointState::Started:
        return tr("It is being taken.");
    case SavepointState::PendingDeletion:
    case SavepointState::Deleting:
        return tr("It is being deleted already.");
    case SavepointState::Completed:
    case SavepointState::Failed:
    case SavepointState::FailedDeletion:
        return {};
    }
    return {};
}

} // namespace

void goOn(Deliberation &d)
{
    const bool isAnyToDelete = std::ranges::any_of(d.savepoints(), [](const Savepoint &each) {
        return each.status.state == SavepointState::PendingDeletion
            || each.status.state == SavepointState::Deleting;
    });
    if (!isAnyToDelete)
        return;
    absorb(d);
    sendNext(d);
}

static QString refusal(const Savepoint &savepoint, const DeploymentView &view, const Newest &newest)
{
    if (const QString why = refusalOfState(savepoint.status.state); !why.isEmpty())
        return why;
    const bool isWhole = savepoint.status.state == SavepointState::Completed;
    if (!isWhole || !rule("1 what is needed is not deleted"))
        return {};
    const DeploymentRecord &record = view.stored.record;
    if (record.pinnedSavepointId == savepoint.metadata.id)
        return tr("The upgrade that is under way starts from it.");
    if (record.chosen && record.chosen->savepointId == savepoint.metadata.id)
        return tr("The start that is under way restores it.");
    if (isLastOfSuspended(savepoint, view, newest))
        return tr("It is the last one of a suspended deployment.");
    const Job *job = view.jobs.isEmpty() ? nullptr : &view.jobs.last();
    if (job && isNeededBy(*job, savepoint))
        return tr("Job %1 was restored from it, and has no checkpoint of its own yet that could be "
                  "restored.")
            .arg(job->spec.number);
    if (job && isNextOfRestart(savepoint, *job, view, newest))
        return tr("It is the newest one, and a restart of the job may need it.");
    return {};
}

QString refusal(const Savepoint &savepoint, const DeploymentView &view)
{
    return refusal(savepoint, view, newestOf(view));
}

QHash<QString, QString> refusals(const DeploymentView &view)
{
    const Newest newest = newestOf(view);
    QHash<QString, QString> found;
    for (const Savepoint &each : view.savepoints) {
        if (const QString why = refusal(each, view, newest); !why.isEmpty())
            found.insert(each.metadata.id, why);
    }
    return found;
}

} // namespace headgate::disposal
