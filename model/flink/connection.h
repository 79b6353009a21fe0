// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace headgate::flink {

enum class Authentication { None, Basic, Bearer };

struct Credentials {
    Authentication kind = Authentication::None;
    QString user; //!< Only for Basic.
    QString secret; //!< The password or the token.

    bool operator==(const Credentials &) const = default;
};

//! A header that is sent with every request, for a proxy that asks for one.
struct Header {
    QString name;
    QString value;

    bool operator==(const Header &) const = default;
};

//! How to trust a server and how to be trusted by it; only for https.
struct TlsSettings {
    QString caFile; //!< PEM; replaces the authorities of the system.
    QString certificateFile; //!< The client's own: PEM chain, or PKCS #12 (then without keyFile).
    QString keyFile; //!< PEM, RSA or EC.
    QString keyPassword;
    QString pinnedSha256; //!< Of the server's certificate, hexadecimal, colons allowed.
    QString serverName; //!< The name in its certificate, where the URL names another.

    bool operator==(const TlsSettings &) const = default;
};

//! Where a Flink cluster is and how to talk to it, as a person enters it.
struct Connection {
    QString url; //!< http or https, with the path prefix of a proxy where there is one.
    Credentials credentials;
    QList<Header> headers;
    TlsSettings tls;
    QString proxy; //!< `http://host:port` or `socks5://host:port`; empty: none, not the system's.

    bool operator==(const Connection &) const = default;
};

} // namespace headgate::flink
