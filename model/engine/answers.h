// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QFuture>

namespace headgate {

//! What can be answered at once.
template <typename T>
[[nodiscard]] QFuture<Result<T>> ready(Result<T> result)
{
    return QtFuture::makeReadyFuture(std::move(result));
}

//! Of something that was deleted meanwhile.
[[nodiscard]] Error gone();

} // namespace headgate
