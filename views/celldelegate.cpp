// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/celldelegate.h"

#include "model/items/roles.h"
#include "views/icons.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QToolTip>

namespace headgate {

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QColor faint = option->palette.color(QPalette::PlaceholderText);
    if (const QVariant mark = index.data(MarkRole); mark.isValid()) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = markIcon(Mark(mark.toInt()));
        option->decorationSize = QSize(option->fontMetrics.ascent(), option->fontMetrics.ascent());
    }
    if (index.data(IsPathRole).toBool())
        option->textElideMode = Qt::ElideMiddle;
    if (index.data(IsStaleRole).toBool())
        option->palette.setColor(QPalette::Text, faint);
    if (index.column() == 0 && index.data(IsEmphasizedRole).toBool())
        option->font.setBold(true);
    if (!option->text.isEmpty())
        return;
    if (const QString note = index.data(NoteRole).toString(); !note.isEmpty()) {
        option->features |= QStyleOptionViewItem::HasDisplay;
        option->text = note;
        option->palette.setColor(QPalette::Text, faint);
    }
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                             const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isOwn = event->type() == QEvent::ToolTip
        && index.data(Qt::ToolTipRole).toString().isEmpty()
        && sizeHint(option, index).width() > option.rect.width();
    if (!isOwn)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), index.data().toString(), view);
    return true;
}

} // namespace headgate
