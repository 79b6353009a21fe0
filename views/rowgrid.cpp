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
    addWidget(caption, m_next, 0, Qt::AlignLeft | Qt::AlignTop);
    addWidget(content, m_next++, 1);
    m_rows.append({caption, content});
    return int(m_rows.size()) - 1;
}

void RowGrid::addCaptioned(QLabel *caption, QLayout *content)
{
    addWidget(caption, m_next, 0, Qt::AlignLeft | Qt::AlignTop);
    addLayout(content, m_next++, 1);
}

void RowGrid::setRowVisible(int row, bool isVisible)
{
    const auto [caption, content] = m_rows.at(row);
    caption->setVisible(isVisible);
    content->setVisible(isVisible);
}

} // namespace headgate
