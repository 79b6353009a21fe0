// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QStringList>

namespace headgate {

//! Splits \a line as POSIX shell words, without any expansion.
//! Kind Invalid for a quote that is not closed, or a backslash with nothing after it.
[[nodiscard]] Result<QStringList> splitShellWords(const QString &line);

//! One line that splitShellWords() splits into \a words again.
[[nodiscard]] QString joinShellWords(const QStringList &words);

} // namespace headgate
