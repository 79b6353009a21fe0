// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/attempts.h"

#include "model/lifecycle/rule.h"

#include "model/core/pause.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

namespace headgate::attempts {

using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::attempts", text);
}

QString fingerprint(const JobTemplate &jobTemplate, const QString &artifactSha256)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(toJson(jobTemplate).canonical().toCompact());
    hash.addData(artifactSha256.toLatin1());
    return QString::fromLatin1(hash.result().toHex());
}

//! The counters belong to what the newest Job ran.
void stamp(Deliberation &d)
{
    const JobSpec &ran = d.newest()->spec;
    DeploymentRecord &record = d.record.edit();
    record.countersGeneration = record.generation;
    record.countersTemplate = fingerprint(ran.jobTemplate, ran.artifactSha256);
}

bool isTemplateCounted(const Deliberation &d)
{
    // Hashing a template is work; mostly the newest Job runs what is saved.
    const Job *job = d.newest();
    const JobTemplate &saved = d.deployment.spec.jobTemplate;
    if (job && job->spec.artifactSha256 == d.record->artifactSha256
        && job->spec.jobTemplate == saved)
        return true;
    return d.record->countersTemplate == fingerprint(saved, d.record->artifactSha256);
}

int youngFailures(const Deliberation &d)
{
    const Duration age = d.deployment.spec.jobFailureExpirationTime;
    return int(
        std::ranges::count_if(d.record->runFailures, [&](Instant at) { return d.now - at < age; }));
}

//! Why the first attempt of this start failed; empty where only the newest one is known.
QString firstReason(const Deliberation &d)
{
    const JobSpec &newest = d.newest()->spec;
    QString reason;
    for (qsizetype i = d.view.jobs.size() - 1; i >= 0; --i) {
        const Job &job = d.view.jobs.at(i);
        const bool isOfThisStart = !job.status.started && job.spec.generation == newest.generation
            && job.spec.artifactSha256 == newest.artifactSha256
            && isSameTemplate(job.spec.jobTemplate, newest.jobTemplate);
        if (!isOfThisStart)
            break;
        if (job.status.failure)
            reason = job.status.failure->message;
    }
    return reason;
}

//! \a first is the reason of the first attempt, where it is known.
void failIfExhausted(Deliberation &d, int count, const QString &first, const QString &reason,
                     const QString &detail)
{
    const int most = d.deployment.spec.maxJobCreationAttempts;
    const bool isLeft = count < most || !rule("3 attempts come to an end");
    if (isLeft || d.desired() != DesiredState::Running)
        return;
    const QString message = first.isEmpty() || first == reason
        ? tr("All %1 attempts have failed. The last one: %2").arg(most).arg(reason)
        : tr("All %1 attempts have failed. The first one: %2 The last one: %3")
              .arg(QString::number(most), first, reason);
    d.fail(FailureReason::AttemptsExhausted, message, detail);
}

} // namespace

Duration backOff(int failed)
{
    return failed > 0 ? doubledPause(seconds(2), failed - 1, seconds(60)) : Duration::zero();
}

void renew(Deliberation &d)
{
    const bool haveStarts = d.record->startAttempts > 0 || !d.record->runFailures.isEmpty();
    const bool haveStops = d.record->savepointAttempts > 0 || d.record->lastSavepointFailureAt;
    if (!haveStarts && !haveStops)
        return;
    DeploymentRecord &record = d.record.edit();
    const bool isNewGeneration =
        record.countersGeneration != record.generation && rule("3 counters of a generation");
    if (isNewGeneration) {
        record.savepointAttempts = 0;
        record.lastSavepointFailureAt.reset();
    }
    const bool isOtherTemplate = rule("3 counters of a template") && !isTemplateCounted(d);
    if (haveStarts && (isNewGeneration || isOtherTemplate)) {
        record.startAttempts = 0;
        record.runFailures.clear();
    }
}

void countFailedStart(Deliberation &d, const QString &reason, const QString &detail)
{
    stamp(d);
    failIfExhausted(d, ++d.record.edit().startAttempts, firstReason(d), reason, detail);
}

bool isAnotherLeft(const DeploymentRecord &record, const Deployment &deployment)
{
    return record.startAttempts + 1 < deployment.spec.maxJobCreationAttempts;
}

void countRepeat(Deliberation &d)
{
    stamp(d);
    ++d.record.edit().startAttempts;
}

void takeBackRepeat(Deliberation &d)
{
    d.record.edit().startAttempts = std::max(0, d.record->startAttempts - 1);
}

void countRunFailure(Deliberation &d, const QString &reason, const QString &detail)
{
    const Duration age = d.deployment.spec.jobFailureExpirationTime;
    DeploymentRecord &record = d.record.edit();
    if (rule("3 failures of runs expire"))
        record.runFailures.removeIf([&](Instant at) { return d.now - at >= age; });
    stamp(d);
    record.runFailures.append(d.now);
    failIfExhausted(d, int(record.runFailures.size()), {}, reason, detail);
}

bool countFailedStop(Deliberation &d)
{
    DeploymentRecord &record = d.record.edit();
    record.countersGeneration = record.generation;
    ++record.savepointAttempts;
    record.lastSavepointFailureAt = d.now;
    return record.savepointAttempts < d.deployment.spec.maxSavepointCreationAttempts;
}

Instant nextAttemptAt(const Deliberation &d)
{
    const int failed = std::max(d.record->startAttempts, youngFailures(d));
    if (failed == 0)
        return Instant();
    return d.newest()->ending.endedAt.value_or(Instant()) + backOff(failed);
}

int currentAttempt(const DeploymentRecord &record)
{
    return std::max(record.startAttempts, int(record.runFailures.size())) + 1;
}

} // namespace headgate::attempts
