// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mainwindow.h"

#include "model/core/whendone.h"
#include "views/actiontext.h"
#include "views/clusteractions.h"
#include "views/deploymentactions.h"
#include "views/deploymentform.h"
#include "views/deploymentrequests.h"
#include "views/deploymentspage.h"
#include "views/fainttext.h"
#include "views/firstrunpage.h"
#include "views/keysdialog.h"
#include "views/listpage.h"
#include "views/messagebar.h"
#include "views/question.h"
#include "views/savepointactions.h"
#include "views/sessionclusterform.h"
#include "views/sessionclusterspage.h"

#include <QApplication>
#include <QSplitter>
#include <QStatusBar>
#include <QToolBar>

#include <algorithm>
#include <utility>

namespace headgate {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Intentions &intentions, Desk &desk, QSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_settings(settings)
    , m_deploymentActions(new DeploymentActions(desk, this))
    , m_requests(new DeploymentRequests(intentions, desk, *this))
    , m_clusterActions(new ClusterActions(intentions, desk, *this))
    , m_savepointActions(new SavepointActions(intentions, desk, *this))
    , m_searchField(new QLineEdit(this))
    , m_navigation(new Navigation(desk))
    , m_message(new MessageBar)
    , m_pages(new QStackedWidget)
    , m_deployments(new DeploymentsPage(desk))
    , m_status(new QLabel(this))
{
    buildViewActions();
    buildMenus();
    buildToolBars();
    buildPages();
    buildStatusBar();
    connectActions();
    connectPages();
    m_navigation->go(Place::Deployments);
    restoreState();
    refresh();
    saveWhatChanges();
    m_deployments->table().setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::moveEvent(QMoveEvent *event)
{
    QMainWindow::moveEvent(event);
    saveSoon();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    QMainWindow::closeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (!std::exchange(m_isPainted, true))
        QTimer::singleShot(0, this, &MainWindow::buildOtherPages);
}

//! The theme was changed under us.
void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        keepFaintTextReadable();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fitToolBars();
    saveSoon();
}

void MainWindow::connectActions()
{
    connect(m_deploymentActions, &DeploymentActions::newRequested, this,
            [this] { openDeploymentForm({}); });
    connect(m_deploymentActions, &DeploymentActions::requested, m_requests,
            &DeploymentRequests::request);
    connect(m_requests, &DeploymentRequests::editRequested, this, &MainWindow::openDeploymentForm);
    connect(m_clusterActions, &ClusterActions::addRequested, this, [this] { openClusterForm({}); });
    connect(m_clusterActions, &ClusterActions::deploymentsRequested, m_requests,
            &DeploymentRequests::request);
    connect(m_clusterActions, &ClusterActions::editRequested, this, &MainWindow::openClusterForm);
    const auto say = [this](const QString &sentence) { statusBar()->showMessage(sentence, 4000); };
    connect(m_requests, &DeploymentRequests::begun, this, say);
    connect(m_requests, &DeploymentRequests::ended, this, [this](const QString &sentence) {
        if (statusBar()->currentMessage() == sentence)
            statusBar()->clearMessage();
    });
    connect(m_clusterActions, &ClusterActions::begun, this, say);
    connect(m_savepointActions, &SavepointActions::begun, this, say);
    connect(m_requests, &DeploymentRequests::failed, this, &MainWindow::showError);
    connect(m_clusterActions, &ClusterActions::failed, this, &MainWindow::showError);
    connect(m_savepointActions, &SavepointActions::failed, this, &MainWindow::showError);
    connect(m_refresh, &QAction::triggered, this, &MainWindow::lookNow);
    connect(m_search, &QAction::triggered, m_searchField,
            [this] { m_searchField->setFocus(Qt::ShortcutFocusReason); });
    connect(m_attentionOnly, &QAction::triggered, this, [this](bool isOnly) {
        m_navigation->go(isOnly ? Place::Attention : Place::Deployments);
    });
    connect(m_attentionFirst, &QAction::toggled, m_deployments,
            &DeploymentsPage::setAttentionFirst);
    connect(m_keys, &QAction::triggered, this, &MainWindow::showKeys);
    connect(m_about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_quit, &QAction::triggered, this, &QWidget::close);
    connect(m_searchField, &QLineEdit::textChanged, this, &MainWindow::search);
    auto *clear = new QAction(m_searchField);
    clear->setShortcut(Qt::Key_Escape);
    clear->setShortcutContext(Qt::WidgetShortcut);
    connect(clear, &QAction::triggered, m_searchField, &QLineEdit::clear);
    m_searchField->addAction(clear);
}

//! A window that is ended by force is the same when it comes back.
void MainWindow::saveWhatChanges()
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(std::chrono::milliseconds(500));
    connect(&m_saving, &QTimer::timeout, this, &MainWindow::saveState);
    connect(static_cast<QSplitter *>(centralWidget()), &QSplitter::splitterMoved, this,
            &MainWindow::saveSoon);
    connect(m_navigation, &Navigation::placeChanged, this, &MainWindow::saveSoon);
    connect(m_attentionFirst, &QAction::toggled, this, &MainWindow::saveSoon);
    connect(m_deployments, &DeploymentsPage::arranged, this, &MainWindow::saveSoon);
}

