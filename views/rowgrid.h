// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGridLayout>
#include <QLabel>

namespace headgate {

//! Captions on the left, what they stand for on the right; rows can be hidden.
//!
//! It stands in for QFormLayout, which in Qt 6.4.2 writes beyond its memory when it reckons the
//! height of wrapped labels beside hidden rows (seen by valgrind).
class RowGrid : public QGridLayout {
    Q_OBJECT

public:
    explicit RowGrid(QWidget *page = nullptr);

    //! Answers with what setRowVisible() takes.
    int addCaptioned(QLabel *caption, QWidget *content);
    //! Only for widgets that hide themselves.
    void addCaptioned(QLabel *caption, QLayout *content);
    void setRowVisible(int row, bool isVisible);

private:
    struct Row {
        QLabel *caption;
        QWidget *content;
    };
    QList<Row> m_rows;
    int m_next = 0;
};

} // namespace headgate
