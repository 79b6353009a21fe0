// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clustermove.h"

#include "model/engine/reports.h"
#include "model/engine/translation.h"
#include "model/flink/api.h"

#include <QCoreApplication>

namespace headgate::clustermove {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::clustermove", text);
}

using Config = Result<flink::Dated<flink::JobManagerConfig>>;
using Overview = Result<flink::Dated<QList<flink::JobSummary>>>;

Result<Identity> identityOf(const flink::JobManagerConfig &config, const Overview &overview)
{
    if (!overview)
        return Failure(overview.error());
    Identity identity{.incarnation = config.incarnation(),
                      .hasHighAvailability = config.isHighlyAvailable()};
    for (const flink::JobSummary &job : overview->value) {
        if (!isTerminal(translation::jobStatus(job.status)))
            identity.jobs.insert(job.id);
    }
    return identity;
}

} // namespace

QFuture<Result<Identity>> identify(const flink::Connection &connection, const Clock &clock)
{
    const auto endpoint = flink::Endpoint::from(connection);
    if (!endpoint)
        return QtFuture::makeReadyFuture(Result<Identity>(Failure(endpoint.error())));
    // Held by the continuations, and let go of with them when the answer is there.
    const auto api = std::make_shared<flink::Api>(*endpoint, clock);
    return api->jobManagerConfig()
        .then([api](const Config &config) {
            if (!config)
                return QtFuture::makeReadyFuture(Result<Identity>(Failure(config.error())));
            return api->jobs().then([api, known = config->value](const Overview &overview) {
                return identityOf(known, overview);
            });
        })
        .unwrap();
}

QString doubt(const Result<Identity> &found, const ClusterView &known,
              const SessionCluster &recorded, const QSet<QString> &jobs)
{
    if (!found)
        return found.error().message;
    const QString &incarnation = found->incarnation;
    const bool isSameProcess = !incarnation.isEmpty()
        && (incarnation == known.incarnation || incarnation == recorded.incarnation);
    const bool isSameService = found->hasHighAvailability && known.hasHighAvailability
        && !jobs.isEmpty() && found->jobs.contains(jobs);
    return isSameProcess || isSameService ? QString()
                                          : tr("Another JobManager answers at the new URL.");
}

QList<FieldError> refusals(const SessionCluster &from, const SessionCluster &to,
                           const QStringList &users)
{
    const SessionClusterSpec &before = from.spec;
    const SessionClusterSpec &after = to.spec;
    if (before.kind != after.kind && !users.isEmpty())
        return {{u"spec.kind"_s,
                 reports::jobsRunThere(users) + u' '
                     + tr("Suspend, cancel or force-cancel them first.")}};
    const SessionClusterState state = from.status.state;
    if (state == SessionClusterState::Stopped || state == SessionClusterState::Failed)
        return {};
    QList<FieldError> errors;
    const auto keep = [&](bool isSame, const QString &path) {
        if (!isSame)
            errors.append({path, tr("Stop the session cluster before you change this.")});
    };
    keep(before.kind == after.kind, u"spec.kind"_s);
    if (before.kind != SessionClusterKind::Local)
        return errors;
    keep(before.flinkHome == after.flinkHome, u"spec.flinkHome"_s);
    keep(before.slotsPerTaskManager == after.slotsPerTaskManager, u"spec.slotsPerTaskManager"_s);
    keep(before.flinkConfiguration == after.flinkConfiguration, u"spec.flinkConfiguration"_s);
    return errors;
}

} // namespace headgate::clustermove
