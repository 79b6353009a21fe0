// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/transcript.h"

#include "model/flink/errortext.h"
#include "model/flink/sentences.h"

#include <algorithm>
#include <array>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

using End = Transcript::End;

constexpr qsizetype LongestDetail = 20'000;

Failure failed(const Transcript &transcript, ErrorKind kind, const QString &message,
               const QString &detail = {})
{
    return Failure(
        Error{.kind = kind, .message = message, .httpStatus = transcript.status, .detail = detail});
}

//! Answers with these were given before anything was handed on to Flink, or by Flink before it
//! looked at the request. 408, 500, 502 to 504 and what a proxy makes up come after it, perhaps.
bool refusesUnseen(int status)
{
    constexpr std::array refusals{400, 401, 403, 404, 405, 406, 407, 410, 411, 413, 414,
                                  415, 417, 421, 426, 428, 429, 431, 451, 501, 505};
    return (status >= 300 && status < 400) || std::ranges::find(refusals, status) != refusals.end();
}

//! The network gave up in the middle, so what there is of an answer is not the whole of it.
bool isBroken(const Transcript &transcript)
{
    if (transcript.status == 0)
        return true;
    if (transcript.end == End::TooLarge)
        return false;
    // Qt has an error of its own for each HTTP status from 400 on: those are whole answers. At a
    // 307 or 308 it misses a body to send on, though it was told to send nothing on.
    const int error = transcript.error;
    const bool isRedirect = transcript.status == 307 || transcript.status == 308;
    return transcript.end != End::Finished || (error > 0 && error < 200)
        || (transcript.error == QNetworkReply::ContentReSendError && !isRedirect)
        || transcript.error == QNetworkReply::ProtocolFailure;
}

ErrorKind kindOfBrokenRead(const Transcript &transcript)
{
    if (transcript.error == QNetworkReply::ConnectionRefusedError)
        return ErrorKind::ConnectionRefused;
    if (transcript.end == End::Deadline || transcript.error == QNetworkReply::TimeoutError)
        return ErrorKind::TimedOut;
    if (transcript.error == QNetworkReply::ProtocolFailure)
        return ErrorKind::Foreign;
    return ErrorKind::Unreachable;
}

Failure broken(const Transcript &transcript)
{
    const QString reason = reasonOf(transcript);
    if (!transcript.isChange)
        return failed(transcript, kindOfBrokenRead(transcript), reason, transcript.errorText);
    if (!transcript.hasLeft)
        return failed(transcript, ErrorKind::NotSent, withNothingHappened(reason),
                      transcript.errorText);
    return failed(transcript, ErrorKind::UnknownOutcome, withUnknownOutcome(reason),
                  transcript.errorText);
}

//! A refusal in Flink's own words.
Failure refused(const Transcript &transcript, const QString &text)
{
    const int status = transcript.status;
    const QString reason = innermostCause(text);
    const bool isLate = status == 408 || namesInnerTimeout(text);
    if (transcript.isChange && namesDuplicate(text))
        return failed(transcript, ErrorKind::Duplicate, duplicateSentence(transcript), text);
    if (status == 404 && isOfHistoryServer(text))
        return failed(transcript, ErrorKind::Foreign, historyServerSentence(transcript), text);
    if (transcript.isChange && namesMissingJar(text))
        return failed(transcript, ErrorKind::JarMissing, jarMissingSentence(transcript), text);
    if (isLate && transcript.isChange && transcript.hasLeft)
        return failed(transcript, ErrorKind::UnknownOutcome, withUnknownOutcome(reason), text);
    if (isLate)
        return failed(transcript, ErrorKind::TimedOut, reason, text);
    if (status == 503)
        return failed(transcript, ErrorKind::Unavailable, unavailableSentence(transcript), text);
    if (status == 413)
        return failed(transcript, ErrorKind::TooLarge, reason, text);
    return failed(transcript, status == 404 ? ErrorKind::NotFound : ErrorKind::Rejected, reason,
                  text);
}

//! An answer with an error status that is not Flink's.
Failure foreign(const Transcript &transcript)
{
    const int status = transcript.status;
    const QString reason = foreignSentence(transcript);
    const QString detail = QString::fromUtf8(transcript.body.left(LongestDetail));
    if (status == 413)
        return failed(transcript, ErrorKind::TooLarge, reason, detail);
    if (transcript.isChange && transcript.hasLeft && !refusesUnseen(status))
        return failed(transcript, ErrorKind::UnknownOutcome, withUnknownOutcome(reason), detail);
    if (!transcript.isChange && status >= 502 && status <= 504)
        return failed(transcript, ErrorKind::Unreachable, reason, detail);
    return failed(transcript, ErrorKind::Foreign, reason, detail);
}

Failure tooLarge(const Transcript &transcript)
{
    const QString reason = tooLargeSentence(transcript);
    return transcript.isChange
        ? failed(transcript, ErrorKind::UnknownOutcome, withUnknownOutcome(reason))
        : failed(transcript, ErrorKind::TooLarge, reason);
}

} // namespace

Result<Json> outcome(const Transcript &transcript)
{
    if (isBroken(transcript))
        return broken(transcript);
    if (transcript.status < 200 || transcript.status >= 300) {
        const bool isGateway = transcript.status == 502 || transcript.status == 504;
        const std::optional<QString> text = errorTextFrom(transcript.body);
        return text && !isGateway ? refused(transcript, *text) : foreign(transcript);
    }
    if (transcript.end == End::TooLarge)
        return tooLarge(transcript);
    Result<Json> json = Json::parse(transcript.body);
    if (!json)
        return Failure(unexpectedAnswer(transcript));
    return json;
}

Error unexpectedAnswer(const Transcript &transcript)
{
    const QString reason = foreignSentence(transcript);
    const QString detail = QString::fromUtf8(transcript.body.left(LongestDetail));
    return transcript.isChange
        ? failed(transcript, ErrorKind::UnknownOutcome, withUnknownOutcome(reason), detail).value()
        : failed(transcript, ErrorKind::Foreign, reason, detail).value();
}

} // namespace headgate::flink
