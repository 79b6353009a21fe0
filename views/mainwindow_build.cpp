// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the window is put together; what it does is in mainwindow.cpp.
#include "views/mainwindow.h"

#include "views/actiontext.h"
#include "views/clusteractions.h"
#include "views/deploymentactions.h"
#include "views/deploymentspage.h"
#include "views/firstrunpage.h"
#include "views/firstsize.h"
#include "views/icons.h"
#include "views/listpage.h"
#include "views/messagebar.h"
#include "views/savepointactions.h"
#include "views/sessionclusterspage.h"
#include "views/textdialog.h"

#include <QMenuBar>
#include <QSplitter>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Context = "headgate::MainWindow";

constexpr ActionText SearchText{
    QT_TRANSLATE_NOOP("headgate::MainWindow", "&Search"), nullptr,
    QT_TRANSLATE_NOOP("headgate::MainWindow", "Show only what matches some words."), "search", "/"};
constexpr ActionText AttentionOnlyText{
    QT_TRANSLATE_NOOP("headgate::MainWindow", "&Attention Only"), nullptr,
    QT_TRANSLATE_NOOP("headgate::MainWindow", "Show only deployments that need attention."),
    "warning", "!; Shift+!"};
constexpr ActionText AttentionFirstText{
    QT_TRANSLATE_NOOP("headgate::MainWindow", "Attention &First"), nullptr,
    QT_TRANSLATE_NOOP("headgate::MainWindow",
                      "Sort deployments that need attention before all others."),
    nullptr, "Shift+A"};
constexpr ActionText RefreshText{
    QT_TRANSLATE_NOOP("headgate::MainWindow", "&Refresh"), nullptr,
    QT_TRANSLATE_NOOP("headgate::MainWindow",
                      "Look now at the session clusters of what is selected, or at all of them."),
    nullptr, "F5; Ctrl+R"};
constexpr ActionText KeysText{QT_TRANSLATE_NOOP("headgate::MainWindow", "&Keys"), nullptr,
                              QT_TRANSLATE_NOOP("headgate::MainWindow", "Show what each key does."),
                              nullptr, "?; Shift+?; F1"};
constexpr ActionText AboutText{
    QT_TRANSLATE_NOOP("headgate::MainWindow", "&About Headgate"), nullptr,
    QT_TRANSLATE_NOOP("headgate::MainWindow", "Show the version, the licence and that of Qt."),
    nullptr, nullptr};
constexpr ActionText QuitText{
    QT_TRANSLATE_NOOP("headgate::MainWindow", "&Quit"), nullptr,
    QT_TRANSLATE_NOOP("headgate::MainWindow", "Close the window. Jobs run on."), nullptr, "Ctrl+Q"};

} // namespace

void MainWindow::buildViewActions()
{
    m_search = newAction(SearchText, Context, this);
    m_attentionOnly = newAction(AttentionOnlyText, Context, this);
    m_attentionOnly->setCheckable(true);
    m_attentionFirst = newAction(AttentionFirstText, Context, this);
    m_attentionFirst->setCheckable(true);
    m_refresh = newAction(RefreshText, Context, this);
    m_refresh->setAutoRepeat(false); // a key that is held would ask all clusters again and again
    m_keys = newAction(KeysText, Context, this);
    m_about = newAction(AboutText, Context, this);
    m_about->setMenuRole(QAction::AboutRole);
    m_quit = newAction(QuitText, Context, this);
    m_quit->setMenuRole(QAction::QuitRole);
    m_places = {addPlaceAction(tr("&Deployments"), Place::Deployments, u"Alt+1"_s),
                addPlaceAction(tr("Session &Clusters"), Place::SessionClusters, u"Alt+2"_s),
                addPlaceAction(tr("Save&points"), Place::Savepoints, u"Alt+3"_s),
                addPlaceAction(tr("&Events"), Place::Events, u"Alt+4"_s)};
}

QAction *MainWindow::addPlaceAction(const QString &text, Place place, const QString &keys)
{
    auto *action = new QAction(text, this);
    action->setShortcut(QKeySequence(keys, QKeySequence::PortableText));
    action->setStatusTip(tr("Go to %1.").arg(plainName(*action)));
    connect(action, &QAction::triggered, this, [this, place] { m_navigation->go(place); });
    return action;
}

void MainWindow::buildMenus()
{
    addMenu(tr("&File"), {&m_deploymentActions->newDeployment(), &m_clusterActions->add(), m_quit});
    addMenu(tr("&Deployment"), m_deploymentActions->all());
    addMenu(tr("Session &Cluster"), m_clusterActions->all().sliced(1));
    addMenu(tr("&Savepoint"), m_savepointActions->all());
    QMenu &view = addMenu(tr("&View"), m_places);
    view.addSeparator();
    view.addActions({m_refresh, m_search, m_attentionOnly, m_attentionFirst});
    addMenu(tr("&Help"), {m_keys, m_about});
}

