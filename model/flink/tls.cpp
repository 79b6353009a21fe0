// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/tls.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::flink", text);
}

Failure badField(const QString &field, const QString &message)
{
    return Failure(Error{.kind = ErrorKind::Invalid,
                         .message = message,
                         .fields = {{.path = field, .message = message}}});
}

Result<QByteArray> contents(const QString &field, const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return badField(field, tr("The file %1 cannot be read: %2").arg(name, file.errorString()));
    return file.readAll();
}

Result<QList<QSslCertificate>> certificates(const QString &field, const QString &name)
{
    const Result<QByteArray> pem = contents(field, name);
    if (!pem)
        return Failure(pem.error());
    const QList<QSslCertificate> found = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (found.isEmpty())
        return badField(field, tr("The file %1 holds no certificate in PEM form.").arg(name));
    return found;
}

QSslKey keyFrom(const QByteArray &pem, const QByteArray &password)
{
    const QSslKey rsa(pem, QSsl::Rsa, QSsl::Pem, QSsl::PrivateKey, password);
    return rsa.isNull() ? QSslKey(pem, QSsl::Ec, QSsl::Pem, QSsl::PrivateKey, password) : rsa;
}

Result<QSslConfiguration> withPkcs12(QSslConfiguration tls, const TlsSettings &settings)
{
    Result<QByteArray> bytes = contents(u"tls.certificateFile"_s, settings.certificateFile);
    if (!bytes)
        return Failure(bytes.error());
    QBuffer buffer(&*bytes);
    buffer.open(QIODevice::ReadOnly);
    QSslKey key;
    QSslCertificate certificate;
    QList<QSslCertificate> chain;
    if (!QSslCertificate::importPkcs12(&buffer, &key, &certificate, &chain,
                                       settings.keyPassword.toUtf8())) {
        return badField(u"tls.certificateFile"_s,
                        tr("The file %1 cannot be opened as PKCS #12: the password is wrong, or it "
                           "is of another form. For a PEM certificate name its key file too.")
                            .arg(settings.certificateFile));
    }
    tls.setLocalCertificateChain(QList<QSslCertificate>{certificate} + chain);
    tls.setPrivateKey(key);
    return tls;
}

Result<QSslConfiguration> withPem(QSslConfiguration tls, const TlsSettings &settings)
{
    const auto chain = certificates(u"tls.certificateFile"_s, settings.certificateFile);
    if (!chain)
        return Failure(chain.error());
    const Result<QByteArray> pem = contents(u"tls.keyFile"_s, settings.keyFile);
    if (!pem)
        return Failure(pem.error());
    const QSslKey key = keyFrom(*pem, settings.keyPassword.toUtf8());
    if (key.isNull()) {
        return badField(u"tls.keyFile"_s,
                        tr("The file %1 holds no RSA or EC key in PEM form, or its password is "
                           "another one.")
                            .arg(settings.keyFile));
    }
    tls.setLocalCertificateChain(*chain);
    tls.setPrivateKey(key);
    return tls;
}

} // namespace

Result<QSslConfiguration> sslConfigurationFrom(const TlsSettings &settings)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!settings.caFile.isEmpty()) {
        const auto authorities = certificates(u"tls.caFile"_s, settings.caFile);
        if (!authorities)
            return Failure(authorities.error());
        tls.setCaCertificates(*authorities);
    }
    if (settings.certificateFile.isEmpty())
        return tls;
    return settings.keyFile.isEmpty() ? withPkcs12(tls, settings) : withPem(tls, settings);
}

Result<QByteArray> pinFrom(const QString &text)
{
    const QString digits = QString(text).remove(u':').remove(u' ');
    const QByteArray pin = QByteArray::fromHex(digits.toLatin1());
    const bool isWhole = pin.toHex() == digits.toLatin1().toLower();
    if (digits.isEmpty() || (pin.size() == 32 && isWhole))
        return pin;
    return badField(u"tls.pinnedSha256"_s, tr("A SHA-256 fingerprint has 64 hexadecimal digits."));
}

} // namespace headgate::flink
