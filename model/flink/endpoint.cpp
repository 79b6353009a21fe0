// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/endpoint.h"

#include "model/flink/tls.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>

#include <algorithm>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::flink", text);
}

std::optional<FieldError> bad(const QString &path, const QString &message)
{
    return FieldError{.path = path, .message = message};
}

bool isToken(const QString &name)
{
    return !name.isEmpty() && std::ranges::all_of(name, [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || u"!#$%&'*+-.^_`|~"_s.contains(c));
    });
}

//! A line feed in a value would begin a header, or a whole request, of somebody else's making.
bool isPrintable(const QString &value)
{
    return std::ranges::none_of(value,
                                [](QChar c) { return c.unicode() < 32 || c.unicode() == 127; });
}

bool isOurs(const QString &name)
{
    static const QStringList names{u"host"_s,
                                   u"content-length"_s,
                                   u"content-type"_s,
                                   u"transfer-encoding"_s,
                                   u"accept-encoding"_s,
                                   u"connection"_s,
                                   u"expect"_s,
                                   u"upgrade"_s,
                                   u"te"_s,
                                   u"trailer"_s};
    return names.contains(name.toLower());
}

std::optional<FieldError> errorInUrl(const QString &text)
{
    const QString field = u"url"_s;
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const QString example = tr("Enter an address such as http://localhost:8081.");
    if (!url.isValid() || text.trimmed().isEmpty())
        return bad(field, tr("\"%1\" is no address.").arg(text) + u' ' + example);
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        return bad(field, tr("The address must begin with http:// or https://.") + u' ' + example);
    if (url.host().isEmpty() || url.port() == 0)
        return bad(field, tr("The address names no host and port.") + u' ' + example);
    if (!url.userInfo().isEmpty())
        return bad(field,
                   tr("User and password do not belong into the address: enter them as "
                      "credentials."));
    if (url.hasQuery())
        return bad(field, tr("The address must not hold a question mark.") + u' ' + example);
    return std::nullopt;
}

std::optional<FieldError> errorInCredentials(const Credentials &credentials)
{
    if (credentials.kind == Authentication::None)
        return std::nullopt;
    if (!isPrintable(credentials.secret))
        return bad(u"credentials.secret"_s,
                   tr("The secret holds a line break or another control "
                      "character."));
    if (credentials.kind == Authentication::Basic
        && (credentials.user.contains(u':') || !isPrintable(credentials.user)))
        return bad(u"credentials.user"_s,
                   tr("A user name holds no colon and no control "
                      "character."));
    return std::nullopt;
}

std::optional<FieldError> errorInHeader(const Header &header, bool hasCredentials)
{
    if (!isToken(header.name))
        return bad(u"name"_s, tr("\"%1\" is no name of a header.").arg(header.name));
    if (isOurs(header.name))
        return bad(u"name"_s, tr("The header %1 is set by Headgate itself.").arg(header.name));
    if (hasCredentials && header.name.compare("authorization"_L1, Qt::CaseInsensitive) == 0)
        return bad(u"name"_s, tr("The credentials make the header Authorization already."));
    if (!isPrintable(header.value))
        return bad(u"value"_s,
                   tr("The value of the header %1 holds a line break or another "
                      "control character.")
                       .arg(header.name));
    return std::nullopt;
}

std::optional<FieldError> errorInProxy(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isKnown = url.scheme() == "http"_L1 || url.scheme() == "socks5"_L1;
    if (text.isEmpty()
        || (isKnown && !url.host().isEmpty() && url.port() > 0 && url.userInfo().isEmpty()))
        return std::nullopt;
    return bad(u"proxy"_s, tr("Enter the proxy as http://host:port or socks5://host:port."));
}

QList<FieldError> errorsIn(const Connection &connection)
{
    QList<FieldError> errors;
    const auto note = [&errors](const std::optional<FieldError> &error,
                                const QString &prefix = {}) {
        if (error)
            errors.append({.path = prefix + error->path, .message = error->message});
    };
    note(errorInUrl(connection.url));
    note(errorInCredentials(connection.credentials));
    const bool hasCredentials = connection.credentials.kind != Authentication::None;
    for (qsizetype i = 0; i < connection.headers.size(); ++i)
        note(errorInHeader(connection.headers.at(i), hasCredentials), u"headers[%1]."_s.arg(i));
    note(errorInProxy(connection.proxy));
    return errors;
}

QByteArray authorization(const Credentials &credentials)
{
    if (credentials.kind == Authentication::Bearer)
        return "Bearer " + credentials.secret.toUtf8();
    return "Basic " + (credentials.user + u':' + credentials.secret).toUtf8().toBase64();
}

QNetworkProxy proxyFrom(const QString &text)
{
    if (text.isEmpty())
        return QNetworkProxy::NoProxy;
    const QUrl url(text);
    const auto type =
        url.scheme() == "http"_L1 ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy;
    return {type, url.host(), quint16(url.port())};
}

//! The address without what never reaches a server, and without slashes at its end.
QUrl baseFrom(const QString &text)
{
    QUrl url(text.trimmed(), QUrl::StrictMode);
    url.setFragment({}); // a browser's address of Flink's own pages ends in #/overview
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

} // namespace

Result<Endpoint> Endpoint::from(const Connection &connection)
{
    const QList<FieldError> errors = errorsIn(connection);
    if (!errors.isEmpty()) {
        return Failure(
            Error{.kind = ErrorKind::Invalid, .message = errors.first().message, .fields = errors});
    }
    const Result<QByteArray> pin = pinFrom(connection.tls.pinnedSha256);
    if (!pin)
        return Failure(pin.error());
    Endpoint result;
    result.m_url = baseFrom(connection.url);
    // A plain address does without the library for TLS, which takes its time to load.
    if (result.m_url.scheme() == "https"_L1 || connection.tls != TlsSettings()) {
        const Result<QSslConfiguration> tls = sslConfigurationFrom(connection.tls);
        if (!tls)
            return Failure(tls.error());
        result.m_tls = *tls;
    }
    result.m_pin = *pin;
    result.m_serverName = connection.tls.serverName;
    result.m_proxy = proxyFrom(connection.proxy);
    if (connection.credentials.kind != Authentication::None)
        result.m_headers.append({"Authorization", authorization(connection.credentials)});
    for (const Header &header : connection.headers)
        result.m_headers.append({header.name.toLatin1(), header.value.toUtf8()});
    return result;
}

QNetworkRequest Endpoint::request(const QString &path, const QUrlQuery &query) const
{
    QUrl url = m_url;
    url.setPath(url.path(QUrl::FullyEncoded) + u"/v1"_s + path, QUrl::StrictMode);
    if (!query.isEmpty())
        url.setQuery(query);
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    request.setPeerVerifyName(m_serverName);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("Accept-Encoding", "identity"); // nothing that grows when unpacked
    request.setRawHeader("User-Agent", "Headgate");
    for (const RawHeader &header : m_headers)
        request.setRawHeader(header.name, header.value);
    return request;
}

std::unique_ptr<QNetworkAccessManager> Endpoint::network() const
{
    auto network = std::make_unique<QNetworkAccessManager>();
    network->setProxy(m_proxy);
    network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    network->setAutoDeleteReplies(false);
    return network;
}

QString Endpoint::host() const
{
    return m_url.port() < 0 ? m_url.host() : u"%1:%2"_s.arg(m_url.host()).arg(m_url.port());
}

} // namespace headgate::flink
