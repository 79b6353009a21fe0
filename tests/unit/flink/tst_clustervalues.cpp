// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/clustervalues.h"
#include "tests/unit/flink/recorded.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ClusterValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void clusterIsRead_data() { recordedVersions(); }
    void clusterIsRead();
    void jobManagerConfigIsRead_data() { recordedVersions(); }
    void jobManagerConfigIsRead();
    void directoriesHaveOldAndNewKeys();
    void highAvailabilityHasOldAndNewKeys();
    void cacheTimesComeFromTheRightKey();
    void durationsAreRead_data();
    void durationsAreRead();
    void taskManagersAndJarsAreRead_data() { recordedVersions(); }
    void taskManagersAndJarsAreRead();
};

void ClusterValuesTest::clusterIsRead()
{
    QFETCH(QString, version);
    const auto config = ClusterConfig::fromJson(recordedJson(ofThisVersion("config.200")));
    QVERIFY(config);
    QVERIFY(config->versionText.startsWith(version));
    QCOMPARE(config->version, versionFrom(version));
    QVERIFY(config->canSubmit);
    QVERIFY(!config->isHistoryServer);
    QVERIFY(config->capabilities.isManaged && config->capabilities.claimMode);
    const auto overview = ClusterOverview::fromJson(recordedJson(ofThisVersion("overview.200")));
    QCOMPARE(overview,
             (ClusterOverview{.taskManagers = 1,
                              .slotsTotal = 4,
                              .slotsAvailable = 4,
                              .versionText = config->versionText}));
}

void ClusterValuesTest::jobManagerConfigIsRead()
{
    const auto config =
        JobManagerConfig::fromJson(recordedJson(ofThisVersion("jobmanager-config.200")));
    QVERIFY(config);
    QVERIFY(config->incarnation().startsWith(u"/var/flink/tmp/flink-web-"_s));
    QVERIFY(!config->isHighlyAvailable());
    QCOMPARE(config->savepointDirectory(), u"file:///var/flink/sp"_s);
    QCOMPARE(config->checkpointDirectory(), u"file:///var/flink/chk"_s);
    QCOMPARE(config->heartbeatTimeout(), Duration(8s));
    QCOMPARE(config->checkpointCacheTime(), Duration(200ms));
    QCOMPARE(config->operationStoreDuration(), Duration(3s));
}

void ClusterValuesTest::directoriesHaveOldAndNewKeys()
{
    const JobManagerConfig config{{{u"execution.checkpointing.savepoint-dir"_s, u"new"_s},
                                   {u"state.savepoints.dir"_s, u"old"_s},
                                   {u"execution.checkpointing.dir"_s, u"newer"_s}}};
    QCOMPARE(config.savepointDirectory(), u"new"_s);
    QCOMPARE(config.checkpointDirectory(), u"newer"_s);
    QVERIFY(JobManagerConfig().savepointDirectory().isEmpty());
}

void ClusterValuesTest::highAvailabilityHasOldAndNewKeys()
{
    const auto isHighlyAvailable = [](const QString &key, const QString &value) {
        return JobManagerConfig{{{key, value}}}.isHighlyAvailable();
    };
    QVERIFY(isHighlyAvailable(u"high-availability.type"_s, u"zookeeper"_s));
    QVERIFY(isHighlyAvailable(u"high-availability"_s, u"kubernetes"_s));
    QVERIFY(!isHighlyAvailable(u"high-availability.type"_s, u"none"_s));
    QVERIFY(!isHighlyAvailable(u"high-availability"_s, u"NONE"_s));
    QVERIFY(!isHighlyAvailable(u"high-availability.storageDir"_s, u"/ha"_s));
}

void ClusterValuesTest::cacheTimesComeFromTheRightKey()
{
    const QString own = u"rest.cache.checkpoint-statistics.timeout"_s;
    const QString shared = u"web.refresh-interval"_s;
    QCOMPARE(JobManagerConfig().checkpointCacheTime(), Duration(3s));
    QCOMPARE((JobManagerConfig{{{shared, u"5000"_s}}}).checkpointCacheTime(), Duration(5s));
    QCOMPARE((JobManagerConfig{{{shared, u"5000"_s}, {own, u"100 ms"_s}}}).checkpointCacheTime(),
             Duration(100ms));
    QCOMPARE((JobManagerConfig{{{own, u"soon"_s}}}).checkpointCacheTime(), Duration(3s));
    QCOMPARE(JobManagerConfig().operationStoreDuration(), Duration(5min));
    QVERIFY(!JobManagerConfig().heartbeatTimeout());
}

void ClusterValuesTest::durationsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("microseconds"); // -1: none
    const auto row = [](const QString &text, qint64 microseconds) {
        QTest::addRow("'%s'", qPrintable(text)) << text << microseconds;
    };
    row(u"50000"_s, 50'000'000);
    row(u"50 s"_s, 50'000'000);
    row(u"50s"_s, 50'000'000);
    row(u" 3 SEC "_s, 3'000'000);
    row(u"10min"_s, 600'000'000);
    row(u"2 m"_s, 120'000'000);
    row(u"1 h"_s, 3'600'000'000);
    row(u"2 days"_s, 172'800'000'000);
    row(u"7 µs"_s, 7);
    row(u"1500 ns"_s, 1);
    row(u"PT1M30.5S"_s, 90'500'000);
    row(u"P1DT2H"_s, 93'600'000'000);
    row(u"0"_s, 0);
    for (const QString &none :
         {u""_s, u"soon"_s, u"5 weeks"_s, u"-1"_s, u"1.5 s"_s, u"P"_s, u"PT"_s, u"s"_s,
          u"99999999999999999999"_s, u"9223372036854775807 d"_s})
        row(none, -1);
}

void ClusterValuesTest::durationsAreRead()
{
    QFETCH(QString, text);
    QFETCH(qint64, microseconds);
    const std::optional<Duration> duration = durationFrom(text);
    QCOMPARE(duration ? qint64(duration->count()) : -1, microseconds);
}

void ClusterValuesTest::taskManagersAndJarsAreRead()
{
    const auto managers = taskManagersFromJson(recordedJson(ofThisVersion("taskmanagers.200")));
    QVERIFY(managers);
    QCOMPARE(managers->size(), 1);
    QCOMPARE(managers->first().slotsNumber, 4);
    QCOMPARE(managers->first().freeSlots, 4);
    QVERIFY(!managers->first().id.isEmpty());
    const auto jars = jarsFromJson(recordedJson(ofThisVersion("jars.200")));
    QVERIFY(jars);
    QCOMPARE(jars->size(), 1);
    QCOMPARE(jars->first().name, u"sample.jar"_s);
    QVERIFY(jars->first().id.endsWith(u"_sample.jar"_s));
    QCOMPARE(jars->first().entryClasses, QStringList{u"org.headgate.sample.SampleJob"_s});
    QVERIFY(jars->first().uploadedAt > instantFromEpochMs(1'700'000'000'000));
    QVERIFY(jarsFromJson(recordedJson(ofThisVersion("jars-none.200")))->isEmpty());
}

QTEST_GUILESS_MAIN(ClusterValuesTest)
#include "tst_clustervalues.moc"
