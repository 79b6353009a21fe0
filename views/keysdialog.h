// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDialog>

namespace headgate {

//! All actions that a key reaches.
class KeysDialog : public QDialog {
    Q_OBJECT

public:
    KeysDialog(const QList<QAction *> &actions, QWidget *parent);
};

} // namespace headgate