void MainWindow::saveSoon()
{
    if (!m_saving.isActive())
        m_saving.start();
}

void MainWindow::connectPages()
{
    connect(m_navigation, &Navigation::placeChanged, this, &MainWindow::showPlace);
    connect(m_deployments, &DeploymentsPage::selectionChanged, this, &MainWindow::refreshSubjects);
    connect(&m_desk, &Desk::applied, this, &MainWindow::refresh);
    connect(&m_desk, &Desk::applied, this, &MainWindow::tellOf);
}

void MainWindow::showPlace(Place place, const QString &clusterId)
{
    m_searchField->clear();
    clearMessageOfPage();
    if (place == Place::Attention)
        m_deployments->setScope(DeploymentsProxy::Scope::Attention);
    else if (place == Place::Changing)
        m_deployments->setScope(DeploymentsProxy::Scope::Changing);
    else if (place == Place::Deployments)
        m_deployments->setScope(DeploymentsProxy::Scope::All);
    if (!clusterId.isEmpty())
        clusters().select(clusterId);
    m_attentionOnly->setChecked(place == Place::Attention);
    showCurrentPage();
}

void MainWindow::showCurrentPage()
{
    QWidget *page = nullptr;
    switch (m_navigation->place()) {
    case Place::Deployments:
    case Place::Attention:
    case Place::Changing:
        page = isFirstRun() ? static_cast<QWidget *>(&firstRun()) : m_deployments;
        break;
    case Place::SessionClusters:
        page = &clusters();
        break;
    case Place::Savepoints:
        page = &savepoints();
        break;
    case Place::Events:
        page = &events();
        break;
    }
    if (m_pages->currentWidget() != page)
        m_pages->setCurrentWidget(page);
    m_clusterBar->setVisible(page == m_clusters);
    m_savepointBar->setVisible(page == m_savepoints);
    m_deploymentBar->setVisible(page == m_deployments || page == m_firstRun);
    m_searchField->setPlaceholderText(
        page == m_deployments ? u"state:failed cluster:prod team=ads"_s : tr("Search"));
    refreshSubjects();
}

void MainWindow::refresh()
{
    const DeskCounts counts = m_desk.counts();
    const int needAttention = counts.needAttention + counts.clustersNeedAttention;
    setWindowTitle(needAttention > 0 ? tr("Headgate – %n need attention", nullptr, needAttention)
                                     : tr("Headgate"));
    m_status->setText(statusText(counts));
    showProgressOfSample();
    offerConfirmation();
    showCurrentPage();
}

//! The actions are about what is selected on the page that is shown, and nothing else.
void MainWindow::refreshSubjects()
{
    const QWidget *page = m_pages->currentWidget();
    m_deploymentActions->setSubjects(page == m_deployments ? m_deployments->selectedIds()
                                                           : QStringList());
    m_clusterActions->setSubjects(page == m_clusters ? m_clusters->selectedIds() : QStringList());
    m_savepointActions->setSubjects(page == m_savepoints ? m_savepoints->pane().selectedIds()
                                                         : QStringList());
}

void MainWindow::search(const QString &text)
{
    m_deployments->setQuery(text);
    if (m_clusters)
        m_clusters->setText(text);
    for (ListPage *page : {m_savepoints, m_events}) {
        if (page)
            page->setText(text);
    }
}

void MainWindow::lookNow()
{
    whenDone(this, m_intentions.lookAt(clustersInView()), [this](const Result<int> &asked) {
        if (!asked)
            return showError(tr("Refresh was not possible. %1").arg(asked.error().message),
                             asked.error());
        const QString sentence = *asked > 0
            ? tr("Looking at %n session clusters …", nullptr, *asked)
            : tr("There is no session cluster that could be looked at now.");
        statusBar()->showMessage(sentence, 4000);
    });
}

