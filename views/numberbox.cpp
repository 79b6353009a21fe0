// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/numberbox.h"

#include <QWheelEvent>

#include <limits>

namespace headgate {

NumberBox::NumberBox(QWidget *parent)
    : QSpinBox(parent)
{
    setRange(std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
    setFocusPolicy(Qt::StrongFocus);
    // The size hint would have room for the greatest number.
    setMinimumWidth(fontMetrics().averageCharWidth() * 18);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void NumberBox::wheelEvent(QWheelEvent *event)
{
    if (hasFocus())
        QSpinBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace headgate
