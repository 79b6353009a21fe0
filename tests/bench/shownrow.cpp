// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/shownrow.h"

#include "model/items/deploymentsmodel.h"
#include "views/mainwindow.h"

#include <QApplication>
#include <QEvent>
#include <QTableView>

namespace headgate::bench {

namespace {

bool isOfDeployments(const QTableView &table)
{
    return table.accessibleName() == QLatin1StringView("Deployments");
}

} // namespace

ShownRow::ShownRow(std::function<void(const QString &)> shown)
    : m_shown(std::move(shown))
{
    qApp->installEventFilter(this);
}

bool ShownRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint)
        return false;
    const auto *table = qobject_cast<const QTableView *>(watched->parent());
    if (table && watched == table->viewport() && isOfDeployments(*table)
        && table->model()->rowCount() > 0)
        m_shown(table->model()->index(0, DeploymentsModel::Status).data().toString());
    return false;
}

QWidget *mainWindow()
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        if (qobject_cast<MainWindow *>(window))
            return window;
    }
    return nullptr;
}

QTableView *deploymentsTable()
{
    const QWidget *window = mainWindow();
    if (!window)
        return nullptr;
    const auto tables = window->findChildren<QTableView *>();
    for (QTableView *table : tables) {
        if (isOfDeployments(*table))
            return table;
    }
    return nullptr;
}

} // namespace headgate::bench
