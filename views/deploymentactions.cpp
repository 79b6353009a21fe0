// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentactions.h"

#include "views/actiontext.h"

#include <QCoreApplication>

#include <utility>

namespace headgate {

namespace {

constexpr auto Context = "headgate::DeploymentActions";

constexpr ActionText NewText{
    QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&New Deployment"),
    QT_TRANSLATE_NOOP("headgate::DeploymentActions", "New"),
    QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Describe a job that should run."), "new",
    "Ctrl+N"};

using Entry = std::pair<DeploymentAction, ActionText>;

// In the order of the menu.
constexpr Entry Entries[] = {
    {DeploymentAction::Start,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Start"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Run the deployment, from its newest state."),
      "start", "S"}},
    {DeploymentAction::Suspend,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Sus&pend"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Stop the job with a savepoint, from which it can be started again."),
      "suspend", "P"}},
    {DeploymentAction::Cancel,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Cancel"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions", "End the job without a savepoint."),
      "cancel", "C"}},
    {DeploymentAction::Retry,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Retry"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Try again what failed, with all attempts anew."),
      "retry", "R"}},
    {DeploymentAction::RunAgain,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Run A&gain"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Run a finished deployment once more."),
      "run-again", "Shift+R"}},
    {DeploymentAction::TriggerSavepoint,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Trigger Savepoint"),
      QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Savepoint"),
      QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Take a savepoint while the job runs on."),
      "savepoint", "V"}},
    {DeploymentAction::Edit,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Edit"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Change what the deployment runs."), "edit",
      "E"}},
    {DeploymentAction::ChooseState,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "C&hoose State"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Start from a savepoint of your choice, a path, or empty."),
      "choose-state", "Shift+S"}},
    {DeploymentAction::UpgradeToChangedJar,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Upgrade to Changed Jar"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Take the new content of the jar, as the upgrade strategy says."),
      "upgrade", "U"}},
    {DeploymentAction::UpgradeFromCheckpoint,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Upgrade from &Newest Checkpoint"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Cancel the job, and start what is saved from its newest checkpoint."),
      "upgrade", "Shift+U"}},
    {DeploymentAction::AdoptJob,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Adopt Job"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Take over the job that was found at Flink and has no record here."),
      "adopt", "A"}},
    {DeploymentAction::StopWithDrain,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "Stop &with Drain"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "End the job for good: all windows fire, then a savepoint is taken."),
      "drain", "Shift+P"}},
    {DeploymentAction::ForceCancel,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Force Cancel"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Let go of the job without waiting for Flink."),
      "force-cancel", "Shift+C"}},
    {DeploymentAction::Delete,
     {QT_TRANSLATE_NOOP("headgate::DeploymentActions", "&Delete"), nullptr,
      QT_TRANSLATE_NOOP("headgate::DeploymentActions",
                        "Forget the deployment; the files of its savepoints stay."),
      "delete", "Del"}},
};

bool isForOneOnly(DeploymentAction which)
{
    return which == DeploymentAction::Edit || which == DeploymentAction::ChooseState;
}

} // namespace

DeploymentActions::DeploymentActions(Desk &desk, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_new(newAction(NewText, Context, this))
{
    connect(m_new, &QAction::triggered, this, &DeploymentActions::newRequested);
    for (const auto &[which, text] : Entries) {
        QAction *action = newAction(text, Context, this);
        m_actions.insert(which, action);
        connect(action, &QAction::triggered, this,
                [this, which = which] { Q_EMIT requested(which, m_subjects); });
    }
    connect(&m_desk, &Desk::applied, this, &DeploymentActions::refresh);
    refresh();
}

QList<QAction *> DeploymentActions::all() const
{
    QList<QAction *> result;
    for (const auto &[which, text] : Entries)
        result.append(m_actions.value(which));
    return result;
}

void DeploymentActions::setSubjects(const QStringList &ids)
{
    m_subjects = ids;
    refresh();
}

void DeploymentActions::refresh()
{
    m_subjects.removeIf([this](const QString &id) { return !m_desk.deployments().find(id); });
    for (const auto &[which, action] : m_actions.asKeyValueRange())
        setPossible(*action, refusalOf(which));
}

QString DeploymentActions::refusalOf(DeploymentAction which) const
{
    if (m_subjects.isEmpty())
        return tr("Select a deployment in the list first.");
    if (m_subjects.size() > 1 && isForOneOnly(which))
        return tr("This is possible for one deployment at a time.");
    QString first;
    for (const QString &id : m_subjects) {
        const QString refusal = m_desk.deployments().find(id)->refusals.value(which);
        if (refusal.isEmpty())
            return {};
        if (first.isEmpty())
            first = refusal;
    }
    return first;
}

QString nameOf(DeploymentAction action)
{
    for (const auto &[which, text] : Entries) {
        if (which == action)
            return QCoreApplication::translate(Context, text.text).remove(u'&');
    }
    return {};
}

} // namespace headgate
