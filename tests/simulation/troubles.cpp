// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/troubles.h"

#include <map>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

using Deed = void (*)(Trial &trial, int number);
using Deeds = std::map<Trouble, Deed>;

Deeds ofPeople()
{
    return {
        {Trouble::WantRunning, [](Trial &t, int) { t.want(DesiredState::Running); }},
        {Trouble::WantSuspended, [](Trial &t, int) { t.want(DesiredState::Suspended); }},
        {Trouble::WantCancelled, [](Trial &t, int) { t.want(DesiredState::Cancelled); }},
        {Trouble::Retry, [](Trial &t, int) { t.retry(); }},
        {Trouble::ChangeTemplate, [](Trial &t, int) { t.changeTemplate(); }},
        {Trouble::ChangeStrategies,
         [](Trial &t, int number) {
             const auto upgrade = UpgradeStrategy(number % 3);
             const auto restore = RestoreStrategy(number / 3 % 3);
             const bool isContradiction =
                 upgrade == UpgradeStrategy::Stateful && restore == RestoreStrategy::None;
             t.change(upgrade, isContradiction ? RestoreStrategy::LatestState : restore);
         }},
        {Trouble::Move, [](Trial &t, int) { t.moveToOtherCluster(); }},
        {Trouble::Force,
         [](Trial &t, int) {
             t.want(DesiredState::Cancelled);
             t.force();
         }},
        {Trouble::RequestSavepoint, [](Trial &t, int) { t.requestSavepoint(); }},
        {Trouble::Drain, [](Trial &t, int) { t.suspendWithDrain(); }},
        {Trouble::DeleteSavepoint,
         [](Trial &t, int number) {
             for (SimulatedFlink &flink : t.clusters)
                 flink.disposalFate = DisposalFate(number % (2 * DisposalFates) % DisposalFates);
             t.deleteSavepoint(number);
         }},
        {Trouble::StartEmpty,
         [](Trial &t, int) { t.want(DesiredState::Running, {.choice = StateChoiceKind::Empty}); }},
        {Trouble::StartConfirmed,
         [](Trial &t, int) { t.want(DesiredState::Running, t.confirmedOrder()); }},
    };
}

Deeds ofPrograms()
{
    return {
        {Trouble::Crash, [](Trial &t, int) { t.crash(); }},
        {Trouble::LongCrash, [](Trial &t, int number) { t.crash(seconds(number)); }},
        {Trouble::ClusterDies, [](Trial &t, int) { t.currentFlink().die(); }},
        {Trouble::ClusterComesBack, [](Trial &t, int) { t.currentFlink().comeBack(); }},
        {Trouble::Failover,
         [](Trial &t, int number) {
             SimulatedFlink &flink = t.currentFlink();
             flink.die();
             t.runFor(seconds(number % 40) + milliseconds(number));
             flink.comeBack();
         }},
        {Trouble::Unreachable, [](Trial &t, int) { t.currentFlink().isReachable = false; }},
        {Trouble::Reachable, [](Trial &t, int) { t.currentFlink().isReachable = true; }},
        {Trouble::DiskReadable,
         [](Trial &t, int number) {
             t.isDiskReadable = number % 2 == 0;
             t.wasDiskUnreadable |= !t.isDiskReadable;
         }},
    };
}

void stopOutside(Trial &t, int number)
{
    const QString job = t.liveFlinkJob();
    const QString id = u"00000000-0000-4000-%1-%2"_s.arg(t.world.written, 4, 10, QChar(u'0'))
                           .arg(number, 12, 10, QChar(u'0'));
    if (t.currentFlink().isUp && !job.isEmpty())
        (void)t.currentFlink().stop(job, flinkId(id), u"file:/outside/"_s + id, true, true);
}

Deeds ofJobs()
{
    return {
        {Trouble::JobFails,
         [](Trial &t, int) {
             t.currentFlink().failJob(t.liveFlinkJob(), u"NullPointerException"_s);
         }},
        {Trouble::JobFinishes, [](Trial &t, int) { t.currentFlink().finishJob(t.liveFlinkJob()); }},
        {Trouble::JobRestarts,
         [](Trial &t, int) { t.currentFlink().restartJob(t.liveFlinkJob()); }},
        {Trouble::CancelOutside,
         [](Trial &t, int) {
             if (t.currentFlink().isUp)
                 (void)t.currentFlink().cancel(t.liveFlinkJob());
         }},
        {Trouble::StopOutside, stopOutside},
        {Trouble::ForeignJob,
         [](Trial &t, int) {
             if (t.currentFlink().isUp)
                 t.currentFlink().submitForeign();
         }},
        {Trouble::ForeignEnds, [](Trial &t, int) { t.currentFlink().endForeign(); }},
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
         [](Trial &t, int number) {
             const bool isEndless = number % 40 == 7; // longer than any fence
             t.currentFlink().mainTime =
                 isEndless ? minutes(14) : drawnTime(number, seconds(1), 300);
         }},
        {Trouble::TasksTime,
         [](Trial &t, int number) {
             t.currentFlink().tasksTime = drawnTime(number, seconds(0), 60);
         }},
        {Trouble::CancelTime,
         [](Trial &t, int number) {
             t.currentFlink().cancelTime = drawnTime(number, seconds(0), 40);
         }},
        {Trouble::StopTime,
         [](Trial &t, int number) {
             t.currentFlink().stopTime = drawnTime(number, seconds(2), 100);
         }},
        {Trouble::StopFails,
         [](Trial &t, int number) { t.currentFlink().stopFate = StopFate(1 + number % 4); }},
        {Trouble::StopsSucceed,
         [](Trial &t, int) { t.currentFlink().stopFate = StopFate::Success; }},
        {Trouble::FailsAfter,
         [](Trial &t, int number) {
             t.currentFlink().failsAfter = seconds(number % 2 == 0 ? 0 : 5 + number % 90);
         }},
        {Trouble::Externalized,
         [](Trial &t, int number) { t.currentFlink().isExternalized = number % 2 == 0; }},
        {Trouble::StateDeleted, [](Trial &t, int) { t.deleteNewestState(); }},
        {Trouble::JarsLost, [](Trial &t, int) { t.currentFlink().jars.clear(); }},
        {Trouble::JarsKept,
         [](Trial &t, int number) { t.currentFlink().keepsJars = number % 2 == 0; }},
        {Trouble::RunsRejected, [](Trial &t, int) { t.currentFlink().rejectsRuns = true; }},
        {Trouble::RunsAnsweredWithError,
         [](Trial &t, int) { t.currentFlink().answersRunsWithError = true; }},
        {Trouble::RunsTaken,
         [](Trial &t, int) {
             t.currentFlink().rejectsRuns = t.currentFlink().answersRunsWithError = false;
         }},
        {Trouble::StoreTime,
         [](Trial &t, int number) {
             t.currentFlink().storeTime = drawnMemory(number, hours(1), 30);
         }},
        {Trouble::OperationTime,
         [](Trial &t, int number) {
             t.currentFlink().operationTime = drawnMemory(number, minutes(5), 20);
         }},
        {Trouble::Nothing, [](Trial &, int) {}},
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

void inflict(Trial &trial, const Step &step)
{
    static const Deeds all = allDeeds();
    if (trial.trace)
        trial.trace(u"-- "_s + describe(step));
    all.at(step.trouble)(trial, step.number);
}

} // namespace headgate::simulation
