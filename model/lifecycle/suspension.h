// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/lifecycle/deliberation.h"

//! Stop with savepoint (lifecycle.md §5). What operations say: savepoints.h.
namespace headgate::suspension {

//! Pre-check, then Savepoint and intent, then the request.
void begin(Deliberation &d, Job &job, TerminationReason reason);

//! The next step of a stop under way, of a job whose end was not seen: repeat, a new trigger, back
//! to STARTED, or wait.
void goOn(Deliberation &d, Job &job);

//! The job runs on: STARTED again, and another trigger after a back-off, or FAILED (§5.5).
void returnToStarted(Deliberation &d, Job &job, const QString &failure, const QString &detail);

//! The job is gone, and its stop has a location, or one is found on the disk: as if COMPLETED and
//! FINISHED (§5.3, §5.6). False: neither.
[[nodiscard]] bool isTakenAsStopped(Deliberation &d, Job &job);

//! \a job ends by a stop with savepoint, not by cancelling.
[[nodiscard]] bool isStopping(const Job &job);

//! The failure of a stop of which only its savepoint is known.
[[nodiscard]] QString forgottenText();

//! Its files may tell what nobody has told. Either no location of it is known: Flink has not said
//! what became of it, or has forgotten, or what failed was the same request, come once more when
//! the job had ended. Or it is COMPLETED, and has no place in the order yet (§3.9).
[[nodiscard]] bool mayDiskTellOf(const Savepoint &savepoint);

//! What may be told by the files of a savepoint.
enum class Lacking { Location, LocationOrPlace };

//! Savepoints of \a job lack that, and nobody has looked since \a since: that comes before the end
//! of the job is recorded. A disk that hangs is waited for a minute, and not where a person lets go
//! of the job.
[[nodiscard]] bool isWaitingForDisk(Deliberation &d, const Job &job, Instant since,
                                    Lacking lacking = Lacking::LocationOrPlace);

//! What the last look at the disk found is taken: savepoints of \a job that lack their place in the
//! order get it, and one that lies beside what is known is listed.
void takeFromDisk(Deliberation &d, const Job &job);

//! At the end of \a job: what is still STARTED has FAILED, but for what lies on the disk; the
//! others get their places.
void resolveOpen(Deliberation &d, const Job &job);

//! The stop during which the job has FINISHED, where its operation may still say what became of it;
//! nullptr: none.
[[nodiscard]] const Savepoint *unansweredStopOf(const Deliberation &d, const Job &job);

//! There is one: said as what the Deployment waits for.
[[nodiscard]] bool isWaitingForLocation(Deliberation &d, const Job &job);

//! What the last look at the disk found in the directory of this very savepoint: what an earlier
//! stop wrote did not end the job. Nothing: there was none, or no look.
[[nodiscard]] const CheckpointMark *foundOnDisk(const Deliberation &d, const Savepoint &savepoint);

//! \a path is what this Savepoint names, or, where it names nothing yet, lies in the directory that
//! was made for it alone. A request that came once more after Flink had forgotten it has written a
//! second savepoint there: that is another.
[[nodiscard]] bool isAt(const Savepoint &savepoint, const QString &path);

//! With HA another leader may have come since \a stop was begun, forgotten it, and run \a job on to
//! the end that was seen.
[[nodiscard]] bool mayBeOutrun(const Deliberation &d, const Job &job, const Savepoint &stop);

//! COMPLETED with \a location, at first sight of it.
void complete(Deliberation &d, const QString &savepointId, const QString &location);

//! The same with what is known of \a written, which may have no place in the order (id 0).
void complete(Deliberation &d, const QString &savepointId, const CheckpointMark &written);

//! Where savepoints of the Deployment go: template, session cluster, or Flink's own configuration;
//! empty where none says.
[[nodiscard]] QString savepointDirectory(const JobTemplate &jobTemplate,
                                         const ClusterView &cluster);

//! A failure that no new attempt will mend: the directory, the file system, the kind of job.
[[nodiscard]] bool isPermanent(const QString &failure);

//! Why \a job cannot be stopped with a savepoint now; empty where it can (§5.1).
[[nodiscard]] QString unmetPreCheck(const Deliberation &d, const Job &job);

} // namespace headgate::suspension
