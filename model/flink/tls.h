// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"
#include "model/flink/connection.h"

#include <QSslConfiguration>

namespace headgate::flink {

//! Reads the files that \a settings name; kind Invalid, with the field, where one is of no use.
[[nodiscard]] Result<QSslConfiguration> sslConfigurationFrom(const TlsSettings &settings);

//! The 32 bytes of a SHA-256 in hexadecimal, with or without colons; empty for empty.
[[nodiscard]] Result<QByteArray> pinFrom(const QString &text);

} // namespace headgate::flink
