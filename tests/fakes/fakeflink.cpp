// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fakeflink.h"

#include "model/core/ids.h"

#include <QRegularExpression>

namespace headgate::test {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr qint64 Epoch = 1'770'000'000'000;
const auto ClusterId = u"cccccccc-0000-4000-8000-000000000001"_s;
const auto Incarnation = u"/fake/flink-web-1"_s;

QString idOf(QChar kind, int number)
{
    return QString(8, kind) + u"-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
}

QByteArray ok(const QString &body)
{
    return FakeServer::json(200, body.toUtf8());
}

QString row(const QString &jobId, qint64 startTime, qint64 modification, const QString &state,
            int runningTasks)
{
    return uR"({"jid":"%1","name":"counting","start-time":%2,"end-time":-1,"duration":1,)"
           uR"("state":"%4","last-modification":%3,"tasks":{"running":%5,"total":2}})"_s.arg(jobId)
               .arg(startTime)
               .arg(modification)
               .arg(state)
               .arg(runningTasks);
}

Deployment document(int number)
{
    Deployment deployment;
    deployment.metadata.id = idOf(u'd', number);
    deployment.metadata.name = u"counting-%1"_s.arg(number);
    deployment.metadata.createdAt = deployment.metadata.modifiedAt = instantFromEpochMs(Epoch);
    deployment.spec.state = DesiredState::Running;
    deployment.spec.sessionClusterName = u"fake"_s;
    deployment.spec.jobTemplate.artifact.jarUri = u"/jars/counting.jar"_s;
    deployment.status.state = DeploymentState::Running;
    deployment.status.running.emplace();
    return deployment;
}

Job startedJob(const Deployment &deployment, int number, const QString &url)
{
    Job job;
    job.metadata.id = idOf(u'a', number);
    job.metadata.name = deployment.metadata.name + u"-1"_s;
    job.metadata.createdAt = job.metadata.modifiedAt = instantFromEpochMs(Epoch);
    job.spec = JobSpec{.deploymentId = deployment.metadata.id,
                       .deploymentName = deployment.metadata.name,
                       .number = 1,
                       .generation = 1,
                       .sessionClusterId = ClusterId,
                       .sessionClusterUrl = url,
                       .jobTemplate = deployment.spec.jobTemplate};
    job.status.state = JobState::Started;
    job.status.started = StartedStatus{.flinkJobId = flinkId(job.metadata.id),
                                       .startedAt = instantFromEpochMs(Epoch),
                                       .lastUpdateTime = instantFromEpochMs(Epoch),
                                       .observedFlinkJobStatus = FlinkJobStatus::Running};
    job.submission = Submission{.requestsSent = 1,
                                .firstSentAt = instantFromEpochMs(Epoch),
                                .lastSentAt = instantFromEpochMs(Epoch),
                                .incarnation = Incarnation,
                                .isSighted = true};
    return job;
}

} // namespace

FakeFlink::FakeFlink(const QStringList &jobIds)
    : m_incarnation(Incarnation)
    , m_startTime(Epoch)
{
    for (const QString &id : jobIds)
        m_modifications.insert(id, Epoch);
    m_timer.start();
    m_server.answerBy([this](const ArrivedRequest &request) { return answer(request); });
}

void FakeFlink::touch(const QString &jobId)
{
    m_modifications[jobId] += 1000;
}

void FakeFlink::replaceJobManager(const QString &incarnation, const QStringList &jobIds)
{
    m_incarnation = incarnation;
    m_startTime += 60'000;
    m_modifications.clear();
    for (const QString &id : jobIds)
        m_modifications.insert(id, m_startTime);
}

QByteArray FakeFlink::answer(const ArrivedRequest &request)
{
    static const QRegularExpression job(u"^/jobs/([0-9a-f]{32})"_s);
    QString path = QString::fromUtf8(request.target).section(u'?', 0, 0);
    if (path.startsWith("/v1/"_L1))
        path.remove(0, 3);
    const QString jobId = job.match(path).captured(1);
    path.replace(job, u"/jobs/:id"_s);
    if (request.verb != "GET")
        path.prepend(QString::fromUtf8(request.verb) + u' ');
    ++m_counts[path];
    ++m_total;
    if (m_whenAsked)
        m_whenAsked(path);
    if (const int status = m_statuses.value(path, 200); status != 200)
        return FakeServer::json(status, R"({"errors":["It is out of order."]})");
    return jobId.isEmpty() ? ofCluster(path) : ofJob(path, jobId);
}

