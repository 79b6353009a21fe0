// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/rowgrid.h"

namespace headgate {

RowGrid::RowGrid(QWidget *page)
    : QGridLayout(page)
{
    setColumnStretch(1, 1);
}

int RowGrid::addCaptioned(QLabel *caption, QWidget *content)
{
    const int row = int(m_rows.size());
    addWidget(caption, row, 0, Qt::AlignLeft | Qt::AlignTop);
    addWidget(content, row, 1);
    m_rows.append({caption, content});
    return row;
}

void RowGrid::setRowVisible(int row, bool isVisible)
{
    const auto [caption, content] = m_rows.at(row);
    caption->setVisible(isVisible);
    content->setVisible(isVisible);
}

} // namespace headgate
