// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/jobvalues.h"
#include "tests/unit/flink/recorded.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;

class JobValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void jobsAreListed_data() { recordedVersions(); }
    void jobsAreListed();
    void jobIsRead_data() { recordedVersions(); }
    void jobIsRead();
    void everyStatusComesBack();
    void exceptionsAreRead_data() { recordedVersions(); }
    void exceptionsAreRead();
    void metricsAreRead_data() { recordedVersions(); }
    void metricsAreRead();
};

void JobValuesTest::jobsAreListed()
{
    const auto jobs = jobsFromJson(recordedJson(ofThisVersion("jobs.200")));
    QVERIFY(jobs);
    QCOMPARE(jobs->size(), 3);
    const auto named = [&jobs](const QString &name) {
        return *std::ranges::find(*jobs, name, &JobSummary::name);
    };
    QCOMPARE(named(u"Failing"_s).status, JobStatus::Restarting);
    QVERIFY(!named(u"Failing"_s).endTime);
    const JobSummary orders = named(u"Orders"_s);
    QCOMPARE(orders.status, JobStatus::Finished);
    QCOMPARE(orders.tasks, (TaskCounts{.total = 3, .finished = 3}));
    QCOMPARE(orders.id.size(), 32);
    QVERIFY(orders.endTime && *orders.endTime > orders.startTime);
    QCOMPARE(orders.lastModification, *orders.endTime);
    QVERIFY(jobsFromJson(recordedJson(ofThisVersion("jobs-none.200")))->isEmpty());
}

void JobValuesTest::jobIsRead()
{
    const auto job = JobDetail::fromJson(recordedJson(ofThisVersion("job.200")));
    QVERIFY(job);
    QCOMPARE(job->name, u"Orders"_s);
    QCOMPARE(job->status, JobStatus::Running);
    QVERIFY(!job->endTime);
    QVERIFY(job->now > job->startTime);
    QCOMPARE(job->timestamps.keys(),
             (QList{JobStatus::Initializing, JobStatus::Created, JobStatus::Running}));
    QVERIFY(job->timestamps.value(JobStatus::Running) > job->startTime);
    const auto failed = JobDetail::fromJson(recordedJson(ofThisVersion("job-failed.200")));
    QCOMPARE(failed->status, JobStatus::Failed);
    QVERIFY(failed->timestamps.contains(JobStatus::Restarting));
    QVERIFY(failed->endTime);
    const auto config = JobConfig::fromJson(recordedJson(ofThisVersion("job-config.200")));
    QCOMPARE(config->userConfig.value(u"headgate.deployment"_s),
             u"6f9619ff-8b86-d011-b42d-00c04fc964ff"_s);
    QCOMPARE(config->userConfig.value(u"team"_s), u"blue"_s);
    QCOMPARE(config->parallelism, 2);
}

void JobValuesTest::everyStatusComesBack()
{
    for (int i = int(JobStatus::Initializing); i <= int(JobStatus::Unknown); ++i)
        QCOMPARE(jobStatusFrom(toWord(JobStatus(i))), JobStatus(i));
    QCOMPARE(jobStatusFrom(u"CANCELLED"_s), JobStatus::Unknown); // ours, not Flink's
    QCOMPARE(jobStatusFrom(u"HIBERNATING"_s), JobStatus::Unknown);
    QVERIFY(!isTerminal(JobStatus::Unknown));
    QVERIFY(!isTerminal(JobStatus::Suspended));
    QVERIFY(isTerminal(JobStatus::Finished) && isTerminal(JobStatus::Failed)
            && isTerminal(JobStatus::Canceled));
}

void JobValuesTest::exceptionsAreRead()
{
    const auto exceptions = JobExceptions::fromJson(recordedJson(ofThisVersion("exceptions.200")));
    QVERIFY(exceptions);
    QCOMPARE(exceptions->entries.size(), 2);
    QVERIFY(exceptions->isTruncated);
    const JobException newest = exceptions->entries.first();
    const JobException older = exceptions->entries.last();
    QVERIFY(newest.time > older.time);
    QCOMPARE(newest.name, u"org.apache.flink.runtime.JobException"_s);
    for (const JobException &exception : exceptions->entries)
        QCOMPARE(exception.message, u"The sample job was told to fail every 1.0 seconds."_s);
    QVERIFY(older.stackTrace.contains(u"\n\tat "_s));
    QVERIFY(newest.taskName.isEmpty());
    QVERIFY(older.taskName.startsWith(u"Source: Numbers"_s));
}

void JobValuesTest::metricsAreRead()
{
    const auto metrics = JobMetrics::fromJson(recordedJson(ofThisVersion("metrics.200")));
    QCOMPARE(metrics->restarts(false), 0);
    QVERIFY(metrics->values.contains(u"uptime"_s));
    const auto none = JobMetrics::fromJson(recordedJson(ofThisVersion("metrics-unknown-job.200")));
    QVERIFY(none && !none->restarts(false));
    QVERIFY(!(JobMetrics{{{u"numRestarts"_s, u"NaN"_s}}}).restarts(false));
    const JobMetrics rescaled{{{u"numRestarts"_s, u"5"_s}, {u"numRescales"_s, u"3"_s}}};
    QCOMPARE(rescaled.restarts(true), 2);
    const JobMetrics mixed{{{u"numRestarts"_s, u"5"_s}}};
    QCOMPARE(mixed.restarts(false), 5);
    QVERIFY(!mixed.restarts(true));
}

QTEST_GUILESS_MAIN(JobValuesTest)
#include "tst_jobvalues.moc"
