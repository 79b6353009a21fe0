// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/endpoint.h"

#include <QNetworkAccessManager>
#include <QTemporaryFile>
#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(headgate::flink::Connection)

namespace {

const QString Url = u"http://flink.example:8081"_s;

QByteArray headerOf(const Connection &connection, const QByteArray &name)
{
    return Endpoint::from(connection).value().request(u"/config"_s).rawHeader(name);
}

} // namespace

class EndpointTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void addressesBecomeRequests_data();
    void addressesBecomeRequests();
    void badConnectionsAreRefusedAtTheirField_data();
    void badConnectionsAreRefusedAtTheirField();
    void allErrorsAreNamed();
    void credentialsAreSentAtOnce();
    void headersAreSent();
    void requestsFollowNoRedirectsAndKeepNoCookies();
    void theSystemsProxyIsNotUsed();
    void fingerprintsAreRead();
    void hostNamesHostAndPort();
};

void EndpointTest::addressesBecomeRequests_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("request");
    QTest::newRow("plain") << u"http://a:8081"_s << u"http://a:8081/v1/jobs/overview?x=1"_s;
    QTest::newRow("slash") << u"http://a:8081/"_s << u"http://a:8081/v1/jobs/overview?x=1"_s;
    QTest::newRow("no port") << u"https://a"_s << u"https://a/v1/jobs/overview?x=1"_s;
    QTest::newRow("prefix") << u"http://a/proxy/application_1_2"_s
                            << u"http://a/proxy/application_1_2/v1/jobs/overview?x=1"_s;
    QTest::newRow("prefix with slashes")
        << u"http://a/b//"_s << u"http://a/b/v1/jobs/overview?x=1"_s;
    QTest::newRow("encoded prefix")
        << u"http://a/b%2Fc%20d"_s << u"http://a/b%2Fc%20d/v1/jobs/overview?x=1"_s;
    QTest::newRow("Flink's own page")
        << u"http://a:8081/#/overview"_s << u"http://a:8081/v1/jobs/overview?x=1"_s;
    QTest::newRow("spaces round it")
        << u" http://a:8081 "_s << u"http://a:8081/v1/jobs/overview?x=1"_s;
    QTest::newRow("IPv6") << u"http://[::1]:8081"_s << u"http://[::1]:8081/v1/jobs/overview?x=1"_s;
}

void EndpointTest::addressesBecomeRequests()
{
    QFETCH(QString, address);
    const Endpoint endpoint = Endpoint::from({.url = address}).value();
    const QNetworkRequest request = endpoint.request(u"/jobs/overview"_s, QUrlQuery(u"x=1"_s));
    QTEST(request.url().toString(QUrl::FullyEncoded), "request");
}

void EndpointTest::badConnectionsAreRefusedAtTheirField_data()
{
    QTest::addColumn<Connection>("connection");
    QTest::addColumn<QString>("field");
    for (const QString &url :
         {u""_s, u" "_s, u"flink"_s, u"localhost:8081"_s, u"ftp://a"_s, u"http://"_s,
          u"http://:8081"_s, u"http://a:99999"_s, u"http://a:0"_s, u"http://a b"_s,
          u"http://a/?x=1"_s, u"file:///etc"_s, u"http://user@a"_s, u"http://user:secret@a"_s,
          u"http://a/b\r\nHost: c"_s})
        QTest::addRow("url %s", qPrintable(url)) << Connection{.url = url} << u"url"_s;
    const auto headerRow = [](const QString &name, const QString &value, const QString &field) {
        QTest::addRow("header '%s'", qPrintable(name))
            << Connection{.url = Url, .headers = {{name, value}}} << field;
    };
    for (const QString &name :
         {u""_s, u"a b"_s, u"a:"_s, u"a\r\nb"_s, u"ä"_s, u"Host"_s, u"content-LENGTH"_s,
          u"Transfer-Encoding"_s, u"Connection"_s, u"Expect"_s, u"Upgrade"_s, u"Content-Type"_s})
        headerRow(name, u"x"_s, u"headers[0].name"_s);
    for (const QString &value : {u"a\r\nX: y"_s, u"a\nb"_s, u"a\rb"_s, u"a\u0000b"_s, u"a\u007f"_s})
        QTest::addRow("value %s", QByteArray(value.toUtf8().toHex()).constData())
            << Connection{.url = Url, .headers = {{u"X"_s, value}}} << u"headers[0].value"_s;
    using Kind = Authentication;
    QTest::newRow("colon in user")
        << Connection{.url = Url, .credentials = {Kind::Basic, u"a:b"_s, u"c"_s}}
        << u"credentials.user"_s;
    QTest::newRow("line in token")
        << Connection{.url = Url, .credentials = {Kind::Bearer, {}, u"a\nb"_s}}
        << u"credentials.secret"_s;
    QTest::newRow("two authorizations") << Connection{.url = Url,
                                                      .credentials = {Kind::Bearer, {}, u"a"_s},
                                                      .headers = {{u"authorization"_s, u"b"_s}}}
                                        << u"headers[0].name"_s;
    for (const QString &proxy : {u"a:3128"_s, u"http://a"_s, u"ftp://a:21"_s, u"http://u:p@a:1"_s})
        QTest::addRow("proxy %s", qPrintable(proxy))
            << Connection{.url = Url, .proxy = proxy} << u"proxy"_s;
    QTest::newRow("short pin") << Connection{.url = Url, .tls = {.pinnedSha256 = u"ab:cd"_s}}
                               << u"tls.pinnedSha256"_s;
    QTest::newRow("pin is no number")
        << Connection{.url = Url, .tls = {.pinnedSha256 = QString(64, u'g')}}
        << u"tls.pinnedSha256"_s;
    QTest::newRow("no CA file") << Connection{.url = Url, .tls = {.caFile = u"/nowhere.pem"_s}}
                                << u"tls.caFile"_s;
}

