// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/orphanquestion.h"

#include "views/question.h"

#include <QCoreApplication>

namespace headgate {

namespace {

QString tr(const char *text, const char *comment = nullptr)
{
    return QCoreApplication::translate("headgate", text, comment);
}

//! A line each.
QStringList orphansOf(Desk &desk, const QStringList &deploymentIds)
{
    QStringList lines;
    for (const QString &id : deploymentIds) {
        for (const PossibleOrphan &orphan : desk.orphans().letGoOf(id))
            lines.append(tr("“%1”: Flink job %2 on “%3”.", "deployment, job, session cluster")
                             .arg(desk.deployments().nameOf(id), orphan.flinkJobId,
                                  desk.sessionClusters().nameOf(orphan.sessionClusterId)));
    }
    return lines;
}

} // namespace

void startBesideOrphans(QWidget *parent, Desk &desk, const QStringList &deploymentIds,
                        const QString &name, const std::function<void()> &start)
{
    QStringList lines = orphansOf(desk, deploymentIds);
    if (lines.isEmpty())
        return start();
    lines.append(tr("It can be cancelled first, among the possible orphans under Session "
                    "Clusters."));
    ask(parent,
        {.title = name,
         .text = tr("Start although a job that was let go of by force may still run?"),
         .consequences = tr("Where it is seen to run, nothing is started beside it. Until it is "
                            "seen to have ended, two jobs may do the same work.")
             + u'\n' + lines.join(u'\n'),
         .proceed = name,
         .keep = tr("Leave as It Is")},
        start);
}

} // namespace headgate
