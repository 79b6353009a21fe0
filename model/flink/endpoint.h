// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"
#include "model/flink/connection.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QUrl>
#include <QUrlQuery>

#include <memory>
#include <optional>

class QNetworkAccessManager;

namespace headgate::flink {

//! A checked Connection: makes the requests and the network access managers of one cluster.
class Endpoint {
public:
    //! Kind Invalid, with `fields` named as in Connection, where something in it cannot be used.
    [[nodiscard]] static Result<Endpoint> from(const Connection &connection);

    //! A request for \a path below `/v1`, whose segments are percent-encoded already.
    [[nodiscard]] QNetworkRequest request(const QString &path, const QUrlQuery &query = {}) const;
    //! A new manager with the proxy of this cluster, no cookies and no redirects.
    [[nodiscard]] std::unique_ptr<QNetworkAccessManager> network() const;

    //! Host and port for a person.
    [[nodiscard]] QString host() const;
    [[nodiscard]] QUrl url() const { return m_url; } //!< Never holds a password.
    //! SHA-256 of the only certificate to accept; empty: whatever the authorities vouch for.
    [[nodiscard]] QByteArray pin() const { return m_pin; }

private:
    struct RawHeader {
        QByteArray name;
        QByteArray value;
    };

    QUrl m_url;
    QList<RawHeader> m_headers;
    std::optional<QSslConfiguration> m_tls;
    QByteArray m_pin;
    QString m_serverName;
    QNetworkProxy m_proxy{QNetworkProxy::NoProxy};
};

} // namespace headgate::flink
