// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/counters.h"

#include "tests/simulation/fault.h"
#include "tests/simulation/trial.h"

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

//! What a decision is made in: the columns of the table in lifecycle.md §2, the second one in two.
enum Found { NoLiveJob, Starting, Unresolved, Started, StartedChanged, Terminating };

QString nameOfCell(DesiredState desired, int found)
{
    constexpr const char *names[FoundKinds] = {"no live job",
                                               "STARTING",
                                               "unresolved",
                                               "STARTED, same template",
                                               "STARTED, template changed",
                                               "TERMINATING"};
    return u"§2 %1 / %2"_s.arg(wireName(desired), QLatin1StringView(names[found]));
}

QStringList cells()
{
    QStringList all;
    for (int desired = 0; desired < DesiredKinds; ++desired) {
        for (int found = 0; found < FoundKinds; ++found)
            all.append(nameOfCell(DesiredState(desired), found));
    }
    for (const auto result : {"RUNNING"_L1, "SUSPENDED"_L1, "CANCELLED"_L1, "FINISHED"_L1,
                              "TRANSITIONING"_L1, "FAILED"_L1})
        all.append(u"§2 becomes %1"_s.arg(result));
    return all;
}

} // namespace

void add(Counters &sum, const Counters &more)
{
    for (const auto &[name, count] : more.asKeyValueRange())
        sum[name] += count;
}

QStringList wantedCounters()
{
    QStringList all = cells();
    for (int kind = 0; kind < FaultKinds; ++kind)
        all.append(u"fault %1"_s.arg(kind));
    all += {u"§3.4 a: seen after an unknown answer"_s,
            u"§3.4 b: rejected"_s,
            u"§3.4 c: the fence is over"_s,
            u"§3.4 d: replaced without HA"_s,
            u"§3.4 missing"_s,
            u"§3.4 the same request again"_s,
            u"§3.4 with HA the outcome is unknown at once"_s,
            u"§3.4 cancelled on sight"_s,
            u"§3.7 FINISHED"_s,
            u"§3.7 FINISHED, stopped outside"_s,
            u"§3.7 FINISHED, stopped by us"_s,
            u"§3.7 FAILED"_s,
            u"§3.7 CANCELED outside"_s,
            u"§3.7 missing"_s,
            u"§3.7 missing after a failover"_s,
            u"§3.8 state unavailable"_s,
            u"crash"_s,
            u"deletion: asked for"_s,
            u"deletion: of the document alone"_s,
            u"deletion: turned down"_s,
            u"event SavepointDeleted"_s,
            u"event SavepointDeletionFailed"_s,
            u"event SubmissionDuplicate"_s,
            u"event JarMissing"_s,
            u"event ForceCancelled"_s,
            u"event FailureEnded"_s,
            u"event RejectedButRunning"_s, // §3.4
            u"event JobLost"_s, // §3.7
            u"event FinalStateUnread"_s}; // §3.9
    for (const auto reason :
         {"OutcomeUnknown"_L1, "StateUnavailable"_L1, "StateUnreadable"_L1, "JobWithoutRecord"_L1,
          "AttemptsExhausted"_L1, "StoppedOutside"_L1, "CancelledOutside"_L1, "EndedUnseen"_L1,
          "MissingAfterFailover"_L1, "NoJobToSuspend"_L1, "SuspendFailed"_L1, "FailedDuringStop"_L1,
          "ClusterLostDuringStop"_L1, "FinalStateUnread"_L1})
        all.append("FAILED "_L1 + reason);
    return all;
}

QStringList unmetCounters(const Counters &counters)
{
    QStringList unmet = wantedCounters();
    unmet.removeIf([&](const QString &name) { return counters.value(name) > 0; });
    return unmet;
}

//! The cell of the table in lifecycle.md §2 that the next decision is made in.
void Trial::countCell()
{
    const auto found = [&] {
        const Job *job = newest();
        if (!job || !isLive(job->status.state))
            return NoLiveJob;
        if (job->status.state == JobState::Terminating)
            return Terminating;
        if (job->status.state == JobState::Starting)
            return job->submission.requestsSent > 0 && !job->submission.isSighted ? Unresolved
                                                                                  : Starting;
        const int saved = stored.deployment.spec.jobTemplate.parallelism;
        return job->spec.jobTemplate.parallelism == saved ? Started : StartedChanged;
    };
    ++m_cells[size_t(stored.deployment.spec.state)][size_t(found())];
}

