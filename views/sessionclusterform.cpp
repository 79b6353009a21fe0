// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sessionclusterform.h"

#include "model/core/whendone.h"
#include "model/items/sessionclustersmodel.h"
#include "views/configurationedit.h"
#include "views/conflictdialog.h"
#include "views/fieldchecks.h"
#include "views/firstsize.h"
#include "views/messagebar.h"
#include "views/numberbox.h"
#include "views/question.h"
#include "views/securitypage.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QMenu>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString probeText(const ProbeReport &report)
{
    const QString what =
        SessionClusterForm::tr("This is Flink %1, with %2 and %3.", "version, slots, jobs")
            .arg(report.flinkVersion,
                 SessionClusterForm::tr("%n slots", nullptr, report.slotsTotal),
                 SessionClusterForm::tr("%n running jobs", nullptr, report.jobsRunning));
    return report.warning.isEmpty() ? what : what + u'\n' + report.warning;
}

} // namespace

SessionClusterForm::SessionClusterForm(Intentions &intentions, Desk &desk, const QString &clusterId,
                                       QWidget *parent)
    : QDialog(parent)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_message(new MessageBar(this))
    , m_pages(new QTabWidget(this))
    , m_page(new QWidget)
    , m_rows(m_page)
    , m_name(new QLineEdit(m_page))
    , m_nameNote(newNote(m_page))
    , m_kind(new QComboBox(m_page))
    , m_url(new QLineEdit(m_page))
    , m_test(new QPushButton(tr("&Test Connection"), m_page))
    , m_flinkHome(new QLineEdit(m_page))
    , m_found(new QToolButton(m_page))
    , m_taskManagers(new NumberBox(m_page))
    , m_slots(new NumberBox(m_page))
    , m_savepointDirectory(new QLineEdit(m_page))
    , m_configuration(new ConfigurationEdit(m_page))
    , m_isStarted(new QCheckBox(m_page))
    , m_security(new SecurityPage)
{
    if (const SessionClusterReport *report = desk.sessionClusters().find(clusterId))
        m_base = report->cluster;
    const bool isNew = m_base.metadata.id.isEmpty();
    setWindowTitle(isNew ? tr("Add Session Cluster") : tr("Edit %1").arg(titleOf(m_base.metadata)));
    build();
    read(m_base);
    offerInstallations();
    m_initial = value();
    m_initialConfiguration = m_configuration->toPlainText();
    (isNew ? m_name : m_url)->setFocus();
    connect(&m_desk, &Desk::applied, this, &SessionClusterForm::showConflict);
}

SessionClusterForm::~SessionClusterForm()
{
    m_url->disconnect(this); // it loses the focus when this is half gone
}

void SessionClusterForm::reject()
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

void SessionClusterForm::build()
{
    m_kind->addItem(kindText(SessionClusterKind::Remote), int(SessionClusterKind::Remote));
    m_kind->addItem(kindText(SessionClusterKind::Local), int(SessionClusterKind::Local));
    m_url->setPlaceholderText(u"http://localhost:8081"_s);
    m_savepointDirectory->setPlaceholderText(tr("For example file:///savepoints"));
    addFields();
    addPages();
    connectFields();
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_message); // below: no field moves when it comes
    buildButtons(*layout);
    resizeWithinScreen(*this, {fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 32});
}

void SessionClusterForm::addPages()
{
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->tabBar()->setAccessibleName(tr("Pages"));
    m_pages->addTab(scrolling(m_page), tr("G&eneral"));
    m_pages->addTab(scrolling(m_security), tr("Securit&y"));
}

void SessionClusterForm::connectFields()
{
    connect(m_test, &QPushButton::clicked, this, &SessionClusterForm::test);
    connect(m_url, &QLineEdit::textChanged, this, &SessionClusterForm::forgetProbe);
    connect(m_url, &QLineEdit::editingFinished, this, &SessionClusterForm::completeUrl);
    connect(m_url, &QLineEdit::textChanged, m_security, &SecurityPage::setUrl);
    connect(m_security, &SecurityPage::changed, this, &SessionClusterForm::forgetProbe);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SessionClusterForm::showKind);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SessionClusterForm::forgetProbe);
    connect(m_configuration, &QPlainTextEdit::textChanged, this,
            [this] { m_rows.setError(m_configuration, m_configuration->errors().join(u'\n')); });
    auto *checks =
        new FieldChecks(this, {&m_rows, &m_security->rows()}, [this] { return errorsIn(value()); });
    connect(checks, &FieldChecks::mended, this, [this] {
        if (m_message->message() == notSavedYet())
            m_message->clear();
    });
}

void SessionClusterForm::addFields()
{
    auto *browse = new QPushButton(tr("&Browse…"), m_page);
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

void SessionClusterForm::buildButtons(QLayout &layout)
{
    auto *buttons = new QDialogButtonBox(this);
    // Made by the box: buttons that it only takes in break the order of Tab in Qt 6.4; so does a
    // first button that is hidden.
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::ActionRole);
    const QPushButton *cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_save->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &SessionClusterForm::save);
    layout.addWidget(buttons);
}

