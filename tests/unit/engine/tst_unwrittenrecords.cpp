// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/unwrittenrecords.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

namespace {

Job jobIn(JobState state)
{
    Job job;
    job.metadata.id = u"job"_s;
    job.spec.deploymentId = u"deployment"_s;
    job.spec.number = 1;
    job.status.state = state;
    return job;
}

QMap<QString, JobSighting> seen(const QString &incarnation)
{
    return {
        {u"job"_s,
         {.deploymentId = u"deployment"_s, .sighting = {.at = {}, .incarnation = incarnation}}}};
}

PossibleOrphan orphan(const QString &id, const QString &name)
{
    return PossibleOrphan{.flinkJobId = id, .deploymentName = name};
}

//! What one Deployment was decided to be, before it is durable.
struct Scene {
    Scene()
    {
        StoredDeployment stored;
        stored.deployment.metadata.id = u"deployment"_s;
        holdings.apply({.deployments = {stored}, .orphans = {orphan(u"known"_s, u"before"_s)}});
    }

    void decide(Transaction records, QLatin1StringView purpose)
    {
        Decision decision;
        decision.records = std::move(records);
        decision.purpose = purpose;
        unwritten.add(holdings, held(), decision);
        holdings.apply(decision.records);
    }

    [[nodiscard]] HeldDeployment &held() { return *holdings.find(u"deployment"_s); }

    Holdings holdings;
    UnwrittenRecords unwritten;
};

} // namespace

//! Several decisions become durable at once, or none of them.
class tst_UnwrittenRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestOfEachDocumentIsWritten()
    {
        Scene scene;
        scene.decide({.jobs = {jobIn(JobState::Starting)}, .events = {{.name = u"one"_s}}},
                     "job"_L1);
        scene.decide({}, "facts"_L1);
        scene.decide({.jobs = {jobIn(JobState::Started)}, .events = {{.name = u"two"_s}}},
                     "run"_L1);
        QCOMPARE(scene.unwritten.records().jobs, QList<Job>{jobIn(JobState::Started)});
        QCOMPARE(scene.unwritten.records().events.size(), 2);
        QCOMPARE(scene.unwritten.purposes(), QList({"job"_L1, "run"_L1}));
    }

    void whatIsRemovedIsNotWritten()
    {
        Scene scene;
        const auto savepoint = [](const QString &id) {
            Savepoint each;
            each.metadata.id = id;
            each.spec.deploymentId = u"deployment"_s;
            return each;
        };
        scene.decide({.savepoints = {savepoint(u"a"_s), savepoint(u"b"_s)}}, "facts"_L1);
        scene.decide({.removedSavepoints = {u"a"_s}}, "facts"_L1);
        Savepoint changed = savepoint(u"b"_s);
        changed.spec.stateSize = 7;
        scene.decide({.savepoints = {changed}}, "facts"_L1);
        QCOMPARE(scene.unwritten.records().savepoints, QList<Savepoint>{changed});
        QCOMPARE(scene.unwritten.records().removedSavepoints, QStringList{u"a"_s});
        QCOMPARE(scene.held().savepoints, QList<Savepoint>{changed});
    }

    void aSightingIsNewerThanTheDocumentBeforeIt()
    {
        Scene scene;
        scene.decide({.jobs = {jobIn(JobState::Started)}}, "run"_L1);
        scene.decide({.sightings = seen(u"first"_s)}, "facts"_L1);
        scene.decide({.sightings = seen(u"second"_s)}, "facts"_L1);
        QCOMPARE(scene.unwritten.records().jobs.size(), 1);
        QCOMPARE(scene.unwritten.records().sightings, seen(u"second"_s));
        QCOMPARE(scene.held().jobs.last().observed.lastSighting->incarnation, u"second"_s);
    }

    void aDocumentIsNewerThanTheSightingBeforeIt()
    {
        Scene scene;
        scene.holdings.apply({.jobs = {jobIn(JobState::Started)}});
        scene.decide({.sightings = seen(u"first"_s)}, "facts"_L1);
        Job later = scene.held().jobs.last();
        later.observed.lastSighting->incarnation = u"second"_s;
        scene.decide({.jobs = {later}}, "facts"_L1);
        QCOMPARE(scene.unwritten.records().jobs, QList<Job>{later});
        QVERIFY(scene.unwritten.records().sightings.isEmpty());
        QCOMPARE(scene.held().jobs, QList<Job>{later});
    }

    void aSightingIsTakenBack()
    {
        Scene scene;
        scene.holdings.apply({.jobs = {jobIn(JobState::Started)}});
        scene.decide({.sightings = seen(u"first"_s)}, "facts"_L1);
        QVERIFY(scene.held().jobs.last().observed.lastSighting);
        scene.unwritten.takeBack(scene.holdings);
        QCOMPARE(scene.held().jobs, QList<Job>{jobIn(JobState::Started)});
    }

    void whatIsTakenBackWasNeverDecided()
    {
        Scene scene;
        scene.held().facts.trigger = Outcome{.message = u"came in"_s};
        scene.decide({.jobs = {jobIn(JobState::Starting)},
                      .orphans = {orphan(u"known"_s, u"after"_s), orphan(u"new"_s, u"after"_s)}},
                     "job"_L1);
        scene.held().facts = {};
        scene.decide(
            {.jobs = {jobIn(JobState::Started)}, .orphans = {orphan(u"known"_s, u"last"_s)}},
            "run"_L1);
        QCOMPARE(scene.held().jobs.size(), 1);
        scene.unwritten.takeBack(scene.holdings);
        QVERIFY(scene.held().jobs.isEmpty());
        QVERIFY(scene.held().facts.trigger.has_value());
        QCOMPARE(scene.holdings.orphans().size(), 1);
        QCOMPARE(scene.holdings.findOrphan(u"known"_s)->deploymentName, u"before"_s);
    }

    void removedOrphanIsWrittenOrTakenBack()
    {
        Scene scene;
        scene.decide({.removedOrphans = {u"known"_s}}, "wish"_L1);
        QCOMPARE(scene.unwritten.records().removedOrphans, QList<QString>{u"known"_s});
        QVERIFY(!scene.holdings.findOrphan(u"known"_s));
        scene.unwritten.takeBack(scene.holdings);
        QVERIFY(scene.holdings.findOrphan(u"known"_s));
    }

    void whatIsTakenBackIsNotExpectedAtFlink()
    {
        Scene scene;
        Job sent = jobIn(JobState::Starting);
        sent.spec.sessionClusterId = u"cluster"_s;
        sent.submission.requestsSent = 1;
        scene.decide({.jobs = {sent}}, "run"_L1);
        QCOMPARE(scene.holdings.expectedOn(u"cluster"_s), QSet<QString>{flinkJobIdOf(sent)});
        QCOMPARE(scene.holdings.on(u"cluster"_s), QSet<HeldDeployment *>{&scene.held()});
        scene.unwritten.takeBack(scene.holdings);
        QVERIFY(scene.holdings.expectedOn(u"cluster"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_UnwrittenRecords)

#include "tst_unwrittenrecords.moc"
