// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QFuture>

namespace headgate {

//! Where secret values are: never in the store, never in a log. Used by one thread, which has an
//! event loop. A future of a Secrets that is destroyed meanwhile is cancelled.
class Secrets {
public:
    virtual ~Secrets() = default;

    //! Kind NotFound where there is none of that name, Environment where there is no keychain,
    //! NotPermitted where the person or the keychain said no.
    virtual QFuture<Result<QString>> read(const QString &name) = 0;
    virtual QFuture<Result<void>> write(const QString &name, const QString &value) = 0;
    //! Success, too, where there is none of that name.
    virtual QFuture<Result<void>> remove(const QString &name) = 0;
};

} // namespace headgate
