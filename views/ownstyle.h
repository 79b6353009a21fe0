// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace headgate {

//! The style of the desktop, with our icon on the buttons that show what a menu bar or a tool bar
//! has no room for: it follows light and dark. For that of a style Qt also reads all of its plugins
//! for images, which would be a good part of the start of the program.
class OwnStyle : public QProxyStyle {
public:
    [[nodiscard]] QIcon standardIcon(StandardPixmap icon, const QStyleOption *option,
                                     const QWidget *widget) const override;
};

} // namespace headgate
