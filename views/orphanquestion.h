// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/desk.h"

#include <QWidget>

#include <functional>

namespace headgate {

//! Asks before a start where a job of one of the Deployments was let go of by force, and may still
//! run (lifecycle.md §6); where none was, \a start is called at once. \a name is that of the
//! action.
void startBesideOrphans(QWidget *parent, Desk &desk, const QStringList &deploymentIds,
                        const QString &name, const std::function<void()> &start);

} // namespace headgate
