// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/window/person.h"

#include "tests/gui/accessible.h"

#include <QApplication>
#include <QClipboard>
#include <QMainWindow>
#include <QTest>
#include <QWindow>

#include <algorithm>
#include <functional>

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

QWidget *front()
{
    if (QWidget *modal = QApplication::activeModalWidget())
        return modal;
    const QWidgetList windows = QApplication::topLevelWidgets();
    const auto main = std::ranges::find_if(windows, [](const QWidget *each) {
        return each->isVisible() && qobject_cast<const QMainWindow *>(each);
    });
    return main == windows.end() ? nullptr : *main;
}

//! The first visible one for which \a isWanted holds.
QAccessibleInterface *findVisible(QAccessibleInterface *root,
                                  const std::function<bool(QAccessibleInterface *)> &isWanted)
{
    if (!root || !root->isValid() || root->state().invisible)
        return nullptr;
    if (isWanted(root))
        return root;
    for (int i = 0; i < root->childCount(); ++i) {
        if (QAccessibleInterface *found = findVisible(root->child(i), isWanted))
            return found;
    }
    return nullptr;
}

QAccessibleInterface *find(const std::function<bool(QAccessibleInterface *)> &isWanted)
{
    QWidget *window = front();
    return window ? findVisible(QAccessible::queryAccessibleInterface(window), isWanted) : nullptr;
}

QAccessibleInterface *find(QAccessible::Role role, const QString &name)
{
    return find(
        [&](QAccessibleInterface *each) { return each->role() == role && isCalled(each, name); });
}

QAccessibleInterface *findField(const QString &name)
{
    constexpr std::array roles{QAccessible::EditableText, QAccessible::SpinBox,
                               QAccessible::ComboBox, QAccessible::CheckBox};
    return find([&](QAccessibleInterface *each) {
        return std::ranges::count(roles, each->role()) > 0 && isCalled(each, name);
    });
}

QAccessibleTableInterface *findTable(const QString &name)
{
    // Where no screen reader listens, a table in Qt 6.4 remembers cells of rows that have moved.
    if (QAccessibleInterface *remembered = find(QAccessible::Table, name))
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(remembered));
    QAccessibleInterface *table = find(QAccessible::Table, name);
    return table ? table->tableInterface() : nullptr;
}

QString textAt(QAccessibleTableInterface &table, int row, int column)
{
    return table.cellAt(row, column)->text(QAccessible::Name);
}

int rowOf(QAccessibleTableInterface &table, const QString &name)
{
    for (int row = 0; row < table.rowCount(); ++row) {
        if (textAt(table, row, 0) == name)
            return row;
    }
    return -1;
}

int columnOf(QAccessibleTableInterface &table, const QString &heading)
{
    for (int column = 0; column < table.columnCount(); ++column) {
        if (table.columnDescription(column) == heading)
            return column;
    }
    return -1;
}

//! A check box takes clicks only where it draws something.
QPoint pointOn(const QAccessibleInterface &target)
{
    const QRect area = target.rect();
    return target.role() == QAccessible::CheckBox
        ? QPoint(area.left() + area.height() / 2, area.center().y())
        : area.center();
}

void typeKeys(QWindow *window, const QString &text)
{
    for (const QChar letter : text)
        QTest::keyClick(window, letter.toLatin1());
}

} // namespace

QString Person::where() const
{
    const QWidget *window = front();
    return window ? window->windowTitle() : QString();
}

bool Person::click(QAccessible::Role role, const QString &name)
{
    QAccessibleInterface *target = find(role, name);
    return target ? clickAt(target, name) : fail(u"There is no “%1”"_s.arg(name));
}

bool Person::type(const QString &field, const QString &text)
{
    if (!take(field))
        return false;
    if (text.isEmpty())
        hit(Qt::Key_Delete);
    typeKeys(front()->windowHandle(), text);
    return true;
}

bool Person::paste(const QString &field, const QString &text)
{
    QApplication::clipboard()->setText(text);
    if (!take(field))
        return false;
    hit(Qt::Key_V, Qt::ControlModifier);
    return true;
}

