// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/checkpointvalues.h"
#include "tests/unit/flink/recorded.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class CheckpointValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void checkpointsAreRead_data() { recordedVersions(); }
    void checkpointsAreRead();
    void restoredCheckpointIsRead_data() { recordedVersions(); }
    void restoredCheckpointIsRead();
    void memoryCheckpointsHaveNoPath();
    void checkpointsConfigIsRead_data() { recordedVersions(); }
    void checkpointsConfigIsRead();
    void disposalIsRead_data();
    void disposalIsRead();
    void savepointStatusIsRead_data();
    void savepointStatusIsRead();
};

void CheckpointValuesTest::checkpointsAreRead()
{
    const auto checkpoints =
        Checkpoints::fromJson(recordedJson(ofThisVersion("checkpoints-stopped.200")));
    QVERIFY(checkpoints && checkpoints->isEnabled);
    QVERIFY(checkpoints->completedCount > 3);
    const Checkpoint savepoint = checkpoints->latestSavepoint.value();
    QVERIFY(savepoint.isSavepoint && savepoint.isOfStop() && savepoint.isRestorable());
    QVERIFY(savepoint.path.startsWith(u"file:/var/flink/sp/savepoint-"_s));
    QVERIFY(savepoint.stateSize > 0);
    const Checkpoint completed = checkpoints->latestCompleted.value();
    QVERIFY(completed.id < savepoint.id && completed.triggeredAt < savepoint.triggeredAt);
    QVERIFY(completed.isDiscarded && !completed.isRestorable()); // the job is FINISHED
    QCOMPARE(checkpoints->latestFailed.value().status, u"FAILED"_s);
    QVERIFY(!checkpoints->latestFailed->failureMessage.isEmpty());
    QCOMPARE(checkpoints->history.first(), savepoint);
    QVERIFY(!checkpoints->latestRestored);
    const auto none = Checkpoints::fromJson(recordedJson(ofThisVersion("checkpoints-none.200")));
    QVERIFY(!none->latestCompleted && !none->latestSavepoint);
    QCOMPARE(none->history.first().status, u"IN_PROGRESS"_s);
    QVERIFY(!none->history.first().isRestorable());
}

void CheckpointValuesTest::restoredCheckpointIsRead()
{
    const auto checkpoints =
        Checkpoints::fromJson(recordedJson(ofThisVersion("checkpoints-restored.200")));
    const RestoredCheckpoint restored = checkpoints->latestRestored.value();
    QVERIFY(restored.isSavepoint);
    QVERIFY(restored.path.startsWith(u"file:/var/flink/sp/savepoint-"_s));
    QVERIFY(restored.id > 0 && restored.id < checkpoints->latestCompleted.value().id);
    QCOMPARE(checkpoints->restoredCount, 1);
}

void CheckpointValuesTest::memoryCheckpointsHaveNoPath()
{
    const Json json =
        Json::parse(R"({"counts":{},"latest":{"completed":{"id":7,"status":"COMPLETED",
        "external_path":"<checkpoint-not-externally-addressable>","discarded":false}}})")
            .value();
    const auto checkpoints = Checkpoints::fromJson(json);
    QVERIFY(checkpoints->latestCompleted && checkpoints->latestCompleted->path.isEmpty());
    QVERIFY(!checkpoints->latestCompleted->isRestorable());
}

void CheckpointValuesTest::checkpointsConfigIsRead()
{
    const auto config =
        CheckpointsConfig::fromJson(recordedJson(ofThisVersion("checkpoints-config.200")));
    QVERIFY(config && config->isEnabled);
    QCOMPARE(config->interval, Duration(500ms));
    QCOMPARE(config->timeout, Duration(10min));
    QVERIFY(config->isExternalized && !config->isDeletedOnCancellation && !config->isUnaligned);
    const auto manual =
        CheckpointsConfig::fromJson(recordedJson(ofThisVersion("checkpoints-config-manual.200")));
    QVERIFY(!manual->interval); // Flink says its largest number
    QVERIFY(!manual->isExternalized && manual->isDeletedOnCancellation);
}

void CheckpointValuesTest::disposalIsRead_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("phase"); // -1: not Flink's
    using Phase = DisposalStatus::Phase;
    QTest::newRow("under way") << R"({"status":{"id":"IN_PROGRESS"},"operation":null})"_ba
                               << int(Phase::InProgress);
    QTest::newRow("done") << R"({"status":{"id":"COMPLETED"},"operation":{}})"_ba
                          << int(Phase::Completed);
    QTest::newRow("failed") << R"({"status":{"id":"COMPLETED"},"operation":{"failure-cause":)"
                               R"({"class":"a.B","stack-trace":"a.B: No such file\n\tat c.D"}}})"_ba
                            << int(Phase::Failed);
    QTest::newRow("something else") << R"({"status":{"id":"COMPLETED"}})"_ba << -1;
}

void CheckpointValuesTest::disposalIsRead()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, phase);
    const auto status = DisposalStatus::fromJson(*Json::parse(answer));
    QCOMPARE(status ? int(status->phase) : -1, phase);
    if (phase == int(DisposalStatus::Phase::Failed))
        QVERIFY2(status->failure.contains(u"No such file"_s), qPrintable(status->failure));
}

void CheckpointValuesTest::savepointStatusIsRead_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("phase");
    QTest::addColumn<QString>("text"); // how location or failure begin
    using Phase = SavepointStatus::Phase;
    for (const QString &version : {u"1.20"_s, u"2.3"_s}) {
        const auto row = [&version](const QString &name, Phase phase, const QString &text) {
            QTest::addRow("%s %s", qPrintable(version), qPrintable(name))
                << version + u'/' + name << int(phase) << text;
        };
        row(u"savepoint-in-progress.200"_s, Phase::InProgress, {});
        row(u"savepoint-completed.200"_s, Phase::Completed, u"file:/var/flink/sp/"_s);
        row(u"stop-completed.200"_s, Phase::Completed, u"file:/var/flink/sp/savepoint-"_s);
        row(u"stop-failed-directory.200"_s, Phase::Failed,
            u"Failed to create savepoint directory at file:/proc/nowhere"_s);
        row(u"stop-failed-scheme.200"_s, Phase::Failed,
            u"Could not find a file system implementation for scheme 's3'."_s);
        row(u"stop-unknown-failed.200"_s, Phase::Failed,
            u"Could not find Flink job (00000000000000000000000000000000)"_s);
        row(u"stop-failed-after-savepoint.200"_s, Phase::Failed,
            u"A savepoint has been created at: file:/var/flink/sp/savepoint-"_s);
    }
}

void CheckpointValuesTest::savepointStatusIsRead()
{
    QFETCH(QString, answer);
    QFETCH(int, phase);
    QFETCH(QString, text);
    const auto status = SavepointStatus::fromJson(recordedJson(answer));
    QVERIFY(status);
    QCOMPARE(int(status->phase), phase);
    const bool hasFailed = status->phase == SavepointStatus::Phase::Failed;
    QVERIFY2((hasFailed ? status->failure : status->location).startsWith(text),
             qPrintable(status->failure));
    QCOMPARE(status->location.isEmpty(), status->phase != SavepointStatus::Phase::Completed);
    QCOMPARE(!status->stackTrace.isEmpty() && !status->failureClass.isEmpty(), hasFailed);
    QCOMPARE(!status->rescuedLocation.isEmpty(), answer.contains(u"after-savepoint"_s));
}

QTEST_GUILESS_MAIN(CheckpointValuesTest)
#include "tst_checkpointvalues.moc"
