// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QMap>
#include <QStringList>

namespace headgate {

//! Errors of names that cannot be options of Flink: empty, with blanks, colons or control
//! characters; and of directories of checkpoints and savepoints without a scheme, which Flink does
//! not take from its configuration.
[[nodiscard]] QList<FieldError> validateOptions(const QMap<QString, QString> &options,
                                                const QString &path);

//! Why Flink would not write savepoints to \a directory, where a request names it: it wants a URI,
//! or an absolute path. Empty where it would, or where none is named.
[[nodiscard]] QString errorInDirectory(const QString &directory);

//! All names under which versions of Flink know \a option; itself alone where there is but one.
[[nodiscard]] QStringList namesOfOption(const QString &option);

} // namespace headgate
