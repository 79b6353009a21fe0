// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/consequences.h"

#include "model/items/words.h"

#include <QCoreApplication>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ListedLocations = 6;

QString tr(const char *text, const char *comment = nullptr, int n = -1)
{
    return QCoreApplication::translate("headgate", text, comment, n);
}

QString lossByCancel(Desk &desk, const QString &id)
{
    if (const DeploymentReport *report = desk.deployments().find(id);
        report && report->record.failure && !report->record.failure->flinkJobs.isEmpty())
        return tr("What was found at Flink is cancelled: %1. What state it has is not known here.")
            .arg(report->record.failure->flinkJobs.join(", "_L1));
    const Job *job = desk.jobs().newestOf(id);
    if (!job || !isLive(job->status.state) || !job->status.started)
        return {};
    const Instant now = desk.now();
    const QString uptime =
        tr("The job has been running for %1.").arg(ageText(now - job->status.started->startedAt));
    const auto &checkpoint = job->observed.newestCheckpoint;
    const bool isRestored = !job->spec.savepointLocation.isEmpty();
    if (!checkpoint || checkpoint->path == job->spec.savepointLocation)
        return uptime + u' '
            + (isRestored
                   ? tr("No checkpoint of it is known yet: what came after the state that it "
                        "was restored from is lost.")
                   : tr("No checkpoint of it is known: all of its state is lost."));
    const QString age = ageText(now - checkpoint->triggeredAt);
    return uptime + u' '
        + (outlivesCancel(*job)
               ? tr("Its newest checkpoint is %1 old and stays; what came after it is lost.")
                     .arg(age)
               : checkpoint->path.isEmpty()
               ? tr("Its newest checkpoint is %1 old, and nowhere but in Flink's memory: it goes "
                    "with the job.")
                     .arg(age)
               : tr("Its newest checkpoint is %1 old, and Flink deletes it with the job: all of "
                    "its state is lost.")
                     .arg(age));
}

} // namespace

QString namesOf(Desk &desk, const QStringList &deploymentIds)
{
    QStringList names;
    for (const QString &id : deploymentIds)
        names.append(tr("“%1”").arg(desk.deployments().nameOf(id)));
    return names.join(", "_L1);
}

QString lossesByCancel(Desk &desk, const QStringList &deploymentIds)
{
    QStringList losses;
    for (const QString &id : deploymentIds) {
        const QString loss = lossByCancel(desk, id);
        if (!loss.isEmpty())
            losses.append(deploymentIds.size() > 1 ? namesOf(desk, {id}) + u": "_s + loss : loss);
    }
    return losses.join(u'\n');
}

QString remainsOfDelete(Desk &desk, const QStringList &deploymentIds)
{
    QStringList locations;
    QStringList orphans;
    for (const QString &id : deploymentIds) {
        for (const PossibleOrphan &orphan : desk.orphans().letGoOf(id))
            orphans.append(tr("Flink job %1 of %2 may still run; it stays listed as a possible "
                              "orphan.",
                              "job, deployment")
                               .arg(orphan.flinkJobId, namesOf(desk, {id})));
        for (const Savepoint &savepoint : desk.savepoints().restorableOf(id))
            locations.append(savepoint.spec.savepointLocation);
    }
    QStringList lines{tr("Its jobs, savepoints and settings are forgotten here.", nullptr,
                         int(deploymentIds.size()))};
    lines.append(orphans);
    if (locations.isEmpty())
        return lines.join(u'\n');
    const int count = int(locations.size());
    lines.last() += u' ' + tr("The files of %n savepoints stay where they are:", nullptr, count);
    lines.append(locations.first(std::min(locations.size(), ListedLocations)));
    if (locations.size() > ListedLocations)
        lines.append(tr("and %n more", nullptr, count - int(ListedLocations)));
    return lines.join(u'\n');
}

} // namespace headgate
