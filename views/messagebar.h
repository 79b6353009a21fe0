// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"
#include "model/items/marks.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace headgate {

//! One sentence below a page or form: what went wrong, with the whole text behind it
//! one click away. Hidden while there is nothing to say.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    void say(Mark mark, const QString &message, const QString &detail = {});
    void showError(const QString &message, const Error &error);
    void clear();
    [[nodiscard]] QString message() const { return m_text->text(); }

private:
    void openDetail();

    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_details;
    QPushButton *m_dismiss;
    QString m_detail;
};

} // namespace headgate
