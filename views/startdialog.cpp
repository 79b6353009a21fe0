// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/startdialog.h"

#include "model/items/words.h"
#include "views/deploymentactions.h"

#include <QDialogButtonBox>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

StartDialog::StartDialog(Desk &desk, const QString &deploymentId, DeploymentAction action,
                         QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_report(*desk.deployments().find(deploymentId))
    , m_savepoints(desk.savepoints().restorableOf(deploymentId))
    , m_now(desk.now())
    , m_next(new QRadioButton(tr("The &newest state"), this))
    , m_particular(new QRadioButton(tr("A &particular savepoint"), this))
    , m_savepoint(new QComboBox(this))
    , m_path(new QRadioButton(tr("A state by its pa&th"), this))
    , m_location(new QLineEdit(this))
    , m_empty(new QRadioButton(tr("&Empty, without any state"), this))
    , m_isNonRestoredAllowed(new QCheckBox(tr("&Allow non-restored state"), this))
    , m_restored(new QLabel(this))
    , m_startText(action == DeploymentAction::ChooseState ? tr("Start") : nameOf(action))
{
    const QString name = titleOf(m_report.deployment.metadata);
    setWindowTitle(tr("%1 %2", "action, deployment").arg(nameOf(action), name));
    const StatePreview &next = m_report.nextState;
    if (m_report.newestState)
        m_newest = new QRadioButton(m_next->text(), this);
    if (m_newest || (next.savepointId.isEmpty() && !next.location.isEmpty()))
        m_next->setText(tr("The state chosen &before"));
    buildSavepoints();
    buildLayout();
    connectAll();
    preselect(action);
    refresh();
}

StartOrder StartDialog::order() const
{
    StartOrder order{.allowNonRestoredState = m_isNonRestoredAllowed->isChecked(),
                     .isConfirmed = true};
    if (m_particular->isChecked()) {
        order.choice = StateChoiceKind::Savepoint;
        order.savepointId = m_savepoint->currentData().toString();
        order.shownSavepointId = order.savepointId;
    } else if (m_path->isChecked()) {
        order.choice = StateChoiceKind::Path;
        order.path = m_location->text().trimmed();
    } else if (m_empty->isChecked()) {
        order.choice = StateChoiceKind::Empty;
    } else if (const StatePreview *preview = previewOfChoice()) {
        order.shownSavepointId = preview->savepointId;
    }
    return order;
}

void StartDialog::buildSavepoints()
{
    for (const Savepoint &savepoint : m_savepoints) {
        m_savepoint->addItem(textOf(savepoint), savepoint.metadata.id);
    }
    m_particular->setEnabled(!m_savepoints.isEmpty());
    m_location->setPlaceholderText(tr("For example file:///savepoints/savepoint-4f1c"));
    m_location->setText(m_report.nextState.passedOver);
}

void StartDialog::buildLayout()
{
    auto *layout = new QVBoxLayout(this);
    auto *heading = new QLabel(
        tr("What should “%1” start from?").arg(titleOf(m_report.deployment.metadata)), this);
    heading->setWordWrap(true);
    layout->addWidget(heading);
    layout->addWidget(m_next);
    if (m_newest) {
        layout->addWidget(m_newest);
        setTabOrder(m_next, m_newest);
    }
    layout->addWidget(m_particular);
    addIndented(*layout, *m_particular, tr("Sa&vepoint"), m_savepoint);
    layout->addWidget(m_path);
    addIndented(*layout, *m_path, tr("Pat&h"), m_location);
    layout->addWidget(m_empty);
    layout->addSpacing(fontMetrics().height() / 2);
    layout->addWidget(m_isNonRestoredAllowed);
    layout->addWidget(m_restored);
    m_restored->setWordWrap(true);
    m_restored->setTextFormat(Qt::PlainText);
    m_restored->setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    auto *buttons = new QDialogButtonBox(this);
    m_start = buttons->addButton(m_startText, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addStretch();
    layout->addWidget(buttons);
}

void StartDialog::addIndented(QVBoxLayout &layout, QRadioButton &choice, const QString &name,
                              QWidget *field)
{
    auto *label = new QLabel(name, this);
    label->setBuddy(field);
    label->setFocusProxy(field);
    for (QWidget *part : {static_cast<QWidget *>(label), field}) {
        m_choices.insert(part, &choice);
        part->installEventFilter(this);
    }
    auto *row = new QHBoxLayout;
    row->setContentsMargins(fontMetrics().height() * 3 / 2, 0, 0, 0);
    row->addWidget(label);
    row->addWidget(field, 1);
    layout.addLayout(row);
}

//! A click on a field that is grey chooses what it belongs to; the field then takes the click.
bool StartDialog::eventFilter(QObject *watched, QEvent *event)
{
    QRadioButton *choice = m_choices.value(watched);
    const bool isClick = event->type() == QEvent::MouseButtonPress
        && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton;
    if (choice && isClick && choice->isEnabled()) {
        choice->setChecked(true);
        static_cast<QWidget *>(watched)->setFocus(Qt::MouseFocusReason);
    }
    return QDialog::eventFilter(watched, event);
}

void StartDialog::connectAll()
{
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT chosen(order()); });
    for (QRadioButton *button : findChildren<QRadioButton *>()) {
        connect(button, &QRadioButton::toggled, this, &StartDialog::refresh);
        // By its mnemonic Qt would choose it a moment later, and Enter may come before that.
        connect(button, &QRadioButton::pressed, button, [button] { button->setChecked(true); });
    }
    connect(m_savepoint, &QComboBox::currentIndexChanged, this, &StartDialog::refresh);
    connect(m_location, &QLineEdit::textChanged, this, &StartDialog::refresh);
}

