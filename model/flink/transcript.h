// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/json.h"

#include <QNetworkReply>

namespace headgate::flink {

//! Everything that was seen of one request.
struct Transcript {
    enum class End {
        Finished, //!< By the network, with an answer or an error.
        Deadline,
        Aborted, //!< By the caller.
        TooLarge, //!< The answer went over the limit; its beginning is in `body`.
        WrongPin, //!< The server's certificate is not the pinned one.
        Unreadable, //!< The file to send.
    };

    QString host;
    bool isEncrypted = false; //!< Over https
    bool isChange = false;
    bool isUpload = false;
    //! Only for a change: all of its body was handed to the network. Flink acts on whole requests
    //! only, so false proves that nothing happened.
    bool hasLeft = false;
    End end = End::Finished;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString errorText;
    int status = 0; //!< 0: no answer
    QByteArray location; //!< Of a redirect
    QByteArray body;
    Instant requestedAt;
    Instant answeredAt;
};

//! The JSON of a successful answer, or what went wrong, in words for a person that name the host.
[[nodiscard]] Result<Json> outcome(const Transcript &transcript);

//! For a successful answer that is JSON but not what Flink answers there.
[[nodiscard]] Error unexpectedAnswer(const Transcript &transcript);

} // namespace headgate::flink
