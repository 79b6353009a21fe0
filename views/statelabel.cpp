// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/statelabel.h"

#include "views/icons.h"

#include <QEvent>
#include <QVBoxLayout>

namespace headgate {

StateLabel::StateLabel(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_word(new QLabel(this))
    , m_since(new QLabel(this))
{
    auto *caption = new QLabel(title, this);
    caption->setForegroundRole(QPalette::PlaceholderText);
    m_since->setForegroundRole(QPalette::PlaceholderText);
    QFont large = font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.25);
    m_word->setFont(large);
    m_word->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(caption);
    auto *state = new QHBoxLayout;
    layout->addLayout(state);
    state->setSpacing(fontMetrics().height() / 3);
    state->addWidget(m_icon);
    state->addWidget(m_word, 1);
    layout->addWidget(m_since);
    layout->addStretch(1);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Maximum);
    m_icon->hide();
}

void StateLabel::setState(Mark mark, const QString &word, const QString &since)
{
    if (m_mark != mark) {
        m_mark = mark;
        drawMark();
    }
    m_word->setText(word);
    m_since->setText(since);
}

void StateLabel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        drawMark();
}

void StateLabel::drawMark()
{
    const int side = QFontMetrics(m_word->font()).ascent();
    m_icon->setVisible(m_mark != Mark::None);
    m_icon->setPixmap(markIcon(m_mark).pixmap(QSize(side, side), devicePixelRatioF()));
}

} // namespace headgate
