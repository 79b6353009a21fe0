// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/archive.h"

namespace headgate {

//! Something that happened; append-only (lifecycle.md §1).
struct Event {
    qint64 number = 0; //!< Given by the store; grows.
    Instant time;
    QString deploymentId; //!< Empty where it concerns none.
    QString deploymentName; //!< Of one that was deleted with it: nothing else knows it any more.
    QString jobId;
    QString sessionClusterId;
    QString name; //!< Machine-readable, for example `JobStarted`.
    Severity severity = Severity::Info;
    QString message; //!< A translated sentence.
    QString detail; //!< A trace, for example; may be empty.

    bool operator==(const Event &) const = default;
};

void describe(Archive &archive, Event &event);

} // namespace headgate
