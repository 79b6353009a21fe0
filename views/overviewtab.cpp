// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/overviewtab.h"

#include "model/items/keptfields.h"
#include "model/items/marks.h"
#include "model/items/words.h"
#include "views/icons.h"
#include "views/textdialog.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QUrl>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! It is FAILED before its job was touched.
bool isUpgradeRefused(const DeploymentReport &report, const Job *job)
{
    return report.deployment.status.state == DeploymentState::Failed
        && report.deployment.spec.state == DesiredState::Running && report.record.failure
        && (report.record.failure->reason == FailureReason::SuspendFailed
            || report.record.failure->reason == FailureReason::StartRefused)
        && job && job->status.state == JobState::Started && !report.isStale;
}

} // namespace

OverviewTab::OverviewTab(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_sortedConditions(m_conditions)
    , m_facts(new RowGrid)
    , m_desired(new StateLabel(tr("Desired"), this))
    , m_status(new StateLabel(tr("Status"), this))
    , m_seen(new StateLabel(tr("Last seen"), this))
    , m_upload(new QProgressBar(this))
    , m_failure(new QLabel(this))
    , m_details(new QPushButton(tr("Details"), this))
    , m_job(new QLabel(this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_open(new QPushButton(tr("Open in Flink"), this))
    , m_conditionsPane(new TablePane(tr("Conditions"), m_sortedConditions, this))
    , m_conditionsTitle(new QLabel(tr("Conditions"), this))
{
    build();
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &OverviewTab::refresh);
    connect(m_details, &QPushButton::clicked, this, &OverviewTab::openDetails);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_job->text()); });
    connect(m_open, &QPushButton::clicked, this, &OverviewTab::openInFlink);
}

void OverviewTab::setDeployment(const QString &deploymentId)
{
    m_id = deploymentId;
    refresh();
}

void OverviewTab::refreshSoon()
{
    m_soon.start(0); // mostly after what is to be painted by now
}

void OverviewTab::refresh()
{
    m_soon.stop();
    const DeploymentReport *report = m_desk.deployments().find(m_id);
    if (!report)
        return;
    const Job *job = m_desk.jobs().newestOf(m_id);
    layout()->setEnabled(false); // else each row that comes or goes lays out all of them
    showStates(*report);
    showConcerns(*report);
    showMissing(*report);
    showTrouble(*report, job);
    showProgress(*report);
    showFailure(*report, job);
    showJob(*report, job);
    showNextStart(*report);
    const auto &running = report->deployment.status.running;
    m_conditions.setNow(m_desk.now());
    m_conditions.setAll(running ? running->conditions : QList<Condition>());
    m_conditionsTitle->setVisible(running.has_value());
    m_conditionsPane->setVisible(running.has_value());
    layout()->setEnabled(true);
    layout()->activate();
}

void OverviewTab::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addLayout(buildStates());
    buildFacts();
    layout->addLayout(m_facts);
    m_conditionsTitle->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_conditionsTitle);
    m_conditionsPane->setHint(tr("No condition has been looked at yet."));
    m_conditionsPane->setColumns({{.wanted = 26, .least = 20},
                                  {.wanted = 17, .least = 11},
                                  {.wanted = 17, .least = 11, .rank = 1},
                                  {.wanted = 17, .least = 11, .rank = 2},
                                  {.wanted = 60, .least = 30, .takesRest = true}}); // message
    m_conditionsPane->sortBy(ConditionsModel::Status, Qt::AscendingOrder);
    m_conditionsPane->setMinimumHeight(fontMetrics().height() * 8);
    layout->addWidget(m_conditionsPane, 1);
    layout->addStretch();
}

QLayout *OverviewTab::buildStates()
{
    auto *states = new QHBoxLayout;
    states->setSpacing(fontMetrics().height() * 3);
    states->addWidget(m_desired);
    states->addWidget(m_status);
    states->addWidget(m_seen);
    states->addStretch();
    return states;
}

void OverviewTab::buildFacts()
{
    m_facts->setHorizontalSpacing(fontMetrics().height());
    m_facts->setVerticalSpacing(fontMetrics().height() / 4);
    m_concerns = addRow(tr("Note"));
    m_missing = addRow(tr("Cannot start"));
    m_jar = addRow(tr("Jar"));
    m_cluster = addRow(tr("Session cluster"));
    m_waiting = addRow(tr("Progress"));
    m_upload->setRange(0, 100);
    m_upload->setAccessibleName(tr("Upload"));
    m_upload->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    m_upload->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_uploadRow = addRow(tr("Upload"), m_upload, nullptr);
    m_attempt = addRow(tr("Attempt"));
    plain(m_failure)->setWordWrap(true);
    m_failure->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_failureRow = addRow(tr("Failure"), m_failure, m_details);
    buildJobRow();
    m_tasks = addRow(tr("Tasks"));
    m_restored = addRow(tr("Restored"));
    m_restoredPath = addPath(tr("Restored from"));
    m_nextStart = addRow(tr("Next start restores"));
    m_nextPath = addPath(tr("From"));
    m_kept = addRow(tr("Kept, not used"));
    m_kept.value->setToolTip(tr("These fields are kept in the document; they mean nothing on a "
                                "plain Flink cluster."));
}

