// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentform.h"

#include "model/core/whendone.h"
#include "model/items/fieldchanges.h"
#include "model/items/words.h"
#include "views/advancedpage.h"
#include "views/conflictdialog.h"
#include "views/fieldchecks.h"
#include "views/firstsize.h"
#include "views/messagebar.h"
#include "views/orphanquestion.h"
#include "views/question.h"
#include "views/standardpage.h"
#include "views/upgradeplan.h"

#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QVBoxLayout>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

DeploymentForm::DeploymentForm(Intentions &intentions, Desk &desk, const QString &deploymentId,
                               QWidget *parent)
    : QDialog(parent)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_message(new MessageBar(this))
    , m_pages(new QTabWidget(this))
    , m_standard(new StandardPage(intentions, desk))
    , m_advanced(new AdvancedPage)
{
    if (const DeploymentReport *report = desk.deployments().find(deploymentId)) {
        m_base = report->deployment;
        m_report = *report;
    }
    const bool isNew = m_base.metadata.id.isEmpty();
    setWindowTitle(isNew ? tr("New Deployment") : tr("Edit %1").arg(titleOf(m_base.metadata)));
    setAcceptDrops(true);
    build();
    m_standard->read(m_base);
    m_advanced->read(m_base);
    m_initial = value();
    m_initialText = m_advanced->typedText();
    m_standard->begin();
    connect(&m_desk, &Desk::applied, this, &DeploymentForm::showConflict);
}

void DeploymentForm::reject()
{
    if (m_isSaving)
        return m_message->say(Mark::Changing, tr("Saving … This closes when the answer is there."));
    if (!isChanged())
        return QDialog::reject();
    ask(this,
        {.title = tr("Discard Changes"),
         .text = tr("Discard what you typed?"),
         .consequences = tr("It is not saved."),
         .proceed = tr("Discard Changes"),
         .keep = tr("Keep Editing")},
        [this] { QDialog::reject(); });
}

void DeploymentForm::dragEnterEvent(QDragEnterEvent *event)
{
    if (!JarEdit::fileIn(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DeploymentForm::dropEvent(QDropEvent *event)
{
    m_standard->setJar(JarEdit::fileIn(*event->mimeData()));
    m_pages->setCurrentIndex(0);
    event->acceptProposedAction();
}

void DeploymentForm::build()
{
    auto *layout = new QVBoxLayout(this);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->tabBar()->setAccessibleName(tr("Pages"));
    m_pages->addTab(scrolling(m_standard), tr("Standar&d"));
    m_pages->addTab(scrolling(m_advanced), tr("Ad&vanced"));
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_message); // below: no field moves when it comes
    buildButtons(*layout);
    auto *checks = new FieldChecks(this, {&m_standard->rows(), &m_advanced->rows()},
                                   [this] { return errorsIn(value(), false); });
    connect(checks, &FieldChecks::mended, this, [this] {
        if (m_message->message() == notSavedYet())
            m_message->clear();
    });
    resizeWithinScreen(*this,
                       {fontMetrics().averageCharWidth() * 116, fontMetrics().height() * 32});
}

void DeploymentForm::buildButtons(QLayout &layout)
{
    auto *buttons = new QDialogButtonBox(this);
    // Made by the box: buttons that it only takes in break the order of Tab in Qt 6.4.
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::ActionRole);
    m_saveAndStart = buttons->addButton(tr("Save and S&tart"), QDialogButtonBox::ActionRole);
    const QPushButton *cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_save->setDefault(true);
    const bool isRunningAlready = m_base.spec.state == DesiredState::Running
        && m_base.status.state != DeploymentState::Failed;
    m_saveAndStart->setVisible(!isRunningAlready);
    if (!m_report.nextState.location.isEmpty())
        m_saveAndStart->setToolTip(
            tr("It restores %1.").arg(nextStateText(m_report.nextState, m_desk.now())));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { save(false); });
    connect(m_saveAndStart, &QPushButton::clicked, this, [this] { save(true); });
    layout.addWidget(buttons);
}

void DeploymentForm::save(bool isStarted)
{
    const Deployment deployment = value();
    const QList<FieldError> errors = errorsIn(deployment, isStarted);
    m_message->clear();
    m_standard->rows().clearErrors();
    m_advanced->rows().clearErrors();
    // The jar may have been mended since it was read: where nothing else is wrong, the engine
    // looks again.
    if (!errors.isEmpty() && errors != m_standard->errorsOfJar())
        return showErrors(errors, {});
    if (!isStarted)
        return confirm(false);
    startBesideOrphans(this, m_desk, {deployment.metadata.id}, tr("Save and Start"),
                       [this] { confirm(true); });
}

void DeploymentForm::confirm(bool isStarted)
{
    const UpgradePlan plan = planOf(value());
    if (plan.isNeeded(isStarted))
        return askToUpgrade(plan, isStarted);
    send(isStarted, isStarted ? plan.order() : StartOrder());
}

void DeploymentForm::send(bool isStarted, const StartOrder &shown)
{
    const DeploymentDraft draft{
        .deployment = value(), .isStartedAfterwards = isStarted, .order = shown};
    setSaving(true);
    whenDone(this, m_intentions.saveDeployment(draft),
             [this](const Result<Deployment> &answer) { take(answer); });
}

void DeploymentForm::take(const Result<Deployment> &answer)
{
    setSaving(false);
    if (!answer) {
        const Error &error = answer.error();
        m_isConflicting = error.kind == ErrorKind::Conflict;
        showConflict();
        return showErrors(error.fields, error.message, error.detail);
    }
    Q_EMIT saved(*answer);
    accept();
}

