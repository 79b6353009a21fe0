// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/checkpointvalues.h"
#include "model/flink/clustervalues.h"
#include "model/flink/jobvalues.h"
#include "tests/unit/flink/recorded.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array Answers{"jobs.200",
                             "job.200",
                             "config.200",
                             "overview.200",
                             "jars.200",
                             "checkpoints-stopped.200",
                             "checkpoints-config.200",
                             "exceptions.200",
                             "taskmanagers.200",
                             "savepoint-completed.200",
                             "stop-failed-after-savepoint.200",
                             "metrics.200",
                             "job-config.200",
                             "jobmanager-config.200"};

//! The names of those that take \a json for theirs.
QStringList parsersThatTake(const Json &json)
{
    QStringList names;
    const auto note = [&names](const QString &name, bool takes) {
        if (takes)
            names.append(name);
    };
    note(u"cluster"_s, ClusterConfig::fromJson(json).has_value());
    note(u"overview"_s, ClusterOverview::fromJson(json).has_value());
    note(u"JobManager"_s, JobManagerConfig::fromJson(json).has_value());
    note(u"TaskManagers"_s, taskManagersFromJson(json).has_value());
    note(u"jars"_s, jarsFromJson(json).has_value());
    note(u"jobs"_s, jobsFromJson(json).has_value());
    note(u"job"_s, JobDetail::fromJson(json).has_value());
    note(u"job config"_s, JobConfig::fromJson(json).has_value());
    note(u"exceptions"_s, JobExceptions::fromJson(json).has_value());
    note(u"metrics"_s, JobMetrics::fromJson(json).has_value());
    note(u"checkpoints"_s, Checkpoints::fromJson(json).has_value());
    note(u"checkpoints config"_s, CheckpointsConfig::fromJson(json).has_value());
    note(u"savepoint"_s, SavepointStatus::fromJson(json).has_value());
    return names;
}

QByteArray damaged(QByteArray body, QRandomGenerator &random)
{
    for (int damage = random.bounded(1, 4); damage > 0 && !body.isEmpty(); --damage) {
        const int at = random.bounded(int(body.size()));
        const int size = random.bounded(1, 40);
        const int kind = random.bounded(3);
        if (kind == 0)
            body[at] = char(random.bounded(256));
        else if (kind == 1)
            body.remove(at, size);
        else
            body.insert(random.bounded(int(body.size())), body.mid(at, size));
    }
    return body;
}

} // namespace

//! What is no answer of Flink, or no longer one, against all parsers.
class DamagedAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void otherShapesAreRefused_data();
    void otherShapesAreRefused();
    void absurdNumbersDoNoHarm();
    void damagedAnswersDoNoHarm();
};

void DamagedAnswersTest::otherShapesAreRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"null",
                             "true",
                             "7",
                             "\"text\"",
                             "{}",
                             "{\"errors\":[]}",
                             "[[]]",
                             "[7]",
                             "{\"jobs\":7,\"files\":{},\"taskmanagers\":\"x\"}",
                             "{\"jobs\":[{}],\"files\":[{}],\"taskmanagers\":[{}]}",
                             "{\"jobs\":[{\"jid\":\"\",\"state\":\"RUNNING\"}]}",
                             "{\"jid\":7,\"state\":\"RUNNING\",\"name\":[]}",
                             "{\"flink-version\":7,\"features\":{}}",
                             "{\"flink-version\":\"1.20\",\"features\":[]}",
                             "{\"counts\":[],\"latest\":[]}",
                             "{\"interval\":\"7\"}",
                             "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{}}",
                             "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":null}",
                             "{\"status\":{\"id\":\"DONE\"}}",
                             "{\"exceptionHistory\":{}}"})
        QTest::addRow("%s", json) << QByteArray(json);
}

void DamagedAnswersTest::otherShapesAreRefused()
{
    QFETCH(QByteArray, json);
    const Json value = Json::parse(json).value();
    QCOMPARE(parsersThatTake(value), QStringList());
}

void DamagedAnswersTest::absurdNumbersDoNoHarm()
{
    const Json json = Json::parse(R"({"jobs":[{"jid":"a","state":"RUNNING","name":null,
        "start-time":9223372036854775807,"end-time":-9223372036854775808,"last-modification":1e99,
        "tasks":{"total":99999999999,"running":-99999999999,"failed":"NaN"}}]})")
                          .value();
    const JobSummary job = jobsFromJson(json).value().first();
    QCOMPARE(job.tasks.total, std::numeric_limits<int>::max());
    QVERIFY(!job.endTime);
    QCOMPARE(job.lastModification, Instant());
    QCOMPARE(job.tasks.failed, 0);
}

// Every recorded answer with bytes changed, cut and doubled: parsed or refused, never worse.
void DamagedAnswersTest::damagedAnswersDoNoHarm()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    QList<QByteArray> bodies;
    for (const char *name : Answers)
        bodies.append(recorded(u"2.3/"_s + QString::fromLatin1(name)));
    int parsed = 0;
    for (int round = 0; round < 3000; ++round) {
        const QByteArray &body = bodies.at(random.bounded(int(bodies.size())));
        if (const Result<Json> json = Json::parse(damaged(body, random))) {
            ++parsed;
            (void)parsersThatTake(*json);
        }
    }
    QVERIFY2(parsed > 100, qPrintable(u"seed %1, parsed %2"_s.arg(seed).arg(parsed)));
}

QTEST_GUILESS_MAIN(DamagedAnswersTest)
#include "tst_damagedanswers.moc"