Counters Trial::counters() const
{
    Counters all = m_counters;
    for (size_t desired = 0; desired < m_cells.size(); ++desired) {
        for (size_t found = 0; found < m_cells[desired].size(); ++found)
            all[nameOfCell(DesiredState(desired), int(found))] += m_cells[desired][found];
    }
    return all;
}

void Trial::countEvents(const QList<Event> &happened)
{
    for (const Event &event : happened)
        ++m_counters["event "_L1 + event.name];
}

void Trial::countRecords(const Transaction &records)
{
    countEvents(records.events);
    for (const StoredDeployment &each : records.deployments) {
        const DeploymentState next = each.deployment.status.state;
        if (next != state())
            ++m_counters[u"§2 becomes %1"_s.arg(wireName(next))];
        const auto &failure = each.record.failure;
        if (!failure || failure == stored.record.failure)
            continue;
        ++m_counters["FAILED "_L1 + wireName(failure->reason)];
        if (failure->reason == FailureReason::StateUnavailable)
            ++m_counters[u"§3.8 state unavailable"_s];
        if (failure->reason == FailureReason::OutcomeUnknown && currentFlink().isHighlyAvailable)
            ++m_counters[u"§3.4 with HA the outcome is unknown at once"_s];
    }
    for (const Job &each : records.jobs)
        countJob(each);
}

//! In what way \a next has gone on from what was recorded.
void Trial::countJob(const Job &next)
{
    const Job *before = newest();
    const bool isSame = before && before->metadata.id == next.metadata.id;
    if (!isSame)
        return;
    const bool wasUnknown = before->submission.requestsSent > 0 && !before->submission.isSighted;
    const bool isAnswered = next.submission.lastAnswerAt != before->submission.lastAnswerAt;
    if (wasUnknown && next.submission.isSighted && !isAnswered)
        ++m_counters[u"§3.4 a: seen after an unknown answer"_s];
    if (next.submission.requestsSent > std::max(1, before->submission.requestsSent))
        ++m_counters[u"§3.4 the same request again"_s];
    const SimulatedFlink &there = flinkOf(next.spec.sessionClusterId);
    const bool isHa = there.isHighlyAvailable;
    if (next.ending.isMissing && !before->ending.isMissing)
        ++m_counters[wasUnknown ? u"§3.4 missing"_s
                         : isHa ? u"§3.7 missing after a failover"_s
                                : u"§3.7 missing"_s];
    if (isLive(next.status.state) || !isLive(before->status.state))
        return;
    const QString reason = next.status.failure ? next.status.failure->reason : QString();
    const bool isReplaced = there.incarnation() != next.submission.incarnation;
    if (reason == "SubmissionFailed"_L1)
        ++m_counters[u"§3.4 b: rejected"_s];
    else if (reason == "SubmissionUnseen"_L1)
        ++m_counters[isReplaced ? u"§3.4 d: replaced without HA"_s
                                : u"§3.4 c: the fence is over"_s];
    if (!next.ending.terminalStatus)
        return;
    const bool isStopped = world.ended.value(flinkJobIdOf(next)) == HowEnded::Stopped;
    const bool isOurs = before->ending.reason == TerminationReason::Suspend
        || before->ending.reason == TerminationReason::Upgrade;
    if (next.ending.terminalStatus == FlinkJobStatus::Failed)
        ++m_counters[u"§3.7 FAILED"_s];
    else if (next.ending.terminalStatus == FlinkJobStatus::Canceled && next.cancels.sent == 0)
        ++m_counters[u"§3.7 CANCELED outside"_s];
    else if (next.ending.terminalStatus == FlinkJobStatus::Finished)
        ++m_counters[!isStopped   ? u"§3.7 FINISHED"_s
                         : isOurs ? u"§3.7 FINISHED, stopped by us"_s
                                  : u"§3.7 FINISHED, stopped outside"_s];
}

} // namespace headgate::simulation
