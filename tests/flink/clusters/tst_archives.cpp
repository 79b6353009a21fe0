// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/jobarchive.h"
#include "model/clusters/statefiles.h"
#include "tests/flink/fixture/eventually.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace headgate::test {

//! What an end leaves on disk, also when the JobManager is killed right after it.
class TestArchives : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsAreOnDisk_data();
    void endsAreOnDisk();

private:
    [[nodiscard]] static QString run(const BareFlink &flink, const QString &jar, int number,
                                     const QStringList &arguments)
    {
        const QString id(32, QLatin1Char(char('0' + number)));
        std::ignore = flink.run(
            jar, {{u"jobId"_s, id}, {u"programArgsList"_s, QJsonArray::fromStringList(arguments)}});
        return id;
    }
};

void TestArchives::endsAreOnDisk_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("1.20") << FlinkVersion::V1;
    QTest::newRow("2.3") << FlinkVersion::V2;
}

void TestArchives::endsAreOnDisk()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster cluster({.version = version,
                          .configuration = {
                              {u"execution.checkpointing.interval"_s, u"500"_s},
                              {u"restart-strategy.type"_s, u"disable"_s},
                          }});
    QVERIFY2(cluster.start(), qPrintable(cluster.failure()));
    const BareFlink flink = cluster.bare();
    const QString jar = flink.upload(sampleJob());
    QVERIFY(!jar.isEmpty());
    const QString finished = run(flink, jar, 1, {u"--end-after"_s, u"100"_s});
    const QString failed = run(flink, jar, 2, {u"--fail-after"_s, u"50"_s});
    EVENTUALLY_EQUAL(flink.stateOf(finished), u"FINISHED"_s);
    EVENTUALLY_EQUAL(flink.stateOf(failed), u"FAILED"_s);
    const QString cancelled = run(flink, jar, 3, {});
    const QString lost = run(flink, jar, 4, {});
    EVENTUALLY(flink.isRunningWholly(cancelled));
    EVENTUALLY(newestCheckpoint(cluster.checkpointDirectory() + u'/' + lost + "/chk-0"_L1)
                   .value_or(std::nullopt));
    QCOMPARE(flink.cancel(cancelled).status, 202);
    const auto end = [&](const QString &job) {
        return archivedJob(cluster.archiveDirectory(), job).value_or(std::nullopt);
    };
    EVENTUALLY(end(cancelled));
    cluster.killJobManager();

    QCOMPARE(end(finished)->status, FlinkJobStatus::Finished);
    QCOMPARE(end(failed)->status, FlinkJobStatus::Failed);
    QVERIFY(end(failed)->failure.contains(u"NoRestartBackoffTimeStrategy"_s));
    QCOMPARE(end(cancelled)->status, FlinkJobStatus::Canceled);
    QVERIFY(end(cancelled)->wasRunning);
    QVERIFY(archivedJob(cluster.archiveDirectory(), lost).value() == std::nullopt);
    QVERIFY(newestCheckpoint(cluster.checkpointDirectory() + u'/' + lost + "/chk-0"_L1)
                .value()
                .has_value());
}

} // namespace headgate::test

QTEST_GUILESS_MAIN(headgate::test::TestArchives)
#include "tst_archives.moc"
