// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/staterestore.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace headgate::staterestore {

using namespace Qt::StringLiterals;

namespace {

constexpr auto UnreadableReason = "StateUnreadable"_L1;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::staterestore", text);
}

} // namespace

Trouble troubleOf(const Job &job, const JobFailure &failure)
{
    static const QRegularExpression unreadable(
        u"Cannot find checkpoint or savepoint file/directory|"
        "Could not find checkpoint or savepoint|"
        "Cannot find meta data file|Failed to load (check|save)point|"
        "UnsupportedFileSystemSchemeException|CheckpointException: Could not load"_s);
    static const QRegularExpression unfitting(u"Failed to rollback to checkpoint/savepoint"_s);
    const QString text = failure.message + u'\n' + failure.detail;
    if (job.spec.savepointLocation.isEmpty())
        return Trouble::None;
    if (unreadable.match(text).hasMatch())
        return Trouble::Unreadable;
    return unfitting.match(text).hasMatch() ? Trouble::Unfitting : Trouble::None;
}

void fail(Deliberation &d, Job &job, const JobFailure &failure, Trouble trouble)
{
    const bool isUnfitting = trouble == Trouble::Unfitting;
    const QString path = job.spec.savepointLocation;
    const QString cluster = d.view.current ? d.view.current->name : QString();
    job.status.failure->reason = UnreadableReason;
    d.note(isUnfitting ? "StateUnfitting" : "StateUnreadable", Severity::Error,
           isUnfitting ? tr("The state %1 does not fit the job.").arg(path)
                       : tr("“%1” cannot read the state %2 now.").arg(cluster, path));
    if (d.desired() != DesiredState::Running)
        return;
    d.fail(FailureReason::StateUnreadable,
           isUnfitting ? tr("The state %1 is not of this job, or does not fit it any more: %2 "
                            "Choose another state, or allow state that the job does not take.")
                             .arg(path, failure.message)
                       : tr("The cluster cannot read the state %1: %2").arg(path, failure.message),
           failure.detail);
}

bool hasFailed(const Job &job)
{
    return job.status.failure && job.status.failure->reason == UnreadableReason;
}

} // namespace headgate::staterestore
