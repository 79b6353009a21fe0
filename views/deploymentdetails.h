// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/desk.h"
#include "model/items/filterproxy.h"
#include "views/tablepane.h"

#include <QTabWidget>

namespace headgate {

class OverviewTab;

//! The details of the deployment that is selected in the list.
class DeploymentDetails : public QTabWidget {
    Q_OBJECT

public:
    explicit DeploymentDetails(Desk &desk, QWidget *parent = nullptr);

    //! Shows \a deploymentId; nothing where it is empty.
    void setDeployment(const QString &deploymentId);
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

Q_SIGNALS:
    //! As of TablePane.
    void arranged();

private:
    [[nodiscard]] QList<TablePane *> panes() const;

    void buildTables();
    void openFailure(const QString &jobId);
    void openEvent(const QString &number);

    Desk &m_desk;
    FilterProxy m_jobs;
    FilterProxy m_savepoints;
    FilterProxy m_events;
    OverviewTab *m_overview;
    TablePane *m_jobsPane;
    TablePane *m_savepointsPane;
    TablePane *m_eventsPane;
};

} // namespace headgate
