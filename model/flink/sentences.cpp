// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/sentences.h"

#include <QCoreApplication>
#include <QUrl>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::flink", text);
}

QString sentence(const char *text, const Transcript &transcript)
{
    return tr(text).arg(transcript.host);
}

//! How far a connection came that broke without any answer.
QString brokenSentence(const Transcript &transcript)
{
    if (transcript.isChange && !transcript.hasLeft && transcript.isUpload)
        return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                          "%1 broke the upload off. A proxy in between may limit "
                                          "the size of what is uploaded."),
                        transcript);
    if (transcript.status != 0)
        return sentence(
            QT_TRANSLATE_NOOP("headgate::flink", "%1 broke off in the middle of its answer."),
            transcript);
    return sentence(
        QT_TRANSLATE_NOOP("headgate::flink", "%1 closed the connection without an answer."),
        transcript);
}

QString certificateSentence(const Transcript &transcript)
{
    return tr("No secure connection to %1 can be made: %2 Check the authority, the certificates "
              "and the name in them, or whether it speaks https at all.")
        .arg(transcript.host, transcript.errorText);
}

QString proxySentence(const Transcript &transcript)
{
    return tr("The proxy on the way to %1 does not let the connection through: %2")
        .arg(transcript.host, transcript.errorText);
}

QString otherSentence(const Transcript &transcript)
{
    const int error = transcript.error;
    if (error > 100 && error < 200)
        return proxySentence(transcript);
    return tr("%1 cannot be reached: %2").arg(transcript.host, transcript.errorText);
}

QString sentenceOfError(const Transcript &transcript)
{
    // Qt has dozens of errors; the others speak for themselves in errorText.
    const QNetworkReply::NetworkError error = transcript.error;
    if (error == QNetworkReply::ConnectionRefusedError)
        return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                          "Nothing listens at %1. Check that Flink is running "
                                          "there, and the port."),
                        transcript);
    if (error == QNetworkReply::HostNotFoundError)
        return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                          "The host of %1 is not known. Check its name, and "
                                          "the network."),
                        transcript);
    if (error == QNetworkReply::TimeoutError)
        return sentence(QT_TRANSLATE_NOOP("headgate::flink", "%1 does not answer."), transcript);
    if (error == QNetworkReply::SslHandshakeFailedError)
        return certificateSentence(transcript);
    if (error == QNetworkReply::ProtocolFailure)
        return sentence(
            QT_TRANSLATE_NOOP("headgate::flink", "%1 answers, but not in HTTP. Check the port."),
            transcript);
    // A connection that is reset while Qt writes to it has no error of its own; nor has TLS.
    const bool isReset = error == QNetworkReply::UnknownNetworkError && transcript.isUpload
        && !transcript.isEncrypted;
    if (error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ContentReSendError
        || isReset)
        return brokenSentence(transcript);
    return otherSentence(transcript);
}

QString redirectSentence(const Transcript &transcript)
{
    const QUrl target = QUrl::fromEncoded(transcript.location);
    if (target.scheme() == "https"_L1 && !transcript.isEncrypted)
        return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                          "%1 speaks https only: enter its address with "
                                          "https://."),
                        transcript);
    return tr("%1 wants to send requests on to %2. Headgate does not follow: enter the address of "
              "Flink itself, or the credentials that the server asks for.")
        .arg(transcript.host,
             target.host().isEmpty() ? QString::fromLatin1(transcript.location) : target.host());
}

} // namespace

QString reasonOf(const Transcript &transcript)
{
    switch (transcript.end) {
    case Transcript::End::Deadline:
        return sentence(QT_TRANSLATE_NOOP("headgate::flink", "%1 did not answer in time."),
                        transcript);
    case Transcript::End::Aborted:
        return sentence(QT_TRANSLATE_NOOP("headgate::flink", "The request to %1 was given up."),
                        transcript);
    case Transcript::End::WrongPin:
        return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                          "%1 showed another certificate than the one that was "
                                          "pinned."),
                        transcript);
    case Transcript::End::Unreadable:
        return tr("The file for %1 cannot be read: %2").arg(transcript.host, transcript.errorText);
    case Transcript::End::TooLarge:
        return tooLargeSentence(transcript);
    case Transcript::End::Finished:
        return sentenceOfError(transcript);
    }
    Q_UNREACHABLE();
}

QString foreignSentence(const Transcript &transcript)
{
    const int status = transcript.status;
    if (status >= 300 && status < 400)
        return redirectSentence(transcript);
    if (status == 401 || status == 407)
        return tr("%1 asks for credentials, or does not take the ones it got (HTTP %2).")
            .arg(transcript.host)
            .arg(status);
    if (status == 403 || status == 405)
        return tr("%1 does not permit this request (HTTP %2).").arg(transcript.host).arg(status);
    if (status == 413)
        return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                          "The request is too large for %1; most likely for a "
                                          "proxy, whose limit must be raised."),
                        transcript);
    if (status == 502 || status == 503 || status == 504)
        return tr("The proxy at %1 gets no answer from Flink (HTTP %2).")
            .arg(transcript.host)
            .arg(status);
    return tr("What answers at %1 is not Flink's REST interface (HTTP %2). Check the address, with "
              "the path of a proxy.")
        .arg(transcript.host)
        .arg(status);
}

QString duplicateSentence(const Transcript &transcript)
{
    return sentence(QT_TRANSLATE_NOOP("headgate::flink", "%1 has had a job of this id already."),
                    transcript);
}

QString historyServerSentence(const Transcript &transcript)
{
    return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                      "What answers at %1 is a history server, which runs no jobs: "
                                      "enter the address of a JobManager."),
                    transcript);
}

QString jarMissingSentence(const Transcript &transcript)
{
    return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                      "%1 no longer has the jar: it must be uploaded again."),
                    transcript);
}

QString unavailableSentence(const Transcript &transcript)
{
    return sentence(QT_TRANSLATE_NOOP("headgate::flink",
                                      "%1 is starting, or electing a leader: wait a moment."),
                    transcript);
}

QString tooLargeSentence(const Transcript &transcript)
{
    return sentence(
        QT_TRANSLATE_NOOP("headgate::flink", "The answer of %1 is too large to be read."),
        transcript);
}

QString withNothingHappened(const QString &reason)
{
    return tr("%1 Nothing was changed there.").arg(reason);
}

QString withUnknownOutcome(const QString &reason)
{
    return tr("%1 Whether the request took effect is not known yet.").arg(reason);
}

} // namespace headgate::flink
