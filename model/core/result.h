// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <utility>

namespace headgate {

//! What went wrong, by what a caller can do about it.
enum class ErrorKind {
    Invalid, //!< Bad input; `fields` says where.
    Conflict, //!< Written by somebody else since it was read.
    NotFound,
    NotPermitted, //!< The request makes no sense in the present state.
    ConnectionRefused, //!< Nothing listens there; with a once-only body: nothing was sent.
    TimedOut,
    Unreachable, //!< No answer, and nothing was changed.
    NotSent, //!< A changing request that never left this machine.
    UnknownOutcome, //!< A changing request left; whether it took effect is not known.
    Duplicate, //!< Flink knows the chosen id already.
    Rejected, //!< Flink's own no, with its innermost reason.
    JarMissing, //!< Flink no longer has the uploaded jar.
    Unavailable, //!< 503: no leader yet.
    Foreign, //!< An answer that is not Flink's: a proxy, a web page.
    TooLarge,
    Storage, //!< The store, or a file of ours, could not be read or written.
    Damaged,
    Newer, //!< Written by a newer Headgate.
    Environment, //!< Something this machine lacks: Java, a Flink installation.
};

struct FieldError {
    QString path; //!< For example `spec.template.spec.parallelism`.
    QString message;

    bool operator==(const FieldError &) const = default;
};

struct Error {
    ErrorKind kind = ErrorKind::Invalid;
    QString message; //!< Translated, one sentence, for a person.
    int httpStatus = 0; //!< 0 where no HTTP answer is behind it.
    QString detail; //!< The whole text behind the message, a stack trace for example; may be empty.
    QList<FieldError> fields;

    bool operator==(const Error &) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

[[nodiscard]] inline Failure failure(ErrorKind kind, QString message)
{
    return Failure(Error{.kind = kind, .message = std::move(message)});
}

} // namespace headgate

Q_DECLARE_METATYPE(headgate::Error)