void OverviewTab::buildJobRow()
{
    m_copy->setIcon(themedIcon(u"copy"_s));
    m_copy->setAccessibleName(tr("Copy Flink Job"));
    m_open->setIcon(themedIcon(u"open"_s));
    auto *buttons = new QWidget(this);
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins({});
    line->addWidget(m_copy);
    line->addWidget(m_open);
    plain(m_job)->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_jobRow = addRow(tr("Flink job"), m_job, buttons);
}

OverviewTab::Row OverviewTab::addRow(const QString &title)
{
    QLabel *value = plain(new QLabel(this));
    value->setWordWrap(true);
    value->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return {value, addRow(title, value, nullptr)};
}

OverviewTab::PathRow OverviewTab::addPath(const QString &title)
{
    auto *label = new ElidedLabel(this);
    label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *copy = new QPushButton(themedIcon(u"copy"_s), tr("Copy"), this);
    copy->setAccessibleName(tr("Copy %1", "what is copied").arg(title));
    connect(copy, &QPushButton::clicked, label, &ElidedLabel::copy);
    return {label, addRow(title, label, copy)};
}

void OverviewTab::setPath(const PathRow &row, const QString &path)
{
    row.value->setPath(path);
    m_facts->setRowVisible(row.index, !path.isEmpty());
}

int OverviewTab::addRow(const QString &title, QWidget *field, QWidget *button)
{
    auto *caption = new QLabel(title, this);
    caption->setForegroundRole(QPalette::PlaceholderText);
    auto *content = new QWidget(this);
    auto *line = new QHBoxLayout(content);
    line->setContentsMargins({});
    line->setSpacing(fontMetrics().height() / 2);
    line->addWidget(field);
    if (button) {
        caption->setMinimumHeight(button->sizeHint().height());
        field->setMinimumHeight(button->sizeHint().height());
        line->addWidget(button, 0, Qt::AlignTop);
    }
    if (field->sizePolicy().horizontalPolicy() == QSizePolicy::Maximum)
        line->addStretch(1);
    return m_facts->addCaptioned(caption, content);
}

