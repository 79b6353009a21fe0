// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/plan.h"

#include <QRandomGenerator>
#include <QStringList>

#include <array>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

using Weights = std::array<int, TroubleKinds>;

struct Weight {
    Trouble trouble;
    int weight;
};

constexpr const char *Names[TroubleKinds] = {"RUNNING is wanted",
                                             "SUSPENDED is wanted",
                                             "CANCELLED is wanted",
                                             "Retry",
                                             "another template is saved",
                                             "other strategies are saved",
                                             "it is moved to the other cluster",
                                             "the cancellation is forced",
                                             "a savepoint is asked for",
                                             "a stop with drain is asked for",
                                             "an empty start is asked for",
                                             "what is shown is confirmed and started",
                                             "Headgate is killed",
                                             "Headgate is killed and stays away",
                                             "the JobManager dies",
                                             "the JobManager comes back",
                                             "the JobManager is replaced",
                                             "the cluster cannot be reached",
                                             "the cluster can be reached again",
                                             "the job fails",
                                             "the job finishes",
                                             "the job restarts",
                                             "somebody cancels the job",
                                             "somebody stops the job",
                                             "somebody runs a job that bears our stamp",
                                             "that job ends",
                                             "main() takes its time",
                                             "tasks take their time",
                                             "cancelling takes its time",
                                             "stopping takes its time",
                                             "stops fail",
                                             "stops succeed",
                                             "jobs fail after a while",
                                             "checkpoints are kept, or not",
                                             "the disk can be read from here, or not",
                                             "the newest recorded state is deleted",
                                             "the uploaded jars are lost",
                                             "uploaded jars outlive the JobManager",
                                             "runs are rejected",
                                             "runs are answered with an error",
                                             "runs are taken",
                                             "ended jobs are forgotten",
                                             "operations are forgotten",
                                             "a savepoint is to be deleted",
                                             "nothing"};

Weights mixed()
{
    Weights weights;
    weights.fill(2);
    const Weight often[] = {
        {Trouble::WantRunning, 9},  {Trouble::WantSuspended, 7},  {Trouble::WantCancelled, 4},
        {Trouble::Retry, 5},        {Trouble::ChangeTemplate, 4}, {Trouble::ClusterComesBack, 4},
        {Trouble::Reachable, 4},    {Trouble::Drain, 1},          {Trouble::StartEmpty, 1},
        {Trouble::Force, 1},        {Trouble::ForeignJob, 1},     {Trouble::ForeignEnds, 3},
        {Trouble::StateDeleted, 1}, {Trouble::RunsTaken, 4},      {Trouble::StopsSucceed, 3},
        {Trouble::Nothing, 6},      {Trouble::DeleteSavepoint, 0}}; // see addDeletions()
    for (const Weight &each : often)
        weights[size_t(each.trouble)] = each.weight;
    return weights;
}

QList<Weight> emphasisOf(Profile profile)
{
    switch (profile) {
    case Profile::Mixed:
    case Profile::EveryCommit:
        return {};
    case Profile::Failovers:
        return {
            {Trouble::Failover, 20}, {Trouble::ClusterDies, 8}, {Trouble::ClusterComesBack, 12}};
    case Profile::Outages:
        return {{Trouble::Unreachable, 15}, {Trouble::Reachable, 18}, {Trouble::LongCrash, 8}};
    case Profile::SlowMains:
        return {{Trouble::MainTime, 30}, {Trouble::TasksTime, 8}, {Trouble::WantRunning, 20}};
    case Profile::ShortMemory:
        return {{Trouble::StoreTime, 15},
                {Trouble::OperationTime, 15},
                {Trouble::JobFinishes, 8},
                {Trouble::JobFails, 8}};
    case Profile::Outsiders:
        return {{Trouble::CancelOutside, 10},
                {Trouble::StopOutside, 14},
                {Trouble::ForeignJob, 8},
                {Trouble::StateDeleted, 8},
                {Trouble::JobFinishes, 8}};
    case Profile::ChangesOfMind:
        return {{Trouble::WantRunning, 30},
                {Trouble::WantSuspended, 25},
                {Trouble::WantCancelled, 20},
                {Trouble::ChangeTemplate, 15},
                {Trouble::ChangeStrategies, 6},
                {Trouble::Force, 6},
                {Trouble::Move, 6},
                {Trouble::StartConfirmed, 6}};
    case Profile::Crashes:
        return {{Trouble::Crash, 20}, {Trouble::LongCrash, 5}};
    case Profile::Stops:
        return {{Trouble::StopFails, 14},   {Trouble::WantSuspended, 20},
                {Trouble::WantRunning, 20}, {Trouble::ChangeTemplate, 15},
                {Trouble::StopTime, 8},     {Trouble::RequestSavepoint, 10},
                {Trouble::OperationTime, 6}};
    case Profile::Losses:
        return {{Trouble::Failover, 12},
                {Trouble::JobFails, 10},
                {Trouble::FailsAfter, 6},
                {Trouble::DiskReadable, 8},
                {Trouble::RequestSavepoint, 8}};
    }
    return {};
}

