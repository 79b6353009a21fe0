// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ownstyle.h"

#include "views/icons.h"

namespace headgate {

QIcon OwnStyle::standardIcon(StandardPixmap icon, const QStyleOption *option,
                             const QWidget *widget) const
{
    if (icon == SP_ToolBarHorizontalExtensionButton)
        return themedIcon(QStringLiteral("more"));
    return QProxyStyle::standardIcon(icon, option, widget);
}

} // namespace headgate