QMenu &MainWindow::addMenu(const QString &title, const QList<QAction *> &actions)
{
    QMenu *menu = menuBar()->addMenu(title);
    menu->setAccessibleName(QString(title).remove(u'&'));
    menu->addActions(actions);
    menu->setToolTipsVisible(true); // why something cannot be done
    return *menu;
}

void MainWindow::buildToolBars()
{
    m_deploymentBar = addToolBar(tr("Deployments"));
    m_deploymentBar->setObjectName("deploymentBar"_L1);
    QList<QAction *> actions{&m_deploymentActions->newDeployment()};
    for (const DeploymentAction which :
         {DeploymentAction::Start, DeploymentAction::Suspend, DeploymentAction::Cancel,
          DeploymentAction::Retry, DeploymentAction::RunAgain, DeploymentAction::TriggerSavepoint,
          DeploymentAction::Edit, DeploymentAction::Delete})
        actions.append(m_deploymentActions->action(which));
    addTo(*m_deploymentBar, actions);
    m_clusterBar = addToolBar(tr("Session Clusters"));
    m_clusterBar->setObjectName("clusterBar"_L1);
    actions = m_clusterActions->all();
    actions.removeIf([this](QAction *action) { return m_clusterActions->isRare(*action); });
    addTo(*m_clusterBar, actions);
    m_savepointBar = addToolBar(tr("Savepoints"));
    m_savepointBar->setObjectName("savepointBar"_L1);
    addTo(*m_savepointBar, m_savepointActions->all());
    m_searchBar = addToolBar(tr("Search"));
    m_searchBar->setObjectName("searchBar"_L1);
    m_searchBar->setMovable(false);
    auto *gap = new QWidget(m_searchBar);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_searchBar->addWidget(gap);
    m_searchBar->addWidget(m_searchField);
    m_searchField->setAccessibleName(tr("Search"));
    m_searchField->setClearButtonEnabled(true);
    m_searchField->addAction(themedIcon(u"search"_s), QLineEdit::LeadingPosition);
    m_searchField->setMaximumWidth(fontMetrics().averageCharWidth() * 44);
    setContextMenuPolicy(Qt::PreventContextMenu);
}

void MainWindow::addTo(QToolBar &bar, const QList<QAction *> &actions)
{
    const int side = fontMetrics().height() * 5 / 4;
    bar.setMovable(false);
    bar.setIconSize(QSize(side, side));
    for (QAction *action : actions) {
        bar.addAction(action);
        auto *button = static_cast<QToolButton *>(bar.widgetForAction(action));
        button->setAccessibleName(plainName(*action));
        button->setFocusPolicy(Qt::TabFocus);
    }
}

void MainWindow::buildPages()
{
    m_pages->addWidget(m_deployments);
    m_deployments->table().setContextMenuPolicy(Qt::ActionsContextMenu);
    m_deployments->table().addActions(m_deploymentActions->all());
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_pages, 1);
    column->addWidget(m_message); // below: no row moves when it comes
    auto *splitter = new QSplitter(this);
    splitter->setObjectName("mainSplitter"_L1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_navigation);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    setCentralWidget(splitter);
}

FirstRunPage &MainWindow::firstRun()
{
    if (m_firstRun)
        return *m_firstRun;
    m_firstRun = new FirstRunPage;
    m_pages->addWidget(m_firstRun);
    connect(m_firstRun, &FirstRunPage::sampleRequested, this, &MainWindow::startSample);
    connect(m_firstRun, &FirstRunPage::attachRequested, &m_clusterActions->add(),
            &QAction::trigger);
    connect(m_firstRun, &FirstRunPage::newRequested, &m_deploymentActions->newDeployment(),
            &QAction::trigger);
    return *m_firstRun;
}

SessionClustersPage &MainWindow::clusters()
{
    if (m_clusters)
        return *m_clusters;
    m_clusters = new SessionClustersPage(m_intentions, m_desk);
    m_pages->addWidget(m_clusters);
    m_clusters->table().setContextMenuPolicy(Qt::ActionsContextMenu);
    m_clusters->table().addActions(m_clusterActions->all());
    m_clusters->setText(m_searchField->text());
    m_clusters->restore(m_settings);
    connect(m_clusters, &SessionClustersPage::selectionChanged, this, &MainWindow::refreshSubjects);
    connect(m_clusters, &SessionClustersPage::failed, this, &MainWindow::showError);
    connect(m_clusters, &SessionClustersPage::arranged, this, &MainWindow::saveSoon);
    return *m_clusters;
}

