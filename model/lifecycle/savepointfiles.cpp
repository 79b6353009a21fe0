// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/savepointfiles.h"

#include "model/lifecycle/cancellation.h"
#include "model/lifecycle/finalread.h"
#include "model/lifecycle/rule.h"
#include "model/lifecycle/savepoints.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate::savepointfiles {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds PatienceForDisk{60};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::savepointfiles", text);
}

//! Flink names each savepoint anew; where it lies may be written in more than one way.
QStringView nameIn(QStringView location)
{
    return location.sliced(location.lastIndexOf(u'/') + 1);
}

//! \a path lies in the directory that was made for \a savepoint alone.
bool isInDirectoryOf(const Savepoint &savepoint, const QString &path)
{
    return !savepoint.spec.directory.isEmpty()
        && path.contains(u'/' + savepoint.metadata.id + u'/');
}

//! A savepoint that no request of ours is known to have written.
void listFound(Deliberation &d, const Job &job, const CheckpointMark &found)
{
    const QList<Savepoint> all = d.savepoints();
    const auto isIts = [&](const Savepoint &each) { return isAt(each, found.path); };
    const auto owner = std::ranges::find_if(
        all, [&](const Savepoint &each) { return isInDirectoryOf(each, found.path); });
    if (owner == all.end() || std::ranges::any_of(all, isIts))
        return;
    CheckpointMark mark = found;
    mark.isSavepoint = true;
    mark.isSyncSavepoint = owner->spec.origin == SavepointOrigin::Suspend;
    finalread::recordSnapshot(d, job, mark);
}

//! Nothing was sent, or its directory has been read since.
bool isLookedFor(const Deliberation &d, const Savepoint &savepoint)
{
    const DiskView *disk = d.diskSince(savepoint.operation.lastSentAt.value_or(Instant()));
    return savepoint.operation.requestsSent == 0
        || (disk && !disk->unreadable.contains(savepoint.metadata.id));
}

//! It is there, and nobody has told its place in the order (§3.9).
bool lacksPlace(const Savepoint &savepoint)
{
    return savepoint.status.state == SavepointState::Completed
        && savepoint.spec.flinkSavepointId == 0 && !savepoint.spec.directory.isEmpty()
        && rule("3.9 its files tell its place");
}

void fail(Deliberation &d, const Savepoint &savepoint)
{
    SavepointStatus &status = d.edit(savepoint.metadata.id)->status;
    if (status.state == SavepointState::Failed)
        return; // it has said why
    status.state = SavepointState::Failed;
    status.failure = isLookedFor(d, savepoint)
        ? tr("The job ended, and no savepoint of this request is known.")
        : tr("Whether a savepoint was written is not known: nobody has looked into %1.")
              .arg(savepoint.spec.directory);
}

} // namespace

bool mayTellOf(const Savepoint &savepoint)
{
    return savepoint.status.state == SavepointState::Started
        || savepoint.status.state == SavepointState::Failed || lacksPlace(savepoint);
}

bool isWaitingFor(Deliberation &d, const Job &job, Instant since, Lacking lacking)
{
    const bool mayTellOfAny = std::ranges::any_of(d.savepoints(), [&](const Savepoint &each) {
        return each.spec.jobId == job.metadata.id && mayTellOf(each)
            && (lacking == Lacking::LocationOrPlace || !lacksPlace(each));
    });
    if (!mayTellOfAny || d.diskSince(since) || cancellation::isForced(d, job))
        return false;
    std::optional<Instant> &lookedForSince = d.memory.lookedForSince;
    lookedForSince = lookedForSince.value_or(d.now);
    const Instant until = *lookedForSince + PatienceForDisk;
    if (d.now >= until)
        return false;
    d.wakeAt(until);
    d.ask(ReadDisk{job.spec.sessionClusterId, job.metadata.id});
    d.wait(tr("Looking for savepoints of the job."));
    return true;
}

void take(Deliberation &d, const Job &job)
{
    if (!d.view.facts.disk)
        return;
    const QList<Savepoint> all = d.savepoints();
    for (const Savepoint &each : all) {
        const bool isLacking = each.spec.jobId == job.metadata.id && lacksPlace(each);
        if (const CheckpointMark *written = isLacking ? find(d, each) : nullptr)
            savepoints::complete(d, each.metadata.id, *written);
    }
    for (const CheckpointMark &found : d.view.facts.disk->savepoints)
        listFound(d, job, found);
}

void resolveOpen(Deliberation &d, const Job &job)
{
    take(d, job);
    const QList<Savepoint> all = d.savepoints();
    for (const Savepoint &each : all) {
        if (each.spec.jobId != job.metadata.id || lacksPlace(each) || !mayTellOf(each))
            continue;
        const CheckpointMark *written = find(d, each);
        if (!written) {
            fail(d, each);
            continue;
        }
        savepoints::complete(d, each.metadata.id, *written);
        // What the job did after it is not known.
        const bool isOutlived = each.spec.origin == SavepointOrigin::Suspend
            && (each.operation.isExpired || each.status.state == SavepointState::Failed);
        if (written->id == 0 || isOutlived)
            d.edit(each.metadata.id)->status.failure = tr("Only its files were found.");
    }
}

const CheckpointMark *find(const Deliberation &d, const Savepoint &savepoint)
{
    const auto &disk = d.view.facts.disk;
    if (!disk)
        return nullptr;
    const auto found = std::ranges::find_if(disk->savepoints, [&](const CheckpointMark &each) {
        return isAt(savepoint, each.path) || !rule("5.6 only the stop under way ends the job");
    });
    return found == disk->savepoints.end() ? nullptr : &*found;
}

bool isAt(const Savepoint &savepoint, const QString &path)
{
    const SavepointSpec &spec = savepoint.spec;
    if (path.isEmpty() || spec.savepointLocation == path)
        return !path.isEmpty();
    const bool isAnother =
        !spec.savepointLocation.isEmpty() && nameIn(path) != nameIn(spec.savepointLocation);
    return isInDirectoryOf(savepoint, path)
        && (!isAnother || !rule("5.4 a second savepoint is another"));
}

bool haveComeAgain(const Deliberation &d, const Savepoint &savepoint)
{
    const auto &disk = d.view.facts.disk;
    return disk && rule("5.4 a second savepoint outruns the first")
        && std::ranges::any_of(disk->savepoints, [&](const CheckpointMark &each) {
               return isInDirectoryOf(savepoint, each.path) && !isAt(savepoint, each.path);
           });
}

bool haveToldOf(const Deliberation &d, const Savepoint &savepoint)
{
    const Savepoint *known = findById(d.view.savepoints, savepoint.metadata.id);
    const bool isKnown = known && known->status.state == SavepointState::Completed;
    return !isKnown && find(d, savepoint);
}

} // namespace headgate::savepointfiles