void StartDialog::preselect(DeploymentAction action)
{
    const bool isNextPossible = m_report.nextState.refusal.isEmpty();
    m_next->setEnabled(isNextPossible);
    m_isNonRestoredAllowed->setChecked(m_report.deployment.spec.allowNonRestoredState);
    if (action == DeploymentAction::RunAgain)
        m_empty->setChecked(true);
    else if (!m_report.nextState.passedOver.isEmpty())
        m_path->setChecked(true);
    else if (isNextPossible && m_report.nextState.caution.isEmpty())
        m_next->setChecked(true);
}

void StartDialog::refresh()
{
    m_savepoint->setEnabled(m_particular->isChecked());
    m_location->setEnabled(m_path->isChecked());
    m_restored->setText(restoredText());
    if (const int needed = layout()->totalHeightForWidth(width()); isVisible() && needed > height())
        resize(width(), needed);
    const bool isChosen = previewOfChoice() || m_empty->isChecked() || m_particular->isChecked()
        || (m_path->isChecked() && !m_location->text().trimmed().isEmpty());
    m_start->setEnabled(isChosen);
    m_start->setDefault(isChosen);
}

QString StartDialog::textOf(const Savepoint &savepoint) const
{
    return savepointText(savepoint, m_desk.savepoints().endingOf(savepoint), m_now);
}

const StatePreview *StartDialog::previewOfChoice() const
{
    if (m_newest && m_newest->isChecked())
        return &*m_report.newestState;
    return m_next->isChecked() ? &m_report.nextState : nullptr;
}

QString StartDialog::restoredText(const StatePreview &preview) const
{
    const Job *job = m_desk.jobs().newestOf(m_report.deployment.metadata.id);
    if (job && !m_report.flinkJobId.isEmpty()) // it starts when that has ended
        return tr("It restores %1.")
            .arg(stateOfRunningText(*job, m_report.deployment.spec.restoreStrategy, m_now));
    QStringList lines{tr("It restores %1.").arg(nextStateText(preview, m_now)), preview.location,
                      preview.caution};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString StartDialog::restoredText() const
{
    if (const StatePreview *chosen = previewOfChoice())
        return restoredText(*chosen);
    const StatePreview &preview = m_report.nextState;
    if (m_particular->isChecked()) {
        const Savepoint &savepoint = m_savepoints.at(m_savepoint->currentIndex());
        return tr("It restores %1.").arg(textOf(savepoint)) + u'\n'
            + savepoint.spec.savepointLocation;
    }
    const QString path = m_location->text().trimmed();
    if (m_path->isChecked() && !path.isEmpty() && path == preview.passedOver)
        return tr("It restores the newest checkpoint that is known of job %1. How that job ended "
                  "was not seen; it may have written more.")
            .arg(m_report.jobNumber);
    if (m_path->isChecked())
        return tr("It restores what the path names; the cluster must be able to read it.");
    if (m_empty->isChecked())
        return m_savepoints.isEmpty()
            ? tr("It starts empty.")
            : tr("It starts empty, although there is state that it could go on from.");
    return preview.refusal.isEmpty() ? preview.caution : preview.refusal;
}

StartOrder newestOrder(Desk &desk, const QString &deploymentId, DeploymentAction action)
{
    const DeploymentReport *report = desk.deployments().find(deploymentId);
    StartOrder order{.isConfirmed = true};
    if (action == DeploymentAction::RunAgain)
        order.choice = StateChoiceKind::Empty;
    else if (report)
        order.shownSavepointId = report->nextState.savepointId;
    if (report)
        order.allowNonRestoredState = report->deployment.spec.allowNonRestoredState;
    return order;
}

} // namespace headgate
