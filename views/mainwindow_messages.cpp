// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says below its pages.
#include "views/mainwindow.h"

#include "views/deploymentactions.h"
#include "views/messagebar.h"

#include <QApplication>
#include <QStatusBar>

#include <algorithm>
#include <utility>

namespace headgate {

using namespace Qt::StringLiterals;

void MainWindow::showError(const QString &sentence, const Error &error)
{
    m_message->showError(sentence, error);
}

void MainWindow::showTrouble(const QString &trouble)
{
    if (!trouble.isEmpty())
        showError(trouble, {.kind = ErrorKind::Storage, .message = trouble});
    else if (m_message->message() == m_trouble) // another message stays
        m_message->clear();
    m_trouble = trouble;
}

//! What was said about the page before; not what concerns all of them, or somebody who looks
//! elsewhere.
void MainWindow::clearMessageOfPage()
{
    if (m_message->message() != m_trouble && m_message->message() != m_toldText)
        m_message->clear();
}

//! What somebody should know who looks elsewhere; not what had happened before the window opened.
void MainWindow::tellOf(const Changes &changes)
{
    if (!std::exchange(m_isFilled, m_desk.isFilled()))
        return;
    if (m_told && m_message->message() == m_toldText && isOver(*m_told))
        m_message->clear();
    if (m_message->message() == m_savedText && !isFailed(m_savedId))
        m_message->clear();
    const auto isToTell = [](const Event &event) {
        return event.name == "ConditionTrue"_L1 || event.name == "PossibleOrphanRuns"_L1;
    };
    const auto newest = std::find_if(changes.events.crbegin(), changes.events.crend(), isToTell);
    if (newest == changes.events.crend())
        return;
    QApplication::alert(this);
    if (!m_trouble.isEmpty()) // it stays until it is over
        return;
    const QString name = m_desk.deployments().nameOf(newest->deploymentId);
    m_told = *newest;
    m_toldText = name.isEmpty() ? newest->message
                                : tr("“%1”: %2", "deployment, sentence").arg(name, newest->message);
    m_message->say(Mark::Warning, m_toldText);
}

//! What \a told says is not so any more.
bool MainWindow::isOver(const Event &told) const
{
    if (told.name == "PossibleOrphanRuns"_L1) {
        return std::ranges::none_of(m_desk.orphans().values(), [&](const OrphanReport &each) {
            return each.isRunning && each.orphan.jobId == told.jobId;
        });
    }
    const DeploymentReport *report = m_desk.deployments().find(told.deploymentId);
    if (!report || !report->deployment.status.running)
        return true;
    return std::ranges::none_of(report->deployment.status.running->conditions,
                                [&](const Condition &each) {
                                    return each.status == ConditionStatus::True
                                        && told.message.startsWith(wireName(each.type) + u':');
                                });
}

//! Saving starts nothing: of one that is FAILED it is said what does.
void MainWindow::tellOfSaved(const Deployment &saved)
{
    const QString name = titleOf(saved.metadata);
    const DeploymentReport *report = m_desk.deployments().find(saved.metadata.id);
    if (!report || saved.status.state != DeploymentState::Failed || !m_trouble.isEmpty())
        return statusBar()->showMessage(tr("“%1” is saved.").arg(name), 4000);
    const auto next = report->refusals.contains(DeploymentAction::Retry) ? DeploymentAction::Start
                                                                         : DeploymentAction::Retry;
    m_savedId = saved.metadata.id;
    m_savedText = tr("“%1” is saved. It stays FAILED until you choose %2.", "deployment, action")
                      .arg(name, nameOf(next));
    m_message->say(Mark::Finished, m_savedText);
}

bool MainWindow::isFailed(const QString &deploymentId) const
{
    const DeploymentReport *report = m_desk.deployments().find(deploymentId);
    return report && report->deployment.status.state == DeploymentState::Failed;
}

} // namespace headgate
