// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/exchange.h"

#include "model/flink/onceonly.h"

#include <QCryptographicHash>
#include <QHttpMultiPart>
#include <QNetworkAccessManager>
#include <QSslCertificate>

#include <algorithm>

namespace headgate::flink {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 ReadAhead = 256 * 1024;
constexpr qint64 SlowestUpload = 64 * 1024; // bytes a second

std::chrono::milliseconds deadlineForUpload(qint64 size)
{
    return 10min + std::chrono::seconds(size / SlowestUpload);
}

QHttpPart formPart(const QString &remoteName, QIODevice *body)
{
    QHttpPart part;
    part.setHeader(QNetworkRequest::ContentDispositionHeader,
                   u"form-data; name=\"jarfile\"; filename=\"%1\""_s.arg(remoteName));
    part.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-java-archive"_s);
    part.setBodyDevice(body);
    return part;
}

} // namespace

Exchange::Exchange(const Endpoint &endpoint, const Clock &clock, const Limits &limits,
                   RestClient::Done done, QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_clock(clock)
    , m_limits(limits)
    , m_done(std::move(done))
{
    m_transcript.host = m_endpoint.host();
    m_transcript.isEncrypted = m_endpoint.url().scheme() == "https"_L1;
    m_transcript.requestedAt = m_clock.now();
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(Transcript::End::Deadline); });
}

Exchange::~Exchange()
{
    m_isOver = true;
    delete m_reply; // a running one is aborted by that
}

void Exchange::read(QNetworkAccessManager &network, const RestRequest &request)
{
    const auto deadline = request.deadline > 0ms ? request.deadline : m_limits.readDeadline;
    watch(network.get(requestFor(request, deadline)), deadline);
}

void Exchange::change(const RestRequest &request)
{
    m_transcript.isChange = true;
    m_transcript.isUpload = !request.file.isEmpty();
    m_network = m_endpoint.network();
    if (m_transcript.isUpload) {
        upload(request, requestFor(request, m_limits.uploadIdle));
        return;
    }
    const auto deadline = request.deadline > 0ms ? request.deadline : m_limits.changeDeadline;
    QNetworkRequest networkRequest = requestFor(request, deadline);
    networkRequest.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    // As Flink's own client does, an empty object where there is nothing to say: as long as it has
    // not been handed to the network, nobody can have got a whole request.
    m_bytes = std::make_unique<OnceOnlyBytes>(request.body.isEmpty() ? "{}"_ba : request.body);
    watch(m_network->sendCustomRequest(networkRequest, request.verb, m_bytes.get()), deadline);
}

void Exchange::upload(const RestRequest &request, const QNetworkRequest &networkRequest)
{
    m_file = std::make_unique<OnceOnlyFile>(request.file);
    if (!m_file->open()) {
        failBeforeSending(m_file->errorString());
        return;
    }
    m_form = std::make_unique<QHttpMultiPart>(QHttpMultiPart::FormDataType);
    m_form->append(formPart(request.remoteName, m_file.get()));
    QNetworkReply *reply = m_network->post(networkRequest, m_form.get());
    if (request.progress)
        connect(reply, &QNetworkReply::uploadProgress, this, request.progress);
    watch(reply, request.deadline > 0ms ? request.deadline : deadlineForUpload(m_file->size()));
}

QNetworkRequest Exchange::requestFor(const RestRequest &request,
                                     std::chrono::milliseconds idle) const
{
    QNetworkRequest result = m_endpoint.request(request.path, request.query);
    result.setTransferTimeout(int(idle.count()));
    return result;
}

void Exchange::watch(QNetworkReply *reply, std::chrono::milliseconds deadline)
{
    m_reply = reply;
    reply->setReadBufferSize(ReadAhead);
    connect(reply, &QNetworkReply::readyRead, this, &Exchange::collect);
    connect(reply, &QNetworkReply::finished, this, &Exchange::finish);
    if (!m_endpoint.pin().isEmpty())
        watchCertificate();
    m_deadline.start(deadline); // a body that comes a byte a second never times out by itself
}

// Both signals hold up the handshake; no byte of ours has left before they return.
void Exchange::watchCertificate()
{
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (hasPinnedCertificate())
            m_reply->ignoreSslErrors(errors);
    });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] {
        if (!hasPinnedCertificate())
            end(Transcript::End::WrongPin);
    });
}

bool Exchange::hasPinnedCertificate() const
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    return certificate.digest(QCryptographicHash::Sha256) == m_endpoint.pin();
}

void Exchange::failBeforeSending(const QString &reason)
{
    m_transcript.end = Transcript::End::Unreadable;
    m_transcript.errorText = reason;
    m_isOver = true;
    tell();
}

void Exchange::abort()
{
    end(Transcript::End::Aborted);
}

void Exchange::end(Transcript::End reason)
{
    if (m_isOver)
        return;
    m_transcript.end = reason;
    m_reply->abort();
    finish();
}

void Exchange::collect()
{
    if (m_isOver || m_transcript.end != Transcript::End::Finished || !m_reply->isOpen())
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const qint64 limit = status >= 400 ? m_limits.errorBytes : m_limits.answerBytes;
    // Qt makes room for all that is asked for.
    m_transcript.body +=
        m_reply->read(std::min(limit + 1 - m_transcript.body.size(), m_reply->bytesAvailable()));
    if (m_transcript.body.size() <= limit)
        return;
    m_transcript.body.truncate(limit);
    end(Transcript::End::TooLarge);
}

void Exchange::finish()
{
    collect();
    if (m_isOver)
        return;
    m_isOver = true;
    m_deadline.stop();
    const QVariant status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    m_transcript.status = status.toInt();
    m_transcript.location = m_reply->rawHeader("Location");
    m_transcript.error = m_reply->error();
    m_transcript.errorText = m_reply->errorString();
    m_transcript.hasLeft = m_file ? m_file->isUsedUp() : m_bytes && m_bytes->isUsedUp();
    if (m_transcript.end == Transcript::End::Finished
        && m_transcript.error == QNetworkReply::OperationCanceledError) {
        m_transcript.end = Transcript::End::Deadline; // Qt's transfer timeout
    }
    tell();
}

//! Later, from the event loop. This object is not touched any more then: whoever is told may delete
//! the client with all that is in it.
void Exchange::tell()
{
    m_transcript.answeredAt = m_clock.now();
    const auto call = [this, done = std::move(m_done), transcript = m_transcript] {
        deleteLater();
        done(transcript);
    };
    QMetaObject::invokeMethod(this, call, Qt::QueuedConnection);
}

} // namespace headgate::flink
