// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"
#include "views/navigation.h"

#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>

class QMenu;
class QToolBar;

namespace headgate {

class ClusterActions;
class DeploymentActions;
class DeploymentRequests;
class DeploymentsPage;
class FirstRunPage;
class ListPage;
class MessageBar;
class SavepointActions;
class SessionClustersPage;

//! The window: navigation, pages, actions. It shows the desk, tells the engine what a person
//! wants, and decides nothing.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    //! All three outlive it; its state is kept in \a settings.
    MainWindow(Intentions &intentions, Desk &desk, QSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    //! Says \a sentence across the top, with the whole text of \a error behind it.
    void showError(const QString &sentence, const Error &error);
    //! What hinders all work until it is over; empty: it is over.
    void showTrouble(const QString &trouble);

protected:
    void closeEvent(QCloseEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildPages();
    void buildViewActions();
    void buildMenus();
    void buildToolBars();
    void buildStatusBar();
    void addTo(QToolBar &bar, const QList<QAction *> &actions);
    QMenu &addMenu(const QString &title, const QList<QAction *> &actions);
    QAction *addPlaceAction(const QString &text, Place place, const QString &keys);
    void connectActions();
    void connectPages();

    // The pages that are not shown at first are built when they are, or after the first paint.
    FirstRunPage &firstRun();
    SessionClustersPage &clusters();
    ListPage &savepoints();
    ListPage &events();
    void buildOtherPages();
    void addPage(ListPage &page);

    void showPlace(Place place, const QString &clusterId);
    void showCurrentPage();
    void refresh();
    void refreshSubjects();
    void search(const QString &text);
    void lookNow();
    //! Of what is selected; of all where nothing is.
    [[nodiscard]] QStringList clustersInView() const;
    void openDeploymentForm(const QString &id);
    void openClusterForm(const QString &id);
    void startSample();
    void showProgressOfSample();
    void showKeys();
    void showAbout();
    void fitToolBars();
    void offerConfirmation();
    void tellOf(const Changes &changes);
    [[nodiscard]] bool isOver(const Event &told) const;
    void tellOfSaved(const Deployment &saved);
    [[nodiscard]] bool isFailed(const QString &deploymentId) const;
    void clearMessageOfPage();

    void saveWhatChanges();
    void saveSoon();
    void saveState();
    void restoreState();
    [[nodiscard]] bool isFirstRun() const;
    [[nodiscard]] QString statusText(const DeskCounts &counts) const;
    [[nodiscard]] QList<QAction *> allActions() const;

    Intentions &m_intentions;
    Desk &m_desk;
    QSettings &m_settings;

    DeploymentActions *m_deploymentActions;
    DeploymentRequests *m_requests;
    ClusterActions *m_clusterActions;
    SavepointActions *m_savepointActions;
    QAction *m_refresh;
    QAction *m_search;
    QAction *m_attentionOnly;
    QAction *m_attentionFirst;
    QAction *m_keys;
    QAction *m_about;
    QAction *m_quit;
    QList<QAction *> m_places;

    QToolBar *m_deploymentBar;
    QToolBar *m_clusterBar;
    QToolBar *m_savepointBar;
    QToolBar *m_searchBar;
    QLineEdit *m_searchField;
    Navigation *m_navigation;
    MessageBar *m_message;
    QString m_trouble; //!< Shown until it is over.
    std::optional<Event> m_told; //!< What the message was last about, and its words.
    QString m_toldText;
    QString m_savedId; //!< Of which the message has said last that it stays FAILED, and its words.
    QString m_savedText;
    bool m_isSampleStarting = false;
    bool m_isFilled = false; //!< What stood in the store is here: the rest happens now.
    QStackedWidget *m_pages;
    DeploymentsPage *m_deployments;
    FirstRunPage *m_firstRun = nullptr;
    SessionClustersPage *m_clusters = nullptr;
    ListPage *m_savepoints = nullptr;
    ListPage *m_events = nullptr;
    bool m_isPainted = false;
    QLabel *m_status;
    QTimer m_saving;
};

} // namespace headgate
