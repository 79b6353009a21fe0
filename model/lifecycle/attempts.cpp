// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/attempts.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

namespace headgate::attempts {

using namespace std::chrono;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Attempts", text);
}

QString fingerprint(const Deployment &deployment, const DeploymentRecord &record)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(toJson(deployment.spec.jobTemplate).canonical().toCompact());
    hash.addData(record.artifactSha256.toLatin1());
    return QString::fromLatin1(hash.result().toHex());
}

void forgetOldFailures(Deliberation &d)
{
    const Duration age = d.deployment.spec.jobFailureExpirationTime;
    d.record.runFailures.removeIf([&](Instant at) { return d.now - at >= age; });
}

} // namespace

Duration backOff(int failed)
{
    if (failed <= 0)
        return Duration::zero();
    constexpr int MaxDoublings = 5; // 2 s * 2^5 is over 60 s
    return std::min<Duration>(seconds(60), seconds(2) * (1 << std::min(failed - 1, MaxDoublings)));
}

void renew(Deliberation &d)
{
    const QList<Instant> &failures = d.record.runFailures;
    const bool haveCounted = d.record.startAttempts > 0 || !failures.isEmpty();
    // Hashing a template is work: only where there is something to reset.
    if (!haveCounted)
        return;
    const QString now = fingerprint(d.deployment, d.record);
    if (d.record.countersGeneration == d.record.generation && d.record.countersTemplate == now)
        return;
    d.record.startAttempts = 0;
    d.record.runFailures.clear();
    d.record.countersGeneration = d.record.generation;
    d.record.countersTemplate = now;
}

static void stamp(Deliberation &d)
{
    d.record.countersGeneration = d.record.generation;
    d.record.countersTemplate = fingerprint(d.deployment, d.record);
}

static void failIfExhausted(Deliberation &d, int count, const QString &reason,
                            const QString &detail)
{
    const int most = d.deployment.spec.maxJobCreationAttempts;
    if (count < most || d.isFailed() || d.desired() != DesiredState::Running)
        return;
    d.fail(FailureReason::AttemptsExhausted,
           tr("All %1 attempts have failed. The last one: %2").arg(most).arg(reason), detail);
}

void countFailedStart(Deliberation &d, const QString &reason, const QString &detail)
{
    stamp(d);
    ++d.record.startAttempts;
    failIfExhausted(d, d.record.startAttempts, reason, detail);
}

void countRunFailure(Deliberation &d, const QString &reason, const QString &detail)
{
    forgetOldFailures(d);
    stamp(d);
    d.record.runFailures.append(d.now);
    failIfExhausted(d, int(d.record.runFailures.size()), reason, detail);
}

Instant nextAttemptAt(const Deliberation &d)
{
    const Job *last = d.newest();
    const int failed = std::max(d.record.startAttempts, int(d.record.runFailures.size()));
    if (!last || !last->ending.endedAt || failed == 0)
        return Instant();
    return *last->ending.endedAt + backOff(failed);
}

int currentAttempt(const DeploymentRecord &record)
{
    return std::max(record.startAttempts, int(record.runFailures.size())) + 1;
}

} // namespace headgate::attempts