void SessionClusterForm::read(const SessionCluster &cluster)
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
    m_security->read(cluster);
    showKind();
}

void SessionClusterForm::showKind()
{
    const bool isLocal = kind() == SessionClusterKind::Local;
    m_rows.setVisible(m_url, !isLocal);
    m_rows.setVisible(m_flinkHome, isLocal);
    m_rows.setVisible(m_taskManagers, isLocal);
    m_rows.setVisible(m_slots, isLocal);
    m_rows.setVisible(m_configuration, isLocal);
    m_rows.setVisible(m_isStarted, isLocal && m_base.metadata.id.isEmpty());
    m_pages->setTabVisible(1, !isLocal);
    m_found->setVisible(isLocal && m_found->menu());
}

void SessionClusterForm::offerInstallations()
{
    whenDone(this, m_intentions.flinkInstallations(),
             [this](const Result<QList<FlinkInstallation>> &found) {
                 if (found && !found->isEmpty())
                     addInstallations(*found);
             });
}

void SessionClusterForm::addInstallations(const QList<FlinkInstallation> &found)
{
    auto *menu = new QMenu(m_found);
    for (const FlinkInstallation &one : found) {
        connect(menu->addAction(tr("Flink %1 in %2").arg(one.version, one.home)),
                &QAction::triggered, this, [this, one] { m_flinkHome->setText(one.home); });
    }
    m_found->setMenu(menu);
    if (m_base.metadata.id.isEmpty() && m_flinkHome->text().isEmpty()) {
        m_flinkHome->setText(found.first().home);
        m_initial.spec.flinkHome = found.first().home;
    }
    showKind();
}

//! In the field, where the person sees what will be asked.
void SessionClusterForm::completeUrl()
{
    const QString completed = withScheme(m_url->text());
    if (completed == m_url->text())
        return;
    m_url->selectAll();
    m_url->insert(completed); // can be undone
    m_rows.setError(m_url, {});
}

void SessionClusterForm::test()
{
    completeUrl();
    m_rows.clearErrors();
    m_security->rows().clearErrors();
    const int probe = ++m_probes;
    m_isProbeShown = true;
    m_message->say(Mark::Changing, tr("Asking %1 …").arg(m_url->text()));
    whenDone(this, m_intentions.probe(draft()), [this, probe](const Result<ProbeReport> &report) {
        if (probe != m_probes)
            return;
        if (report)
            m_message->say(report->warning.isEmpty() ? Mark::Finished : Mark::Warning,
                           probeText(*report));
        else
            showProbeError(report.error());
    });
}

//! What is wrong with the connection is said at the field that is to blame, else at the URL.
void SessionClusterForm::showProbeError(const Error &error)
{
    // Without the focus: it comes late, and the person types elsewhere by now.
    const QList<FieldError> elsewhere = m_security->rows().showErrors(error.fields);
    if (elsewhere.size() < error.fields.size())
        return m_message->say(Mark::Failed, tr("No Flink was reached: %1").arg(error.message),
                              error.detail);
    m_rows.setError(m_url, elsewhere.isEmpty() ? error.message : elsewhere.first().message);
    m_message->say(Mark::Failed, tr("No Flink was reached."), error.detail);
}

//! An answer, there or to come, is about what was in the field when it was asked for.
void SessionClusterForm::forgetProbe()
{
    ++m_probes;
    if (!std::exchange(m_isProbeShown, false))
        return;
    m_message->clear();
    m_rows.setError(m_url, {});
    m_security->rows().clearErrors();
}

void SessionClusterForm::save()
{
    completeUrl();
    forgetProbe();
    m_message->clear();
    m_rows.clearErrors();
    m_security->rows().clearErrors();
    if (const QList<FieldError> errors = errorsIn(value()); !errors.isEmpty())
        return showErrors(errors, {});
    send(false);
}

void SessionClusterForm::send(bool isSameCluster)
{
    SessionClusterDraft wanted = draft();
    wanted.isSameCluster = isSameCluster;
    setSaving(true);
    whenDone(this, m_intentions.saveSessionCluster(wanted),
             [this](const Result<SessionCluster> &answer) {
                 setSaving(false);
                 take(answer);
             });
}

void SessionClusterForm::take(const Result<SessionCluster> &answer)
{
    if (answer) {
        Q_EMIT saved(answer->metadata.id);
        return accept();
    }
    const Error &error = answer.error();
    m_isConflicting = error.kind == ErrorKind::Conflict;
    showConflict();
    // With jobs there, another URL has to lead to the same cluster: a person may know that.
    if (error.kind == ErrorKind::NotPermitted && !error.fields.isEmpty())
        askWhetherSame(error.message);
    else
        showErrors(error.fields, error.message, error.detail);
}

