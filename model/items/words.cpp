// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text, const char *comment = nullptr, int n = -1)
{
    return QCoreApplication::translate("headgate", text, comment, n);
}

QDateTime toLocal(Instant instant)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(instant.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(ms.count());
}

QString timeOfDay(QTime time)
{
    QString format = QLocale().timeFormat(QLocale::ShortFormat);
    if (!format.contains("ss"_L1))
        format.replace("mm"_L1, "mm:ss"_L1);
    return QLocale().toString(time, format);
}

//! Hours and minutes alone.
QString shortTimeOfDay(QTime time)
{
    static const QRegularExpression seconds(u"[^A-Za-z']*s+"_s);
    return QLocale().toString(time, QLocale().timeFormat(QLocale::ShortFormat).remove(seconds));
}

//! By the locale's own order: "28 Nov", "28.11", "11/28".
QString dateWithoutYear(QDate date)
{
    static const QRegularExpression year(u"[^A-Za-z']*y+\\z|\\Ay+[^A-Za-z']*"_s);
    return QLocale().toString(date, QLocale().dateFormat(QLocale::ShortFormat).remove(year));
}

//! A sentence as a part of a line.
QString withoutStop(const QString &sentence)
{
    return sentence.endsWith(u'.') ? sentence.chopped(1) : sentence;
}

} // namespace

QString ageText(Duration age)
{
    using namespace std::chrono;
    const qint64 s = std::max<qint64>(0, floor<seconds>(age).count());
    const QLocale locale;
    if (s < 120)
        return tr("%1 s", "age in seconds").arg(locale.toString(s));
    if (s < 120 * 60)
        return tr("%1 min", "age in minutes").arg(locale.toString(s / 60));
    if (s < 48 * 3600)
        return tr("%1 h", "age in hours").arg(locale.toString(s / 3600));
    return tr("%1 d", "age in days").arg(locale.toString(s / 86400));
}

QString timeText(Instant instant, Instant now)
{
    const QDateTime time = toLocal(instant);
    if (time.date() == toLocal(now).date())
        return timeOfDay(time.time());
    const bool isNear = std::chrono::abs(now - instant) < std::chrono::days(183);
    const QString date = isNear ? dateWithoutYear(time.date())
                                : QLocale().toString(time.date(), QLocale::ShortFormat);
    return date + u' ' + shortTimeOfDay(time.time());
}

QString wholeTimeText(Instant instant)
{
    const QDateTime time = toLocal(instant);
    return QLocale().toString(time.date(), QLocale::ShortFormat) + u' ' + timeOfDay(time.time());
}

QString sizeText(qint64 bytes)
{
    return bytes > 0 ? QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat)
                     : QString();
}

QString originText(const SavepointSpec &savepoint, TerminationReason ending)
{
    switch (savepoint.origin) {
    case SavepointOrigin::UserRequest:
        return tr("by request");
    case SavepointOrigin::Suspend:
        if (savepoint.isDrained)
            return tr("by Stop with Drain");
        return ending == TerminationReason::Upgrade ? tr("by Upgrade") : tr("by Suspend");
    case SavepointOrigin::Copied:
        return tr("added by hand");
    case SavepointOrigin::RetainedCheckpoint:
        return tr("retained checkpoint");
    }
    return {};
}

namespace {

QString whatText(SavepointOrigin origin)
{
    return origin == SavepointOrigin::RetainedCheckpoint ? tr("checkpoint") : tr("savepoint");
}

QString detailText(const Savepoint &savepoint, TerminationReason ending)
{
    QStringList details{sizeText(savepoint.spec.stateSize)};
    details.append(savepoint.spec.origin == SavepointOrigin::RetainedCheckpoint
                       ? tr("retained")
                       : originText(savepoint.spec, ending));
    details.removeAll(QString());
    return details.join(tr(", "));
}

} // namespace

QString savepointText(const Savepoint &savepoint, TerminationReason ending, Instant now)
{
    return tr("%1 %2 (%3)", "savepoint or checkpoint, time, size and origin")
        .arg(whatText(savepoint.spec.origin), timeText(timeOf(savepoint), now),
             detailText(savepoint, ending));
}

