// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/troubles.h"

#include <map>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

using Deed = void (*)(Driver &driver, int number);
using Deeds = std::map<Trouble, Deed>;

Deeds ofPeople()
{
    return {
        {Trouble::WantRunning, [](Driver &d, int) { d.want(DesiredState::Running); }},
        {Trouble::WantSuspended, [](Driver &d, int) { d.want(DesiredState::Suspended); }},
        {Trouble::WantCancelled, [](Driver &d, int) { d.want(DesiredState::Cancelled); }},
        {Trouble::Retry, [](Driver &d, int) { d.retry(); }},
        {Trouble::ChangeTemplate, [](Driver &d, int) { d.changeTemplate(); }},
        {Trouble::ChangeStrategies,
         [](Driver &d, int number) {
             const auto upgrade = UpgradeStrategy(number % 3);
             const auto restore = RestoreStrategy(number / 3 % 3);
             const bool isContradiction =
                 upgrade == UpgradeStrategy::Stateful && restore == RestoreStrategy::None;
             d.change(upgrade, isContradiction ? RestoreStrategy::LatestState : restore);
         }},
        {Trouble::Move, [](Driver &d, int) { d.moveToOtherCluster(); }},
        {Trouble::Force,
         [](Driver &d, int) {
             d.want(DesiredState::Cancelled);
             d.force();
         }},
        {Trouble::RequestSavepoint, [](Driver &d, int) { d.requestSavepoint(); }},
        {Trouble::Drain, [](Driver &d, int) { d.suspendWithDrain(); }},
        {Trouble::StartEmpty,
         [](Driver &d, int) { d.want(DesiredState::Running, {.choice = StateChoiceKind::Empty}); }},
        {Trouble::StartConfirmed,
         [](Driver &d, int) { d.want(DesiredState::Running, d.confirmedOrder()); }},
    };
}

Deeds ofPrograms()
{
    return {
        {Trouble::Crash, [](Driver &d, int) { d.crash(); }},
        {Trouble::LongCrash, [](Driver &d, int number) { d.crash(seconds(number)); }},
        {Trouble::ClusterDies, [](Driver &d, int) { d.currentFlink().die(); }},
        {Trouble::ClusterComesBack, [](Driver &d, int) { d.currentFlink().comeBack(); }},
        {Trouble::Failover,
         [](Driver &d, int number) {
             SimulatedFlink &flink = d.currentFlink();
             flink.die();
             d.runFor(seconds(number % 40) + milliseconds(number));
             flink.comeBack();
         }},
        {Trouble::Unreachable, [](Driver &d, int) { d.currentFlink().isReachable = false; }},
        {Trouble::Reachable, [](Driver &d, int) { d.currentFlink().isReachable = true; }},
        {Trouble::DiskReadable, [](Driver &d, int number) { d.isDiskReadable = number % 2 == 0; }},
    };
}

void stopOutside(Driver &d, int number)
{
    const QString job = d.liveFlinkJob();
    const QString id = u"00000000-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
    if (d.currentFlink().isUp && !job.isEmpty())
        (void)d.currentFlink().stop(job, flinkId(id), u"file:/outside/"_s + id, true, true);
}

Deeds ofJobs()
{
    return {
        {Trouble::JobFails,
         [](Driver &d, int) {
             d.currentFlink().failJob(d.liveFlinkJob(), u"NullPointerException"_s);
         }},
        {Trouble::JobFinishes,
         [](Driver &d, int) { d.currentFlink().finishJob(d.liveFlinkJob()); }},
        {Trouble::JobRestarts,
         [](Driver &d, int) { d.currentFlink().restartJob(d.liveFlinkJob()); }},
        {Trouble::CancelOutside,
         [](Driver &d, int) {
             if (d.currentFlink().isUp)
                 (void)d.currentFlink().cancel(d.liveFlinkJob());
         }},
        {Trouble::StopOutside, stopOutside},
        {Trouble::ForeignJob,
         [](Driver &d, int) {
             if (d.currentFlink().isUp)
                 d.currentFlink().submitForeign();
         }},
        {Trouble::ForeignEnds, [](Driver &d, int) { d.currentFlink().endForeign(); }},
    };
}

//! Often \a calm, else up to \a most.
Duration drawnTime(int number, seconds calm, int most)
{
    return number % 3 == 0 ? calm : seconds(number % most);
}

//! Often never, often at once, else after \a most at the latest.
Duration drawnMemory(int number, seconds calm, int most)
{
    return number % 3 == 1 ? seconds(0) : drawnTime(number, calm, most);
}

Deeds ofFlink()
{
    return {
        {Trouble::MainTime,
         [](Driver &d, int number) {
             const bool isEndless = number % 40 == 7; // longer than any fence
             d.currentFlink().mainTime =
                 isEndless ? minutes(14) : drawnTime(number, seconds(1), 300);
         }},
        {Trouble::TasksTime,
         [](Driver &d, int number) {
             d.currentFlink().tasksTime = drawnTime(number, seconds(0), 60);
         }},
        {Trouble::CancelTime,
         [](Driver &d, int number) {
             d.currentFlink().cancelTime = drawnTime(number, seconds(0), 40);
         }},
        {Trouble::StopTime,
         [](Driver &d, int number) {
             d.currentFlink().stopTime = drawnTime(number, seconds(2), 100);
         }},
        {Trouble::StopFails,
         [](Driver &d, int number) { d.currentFlink().stopFate = StopFate(1 + number % 4); }},
        {Trouble::StopsSucceed,
         [](Driver &d, int) { d.currentFlink().stopFate = StopFate::Success; }},
        {Trouble::FailsAfter,
         [](Driver &d, int number) {
             d.currentFlink().failsAfter = seconds(number % 2 == 0 ? 0 : 5 + number % 90);
         }},
        {Trouble::Externalized,
         [](Driver &d, int number) { d.currentFlink().isExternalized = number % 2 == 0; }},
        {Trouble::StateDeleted, [](Driver &d, int) { d.deleteNewestState(); }},
        {Trouble::JarsLost, [](Driver &d, int) { d.currentFlink().jars.clear(); }},
        {Trouble::JarsKept,
         [](Driver &d, int number) { d.currentFlink().keepsJars = number % 2 == 0; }},
        {Trouble::RunsRejected, [](Driver &d, int) { d.currentFlink().rejectsRuns = true; }},
        {Trouble::RunsAnsweredWithError,
         [](Driver &d, int) { d.currentFlink().answersRunsWithError = true; }},
        {Trouble::RunsTaken,
         [](Driver &d, int) {
             d.currentFlink().rejectsRuns = d.currentFlink().answersRunsWithError = false;
         }},
        {Trouble::StoreTime,
         [](Driver &d, int number) {
             d.currentFlink().storeTime = drawnMemory(number, hours(1), 30);
         }},
        {Trouble::OperationTime,
         [](Driver &d, int number) {
             d.currentFlink().operationTime = drawnMemory(number, minutes(5), 20);
         }},
        {Trouble::Nothing, [](Driver &, int) {}},
    };
}

Deeds allDeeds()
{
    Deeds all = ofPeople();
    all.merge(ofPrograms());
    all.merge(ofJobs());
    all.merge(ofFlink());
    return all;
}

} // namespace

void inflict(Driver &driver, const Step &step)
{
    static const Deeds all = allDeeds();
    if (driver.trace)
        driver.trace(u"-- "_s + describe(step));
    all.at(step.trouble)(driver, step.number);
}

} // namespace headgate::simulation
