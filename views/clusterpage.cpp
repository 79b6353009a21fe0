// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/clusterpage.h"

#include "model/core/whendone.h"
#include "model/items/sessionclustersmodel.h"
#include "views/configurationedit.h"
#include "views/numberbox.h"

#include <QFileDialog>
#include <QMenu>

namespace headgate {

using namespace Qt::StringLiterals;

ClusterPage::ClusterPage(Intentions &intentions, QWidget *parent)
    : QWidget(parent)
    , m_intentions(intentions)
    , m_rows(this)
    , m_name(new QLineEdit(this))
    , m_nameNote(newNote(this))
    , m_kind(new QComboBox(this))
    , m_url(new QLineEdit(this))
    , m_test(new QPushButton(tr("&Test Connection"), this))
    , m_flinkHome(new QLineEdit(this))
    , m_found(new QToolButton(this))
    , m_taskManagers(new NumberBox(this))
    , m_slots(new NumberBox(this))
    , m_savepointDirectory(new QLineEdit(this))
    , m_configuration(new ConfigurationEdit(this))
    , m_isStarted(new QCheckBox(this))
{
    m_kind->addItem(kindText(SessionClusterKind::Remote), int(SessionClusterKind::Remote));
    m_kind->addItem(kindText(SessionClusterKind::Local), int(SessionClusterKind::Local));
    m_url->setPlaceholderText(u"http://localhost:8081"_s);
    m_savepointDirectory->setPlaceholderText(tr("For example file:///savepoints"));
    addFields();
    connectFields();
    offerInstallations();
}

ClusterPage::~ClusterPage()
{
    m_url->disconnect(this); // it loses the focus when this is half gone
}

void ClusterPage::read(const SessionCluster &cluster)
{
    const SessionClusterSpec &spec = cluster.spec;
    const bool isKnown = !cluster.metadata.id.isEmpty();
    m_name->setText(cluster.metadata.name);
    m_name->setReadOnly(isKnown);
    m_nameNote->setVisible(isKnown);
    m_kind->setCurrentIndex(m_kind->findData(int(spec.kind)));
    m_kind->setEnabled(!isKnown);
    m_url->setText(spec.url);
    m_flinkHome->setText(spec.flinkHome);
    m_taskManagers->setValue(spec.numberOfTaskManagers);
    m_slots->setValue(spec.slotsPerTaskManager);
    m_savepointDirectory->setText(spec.savepointDirectory);
    m_configuration->setValues(spec.flinkConfiguration);
    m_isStarted->setChecked(!isKnown);
    m_isNew = !isKnown;
    showKind();
}

void ClusterPage::writeTo(SessionCluster &cluster) const
{
    SessionClusterSpec &spec = cluster.spec;
    cluster.metadata.name = m_name->text();
    spec.kind = kind();
    spec.url = url();
    spec.flinkHome = m_flinkHome->text().trimmed();
    spec.numberOfTaskManagers = m_taskManagers->value();
    spec.slotsPerTaskManager = m_slots->value();
    spec.savepointDirectory = m_savepointDirectory->text().trimmed();
    spec.flinkConfiguration = m_configuration->values();
    const bool isStarted = kind() == SessionClusterKind::Remote || m_isStarted->isChecked();
    if (m_isNew && isStarted)
        spec.state = SessionClusterDesiredState::Running;
}

QList<FieldError> ClusterPage::errors() const
{
    QList<FieldError> errors;
    if (kind() == SessionClusterKind::Local) {
        for (const QString &message : m_configuration->errors())
            errors.append({u"spec.flinkConfiguration"_s, message});
    }
    return errors;
}

SessionClusterKind ClusterPage::kind() const
{
    return SessionClusterKind(m_kind->currentData().toInt());
}

QString ClusterPage::url() const
{
    return m_url->text().trimmed();
}

QString ClusterPage::configurationText() const
{
    return m_configuration->toPlainText();
}

void ClusterPage::begin()
{
    (m_isNew ? m_name : m_url)->setFocus();
}

void ClusterPage::setUrlError(const QString &message)
{
    m_rows.setError(m_url, message);
}

void ClusterPage::completeUrl()
{
    const QString completed = withScheme(m_url->text());
    if (completed == m_url->text())
        return;
    m_url->selectAll();
    m_url->insert(completed); // can be undone
    m_rows.setError(m_url, {});
}

void ClusterPage::connectFields()
{
    connect(m_test, &QPushButton::clicked, this, &ClusterPage::testRequested);
    connect(m_url, &QLineEdit::textChanged, this, &ClusterPage::urlChanged);
    connect(m_url, &QLineEdit::editingFinished, this, &ClusterPage::completeUrl);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ClusterPage::showKind);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ClusterPage::kindChanged);
    connect(m_configuration, &QPlainTextEdit::textChanged, this,
            [this] { m_rows.setError(m_configuration, m_configuration->errors().join(u'\n')); });
}