QLabel *OverviewTab::plain(QLabel *label)
{
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void OverviewTab::setText(const Row &row, const QString &text)
{
    row.value->setText(text);
    m_facts->setRowVisible(row.index, !text.isEmpty());
}

void OverviewTab::showStates(const DeploymentReport &report)
{
    const Deployment &deployment = report.deployment;
    const Instant now = m_desk.now();
    const auto since = [&](Instant instant) {
        return instant == Instant() ? QString() : tr("since %1").arg(timeText(instant, now));
    };
    m_desired->setState(markOf(deployment.spec.state), wireName(deployment.spec.state),
                        report.desiredSince ? since(*report.desiredSince) : QString());
    m_status->setState(markOf(deployment.status.state), wireName(deployment.status.state),
                       since(report.record.stateSince));
    m_seen->setState(report.isStale ? Mark::Unknown : Mark::None,
                     report.lastSeen ? ageText(now - *report.lastSeen) : u"–"_s,
                     report.isStale ? tr("not up to date") : QString());
}

void OverviewTab::showConcerns(const DeploymentReport &report)
{
    QStringList sentences;
    for (const Concern concern : report.concerns)
        sentences.append(concernSentence(concern));
    setText(m_concerns, sentences.join(u'\n'));
}

//! What keeps Start from being possible, all of it, before somebody asks.
void OverviewTab::showMissing(const DeploymentReport &report)
{
    QStringList missing;
    for (const FieldError &error : refusalsOfStart(report.deployment))
        missing.append(error.message);
    setText(m_missing, report.flinkJobId.isEmpty() ? missing.join(u'\n') : QString());
    setText(m_jar,
            report.isJarChanged
                ? tr("The content of the file has changed since it was taken. The next start takes "
                     "it, or Upgrade to Changed Jar now.")
                : QString());
}

//! Why what is shown is old, where it is; and what its cluster waits for, where it waits for that.
void OverviewTab::showTrouble(const DeploymentReport &report, const Job *job)
{
    const bool isThere = job && isLive(job->status.state);
    const SessionClusterReport *cluster = m_desk.sessionClusters().find(
        isThere ? job->spec.sessionClusterId : report.record.sessionClusterId);
    QString text;
    if (cluster && isChanging(report))
        text = progressText(*cluster);
    if (cluster && report.isStale && text.isEmpty())
        text = troubleText(*cluster);
    setText(m_cluster, text);
}

void OverviewTab::showProgress(const DeploymentReport &report)
{
    const Instant now = m_desk.now();
    QString waiting = report.waitingFor;
    if (!waiting.isEmpty() && report.waitingSince)
        waiting = tr("%1 Since %2 (%3).", "sentence, time, age")
                      .arg(waiting, timeText(*report.waitingSince, now),
                           ageText(now - *report.waitingSince));
    QStringList lines{waiting, outlookText(report, now)};
    lines.removeAll(QString());
    setText(m_waiting, lines.join(u'\n'));
    setText(
        m_attempt,
        report.attempt > 0
            ? tr("%1 of %2").arg(report.attempt).arg(report.deployment.spec.maxJobCreationAttempts)
            : QString());
    m_upload->setValue(report.uploadPercent.value_or(0));
    m_facts->setRowVisible(m_uploadRow, report.uploadPercent.has_value());
}

//! The failure of the deployment; while it tries again, that of the attempt before.
void OverviewTab::showFailure(const DeploymentReport &report, const Job *job)
{
    QString message;
    m_failureDetail.clear();
    const bool isShown = report.deployment.status.state == DeploymentState::Failed
        || report.deployment.status.state == DeploymentState::Transitioning;
    if (report.record.failure) {
        message = report.record.failure->message;
        m_failureDetail = report.record.failure->detail;
    } else if (isShown && job && job->status.failure) {
        message = job->status.failure->message;
        m_failureDetail = job->status.failure->detail;
    }
    if (isUpgradeRefused(report, job))
        message += u'\n' + tr("The job runs on unchanged.");
    m_failure->setText(message);
    m_details->setVisible(!m_failureDetail.isEmpty());
    m_facts->setRowVisible(m_failureRow, !message.isEmpty());
}

void OverviewTab::showJob(const DeploymentReport &report, const Job *job)
{
    const bool isLive = !report.flinkJobId.isEmpty();
    m_job->setText(report.flinkJobId);
    m_facts->setRowVisible(m_jobRow, isLive);
    m_open->setEnabled(!dashboardUrl(report).isEmpty());
    const bool isCalledRunning = job && job->status.started
        && job->status.started->observedFlinkJobStatus == FlinkJobStatus::Running;
    setText(m_tasks,
            report.areTasksMissing && isCalledRunning
                ? tr("%1 run; Flink says RUNNING before all of them do.", "such as: 2 of 4")
                      .arg(report.tasks)
                : report.tasks);
    const bool isKnown = isLive && job && job->status.started; // until then nobody knows
    const QString path = !isKnown              ? QString()
        : job->observed.restoredPath.isEmpty() ? job->spec.savepointLocation
                                               : job->observed.restoredPath;
    setText(m_restored, isKnown && path.isEmpty() ? tr("nothing: it started empty") : QString());
    setPath(m_restoredPath, path);
}

void OverviewTab::showNextStart(const DeploymentReport &report)
{
    const StatePreview &preview = report.nextState;
    QStringList lines{nextStateText(preview, m_desk.now())};
    if (preview.refusal.isEmpty())
        lines.append(preview.caution);
    const Job *job = m_desk.jobs().newestOf(m_id);
    const bool isOfRunning = job && !report.flinkJobId.isEmpty();
    if (isOfRunning)
        lines = {stateOfRunningText(*job, report.deployment.spec.restoreStrategy, m_desk.now())};
    lines.removeAll(QString());
    setText(m_nextStart, lines.join(u'\n'));
    setPath(m_nextPath, isOfRunning || !preview.refusal.isEmpty() ? QString() : preview.location);
    setText(m_kept, keptFields(report.deployment).join(", "_L1));
}

void OverviewTab::openDetails()
{
    openText(tr("Failure of %1").arg(m_desk.deployments().nameOf(m_id)), m_failure->text(),
             m_failureDetail, window());
}

void OverviewTab::openInFlink()
{
    if (const DeploymentReport *report = m_desk.deployments().find(m_id))
        QDesktopServices::openUrl(QUrl(dashboardUrl(*report)));
}

QString OverviewTab::dashboardUrl(const DeploymentReport &report) const
{
    const SessionClusterReport *cluster =
        m_desk.sessionClusters().find(report.record.sessionClusterId);
    QString url = cluster ? urlOf(cluster->cluster) : QString();
    if (url.isEmpty())
        return {};
    if (!url.endsWith(u'/'))
        url += u'/';
    return url + u"#/job/running/%1/overview"_s.arg(report.flinkJobId);
}

} // namespace headgate
