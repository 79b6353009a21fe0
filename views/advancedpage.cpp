// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/advancedpage.h"

#include "views/numberbox.h"
#include "views/standardpage.h"

#include <QStandardItemModel>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ConfigurationPath = "spec.template.spec.flinkConfiguration"_L1;
constexpr auto AnnotationsPath = "metadata.annotations"_L1;

void setItemEnabled(const QComboBox &combo, int value, bool isEnabled)
{
    const auto *model = qobject_cast<const QStandardItemModel *>(combo.model());
    if (QStandardItem *item = model->item(combo.findData(value)))
        item->setEnabled(isEnabled);
}

template <typename E>
void addWords(QComboBox &combo, std::initializer_list<E> values)
{
    for (const E value : values)
        combo.addItem(wireName(value), int(value));
}

QString upgradeNote(UpgradeStrategy strategy)
{
    switch (strategy) {
    case UpgradeStrategy::Stateful:
        return AdvancedPage::tr("A change suspends the job, and starts the new one from exactly "
                                "that savepoint.");
    case UpgradeStrategy::Stateless:
        return AdvancedPage::tr("A change cancels the job, and starts the new one by the restore "
                                "strategy.");
    case UpgradeStrategy::None:
        return AdvancedPage::tr("A change waits for the next start; the running job stays as it "
                                "is.");
    }
    return {};
}

QString restoreNote(RestoreStrategy strategy)
{
    switch (strategy) {
    case RestoreStrategy::LatestState:
        return AdvancedPage::tr("A start goes on from the newest savepoint or retained "
                                "checkpoint.");
    case RestoreStrategy::LatestSavepoint:
        return AdvancedPage::tr("A start goes on from the newest savepoint, never from a "
                                "checkpoint.");
    case RestoreStrategy::None:
        return AdvancedPage::tr("A start is always empty.");
    }
    return {};
}

} // namespace

AdvancedPage::AdvancedPage(QWidget *parent)
    : QWidget(parent)
    , m_rows(this)
    , m_upgrade(new QComboBox(this))
    , m_upgradeNote(newNote(this))
    , m_restore(new QComboBox(this))
    , m_restoreNote(newNote(this))
    , m_isNonRestoredAllowed(new QCheckBox(this))
    , m_jobAttempts(new NumberBox(this))
    , m_savepointAttempts(new NumberBox(this))
    , m_failureExpiration(new NumberBox(this))
    , m_submissionTimeout(new QLineEdit(this))
    , m_forceCancellation(new QLineEdit(this))
    , m_configuration(new ConfigurationEdit(this))
    , m_annotations(new ConfigurationEdit(this))
{
    fillStrategies();
    addFields();
    bindAnnotation(m_submissionTimeout, SubmissionTimeoutAnnotation);
    bindAnnotation(m_forceCancellation, ForceCancellationAnnotation);
    connect(m_annotations, &QPlainTextEdit::textChanged, this, &AdvancedPage::showAnnotations);
    connect(m_upgrade, &QComboBox::currentIndexChanged, this,
            &AdvancedPage::keepStrategiesTogether);
    connect(m_restore, &QComboBox::currentIndexChanged, this,
            &AdvancedPage::keepStrategiesTogether);
    connect(m_configuration, &QPlainTextEdit::textChanged, this,
            [this] { m_rows.setError(m_configuration, m_configuration->errors().join(u'\n')); });
    keepStrategiesTogether();
}

void AdvancedPage::read(const Deployment &deployment)
{
    const DeploymentSpec &spec = deployment.spec;
    m_upgrade->setCurrentIndex(m_upgrade->findData(int(spec.upgradeStrategy)));
    m_restore->setCurrentIndex(m_restore->findData(int(spec.restoreStrategy)));
    m_isNonRestoredAllowed->setChecked(spec.allowNonRestoredState);
    m_jobAttempts->setValue(spec.maxJobCreationAttempts);
    m_savepointAttempts->setValue(spec.maxSavepointCreationAttempts);
    m_failureExpiration->setValue(int(spec.jobFailureExpirationTime.count()));
    m_annotations->setValues(deployment.metadata.annotations);
    // What does not fit into lines is kept as it is, and cannot be edited here.
    m_annotations->setReadOnly(m_annotations->values() != deployment.metadata.annotations);
    showAnnotations();
    m_configuration->setValues(spec.jobTemplate.flinkConfiguration);
}

void AdvancedPage::writeTo(Deployment &deployment) const
{
    DeploymentSpec &spec = deployment.spec;
    spec.upgradeStrategy = upgradeStrategy();
    spec.restoreStrategy = restoreStrategy();
    spec.allowNonRestoredState = m_isNonRestoredAllowed->isChecked();
    spec.maxJobCreationAttempts = m_jobAttempts->value();
    spec.maxSavepointCreationAttempts = m_savepointAttempts->value();
    spec.jobFailureExpirationTime = std::chrono::seconds(m_failureExpiration->value());
    spec.jobTemplate.flinkConfiguration = m_configuration->values();
    if (!m_annotations->isReadOnly())
        deployment.metadata.annotations = m_annotations->values();
}

QString AdvancedPage::typedText() const
{
    return m_configuration->toPlainText() + u'\0' + m_annotations->toPlainText();
}

