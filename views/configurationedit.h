// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QMap>
#include <QPlainTextEdit>

namespace headgate {

//! Options of Flink, one `key: value` a line: quick to read, to paste and to type, and with one
//! name for a screen reader. Lines that are none are underlined, and named by errors().
class ConfigurationEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit ConfigurationEdit(QWidget *parent = nullptr);

    void setValues(const QMap<QString, QString> &values);
    //! What stands in the lines that are right; of a key given twice, the first.
    [[nodiscard]] QMap<QString, QString> values() const { return m_values; }
    //! A sentence for each line that is wrong.
    [[nodiscard]] QStringList errors() const { return m_errors; }

    [[nodiscard]] QSize sizeHint() const override;

private:
    void read();
    [[nodiscard]] QString readLine(const QString &line);
    void underline(const QList<int> &blocks);

    QMap<QString, QString> m_values;
    QStringList m_errors;
};

} // namespace headgate
