// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sessionclusterspage.h"

#include "model/core/whendone.h"
#include "model/items/marks.h"
#include "views/question.h"

#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

SessionClustersPage::SessionClustersPage(Intentions &intentions, Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_intentions(intentions)
    , m_desk(desk)
    , m_sorted(desk.sessionClusters())
    , m_sortedOrphans(desk.orphans())
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_list(new TablePane(tr("Session Clusters"), m_sorted, m_splitter))
    , m_below(new QWidget(m_splitter))
    , m_orphansBox(new QGroupBox(tr("Possible orphans"), m_below))
    , m_orphans(new TablePane(tr("Possible Orphans"), m_sortedOrphans, m_orphansBox))
    , m_cancelOrphans(new QPushButton(tr("Cancel Job"), m_orphansBox))
    , m_forgetOrphans(new QPushButton(tr("Forget"), m_orphansBox))
    , m_details(new RowGrid)
{
    build();
    connect(m_list, &TablePane::selectionChanged, this, &SessionClustersPage::refresh);
    connect(m_list, &TablePane::selectionChanged, this, &SessionClustersPage::selectionChanged);
    connect(m_list, &TablePane::arranged, this, &SessionClustersPage::arranged);
    connect(m_orphans, &TablePane::arranged, this, &SessionClustersPage::arranged);
    connect(m_splitter, &QSplitter::splitterMoved, this, &SessionClustersPage::arranged);
    connect(m_orphans, &TablePane::selectionChanged, this, &SessionClustersPage::showOrphans);
    connect(m_cancelOrphans, &QPushButton::clicked, this, &SessionClustersPage::cancelOrphans);
    connect(m_forgetOrphans, &QPushButton::clicked, this, &SessionClustersPage::forgetOrphans);
    connect(&desk, &Desk::applied, this, &SessionClustersPage::refresh);
    refresh();
}

void SessionClustersPage::select(const QString &id)
{
    m_list->select(id);
}

void SessionClustersPage::save(QSettings &settings) const
{
    settings.setValue("sessionClusters/splitter"_L1, m_splitter->saveState());
    m_list->save(settings);
    m_orphans->save(settings);
}

void SessionClustersPage::restore(const QSettings &settings)
{
    m_splitter->restoreState(settings.value("sessionClusters/splitter"_L1).toByteArray());
    m_list->restore(settings);
    m_orphans->restore(settings);
}

void SessionClustersPage::build()
{
    m_list->setColumns({{.wanted = 18, .least = 12},
                        {.wanted = 10, .least = 10, .rank = 6},
                        {.wanted = 14, .least = 14},
                        {.wanted = 23, .least = 21},
                        {.wanted = 13, .least = 12, .rank = 7},
                        {.wanted = 11, .least = 10, .rank = 4},
                        {.wanted = 17, .least = 15, .rank = 8},
                        {.wanted = 13, .least = 11, .rank = 2},
                        {.wanted = 8, .least = 6, .rank = 3},
                        {.wanted = 34, .least = 22, .rank = 1, .takesRest = true}, // URL
                        {.wanted = 12, .least = 11, .rank = 5}});
    m_list->sortBy(SessionClustersModel::Name, Qt::AscendingOrder);
    buildDetails();
    buildOrphans();
    auto *below = new QVBoxLayout(m_below);
    below->addWidget(m_title);
    below->addLayout(m_details);
    below->addStretch();
    below->addWidget(m_orphansBox);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);
}

void SessionClustersPage::buildOrphans()
{
    m_orphans->setColumns(
        {{.wanted = 42, .least = 16},
         {.wanted = 20, .least = 12, .rank = 1},
         {.wanted = 24, .least = 12},
         {.wanted = 17, .least = 15, .rank = 3},
         {.wanted = 30, .least = 16, .rank = 2, .takesRest = true}}); // what is done
    m_orphans->setMinimumHeight(fontMetrics().height() * 6);
    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_cancelOrphans);
    buttons->addWidget(m_forgetOrphans);
    buttons->addStretch();
    auto *layout = new QHBoxLayout(m_orphansBox);
    layout->addWidget(m_orphans, 1);
    layout->addLayout(buttons);
}

void SessionClustersPage::buildDetails()
{
    m_title = new QLabel(m_below);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_details->setHorizontalSpacing(fontMetrics().height());
    m_details->setVerticalSpacing(fontMetrics().height() / 4);
    m_desired = addRow(tr("Desired"));
    m_state = addRow(tr("Status"));
    m_progress = addRow(tr("Progress"));
    m_trouble = addRow(tr("Trouble"));
    m_address = addRow(tr("URL"));
    m_home = addElided(tr("Flink home"));
    m_savepoints = addElided(tr("Savepoint directory"));
    m_deployments = addElided(tr("Deployments"));
}

