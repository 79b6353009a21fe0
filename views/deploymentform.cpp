// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentform.h"

#include "model/core/whendone.h"
#include "model/items/words.h"
#include "views/advancedpage.h"
#include "views/fieldchecks.h"
#include "views/messagebar.h"
#include "views/question.h"
#include "views/standardpage.h"

#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

QString upgradePlan(const Deployment &deployment, const StatePreview &next, Instant now)
{
    switch (deployment.spec.upgradeStrategy) {
    case UpgradeStrategy::Stateful:
        return DeploymentForm::tr("The running job is suspended with a savepoint, and the changed "
                                  "one is started from exactly that savepoint.");
    case UpgradeStrategy::Stateless:
        return DeploymentForm::tr("The running job is cancelled without a savepoint, and the "
                                  "changed one is started by the restore strategy. It restores "
                                  "%1.")
            .arg(nextStateText(next, now));
    case UpgradeStrategy::None:
        return DeploymentForm::tr("The running job keeps what it was started with. The change "
                                  "counts from the next start.");
    }
    return {};
}

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
        m_nextState = report->nextState;
    }
    const bool isNew = m_base.metadata.id.isEmpty();
    setWindowTitle(isNew ? tr("New Deployment") : tr("Edit %1").arg(titleOf(m_base.metadata)));
    setAcceptDrops(true);
    build();
    m_standard->read(m_base);
    m_advanced->read(m_base);
    m_initial = value();
    m_initialConfiguration = m_advanced->configurationText();
    m_standard->begin();
}

void DeploymentForm::reject()
{
    if (m_isSaving)
        return m_message->say(Mark::Changing, tr("Saving … This closes when the answer is there."));
    if (!isChanged())
        return QDialog::reject();
    ask(this,
        {.title = tr("Discard Changes"),
         .text = tr("What you typed is not saved."),
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
    new FieldChecks(this, {&m_standard->rows(), &m_advanced->rows()},
                    [this] { return errorsIn(value(), false); });
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 32);
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
    if (!m_nextState.location.isEmpty())
        m_saveAndStart->setToolTip(
            tr("It restores %1.").arg(nextStateText(m_nextState, m_desk.now())));
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
    if (!errors.isEmpty())
        return showErrors(errors, {});
    if (isUpgrade(deployment))
        return askToUpgrade(deployment, isStarted);
    send(isStarted);
}

void DeploymentForm::send(bool isStarted)
{
    DeploymentDraft draft{.deployment = value(), .isStartedAfterwards = isStarted};
    if (isStarted || isUpgrade(draft.deployment))
        draft.order = shownOrder(draft.deployment);
    setSaving(true);
    whenDone(this, m_intentions.saveDeployment(draft),
             [this](const Result<Deployment> &answer) { take(answer); });
}

void DeploymentForm::take(const Result<Deployment> &answer)
{
    setSaving(false);
    if (!answer) {
        const Error &error = answer.error();
        return showErrors(error.fields, error.message, error.detail);
    }
    Q_EMIT saved(answer->metadata.id);
    accept();
}

void DeploymentForm::showErrors(const QList<FieldError> &errors, const QString &summary,
                                const QString &detail)
{
    QStringList rest{errors.isEmpty() ? summary : tr("This cannot be saved yet.")};
    const QList<FieldError> homeless =
        m_advanced->rows().showErrors(m_standard->rows().showErrors(errors));
    for (const FieldError &error : homeless)
        rest.append(tr("%1: %2", "field, error").arg(error.path, error.message));
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
    if (!isStarted)
        return errors;
    errors += m_standard->refusalsOfStart(deployment);
    for (const FieldError &refusal : refusalsOfStart(deployment)) {
        if (!errors.contains(refusal))
            errors.append(refusal);
    }
    return errors;
}

bool DeploymentForm::isChanged() const
{
    return isVisible()
        && (value() != m_initial || m_advanced->configurationText() != m_initialConfiguration);
}

//! True where saving touches a job that runs, or is on its way to.
bool DeploymentForm::isUpgrade(const Deployment &deployment) const
{
    const DeploymentState state = m_base.status.state;
    const bool isRunning = m_base.spec.state == DesiredState::Running
        && (state == DeploymentState::Running || state == DeploymentState::Transitioning);
    return isRunning
        && (!isSameTemplate(deployment.spec.jobTemplate, m_base.spec.jobTemplate)
            || deployment.spec.sessionClusterName != m_base.spec.sessionClusterName);
}

void DeploymentForm::askToUpgrade(const Deployment &deployment, bool isStarted)
{
    const bool isKept = deployment.spec.upgradeStrategy == UpgradeStrategy::None;
    ask(this,
        {.title = isKept ? tr("Save") : tr("Upgrade"),
         .text =
             tr("“%1” is running, and what it runs was changed.").arg(titleOf(deployment.metadata)),
         .consequences = upgradePlan(deployment, m_nextState, m_desk.now()),
         .proceed = isKept ? tr("Save") : tr("Upgrade"),
         .keep = tr("Keep Editing")},
        [=, this] { send(isStarted); });
}

StartOrder DeploymentForm::shownOrder(const Deployment &deployment) const
{
    return {.allowNonRestoredState = deployment.spec.allowNonRestoredState,
            .isConfirmed = true,
            .shownSavepointId = m_nextState.savepointId};
}

} // namespace headgate
