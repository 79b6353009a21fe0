// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/probe.h"

#include "model/flink/api.h"

#include <QCoreApplication>

namespace headgate::flink {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::flink", text);
}

Probe::Finding findingOf(const ClusterConfig &config)
{
    if (config.isHistoryServer)
        return Probe::Finding::HistoryServer;
    if (!config.version)
        return Probe::Finding::UnknownVersion;
    if (!config.capabilities.isManaged)
        return Probe::Finding::TooOld;
    return config.canSubmit ? Probe::Finding::Managed : Probe::Finding::NoSubmission;
}

QString sentenceOf(Probe::Finding finding)
{
    switch (finding) {
    case Probe::Finding::Managed:
        return tr("Flink %1 at %2: deployments can be started there.");
    case Probe::Finding::TooOld:
        return tr(
            "Flink %1 at %2 is older than 1.17: its jobs are shown, but deployments cannot be "
            "started there.");
    case Probe::Finding::UnknownVersion:
        return tr("Flink at %2 gives no version that can be read (%1): its jobs are shown, but "
                  "deployments cannot be started there.");
    case Probe::Finding::NoSubmission:
        return tr("Flink %1 at %2 takes no jars, because web.submit.enable is false there or it "
                  "serves a single application: its jobs are shown, but deployments cannot be "
                  "started there.");
    case Probe::Finding::HistoryServer:
        return tr("At %2 is a history server of Flink %1, which runs no jobs: enter the address of "
                  "a JobManager.");
    }
    Q_UNREACHABLE();
}

//! The room there and its jobs are a courtesy: where they cannot be read the answer is the same.
Answer<Probe> withOverview(const std::shared_ptr<Api> &api, Dated<Probe> probe)
{
    if (probe.value.finding != Probe::Finding::Managed)
        return QtFuture::makeReadyFuture(Result<Dated<Probe>>(std::move(probe)));
    return api->overview().then(
        [api, probe = std::move(probe)](const Result<Dated<ClusterOverview>> &overview) mutable {
            if (overview)
                probe.value.overview = overview->value;
            return Result<Dated<Probe>>(std::move(probe));
        });
}

} // namespace

Probe judged(const ClusterConfig &config, const QString &host)
{
    const Probe::Finding finding = findingOf(config);
    return {.finding = finding,
            .config = config,
            .sentence = sentenceOf(finding).arg(config.versionText, host)};
}

Answer<Probe> probe(const Connection &connection, const Clock &clock, Limits limits)
{
    const Result<Endpoint> endpoint = Endpoint::from(connection);
    if (!endpoint)
        return QtFuture::makeReadyFuture(Result<Dated<Probe>>(Failure(endpoint.error())));
    // Held by the continuation, and let go of with it when the answer is there.
    const auto api = std::make_shared<Api>(*endpoint, clock, limits);
    return api->config()
        .then([api, host = endpoint->host()](const Result<Dated<ClusterConfig>> &config) {
            if (!config)
                return QtFuture::makeReadyFuture(Result<Dated<Probe>>(Failure(config.error())));
            return withOverview(api,
                                {.value = judged(config->value, host),
                                 .requestedAt = config->requestedAt,
                                 .answeredAt = config->answeredAt});
        })
        .unwrap();
}

} // namespace headgate::flink
