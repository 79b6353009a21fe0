// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flink/transcript.h"

// What a person is told of a request that went wrong.
namespace headgate::flink {

//! Why there is no whole answer, and what to do.
[[nodiscard]] QString reasonOf(const Transcript &transcript);
//! Who may have given an answer that is not Flink's, and what to do.
[[nodiscard]] QString foreignSentence(const Transcript &transcript);

[[nodiscard]] QString duplicateSentence(const Transcript &transcript);
[[nodiscard]] QString historyServerSentence(const Transcript &transcript);
[[nodiscard]] QString jarMissingSentence(const Transcript &transcript);
[[nodiscard]] QString unavailableSentence(const Transcript &transcript);
[[nodiscard]] QString tooLargeSentence(const Transcript &transcript);

[[nodiscard]] QString withNothingHappened(const QString &reason);
[[nodiscard]] QString withUnknownOutcome(const QString &reason);

} // namespace headgate::flink
