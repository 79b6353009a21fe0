// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/flink/endpoint.h"
#include "model/flink/transcript.h"

#include <QPointer>

#include <chrono>
#include <functional>

namespace headgate::flink {

class Exchange;

struct Limits {
    std::chrono::milliseconds readDeadline{10'000};
    std::chrono::milliseconds changeDeadline{30'000};
    std::chrono::milliseconds uploadIdle{60'000}; //!< Without a byte going out or coming in.
    qint64 answerBytes = 16 * 1024 * 1024;
    qint64 errorBytes = 1024 * 1024;
};

//! A change under way that can be given up; copies mean the same request.
class OpenRequest {
public:
    OpenRequest() = default;
    explicit OpenRequest(Exchange *exchange);

    //! Ends it with NotSent or UnknownOutcome; nothing happens if it has ended already.
    void abort();
    [[nodiscard]] bool isOpen() const;

private:
    QPointer<Exchange> m_exchange;
};

//! Bytes that went out, and how many there are.
using Progress = std::function<void(qint64 sent, qint64 total)>;

//! One HTTP request; who understands its answer is the Api.
struct RestRequest {
    QByteArray verb = "GET";
    QString path; //!< Below `/v1`, percent-encoded.
    QUrlQuery query;
    QByteArray body; //!< Of a change; sent once or not at all.
    QString file; //!< Sent as the only part of a form instead of the body.
    QString remoteName;
    Progress progress;
    std::chrono::milliseconds deadline{}; //!< 0: the limit's own.

    [[nodiscard]] bool isChange() const { return verb != "GET"; }
};

//! Sends requests to one cluster: reads over one network access manager, each change over its own.
class RestClient : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const Transcript &)>;

    //! \a clock must outlive the client.
    RestClient(Endpoint endpoint, const Clock &clock, Limits limits = {});
    ~RestClient() override; //!< Ends what is under way; its \a done is destroyed uncalled.

    //! \a done is called once, later, from the event loop.
    OpenRequest send(const RestRequest &request, Done done);

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }

private:
    Endpoint m_endpoint;
    const Clock &m_clock;
    Limits m_limits;
    std::unique_ptr<QNetworkAccessManager> m_reads;
};

} // namespace headgate::flink