QByteArray FakeFlink::ofCluster(const QString &path) const
{
    if (path == "/jobs/overview"_L1)
        return overview();
    if (path == "/jobmanager/config"_L1)
        return ok(
            uR"([{"key":"web.tmpdir","value":"%1"},)"
            uR"({"key":"high-availability.type","value":"%3"},)"
            uR"({"key":"execution.checkpointing.dir","value":"%2"}])"_s.arg(
                m_incarnation, m_directory, m_isHighlyAvailable ? u"zookeeper"_s : u"NONE"_s));
    if (path == "/config"_L1)
        return ok(uR"({"refresh-interval":3000,"flink-version":"2.3.0",)"
                  uR"("features":{"web-submit":true,"web-cancel":true}})"_s);
    if (path == "/overview"_L1)
        return ok(uR"({"taskmanagers":1,"slots-total":400,"slots-available":200})"_s);
    if (path == "POST /savepoint-disposal"_L1)
        return ok(uR"({"request-id":"fedcba9876543210fedcba9876543210"})"_s);
    if (path.startsWith("/savepoint-disposal/"_L1))
        return m_disposal.isEmpty()
            ? FakeServer::json(404, R"({"errors":["Operation not found under key: 1"]})")
            : ok(uR"({"status":{"id":"COMPLETED"},"operation":%1})"_s.arg(m_disposal));
    return FakeServer::json(404, R"({"errors":["There is no such path."]})");
}

QByteArray FakeFlink::overview() const
{
    QStringList rows;
    for (const auto &[id, modification] : m_modifications.asKeyValueRange())
        rows.append(row(id, m_startTime, modification,
                        m_ended.contains(id) ? u"FINISHED"_s : u"RUNNING"_s, m_runningTasks));
    return ok(u"{\"jobs\":[%1]}"_s.arg(rows.join(u',')));
}

QByteArray FakeFlink::ofJob(const QString &path, const QString &jobId)
{
    if (m_forgotten.contains(jobId))
        return FakeServer::json(404, R"({"errors":["Job not found"]})");
    if (path == "/jobs/:id/checkpoints"_L1) {
        m_checkpointsRead.append(jobId);
        m_checkpointsReadAt.append(milliseconds(m_timer.elapsed()));
        return ok(uR"({"counts":{"restored":0,"completed":%1,"failed":0},"latest":{"completed":)"
                  uR"({"id":%1,"status":"COMPLETED","is_savepoint":false,"trigger_timestamp":%2,)"
                  uR"("checkpoint_type":"CHECKPOINT","state_size":1,)"
                  uR"("external_path":"file:/fake/%3/chk-%1"}},"history":[]})"_s
                      .arg(m_checkpointsRead.size())
                      .arg(Epoch)
                      .arg(jobId));
    }
    if (path == "/jobs/:id/checkpoints/config"_L1)
        return ok(uR"({"interval":1000,"timeout":600000,)"
                  uR"("externalization":{"enabled":true,"delete_on_cancellation":false}})"_s);
    if (path == "/jobs/:id/config"_L1)
        return ok(
            uR"({"jid":"%1","name":"counting","execution-config":{"job-parallelism":1,)"
            uR"("user-config":{"headgate.deployment":"%2"}}})"_s.arg(jobId, m_stamps.value(jobId)));
    if (path == "/jobs/:id/exceptions"_L1)
        return ok(uR"({"exceptionHistory":{"entries":[],"truncated":false}})"_s);
    if (path == "/jobs/:id/metrics"_L1)
        return ok(uR"([{"id":"numRestarts","value":"%1"}])"_s.arg(m_restartCount));
    if (path == "/jobs/:id"_L1)
        return ok(uR"({"jid":"%1","name":"counting","state":"RUNNING","start-time":%2,)"
                  uR"("end-time":-1,"now":%2,"timestamps":{"RUNNING":%2}})"_s.arg(jobId)
                      .arg(Epoch));
    return FakeServer::json(404, R"({"errors":["There is no such path."]})");
}

Transaction runningDeployments(const QString &url, int count)
{
    SessionCluster cluster;
    cluster.metadata.id = ClusterId;
    cluster.metadata.name = u"fake"_s;
    cluster.metadata.createdAt = cluster.metadata.modifiedAt = instantFromEpochMs(Epoch);
    cluster.spec.url = url;
    cluster.spec.state = SessionClusterDesiredState::Running;
    cluster.status.state = SessionClusterState::Running;
    cluster.incarnation = Incarnation;
    Transaction transaction{.sessionClusters = {cluster}};
    for (int number = 1; number <= count; ++number) {
        const Deployment deployment = document(number);
        DeploymentRecord record;
        record.generation = 1;
        record.sessionClusterId = ClusterId;
        record.lastJobNumber = 1;
        transaction.deployments.append({.deployment = deployment, .record = record});
        transaction.jobs.append(startedJob(deployment, number, url));
    }
    return transaction;
}

QStringList runningJobIds(int count)
{
    QStringList ids;
    for (int number = 1; number <= count; ++number)
        ids.append(flinkId(idOf(u'a', number)));
    return ids;
}

} // namespace headgate::test
