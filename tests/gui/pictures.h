// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace headgate {

class MainWindow;

//! Writes a PNG of each page and each dialog of \a window into \a folder; false, with a word on
//! standard error, where something was not found or could not be written.
[[nodiscard]] bool takePictures(MainWindow &window, const QString &folder);

} // namespace headgate
