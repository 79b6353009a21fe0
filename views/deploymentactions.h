// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/desk.h"

#include <QAction>
#include <QMap>

namespace headgate {

//! The actions on deployments, for tool bar, menus and keys alike. Enabled where at least one of
//! the subjects allows it; where none does, the tip says why.
class DeploymentActions : public QObject {
    Q_OBJECT

public:
    explicit DeploymentActions(Desk &desk, QObject *parent);

    [[nodiscard]] QAction &newDeployment() { return *m_new; }
    //! Null for an action that nobody can ask for yet.
    [[nodiscard]] QAction *action(DeploymentAction which) const { return m_actions.value(which); }
    [[nodiscard]] QList<QAction *> all() const;

    //! The deployments that the actions are about: what is selected in the list.
    void setSubjects(const QStringList &ids);

Q_SIGNALS:
    void newRequested();
    void requested(headgate::DeploymentAction action, const QStringList &ids);

private:
    void refresh();
    [[nodiscard]] QString refusalOf(DeploymentAction which) const;

    Desk &m_desk;
    QAction *m_new;
    QMap<DeploymentAction, QAction *> m_actions;
    QStringList m_subjects;
};

//! The name of \a action as menus have it, without mnemonic.
[[nodiscard]] QString nameOf(DeploymentAction action);

} // namespace headgate