bool Person::choose(const QString &field, const QString &value)
{
    if (!click(QAccessible::ComboBox, field))
        return false;
    if (!QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; }))
        return fail(u"“%1” did not open"_s.arg(field));
    QWindow *list = QApplication::activePopupWidget()->windowHandle();
    typeKeys(list, value);
    QTest::keyClick(list, Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return this->value(field) == value; }))
        return fail(u"“%1” is not in “%2”"_s.arg(value, field));
    return true;
}

bool Person::pick(const QString &table, const QString &name)
{
    QAccessibleTableInterface *found = findTable(table);
    const int row = found ? rowOf(*found, name) : -1;
    if (row < 0)
        return fail(u"There is no “%1” in “%2”"_s.arg(name, table));
    return clickAt(found->cellAt(row, 0), name);
}

void Person::hit(Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    QWidget *window = front();
    window->activateWindow(); // as a window manager does when a dialog has closed
    QTest::keyClick(window->windowHandle(), key, modifiers);
}

QString Person::cell(const QString &table, const QString &row, const QString &column) const
{
    QAccessibleTableInterface *found = findTable(table);
    if (!found)
        return {};
    const int at = rowOf(*found, row);
    const int of = columnOf(*found, column);
    return at < 0 || of < 0 ? QString() : textAt(*found, at, of);
}

QStringList Person::column(const QString &table, const QString &heading) const
{
    QStringList texts;
    QAccessibleTableInterface *found = findTable(table);
    const int of = found ? columnOf(*found, heading) : -1;
    for (int row = 0; of >= 0 && row < found->rowCount(); ++row)
        texts.append(textAt(*found, row, of));
    return texts;
}

QString Person::value(const QString &field) const
{
    const QAccessibleInterface *found = findField(field);
    return found ? found->text(QAccessible::Value) : QString();
}

bool Person::isAt(const QString &field) const
{
    const QAccessibleInterface *found = findField(field);
    return found && found->state().focused;
}

QString Person::errorAt(const QString &field) const
{
    const QAccessibleInterface *found = findField(field);
    const QString heard = found ? found->text(QAccessible::Description) : QString();
    return texts().contains(heard) ? heard : QString();
}

QString Person::missedByTab() const
{
    QWidget *window = front();
    if (!window)
        return u"There is no window."_s;
    window->activateWindow();
    return QTest::qWaitForWindowActive(window) ? unreachableOrNameless(window)
                                               : u"The window has no focus."_s;
}

QStringList Person::texts() const
{
    QStringList result;
    find([&result](const QAccessibleInterface *each) {
        if (each->role() == QAccessible::StaticText)
            result.append(each->text(QAccessible::Name));
        return false;
    });
    return result;
}

QByteArray Person::describe() const
{
    QStringList cells;
    (void)find([&cells](const QAccessibleInterface *each) {
        if (each->role() == QAccessible::Cell)
            cells.append(each->text(QAccessible::Name));
        return false;
    });
    return (where() + u": "_s + texts().join(u" | "_s) + u"; cells: "_s + cells.join(u" | "_s))
        .toUtf8();
}

bool Person::clickAt(QAccessibleInterface *target, const QString &name)
{
    QWidget *window = front();
    if (target->state().disabled)
        return fail(u"“%1” is disabled"_s.arg(name));
    const QPoint point = window->mapFromGlobal(pointOn(*target));
    const auto *widget = qobject_cast<const QWidget *>(target->object());
    const QWidget *hit = window->childAt(point);
    if (!hit || (widget && hit != widget && !widget->isAncestorOf(hit)))
        return fail(u"“%1” is covered, or out of sight"_s.arg(name));
    QTest::mouseClick(window->windowHandle(), Qt::LeftButton, {}, point);
    return true;
}

//! Goes to \a field, with all that stands in it selected.
bool Person::take(const QString &field)
{
    QAccessibleInterface *found = findField(field);
    if (!found)
        return fail(u"There is no field “%1”"_s.arg(field));
    if (!clickAt(found, field))
        return false;
    hit(Qt::Key_A, Qt::ControlModifier);
    return true;
}

bool Person::fail(const QString &reason)
{
    m_failure = u"%1 in “%2”."_s.arg(reason, where());
    return false;
}

} // namespace headgate::test