void ClusterPage::addFields()
{
    auto *browse = new QPushButton(tr("&Browse…"), this);
    connect(browse, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Choose Flink Home"), m_flinkHome->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, m_flinkHome, &QLineEdit::setText);
        dialog->open();
    });
    m_found->setText(tr("Found &Installations"));
    m_found->setPopupMode(QToolButton::InstantPopup);
    m_found->setFocusPolicy(Qt::StrongFocus);
    m_nameNote->setText(tr("Its name and kind are for good: deployments refer to it."));
    m_rows.add({tr("&Name"), m_name, {u"metadata.name"_s}, {}, m_nameNote});
    m_rows.add({tr("&Kind"), m_kind, {u"spec.kind"_s}});
    m_rows.add({tr("&URL"), m_url, {u"spec.url"_s}, {m_test}});
    m_rows.add({tr("Flink &home"), m_flinkHome, {u"spec.flinkHome"_s}, {m_found, browse}});
    m_rows.add({tr("Task &managers"), m_taskManagers, {u"spec.numberOfTaskManagers"_s}});
    m_rows.add({tr("S&lots"), m_slots, {u"spec.slotsPerTaskManager"_s}});
    m_rows.add({tr("Savepoint &directory"), m_savepointDirectory, {u"spec.savepointDirectory"_s}});
    m_rows.add({tr("&Flink configuration"), m_configuration, {u"spec.flinkConfiguration"_s}});
    m_rows.add({tr("Sta&rt after saving"), m_isStarted, {u"spec.state"_s}});
}

void ClusterPage::showKind()
{
    const bool isLocal = kind() == SessionClusterKind::Local;
    m_rows.setVisible(m_url, !isLocal);
    m_rows.setVisible(m_flinkHome, isLocal);
    m_rows.setVisible(m_taskManagers, isLocal);
    m_rows.setVisible(m_slots, isLocal);
    m_rows.setVisible(m_configuration, isLocal);
    m_rows.setVisible(m_isStarted, isLocal && m_isNew);
    m_found->setVisible(isLocal && m_found->menu());
}

void ClusterPage::offerInstallations()
{
    whenDone(this, m_intentions.flinkInstallations(),
             [this](const Result<QList<FlinkInstallation>> &found) {
                 if (found && !found->isEmpty())
                     addInstallations(*found);
             });
}

void ClusterPage::addInstallations(const QList<FlinkInstallation> &found)
{
    auto *menu = new QMenu(m_found);
    for (const FlinkInstallation &one : found) {
        connect(menu->addAction(tr("Flink %1 in %2").arg(one.version, one.home)),
                &QAction::triggered, this, [this, one] { m_flinkHome->setText(one.home); });
    }
    m_found->setMenu(menu);
    if (m_isNew && m_flinkHome->text().isEmpty()) {
        m_flinkHome->setText(found.first().home);
        Q_EMIT homeProposed(found.first().home);
    }
    showKind();
}

} // namespace headgate
