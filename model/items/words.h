// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/report.h"

namespace headgate {

// How values are said to a person: by locale, in local time.

//! "2 s", "3 min", "2 h", "5 d"; a negative age counts as 0.
[[nodiscard]] QString ageText(Duration age);

//! As short as it is plain: the time of day with seconds; on another day than \a now's the date
//! and the time without; with the year where that is half a year away.
[[nodiscard]] QString timeText(Instant instant, Instant now);
//! The date with its year, and the time with seconds.
[[nodiscard]] QString wholeTimeText(Instant instant);

//! "14 MB"; empty for 0, which stands for "not known".
[[nodiscard]] QString sizeText(qint64 bytes);

//! How a savepoint came to be: "by Suspend"; \a ending is why its Job was ended.
[[nodiscard]] QString originText(const SavepointSpec &savepoint, TerminationReason ending);

//! "savepoint 09:58:12 (14 MB, by Suspend)".
[[nodiscard]] QString savepointText(const Savepoint &savepoint, TerminationReason ending,
                                    Instant now);

//! What the next start would restore, as one sentence.
[[nodiscard]] QString nextStateText(const StatePreview &preview, Instant now);
//! What a start after the live \a job would restore: nobody can know it before the job has ended.
[[nodiscard]] QString stateOfRunningText(const Job &job, RestoreStrategy strategy, Instant now);

//! What a Deployment is about, in a few words: its upload, attempt, waiting or failure; may be
//! empty.
[[nodiscard]] QString progressText(const DeploymentReport &report, Instant now);

//! In a few words, and as a sentence.
[[nodiscard]] QString concernText(Concern concern);
[[nodiscard]] QString concernSentence(Concern concern);

//! Until when a job is looked for whose start may not have arrived, and what follows then; empty
//! where none is.
[[nodiscard]] QString outlookText(const DeploymentReport &report, Instant now);

//! "4 in 10 min"; "–" where no job runs.
[[nodiscard]] QString restartsText(const DeploymentReport &report);

//! When a savepoint was there, or was asked for.
[[nodiscard]] Instant timeOf(const Savepoint &savepoint);

} // namespace headgate
