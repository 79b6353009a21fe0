// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/accessible.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTest>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString labelOf(const QAccessibleInterface *accessible)
{
    const auto labels = accessible->relations(QAccessible::Label);
    return labels.isEmpty() ? QString() : labels.first().first->text(QAccessible::Name);
}

QString nameOf(QWidget *widget)
{
    const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
    if (!accessible)
        return {};
    const QString name = accessible->text(QAccessible::Name);
    return name.isEmpty() ? labelOf(accessible) : name;
}

bool isTabStop(const QWidget *widget)
{
    if (!widget->isVisible() || !widget->isEnabled())
        return false;
    // Of a group of radio buttons Tab reaches the checked one; arrows reach the others.
    if (const auto *radio = qobject_cast<const QRadioButton *>(widget);
        radio && !radio->isChecked())
        return false;
    return widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy();
}

QString described(const QWidget *widget, const QString &what)
{
    const QString parent = widget->parentWidget()
        ? QString::fromLatin1(widget->parentWidget()->metaObject()->className())
        : QString();
    return QString::fromLatin1(widget->metaObject()->className()) + u" in "_s + parent + u": "_s
        + what;
}

//! Where Tab goes, up to where it has been before; that one is the last, a second time.
QList<QWidget *> walkedByTab(QWidget *window)
{
    QList<QWidget *> stops;
    constexpr int enough = 300;
    for (int i = 0; i < enough; ++i) {
        QWidget *current = QApplication::focusWidget();
        QTest::keyClick(current ? current : window, Qt::Key_Tab);
        QWidget *next = QApplication::focusWidget();
        if (!next)
            break;
        const bool isAgain = stops.contains(next);
        stops.append(next);
        if (isAgain)
            break;
    }
    return stops;
}

} // namespace

void failOnAnyWarning()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
}

bool isCalled(QAccessibleInterface *accessible, const QString &name)
{
    return accessible->text(QAccessible::Name) == name || labelOf(accessible) == name;
}

void walkAccessible(QAccessibleInterface *root,
                    const std::function<void(QAccessibleInterface *)> &visit)
{
    if (!root || !root->isValid())
        return;
    visit(root);
    for (int i = 0; i < root->childCount(); ++i)
        walkAccessible(root->child(i), visit);
}

QAccessibleInterface *findAccessible(QWidget *widget, QAccessible::Role role, const QString &name)
{
    QAccessibleInterface *found = nullptr;
    walkAccessible(QAccessible::queryAccessibleInterface(widget),
                   [&](QAccessibleInterface *candidate) {
                       if (!found && candidate->role() == role && isCalled(candidate, name))
                           found = candidate;
                   });
    return found;
}

QWidget *widgetNamed(QWidget *widget, QAccessible::Role role, const QString &name)
{
    const QAccessibleInterface *found = findAccessible(widget, role, name);
    return found ? qobject_cast<QWidget *>(found->object()) : nullptr;
}

bool press(QWidget *widget, const QString &name)
{
    for (QAbstractButton *button : widget->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && nameOf(button) == name) {
            // A check box or radio button takes clicks only where it draws something.
            const QPoint left(button->height() / 2, button->height() / 2);
            QTest::mouseClick(button, Qt::LeftButton, {},
                              button->isCheckable() ? left : button->rect().center());
            return true;
        }
    }
    return false;
}

QWidget *dialogTitled(const QString &title)
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible() && qobject_cast<QDialog *>(widget)
            && widget->windowTitle() == title) {
            widget->activateWindow();
            // qWaitForWindowActive() is content where only the window behind it is active.
            const auto isActive = [&] { return QApplication::activeWindow() == widget; };
            return QTest::qWaitFor(isActive) ? widget : nullptr;
        }
    }
    return nullptr;
}

QString unreachableOrNameless(QWidget *window)
{
    const QList<QWidget *> stops = walkedByTab(window);
    QStringList faults;
    if (stops.size() < 2 || stops.first() != stops.last())
        faults.append(u"Tab does not come round: "_s
                      + (stops.isEmpty() ? u"it goes nowhere"_s
                                         : described(stops.last(), nameOf(stops.last()))));
    for (QWidget *stop : stops) {
        if (nameOf(stop).isEmpty())
            faults.append(described(stop, u"has no name"_s));
    }
    for (QWidget *widget : window->findChildren<QWidget *>()) {
        if (widget->window() == window && isTabStop(widget) && !stops.contains(widget))
            faults.append(described(widget, u"is not reached by Tab: "_s + nameOf(widget)));
    }
    return faults.join(u'\n');
}

QString nameless(QWidget *window)
{
    QStringList faults;
    walkAccessible(QAccessible::queryAccessibleInterface(window),
                   [&](QAccessibleInterface *candidate) {
                       const QAccessible::State state = candidate->state();
                       const bool isCell = candidate->role() == QAccessible::Cell;
                       if (!state.focusable || state.invisible || isCell
                           || !candidate->text(QAccessible::Name).isEmpty())
                           return;
                       const auto *widget = qobject_cast<QWidget *>(candidate->object());
                       faults.append(widget ? described(widget, u"has no name"_s)
                                            : u"role %1 has no name"_s.arg(candidate->role()));
                   });
    return faults.join(u'\n');
}

} // namespace headgate
