// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/configuration.h"
#include "model/core/whendone.h"
#include "model/engine/answers.h"
#include "model/engine/clustermove.h"
#include "model/engine/reports.h"
#include "model/engine/translation.h"
#include "model/engine/wishes.h"
#include "model/flink/endpoint.h"
#include "model/flink/probe.h"

#include <QPromise>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! Where the document has what the client of Flink calls \a path.
QString documentPath(const QString &path)
{
    static const QHash<QString, QString> paths{
        {u"url"_s, u"spec.url"_s},
        {u"credentials.user"_s, u"spec.connection.userName"_s},
        {u"credentials.secret"_s, u"spec.connection.passwordSecret"_s},
        {u"tls.caFile"_s, u"spec.connection.caFile"_s},
        {u"tls.certificateFile"_s, u"spec.connection.clientCertificateFile"_s},
        {u"tls.keyFile"_s, u"spec.connection.clientKeyFile"_s},
        {u"tls.pinnedSha256"_s, u"spec.connection.pinnedSha256"_s}};
    return path.startsWith("headers"_L1) ? u"spec.connection.headers"_s : paths.value(path, path);
}

Error ofDocument(Error error)
{
    for (FieldError &field : error.fields)
        field.path = documentPath(field.path);
    return error;
}

//! Why nothing can be sent there: files that hold no certificate, for example.
QList<FieldError> connectionErrors(const SessionClusterDraft &draft)
{
    const ClusterSecrets typed{.password = draft.secrets.password.value_or(QString()),
                               .clientKeyPassword =
                                   draft.secrets.clientKeyPassword.value_or(QString())};
    flink::Connection connection = translation::connection(draft.cluster, typed);
    const bool isKeyLocked = !draft.secrets.clientKeyPassword
        && !draft.cluster.spec.connection.clientKeySecret.isEmpty();
    if (isKeyLocked) { // its password is in the keychain, which is asked when it is used
        connection.tls.certificateFile.clear();
        connection.tls.keyFile.clear();
    }
    const auto endpoint = flink::Endpoint::from(connection);
    return endpoint ? QList<FieldError>() : ofDocument(endpoint.error()).fields;
}

Result<ProbeReport> reportOf(const Result<flink::Dated<flink::Probe>> &found)
{
    if (!found)
        return Failure(ofDocument(found.error()));
    const flink::Probe &probe = found->value;
    const bool isManaged = probe.finding == flink::Probe::Finding::Managed;
    const auto overview = probe.overview.value_or(flink::ClusterOverview());
    return ProbeReport{.flinkVersion = probe.config.versionText,
                       .isManaged = isManaged,
                       .warning = isManaged ? QString() : probe.sentence,
                       .slotsTotal = overview.slotsTotal,
                       .jobsRunning = overview.jobsRunning};
}

QList<SessionCluster> documentsOf(SessionClusters &clusters)
{
    QList<SessionCluster> all;
    for (const auto &[id, held] : clusters.all())
        all.append(held.cluster);
    return all;
}

} // namespace

Result<SessionCluster> Wishes::prepared(const SessionClusterDraft &draft) const
{
    const SessionCluster &cluster = draft.cluster;
    SessionClusters &clusters = m_engine.clusters();
    QList<FieldError> errors = validate(cluster);
    errors.append(configurationErrors(cluster.spec));
    errors.append(collisions(cluster, documentsOf(clusters)));
    const HeldCluster *held = clusters.find(cluster.metadata.id);
    // Where another cluster answers, the old one may be found at another address.
    const bool isFollowed = held && held->watch->view().isPerhapsAnother
        && held->cluster.spec.kind == cluster.spec.kind;
    if (held && !isFollowed)
        errors.append(clustermove::refusals(
            held->cluster, cluster,
            reports::deploymentsOn(cluster.metadata.id, m_engine.holdings())));
    if (held && held->cluster.metadata.name != cluster.metadata.name)
        errors.append({u"metadata.name"_s, tr("A name cannot be changed.")});
    if (errors.isEmpty() && cluster.spec.kind == SessionClusterKind::Remote)
        errors = connectionErrors(draft);
    if (!errors.isEmpty())
        return Failure(invalid(errors));
    if (cluster.metadata.id.isEmpty())
        return cluster;
    if (!held)
        return Failure(gone());
    if (held->cluster.metadata.resourceVersion != cluster.metadata.resourceVersion)
        return failure(ErrorKind::Conflict, tr("It was changed meanwhile; open it again."));
    SessionCluster result = cluster;
    result.status = held->cluster.status; // people write no status
    result.local = held->cluster.local;
    // Who answers there is learnt anew, where nobody knows it or a person does.
    const bool isMoved = held->cluster.spec.url != cluster.spec.url
        && (draft.isSameCluster
            || reports::deploymentsOn(cluster.metadata.id, m_engine.holdings()).isEmpty());
    result.incarnation = isMoved ? QString() : held->cluster.incarnation;
    result.knownDirectories = isMoved ? QStringList() : held->cluster.knownDirectories;
    return result;
}

