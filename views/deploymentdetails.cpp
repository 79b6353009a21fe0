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
    connect(&desk, &Desk::applied, m_overview, &OverviewTab::refreshSoon);
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
    for (const TablePane *pane : panes())
        pane->save(settings);
}

void DeploymentDetails::restore(const QSettings &settings)
{
    for (TablePane *pane : panes())
        pane->restore(settings);
}

QList<TablePane *> DeploymentDetails::panes() const
{
    return {&m_overview->conditions(), m_jobsPane, m_savepointsPane, m_eventsPane};
}

void DeploymentDetails::buildTables()
{
    for (TablePane *pane : panes()) {
        pane->setPlace(u"details"_s);
        connect(pane, &TablePane::arranged, this, &DeploymentDetails::arranged);
    }
    m_jobsPane->setHint(tr("It has not been started yet."));
    m_jobsPane->setColumns({{.wanted = 10, .least = 6},
                            {.wanted = 20, .least = 15},
                            {.wanted = 19, .least = 14, .rank = 5},
                            {.wanted = 17, .least = 15, .rank = 1},
                            {.wanted = 17, .least = 15, .rank = 3},
                            {.wanted = 30, .least = 16, .rank = 7},
                            {.wanted = 15, .least = 15, .rank = 6},
                            {.wanted = 42, .least = 12, .rank = 4},
                            {.wanted = 40, .least = 24, .rank = 2, .takesRest = true}}); // failure
    m_jobsPane->sortBy(JobsModel::Number, Qt::DescendingOrder);
    m_savepointsPane->setHint(tr("It has no savepoint. Suspend takes one, and so does Trigger "
                                 "Savepoint."));
    m_savepointsPane->setColumns(
        {{.wanted = 17, .least = 15},
         {.isShown = false}, // the name of the deployment
         {.wanted = 22, .least = 14, .rank = 2},
         {.wanted = 21, .least = 17},
         {.wanted = 12, .least = 11, .rank = 3},
         {.wanted = 8, .least = 5, .rank = 4},
         {.wanted = 60, .least = 20, .rank = 1, .takesRest = true}}); // location
    m_savepointsPane->sortBy(SavepointsModel::Created, Qt::DescendingOrder);
    m_eventsPane->setHint(tr("Nothing has happened to it yet."));
    m_eventsPane->setColumns({{.wanted = 17, .least = 15},
                              {.wanted = 16, .least = 15, .rank = 2},
                              {.wanted = 30, .least = 20, .rank = 1},
                              {.isShown = false}, // the name of the deployment
                              {.isShown = false}, // that of its session cluster
                              {.wanted = 60, .least = 30, .takesRest = true}}); // what happened
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
