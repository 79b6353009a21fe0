// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/samples.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Instant at(int second)
{
    return instantFromEpochMs(1'760'000'000'000) + std::chrono::seconds(second) + 123'456us;
}

Metadata metadata(const QString &id, const QString &name)
{
    return Metadata{.id = id,
                    .name = name,
                    .displayName = name + u" “shown” 🚰"_s,
                    .nameSpace = u"team"_s,
                    .labels = {{u"owner"_s, u"Zoë"_s}},
                    .annotations = {{u"note"_s, u"two\nlines"_s}},
                    .createdAt = at(1),
                    .modifiedAt = at(2),
                    .resourceVersion = 7};
}

JobTemplate jobTemplate()
{
    JobTemplate result;
    result.artifact.jarUri = u"/jars/täglich.jar"_s;
    result.artifact.entryClass = u"com.example.Main"_s;
    result.artifact.mainArgs = u"--rate 5 'a b'"_s;
    result.parallelism = 3;
    result.flinkConfiguration = {{u"state.backend.type"_s, u"rocksdb"_s}};
    result.annotations = {{u"k"_s, u"v"_s}};
    return result;
}

DeploymentRecord record()
{
    DeploymentRecord result;
    result.generation = 5;
    result.sessionClusterId = u"cluster-1"_s;
    result.artifactSha256 = QString(64, u'a');
    result.order = {.choice = StateChoiceKind::Path,
                    .savepointId = u"s"_s,
                    .path = u"/p"_s,
                    .allowNonRestoredState = true,
                    .isConfirmed = true,
                    .shownSavepointId = u"t"_s};
    result.chosen = ChosenState{
        .savepointId = u"s"_s, .path = u"/p"_s, .allowNonRestoredState = true, .isAutomatic = true};
    result.pinnedSavepointId = u"pin"_s;
    result.isDrainRequested = true;
    result.lastJobNumber = 4;
    result.startAttempts = 2;
    result.runFailures = {at(3), at(4)};
    result.countersGeneration = 5;
    result.countersTemplate = u"abc"_s;
    result.savepointAttempts = 1;
    result.lastSavepointFailureAt = at(5);
    result.failure = DeploymentFailure{.reason = FailureReason::SuspendFailed,
                                       .message = u"It failed."_s,
                                       .detail = u"at line 1\nat line 2"_s,
                                       .generation = 5,
                                       .failedAt = at(6)};
    result.waiting = Waiting{.what = u"Waits."_s, .since = at(7)};
    result.stateSince = at(8);
    return result;
}

Ending ending()
{
    return Ending{.reason = TerminationReason::Upgrade,
                  .terminalStatus = FlinkJobStatus::Finished,
                  .terminalSeenAt = at(13),
                  .isFinalStateRead = true,
                  .isFinalStateUnread = true,
                  .endedWithJobManager = true,
                  .endedAt = at(14),
                  .generation = 3,
                  .isMissing = true};
}

JobObservations observations()
{
    JobObservations result;
    result.lastSighting = Sighting{.at = at(15), .incarnation = u"/tmp/x"_s};
    result.newestCheckpoint = CheckpointMark{.id = 9,
                                             .path = u"file:/c/chk-9"_s,
                                             .isSavepoint = true,
                                             .isSyncSavepoint = true,
                                             .triggeredAt = at(16),
                                             .stateSize = 1'234'567'890'123};
    result.newestPeriodic = result.newestCheckpoint;
    result.hasCompletedCheckpoint = true;
    result.isCheckpointingOn = false;
    result.checkpointInterval = 1000;
    result.isExternalized = true;
    result.isDeletedOnCancellation = false;
    result.restarts = {at(17)};
    result.numRestarts = 1;
    result.lastRestartCause = u"Could not acquire the minimum required resources."_s;
    result.restartsReadUpTo = at(18);
    result.restoredPath = u"/r"_s;
    return result;
}

//! Runs \a sql and gives its query to \a use; false if it failed.
template <typename Use>
bool withQuery(const QString &databasePath, const QString &sql, Use use)
{
    const QString name = u"past-the-store"_s;
    const auto removal = qScopeGuard([&] { QSqlDatabase::removeDatabase(name); });
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    database.setDatabaseName(databasePath);
    if (!database.open())
        return false;
    QSqlQuery query(database);
    const bool isDone = query.exec(sql);
    if (isDone)
        use(query);
    else
        qWarning("%ls", qUtf16Printable(query.lastError().text()));
    return isDone;
}

} // namespace