Result<SessionCluster> Wishes::store(SessionCluster cluster)
{
    const Instant now = m_engine.time().now();
    cluster.metadata.modifiedAt = now;
    ++cluster.metadata.resourceVersion;
    if (cluster.metadata.id.isEmpty()) {
        cluster.metadata.id = m_engine.ids().next();
        cluster.metadata.createdAt = now;
    }
    SessionClusters &clusters = m_engine.clusters();
    if (const auto saved = clusters.save(cluster); !saved)
        return Failure(saved.error());
    return clusters.find(cluster.metadata.id)->cluster;
}

QStringList Wishes::usersOfMove(const SessionClusterDraft &draft) const
{
    const SessionCluster &cluster = draft.cluster;
    const HeldCluster *held = m_engine.clusters().find(cluster.metadata.id);
    const bool isMove = held && cluster.spec.kind == SessionClusterKind::Remote
        && held->cluster.spec.url != cluster.spec.url;
    const bool isAnswered = draft.isSameCluster || (held && held->watch->view().isPerhapsAnother);
    return isMove && !isAnswered ? reports::deploymentsOn(cluster.metadata.id, m_engine.holdings())
                                 : QStringList();
}

void Wishes::askWhoAnswers(const SessionClusterDraft &draft,
                           const std::function<void(const QString &)> &finish)
{
    const QString id = draft.cluster.metadata.id;
    const auto judge = [this, id, finish](const Result<clustermove::Identity> &found) {
        const HeldCluster *held = m_engine.clusters().find(id);
        QSet<QString> jobs;
        for (const auto &[key, deployment] : m_engine.holdings().all()) {
            const Job *job = deployment.liveJob();
            if (job && job->spec.sessionClusterId == id)
                jobs.insert(flinkJobIdOf(*job));
        }
        finish(held ? clustermove::doubt(found, held->watch->view(), held->cluster, jobs)
                    : QString());
    };
    readSecrets(this, m_engine.secrets(), draft.cluster, draft.secrets,
                [this, cluster = draft.cluster, judge](const Result<ClusterSecrets> &secrets) {
                    if (!secrets)
                        return judge(Failure(secrets.error()));
                    whenDone(this,
                             clustermove::identify(translation::connection(cluster, *secrets),
                                                   m_engine.time()),
                             judge);
                });
}

QFuture<Result<SessionCluster>> Wishes::saveSessionCluster(const SessionClusterDraft &draft)
{
    if (const auto possible = prepared(draft); !possible)
        return ready<SessionCluster>(Failure(possible.error()));
    const auto promise = std::make_shared<QPromise<Result<SessionCluster>>>();
    promise->start();
    const auto finish = [this, promise, draft](const Result<SessionCluster> &named) {
        promise->addResult(named ? storeNamed(draft, *named) : named);
        promise->finish();
    };
    const auto write = [this, draft, finish] {
        writeSecrets(this, m_engine.secrets(), m_engine.ids(), draft.cluster, draft.secrets,
                     finish);
    };
    const QStringList users = usersOfMove(draft);
    if (users.isEmpty()) {
        write();
        return promise->future();
    }
    askWhoAnswers(draft, [=](const QString &doubt) {
        if (doubt.isEmpty())
            return write();
        const QString message = reports::jobsRunThere(users) + u' ' + doubt;
        promise->addResult(Failure(Error{.kind = ErrorKind::NotPermitted,
                                         .message = message,
                                         .fields = {{u"spec.url"_s, message}}}));
        promise->finish();
    });
    return promise->future();
}

