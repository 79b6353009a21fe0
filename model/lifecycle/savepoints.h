// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! Stop and savepoint operations at Flink, and savepoints by request (lifecycle.md §5).
namespace headgate::savepoints {

//! Takes in answers to stop and savepoint requests, and what operations say.
void absorb(Deliberation &d);

//! COMPLETED with \a location, at first sight of it.
void complete(Deliberation &d, const QString &savepointId, const QString &location);

//! The same with what is known of \a written, which may have no place in the order (id 0).
void complete(Deliberation &d, const QString &savepointId, const CheckpointMark &written);

//! Every Savepoint that is STARTED is polled until it is resolved.
void pollOpen(Deliberation &d);

//! Sends what a person requested (USER_REQUEST), one at a time; repeats the same trigger id.
void sendRequested(Deliberation &d, const Job &job);

//! A savepoint by request of \a job is not resolved yet.
[[nodiscard]] bool isRequestUnderWay(const Deliberation &d, const Job &job);

//! A new Savepoint STARTED, with a directory of its own below the configured one.
[[nodiscard]] Savepoint newSavepoint(Deliberation &d, const Job &job, SavepointOrigin origin);

//! When the trigger of \a savepoint, which is STARTED, may be sent (again); nothing where there is
//! no need to.
[[nodiscard]] std::optional<Instant> sendableAt(const Deliberation &d, const Savepoint &savepoint);

} // namespace headgate::savepoints
