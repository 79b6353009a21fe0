// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>

#include <utility>

namespace headgate {

//! Calls \a then with the result of \a future, from the event loop of \a context; not at all if
//! either goes first. QFuture::then() with a context can't promise that: Qt 6.4 asserts when the
//! promise outlives the context, be it only by a line of a destructor.
template <typename T, typename Function>
void whenDone(QObject *context, const QFuture<T> &future, Function then)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, then = std::move(then)] {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             then(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace headgate
