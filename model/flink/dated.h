// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/result.h"

#include <QFuture>

namespace headgate::flink {

//! A value with the times between which it was true. An observation is as old as its request.
template <typename T>
struct Dated {
    T value;
    Instant requestedAt; //!< Taken before the request was handed to the network.
    Instant answeredAt; //!< When the last byte of the answer was here.

    bool operator==(const Dated &) const = default;
};

//! What a request comes to. The future is cancelled when its client is destroyed first.
template <typename T>
using Answer = QFuture<Result<Dated<T>>>;

} // namespace headgate::flink
