// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentrequests.h"

#include "model/core/whendone.h"
#include "model/items/marks.h"
#include "model/items/words.h"
#include "views/consequences.h"
#include "views/deploymentactions.h"
#include "views/orphanquestion.h"
#include "views/startdialog.h"
#include "views/upgradeplan.h"

#include <QMessageBox>

namespace headgate {

using namespace Qt::StringLiterals;

DeploymentRequests::DeploymentRequests(Intentions &intentions, Desk &desk, QWidget &window)
    : QObject(&window)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_window(window)
{
    connect(&desk, &Desk::applied, this, &DeploymentRequests::endWhatCameAbout);
}

void DeploymentRequests::request(DeploymentAction action, const QStringList &all)
{
    const QStringList ids = possible(action, all);
    if (ids.isEmpty())
        return;
    switch (action) {
    case DeploymentAction::Start:
    case DeploymentAction::Retry:
    case DeploymentAction::RunAgain:
    case DeploymentAction::ChooseState:
        return requestStart(action, ids);
    case DeploymentAction::Suspend:
        return requestSuspend(ids);
    case DeploymentAction::StopWithDrain:
        return requestDrain(ids);
    case DeploymentAction::Cancel:
        return requestCancel(ids);
    case DeploymentAction::ForceCancel:
        return requestForceCancel(ids);
    case DeploymentAction::TriggerSavepoint:
        return run(action, ids,
                   [this](const QString &id) { return m_intentions.triggerSavepoint(id); });
    case DeploymentAction::Delete:
        return requestDelete(ids);
    case DeploymentAction::Edit:
        Q_EMIT editRequested(ids.first());
        return;
    case DeploymentAction::UpgradeToChangedJar:
        return requestUpgradeToChangedJar(ids);
    case DeploymentAction::UpgradeFromCheckpoint:
        return requestUpgradeFromCheckpoint(ids);
    case DeploymentAction::AdoptJob:
        return requestAdopt(ids);
    }
}

void DeploymentRequests::requestStart(DeploymentAction action, const QStringList &ids)
{
    startBesideOrphans(&m_window, m_desk, ids, nameOf(action), [=, this] {
        chooseState(action, possible(action, ids)); // a question may have taken its time
    });
}

void DeploymentRequests::chooseState(DeploymentAction action, const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    const bool isAnythingToChoose = action == DeploymentAction::ChooseState
        || std::ranges::any_of(ids, [this](const QString &id) { return hasStateToChoose(id); });
    if (!isAnythingToChoose || ids.size() > 1)
        return startAllFromNewest(action, ids);
    const QString &id = ids.first();
    auto *dialog = new StartDialog(m_desk, id, action, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &StartDialog::chosen, this,
            [=, this](const StartOrder &order) { start(action, id, order); });
    dialog->open();
}

void DeploymentRequests::startAllFromNewest(DeploymentAction action, const QStringList &ids)
{
    const auto startAll = [=, this] {
        for (const QString &id : ids)
            start(action, id, newestOrder(m_desk, id, action));
    };
    if (ids.size() == 1)
        return startAll();
    QStringList lines;
    for (const QString &id : ids) {
        const bool isRunAgain = action == DeploymentAction::RunAgain;
        const StatePreview &next = m_desk.deployments().find(id)->nextState;
        const QString state =
            isRunAgain ? tr("nothing: it would start empty") : nextStateText(next, m_desk.now());
        lines.append(tr("%1 restores %2", "deployment, state").arg(namesOf(m_desk, {id}), state));
        if (!isRunAgain && !next.caution.isEmpty())
            lines.append(next.caution);
    }
    ask(&m_window,
        {.title = nameOf(action),
         .text = tr("Start %n deployments?", nullptr, int(ids.size())),
         .consequences = lines.join(u'\n'),
         .proceed = nameOf(action),
         .keep = tr("Leave as They Are")},
        startAll);
}

void DeploymentRequests::start(DeploymentAction action, const QString &id, const StartOrder &order)
{
    const DeploymentReport *report = m_desk.deployments().find(id);
    if (!report)
        return;
    const auto isPossible = [&](DeploymentAction which) {
        return !report->refusals.contains(which);
    };
    DeploymentAction effective = action;
    if (action == DeploymentAction::ChooseState && !isPossible(DeploymentAction::Start))
        effective = isPossible(DeploymentAction::RunAgain) ? DeploymentAction::RunAgain
                                                           : DeploymentAction::Retry;
    run(action, {id}, [=, this](const QString &one) {
        if (effective == DeploymentAction::RunAgain)
            return m_intentions.runAgain(one, order);
        if (effective == DeploymentAction::Retry)
            return m_intentions.retry(one, order);
        return m_intentions.start(one, order);
    });
}

void DeploymentRequests::requestSuspend(const QStringList &ids)
{
    const auto suspend = [=, this] {
        run(DeploymentAction::Suspend, ids,
            [this](const QString &id) { return m_intentions.suspend(id, false); });
    };
    if (ids.size() == 1)
        return suspend();
    ask(&m_window,
        {.title = tr("Suspend"),
         .text = tr("Suspend %n deployments, each with a savepoint?", nullptr, int(ids.size())),
         .consequences = namesOf(m_desk, ids),
         .proceed = tr("Suspend"),
         .keep = tr("Keep Running")},
        suspend);
}

void DeploymentRequests::requestDrain(const QStringList &ids)
{
    ask(&m_window,
        {.title = tr("Stop with Drain"),
         .text = tr("Stop %1 for good?").arg(namesOf(m_desk, ids)),
         .consequences =
             tr("The sources end, every window fires as if the input were over, and a savepoint is "
                "taken. Going on from that savepoint would give results that the job alone would "
                "not have given: it is restored only if you choose it."),
         .proceed = tr("Stop with Drain"),
         .keep = tr("Keep Running")},
        [=, this] {
            run(DeploymentAction::StopWithDrain, ids,
                [this](const QString &id) { return m_intentions.suspend(id, true); });
        });
}

void DeploymentRequests::requestUpgradeToChangedJar(const QStringList &ids)
{
    QStringList plans;
    QMap<QString, StartOrder> shown;
    bool isAnyUpgraded = false;
    for (const QString &id : ids) {
        const DeploymentReport &report = *m_desk.deployments().find(id);
        const UpgradePlan plan(m_desk, report, report.deployment);
        isAnyUpgraded |= !plan.isForNextStart();
        shown[id] = plan.order();
        plans.append(ids.size() > 1 ? namesOf(m_desk, {id}) + u'\n' + plan.steps() : plan.steps());
    }
    ask(&m_window,
        {.title = tr("Upgrade to Changed Jar"),
         .text = (isAnyUpgraded ? tr("Upgrade %1 to the new content of its jar?")
                                : tr("Take the new content of the jar of %1 for its next start?"))
                     .arg(namesOf(m_desk, ids)),
         .consequences = plans.join(u'\n'),
         .proceed = isAnyUpgraded ? tr("Upgrade") : tr("Take for Next Start"),
         .keep = isAnyUpgraded ? tr("Keep Running") : tr("Leave as It Is")},
        [=, this] {
            run(DeploymentAction::UpgradeToChangedJar, ids, [=, this](const QString &id) {
                return m_intentions.upgradeToChangedJar(id, shown[id]);
            });
        });
}

void DeploymentRequests::requestUpgradeFromCheckpoint(const QStringList &ids)
{
    const auto consequences = [=, this]() -> QString {
        return tr("The running job is cancelled without a savepoint, and what is saved is started "
                  "from its newest checkpoint.")
            + u'\n' + lossesByCancel(m_desk, ids);
    };
    askWithLosses({.title = nameOf(DeploymentAction::UpgradeFromCheckpoint),
                   .text = tr("Upgrade %1 from the newest checkpoint?").arg(namesOf(m_desk, ids)),
                   .proceed = tr("Upgrade"),
                   .keep = tr("Keep Running")},
                  consequences, [=, this] {
                      run(DeploymentAction::UpgradeFromCheckpoint, ids, [this](const QString &id) {
                          return m_intentions.upgradeFromCheckpoint(id);
                      });
                  });
}

void DeploymentRequests::requestAdopt(const QStringList &ids)
{
    ask(&m_window,
        {.title = nameOf(DeploymentAction::AdoptJob),
         .text = tr("Adopt the job that was found as that of %1?").arg(namesOf(m_desk, ids)),
         .consequences =
             tr("It runs on as it is. What it runs is not known here: it is not upgraded, "
                "and what is saved counts from the next start on."),
         .proceed = nameOf(DeploymentAction::AdoptJob),
         .keep = tr("Leave as It Is")},
        [=, this] {
            run(DeploymentAction::AdoptJob, ids,
                [this](const QString &id) { return m_intentions.adoptJob(id); });
        });
}

void DeploymentRequests::requestCancel(const QStringList &ids)
{
    const auto cancel = [=, this] {
        run(DeploymentAction::Cancel, ids,
            [this](const QString &id) { return m_intentions.cancel(id); });
    };
    const auto losses = [=, this] { return lossesByCancel(m_desk, ids); };
    if (losses().isEmpty() && ids.size() == 1)
        return cancel();
    const bool areSuspending = std::ranges::all_of(ids, [this](const QString &id) {
        const DeploymentReport &report = *m_desk.deployments().find(id);
        return isChanging(report) && report.deployment.spec.state == DesiredState::Suspended;
    });
    askWithLosses({.title = tr("Cancel"),
                   .text = tr("Cancel the job of %1 without a savepoint?", nullptr, int(ids.size()))
                               .arg(namesOf(m_desk, ids)),
                   .proceed = tr("Cancel Job"),
                   .keep = areSuspending ? tr("Keep Suspending") : tr("Keep Running")},
                  losses, cancel);
}

//! What is lost grows while a person thinks.
void DeploymentRequests::askWithLosses(Question question, const std::function<QString()> &losses,
                                       const std::function<void()> &proceed)
{
    question.consequences = losses();
    QMessageBox *box = ask(&m_window, question, proceed);
    connect(&m_desk, &Desk::aged, box, [box, losses] {
        if (const QString now = losses(); now != box->informativeText())
            setConsequences(*box, now);
    });
}

void DeploymentRequests::requestForceCancel(const QStringList &ids)
{
    ask(&m_window,
        {.title = tr("Force Cancel"),
         .text = tr("Let go of the job of %1 without waiting for Flink?").arg(namesOf(m_desk, ids)),
         .consequences =
             tr("The job may still run; it is listed as a possible orphan until it is seen to have "
                "ended. A start before that can make two jobs do the same work."),
         .proceed = tr("Force Cancel"),
         .keep = tr("Keep Waiting")},
        [=, this] {
            run(DeploymentAction::ForceCancel, ids,
                [this](const QString &id) { return m_intentions.forceCancel(id); });
        });
}

void DeploymentRequests::requestDelete(const QStringList &ids)
{
    ask(&m_window,
        {.title = tr("Delete"),
         .text = tr("Delete %1?").arg(namesOf(m_desk, ids)),
         .consequences = remainsOfDelete(m_desk, ids),
         .proceed = tr("Delete"),
         .keep = tr("Keep")},
        [=, this] {
            for (const QString &id : ids)
                remove(id);
        });
}

void DeploymentRequests::remove(const QString &id)
{
    const QString name = namesOf(m_desk, {id});
    begin(id, tr("Deleting %1 …").arg(name));
    whenDone(
        this, m_intentions.deleteDeployment(id), [=, this](const Result<QStringList> &remaining) {
            if (!remaining)
                return report(DeploymentAction::Delete, name, remaining.error());
            if (!remaining->isEmpty())
                tell(&m_window, tr("Savepoints Remain"),
                     tr("%1 is deleted. The files of its savepoints are still here:").arg(name),
                     remaining->join(u'\n'));
        });
}

void DeploymentRequests::begin(const QString &id, const QString &sentence)
{
    if (const DeploymentReport *report = m_desk.deployments().find(id))
        m_begun.insert(id, {sentence, report->deployment.status.state});
    Q_EMIT begun(sentence);
}

void DeploymentRequests::endWhatCameAbout()
{
    m_begun.removeIf([this](QHash<QString, Begun>::iterator each) {
        const DeploymentReport *report = m_desk.deployments().find(each.key());
        const bool isOver =
            !report || (!isChanging(*report) && report->deployment.status.state != each->before);
        if (isOver)
            Q_EMIT ended(each->sentence);
        return isOver;
    });
}

void DeploymentRequests::run(DeploymentAction action, const QStringList &ids, const Ask &ask)
{
    for (const QString &id : ids) {
        const QString name = namesOf(m_desk, {id});
        begin(id, tr("%1: %2 …", "action, deployment").arg(nameOf(action), name));
        whenDone(this, ask(id), [=, this](const Result<Done> &done) {
            if (!done)
                report(action, name, done.error());
        });
    }
}

void DeploymentRequests::report(DeploymentAction action, const QString &name, const Error &error)
{
    Q_EMIT failed(tr("%1 of %2 was not possible. %3", "action, deployment, reason")
                      .arg(nameOf(action), name, error.message),
                  error);
}

QStringList DeploymentRequests::possible(DeploymentAction action, const QStringList &ids)
{
    QStringList result;
    QStringList refused;
    for (const QString &id : ids) {
        const DeploymentReport *report = m_desk.deployments().find(id);
        if (!report)
            continue;
        const QString refusal = report->refusals.value(action);
        if (refusal.isEmpty())
            result.append(id);
        else
            refused.append(tr("%1: %2", "deployment, reason").arg(namesOf(m_desk, {id}), refusal));
    }
    if (!refused.isEmpty()) {
        Q_EMIT failed(tr("%1 is left out for %n deployments. %2", nullptr, int(refused.size()))
                          .arg(nameOf(action), refused.first()),
                      Error{.detail = refused.join(u'\n')});
    }
    return result;
}

bool DeploymentRequests::hasStateToChoose(const QString &id) const
{
    const DeploymentReport *report = m_desk.deployments().find(id);
    return report
        && (!report->nextState.savepointId.isEmpty() || !report->nextState.location.isEmpty()
            || !report->nextState.refusal.isEmpty() || !report->nextState.caution.isEmpty()
            || !m_desk.savepoints().restorableOf(id).isEmpty());
}

} // namespace headgate
