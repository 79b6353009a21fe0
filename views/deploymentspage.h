// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/deploymentsproxy.h"
#include "model/items/desk.h"
#include "views/tablepane.h"

#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>

namespace headgate {

class DeploymentDetails;

//! The list of deployments above the details of the one that is selected.
class DeploymentsPage : public QWidget {
    Q_OBJECT

public:
    explicit DeploymentsPage(Desk &desk, QWidget *parent = nullptr);

    [[nodiscard]] QStringList selectedIds() const { return m_list->selectedIds(); }
    [[nodiscard]] QTableView &table() { return m_list->table(); }
    //! Selects \a id once it is there.
    void select(const QString &id);
    void setQuery(const QString &text);
    void setScope(DeploymentsProxy::Scope scope);
    void setAttentionFirst(bool isFirst);

    void save(QSettings &settings) const;
    //! \a settings must outlive the page.
    void restore(const QSettings &settings);

Q_SIGNALS:
    void selectionChanged();
    //! What save() keeps is another, by a person.
    void arranged();

private:
    void build();
    void showSelection();
    void showHint();
    [[nodiscard]] DeploymentDetails &details();

    Desk &m_desk;
    DeploymentsProxy m_proxy;
    QSplitter *m_splitter;
    TablePane *m_list;
    QStackedWidget *m_below;
    QLabel *m_nothing;
    DeploymentDetails *m_details = nullptr; //!< Made when something is selected.
    const QSettings *m_settings = nullptr; //!< What they are restored from.
    bool m_isQueried = false;
};

} // namespace headgate