class Drawing {
public:
    explicit Drawing(quint32 seed)
        : m_random(seed)
    {
    }

    int below(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    Trouble trouble(const Weights &weights)
    {
        int sum = 0;
        for (int weight : weights)
            sum += weight;
        int left = below(sum);
        for (int kind = 0; kind < TroubleKinds; ++kind) {
            left -= weights[size_t(kind)];
            if (left < 0)
                return Trouble(kind);
        }
        return Trouble::Nothing;
    }

private:
    QRandomGenerator m_random;
};

Duration drawPause(Drawing &draw, Profile profile)
{
    const bool isHasty = profile == Profile::ChangesOfMind || profile == Profile::Crashes;
    if (draw.chance(isHasty ? 40 : 15))
        return milliseconds(draw.below(3000));
    return seconds(1 + draw.below(draw.chance(15) ? 900 : 60));
}

//! Of one schedule each commit has its turn: 40 seeds share all but the commit.
quint32 drawnFrom(quint32 seed)
{
    const bool isEveryCommit = Profile(seed % ProfileCount) == Profile::EveryCommit;
    return isEveryCommit ? seed / ProfileCount / 40 * ProfileCount + 7 : seed;
}

//! Drawn apart, so that all else is as it would be without them, and when.
void addDeletions(Plan &plan)
{
    constexpr quint32 Apart = 0x5afe5afe;
    Drawing draw(drawnFrom(plan.seed) ^ Apart);
    const int count = draw.chance(30) ? 1 + draw.below(4) : 0;
    for (int i = 0; i < count; ++i) {
        const qsizetype place = draw.below(int(plan.steps.size()));
        Step &next = plan.steps[place];
        const Duration pause = next.pause * draw.below(100) / 100;
        next.pause -= pause;
        plan.steps.insert(
            place,
            {.pause = pause, .trouble = Trouble::DeleteSavepoint, .number = draw.below(1000)});
    }
}

} // namespace

Plan planFor(quint32 seed)
{
    Plan plan = planWithoutDeletions(seed);
    addDeletions(plan);
    return plan;
}

Plan planWithoutDeletions(quint32 seed)
{
    Plan plan{.seed = seed};
    plan.profile = Profile(seed % ProfileCount);
    const bool isEveryCommit = plan.profile == Profile::EveryCommit;
    Drawing draw(drawnFrom(seed));
    Weights weights = mixed();
    for (const Weight &each : emphasisOf(plan.profile))
        weights[size_t(each.trouble)] = each.weight;
    plan.isHighlyAvailable = plan.profile == Profile::Failovers ? draw.chance(80) : draw.chance(15);
    plan.faultPercent = draw.chance(30) ? 0 : draw.below(45);
    plan.lostLookPercent = draw.chance(70) ? 0 : draw.below(15);
    plan.killPercent = plan.profile == Profile::Crashes ? 15 : draw.chance(50) ? 3 : 0;
    if (isEveryCommit) {
        plan.killPercent = 0;
        plan.killAtCommit = int(seed / ProfileCount % 40);
    }
    const int count = 8 + draw.below(18);
    for (int i = 0; i < count; ++i) {
        const Duration pause = drawPause(draw, plan.profile);
        const Trouble trouble = draw.trouble(weights);
        plan.steps.append({.pause = pause, .trouble = trouble, .number = draw.below(1000)});
    }
    return plan;
}

QString nameOf(Profile profile)
{
    constexpr const char *names[ProfileCount] = {
        "mixed",           "failovers", "outages", "slow mains", "short memory", "outsiders",
        "changes of mind", "crashes",   "stops",   "losses",     "every commit"};
    return QString::fromLatin1(names[int(profile)]);
}

QString describe(const Step &step)
{
    const double pause = double(duration_cast<milliseconds>(step.pause).count()) / 1000;
    return u"after %1 s: %2 (%3)"_s.arg(pause, 0, 'f', 3)
        .arg(QString::fromLatin1(Names[int(step.trouble)]))
        .arg(step.number);
}

QString describe(const Plan &plan)
{
    QStringList lines{
        u"seed %1, %2%3, %4 % faults, %5 % lost looks, %6 % kills, kill at commit %7"_s
            .arg(plan.seed)
            .arg(nameOf(plan.profile), plan.isHighlyAvailable ? u", with HA"_s : QString())
            .arg(plan.faultPercent)
            .arg(plan.lostLookPercent)
            .arg(plan.killPercent)
            .arg(plan.killAtCommit)};
    for (const Step &step : plan.steps)
        lines.append(u"  "_s + describe(step));
    return lines.join(u'\n');
}

} // namespace headgate::simulation
