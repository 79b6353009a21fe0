// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/accessible.h"
#include "tests/gui/fakeclock.h"
#include "tests/gui/fakeintentions.h"
#include "tests/gui/samplereports.h"
#include "views/mainwindow.h"

#include <QMenuBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace headgate {

//! The real main window over a fake engine, as a test finds its way in it: by accessible names.
struct WindowFixture {
    WindowFixture()
        : window(std::make_unique<MainWindow>(intentions, desk, settings))
    {
        window->resize(1400, 900);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTRY_VERIFY(table(u"Events"_s)); // the last page that is built after the first paint
    }

    void fill() { desk.apply(sampleChanges(clock.time)); }

    [[nodiscard]] QTableView *table(const QString &name) const
    {
        return qobject_cast<QTableView *>(widgetNamed(window.get(), QAccessible::Table, name));
    }

    //! The row that shows \a text in its first column; -1 where none does.
    static int rowOf(const QTableView *view, const QString &text)
    {
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            if (view->model()->index(row, 0).data().toString() == text)
                return row;
        }
        return -1;
    }

    //! Clicks on the row that begins with \a text.
    void select(const QString &tableName, const QString &text,
                Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTableView *view = table(tableName);
        QVERIFY(view);
        const QModelIndex index = view->model()->index(rowOf(view, text), 0);
        QVERIFY(index.isValid());
        view->scrollTo(index);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers,
                          view->visualRect(index).center());
    }

    //! The action of that name, from the menus.
    [[nodiscard]] QAction *action(const QString &name) const
    {
        for (QAction *candidate : window->findChildren<QAction *>()) {
            if (QString(candidate->text()).remove(u'&') == name)
                return candidate;
        }
        return nullptr;
    }

    void go(const QString &place) const { action(place)->trigger(); }

    QTemporaryDir folder;
    FakeClock clock;
    FakeIntentions intentions;
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    Desk desk{clock};
    std::unique_ptr<MainWindow> window;
};

} // namespace headgate
