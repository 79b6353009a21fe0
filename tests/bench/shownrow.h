// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QTableView;

namespace headgate::bench {

//! Watches what the list of deployments paints.
class ShownRow : public QObject {
    Q_OBJECT

public:
    //! \a shown is told the status of the first row each time when the list is painted with rows.
    explicit ShownRow(std::function<void(const QString &)> shown);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    std::function<void(const QString &)> m_shown;
};

//! The list of deployments of the program's window; null before there is one.
[[nodiscard]] QTableView *deploymentsTable();
[[nodiscard]] QWidget *mainWindow();

} // namespace headgate::bench
