// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/clusteractions.h"

#include "model/core/whendone.h"
#include "views/actiontext.h"
#include "views/question.h"

#include <QMessageBox>
#include <QPushButton>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Context = "headgate::ClusterActions";

constexpr ActionText AddText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "&Add Session Cluster"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Add"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions",
                      "Attach a Flink by its URL, or start one on this machine."),
    "cluster-add", "Ctrl+Shift+N"};
constexpr ActionText StartText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "&Start Session Cluster"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Start"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions",
                      "Start its processes, or attach it and look at it."),
    "cluster-start", "Ctrl+Shift+S"};
constexpr ActionText StopText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "S&top Session Cluster"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Stop"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions",
                      "End its processes; or, if it is remote, detach it: its Flink runs on."),
    "cluster-stop", "Ctrl+Shift+P"};
constexpr ActionText SuspendAllText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "S&uspend All"), nullptr,
    QT_TRANSLATE_NOOP("headgate::ClusterActions",
                      "Suspend every deployment that runs on the session cluster."),
    "suspend", nullptr};
constexpr ActionText CancelAllText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Can&cel All"), nullptr,
    QT_TRANSLATE_NOOP("headgate::ClusterActions",
                      "Cancel every deployment that runs on the session cluster."),
    "cancel", nullptr};
constexpr ActionText SameText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "&Confirm Same Cluster"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Confirm"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions",
                      "Say that what answers now is the cluster that was there before."),
    "cluster", "Ctrl+Shift+I"};
constexpr ActionText EditText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "&Edit Session Cluster"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Edit"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Change how it is reached or started."), "edit",
    "Ctrl+Shift+E"};
constexpr ActionText DeleteText{
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "&Delete Session Cluster"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Delete"),
    QT_TRANSLATE_NOOP("headgate::ClusterActions", "Forget the session cluster."), "delete",
    "Ctrl+Shift+Del"};

} // namespace

ClusterActions::ClusterActions(Intentions &intentions, Desk &desk, QWidget &window)
    : QObject(&window)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_window(window)
    , m_add(newAction(AddText, Context, this))
    , m_start(newAction(StartText, Context, this))
    , m_stop(newAction(StopText, Context, this))
    , m_suspendAll(newAction(SuspendAllText, Context, this))
    , m_cancelAll(newAction(CancelAllText, Context, this))
    , m_same(newAction(SameText, Context, this))
    , m_edit(newAction(EditText, Context, this))
    , m_delete(newAction(DeleteText, Context, this))
{
    connect(m_add, &QAction::triggered, this, &ClusterActions::addRequested);
    connect(m_start, &QAction::triggered, this, &ClusterActions::startAll);
    connect(m_stop, &QAction::triggered, this, &ClusterActions::stopAll);
    connect(m_suspendAll, &QAction::triggered, this, &ClusterActions::askToSuspendAll);
    connect(m_cancelAll, &QAction::triggered, this, [this] {
        Q_EMIT deploymentsRequested(DeploymentAction::Cancel,
                                    possibleFor(DeploymentAction::Cancel));
    });
    connect(m_same, &QAction::triggered, this, &ClusterActions::confirmSame);
    connect(m_edit, &QAction::triggered, this,
            [this] { Q_EMIT editRequested(m_subjects.first()); });
    connect(m_delete, &QAction::triggered, this, &ClusterActions::removeAll);
    connect(&m_desk, &Desk::applied, this, &ClusterActions::refresh);
    refresh();
}

QList<QAction *> ClusterActions::all() const
{
    return {m_add, m_start, m_stop, m_suspendAll, m_cancelAll, m_same, m_edit, m_delete};
}

bool ClusterActions::isRare(const QAction &action) const
{
    return &action == m_suspendAll || &action == m_cancelAll || &action == m_same;
}

bool ClusterActions::isAnyDoubted() const
{
    return std::ranges::any_of(m_desk.sessionClusters().values(),
                               &SessionClusterReport::isPerhapsAnother);
}

void ClusterActions::setSubjects(const QStringList &ids)
{
    m_subjects = ids;
    refresh();
}