StoredDeployment sampleDeployment(const QString &id, const QString &name)
{
    StoredDeployment stored;
    stored.deployment.metadata = metadata(id, name);
    stored.deployment.spec.state = DesiredState::Running;
    stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
    stored.deployment.spec.restoreStrategy = RestoreStrategy::LatestSavepoint;
    stored.deployment.spec.allowNonRestoredState = true;
    stored.deployment.spec.sessionClusterName = u"local"_s;
    stored.deployment.spec.maxJobCreationAttempts = 9;
    stored.deployment.spec.maxSavepointCreationAttempts = 8;
    stored.deployment.spec.jobFailureExpirationTime = 77s;
    stored.deployment.spec.jobTemplate = jobTemplate();
    stored.deployment.status.state = DeploymentState::Running;
    stored.deployment.status.running =
        RunningStatus{.jobId = u"job-1"_s,
                      .transitionTime = at(9),
                      .conditions = {{.type = ConditionType::JobUnstable,
                                      .status = ConditionStatus::True,
                                      .message = u"m"_s,
                                      .reason = u"r"_s,
                                      .lastTransitionTime = at(10),
                                      .lastUpdateTime = at(11)}}};
    stored.record = record();
    return stored;
}

Job sampleJob(const QString &id, const QString &deploymentId)
{
    Job job;
    job.metadata = metadata(id, u"job"_s);
    job.spec = {.deploymentId = deploymentId,
                .deploymentName = u"d"_s,
                .number = 4,
                .generation = 5,
                .sessionClusterId = u"cluster-1"_s,
                .sessionClusterUrl = u"http://127.0.0.1:8081"_s,
                .jobTemplate = jobTemplate(),
                .isTemplateUnknown = true,
                .artifactSha256 = QString(64, u'b'),
                .savepointLocation = u"/s"_s,
                .savepointId = u"s"_s,
                .allowNonRestoredState = true,
                .isAutomatic = true};
    job.status.state = JobState::Terminating;
    job.status.started = StartedStatus{.flinkJobId = flinkJobIdOf(job),
                                       .startedAt = at(11),
                                       .lastUpdateTime = at(12),
                                       .observedFlinkJobStatus = FlinkJobStatus::Restarting,
                                       .observedFlinkJobRestarts = 2};
    job.status.failure =
        JobFailure{.message = u"m"_s, .reason = u"r"_s, .detail = u"d"_s, .failedAt = at(12)};
    job.submission = {.requestsSent = 2,
                      .firstSentAt = at(1),
                      .lastSentAt = at(2),
                      .incarnation = u"/tmp/x"_s,
                      .rejections = 1,
                      .lastAnswerAt = at(3),
                      .rejection = u"no"_s,
                      .rejectionDetail = u"because"_s,
                      .isSighted = true,
                      .wasWatchedWithGap = true};
    job.cancels = {.sent = 3, .lastSentAt = at(4)};
    job.ending = ending();
    job.observed = observations();
    return job;
}

JobSighting sampleSighting(const QString &deploymentId, const QString &incarnation)
{
    return {.deploymentId = deploymentId, .sighting = {.at = at(35), .incarnation = incarnation}};
}

