// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

namespace headgate {

//! What an action is called and how it is reached; the texts are marked for translation where
//! they stand, and translated in \a context.
struct ActionText {
    const char *text; //!< The name, with its mnemonic.
    const char *shortText; //!< Beside the icon in the tool bar; null: the name.
    const char *tip;
    const char *icon;
    const char *keys; //!< In portable form, several with "; " between; null: none.
};

[[nodiscard]] QAction *newAction(const ActionText &text, const char *context, QObject *parent);

//! Enables \a action where \a refusal is empty; else its tips say why not.
void setPossible(QAction &action, const QString &refusal);

//! The action's name without mnemonic.
[[nodiscard]] QString plainName(const QAction &action);

} // namespace headgate
