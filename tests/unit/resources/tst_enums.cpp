// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/enums.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class EnumsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void spellingsAreThoseOfTheDocuments_data();
    void spellingsAreThoseOfTheDocuments();
    void oneLIsTakenForTwo();
    void othersAreUnknown();
    void statesAreSorted();
};

//! A row an enumeration: all its values in their order, and the spelling of each.
template <typename E>
static void row(const QString &spellings)
{
    const QMetaEnum meta = QMetaEnum::fromType<E>();
    QStringList written;
    QStringList read;
    for (int i = 0; i < meta.keyCount(); ++i) {
        QCOMPARE(meta.value(i), i);
        const QString wire = wireName(E(meta.value(i)));
        written.append(wire);
        for (const QString &variant : {wire, wire.toLower(), wire.toUpper()}) {
            if (fromWire<E>(variant) != E(meta.value(i)))
                read.append(variant);
        }
    }
    QTest::newRow(meta.enumName()) << spellings << written.join(u' ') << read;
}

void EnumsTest::spellingsAreThoseOfTheDocuments_data()
{
    QTest::addColumn<QString>("spellings");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QStringList>("misread");
    row<DesiredState>(u"RUNNING SUSPENDED CANCELLED"_s);
    row<DeploymentState>(u"CANCELLED RUNNING SUSPENDED FINISHED TRANSITIONING FAILED"_s);
    row<UpgradeStrategy>(u"STATEFUL STATELESS NONE"_s);
    row<RestoreStrategy>(u"LATEST_STATE LATEST_SAVEPOINT NONE"_s);
    row<JobState>(u"STARTING STARTED TERMINATING TERMINATED FINISHED FAILED"_s);
    row<TerminationReason>(u"NONE SUSPEND UPGRADE CANCEL"_s);
    row<SavepointState>(u"STARTED COMPLETED FAILED PENDING_DELETION DELETING FAILED_DELETION"_s);
    row<SavepointOrigin>(u"USER_REQUEST SUSPEND COPIED RETAINED_CHECKPOINT"_s);
    row<SessionClusterKind>(u"remote local"_s);
    row<SessionClusterDesiredState>(u"RUNNING STOPPED"_s);
    row<SessionClusterState>(u"STOPPED STARTING RUNNING UPDATING STOPPING FAILED"_s);
    row<FlinkJobStatus>(u"UNKNOWN INITIALIZING CREATED RUNNING FAILING FAILED CANCELLING "
                        "CANCELED FINISHED RESTARTING SUSPENDED RECONCILING"_s);
    row<ConditionType>(u"ClusterUnreachable JobFailing JobUnstable TasksNotRunning "
                       "RestoreMismatch CheckpointsFailing TemplateDiffers"_s);
    row<ConditionStatus>(u"True False Unknown"_s);
    row<Severity>(u"INFO WARNING ERROR"_s);
    row<FailureReason>(
        u"OutcomeUnknown StateDiffers StateUnavailable StateUnreadable JobWithoutRecord "
        "AttemptsExhausted StoppedOutside CancelledOutside EndedUnseen MissingAfterFailover "
        "NoJobToSuspend SuspendFailed FailedDuringStop ClusterLostDuringStop FinalStateUnread "
        "StartRefused RestoredFromCopy"_s);
    row<DeploymentAction>(u"START SUSPEND CANCEL RETRY RUN_AGAIN FORCE_CANCEL STOP_WITH_DRAIN "
                          "TRIGGER_SAVEPOINT UPGRADE_TO_CHANGED_JAR UPGRADE_FROM_CHECKPOINT "
                          "CHOOSE_STATE ADOPT_JOB EDIT "
                          "DELETE"_s);
    row<StateChoiceKind>(u"NEWEST SAVEPOINT PATH EMPTY"_s);
}

void EnumsTest::spellingsAreThoseOfTheDocuments()
{
    QFETCH(QString, spellings);
    QFETCH(QString, written);
    QFETCH(QStringList, misread);
    QCOMPARE(written, spellings);
    QCOMPARE(misread, QStringList());
}

void EnumsTest::oneLIsTakenForTwo()
{
    QCOMPARE(fromWire<DesiredState>(u"canceled"), DesiredState::Cancelled);
    QCOMPARE(fromWire<DeploymentState>(u"CANCELED"), DeploymentState::Cancelled);
    // Flink's own spelling has one L, and is not ours to be generous with.
    QCOMPARE(wireName(FlinkJobStatus::Canceled), u"CANCELED"_s);
    QVERIFY(!fromWire<FlinkJobStatus>(u"CANCELLED"));
    QVERIFY(!fromWire<JobState>(u"CANCELED"));
}

void EnumsTest::othersAreUnknown()
{
    for (const QString &word : {u""_s, u"RUN"_s, u"RUNNING "_s, u"LATEST STATE"_s, u"0"_s}) {
        QVERIFY(!fromWire<DesiredState>(word));
        QVERIFY(!fromWire<RestoreStrategy>(word));
    }
}

void EnumsTest::statesAreSorted()
{
    const QList<JobState> live{JobState::Starting, JobState::Started, JobState::Terminating};
    const QMetaEnum jobs = QMetaEnum::fromType<JobState>();
    for (int i = 0; i < jobs.keyCount(); ++i)
        QCOMPARE(isLive(JobState(jobs.value(i))), live.contains(JobState(jobs.value(i))));
    const QList<FlinkJobStatus> ended{FlinkJobStatus::Finished, FlinkJobStatus::Failed,
                                      FlinkJobStatus::Canceled};
    const QMetaEnum flink = QMetaEnum::fromType<FlinkJobStatus>();
    for (int i = 0; i < flink.keyCount(); ++i)
        QCOMPARE(isTerminal(FlinkJobStatus(flink.value(i))),
                 ended.contains(FlinkJobStatus(flink.value(i))));
}

QTEST_APPLESS_MAIN(EnumsTest)
#include "tst_enums.moc"
