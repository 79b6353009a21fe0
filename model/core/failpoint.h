// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QList>

namespace headgate {

//! A place at which a test can have the program killed as by `kill -9`.
//!
//! Does nothing unless the environment variable HEADGATE_FAIL_POINT was `NAME` or `NAME:N` when the
//! program passed the first one: then the N-th passing of NAME is the end. NAME is \a point, or
//! \a point and one of \a purposes joined by a dash: `before-commit`, `before-commit-run`; or
//! several of them, with commas, of which any counts.
void failPoint(QLatin1StringView point, const QList<QLatin1StringView> &purposes = {});

} // namespace headgate
