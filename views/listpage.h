// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/filterproxy.h"
#include "views/tablepane.h"

namespace headgate {

//! A page that is one sorted table: all savepoints, or all events.
class ListPage : public QWidget {
    Q_OBJECT

public:
    ListPage(const QString &name, QAbstractItemModel &model, const QString &hint,
             QWidget *parent = nullptr);

    [[nodiscard]] TablePane &pane() { return *m_pane; }
    void setText(const QString &text) { m_proxy.setText(text); }

private:
    FilterProxy m_proxy;
    TablePane *m_pane;
};

} // namespace headgate
