// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/api.h"
#include "tests/fakes/fakeserver.h"
#include "tests/fakes/manualclock.h"
#include "tests/unit/flink/recorded.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslServer>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

QString pathOf(const QString &name)
{
    return QStringLiteral(HEADGATE_RECORDED_ANSWERS "/tls/") + name;
}

QByteArray contentsOf(const QString &name)
{
    QFile file(pathOf(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QSslCertificate certificateOf(const QString &name)
{
    return QSslCertificate(contentsOf(name + u".pem"_s));
}

//! A server with the certificate \a name; asks for one of the client if \a isMutual.
std::unique_ptr<QTcpServer> tlsServer(const QString &name, bool isMutual = false)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(certificateOf(name));
    tls.setPrivateKey(QSslKey(contentsOf(name + u".key"_s), QSsl::Rsa));
    tls.setCaCertificates({certificateOf(u"ca"_s)});
    tls.setPeerVerifyMode(isMutual ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    return server;
}

QString pinOf(const QString &name)
{
    return QString::fromLatin1(certificateOf(name).digest(QCryptographicHash::Sha256).toHex(':'));
}

} // namespace

Q_DECLARE_METATYPE(TlsSettings)

class TlsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void serversAreTrustedOrNot_data();
    void serversAreTrustedOrNot();
    void clientsShowTheirCertificate_data();
    void clientsShowTheirCertificate();
    void badFilesAreRefusedAtTheirField_data();
    void badFilesAreRefusedAtTheirField();
};

void TlsTest::serversAreTrustedOrNot_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<TlsSettings>("settings");
    QTest::addColumn<bool>("isTrusted");
    const QString ca = pathOf(u"ca.pem"_s);
    const QString wrongPin = pinOf(u"named"_s);
    const QString pin = pinOf(u"server"_s);
    QTest::newRow("unknown authority") << u"server"_s << TlsSettings{} << false;
    QTest::newRow("authority") << u"server"_s << TlsSettings{.caFile = ca} << true;
    QTest::newRow("other authority")
        << u"server"_s << TlsSettings{.caFile = pathOf(u"server.pem"_s)} << false;
    QTest::newRow("other name") << u"named"_s << TlsSettings{.caFile = ca} << false;
    QTest::newRow("name given") << u"named"_s
                                << TlsSettings{.caFile = ca, .serverName = u"flink.example"_s}
                                << true;
    QTest::newRow("wrong name given")
        << u"named"_s << TlsSettings{.caFile = ca, .serverName = u"flink.test"_s} << false;
    QTest::newRow("pin") << u"server"_s << TlsSettings{.pinnedSha256 = pin} << true;
    QTest::newRow("pin, whatever the name")
        << u"named"_s << TlsSettings{.pinnedSha256 = wrongPin} << true;
    QTest::newRow("wrong pin") << u"server"_s << TlsSettings{.pinnedSha256 = wrongPin} << false;
    QTest::newRow("wrong pin, right authority")
        << u"server"_s << TlsSettings{.caFile = ca, .pinnedSha256 = wrongPin} << false;
    QTest::newRow("pin and authority")
        << u"server"_s << TlsSettings{.caFile = ca, .pinnedSha256 = pin} << true;
}