QStringList MainWindow::clustersInView() const
{
    const QWidget *page = m_pages->currentWidget();
    QStringList ids = page == m_clusters ? m_clusters->selectedIds() : QStringList();
    const QStringList deployments =
        page == m_deployments ? m_deployments->selectedIds() : QStringList();
    if (ids.isEmpty() && deployments.isEmpty()) {
        for (const SessionClusterReport &report : m_desk.sessionClusters().values())
            ids.append(report.cluster.metadata.id);
    }
    for (const QString &id : deployments) {
        if (const Job *job = m_desk.jobs().newestOf(id))
            ids.append(job->spec.sessionClusterId);
        if (const DeploymentReport *report = m_desk.deployments().find(id))
            ids.append(report->record.sessionClusterId); // it may be saved for another one
    }
    ids.removeDuplicates();
    return ids;
}

void MainWindow::openDeploymentForm(const QString &id)
{
    auto *form = new DeploymentForm(m_intentions, m_desk, id, this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &DeploymentForm::saved, this, [this](const Deployment &saved) {
        m_navigation->go(Place::Deployments);
        m_searchField->clear(); // it could hide what was saved
        m_deployments->select(saved.metadata.id);
        tellOfSaved(saved);
    });
    form->open();
}

void MainWindow::openClusterForm(const QString &id)
{
    auto *form = new SessionClusterForm(m_intentions, m_desk, id, this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &SessionClusterForm::saved, this, [this](const QString &saved) {
        m_navigation->go(Place::SessionClusters);
        m_searchField->clear(); // it could hide what was saved
        clusters().select(saved);
    });
    form->open();
}

void MainWindow::startSample()
{
    m_isSampleStarting = true;
    if (m_trouble.isEmpty())
        m_message->clear(); // why it could not be started before
    firstRun().setStarting(true);
    firstRun().setProgress(tr("Looking for a Flink on this machine …"));
    statusBar()->showMessage(tr("Starting a local session cluster with the sample job …"));
    whenDone(this, m_intentions.startSample(), [this](const Result<QString> &id) {
        statusBar()->clearMessage();
        m_isSampleStarting = false;
        firstRun().setStarting(false);
        firstRun().setProgress({});
        showCurrentPage();
        if (id)
            m_deployments->select(*id);
        else
            showError(tr("The sample could not be started. %1").arg(id.error().message),
                      id.error());
    });
}

void MainWindow::showKeys()
{
    auto *dialog = new KeysDialog(allActions(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout()
{
    const QString version = QCoreApplication::applicationVersion();
    tell(this, tr("About Headgate"),
         tr("Headgate %1 keeps Apache Flink deployments in their desired state.").arg(version),
         tr("It is free software under the GNU General Public License, version 3 or later, and "
            "comes with no warranty.\n\nQt %1, built with %2.")
             .arg(QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR)));
}

void MainWindow::showProgressOfSample()
{
    const auto &clusters = m_desk.sessionClusters().values();
    if (m_isSampleStarting && !clusters.isEmpty())
        firstRun().setProgress(progressText(clusters.first()));
}

//! Whoever has asked for the sample is shown how it comes up, until it is there.
bool MainWindow::isFirstRun() const
{
    return m_desk.isFilled() && m_desk.deployments().rowCount() == 0
        && (m_isSampleStarting || m_desk.sessionClusters().rowCount() == 0);
}

QString MainWindow::statusText(const DeskCounts &counts) const
{
    if (!m_desk.isFilled())
        return tr("starting");
    QStringList parts{tr("%n clusters reachable, %1 not", nullptr, counts.clustersReachable)
                          .arg(counts.clustersUnreachable),
                      tr("%n deployments, %1 need attention", nullptr, counts.deployments)
                          .arg(counts.needAttention)};
    if (counts.clustersStarting > 0)
        parts.insert(1, tr("%n session clusters starting", nullptr, counts.clustersStarting));
    if (counts.clustersNeedAttention > 0)
        parts.insert(
            1, tr("%n session clusters need attention", nullptr, counts.clustersNeedAttention));
    if (counts.changing + counts.clustersChanging > 0)
        parts.prepend(tr("reconciling"));
    return parts.join(u" · "_s);
}

} // namespace headgate
