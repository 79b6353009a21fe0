// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flink/restclient.h"

#include <QTimer>

class QHttpMultiPart;
class QNetworkReply;

namespace headgate::flink {

class OnceOnlyBytes;
class OnceOnlyFile;

//! One request from its start to the end of its answer. Deletes itself when that was told.
class Exchange : public QObject {
    Q_OBJECT

public:
    Exchange(const Endpoint &endpoint, const Clock &clock, const Limits &limits,
             RestClient::Done done, QObject *parent);
    ~Exchange() override;

    //! A read over \a network, which is shared with other reads.
    void read(QNetworkAccessManager &network, const RestRequest &request);
    //! A change over a network access manager of its own.
    void change(const RestRequest &request);
    void abort();

private:
    void upload(const RestRequest &request, const QNetworkRequest &networkRequest);
    void watch(QNetworkReply *reply, std::chrono::milliseconds deadline);
    void watchCertificate();
    void failBeforeSending(const QString &reason);
    void collect();
    void end(Transcript::End reason);
    void finish();
    void tell();
    [[nodiscard]] bool hasPinnedCertificate() const;
    [[nodiscard]] QNetworkRequest requestFor(const RestRequest &request,
                                             std::chrono::milliseconds idle) const;

    const Endpoint &m_endpoint;
    const Clock &m_clock;
    const Limits m_limits;
    RestClient::Done m_done;
    Transcript m_transcript;
    bool m_isOver = false;
    QTimer m_deadline;
    // Destroyed from the last to the first: the network and its reply before the body they read.
    std::unique_ptr<OnceOnlyBytes> m_bytes;
    std::unique_ptr<OnceOnlyFile> m_file;
    std::unique_ptr<QHttpMultiPart> m_form;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QPointer<QNetworkReply> m_reply;
};

} // namespace headgate::flink