void TlsTest::serversAreTrustedOrNot()
{
    QFETCH(QString, server);
    QFETCH(TlsSettings, settings);
    QFETCH(bool, isTrusted);
    FakeServer fake(tlsServer(server));
    fake.answer(202, "{\"jobs\":[]}");
    ManualClock clock;
    const QString url = u"https://127.0.0.1:%1"_s.arg(fake.port());
    Api api(Endpoint::from({.url = url, .tls = settings}).value(), clock);
    for (int i = 0; i < 3; ++i) { // the second and third may resume the session of the first
        const auto change = api.cancelJob(u"1"_s);
        const auto read = api.jobs();
        QTRY_VERIFY_WITH_TIMEOUT(read.isFinished() && change.isFinished(), 30'000);
        QCOMPARE(read.result().has_value(), isTrusted);
        QCOMPARE(change.result().has_value(), isTrusted);
        if (!isTrusted) {
            QCOMPARE(read.result().error().kind, ErrorKind::Unreachable);
            QCOMPARE(change.result().error().kind, ErrorKind::NotSent);
        }
    }
    QCOMPARE(fake.requests().size(), isTrusted ? 6 : 0);
    QVERIFY(isTrusted || fake.bytes() == 0);
}

void TlsTest::clientsShowTheirCertificate_data()
{
    QTest::addColumn<TlsSettings>("settings");
    QTest::addColumn<bool>("isTrusted");
    const QString ca = pathOf(u"ca.pem"_s);
    QTest::newRow("none") << TlsSettings{.caFile = ca} << false;
    QTest::newRow("PEM") << TlsSettings{.caFile = ca,
                                        .certificateFile = pathOf(u"client.pem"_s),
                                        .keyFile = pathOf(u"client.key"_s)}
                         << true;
    QTest::newRow("EC, encrypted") << TlsSettings{.caFile = ca,
                                                  .certificateFile = pathOf(u"client-ec.pem"_s),
                                                  .keyFile = pathOf(u"client-ec.key"_s),
                                                  .keyPassword = u"secret"_s}
                                   << true;
    QTest::newRow("PKCS #12") << TlsSettings{.caFile = ca,
                                             .certificateFile = pathOf(u"client.p12"_s),
                                             .keyPassword = u"secret"_s}
                              << true;
}

void TlsTest::clientsShowTheirCertificate()
{
    QFETCH(TlsSettings, settings);
    QFETCH(bool, isTrusted);
    FakeServer fake(tlsServer(u"server"_s, true));
    fake.answer(202, "{}");
    ManualClock clock;
    const QString url = u"https://127.0.0.1:%1"_s.arg(fake.port());
    Api api(Endpoint::from({.url = url, .tls = settings}).value(), clock);
    const auto change = api.cancelJob(u"1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(change.isFinished(), 30'000);
    QCOMPARE(change.result().has_value(), isTrusted);
    QCOMPARE(fake.requests().size(), isTrusted ? 1 : 0);
}

void TlsTest::badFilesAreRefusedAtTheirField_data()
{
    QTest::addColumn<TlsSettings>("settings");
    QTest::addColumn<QString>("field");
    const QString key = pathOf(u"client.key"_s);
    const QString pem = pathOf(u"client.pem"_s);
    QTest::newRow("key as authority") << TlsSettings{.caFile = key} << u"tls.caFile"_s;
    QTest::newRow("no certificate")
        << TlsSettings{.certificateFile = key, .keyFile = key} << u"tls.certificateFile"_s;
    QTest::newRow("PEM without key")
        << TlsSettings{.certificateFile = pem} << u"tls.certificateFile"_s;
    QTest::newRow("no key") << TlsSettings{.certificateFile = pem, .keyFile = pem}
                            << u"tls.keyFile"_s;
    QTest::newRow("missing key") << TlsSettings{.certificateFile = pem, .keyFile = u"/nowhere"_s}
                                 << u"tls.keyFile"_s;
    QTest::newRow("wrong password")
        << TlsSettings{.certificateFile = pathOf(u"client.p12"_s), .keyPassword = u"guess"_s}
        << u"tls.certificateFile"_s;
    QTest::newRow("wrong password of a key")
        << TlsSettings{.certificateFile = pathOf(u"client-ec.pem"_s),
                       .keyFile = pathOf(u"client-ec.key"_s),
                       .keyPassword = u"guess"_s}
        << u"tls.keyFile"_s;
}

void TlsTest::badFilesAreRefusedAtTheirField()
{
    QFETCH(TlsSettings, settings);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    if (tag == "PEM without key"_L1 || tag == "wrong password"_L1) // Qt says it aloud
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"PKCS#12 structure"_s));
    const Result<Endpoint> endpoint = Endpoint::from({.url = u"https://a"_s, .tls = settings});
    QVERIFY(!endpoint);
    QCOMPARE(endpoint.error().fields.size(), 1);
    QTEST(endpoint.error().fields.first().path, "field");
}

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
