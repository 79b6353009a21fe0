// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace headgate {

//! Installs the plurals of English and, where there are some, the words of the person's language.
void installTranslations(QCoreApplication &application);

} // namespace headgate
