// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/deliberation.h"
#include "tests/unit/lifecycle/samples.h"

#include <QTest>

#include <functional>

using namespace headgate;
using namespace headgate::samples;
using namespace Qt::StringLiterals;

using Change = std::function<void(Job &)>;
Q_DECLARE_METATYPE(Change)

//! What a decision in the making says of its working copies.
class TestDeliberation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyJobIsFoundInTheOverview()
    {
        Scene scene = running();
        Job older = job(JobState::Failed);
        older.metadata.id = u"older"_s;
        older.status.started.reset();
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        QVERIFY(d.seen(scene.newest()));
        QVERIFY(!d.seen(older));
        QCOMPARE(d.seen(d.editJob()), d.seen(scene.newest()));
        QVERIFY(!d.seen(older));
    }

    void jobIsFoundWhereThereIsNoneOfTheDeployment()
    {
        Scene scene = running();
        const Job stranger = scene.newest();
        scene.jobs.clear();
        DeploymentView view = scene.view();
        view.current = &scene.cluster;
        const Deliberation d(view, scene.ids, scene.now);
        QVERIFY(d.seen(stranger));
        QCOMPARE(d.seen(stranger)->id, flinkJobIdOf(stranger));
    }

    void newJobIsTheOneThatIsChanged()
    {
        Scene scene = running();
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        Job next = scene.newest();
        next.metadata.id = u"next"_s;
        d.add(next);
        d.editJob().spec.number = 7;
        QCOMPARE(d.newest()->metadata.id, u"next"_s);
        const Decision decision = std::move(d).conclude();
        QCOMPARE(decision.records.jobs.size(), 1);
        QCOMPARE(decision.records.jobs.last().spec.number, 7);
    }

    void jobThatIsOnlySeenAgainIsNotWrittenWhole_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("jobs");
        QTest::addColumn<int>("sightings");
        const auto row = [](const char *name, int jobs, int sightings, const Change &change) {
            QTest::newRow(name) << change << jobs << sightings;
        };
        row("nothing", 0, 0, [](Job &) { });
        row("seen later", 0, 1, [](Job &job) { job.observed.lastSighting->at = at(20); });
        // The clock was set back: what is newer is told by the order of writing alone.
        row("seen at an earlier time", 0, 1,
            [](Job &job) { job.observed.lastSighting->at = at(-3600); });
        row("seen on another incarnation", 0, 1,
            [](Job &job) { job.observed.lastSighting->incarnation = u"B"_s; });
        row("another field", 1, 0, [](Job &job) { job.observed.numRestarts = 3; });
        row("seen, and another field", 1, 0, [](Job &job) {
            job.observed.lastSighting->at = at(20);
            job.submission.wasWatchedWithGap = true;
        });
        row("seen no more", 1, 0, [](Job &job) { job.observed.lastSighting.reset(); });
    }
    void jobThatIsOnlySeenAgainIsNotWrittenWhole()
    {
        QFETCH(Change, change);
        QFETCH(int, jobs);
        QFETCH(int, sightings);
        Scene scene = running();
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        change(d.editJob());
        const Job changed = *d.newest();
        const Transaction records = std::move(d).conclude().records;
        QCOMPARE(records.jobs, QList<Job>(jobs, changed));
        QCOMPARE(records.sightings.size(), sightings);
        if (sightings > 0) {
            const JobSighting written = records.sightings.value(changed.metadata.id);
            QCOMPARE(written.deploymentId, changed.spec.deploymentId);
            QCOMPARE(written.sighting, changed.observed.lastSighting);
        }
    }

    void readIsAskedForOnce()
    {
        Scene scene = running();
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        d.ask(ReadStamps{u"cluster"_s, u"deployment"_s});
        d.ask(ReadStamps{u"cluster"_s, u"deployment"_s});
        d.ask(ReadStamps{u"another"_s, u"deployment"_s});
        QCOMPARE(std::move(d).conclude().reads.size(), 2);
    }

    void savepointThatIsRemovedIsNotWrittenToo()
    {
        Scene scene = running();
        scene.savepoints = {savepoint(scene.newest(), SavepointOrigin::UserRequest, 3),
                            savepoint(scene.newest(), SavepointOrigin::UserRequest, 4)};
        const QString removed = scene.savepoints.first().metadata.id;
        const DeploymentView view = scene.view();
        Deliberation d(view, scene.ids, scene.now);
        d.edit(removed)->status.failure = u"gone"_s;
        d.edit(scene.savepoints.last().metadata.id)->spec.stateSize = 7;
        d.remove(removed);
        const Decision decision = std::move(d).conclude();
        QCOMPARE(decision.records.removedSavepoints, QStringList{removed});
        QCOMPARE(decision.records.savepoints.size(), 1);
        QCOMPARE(decision.records.savepoints.last().spec.stateSize, 7);
    }
};

QTEST_APPLESS_MAIN(TestDeliberation)
#include "tst_deliberation.moc"
