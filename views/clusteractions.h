// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"

#include <QAction>
#include <QWidget>

namespace headgate {

//! The actions on session clusters, and how they are carried out.
class ClusterActions : public QObject {
    Q_OBJECT

public:
    //! Questions open over \a window.
    ClusterActions(Intentions &intentions, Desk &desk, QWidget &window);

    [[nodiscard]] QAction &add() { return *m_add; }
    [[nodiscard]] QAction &edit() { return *m_edit; }
    [[nodiscard]] QAction &confirmSameCluster() { return *m_same; }
    //! Nobody knows whether what answers is what was there before.
    [[nodiscard]] bool isAnyDoubted() const;
    //! In the menus alone, but for moments that call for it.
    [[nodiscard]] bool isRare(const QAction &action) const;
    //! All of them, in the order of the menu.
    [[nodiscard]] QList<QAction *> all() const;

    //! The session clusters that the actions are about.
    void setSubjects(const QStringList &ids);

Q_SIGNALS:
    void addRequested();
    void editRequested(const QString &id);
    //! About deployments, where what is asked for has its own questions and checks.
    void deploymentsRequested(headgate::DeploymentAction action, const QStringList &ids);
    void begun(const QString &sentence);
    void failed(const QString &sentence, const headgate::Error &error);

private:
    void refresh();
    void startAll();
    void stopAll();
    void stop(const QString &id);
    void askHowToStop(const SessionClusterReport &report);
    void confirmSame();
    void removeAll();
    void watch(const QString &action, const QString &name, const QFuture<Result<Done>> &future);
    [[nodiscard]] QString refusal(QString SessionClusterReport::*reason) const;
    [[nodiscard]] QString stopRefusal() const;
    [[nodiscard]] bool isToRun(const QString &id) const;
    void refreshDeployments(const QString &none);
    void askToSuspendAll();
    void suspendAll(const QStringList &ids);
    [[nodiscard]] QStringList liveDeploymentsOn(const QStringList &clusterIds) const;
    [[nodiscard]] QStringList possibleFor(DeploymentAction action) const;
    [[nodiscard]] QString refusalForAll(DeploymentAction action) const;

    Intentions &m_intentions;
    Desk &m_desk;
    QWidget &m_window;
    QAction *m_add;
    QAction *m_start;
    QAction *m_stop;
    QAction *m_suspendAll;
    QAction *m_cancelAll;
    QAction *m_same;
    QAction *m_edit;
    QAction *m_delete;
    QStringList m_subjects;
};

} // namespace headgate
