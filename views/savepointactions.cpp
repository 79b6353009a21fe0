// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/savepointactions.h"

#include "model/core/whendone.h"
#include "model/items/words.h"
#include "views/actiontext.h"
#include "views/question.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Context = "headgate::SavepointActions";

constexpr ActionText DeleteText{
    QT_TRANSLATE_NOOP("headgate::SavepointActions", "&Delete Savepoint"),
    QT_TRANSLATE_NOOP("headgate::SavepointActions", "Delete"),
    QT_TRANSLATE_NOOP("headgate::SavepointActions",
                      "Have Flink delete the files of the savepoint, for good."),
    "delete", "Alt+Del"};
constexpr ActionText ForgetText{
    QT_TRANSLATE_NOOP("headgate::SavepointActions", "&Forget Savepoint"),
    QT_TRANSLATE_NOOP("headgate::SavepointActions", "Forget"),
    QT_TRANSLATE_NOOP("headgate::SavepointActions",
                      "Take the savepoint off the list; its files stay where they are."),
    "close", nullptr};

} // namespace

SavepointActions::SavepointActions(Intentions &intentions, Desk &desk, QWidget &window)
    : QObject(&window)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_window(window)
    , m_delete(newAction(DeleteText, Context, this))
    , m_forget(newAction(ForgetText, Context, this))
{
    connect(m_delete, &QAction::triggered, this, &SavepointActions::askToDelete);
    connect(m_forget, &QAction::triggered, this, &SavepointActions::askToForget);
    connect(&m_desk, &Desk::applied, this, &SavepointActions::refresh);
    refresh();
}

void SavepointActions::setSubjects(const QStringList &ids)
{
    m_subjects = ids;
    refresh();
}

void SavepointActions::refresh()
{
    m_subjects.removeIf([this](const QString &id) { return !m_desk.savepoints().find(id); });
    const QString why = refusal();
    setPossible(*m_delete, why);
    setPossible(*m_forget, why);
}

QString SavepointActions::refusal() const
{
    if (m_subjects.isEmpty())
        return tr("Select a savepoint in the list first.");
    for (const QString &id : m_subjects) {
        const QString deploymentId = m_desk.savepoints().find(id)->spec.deploymentId;
        const DeploymentReport *report = m_desk.deployments().find(deploymentId);
        if (const QString why = report ? report->keptSavepoints.value(id) : QString();
            !why.isEmpty())
            return why;
    }
    return {};
}

void SavepointActions::askToDelete()
{
    ask(&m_window,
        {.title = plainName(*m_delete),
         .text = tr("Delete the files of %n savepoints for good?", nullptr, int(m_subjects.size())),
         .consequences = locations(),
         .proceed = plainName(*m_delete),
         .keep = tr("Keep")},
        [this] { carryOut(*m_delete, false); });
}

void SavepointActions::askToForget()
{
    ask(&m_window,
        {.title = plainName(*m_forget),
         .text = tr("Take %n savepoints off the list? Their files stay where they are.", nullptr,
                    int(m_subjects.size())),
         .consequences = locations(),
         .proceed = plainName(*m_forget),
         .keep = tr("Keep")},
        [this] { carryOut(*m_forget, true); });
}

QString SavepointActions::locations() const
{
    QStringList lines;
    for (const QString &id : m_subjects) {
        const Savepoint &savepoint = *m_desk.savepoints().find(id);
        const QString location = savepoint.spec.savepointLocation;
        const TerminationReason ending = m_desk.savepoints().endingOf(savepoint);
        lines.append(location.isEmpty() ? savepointText(savepoint, ending, m_desk.now())
                                        : location);
    }
    return lines.join(u'\n');
}

void SavepointActions::carryOut(const QAction &action, bool areFilesKept)
{
    const QString name = plainName(action);
    for (const QString &id : QStringList(m_subjects)) {
        const QString deployment =
            m_desk.deployments().nameOf(m_desk.savepoints().find(id)->spec.deploymentId);
        Q_EMIT begun(tr("%1: “%2” …", "action, deployment").arg(name, deployment));
        whenDone(this, m_intentions.deleteSavepoint(id, areFilesKept),
                 [=, this](const Result<Done> &done) {
                     if (!done)
                         Q_EMIT failed(
                             tr("%1 of “%2” was not possible. %3", "action, deployment, reason")
                                 .arg(name, deployment, done.error().message),
                             done.error());
                 });
    }
}

} // namespace headgate
