// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fainttext.h"

#include <QApplication>
#include <QPalette>

namespace headgate {

namespace {

constexpr double ShareOfText = 0.6;

int mixed(int text, int ground)
{
    return qRound(ShareOfText * text + (1 - ShareOfText) * ground);
}

QColor between(const QColor &text, const QColor &ground)
{
    return QColor(mixed(text.red(), ground.red()), mixed(text.green(), ground.green()),
                  mixed(text.blue(), ground.blue()));
}

} // namespace

void keepFaintTextReadable()
{
    QPalette palette = QApplication::palette();
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
        const QColor text = palette.color(QPalette::Active, QPalette::Text);
        const QColor ground = palette.color(QPalette::Active, QPalette::Base);
        palette.setColor(group, QPalette::PlaceholderText, between(text, ground));
    }
    if (palette != QApplication::palette())
        QApplication::setPalette(palette);
}

} // namespace headgate
