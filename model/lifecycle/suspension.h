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

//! The stop during which the job has FINISHED, where its operation may still say what became of it;
//! nullptr: none.
[[nodiscard]] const Savepoint *unansweredStopOf(const Deliberation &d, const Job &job);

//! There is one: said as what the Deployment waits for.
[[nodiscard]] bool isWaitingForLocation(Deliberation &d, const Job &job);

//! With HA another leader may have come since \a stop was begun, forgotten it, and run \a job on to
//! the end that was seen.
[[nodiscard]] bool mayBeOutrun(const Deliberation &d, const Job &job, const Savepoint &stop);

//! Where savepoints of the Deployment go: template, session cluster, or Flink's own configuration;
//! empty where none says.
[[nodiscard]] QString savepointDirectory(const JobTemplate &jobTemplate,
                                         const ClusterView &cluster);

//! A failure that no new attempt will mend: the directory, the file system, the kind of job.
[[nodiscard]] bool isPermanent(const QString &failure);

//! Why \a job cannot be stopped with a savepoint now; empty where it can (§5.1).
[[nodiscard]] QString unmetPreCheck(const Deliberation &d, const Job &job);

} // namespace headgate::suspension
