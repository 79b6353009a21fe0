// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/pictures.h"

#include "views/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QTableView>
#include <QTabWidget>

#include <cstdio>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! What is gone to, selected, and opened for a picture; empty: nothing.
struct Scene {
    QString name;
    QString place = u"Deployments"_s;
    QString row = {};
    QString tab = {}; //!< Of the details of the row.
    QString action = {}; //!< Opens a dialog, which is then what the picture shows.
    QString page = {}; //!< Of that dialog.
    QString kind = {}; //!< What is chosen where it is on offer.
};

const QList<Scene> AllScenes{
    {.name = u"deployments"_s},
    {.name = u"running"_s, .row = u"clicks-agg"_s},
    {.name = u"suspending"_s, .row = u"orders-join"_s},
    {.name = u"uploading"_s, .row = u"payments-enrich"_s},
    {.name = u"failed"_s, .row = u"audit-copy"_s},
    {.name = u"suspended"_s, .row = u"fraud-score"_s},
    {.name = u"finished"_s, .row = u"backfill-2025"_s},
    {.name = u"unreachable"_s, .row = u"inventory-sync"_s},
    {.name = u"jobs"_s, .row = u"clicks-agg"_s, .tab = u"Jobs"_s},
    {.name = u"job-savepoints"_s, .row = u"clicks-agg"_s, .tab = u"Savepoints"_s},
    {.name = u"job-events"_s, .row = u"clicks-agg"_s, .tab = u"Events"_s},
    {.name = u"clusters"_s, .place = u"Session Clusters"_s, .row = u"prod"_s},
    {.name = u"cluster-local"_s, .place = u"Session Clusters"_s, .row = u"dev"_s},
    {.name = u"cluster-lost"_s, .place = u"Session Clusters"_s, .row = u"staging"_s},
    {.name = u"cluster-detached"_s, .place = u"Session Clusters"_s, .row = u"old"_s},
    {.name = u"savepoints"_s, .place = u"Savepoints"_s},
    {.name = u"events"_s, .place = u"Events"_s},
    {.name = u"new"_s, .action = u"New Deployment"_s},
    {.name = u"new-advanced"_s, .action = u"New Deployment"_s, .page = u"Advanced"_s},
    {.name = u"edit"_s, .row = u"fraud-score"_s, .action = u"Edit"_s},
    {.name = u"start"_s, .row = u"fraud-score"_s, .action = u"Start"_s},
    {.name = u"choose-state"_s, .row = u"fraud-score"_s, .action = u"Choose State"_s},
    {.name = u"cancel"_s, .row = u"clicks-agg"_s, .action = u"Cancel"_s},
    {.name = u"drain"_s, .row = u"clicks-agg"_s, .action = u"Stop with Drain"_s},
    {.name = u"force-cancel"_s, .row = u"orders-join"_s, .action = u"Force Cancel"_s},
    {.name = u"delete"_s, .row = u"nightly"_s, .action = u"Delete"_s},
    {.name = u"delete-suspended"_s, .row = u"fraud-score"_s, .action = u"Delete"_s},
    {.name = u"keys"_s, .action = u"Keys"_s},
    {.name = u"about"_s, .action = u"About Headgate"_s},
    {.name = u"add-remote"_s, .action = u"Add Session Cluster"_s},
    {.name = u"add-security"_s, .action = u"Add Session Cluster"_s, .page = u"Security"_s},
    {.name = u"add-local"_s, .action = u"Add Session Cluster"_s, .kind = u"Local"_s},
    {.name = u"stop-cluster"_s,
     .place = u"Session Clusters"_s,
     .row = u"dev"_s,
     .action = u"Stop Session Cluster"_s},
};

QString plain(QString text)
{
    return text.remove(u'&');
}

QAction *actionOf(const QWidget &window, const QString &name)
{
    for (QAction *each : window.findChildren<QAction *>()) {
        if (plain(each->text()) == name)
            return each;
    }
    return nullptr;
}

bool select(const QWidget &window, const QString &row)
{
    for (QTableView *table : window.findChildren<QTableView *>()) {
        for (int i = 0; table->isVisible() && i < table->model()->rowCount(); ++i) {
            if (table->model()->index(i, 0).data().toString() != row)
                continue;
            table->selectRow(i);
            return true;
        }
    }
    return false;
}

bool openTab(const QWidget &window, const QString &name)
{
    for (QTabWidget *tabs : window.findChildren<QTabWidget *>()) {
        for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i) {
            if (plain(tabs->tabText(i)) != name)
                continue;
            tabs->setCurrentIndex(i);
            return true;
        }
    }
    return false;
}

//! What the picture shows; null where something is not there.
QWidget *arranged(MainWindow &window, const Scene &scene)
{
    QAction *place = actionOf(window, scene.place);
    if (!place)
        return nullptr;
    place->trigger();
    QApplication::processEvents();
    if (!scene.row.isEmpty() && !select(window, scene.row))
        return nullptr;
    QApplication::processEvents();
    if (!scene.row.isEmpty() && scene.place == u"Deployments"_s
        && !openTab(window, scene.tab.isEmpty() ? u"Overview"_s : scene.tab))
        return nullptr;
    if (scene.action.isEmpty())
        return &window;
    QAction *action = actionOf(window, scene.action);
    if (!action || !action->isEnabled())
        return nullptr;
    action->trigger();
    QApplication::processEvents();
    QWidget *dialog = QApplication::activeModalWidget();
    if (dialog && !scene.kind.isEmpty()) {
        for (QComboBox *box : dialog->findChildren<QComboBox *>())
            box->setCurrentIndex(std::max(box->currentIndex(), box->findText(scene.kind)));
    }
    return dialog && !scene.page.isEmpty() && !openTab(*dialog, scene.page) ? nullptr : dialog;
}

bool take(MainWindow &window, const Scene &scene, const QDir &folder)
{
    QWidget *shown = arranged(window, scene);
    QApplication::processEvents();
    const QString path = folder.filePath(scene.name + u".png"_s);
    const bool isTaken = shown && shown->grab().save(path);
    if (!isTaken)
        std::fprintf(stderr, "no picture: %s\n", qPrintable(scene.name));
    if (auto *dialog = qobject_cast<QDialog *>(shown))
        dialog->done(QDialog::Rejected);
    return isTaken;
}

} // namespace

bool takePictures(MainWindow &window, const QString &folder)
{
    const QDir directory(folder);
    bool areAllTaken = directory.mkpath(u"."_s);
    for (const Scene &scene : AllScenes)
        areAllTaken = take(window, scene, directory) && areAllTaken;
    return areAllTaken;
}

} // namespace headgate
