// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QWidget>

#include <functional>

namespace headgate {

//! Every warning of Qt fails the test, but one of the offscreen platform about itself.
void failOnAnyWarning();

//! Calls \a visit for \a root and everything below it, as the accessibility bus sees it.
void walkAccessible(QAccessibleInterface *root,
                    const std::function<void(QAccessibleInterface *)> &visit);

//! Its name, or that of its label: a combo box says its current text, and is known by its label.
[[nodiscard]] bool isCalled(QAccessibleInterface *accessible, const QString &name);

//! The first one of \a role called \a name below \a widget; null where there is none.
[[nodiscard]] QAccessibleInterface *findAccessible(QWidget *widget, QAccessible::Role role,
                                                   const QString &name);

//! The widget of that role and name, which must be there.
[[nodiscard]] QWidget *widgetNamed(QWidget *widget, QAccessible::Role role, const QString &name);

//! Presses the visible button called \a name below \a widget; false where there is none.
bool press(QWidget *widget, const QString &name);

//! The visible dialog of that title; null where there is none.
[[nodiscard]] QWidget *dialogTitled(const QString &title);

//! What Tab must reach, and does not, or what has no name, or that it does not come back to where
//! it began; one line each.
[[nodiscard]] QString unreachableOrNameless(QWidget *window);

//! A line for whatever can have the focus below \a window but has no name.
[[nodiscard]] QString nameless(QWidget *window);

} // namespace headgate
