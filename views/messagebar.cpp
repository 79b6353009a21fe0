// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/messagebar.h"

#include "views/icons.h"
#include "views/textdialog.h"

#include <QAccessible>
#include <QHBoxLayout>

namespace headgate {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_details(new QPushButton(tr("De&tails"), this))
    , m_dismiss(new QPushButton(tr("D&ismiss"), this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_details);
    layout->addWidget(m_dismiss);
    connect(m_details, &QPushButton::clicked, this, &MessageBar::openDetail);
    connect(m_dismiss, &QPushButton::clicked, this, &MessageBar::clear);
    hide();
}

void MessageBar::say(Mark mark, const QString &message, const QString &detail)
{
    const int side = fontMetrics().height();
    m_icon->setPixmap(markIcon(mark).pixmap(side, side));
    m_text->setText(message);
    m_detail = detail;
    m_details->setVisible(!detail.isEmpty());
    setVisible(true);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::showError(const QString &message, const Error &error)
{
    say(Mark::Failed, message, error.detail);
}

void MessageBar::clear()
{
    hide();
}

void MessageBar::openDetail()
{
    openText(tr("Details"), m_text->text(), m_detail, window());
}

} // namespace headgate
