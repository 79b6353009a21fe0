// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QString>
#include <QStringList>
#include <QWidget>

namespace headgate::test {

//! Somebody before the screen: finds what is visible in the front window by its accessible name,
//! points, clicks and types, and has no other way into the program.
//!
//! What cannot be done is false, with the reason in failure().
class Person {
public:
    //! The title of the window in front; empty where there is none.
    [[nodiscard]] QString where() const;

    [[nodiscard]] bool click(QAccessible::Role role, const QString &name);
    [[nodiscard]] bool press(const QString &button) { return click(QAccessible::Button, button); }
    //! Replaces what stands in \a field, key by key.
    [[nodiscard]] bool type(const QString &field, const QString &text);
    //! The same from the clipboard, for what no keyboard has.
    [[nodiscard]] bool paste(const QString &field, const QString &text);
    //! Opens the combo box \a field and takes the entry \a value, by its letters.
    [[nodiscard]] bool choose(const QString &field, const QString &value);
    //! Clicks on the row of \a table that begins with \a name.
    [[nodiscard]] bool pick(const QString &table, const QString &name);
    void hit(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const;

    //! A cell's text, by the first cell of its row and its column's heading.
    [[nodiscard]] QString cell(const QString &table, const QString &row,
                               const QString &column) const;
    //! All texts of a column, from the top.
    [[nodiscard]] QStringList column(const QString &table, const QString &heading) const;
    [[nodiscard]] QString value(const QString &field) const;
    [[nodiscard]] bool isAt(const QString &field) const; //!< It has the focus.
    //! The error that stands at \a field, seen and heard; empty where there is none.
    [[nodiscard]] QString errorAt(const QString &field) const;
    //! What Tab does not come to in the front window, or comes to and has no name; empty: nothing.
    [[nodiscard]] QString missedByTab() const;
    //! Every text in the front window.
    [[nodiscard]] QStringList texts() const;

    //! For the text of a failed comparison: the front window and all that it says.
    [[nodiscard]] QByteArray describe() const;
    [[nodiscard]] QByteArray failure() const { return m_failure.toUtf8(); }

private:
    [[nodiscard]] bool clickAt(QAccessibleInterface *target, const QString &name);
    [[nodiscard]] bool take(const QString &field);
    bool fail(const QString &reason);

    QString m_failure;
};

} // namespace headgate::test