//! \a named is the document of \a draft with the names of secrets that are in the keychain by now.
Result<SessionCluster> Wishes::storeNamed(const SessionClusterDraft &draft,
                                          const SessionCluster &named)
{
    const SessionCluster &before = draft.cluster;
    const HeldCluster *held = m_engine.clusters().find(before.metadata.id);
    const SessionCluster replaced = held ? held->cluster : SessionCluster();
    SessionClusterDraft next(named);
    next.isSameCluster = draft.isSameCluster;
    const auto still = prepared(next); // the keychain took its time
    const auto stored = still ? store(*still) : still;
    QStringList unneeded = secretNames(stored ? replaced : named);
    for (const QString &name : secretNames(before)) {
        if (!stored)
            unneeded.removeAll(name); // only what was written just now
    }
    forgetSecrets(unneeded);
    return stored;
}

void Wishes::forgetSecrets(QStringList names)
{
    for (const auto &[id, held] : m_engine.clusters().all()) {
        for (const QString &needed : secretNames(held.cluster))
            names.removeAll(needed);
    }
    for (const QString &name : std::as_const(names))
        (void)m_engine.secrets().remove(name); // one that stays does no harm
}

QFuture<Result<Done>> Wishes::startSessionCluster(const QString &id)
{
    SessionClusters &clusters = m_engine.clusters();
    const HeldCluster *held = clusters.find(id);
    const QString refusal =
        held ? refusalOfAttaching(held->cluster, documentsOf(clusters)) : QString();
    if (!refusal.isEmpty())
        return ready<Done>(failure(ErrorKind::NotPermitted, refusal));
    const auto started = clusters.setDesired(id, SessionClusterDesiredState::Running);
    return ready<Done>(started ? Result<Done>(Done{}) : Failure(started.error()));
}

QFuture<Result<Done>> Wishes::stopSessionCluster(const QString &id, bool isForced)
{
    const HeldCluster *held = m_engine.clusters().find(id);
    const QString refusal = held ? reports::refusalOfStop(*held, m_engine.holdings()) : QString();
    if (!isForced && !refusal.isEmpty())
        return ready<Done>(
            failure(ErrorKind::NotPermitted,
                    refusal + u' ' + tr("Suspend or cancel them first, or stop it by force.")));
    const auto stopped = m_engine.clusters().setDesired(id, SessionClusterDesiredState::Stopped);
    return ready<Done>(stopped ? Result<Done>(Done{}) : Failure(stopped.error()));
}

QFuture<Result<Done>> Wishes::confirmSameCluster(const QString &id)
{
    const auto confirmed = m_engine.clusters().confirmSame(id);
    return ready<Done>(confirmed ? Result<Done>(Done{}) : Failure(confirmed.error()));
}

QFuture<Result<Done>> Wishes::deleteSessionCluster(const QString &id)
{
    const HeldCluster *held = m_engine.clusters().find(id);
    if (!held)
        return ready<Done>(Failure(gone()));
    const QString refusal = reports::sessionCluster(*held, m_engine.holdings()).deleteRefusal;
    if (!refusal.isEmpty())
        return ready<Done>(failure(ErrorKind::NotPermitted, refusal));
    const QStringList names = secretNames(held->cluster);
    if (const auto removed = m_engine.clusters().remove(id); !removed)
        return ready<Done>(Failure(removed.error()));
    forgetSecrets(names);
    return ready<Done>(Done{});
}

QFuture<Result<int>> Wishes::lookAt(const QStringList &sessionClusterIds)
{
    int asked = 0;
    for (const QString &id : sessionClusterIds) {
        const HeldCluster *held = m_engine.clusters().find(id);
        asked += held && held->watch->lookOnce() ? 1 : 0;
    }
    return ready<int>(asked);
}

QFuture<Result<ProbeReport>> Wishes::probe(const SessionClusterDraft &draft)
{
    const auto promise = std::make_shared<QPromise<Result<ProbeReport>>>();
    promise->start();
    const auto answer = [promise](const Result<flink::Dated<flink::Probe>> &found) {
        promise->addResult(reportOf(found));
        promise->finish();
    };
    readSecrets(this, m_engine.secrets(), draft.cluster, draft.secrets,
                [this, cluster = draft.cluster, answer](const Result<ClusterSecrets> &secrets) {
                    if (!secrets)
                        return answer(Failure(secrets.error()));
                    whenDone(
                        this,
                        flink::probe(translation::connection(cluster, *secrets), m_engine.time()),
                        answer);
                });
    return promise->future();
}

} // namespace headgate
