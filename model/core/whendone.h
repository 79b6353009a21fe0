// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QCoreApplication>
#include <QFutureWatcher>

#include <utility>

namespace headgate {

//! Calls \a done with the result in the thread of \a context, once, and never after \a context is
//! gone. A future that was cancelled comes as an Error of kind UnknownOutcome: whoever waits for
//! an answer hears that there will be none.
//!
//! QFuture::then(context, …) does neither: in Qt 6.4 it fails when the context has gone before the
//! future is done, and it calls nobody for a cancelled one.
template <typename T, typename Callback>
void whenDone(QObject *context, const QFuture<Result<T>> &future, Callback done)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context,
        [watcher, done = std::move(done)]() mutable {
            watcher->deleteLater();
            const QFuture<Result<T>> finished = watcher->future();
            const bool isAnswered = !finished.isCanceled() && finished.resultCount() > 0;
            done(isAnswered ? finished.result()
                            : Result<T>(failure(ErrorKind::UnknownOutcome,
                                                QCoreApplication::translate(
                                                    "WhenDone", "The request was given up."))));
        });
    watcher->setFuture(future);
}

} // namespace headgate