void ClusterActions::refresh()
{
    m_subjects.removeIf([this](const QString &id) { return !m_desk.sessionClusters().find(id); });
    const QString none =
        m_subjects.isEmpty() ? tr("Select a session cluster in the list first.") : QString();
    const auto reason = [&](const QString &own) { return none.isEmpty() ? own : none; };
    setPossible(*m_start, reason(refusal(&SessionClusterReport::startRefusal)));
    setPossible(*m_stop, reason(stopRefusal()));
    const bool isAnyDoubted = std::ranges::any_of(m_subjects, [this](const QString &id) {
        return m_desk.sessionClusters().find(id)->isPerhapsAnother;
    });
    setPossible(*m_same,
                reason(isAnyDoubted ? QString() : tr("Nobody doubts that it is the same.")));
    setPossible(*m_delete, reason(refusal(&SessionClusterReport::deleteRefusal)));
    const bool areMany = m_subjects.size() > 1;
    setPossible(
        *m_edit,
        reason(areMany ? tr("This is possible for one session cluster at a time.") : QString()));
    refreshDeployments(none);
}

void ClusterActions::refreshDeployments(const QString &none)
{
    for (const auto &[action, which] : {std::pair(m_suspendAll, DeploymentAction::Suspend),
                                        std::pair(m_cancelAll, DeploymentAction::Cancel)})
        setPossible(*action, none.isEmpty() ? refusalForAll(which) : none);
}

QString ClusterActions::refusalForAll(DeploymentAction action) const
{
    const QStringList live = liveDeploymentsOn(m_subjects);
    if (live.isEmpty())
        return tr("No deployment has a job on it.");
    return possibleFor(action).isEmpty()
        ? m_desk.deployments().find(live.first())->refusals.value(action)
        : QString();
}

QStringList ClusterActions::possibleFor(DeploymentAction action) const
{
    QStringList ids = liveDeploymentsOn(m_subjects);
    ids.removeIf([&](const QString &id) {
        return m_desk.deployments().find(id)->refusals.contains(action);
    });
    return ids;
}

void ClusterActions::askToSuspendAll()
{
    const QStringList ids = possibleFor(DeploymentAction::Suspend);
    QStringList names;
    for (const QString &id : ids)
        names.append(tr("“%1”").arg(m_desk.deployments().nameOf(id)));
    ask(&m_window,
        {.title = plainName(*m_suspendAll),
         .text = tr("Suspend %n deployments, each with a savepoint?", nullptr, int(ids.size())),
         .consequences = names.join(", "_L1),
         .proceed = tr("Suspend All"),
         .keep = tr("Keep Running")},
        [=, this] { suspendAll(ids); });
}

void ClusterActions::suspendAll(const QStringList &ids)
{
    for (const QString &id : ids)
        watch(tr("Suspend"), m_desk.deployments().nameOf(id), m_intentions.suspend(id, false));
}

QString ClusterActions::refusal(QString SessionClusterReport::*reason) const
{
    QString first;
    for (const QString &id : m_subjects) {
        const SessionClusterReport *report = m_desk.sessionClusters().find(id);
        Q_ASSERT(report); // refresh() has dropped those that are gone
        const QString own = report->*reason;
        if (own.isEmpty())
            return {};
        if (first.isEmpty())
            first = own;
    }
    return first;
}

//! With live jobs a stop is refused only at first: how to go on is then a question.
QString ClusterActions::stopRefusal() const
{
    const bool isAnyToRun =
        std::ranges::any_of(m_subjects, [this](const QString &id) { return isToRun(id); });
    return isAnyToRun ? QString() : refusal(&SessionClusterReport::stopRefusal);
}

bool ClusterActions::isToRun(const QString &id) const
{
    const SessionClusterReport *report = m_desk.sessionClusters().find(id);
    return report && report->cluster.spec.state == SessionClusterDesiredState::Running;
}

void ClusterActions::startAll()
{
    for (const QString &id : std::as_const(m_subjects)) {
        if (m_desk.sessionClusters().find(id)->startRefusal.isEmpty())
            watch(plainName(*m_start), m_desk.sessionClusters().nameOf(id),
                  m_intentions.startSessionCluster(id));
    }
}

void ClusterActions::stopAll()
{
    for (const QString &id : QStringList(m_subjects)) {
        if (isToRun(id))
            stop(id);
    }
}

void ClusterActions::stop(const QString &id)
{
    const SessionClusterReport &report = *m_desk.sessionClusters().find(id);
    if (!report.stopRefusal.isEmpty())
        return askHowToStop(report);
    watch(plainName(*m_stop), titleOf(report.cluster.metadata),
          m_intentions.stopSessionCluster(id, false));
}

