// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace headgate {

//! A long text, a stack trace for example, that can be read, selected and copied.
class TextDialog : public QDialog {
    Q_OBJECT

public:
    TextDialog(const QString &title, const QString &sentence, const QString &text, QWidget *parent);
};

//! Opens one that deletes itself when it is closed.
void openText(const QString &title, const QString &sentence, const QString &text, QWidget *parent);

} // namespace headgate
