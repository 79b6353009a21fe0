// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentspage.h"

#include "views/deploymentdetails.h"

#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

DeploymentsPage::DeploymentsPage(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_proxy(desk.deployments())
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_list(new TablePane(tr("Deployments"), m_proxy, m_splitter))
    , m_below(new QStackedWidget(m_splitter))
    , m_nothing(new QLabel(m_below))
{
    build();
    connect(m_list, &TablePane::selectionChanged, this, &DeploymentsPage::showSelection);
    connect(m_list, &TablePane::arranged, this, &DeploymentsPage::arranged);
    connect(m_splitter, &QSplitter::splitterMoved, this, &DeploymentsPage::arranged);
    connect(m_list, &TablePane::opened, this, [this] { details().setFocus(); });
    connect(&desk, &Desk::applied, this, &DeploymentsPage::showHint);
    showSelection();
    showHint();
}

void DeploymentsPage::select(const QString &id)
{
    m_list->select(id);
}

void DeploymentsPage::setQuery(const QString &text)
{
    m_isQueried = !text.trimmed().isEmpty();
    m_proxy.setQuery(DeploymentQuery::fromText(text));
    showHint();
}

void DeploymentsPage::setScope(DeploymentsProxy::Scope scope)
{
    m_proxy.setScope(scope);
    showHint();
}

void DeploymentsPage::setAttentionFirst(bool isFirst)
{
    m_proxy.setAttentionFirst(isFirst);
}

void DeploymentsPage::save(QSettings &settings) const
{
    settings.setValue("deployments/splitter"_L1, m_splitter->saveState());
    m_list->save(settings);
    if (m_details)
        m_details->save(settings);
}

void DeploymentsPage::restore(const QSettings &settings)
{
    m_splitter->restoreState(settings.value("deployments/splitter"_L1).toByteArray());
    m_list->restore(settings);
    m_settings = &settings;
    if (m_details)
        m_details->restore(settings);
}

void DeploymentsPage::build()
{
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_below->addWidget(m_nothing);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({1000, 1000});
    m_list->setColumns({{.wanted = 22, .least = 20},
                        {.wanted = 14, .least = 14},
                        {.wanted = 21, .least = 20},
                        {.wanted = 40, .least = 24, .rank = 1, .takesRest = true}, // conditions
                        {.wanted = 17, .least = 10, .rank = 2},
                        {.wanted = 12, .least = 11, .rank = 4},
                        {.wanted = 12, .least = 11, .rank = 3}});
    m_list->sortBy(DeploymentsModel::Name, Qt::AscendingOrder);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);
}

void DeploymentsPage::showSelection()
{
    const QStringList ids = selectedIds();
    if (ids.size() == 1)
        details().setDeployment(ids.first());
    else
        m_nothing->setText(ids.isEmpty()
                               ? tr("Select a deployment to see its details.")
                               : tr("%n deployments are selected.", nullptr, int(ids.size())));
    m_below->setCurrentWidget(ids.size() == 1 ? static_cast<QWidget *>(&details()) : m_nothing);
    Q_EMIT selectionChanged();
}

//! A fifth of the time that the window takes to build, and not seen when it opens.
DeploymentDetails &DeploymentsPage::details()
{
    if (!m_details) {
        m_details = new DeploymentDetails(m_desk, m_below);
        m_below->addWidget(m_details);
        if (m_settings)
            m_details->restore(*m_settings);
        connect(m_details, &DeploymentDetails::arranged, this, &DeploymentsPage::arranged);
    }
    return *m_details;
}

void DeploymentsPage::showHint()
{
    if (!m_desk.isFilled())
        m_list->setHint(tr("Reading what is stored …"));
    else if (m_desk.deployments().rowCount() == 0)
        m_list->setHint(tr("There is no deployment yet. New Deployment makes one."));
    else if (m_isQueried)
        m_list->setHint(tr("No deployment matches the search."));
    else if (m_proxy.scope() == DeploymentsProxy::Scope::Attention)
        m_list->setHint(tr("No deployment needs attention."));
    else
        m_list->setHint(tr("No deployment is changing."));
}

} // namespace headgate