QList<FieldError> AdvancedPage::errors() const
{
    QList<FieldError> errors;
    for (const QString &message : m_configuration->errors())
        errors.append({ConfigurationPath, message});
    for (const QString &message : annotationErrors())
        errors.append({AnnotationsPath, message});
    if (upgradeStrategy() == UpgradeStrategy::Stateful
        && restoreStrategy() == RestoreStrategy::None)
        errors.append({u"spec.restoreStrategy.kind"_s,
                       tr("The upgrade strategy STATEFUL needs a state to restore.")});
    return errors;
}

void AdvancedPage::fillStrategies()
{
    addWords(*m_upgrade,
             {UpgradeStrategy::Stateful, UpgradeStrategy::Stateless, UpgradeStrategy::None});
    addWords(
        *m_restore,
        {RestoreStrategy::LatestState, RestoreStrategy::LatestSavepoint, RestoreStrategy::None});
    m_failureExpiration->setSuffix(tr(" s", "unit after a number of seconds"));
    m_submissionTimeout->setPlaceholderText(tr("300, in seconds"));
    m_forceCancellation->setPlaceholderText(tr("the id of the job that is let go of"));
    m_annotations->setPlaceholderText(SubmissionTimeoutAnnotation + u": 600"_s);
    m_upgradeNote->show();
    m_restoreNote->show();
}

void AdvancedPage::addFields()
{
    m_rows.add({tr("&Upgrade strategy"),
                m_upgrade,
                {u"spec.upgradeStrategy.kind"_s, u"spec.upgradeStrategy"_s},
                {},
                m_upgradeNote});
    m_rows.add(
        {tr("&Restore strategy"), m_restore, {u"spec.restoreStrategy.kind"_s}, {}, m_restoreNote});
    m_rows.add({tr("A&llow non-restored state"),
                m_isNonRestoredAllowed,
                {u"spec.restoreStrategy.allowNonRestoredState"_s}});
    m_rows.add(
        {tr("&Maximum job creation attempts"), m_jobAttempts, {u"spec.maxJobCreationAttempts"_s}});
    m_rows.add({tr("Maximum savepoint creation a&ttempts"),
                m_savepointAttempts,
                {u"spec.maxSavepointCreationAttempts"_s}});
    m_rows.add({tr("Job failure e&xpiration time"),
                m_failureExpiration,
                {u"spec.jobFailureExpirationTime"_s}});
    m_rows.add({tr("Job su&bmission timeout"),
                m_submissionTimeout,
                {AnnotationsPath + u'.' + SubmissionTimeoutAnnotation}});
    m_rows.add({tr("F&orce cancellation"),
                m_forceCancellation,
                {AnnotationsPath + u'.' + ForceCancellationAnnotation}});
    m_rows.add({tr("&Flink configuration"), m_configuration, {ConfigurationPath}});
    m_rows.add({tr("A&nnotations"), m_annotations, {AnnotationsPath}});
}

void AdvancedPage::bindAnnotation(QLineEdit *field, QLatin1StringView annotation)
{
    connect(field, &QLineEdit::textEdited, this, [=, this](const QString &text) {
        QMap<QString, QString> annotations = m_annotations->values();
        const QString value = text.trimmed();
        if (value.isEmpty())
            annotations.remove(annotation);
        else
            annotations[annotation] = value;
        m_annotations->setValues(annotations);
    });
}

//! A line that is none would be lost if a field were written to them.
void AdvancedPage::showAnnotations()
{
    m_rows.setError(m_annotations, annotationErrors().join(u'\n'));
    const bool isEditable = !m_annotations->isReadOnly() && m_annotations->errors().isEmpty();
    const auto show = [this, isEditable](QLineEdit *field, QLatin1StringView annotation) {
        const QString value = m_annotations->values().value(annotation);
        field->setEnabled(isEditable);
        if (field->text().trimmed() != value)
            field->setText(value);
    };
    show(m_submissionTimeout, SubmissionTimeoutAnnotation);
    show(m_forceCancellation, ForceCancellationAnnotation);
}

QStringList AdvancedPage::annotationErrors() const
{
    return m_annotations->isReadOnly() ? QStringList() : m_annotations->errors();
}

//! STATEFUL with restore NONE contradicts itself: either word cannot be chosen beside the other.
void AdvancedPage::keepStrategiesTogether()
{
    setItemEnabled(*m_restore, int(RestoreStrategy::None),
                   upgradeStrategy() != UpgradeStrategy::Stateful);
    setItemEnabled(*m_upgrade, int(UpgradeStrategy::Stateful),
                   restoreStrategy() != RestoreStrategy::None);
    explain();
}

void AdvancedPage::explain()
{
    m_upgradeNote->setText(upgradeNote(upgradeStrategy()));
    const bool isNoneImpossible = upgradeStrategy() == UpgradeStrategy::Stateful;
    m_restoreNote->setText(isNoneImpossible ? restoreNote(restoreStrategy()) + u' '
                                   + tr("NONE is not possible with STATEFUL upgrades.")
                                            : restoreNote(restoreStrategy()));
}

UpgradeStrategy AdvancedPage::upgradeStrategy() const
{
    return UpgradeStrategy(m_upgrade->currentData().toInt());
}

RestoreStrategy AdvancedPage::restoreStrategy() const
{
    return RestoreStrategy(m_restore->currentData().toInt());
}

} // namespace headgate