SessionClustersPage::Row SessionClustersPage::addRow(const QString &title)
{
    auto *caption = new QLabel(title, m_below);
    caption->setForegroundRole(QPalette::PlaceholderText);
    auto *value = new QLabel(m_below);
    value->setWordWrap(true);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return {value, m_details->addCaptioned(caption, value)};
}

SessionClustersPage::ElidedRow SessionClustersPage::addElided(const QString &title)
{
    auto *caption = new QLabel(title, m_below);
    caption->setForegroundRole(QPalette::PlaceholderText);
    auto *value = new ElidedLabel(m_below);
    return {value, m_details->addCaptioned(caption, value)};
}

void SessionClustersPage::setPath(const ElidedRow &row, const QString &path)
{
    row.value->setPath(path);
    m_details->setRowVisible(row.index, !path.isEmpty());
}

void SessionClustersPage::setText(const Row &row, const QString &text)
{
    row.value->setText(text);
    m_details->setRowVisible(row.index, !text.isEmpty());
}

void SessionClustersPage::setText(const QString &text)
{
    m_sorted.setText(text);
    showHint();
}

void SessionClustersPage::showHint()
{
    if (!m_desk.isFilled())
        m_list->setHint(tr("Reading what is stored …"));
    else if (m_desk.sessionClusters().rowCount() > 0)
        m_list->setHint(tr("No session cluster matches the search."));
    else
        m_list->setHint(tr("There is no session cluster yet. Add Session Cluster attaches a Flink "
                           "by its URL, or starts one on this machine."));
}

void SessionClustersPage::refresh()
{
    showHint();
    showDetails();
    showOrphans();
}

void SessionClustersPage::showDetails()
{
    const QStringList ids = selectedIds();
    const SessionClusterReport *report =
        ids.size() == 1 ? m_desk.sessionClusters().find(ids.first()) : nullptr;
    m_title->setText(report ? titleOf(report->cluster.metadata)
                            : tr("Select a session cluster to see its details."));
    const SessionCluster cluster = report ? report->cluster : SessionCluster();
    const bool isLocal = cluster.spec.kind == SessionClusterKind::Local;
    QStringList names;
    for (const DeploymentReport &deployment : m_desk.deployments().values()) {
        if (report && deployment.record.sessionClusterId == cluster.metadata.id)
            names.append(titleOf(deployment.deployment.metadata));
    }
    names.sort(Qt::CaseInsensitive);
    setText(m_desired, report ? wireName(cluster.spec.state) : QString());
    const QString meaning = report ? meaningText(*report) : QString();
    const QString state = report ? stateText(*report) : QString();
    setText(m_state,
            meaning.isEmpty() ? state : tr("%1. %2", "state, sentence").arg(state, meaning));
    setText(m_progress, report ? progressText(*report) : QString());
    setText(m_trouble, report && !isChanging(*report) ? troubleText(*report) : QString());
    setText(m_address, urlOf(cluster));
    setPath(m_home, isLocal ? cluster.spec.flinkHome : QString());
    setPath(m_savepoints, cluster.spec.savepointDirectory);
    if (names.isEmpty())
        names.append(tr("None yet. New Deployment makes one that runs on it."));
    m_deployments.value->setList(names);
    m_details->setRowVisible(m_deployments.index, report);
}

void SessionClustersPage::showOrphans()
{
    m_orphansBox->setVisible(m_desk.orphans().rowCount() > 0);
    const bool isAnySelected = !m_orphans->selectedIds().isEmpty();
    m_cancelOrphans->setEnabled(isAnySelected);
    m_forgetOrphans->setEnabled(isAnySelected);
}

void SessionClustersPage::cancelOrphans()
{
    const QStringList ids = m_orphans->selectedIds();
    ask(window(),
        {.title = tr("Cancel Job"),
         .text = tr("Cancel %n jobs without a savepoint?", nullptr, int(ids.size())),
         .consequences = tr("What they did after their newest savepoint, or a checkpoint that "
                            "outlives them, is lost."),
         .proceed = tr("Cancel Job"),
         .keep = tr("Keep Running")},
        [=, this] {
            for (const QString &id : ids)
                watch(id, m_intentions.cancelOrphan(id));
        });
}

void SessionClustersPage::forgetOrphans()
{
    const QStringList ids = m_orphans->selectedIds();
    ask(window(),
        {.title = tr("Forget"),
         .text = tr("Forget %n jobs?", nullptr, int(ids.size())),
         .consequences = tr("They are no longer looked for: where such a job still runs, nobody "
                            "here will notice or end it."),
         .proceed = tr("Forget"),
         .keep = tr("Keep Watching")},
        [=, this] {
            for (const QString &id : ids)
                watch(id, m_intentions.forgetOrphan(id));
        });
}

void SessionClustersPage::watch(const QString &id, const QFuture<Result<Done>> &future)
{
    whenDone(this, future, [=, this](const Result<Done> &done) {
        if (!done)
            Q_EMIT failed(tr("Flink job %1: %2").arg(id, done.error().message), done.error());
    });
}

} // namespace headgate
