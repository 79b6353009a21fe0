// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! What the files of savepoints tell of them, where nobody else does (lifecycle.md §3.9, §5.3).
namespace headgate::savepointfiles {

//! Its files may tell what nobody has told. Either no location of it is known: Flink has not said
//! what became of it, or has forgotten, or what failed was the same request, come once more when
//! the job had ended. Or it is COMPLETED, and has no place in the order yet (§3.9).
[[nodiscard]] bool mayTellOf(const Savepoint &savepoint);

//! What may be told by the files of a savepoint.
enum class Lacking { Location, LocationOrPlace };

//! Savepoints of \a job lack that, and nobody has looked since \a since: that comes before the end
//! of the job is recorded. A disk that hangs is waited for a minute, and not where a person lets go
//! of the job.
[[nodiscard]] bool isWaitingFor(Deliberation &d, const Job &job, Instant since,
                                Lacking lacking = Lacking::LocationOrPlace);

//! What the last look at the disk found is taken: savepoints of \a job that lack their place in the
//! order get it, and one that lies beside what is known is listed.
void take(Deliberation &d, const Job &job);

//! At the end of \a job: what is still STARTED has FAILED, but for what lies on the disk; the
//! others get their places.
void resolveOpen(Deliberation &d, const Job &job);

//! What the last look at the disk found in the directory of this very savepoint: what an earlier
//! stop wrote did not end the job. Nothing: there was none, or no look.
[[nodiscard]] const CheckpointMark *find(const Deliberation &d, const Savepoint &savepoint);

//! \a path is what this Savepoint names, or, where it names nothing yet, lies in the directory that
//! was made for it alone. A request that came once more after Flink had forgotten it has written a
//! second savepoint there: that is another.
[[nodiscard]] bool isAt(const Savepoint &savepoint, const QString &path);

//! What the disk has in the directory of \a savepoint is another: its request came once more, to a
//! leader that had run the job on.
[[nodiscard]] bool haveComeAgain(const Deliberation &d, const Savepoint &savepoint);

//! Before this decision, which may have taken it from the disk, nobody had told that \a savepoint
//! is there.
[[nodiscard]] bool haveToldOf(const Deliberation &d, const Savepoint &savepoint);

} // namespace headgate::savepointfiles
