// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/firstrunpage.h"

#include "views/icons.h"

#include <QGridLayout>
#include <QLabel>

namespace headgate {

using namespace Qt::StringLiterals;

FirstRunPage::FirstRunPage(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    auto *title = new QLabel(tr("Nothing is deployed yet"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    title->setFont(large);
    grid->addWidget(title, 1, 1);
    m_sample = newOffer(tr("Start a &local cluster with a sample job"), u"start"_s,
                        tr("Starts a Flink on this machine and a small endless job on it, to look "
                           "around with."));
    m_progress = new QLabel(this);
    m_progress->setWordWrap(true);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->hide();
    grid->addWidget(m_progress, grid->rowCount(), 1);
    m_attach = newOffer(tr("&Attach a cluster"), u"cluster-add"_s,
                        tr("Connects to a Flink session cluster that you run, by its URL."));
    m_new = newOffer(tr("&New Deployment"), u"new"_s,
                     tr("Describes a job of yours: its jar, its arguments, where it runs."));
    grid->setRowStretch(0, 1);
    grid->setRowStretch(grid->rowCount(), 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
    connect(m_sample, &QPushButton::clicked, this, &FirstRunPage::sampleRequested);
    connect(m_attach, &QPushButton::clicked, this, &FirstRunPage::attachRequested);
    connect(m_new, &QPushButton::clicked, this, &FirstRunPage::newRequested);
}

void FirstRunPage::setStarting(bool isStarting)
{
    m_sample->setEnabled(!isStarting);
}

void FirstRunPage::setProgress(const QString &progress)
{
    m_progress->setText(progress);
    m_progress->setVisible(!progress.isEmpty());
}

QPushButton *FirstRunPage::newOffer(const QString &text, const QString &icon,
                                    const QString &explanation)
{
    auto *grid = static_cast<QGridLayout *>(layout());
    const int unit = fontMetrics().height();
    auto *button = new QPushButton(themedIcon(icon), text, this);
    button->setMinimumHeight(unit * 2);
    button->setMinimumWidth(fontMetrics().averageCharWidth() * 56);
    auto *note = new QLabel(explanation, this);
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    const int row = grid->rowCount();
    grid->setRowMinimumHeight(row, unit);
    grid->addWidget(button, row + 1, 1);
    grid->addWidget(note, row + 2, 1);
    return button;
}

} // namespace headgate
