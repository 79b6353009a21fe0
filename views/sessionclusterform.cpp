// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sessionclusterform.h"

#include "model/core/whendone.h"
#include "views/clusterpage.h"
#include "views/conflictdialog.h"
#include "views/fieldchecks.h"
#include "views/fieldrows.h"
#include "views/firstsize.h"
#include "views/messagebar.h"
#include "views/question.h"
#include "views/securitypage.h"

#include <QDialogButtonBox>
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
    , m_general(new ClusterPage(intentions))
    , m_security(new SecurityPage)
{
    if (const SessionClusterReport *report = desk.sessionClusters().find(clusterId))
        m_base = report->cluster;
    const bool isNew = m_base.metadata.id.isEmpty();
    setWindowTitle(isNew ? tr("Add Session Cluster") : tr("Edit %1").arg(titleOf(m_base.metadata)));
    build();
    read(m_base);
    m_initial = value();
    m_initialConfiguration = m_general->configurationText();
    m_general->begin();
    connect(&m_desk, &Desk::applied, this, &SessionClusterForm::showConflict);
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
    m_pages->addTab(scrolling(m_general), tr("G&eneral"));
    m_pages->addTab(scrolling(m_security), tr("Securit&y"));
}

void SessionClusterForm::connectFields()
{
    connect(m_general, &ClusterPage::testRequested, this, &SessionClusterForm::test);
    connect(m_general, &ClusterPage::urlChanged, this, &SessionClusterForm::forgetProbe);
    connect(m_general, &ClusterPage::urlChanged, m_security, &SecurityPage::setUrl);
    connect(m_security, &SecurityPage::changed, this, &SessionClusterForm::forgetProbe);
    connect(m_general, &ClusterPage::kindChanged, this, &SessionClusterForm::showKind);
    connect(m_general, &ClusterPage::kindChanged, this, &SessionClusterForm::forgetProbe);
    connect(m_general, &ClusterPage::homeProposed, this,
            [this](const QString &home) { m_initial.spec.flinkHome = home; });
    auto *checks = new FieldChecks(this, {&m_general->rows(), &m_security->rows()},
                                   [this] { return errorsIn(value()); });
    connect(checks, &FieldChecks::mended, this, [this] {
        if (m_message->message() == notSavedYet())
            m_message->clear();
    });
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
    m_general->read(cluster);
    m_security->read(cluster);
    showKind();
}

void SessionClusterForm::showKind()
{
    m_pages->setTabVisible(1, m_general->kind() == SessionClusterKind::Remote);
}

void SessionClusterForm::test()
{
    m_general->completeUrl();
    m_general->rows().clearErrors();
    m_security->rows().clearErrors();
    const int probe = ++m_probes;
    m_isProbeShown = true;
    m_message->say(Mark::Changing, tr("Asking %1 …").arg(m_general->url()));
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
    m_general->setUrlError(elsewhere.isEmpty() ? error.message : elsewhere.first().message);
    m_message->say(Mark::Failed, tr("No Flink was reached."), error.detail);
}

//! An answer, there or to come, is about what was in the field when it was asked for.
void SessionClusterForm::forgetProbe()
{
    ++m_probes;
    if (!std::exchange(m_isProbeShown, false))
        return;
    m_message->clear();
    m_general->setUrlError({});
    m_security->rows().clearErrors();
}

void SessionClusterForm::save()
{
    m_general->completeUrl();
    forgetProbe();
    m_message->clear();
    m_general->rows().clearErrors();
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
    m_initialConfiguration = m_general->configurationText();
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
    for (const FieldError &error :
         m_security->rows().showErrors(m_general->rows().showErrors(errors)))
        rest.append(tr("%1: %2", "field, error").arg(labelOf(error.path), error.message));
    m_message->say(Mark::Failed, rest.join(u'\n'), detail);
    QWidget *general = m_general->rows().firstFaulty();
    QWidget *faulty = general ? general : m_security->rows().firstFaulty();
    if (!faulty)
        return;
    m_pages->setCurrentIndex(general ? 0 : 1);
    faulty->setFocus(Qt::OtherFocusReason);
}

SessionCluster SessionClusterForm::value() const
{
    SessionCluster cluster = m_base;
    m_general->writeTo(cluster);
    if (m_general->kind() == SessionClusterKind::Remote)
        m_security->writeTo(cluster);
    return cluster;
}

SessionClusterDraft SessionClusterForm::draft() const
{
    const bool isRemote = m_general->kind() == SessionClusterKind::Remote;
    return {value(), isRemote ? m_security->secrets() : ClusterSecretEdits()};
}

QList<FieldError> SessionClusterForm::errorsIn(const SessionCluster &cluster) const
{
    QList<SessionCluster> all;
    for (const SessionClusterReport &report : m_desk.sessionClusters().values())
        all.append(report.cluster);
    const QList<FieldError> errors =
        validate(cluster) + collisions(cluster, all) + m_general->errors();
    return m_general->kind() == SessionClusterKind::Remote ? errors + m_security->errors() : errors;
}

QString SessionClusterForm::labelOf(const QString &path) const
{
    const QString label = m_general->rows().labelOf(path);
    return label != path ? label : m_security->rows().labelOf(path);
}

bool SessionClusterForm::isChanged() const
{
    return isVisible()
        && (value() != m_initial || draft().secrets != ClusterSecretEdits()
            || m_general->configurationText() != m_initialConfiguration);
}

} // namespace headgate