Savepoint sampleSavepoint(const QString &id, const QString &deploymentId)
{
    Savepoint savepoint;
    savepoint.metadata = metadata(id, u"savepoint"_s);
    savepoint.spec = {.deploymentId = deploymentId,
                      .jobId = u"job-1"_s,
                      .jobNumber = 4,
                      .savepointLocation = u"file:/s/1"_s,
                      .directory = u"file:/s"_s,
                      .flinkSavepointId = 12,
                      .origin = SavepointOrigin::RetainedCheckpoint,
                      .isDrained = true,
                      .stateSize = 5'000'000'000};
    savepoint.status = {
        .state = SavepointState::Completed, .failure = u"f"_s, .completedAt = at(20)};
    savepoint.operation = {
        .requestsSent = 1, .lastSentAt = at(19), .seenAt = at(19), .isExpired = true};
    return savepoint;
}

SessionCluster sampleCluster(const QString &id, const QString &name)
{
    SessionCluster cluster;
    cluster.metadata = metadata(id, name);
    cluster.spec.state = SessionClusterDesiredState::Running;
    cluster.spec.kind = SessionClusterKind::Local;
    cluster.spec.url = u"https://flink.example/ä"_s;
    cluster.spec.connection = {.headers = {{u"X-Team"_s, u"a"_s}},
                               .userName = u"u"_s,
                               .passwordSecret = u"p"_s,
                               .caFile = u"/ca"_s,
                               .clientCertificateFile = u"/cert"_s,
                               .clientKeyFile = u"/key"_s,
                               .clientKeySecret = u"k"_s,
                               .pinnedSha256 = u"ff"_s};
    cluster.spec.flinkHome = u"/opt/flink"_s;
    cluster.spec.numberOfTaskManagers = 2;
    cluster.spec.slotsPerTaskManager = 6;
    cluster.spec.flinkConfiguration = {{u"a"_s, u"b"_s}};
    cluster.spec.savepointDirectory = u"file:/s"_s;
    cluster.status = {
        .state = SessionClusterState::Updating, .message = u"m"_s, .flinkVersion = u"2.3.0"_s};
    cluster.local.jobManager = ProcessRecord{.pid = 11, .startTime = 22, .bootId = u"b"_s};
    cluster.local.taskManagers = {{.pid = 12, .startTime = 23, .bootId = u"b"_s}};
    cluster.local.restPort = 8081;
    cluster.local.rpcPort = 6123;
    cluster.incarnation = u"/tmp/flink-web-1"_s;
    cluster.knownDirectories = {u"/a"_s, u"/b"_s};
    return cluster;
}

PossibleOrphan sampleOrphan(const QString &flinkJobId)
{
    return PossibleOrphan{.flinkJobId = flinkJobId,
                          .sessionClusterId = u"cluster-1"_s,
                          .deploymentId = u"gone"_s,
                          .deploymentName = u"Gone"_s,
                          .jobId = u"job-0"_s,
                          .isCancelledOnSight = true,
                          .listedAt = at(30),
                          .fenceUntil = at(31)};
}

Event sampleEvent(const QString &deploymentId, const QString &message)
{
    return Event{.time = at(40),
                 .deploymentId = deploymentId,
                 .jobId = u"job-1"_s,
                 .sessionClusterId = u"cluster-1"_s,
                 .name = u"JobStarted"_s,
                 .severity = Severity::Warning,
                 .message = message,
                 .detail = u"a\n\tb"_s};
}

Transaction sampleTransaction()
{
    Transaction transaction;
    transaction.deployments = {sampleDeployment(u"deployment-1"_s, u"täglich"_s)};
    transaction.jobs = {sampleJob(u"job-1"_s, u"deployment-1"_s)};
    transaction.sightings = {{u"job-1"_s, sampleSighting(u"deployment-1"_s, u"/tmp/y"_s)}};
    transaction.savepoints = {sampleSavepoint(u"savepoint-1"_s, u"deployment-1"_s)};
    transaction.sessionClusters = {sampleCluster(u"cluster-1"_s, u"local"_s)};
    transaction.orphans = {sampleOrphan(u"0123456789abcdef0123456789abcdef"_s)};
    transaction.events = {sampleEvent(u"deployment-1"_s, u"It started."_s)};
    return transaction;
}

Json sampleDefaults()
{
    return Json::object({{u"spec"_s, Json::object({{u"x"_s, Json(u"“y”"_s)}})}});
}

Migrations nextMigrations()
{
    return shippedMigrations()
        + Migrations{{{
            u"CREATE TABLE teams (id TEXT PRIMARY KEY NOT NULL) STRICT"_s,
            u"ALTER TABLE jobs ADD COLUMN team TEXT NOT NULL DEFAULT 'none'"_s,
            u"UPDATE deployments SET document = json_set(document, '$.spec.state', 'SUSPENDED')"_s,
        }}};
}

bool runSql(const QString &databasePath, const QString &sql)
{
    return withQuery(databasePath, sql, [](QSqlQuery &) { });
}

QVariant sqlValue(const QString &databasePath, const QString &sql)
{
    QVariant value;
    (void)withQuery(databasePath, sql, [&value](QSqlQuery &query) {
        if (query.next())
            value = query.value(0);
    });
    return value;
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::System | QDir::Hidden, QDir::Name);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace headgate
