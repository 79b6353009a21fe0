// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/listpage.h"

#include <QVBoxLayout>

namespace headgate {

ListPage::ListPage(const QString &name, QAbstractItemModel &model, const QString &hint,
                   QWidget *parent)
    : QWidget(parent)
    , m_proxy(model)
    , m_pane(new TablePane(name, m_proxy, this))
{
    m_pane->setHint(hint);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_pane);
}

} // namespace headgate
