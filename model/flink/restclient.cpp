// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/restclient.h"

#include "model/flink/exchange.h"

#include <QNetworkAccessManager>

namespace headgate::flink {

OpenRequest::OpenRequest(Exchange *exchange)
    : m_exchange(exchange)
{
}

void OpenRequest::abort()
{
    if (m_exchange)
        m_exchange->abort();
}

bool OpenRequest::isOpen() const
{
    return !m_exchange.isNull();
}

RestClient::RestClient(Endpoint endpoint, const Clock &clock, Limits limits)
    : m_endpoint(std::move(endpoint))
    , m_clock(clock)
    , m_limits(limits)
    , m_reads(m_endpoint.network())
{
}

RestClient::~RestClient()
{
    // Before the network access manager and the endpoint that they use.
    qDeleteAll(findChildren<Exchange *>(Qt::FindDirectChildrenOnly));
}

OpenRequest RestClient::send(const RestRequest &request, Done done)
{
    auto *exchange = new Exchange(m_endpoint, m_clock, m_limits, std::move(done), this);
    if (request.isChange())
        exchange->change(request);
    else
        exchange->read(*m_reads, request);
    return OpenRequest(exchange);
}

} // namespace headgate::flink
