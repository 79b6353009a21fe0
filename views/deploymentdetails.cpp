// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentdetails.h"

#include "views/overviewtab.h"
#include "views/textdialog.h"

#include <QScrollArea>
#include <QTabBar>

namespace headgate {

using namespace Qt::StringLiterals;

DeploymentDetails::DeploymentDetails(Desk &desk, QWidget *parent)
    : QTabWidget(parent)
    , m_desk(desk)
    , m_jobs(desk.jobs())
    , m_savepoints(desk.savepoints())
    , m_events(desk.events())
    , m_overview(new OverviewTab(desk))
    , m_jobsPane(new TablePane(tr("Jobs"), m_jobs))
    , m_savepointsPane(new TablePane(tr("Savepoints"), m_savepoints))
    , m_eventsPane(new TablePane(tr("Events"), m_events))
{
    setDocumentMode(true);
    setAccessibleName(tr("Details"));
    tabBar()->setAccessibleName(tr("Details"));
    auto *area = new QScrollArea;
    area->setWidget(m_overview);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    addTab(area, tr("&Overview"));
    addTab(m_jobsPane, tr("&Jobs"));
    addTab(m_savepointsPane, tr("Save&points"));
    addTab(m_eventsPane, tr("&Events"));
    buildTables();
    connect(&desk, &Desk::applied, m_overview, &OverviewTab::refresh);
    connect(&desk, &Desk::aged, m_overview, &OverviewTab::refresh);
    setDeployment({});
}

void DeploymentDetails::setDeployment(const QString &deploymentId)
{
    m_jobs.setOnly(DeploymentIdRole, deploymentId);
    m_savepoints.setOnly(DeploymentIdRole, deploymentId);
    m_events.setOnly(DeploymentIdRole, deploymentId);
    m_overview->setDeployment(deploymentId);
}

void DeploymentDetails::save(QSettings &settings) const
{
    for (const TablePane *pane : {m_jobsPane, m_savepointsPane, m_eventsPane})
        pane->save(settings);
}

void DeploymentDetails::restore(const QSettings &settings)
{
    for (TablePane *pane : {m_jobsPane, m_savepointsPane, m_eventsPane})
        pane->restore(settings);
}

void DeploymentDetails::buildTables()
{
    for (TablePane *pane : {m_jobsPane, m_savepointsPane, m_eventsPane})
        pane->setPlace(u"details"_s);
    m_jobsPane->setHint(tr("It has not been started yet."));
    m_jobsPane->setColumnWidths({10, 20, 19, 26, 26, 30, 11, 42, 0});
    m_jobsPane->sortBy(JobsModel::Number, Qt::DescendingOrder);
    m_savepointsPane->setHint(tr("It has no savepoint. Suspend takes one, and so does Trigger "
                                 "Savepoint."));
    m_savepointsPane->setColumnWidths({26, 0, 22, 21, 12, 8, 0});
    m_savepointsPane->table().hideColumn(SavepointsModel::DeploymentName);
    m_savepointsPane->sortBy(SavepointsModel::Created, Qt::DescendingOrder);
    m_eventsPane->setHint(tr("Nothing has happened to it yet."));
    m_eventsPane->setColumnWidths({26, 16, 30, 0, 0, 0});
    m_eventsPane->table().hideColumn(EventsModel::DeploymentName);
    m_eventsPane->table().hideColumn(EventsModel::Cluster);
    m_eventsPane->sortBy(EventsModel::Time, Qt::DescendingOrder);
    connect(m_jobsPane, &TablePane::opened, this, &DeploymentDetails::openFailure);
    connect(m_eventsPane, &TablePane::opened, this, &DeploymentDetails::openEvent);
}

void DeploymentDetails::openFailure(const QString &jobId)
{
    const Job *job = m_desk.jobs().find(jobId);
    if (job && job->status.failure)
        openText(tr("Failure of Job %1").arg(job->spec.number), job->status.failure->message,
                 job->status.failure->detail, window());
}

void DeploymentDetails::openEvent(const QString &number)
{
    if (const NamedEvent *named = m_desk.events().find(number))
        openText(named->event.name, named->event.message, named->event.detail, window());
}

} // namespace headgate
