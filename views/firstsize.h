// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScreen>
#include <QWidget>

namespace headgate {

//! Gives \a window, before it is shown, the size \a wanted as far as the screen has room for it and
//! for its frame.
inline void resizeWithinScreen(QWidget &window, QSize wanted)
{
    const int titleBar = window.fontMetrics().height() * 2;
    const QSize room = window.screen()->availableGeometry().size() - QSize(titleBar / 4, titleBar);
    window.resize(wanted.boundedTo(room));
}

} // namespace headgate
