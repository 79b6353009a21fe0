// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace headgate::flink {

//! The texts of Flink's `{"errors":[…]}`, joined; nothing if \a body is no such answer. One that
//! was cut off in the middle is read as far as it goes.
[[nodiscard]] std::optional<QString> errorTextFrom(const QByteArray &body);

//! The message of the innermost cause in a text of Flink's: one line, without the exception's
//! class where the class says nothing to a person.
[[nodiscard]] QString innermostCause(const QString &text);

//! Where the text says that a stop failed after its savepoint was written: the savepoint's path.
[[nodiscard]] QString rescuedSavepoint(const QString &text);

[[nodiscard]] bool namesDuplicate(const QString &text); //!< The chosen id is known already.
[[nodiscard]] bool namesMissingJar(const QString &text);
//! One part of Flink waited in vain for another: what was asked for may happen yet.
[[nodiscard]] bool namesInnerTimeout(const QString &text);

//! What a history server says of every path of a JobManager's interface, whose versions it lacks.
[[nodiscard]] bool isOfHistoryServer(const QString &text);

} // namespace headgate::flink
