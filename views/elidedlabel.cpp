// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/elidedlabel.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

namespace headgate {

using namespace Qt::StringLiterals;

ElidedLabel::ElidedLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *copying = new QAction(tr("&Copy"), this);
    copying->setStatusTip(tr("Copy all of it."));
    connect(copying, &QAction::triggered, this, &ElidedLabel::copy);
    addAction(copying);
}

void ElidedLabel::setPath(const QString &path)
{
    setWhole(path, Qt::ElideMiddle);
    setToolTip(path);
}

void ElidedLabel::setList(const QStringList &entries)
{
    setWhole(entries.join(", "_L1), Qt::ElideRight);
    setToolTip(u"<qt>%1</qt>"_s.arg(m_whole.toHtmlEscaped())); // which breaks its lines
}

void ElidedLabel::setWhole(const QString &text, Qt::TextElideMode mode)
{
    if (text == m_whole)
        return;
    m_whole = text;
    m_mode = mode;
    setAccessibleName(text);
    elide();
    updateGeometry();
}

void ElidedLabel::copy() const
{
    QGuiApplication::clipboard()->setText(m_whole);
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_whole) + 2, QLabel::sizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        elide();
}

void ElidedLabel::elide()
{
    setText(fontMetrics().elidedText(m_whole, m_mode, contentsRect().width()));
}

} // namespace headgate
