// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/fieldchanges.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class FieldChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesAreNamedByTheirPaths()
    {
        const Deployment before = sample();
        Deployment after = before;
        after.spec.jobTemplate.parallelism = 8;
        after.spec.jobTemplate.flinkConfiguration.remove(u"a.b"_s);
        after.metadata.labels.insert(u"team"_s, u"ads"_s);
        after.metadata.resourceVersion = 9; // nobody writes that
        after.status.state = DeploymentState::Running;
        const QList<FieldChange> all = changesBetween(before, after);
        QCOMPARE(all.size(), 3);
        const auto asItIs = [](const QString &path) { return path; };
        QCOMPARE(changeText(all[0], asItIs), u"metadata.labels.team: – → ads"_s);
        QCOMPARE(changeText(all[1], asItIs), u"spec.template.spec.flinkConfiguration.a.b: 1 → –"_s);
        QCOMPARE(changeText(all[2], [](const QString &) { return u"Parallelism"_s; }),
                 u"Parallelism: 4 → 8"_s);
        QCOMPARE(changesOfTemplate(before, after), all.sliced(1));
        QVERIFY(changesBetween(before, before).isEmpty());
    }

    void bothSidesOfAConflictAreKept()
    {
        const Deployment base = sample();
        Deployment mine = base;
        mine.spec.jobTemplate.parallelism = 8;
        mine.spec.jobTemplate.artifact.mainArgs = u"--mine"_s;
        mine.spec.jobTemplate.flinkConfiguration.insert(u"mine"_s, u"1"_s);
        Deployment saved = base;
        saved.metadata.resourceVersion = 7;
        saved.spec.jobTemplate.parallelism = 16;
        saved.spec.jobTemplate.artifact.entryClass = u"org.example.Saved"_s;
        saved.spec.jobTemplate.flinkConfiguration.remove(u"a.b"_s);
        Deployment expected = saved;
        expected.spec.jobTemplate.parallelism = 8;
        expected.spec.jobTemplate.artifact.mainArgs = u"--mine"_s;
        expected.spec.jobTemplate.flinkConfiguration = {{u"mine"_s, u"1"_s}};
        QVERIFY(changesBetween(expected, merged(base, mine, saved)).isEmpty());
        QCOMPARE(merged(base, mine, saved).metadata.resourceVersion, 7);
        expected.spec.jobTemplate.parallelism = 16;
        QVERIFY(changesBetween(expected, merged(base, saved, mine)).isEmpty());
    }

private:
    static Deployment sample()
    {
        Deployment deployment{.metadata = {.id = u"d"_s, .name = u"d"_s, .resourceVersion = 3}};
        deployment.spec.jobTemplate.parallelism = 4;
        deployment.spec.jobTemplate.artifact.jarUri = u"/a.jar"_s;
        deployment.spec.jobTemplate.flinkConfiguration = {{u"a.b"_s, u"1"_s}};
        return deployment;
    }
};

QTEST_GUILESS_MAIN(FieldChangesTest)
#include "tst_fieldchanges.moc"