void DeploymentForm::showErrors(const QList<FieldError> &errors, const QString &summary,
                                const QString &detail)
{
    QStringList rest{errors.isEmpty() ? summary : notSavedYet()};
    const QList<FieldError> homeless =
        m_advanced->rows().showErrors(m_standard->rows().showErrors(errors));
    for (const FieldError &error : homeless)
        rest.append(tr("%1: %2", "field, error").arg(labelOf(error.path), error.message));
    m_message->say(Mark::Failed, rest.join(u'\n'), detail);
    QWidget *standard = m_standard->rows().firstFaulty();
    QWidget *faulty = standard ? standard : m_advanced->rows().firstFaulty();
    if (!faulty)
        return;
    m_pages->setCurrentIndex(standard ? 0 : 1);
    faulty->setFocus(Qt::OtherFocusReason);
}

void DeploymentForm::setSaving(bool isSaving)
{
    m_isSaving = isSaving;
    if (isSaving)
        m_focusWhileSaving = focusWidget();
    m_pages->setEnabled(!isSaving); // what is typed now would be lost
    setAcceptDrops(!isSaving);
    m_save->setEnabled(!isSaving);
    m_saveAndStart->setEnabled(!isSaving);
    if (isSaving)
        return m_message->say(Mark::Changing, tr("Saving …"));
    m_message->clear();
    if (m_focusWhileSaving)
        m_focusWhileSaving->setFocus(Qt::OtherFocusReason);
}

Deployment DeploymentForm::value() const
{
    Deployment deployment = m_base;
    m_standard->writeTo(deployment);
    m_advanced->writeTo(deployment);
    return deployment;
}

QList<FieldError> DeploymentForm::errorsIn(const Deployment &deployment, bool isStarted) const
{
    QList<FieldError> errors = m_advanced->errors() + validate(deployment);
    // What the engine would say, too, so that one mistake does not hide another.
    if (isNameTaken(deployment.metadata))
        errors.append({u"metadata.name"_s, tr("A deployment of this name exists already.")});
    const Job *job = m_desk.jobs().newestOf(deployment.metadata.id);
    const bool isLiveJob = job && isLive(job->status.state);
    errors +=
        errorsInForceCancellation(deployment, m_base, isLiveJob ? job->metadata.id : QString());
    if (deployment.spec.jobTemplate.artifact.jarUri != m_base.spec.jobTemplate.artifact.jarUri)
        errors += m_standard->errorsOfJar();
    if (!isStarted)
        return errors;
    errors += m_standard->refusalsOfStart(deployment);
    for (const FieldError &refusal : refusalsOfStart(deployment)) {
        if (!errors.contains(refusal))
            errors.append(refusal);
    }
    return errors;
}

QString DeploymentForm::labelOf(const QString &path) const
{
    const QString label = m_standard->rows().labelOf(path);
    return label != path ? label : m_advanced->rows().labelOf(path);
}

bool DeploymentForm::isNameTaken(const Metadata &metadata) const
{
    return std::ranges::any_of(m_desk.deployments().values(), [&](const DeploymentReport &each) {
        const Metadata &other = each.deployment.metadata;
        return other.name == metadata.name && other.nameSpace == metadata.nameSpace
            && other.id != metadata.id;
    });
}

bool DeploymentForm::isChanged() const
{
    return isVisible() && (value() != m_initial || m_advanced->typedText() != m_initialText);
}

UpgradePlan DeploymentForm::planOf(const Deployment &deployment) const
{
    const DeploymentReport *now = m_desk.deployments().find(deployment.metadata.id);
    return {m_desk, now ? *now : m_report, deployment};
}

void DeploymentForm::askToUpgrade(const UpgradePlan &plan, bool isStarted)
{
    const QString changes = plan.changes([this](const QString &path) { return labelOf(path); });
    ask(this,
        {.title = plan.isForNextStart() ? tr("Save") : tr("Upgrade"),
         .text = (plan.isForNextStart() ? tr("Save “%1” for its next start?")
                                        : tr("Save “%1”, and upgrade its running job?"))
                     .arg(titleOf(m_base.metadata)),
         .consequences = changes.isEmpty() ? plan.steps() : changes + u"\n\n"_s + plan.steps(),
         .proceed = plan.isForNextStart() ? tr("Save") : tr("Upgrade"),
         .keep = tr("Keep Editing")},
        [this, isStarted, order = plan.order()] { send(isStarted, order); });
}

//! As soon as it is known here what somebody else saved; the person picks, and nothing is lost.
void DeploymentForm::showConflict()
{
    const DeploymentReport *report = m_desk.deployments().find(m_base.metadata.id);
    if (!m_isConflicting || !report
        || report->deployment.metadata.resourceVersion == m_base.metadata.resourceVersion)
        return;
    m_isConflicting = false;
    const Deployment saved = report->deployment;
    const Deployment mine = value();
    auto *dialog = new ConflictDialog(
        titleOf(m_base.metadata), changesBetween(m_base, saved), changesBetween(m_base, mine),
        [this](const QString &path) { return labelOf(path); }, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConflictDialog::minePreferred, this,
            [=, this] { rebase(saved, merged(m_base, mine, saved)); });
    connect(dialog, &ConflictDialog::savedPreferred, this,
            [=, this] { rebase(saved, merged(m_base, saved, mine)); });
    dialog->open();
}

void DeploymentForm::rebase(const Deployment &saved, const Deployment &shown)
{
    if (const DeploymentReport *report = m_desk.deployments().find(saved.metadata.id))
        m_report = *report;
    m_base = saved;
    m_standard->read(saved);
    m_advanced->read(saved);
    m_initial = value();
    m_initialText = m_advanced->typedText();
    m_standard->read(shown);
    m_advanced->read(shown);
    m_message->say(Mark::Warning,
                   tr("This now holds what was saved meanwhile, too. Look it over, and save."));
}

} // namespace headgate
