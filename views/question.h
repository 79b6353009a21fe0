// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <functional>

class QMessageBox;

namespace headgate {

//! A question before something is lost. Its buttons say what they do.
struct Question {
    QString title; //!< Of the dialog: the action.
    QString text; //!< One sentence, that asks: the verb, and what it is done to.
    QString consequences; //!< What is kept and what is lost; may have lines.
    QString proceed; //!< The button that does it.
    QString keep; //!< The button that leaves all as it is; it has the focus.
};

//! One with no button yet, for those that need other buttons than two.
[[nodiscard]] QMessageBox *newQuestion(QWidget *parent, const QString &title, const QString &text,
                                       const QString &consequences);

//! Asks, without a nested event loop; \a proceed is called only where the person wants it.
//! The answer is the question, for as long as it is open.
QMessageBox *ask(QWidget *parent, const Question &question, std::function<void()> proceed);

//! Changes what \a box, which is a question, says below its sentence.
void setConsequences(QMessageBox &box, const QString &text);

//! Says something that needs no decision; the button is `Close`.
void tell(QWidget *parent, const QString &title, const QString &text, const QString &more);

} // namespace headgate