QString nextStateText(const StatePreview &preview, Instant now)
{
    if (!preview.refusal.isEmpty())
        return preview.refusal;
    if (preview.savepointId.isEmpty())
        return preview.location.isEmpty() ? tr("nothing: it would start empty")
                                          : tr("the state that was chosen by its path");
    Savepoint savepoint;
    savepoint.spec.origin = preview.origin;
    savepoint.spec.stateSize = preview.stateSize;
    savepoint.spec.isDrained = preview.isDrained;
    if (preview.createdAt) {
        savepoint.status.completedAt = preview.createdAt;
        return savepointText(savepoint, preview.ending, now);
    }
    return tr("%1 (%2)", "savepoint or checkpoint, size and origin")
        .arg(whatText(preview.origin), detailText(savepoint, preview.ending));
}

QString stateOfRunningText(const Job &job, RestoreStrategy strategy, Instant now)
{
    switch (strategy) {
    case RestoreStrategy::LatestState:
        break;
    case RestoreStrategy::LatestSavepoint:
        return tr("the newest savepoint, that of the next Suspend");
    case RestoreStrategy::None:
        return tr("nothing: it would start empty");
    }
    const auto &newest = job.observed.newestCheckpoint;
    if (!newest || newest->path.isEmpty() || newest->path == job.spec.savepointLocation)
        return tr("what job %1 leaves; no checkpoint of it is known yet").arg(job.spec.number);
    return tr("what job %1 leaves; its newest checkpoint is %2 old")
        .arg(job.spec.number)
        .arg(ageText(now - newest->triggeredAt));
}

QString progressText(const DeploymentReport &report, Instant now)
{
    const Deployment &deployment = report.deployment;
    if (deployment.status.state == DeploymentState::Failed)
        return report.record.failure ? report.record.failure->message : QString();
    if (deployment.status.state == DeploymentState::Running && report.areTasksMissing)
        return tr("%1 tasks run", "such as: 2 of 4").arg(report.tasks);
    if (deployment.status.state != DeploymentState::Transitioning)
        return {};
    QStringList parts;
    if (report.uploadPercent)
        parts.append(tr("upload %1 %").arg(*report.uploadPercent));
    if (report.attempt > 1)
        parts.append(
            tr("attempt %1 of %2").arg(report.attempt).arg(deployment.spec.maxJobCreationAttempts));
    if (!report.waitingFor.isEmpty())
        parts.append(withoutStop(report.waitingFor));
    if (report.waitingSince)
        parts.append(ageText(now - *report.waitingSince));
    if (report.lookedForUntil)
        parts.append(tr("until %1").arg(timeText(*report.lookedForUntil, now)));
    return parts.join(u" · "_s);
}

QString concernText(Concern concern)
{
    switch (concern) {
    case Concern::ClusterStopped:
        return tr("Its session cluster is stopped");
    case Concern::ClusterDetached:
        return tr("Its session cluster is detached");
    case Concern::JobMayRun:
        return tr("Job may still run");
    case Concern::JobStillRuns:
        return tr("Job still runs");
    }
    return {};
}

QString concernSentence(Concern concern)
{
    switch (concern) {
    case Concern::ClusterStopped:
        return tr("Its session cluster is stopped, and its job is not looked at: what is shown is "
                  "what was seen last.");
    case Concern::ClusterDetached:
        return tr("Its session cluster is detached, and its job is not looked at: what is shown "
                  "is what was seen last.");
    case Concern::JobMayRun:
        return tr("A job of it was let go of by force, and may still run: it is listed among the "
                  "possible orphans.");
    case Concern::JobStillRuns:
        return tr("A job of it was let go of by force, and still runs. Cancel it among the "
                  "possible orphans.");
    }
    return {};
}

QString outlookText(const DeploymentReport &report, Instant now)
{
    if (!report.lookedForUntil)
        return report.afterwards;
    return tr("It is looked for until %1. %2", "time, what follows")
        .arg(timeText(*report.lookedForUntil, now), report.afterwards);
}

QString restartsText(const DeploymentReport &report)
{
    if (report.deployment.status.state != DeploymentState::Running)
        return u"–"_s;
    if (report.restartsIn10Minutes > 0)
        return tr("%1 in 10 min").arg(report.restartsIn10Minutes);
    if (report.restartsIn60Minutes > 0)
        return tr("%1 in 60 min").arg(report.restartsIn60Minutes);
    return u"0"_s;
}

Instant timeOf(const Savepoint &savepoint)
{
    return savepoint.status.completedAt.value_or(savepoint.metadata.createdAt);
}

} // namespace headgate