void EndpointTest::badConnectionsAreRefusedAtTheirField()
{
    QFETCH(Connection, connection);
    const Result<Endpoint> endpoint = Endpoint::from(connection);
    QVERIFY(!endpoint);
    QCOMPARE(endpoint.error().kind, ErrorKind::Invalid);
    QCOMPARE(endpoint.error().fields.size(), 1);
    QTEST(endpoint.error().fields.first().path, "field");
    QCOMPARE(endpoint.error().message, endpoint.error().fields.first().message);
    QVERIFY(!endpoint.error().message.contains(u"secret"_s)
            || connection.credentials.kind != Authentication::None);
}

void EndpointTest::allErrorsAreNamed()
{
    const Result<Endpoint> endpoint =
        Endpoint::from({.url = u"flink"_s, .headers = {{u"A"_s, u"b"_s}, {u"Host"_s, u"c"_s}}});
    QCOMPARE(endpoint.error().fields.size(), 2);
    QCOMPARE(endpoint.error().fields.at(1).path, u"headers[1].name"_s);
}

void EndpointTest::credentialsAreSentAtOnce()
{
    QCOMPARE(headerOf({.url = Url}, "Authorization"), QByteArray());
    QCOMPARE(headerOf({.url = Url, .credentials = {Authentication::Basic, u"ä"_s, u"b:c"_s}},
                      "Authorization"),
             "Basic " + QByteArray("ä:b:c").toBase64());
    QCOMPARE(headerOf({.url = Url, .credentials = {Authentication::Bearer, {}, u"token"_s}},
                      "Authorization"),
             "Bearer token"_ba);
}

void EndpointTest::headersAreSent()
{
    const Connection connection{.url = Url, .headers = {{u"X-Tenant"_s, u"größe"_s}}};
    QCOMPARE(headerOf(connection, "X-Tenant"), QByteArray("größe"));
    QCOMPARE(headerOf(connection, "Accept-Encoding"), "identity"_ba);
}

void EndpointTest::requestsFollowNoRedirectsAndKeepNoCookies()
{
    const QNetworkRequest request = Endpoint::from({.url = Url}).value().request(u"/config"_s);
    const auto isManual = [&request](QNetworkRequest::Attribute attribute) {
        return request.attribute(attribute).toInt() == QNetworkRequest::Manual;
    };
    QVERIFY(isManual(QNetworkRequest::CookieLoadControlAttribute));
    QVERIFY(isManual(QNetworkRequest::CookieSaveControlAttribute));
    QVERIFY(isManual(QNetworkRequest::AuthenticationReuseAttribute));
    QCOMPARE(request.attribute(QNetworkRequest::RedirectPolicyAttribute).toInt(),
             int(QNetworkRequest::ManualRedirectPolicy));
    QCOMPARE(request.attribute(QNetworkRequest::Http2AllowedAttribute).toBool(), false);
}

void EndpointTest::theSystemsProxyIsNotUsed()
{
    const auto typeOf = [](const QString &proxy) {
        return Endpoint::from({.url = Url, .proxy = proxy}).value().network()->proxy().type();
    };
    QCOMPARE(typeOf({}), QNetworkProxy::NoProxy);
    QCOMPARE(typeOf(u"http://a:3128"_s), QNetworkProxy::HttpProxy);
    QCOMPARE(typeOf(u"socks5://a:1080"_s), QNetworkProxy::Socks5Proxy);
}

void EndpointTest::fingerprintsAreRead()
{
    const auto pinOf = [](const QString &text) {
        return Endpoint::from({.url = Url, .tls = {.pinnedSha256 = text}}).value().pin();
    };
    const QByteArray pin = QByteArray::fromHex(QByteArray(32, 'a') + QByteArray(32, '7'));
    QCOMPARE(pinOf(QString::fromLatin1(pin.toHex())), pin);
    QCOMPARE(pinOf(QString::fromLatin1(pin.toHex(':').toUpper())), pin);
    QVERIFY(pinOf({}).isEmpty());
}

void EndpointTest::hostNamesHostAndPort()
{
    QCOMPARE(Endpoint::from({.url = u"http://a:8081/b"_s}).value().host(), u"a:8081"_s);
    QCOMPARE(Endpoint::from({.url = u"https://a/b"_s}).value().host(), u"a"_s);
}

QTEST_GUILESS_MAIN(EndpointTest)
#include "tst_endpoint.moc"