void ClusterActions::askHowToStop(const SessionClusterReport &report)
{
    const QString id = report.cluster.metadata.id;
    const QString name = titleOf(report.cluster.metadata);
    const QStringList live = liveDeploymentsOn({id});
    const bool isLocal = report.cluster.spec.kind == SessionClusterKind::Local;
    QMessageBox *box = newQuestion(
        &m_window, plainName(*m_stop), tr("Stop “%1”?").arg(name),
        report.stopRefusal + u'\n'
            + (isLocal ? tr("A forced stop ends its processes and the jobs on them, without a "
                            "savepoint.")
                       : tr("Its Flink runs on, and so do the jobs: a forced stop means that they "
                            "are not watched until the session cluster is started again."))
            + (live.isEmpty() ? QString()
                              : u' ' + tr("After Suspend All or Cancel All, stop it once more.")));
    const QPushButton *suspend = nullptr;
    const QPushButton *cancel = nullptr;
    if (!live.isEmpty()) {
        suspend = box->addButton(tr("Suspend All"), QMessageBox::ActionRole);
        cancel = box->addButton(tr("Cancel All"), QMessageBox::ActionRole);
    }
    const QPushButton *force = box->addButton(tr("Force Stop"), QMessageBox::DestructiveRole);
    QPushButton *keep = box->addButton(tr("Keep Running"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(box, &QMessageBox::buttonClicked, this, [=, this](const QAbstractButton *clicked) {
        if (clicked == force)
            watch(plainName(*m_stop), name, m_intentions.stopSessionCluster(id, true));
        if (clicked == cancel) // it has yet to be said what that loses
            Q_EMIT deploymentsRequested(DeploymentAction::Cancel, live);
        if (clicked == suspend)
            suspendAll(live);
    });
    box->open();
}

void ClusterActions::confirmSame()
{
    QStringList doubted;
    QStringList names;
    for (const QString &id : std::as_const(m_subjects)) {
        if (!m_desk.sessionClusters().find(id)->isPerhapsAnother)
            continue;
        doubted.append(id);
        names.append(tr("“%1”").arg(m_desk.sessionClusters().nameOf(id)));
    }
    ask(&m_window,
        {.title = plainName(*m_same),
         .text = tr("Is what answers now the cluster that %1 was before?").arg(names.join(", "_L1)),
         .consequences = tr("Jobs that it does not know are then taken for ended, and may be "
                            "started anew there. If it is another cluster, change the URL "
                            "instead: the jobs of the old one may still run."),
         .proceed = tr("It Is the Same"),
         .keep = tr("Wait")},
        [this, doubted] {
            for (const QString &id : doubted)
                watch(plainName(*m_same), m_desk.sessionClusters().nameOf(id),
                      m_intentions.confirmSameCluster(id));
        });
}

void ClusterActions::removeAll()
{
    QStringList names;
    for (const QString &id : std::as_const(m_subjects))
        names.append(tr("“%1”").arg(m_desk.sessionClusters().nameOf(id)));
    ask(&m_window,
        {.title = plainName(*m_delete),
         .text = tr("Delete %1?").arg(names.join(", "_L1)),
         .consequences = tr("Headgate forgets it. A Flink that is not Headgate's own runs on."),
         .proceed = tr("Delete"),
         .keep = tr("Keep")},
        [this, ids = m_subjects] {
            for (const QString &id : ids)
                watch(plainName(*m_delete), m_desk.sessionClusters().nameOf(id),
                      m_intentions.deleteSessionCluster(id));
        });
}

void ClusterActions::watch(const QString &action, const QString &name,
                           const QFuture<Result<Done>> &future)
{
    Q_EMIT begun(tr("%1: “%2” …", "action, name").arg(action, name));
    whenDone(this, future, [=, this](const Result<Done> &done) {
        if (!done)
            Q_EMIT failed(tr("%1 of “%2” was not possible. %3", "action, name, reason")
                              .arg(action, name, done.error().message),
                          done.error());
    });
}

QStringList ClusterActions::liveDeploymentsOn(const QStringList &clusterIds) const
{
    QStringList ids;
    for (const DeploymentReport &report : m_desk.deployments().values()) {
        const Job *job = m_desk.jobs().newestOf(report.deployment.metadata.id);
        if (job && isLive(job->status.state) && clusterIds.contains(job->spec.sessionClusterId))
            ids.append(report.deployment.metadata.id);
    }
    return ids;
}

} // namespace headgate
