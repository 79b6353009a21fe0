// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QMap>
#include <QStringList>

namespace headgate {

//! Errors of names that cannot be options of Flink: empty, with blanks, colons or control
//! characters.
[[nodiscard]] QList<FieldError> validateOptions(const QMap<QString, QString> &options,
                                                const QString &path);

//! All names under which versions of Flink know \a option; itself alone where there is but one.
[[nodiscard]] QStringList namesOfOption(const QString &option);

} // namespace headgate