ListPage &MainWindow::savepoints()
{
    if (m_savepoints)
        return *m_savepoints;
    m_savepoints =
        new ListPage(tr("Savepoints"), m_desk.savepoints(), tr("There is no savepoint yet."));
    m_savepoints->pane().setColumns(
        {{.wanted = 17, .least = 15},
         {.wanted = 18, .least = 14},
         {.wanted = 22, .least = 14, .rank = 2},
         {.wanted = 21, .least = 17},
         {.wanted = 12, .least = 11, .rank = 3},
         {.wanted = 8, .least = 5, .rank = 4},
         {.wanted = 60, .least = 28, .rank = 1, .takesRest = true}}); // location
    m_savepoints->pane().sortBy(SavepointsModel::Created, Qt::DescendingOrder);
    m_savepoints->pane().table().setContextMenuPolicy(Qt::ActionsContextMenu);
    m_savepoints->pane().table().addActions(m_savepointActions->all());
    addPage(*m_savepoints);
    connect(&m_savepoints->pane(), &TablePane::selectionChanged, this,
            &MainWindow::refreshSubjects);
    return *m_savepoints;
}

ListPage &MainWindow::events()
{
    if (m_events)
        return *m_events;
    m_events = new ListPage(tr("Events"), m_desk.events(), tr("Nothing has happened yet."));
    m_events->pane().setColumns({{.wanted = 17, .least = 15},
                                 {.wanted = 16, .least = 15, .rank = 2},
                                 {.wanted = 30, .least = 20, .rank = 1},
                                 {.wanted = 18, .least = 14},
                                 {.wanted = 18, .least = 10, .rank = 3},
                                 {.wanted = 60, .least = 30, .takesRest = true}}); // what happened
    m_events->pane().sortBy(EventsModel::Time, Qt::DescendingOrder);
    addPage(*m_events);
    connect(&m_events->pane(), &TablePane::opened, this, [this](const QString &number) {
        if (const NamedEvent *named = m_desk.events().find(number))
            openText(named->event.name, named->event.message, named->event.detail, this);
    });
    return *m_events;
}

void MainWindow::addPage(ListPage &page)
{
    m_pages->addWidget(&page);
    page.setText(m_searchField->text());
    page.pane().restore(m_settings);
    connect(&page.pane(), &TablePane::arranged, this, &MainWindow::saveSoon);
}

//! They take a third of the time that the window takes to build.
void MainWindow::buildOtherPages()
{
    (void)clusters();
    (void)savepoints();
    (void)events();
}

void MainWindow::buildStatusBar()
{
    setWindowIcon(themedIcon(u"headgate"_s));
    m_status->setContentsMargins(fontMetrics().averageCharWidth(), 0, 0, 0);
    statusBar()->addWidget(m_status, 1);
}

//! Words beside the icons where there is room for them and for the search.
void MainWindow::fitToolBars()
{
    const bool isWide = width() > fontMetrics().averageCharWidth() * 185;
    const Qt::ToolButtonStyle style =
        isWide ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly;
    m_deploymentBar->setToolButtonStyle(style);
    m_clusterBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_savepointBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    int height = 0; // one for all pages, which else would jump
    for (const QToolBar *bar : {m_deploymentBar, m_clusterBar, m_savepointBar})
        height = std::max(height, bar->sizeHint().height());
    m_searchBar->setMinimumHeight(height);
}

//! At the end of the tool bar, so that no other button moves, and only while there is a doubt; the
//! menus always have it.
void MainWindow::offerConfirmation()
{
    QAction *action = &m_clusterActions->confirmSameCluster();
    const bool isOffered = m_clusterBar->widgetForAction(action) != nullptr;
    if (isOffered == m_clusterActions->isAnyDoubted())
        return;
    if (isOffered)
        m_clusterBar->removeAction(action);
    else
        addTo(*m_clusterBar, {action});
}

QList<QAction *> MainWindow::allActions() const
{
    QList<QAction *> actions{&m_deploymentActions->newDeployment()};
    actions += m_deploymentActions->all();
    actions += m_clusterActions->all();
    actions += m_savepointActions->all();
    actions += m_places;
    actions += {m_refresh, m_search, m_attentionOnly, m_attentionFirst, m_keys, m_about, m_quit};
    return actions;
}

void MainWindow::saveState()
{
    m_settings.setValue("window/geometry"_L1, saveGeometry());
    m_settings.setValue("window/splitter"_L1,
                        static_cast<QSplitter *>(centralWidget())->saveState());
    m_settings.setValue("window/place"_L1, int(m_navigation->place()));
    m_settings.setValue("window/attentionFirst"_L1, m_attentionFirst->isChecked());
    m_deployments->save(m_settings);
    if (m_clusters)
        m_clusters->save(m_settings);
    for (ListPage *page : {m_savepoints, m_events}) {
        if (page)
            page->pane().save(m_settings);
    }
    m_settings.sync();
}

void MainWindow::restoreState()
{
    const int unit = fontMetrics().height();
    if (!restoreGeometry(m_settings.value("window/geometry"_L1).toByteArray()))
        resizeWithinScreen(*this, {unit * 78, unit * 46});
    static_cast<QSplitter *>(centralWidget())
        ->restoreState(m_settings.value("window/splitter"_L1).toByteArray());
    m_attentionFirst->setChecked(m_settings.value("window/attentionFirst"_L1).toBool());
    m_navigation->go(Place(m_settings.value("window/place"_L1).toInt()));
    m_deployments->restore(m_settings);
}

} // namespace headgate
