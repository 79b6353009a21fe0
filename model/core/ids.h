// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QString>

namespace headgate {

//! A source of ids. Seeded in tests, so that a run can be repeated.
class IdSource {
public:
    explicit IdSource(const QRandomGenerator &generator = QRandomGenerator::securelySeeded());

    //! A new random UUID in lower case with dashes, without braces.
    [[nodiscard]] QString next();

private:
    QRandomGenerator m_generator;
};

//! The form in which Flink takes ids: 32 hexadecimal digits, from our UUID.
[[nodiscard]] QString flinkId(const QString &uuid);

//! The UUID with dashes of a Flink id; empty if \a flinkId is none.
[[nodiscard]] QString uuidFromFlinkId(const QString &flinkId);

} // namespace headgate
