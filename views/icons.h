// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/marks.h"

#include <QIcon>

namespace headgate {

//! The icon of resources/icons called \a name, tinted by the palette.
[[nodiscard]] QIcon themedIcon(const QString &name);

//! The shape of \a mark, tinted by the palette; a null icon for Mark::None.
[[nodiscard]] QIcon markIcon(Mark mark);

} // namespace headgate