void SessionClusterForm::askWhetherSame(const QString &reason)
{
    ask(this,
        {.title = tr("Change URL"),
         .text = tr("Does the new URL lead to the same cluster as before?"),
         .consequences = reason + u'\n'
             + tr("If it is the same, the jobs are looked for there from now on. If it is another, "
                  "they would be taken for ended, and may run on where they are."),
         .proceed = tr("It Is the Same"),
         .keep = tr("Keep Editing")},
        [this] { send(true); });
}

//! As soon as it is known here what somebody else saved; the person picks, and nothing is lost.
void SessionClusterForm::showConflict()
{
    const SessionClusterReport *report = m_desk.sessionClusters().find(m_base.metadata.id);
    if (!m_isConflicting || !report
        || report->cluster.metadata.resourceVersion == m_base.metadata.resourceVersion)
        return;
    m_isConflicting = false;
    const SessionCluster saved = report->cluster;
    const SessionCluster mine = value();
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

void SessionClusterForm::rebase(const SessionCluster &saved, const SessionCluster &shown)
{
    m_base = saved;
    read(saved);
    m_initial = value();
    m_initialConfiguration = m_configuration->toPlainText();
    read(shown);
    m_message->say(Mark::Warning,
                   tr("This now holds what was saved meanwhile, too. Look it over, and save."));
}

void SessionClusterForm::setSaving(bool isSaving)
{
    m_isSaving = isSaving;
    if (isSaving)
        m_focusWhileSaving = focusWidget();
    m_pages->setEnabled(!isSaving); // what is typed now would be lost
    m_save->setEnabled(!isSaving);
    if (isSaving)
        return m_message->say(Mark::Changing, tr("Saving …"));
    m_message->clear();
    if (m_focusWhileSaving)
        m_focusWhileSaving->setFocus(Qt::OtherFocusReason);
}

void SessionClusterForm::showErrors(const QList<FieldError> &errors, const QString &summary,
                                    const QString &detail)
{
    QStringList rest{errors.isEmpty() ? summary : notSavedYet()};
    for (const FieldError &error : m_security->rows().showErrors(m_rows.showErrors(errors)))
        rest.append(tr("%1: %2", "field, error").arg(labelOf(error.path), error.message));
    m_message->say(Mark::Failed, rest.join(u'\n'), detail);
    QWidget *general = m_rows.firstFaulty();
    QWidget *faulty = general ? general : m_security->rows().firstFaulty();
    if (!faulty)
        return;
    m_pages->setCurrentIndex(general ? 0 : 1);
    faulty->setFocus(Qt::OtherFocusReason);
}

SessionCluster SessionClusterForm::value() const
{
    SessionCluster cluster = m_base;
    SessionClusterSpec &spec = cluster.spec;
    cluster.metadata.name = m_name->text();
    spec.kind = kind();
    spec.url = m_url->text().trimmed();
    spec.flinkHome = m_flinkHome->text().trimmed();
    spec.numberOfTaskManagers = m_taskManagers->value();
    spec.slotsPerTaskManager = m_slots->value();
    spec.savepointDirectory = m_savepointDirectory->text().trimmed();
    spec.flinkConfiguration = m_configuration->values();
    if (kind() == SessionClusterKind::Remote)
        m_security->writeTo(cluster);
    const bool isStarted = kind() == SessionClusterKind::Remote || m_isStarted->isChecked();
    if (cluster.metadata.id.isEmpty() && isStarted)
        spec.state = SessionClusterDesiredState::Running;
    return cluster;
}

SessionClusterDraft SessionClusterForm::draft() const
{
    const bool isRemote = kind() == SessionClusterKind::Remote;
    return {value(), isRemote ? m_security->secrets() : ClusterSecretEdits()};
}

QList<FieldError> SessionClusterForm::errorsIn(const SessionCluster &cluster) const
{
    QList<SessionCluster> all;
    for (const SessionClusterReport &report : m_desk.sessionClusters().values())
        all.append(report.cluster);
    QList<FieldError> errors = validate(cluster) + collisions(cluster, all);
    if (kind() == SessionClusterKind::Local) {
        for (const QString &message : m_configuration->errors())
            errors.append({u"spec.flinkConfiguration"_s, message});
        return errors;
    }
    return errors + m_security->errors();
}

SessionClusterKind SessionClusterForm::kind() const
{
    return SessionClusterKind(m_kind->currentData().toInt());
}

QString SessionClusterForm::labelOf(const QString &path) const
{
    const QString label = m_rows.labelOf(path);
    return label != path ? label : m_security->rows().labelOf(path);
}

bool SessionClusterForm::isChanged() const
{
    return isVisible()
        && (value() != m_initial || draft().secrets != ClusterSecretEdits()
            || m_configuration->toPlainText() != m_initialConfiguration);
}

} // namespace headgate
