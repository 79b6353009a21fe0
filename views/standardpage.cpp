// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/standardpage.h"

#include "model/items/words.h"
#include "model/resources/shellwords.h"
#include "views/numberbox.h"

#include <QPushButton>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

StandardPage::StandardPage(Intentions &intentions, Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_rows(this)
    , m_name(new QLineEdit(this))
    , m_nameNote(newNote(this))
    , m_cluster(new QComboBox(this))
    , m_jar(new JarEdit(intentions, this))
    , m_jarNote(newNote(this))
    , m_entryClass(new QLineEdit(this))
    , m_arguments(new QLineEdit(this))
    , m_words(newNote(this))
    , m_parallelism(new NumberBox(this))
    , m_slots(newNote(this))
{
    addFields();
    connectFields();
}

void StandardPage::read(const Deployment &deployment)
{
    const JobTemplate &jobTemplate = deployment.spec.jobTemplate;
    m_name->setText(deployment.metadata.name);
    const bool isKnown = !deployment.metadata.id.isEmpty();
    m_name->setReadOnly(isKnown);
    m_name->setFrame(!isKnown); // looks like what it is: a text
    m_nameNote->setVisible(isKnown);
    if (isKnown)
        m_name->setFocusPolicy(Qt::ClickFocus);
    fillClusters(deployment.spec.sessionClusterName);
    m_jar->setText(jobTemplate.artifact.jarUri);
    m_entryClass->setText(jobTemplate.artifact.entryClass);
    m_arguments->setText(jobTemplate.artifact.mainArgs);
    m_parallelism->setValue(jobTemplate.parallelism);
    showSlots(); // the value may be the one that stood there before it was emptied
}

void StandardPage::writeTo(Deployment &deployment) const
{
    Artifact &artifact = deployment.spec.jobTemplate.artifact;
    deployment.metadata.name = m_name->text();
    deployment.spec.sessionClusterName = m_cluster->currentData().toString();
    artifact.jarUri = m_jar->text().trimmed();
    artifact.entryClass = m_entryClass->text().trimmed();
    artifact.mainArgs = m_arguments->text();
    deployment.spec.jobTemplate.parallelism = m_parallelism->value();
}

QList<FieldError> StandardPage::refusalsOfStart(const Deployment &deployment) const
{
    if (m_jarWarning.isEmpty() || !deployment.spec.jobTemplate.artifact.entryClass.isEmpty())
        return {};
    return {{u"spec.template.spec.artifact.entryClass"_s,
             tr("Without an entry class this jar cannot be started.")}};
}

QList<FieldError> StandardPage::errorsOfJar() const
{
    if (m_jarError.isEmpty())
        return {};
    return {{u"spec.template.spec.artifact.jarUri"_s, m_jarError}};
}

void StandardPage::begin()
{
    if (m_name->isReadOnly())
        m_cluster->setFocus();
    else
        m_name->setFocus();
}

void StandardPage::addFields()
{
    const QString artifact = u"spec.template.spec.artifact."_s;
    auto *browse = new QPushButton(tr("&Browse…"), this);
    connect(browse, &QPushButton::clicked, m_jar, &JarEdit::browse);
    m_nameNote->setText(
        tr("A name is for good: {{deploymentName}} in a path or an option stands for it."));
    m_rows.add({tr("&Name"), m_name, {u"metadata.name"_s}, {}, m_nameNote});
    m_rows.add({tr("Session &cluster"), m_cluster, {u"spec.sessionClusterName"_s}});
    m_rows.add(
        {tr("&Jar"), m_jar, {artifact + u"jarUri"_s, artifact + u"kind"_s}, {browse}, m_jarNote});
    m_rows.add({tr("&Entry class"), m_entryClass, {artifact + u"entryClass"_s}});
    m_rows.add({tr("&Arguments"), m_arguments, {artifact + u"mainArgs"_s}, {}, m_words});
    m_rows.add(
        {tr("&Parallelism"), m_parallelism, {u"spec.template.spec.parallelism"_s}, {}, m_slots});
}

void StandardPage::connectFields()
{
    connect(m_entryClass, &QLineEdit::textChanged, this, &StandardPage::showDoubtOfEntryClass);
    connect(m_arguments, &QLineEdit::textChanged, this, &StandardPage::showWords);
    connect(m_parallelism, &QSpinBox::valueChanged, this, &StandardPage::showSlots);
    // Also where it is emptied, which changes no value; by a step the text changes in silence.
    connect(m_parallelism->findChild<QLineEdit *>(), &QLineEdit::textChanged, this,
            &StandardPage::showSlots);
    connect(m_cluster, &QComboBox::currentIndexChanged, this, &StandardPage::showSlots);
    connect(&m_desk, &Desk::applied, this, &StandardPage::showSlots);
    connect(m_jar, &JarEdit::inspected, this, &StandardPage::showJar);
    connect(m_jar, &JarEdit::rejected, this, [this](const QString &reason) {
        m_jarError = reason;
        m_rows.setError(m_jar, reason);
    });
    connect(m_jar, &QLineEdit::textChanged, this, &StandardPage::forgetJar);
}

void StandardPage::showWords()
{
    const Result<QStringList> words = splitShellWords(m_arguments->text());
    m_rows.setError(m_arguments, words ? QString() : words.error().message);
    if (!words || words->isEmpty()) {
        m_words->clear();
        m_words->hide();
        return;
    }
    QStringList quoted;
    for (const QString &word : *words)
        quoted.append(tr("“%1”").arg(word));
    m_words->setText(tr("%n words: %1", nullptr, int(words->size())).arg(quoted.join(u' ')));
    m_words->show();
}

//! It can be saved: the slots may come later.
void StandardPage::showSlots()
{
    const auto &clusters = m_desk.sessionClusters().values();
    const QString name = m_cluster->currentData().toString();
    const auto report = std::ranges::find_if(clusters, [&](const SessionClusterReport &each) {
        return each.cluster.metadata.name == name;
    });
    const bool isTooFew = report != clusters.end() && report->isReachable && report->areSlotsRead
        && !m_parallelism->text().isEmpty() && report->slotsTotal < m_parallelism->value();
    if (isTooFew)
        m_slots->setText(tr("“%1” has %2 now: the job may have to wait for more.")
                             .arg(titleOf(report->cluster.metadata),
                                  tr("%n slots", nullptr, report->slotsTotal)));
    m_slots->setVisible(isTooFew);
}

void StandardPage::showJar(const JarReport &report)
{
    m_rows.setError(m_jar, {});
    m_entryClass->setPlaceholderText(report.entryClass);
    m_jarWarning = report.warning;
    m_classes = report.classes;
    const QString size = sizeText(report.size);
    m_jarNote->setText(
        report.entryClass.isEmpty()
            ? size
            : tr("%1. Its manifest names the entry class %2.").arg(size, report.entryClass));
    m_jarNote->show();
    showDoubtOfEntryClass();
}

//! It can be saved: a person may look it up before the start.
void StandardPage::showDoubtOfEntryClass()
{
    m_rows.setWarning(m_entryClass, doubtOfEntryClass());
}

QString StandardPage::doubtOfEntryClass() const
{
    const QString name = m_entryClass->text().trimmed();
    if (name.isEmpty())
        return m_jarWarning;
    const bool isThere = m_classes.isEmpty() || m_classes.contains(name);
    return isThere ? QString() : tr("The jar has no class “%1”.").arg(name);
}

void StandardPage::forgetJar()
{
    m_rows.setError(m_jar, {});
    m_jarError.clear();
    m_jarWarning.clear();
    m_classes.clear();
    m_jarNote->clear();
    m_jarNote->hide();
    m_entryClass->setPlaceholderText({});
    showDoubtOfEntryClass();
}

void StandardPage::fillClusters(const QString &current)
{
    m_cluster->clear();
    for (const SessionClusterReport &report : m_desk.sessionClusters().values()) {
        const QString name = report.cluster.metadata.name;
        m_cluster->addItem(name, name);
    }
    m_cluster->model()->sort(0);
    if (!current.isEmpty() && m_cluster->findData(current) < 0)
        m_cluster->addItem(tr("%1 (not here)").arg(current), current);
    if (m_cluster->count() == 0)
        m_cluster->addItem(tr("No session cluster yet"), QString());
    const QString shown = current.isEmpty() ? firstAnswering() : current;
    m_cluster->setCurrentIndex(std::max(0, m_cluster->findData(shown)));
}

//! The first by name of those on which a job can be started now; empty where there is none.
QString StandardPage::firstAnswering() const
{
    QStringList names;
    for (const SessionClusterReport &report : m_desk.sessionClusters().values()) {
        if (report.isReachable && report.isManaged
            && report.cluster.status.state == SessionClusterState::Running)
            names.append(report.cluster.metadata.name);
    }
    names.sort();
    return names.isEmpty() ? QString() : names.first();
}

} // namespace headgate
